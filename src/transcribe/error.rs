//! Why a recording could not be transcribed.

use crate::decode::DecodeError;

/// A failure to transcribe. Never carries transcript text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TranscribeError {
    /// The sound could not be decoded.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A model is missing or damaged.
    #[error("model `{name}`: {reason}")]
    Model {
        /// The model's name in the catalogue.
        name: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// The engine failed.
    #[error("speech recognition failed: {0}")]
    Engine(String),
    /// The work was called off (shutdown, or the lease was lost).
    #[error("transcription was called off")]
    Cancelled,
}
