//! Turns sound into words with times, confidence and language.
//!
//! What is made here is raw: it may hold personal data, so it can't be printed, logged or
//! serialized. The only way onward is [`redact`](crate::redact).

mod error;
mod transcript;

pub use error::TranscribeError;
pub use transcript::{RawText, Segment, Transcript, Word};
