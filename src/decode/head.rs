//! What a file's beginning tells before anything decodes it.

use std::io::{Read as _, SeekFrom};

use super::{DecodeError, sniff};
use crate::source::MediaInput;

/// How much of an MP4's beginning and end is searched for the name of an unknown codec.
const CODEC_SEARCH_BYTES: u64 = 256 << 10;

/// How the refusal of encrypted sound begins.
pub(super) const ENCRYPTED: &str = "encrypted sound";

/// Who may try a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// Symphonia first.
    Native {
        /// Whether it is of the family of MP4.
        is_mp4: bool,
    },
    /// Ffmpeg alone reads this format.
    Foreign(&'static str),
}

/// Looks at a file's first bytes.
pub(super) fn read(input: &mut dyn MediaInput) -> Result<Head, DecodeError> {
    let head = read_at(input, 0, sniff::HEAD_BYTES as u64)?;
    if head.is_empty() {
        return Err(DecodeError::Malformed("it is empty".to_owned()));
    }
    if let Some(name) = sniff::unreadable(&head) {
        return Err(unsupported(name));
    }
    if let Some(what) = sniff::not_media(&head) {
        return Err(DecodeError::Malformed(what.to_owned()));
    }
    Ok(match sniff::foreign(&head) {
        Some(name) => Head::Foreign(name),
        None => Head::Native { is_mp4: sniff::is_mp4(&head) },
    })
}

/// The refusal of an MP4, with its codec's name if that is known and was the reason.
pub(super) fn mp4_refusal(
    input: &mut dyn MediaInput,
    error: DecodeError,
) -> Result<DecodeError, DecodeError> {
    if !matches!(error, DecodeError::NoAudio | DecodeError::Unsupported(_)) {
        return Ok(error);
    }
    Ok(match mp4_codec(input)? {
        Some(name) if name == ENCRYPTED => unsupported(name),
        Some(name) => DecodeError::NeedsFfmpeg(name.to_owned()),
        None => error,
    })
}

fn mp4_codec(input: &mut dyn MediaInput) -> Result<Option<&'static str>, DecodeError> {
    let begin = read_at(input, 0, CODEC_SEARCH_BYTES)?;
    if let Some(name) = sniff::mp4_codec(&begin) {
        return Ok(Some(name));
    }
    let byte_len = input.byte_len();
    let end = byte_len.saturating_sub(CODEC_SEARCH_BYTES).max(CODEC_SEARCH_BYTES);
    let tail = if end < byte_len { read_at(input, end, CODEC_SEARCH_BYTES)? } else { Vec::new() };
    Ok(sniff::mp4_codec(&tail))
}

fn unsupported(name: &str) -> DecodeError {
    DecodeError::Unsupported(format!("{name}; convert it to FLAC, MP3, M4A (AAC-LC) or Opus"))
}

fn read_at(input: &mut dyn MediaInput, at: u64, len: u64) -> Result<Vec<u8>, DecodeError> {
    input.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    input.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}
