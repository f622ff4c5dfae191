//! Where ffmpeg goes on with what symphonia gave up, and where neither can.

use std::time::{Duration, Instant};

use super::super::super::testing::{Memory, wave};
use super::super::Ffmpeg;
use super::{DecodeError, DecodeOptions, drain, made, open, options, outcome};

const SWEEP: &str = "aevalsrc=0.4*sin(2*PI*(200+90*t)*t):s=44100:d=3";

#[test]
fn a_rate_that_changes_on_the_way_is_followed() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut joined = made(folder.path(), &format!("-f lavfi -i {SWEEP} -c:a aac a.aac"));
    joined.extend(made(folder.path(), &format!("-f lavfi -i {SWEEP} -ar 22050 -c:a aac b.aac")));
    let mut decoder = open(joined.clone(), "aac", &options).unwrap();
    assert!(!decoder.is_by_ffmpeg());
    let mut next = 0;
    while let Some(chunk) = decoder.next_chunk().unwrap() {
        assert_eq!((chunk.rate, chunk.start, chunk.channels.len()), (44_100, next, 1));
        next += chunk.channels[0].len() as u64;
    }
    assert!(decoder.is_by_ffmpeg());
    let millis = decoder.position().as_millis();
    assert!((5_900..6_300).contains(&millis), "{millis}");
    let alone = open(joined, "aac", &DecodeOptions::default());
    let error = alone.and_then(|mut decoder| drain(&mut decoder)).unwrap_err();
    assert!(matches!(error, DecodeError::NeedsFfmpeg(_)), "{error}");
}

#[test]
fn damage_in_the_middle_costs_no_more_than_itself() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut damaged = made(folder.path(), &format!("-f lavfi -i {SWEEP} -c:a aac a.aac"));
    let half = damaged.len() / 2;
    damaged.splice(half..half, std::iter::repeat_n(0x55, 1 << 20));
    let alone = open(damaged.clone(), "aac", &DecodeOptions::default());
    let alone = alone.and_then(|mut decoder| drain(&mut decoder)).unwrap().as_millis();
    let both = open(damaged, "aac", &options).and_then(|mut decoder| drain(&mut decoder)).unwrap();
    assert!(both.as_millis() >= alone && both.as_millis() > 2_500, "{alone} {both}");
}

#[test]
fn half_a_recording_is_heard_up_to_the_cut() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (name, args) in [
        ("a.wma", "-c:a wmav2"),
        ("a.avi", "-c:a libmp3lame"),
        ("a.flv", "-c:a aac"),
        ("a.ts", "-c:a aac"),
        ("a.ac3", ""),
        ("a.w64", ""),
    ] {
        let bytes = made(folder.path(), &format!("-f lavfi -i {SWEEP} {args} {name}"));
        let half = bytes[..bytes.len() / 2].to_vec();
        let length = open(half, "", &options).and_then(|mut decoder| drain(&mut decoder));
        let millis = length.unwrap_or_else(|error| panic!("{name}: {error}")).as_millis();
        assert!((700..2_500).contains(&millis), "{name}: {millis}");
    }
}

#[test]
fn a_recording_tells_its_tags_its_length_and_its_rate() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let tags = "-metadata title=Hearing -metadata artist=Roe -metadata comment=third";
    let wma = made(folder.path(), &format!("-f lavfi -i {SWEEP} {tags} -b:a 64k a.wma"));
    let decoder = open(wma, "wma", &options).unwrap();
    let info = decoder.info();
    let tags: Vec<_> = info.tags.iter().map(|tag| (tag.kind.name(), tag.raw())).collect();
    assert_eq!(tags, [("title", "Hearing"), ("artist", "Roe"), ("comment", "third")]);
    assert_eq!((info.codec.as_str(), info.sample_rate, info.channels), ("wmav2", 44_100, 1));
    assert_eq!(info.bit_rate, Some(64_000));
    let claimed = info.claimed_duration.unwrap().as_millis();
    assert!((2_900..3_300).contains(&claimed), "{claimed}");
}

