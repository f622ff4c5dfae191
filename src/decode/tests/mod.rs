//! Decoding over real files: made by ffmpeg, recorded by others, and damaged on purpose.

mod damage;
mod equivalence;
mod formats;
mod malformed;
mod tags;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::testing::Memory;
use super::{DecodeError, DecodeOptions, Decoder, Ffmpeg, ResampledDecoder, SPEECH_RATE, mix};

/// Runs ffmpeg in `folder`, where it is installed.
fn ffmpeg(folder: &Path, args: &str) -> bool {
    let quiet = ["-y", "-v", "error", "-nostdin"];
    let run = Command::new("ffmpeg")
        .args(quiet)
        .args(args.split_whitespace())
        .current_dir(folder)
        .stdin(Stdio::null())
        .status();
    match run {
        Ok(status) => {
            assert!(status.success(), "ffmpeg {args}");
            true
        }
        Err(error) => {
            eprintln!("SKIPPED: ffmpeg can't be run ({error}); install it to test decoding");
            false
        }
    }
}

/// A folder with `voice.wav`: 4 s that sound like no other moment of themselves, 44.1 kHz stereo.
fn voice(folder: &Path) -> bool {
    let left = "0.4*sin(2*PI*(200+90*t)*t)*(0.55+0.45*sin(17*t*t))";
    let right = "0.3*sin(2*PI*(500-40*t)*t)*(0.55+0.45*cos(11*t*t))";
    let source = format!("aevalsrc={left}|{right}:s=44100:d=4");
    ffmpeg(folder, &format!("-f lavfi -i {source} -c:a pcm_s16le voice.wav"))
}

fn decoder(bytes: Vec<u8>, name: &str) -> Result<Decoder, DecodeError> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    Decoder::open(Box::new(Memory::new(bytes)), extension, &DecodeOptions::default())
}

fn opened(path: &Path) -> Result<Decoder, DecodeError> {
    decoder(std::fs::read(path).unwrap(), path.to_str().unwrap())
}

fn opened_with(path: &Path, options: &DecodeOptions) -> Result<Decoder, DecodeError> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let input = Memory::new(std::fs::read(path).unwrap());
    Decoder::open(Box::new(input), extension, options)
}

/// The machine's ffmpeg, said aloud where it is missing.
pub(in crate::decode) fn machines_ffmpeg() -> Option<Ffmpeg> {
    let found = crate::config::variable("PATH").and_then(|path| Ffmpeg::find(&path));
    if found.is_none() {
        eprintln!("SKIPPED: ffmpeg is missing; install it to test decoding");
    }
    found
}

/// All of a file as mono speech.
fn speech(path: &Path) -> Result<Vec<f32>, DecodeError> {
    heard(opened(path)?, None)
}

/// One channel, or all of them averaged, at the rate of speech.
fn heard(decoder: Decoder, channel: Option<usize>) -> Result<Vec<f32>, DecodeError> {
    let mut sound = ResampledDecoder::new(decoder, SPEECH_RATE)?;
    let mut samples = Vec::new();
    while let Some(mut chunk) = sound.next_chunk()? {
        assert_eq!(chunk.start, samples.len() as u64);
        samples.extend(match channel {
            Some(channel) => chunk.channels.swap_remove(channel),
            None => mix(&chunk.channels),
        });
    }
    Ok(samples)
}

/// How alike two sounds are (1 is the same but for loudness), and by how many samples `b` is late.
pub(super) fn likeness(a: &[f32], b: &[f32], max_shift: i32) -> (f64, i32) {
    // The shift is sought over a second, which is enough to tell it.
    let part = |sound: &[f32]| sound[..sound.len().min(16_000)].to_vec();
    let (begin_a, begin_b) = (part(a), part(b));
    let shifts =
        (-max_shift..=max_shift).map(|shift| (correlation(&begin_a, &begin_b, shift), shift));
    let (_, shift) = shifts.max_by(|x, y| x.0.total_cmp(&y.0)).unwrap();
    (correlation(a, b, shift), shift)
}

fn correlation(a: &[f32], b: &[f32], shift: i32) -> f64 {
    let skip = |by: i32| usize::try_from(by).unwrap_or(0);
    let a = a.get(skip(-shift)..).unwrap_or_default();
    let b = b.get(skip(shift)..).unwrap_or_default();
    let (mut ab, mut aa, mut bb) = (0.0, 1e-12, 1e-12);
    for (x, y) in a.iter().zip(b) {
        let (x, y) = (f64::from(*x), f64::from(*y));
        (ab, aa, bb) = (ab + x * y, aa + x * x, bb + y * y);
    }
    ab / (aa * bb).sqrt()
}

/// A folder of the data beside the project, or nothing (said aloud) where it is missing.
fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
    if !path.is_dir() {
        eprintln!("SKIPPED: {} is missing", path.display());
        return None;
    }
    Some(path)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension != "tsv") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
