//! Files cut short and with bits turned: never a panic, never without end.

use std::time::Duration;

use super::{decoder, ffmpeg, files_below, machines_ffmpeg, shared, voice};
use crate::decode::testing::Memory;
use crate::decode::{DecodeError, DecodeLimits, DecodeOptions, Decoder};
use crate::domain::MediaTime;

const MADE: &[(&str, &str)] = &[
    ("a.wav", ""),
    ("a.aiff", ""),
    ("a.caf", ""),
    ("a.mp3", "-b:a 64k"),
    ("a.flac", ""),
    ("a.ogg", "-c:a libvorbis"),
    ("a.opus", "-c:a libopus"),
    ("a.m4a", "-c:a aac"),
    ("alac.m4a", "-c:a alac"),
    ("a.aac", "-c:a aac"),
    ("a.webm", "-c:a libopus"),
    ("a.mka", "-c:a libvorbis"),
];

/// Pseudo-random numbers that are the same in each run (Marsaglia's xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }
}

fn drained(bytes: Vec<u8>, name: &str) -> Result<MediaTime, DecodeError> {
    all_of(decoder(bytes, name)?)
}

fn all_of(mut decoder: Decoder) -> Result<MediaTime, DecodeError> {
    while let Some(chunk) = decoder.next_chunk()? {
        let frames = chunk.channels[0].len();
        assert!(chunk.channels.iter().all(|channel| channel.len() == frames));
        assert!(chunk.channels.iter().flatten().all(|sample| (-1.0..=1.0).contains(sample)));
    }
    Ok(decoder.position())
}

#[test]
fn cut_short_or_with_bits_turned_no_file_makes_trouble() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    for (name, options) in MADE {
        ffmpeg(folder.path(), &format!("-i voice.wav -t 1 {options} {name}"));
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        assert!(drained(bytes.clone(), name).is_ok(), "{name}");
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        for _ in 0..20 {
            let _ = drained(bytes[..numbers.below(bytes.len())].to_vec(), name);
        }
        for round in 0..200 {
            let mut bytes = bytes.clone();
            // Headers are where damage does most: half of the turns are there.
            let within = if round % 2 == 0 { bytes.len() } else { bytes.len().min(600) };
            for _ in 0..=round % 5 {
                let at = numbers.below(within);
                bytes[at] ^= 1 << numbers.below(8);
            }
            if let Ok(length) = drained(bytes, name) {
                assert!(length.as_millis() < 4_000_000, "{name}: {length}");
            }
        }
    }
}

/// Made for telephones, cameras and broadcasters, and read by ffmpeg.
const BY_FFMPEG: &[(&str, &str)] = &[
    ("a.wma", "-c:a wmav2"),
    ("a.avi", "-c:a libmp3lame"),
    ("a.flv", "-c:a libmp3lame"),
    ("a.ts", "-c:a mp2"),
    ("a.ac3", ""),
    ("gsm.wav", "-c:a libgsm_ms -ar 8000 -ac 1"),
];

/// A process a file takes its time: fewer files, with as many turned bits in all.
#[test]
fn damaged_files_that_ffmpeg_reads_make_no_trouble_either() {
    let folder = tempfile::tempdir().unwrap();
    let Some(ffmpegs) = machines_ffmpeg().filter(|_| voice(folder.path())) else { return };
    let options = DecodeOptions { ffmpeg: Some(ffmpegs), ..DecodeOptions::default() };
    let mut samples: Vec<_> = BY_FFMPEG
        .iter()
        .map(|(name, arguments)| {
            ffmpeg(folder.path(), &format!("-i voice.wav -t 1 {arguments} {name}"));
            folder.path().join(name)
        })
        .collect();
    samples.extend(shared("audio").map(|audio| audio.join("ExoPlayer__sample_nb.amr")));
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for file in samples {
        let (bytes, name) = (std::fs::read(&file).unwrap(), file.display());
        let heard = |bytes: Vec<u8>| {
            let decoder = Decoder::open(Box::new(Memory::new(bytes)), None, &options)?;
            all_of(decoder)
        };
        assert!(heard(bytes.clone()).is_ok(), "{name}");
        for _ in 0..6 {
            let _ = heard(bytes[..numbers.below(bytes.len())].to_vec());
        }
        for round in 0..10 {
            let mut bytes = bytes.clone();
            let within = if round % 2 == 0 { bytes.len() } else { bytes.len().min(600) };
            for _ in 0..20 {
                let at = numbers.below(within);
                bytes[at] ^= 1 << numbers.below(8);
            }
            if let Ok(length) = heard(bytes) {
                assert!(length.as_millis() < 4_000_000, "{name}: {length}");
            }
        }
    }
}

