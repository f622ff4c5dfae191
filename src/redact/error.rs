//! Why a recording could not be redacted.

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
    /// The sound could not be decoded again.
    #[error(transparent)]
    Decode(#[from] crate::decode::DecodeError),
}
