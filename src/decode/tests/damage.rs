//! Files cut short and with bits turned: never a panic, never without end.

use std::time::Duration;

use super::{decoder, ffmpeg, voice};
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
    let mut decoder = decoder(bytes, name)?;
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
        for part in 0..20 {
            let _ = drained(bytes[..bytes.len() * part / 20].to_vec(), name);
        }
        let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
        for round in 0..100 {
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
