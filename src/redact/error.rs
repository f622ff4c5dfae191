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
    /// The model for names and addresses is not there, or can't be used.
    #[error(
        "the model for names and addresses can't be used ({0}): run `earmark models pull`, \
         then `earmark config check`"
    )]
    Model(String),
    /// The redacted sound could not be made.
    #[error("the redacted sound could not be made: {0}")]
    Rendition(String),
    /// What was heard again is not what an earlier run heard there.
    #[error("what an earlier run heard is heard otherwise now")]
    Unfitting,
    /// A checkpoint could not be sealed.
    #[error("a checkpoint could not be sealed")]
    Seal,
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
