//! Why a recording could not be redacted.

use crate::domain::{EntityKind, MediaTime};

/// A failure to redact; the recording is not kept. Never carries transcript text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RedactError {
    /// A recognizer could not run.
    #[error("the recognizer for {recognizer} failed: {reason}")]
    Recognizer {
        /// Its name.
        recognizer: &'static str,
        /// Why.
        reason: String,
    },
    /// The redacted sound could not be made.
    #[error("the redacted sound could not be made: {0}")]
    Rendition(String),
    /// Something is still heard, however much was silenced.
    #[error("{kind} at {at} can still be heard after {tries} tries to silence it")]
    Audible {
        /// What is heard.
        kind: EntityKind,
        /// Where.
        at: MediaTime,
        /// How often the sound was made.
        tries: u32,
    },
    /// The redacted sound could not be listened to.
    #[error("the redacted sound could not be listened to: {0}")]
    Unheard(#[from] crate::transcribe::TranscribeError),
    /// The sound could not be decoded again.
    #[error(transparent)]
    Decode(#[from] crate::decode::DecodeError),
}
