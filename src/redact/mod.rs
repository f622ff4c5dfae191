//! Turns a [`Transcript`](crate::transcribe::Transcript) into a [`RedactedTranscript`]: the only
//! path by which text leaves memory.
//!
//! Recognizers find personal data as written and as spoken; the spans they find drive everything
//! that is kept: text, words, captions, and the sound that the player is given. If a recognizer
//! can't run, the recording fails: nothing is kept half-redacted.

mod error;
mod ogg_opus;
mod redacted;
mod rendition;
mod silence;

pub use error::RedactError;
pub use redacted::{RedactedSegment, RedactedSpan, RedactedTranscript, RedactedWord};
pub use rendition::{RENDITION_MIME, RenditionOptions, RenditionSummary, write_rendition};

#[cfg(test)]
pub(crate) mod testing;