#[test]
fn half_a_recording_is_heard_up_to_the_cut() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    for (name, options) in [("a.mp3", ""), ("a.wav", ""), ("a.ogg", ""), ("a.flac", "")] {
        ffmpeg(folder.path(), &format!("-i voice.wav {options} {name}"));
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let length = drained(bytes[..bytes.len() / 2].to_vec(), name).unwrap();
        assert!((1_000..3_000).contains(&length.as_millis()), "{name}: {length}");
    }
}

#[test]
fn a_source_that_fails_is_not_the_files_fault() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    for name in ["a.mp3", "a.wav", "a.ogg", "a.m4a", "a.flac", "a.mka"] {
        ffmpeg(folder.path(), &format!("-i voice.wav {name}"));
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        for at in [0, 10, bytes.len() / 2] {
            let input = Memory::failing_at(bytes.clone(), at as u64);
            let opened = Decoder::open(Box::new(input), None, &DecodeOptions::default());
            let failed = opened.and_then(|mut decoder| {
                while decoder.next_chunk()?.is_some() {}
                Ok(())
            });
            let error = failed.expect_err(name);
            assert!(error.is_retryable(), "{name} at {at}: {error}");
        }
    }
}

#[test]
fn what_is_beyond_a_limit_is_said() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    ffmpeg(folder.path(), "-i voice.wav claims-nothing.aac");
    let all = DecodeLimits::default();
    let limits = [
        DecodeLimits { max_duration: Duration::from_secs(1), ..all },
        DecodeLimits { max_channels: 1, ..all },
        DecodeLimits { max_sample_rate: 16_000, ..all },
    ];
    for name in ["voice.wav", "claims-nothing.aac"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        for limits in limits {
            let options = DecodeOptions { limits, ffmpeg: None };
            let opened = Decoder::open(Box::new(Memory::new(bytes.clone())), None, &options);
            let error = opened.and_then(|mut decoder| {
                while decoder.next_chunk()?.is_some() {}
                Ok(())
            });
            let is_limit = matches!(error, Err(DecodeError::LimitReached(_)));
            assert!(is_limit, "{name}: {error:?}");
        }
    }
}

#[test]
fn formats_that_take_ffmpeg_are_named_without_it() {
    let folder = tempfile::tempdir().unwrap();
    if !voice(folder.path()) {
        return;
    }
    // Without ffmpeg; with it they are read.
    for (name, options, said) in [
        ("a.wma", "", "Windows Media"),
        ("a.avi", "-c:a pcm_s16le", "AVI"),
        ("a.flv", "-c:a aac", "Flash"),
        ("a.ts", "-c:a aac", "transport stream"),
        ("a.ac3", "", "AC-3"),
        ("a.au", "", "AU"),
        ("a.w64", "", "Wave64"),
        ("ac3.mp4", "-c:a ac3", "AC-3"),
    ] {
        ffmpeg(folder.path(), &format!("-i voice.wav {options} {name}"));
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let error = drained(bytes, name).expect_err(name);
        assert!(matches!(error, DecodeError::NeedsFfmpeg(_)), "{name}: {error}");
        assert!(error.to_string().contains(said), "{name}: {error}");
    }
    for (bytes, said) in [(&b""[..], "empty"), (b"%PDF-1.7", "PDF"), (b"hello there", "nothing")] {
        let error = drained(bytes.to_vec(), "a.mp3").expect_err(said);
        assert!(error.to_string().contains(said), "{error}");
    }
}

/// What fuzzing found once (`fuzz/README.md`): the first byte stands for a name.
#[test]
fn what_fuzzing_found_stays_mended() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions");
    for file in files_below(&folder) {
        let bytes = std::fs::read(&file).unwrap();
        for name in ["a", "a.mp3", "a.m4a", "a.flac", "a.ogg", "a.wav", "a.webm", "a.aac"] {
            let _ = drained(bytes.get(1..).unwrap_or_default().to_vec(), name);
        }
    }
}
