//! Ffmpeg as it is installed here, with recordings that mean well and files that do not.

mod hostile;
mod references;
mod server;
mod takeover;

use std::path::Path;
use std::process::Command;

use super::super::testing::Memory;
use super::super::tests::machines_ffmpeg;
use super::super::{DecodeError, DecodeLimits, DecodeOptions, Decoder};
use crate::domain::MediaTime;
use crate::source::MediaInput;

/// Decodes with ffmpeg at hand; `None` where it is not installed.
fn options() -> Option<DecodeOptions> {
    machines_ffmpeg().map(|ffmpeg| DecodeOptions { ffmpeg: Some(ffmpeg), ..Default::default() })
}

/// Makes a file by ffmpeg in `folder`.
fn made(folder: &Path, args: &str) -> Vec<u8> {
    let run = Command::new("ffmpeg")
        .args(["-y", "-v", "error", "-nostdin"])
        .args(args.split_whitespace())
        .current_dir(folder)
        .status();
    assert!(run.unwrap().success(), "ffmpeg {args}");
    std::fs::read(folder.join(args.split_whitespace().last().unwrap())).unwrap()
}

fn open(bytes: Vec<u8>, extension: &str, options: &DecodeOptions) -> Result<Decoder, DecodeError> {
    Decoder::open(Box::new(Memory::new(bytes)), Some(extension), options)
}

/// Decodes to the end.
fn drain(decoder: &mut Decoder) -> Result<MediaTime, DecodeError> {
    while decoder.next_chunk()?.is_some() {}
    Ok(decoder.position())
}

fn outcome(
    input: Box<dyn MediaInput>,
    extension: &str,
    options: &DecodeOptions,
) -> Result<MediaTime, DecodeError> {
    drain(&mut Decoder::open(input, Some(extension), options)?)
}