#[test]
fn late_sound_keeps_the_clock_of_the_picture() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let inputs = format!("-f lavfi -i testsrc=s=64x64:d=5:r=25 -itsoffset 2 -f lavfi -i {SWEEP}");
    for (name, codecs) in [("a.ts", "-c:v mpeg2video -c:a aac"), ("a.flv", "-c:v flv -c:a aac")] {
        let bytes = made(folder.path(), &format!("{inputs} {codecs} {name}"));
        let mut decoder = open(bytes, name, &options).unwrap();
        let mut first = None;
        while let Some(chunk) = decoder.next_chunk().unwrap() {
            let loud = chunk.channels[0].iter().position(|sample| sample.abs() > 0.05);
            first = first.or(loud.map(|at| chunk.start + at as u64));
        }
        let millis = first.unwrap() * 1000 / 44_100;
        assert!((1_950..2_100).contains(&millis), "{name}: {millis}");
    }
}

#[test]
fn a_source_that_fails_is_not_the_files_fault() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let source = format!("{SWEEP}0");
    let bytes = made(folder.path(), &format!("-f lavfi -i {source} a.w64"));
    for at in [100, 5_000, bytes.len() / 2] {
        let input = Memory::failing_at(bytes.clone(), at as u64);
        let error = outcome(Box::new(input), "w64", &options).expect_err("it fails");
        assert!(matches!(error, DecodeError::Io(_)), "at {at}: {error}");
    }
}

#[test]
fn dropping_the_decoder_ends_ffmpeg_at_once() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let bytes = made(folder.path(), &format!("-f lavfi -i {SWEEP}00 a.w64"));
    let mut decoder = open(bytes, "w64", &options).unwrap();
    decoder.next_chunk().unwrap();
    let id = decoder.ffmpeg_id().unwrap();
    let process = std::path::PathBuf::from(format!("/proc/{id}"));
    let name = std::fs::read_to_string(process.join("comm")).unwrap();
    assert_eq!(name.trim(), "ffmpeg");
    let begun = Instant::now();
    drop(decoder);
    assert!(!process.exists());
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[test]
fn an_ffmpeg_that_dies_midway_is_told_and_worth_another_try() {
    let Some(options) = options() else { return };
    let folder = tempfile::tempdir().unwrap();
    let bytes = made(folder.path(), &format!("-f lavfi -i {SWEEP}00 a.w64"));
    let mut decoder = open(bytes, "w64", &options).unwrap();
    decoder.next_chunk().unwrap();
    let id = rustix::process::Pid::from_raw(decoder.ffmpeg_id().unwrap().cast_signed()).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::KILL).unwrap();
    let error = drain(&mut decoder).unwrap_err();
    assert!(matches!(error, DecodeError::Crashed(_)) && error.is_retryable(), "{error}");
    assert!(decoder.next_chunk().unwrap().is_none());
}

#[test]
fn what_only_ffmpeg_reads_names_itself_without_it() {
    for (bytes, name) in [
        (&b"#!AMR\n\x3c"[..], "AMR narrow-band"),
        (b"#!AMR-WB\n\x3c", "AMR wide-band"),
        (b"RIFF\0\0\0\0AVI LIST", "AVI"),
    ] {
        let error = open(bytes.to_vec(), "mp3", &DecodeOptions::default()).err().unwrap();
        let is_it = matches!(&error, DecodeError::NeedsFfmpeg(what) if what == name);
        assert!(is_it && error.to_string().contains("install ffmpeg"), "{error}");
    }
    let sound = wave(16_000, &[vec![0.5; 16_000]]);
    assert!(open(sound, "wav", &DecodeOptions::default()).is_ok());
    assert_eq!(Ffmpeg::find("/nowhere:/etc"), None);
}
