//! What a job comes to when it does not come to its end, and how each stage's error is told.

use crate::decode::DecodeError;
use crate::redact::RedactError;
use crate::source::SourceError;
use crate::store::{Failure, FailureCode, Stage, StoreError};
use crate::transcribe::TranscribeError;

/// Why a job stopped. Never carries transcript text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// It failed, for a reason that a person can read.
    #[error("{}: {}", .0.stage, .0.message)]
    Failed(Failure),
    /// The object is gone from the bucket.
    #[error("the object is not in the bucket any more")]
    ObjectGone,
    /// The object was replaced while it was read.
    #[error("the object was replaced during the work")]
    ObjectReplaced,
    /// The work was called off, by a shutdown or because the lease was lost.
    #[error("the work was called off")]
    Cancelled,
    /// Another worker has the job.
    #[error("the job's lease was lost to another worker")]
    LeaseLost,
}

impl IngestError {
    /// Tells a failure of a stage.
    #[must_use]
    pub fn failed(
        stage: Stage,
        code: FailureCode,
        message: impl std::fmt::Display,
        retryable: bool,
    ) -> Self {
        Self::Failed(Failure { stage, code, message: message.to_string(), retryable })
    }

    /// Tells what an answer of the object store means in a stage.
    #[must_use]
    pub fn of_source(stage: Stage, error: &SourceError) -> Self {
        match error {
            SourceError::NotFound(_) => Self::ObjectGone,
            SourceError::Replaced(_) | SourceError::OutOfRange(_) => Self::ObjectReplaced,
            // Rights and buckets are put right by people, often within the time of a few tries.
            other => Self::of_derived(stage, other),
        }
    }

    /// Tells what the object store's answer to a write of derived objects means.
    #[must_use]
    pub fn of_derived(stage: Stage, error: &SourceError) -> Self {
        let code = match error {
            SourceError::Denied { .. } => FailureCode::AccessDenied,
            SourceError::NoBucket(_) => FailureCode::NoBucket,
            _ => FailureCode::ObjectStoreFailed,
        };
        Self::failed(stage, code, error, true)
    }

    /// Tells what a failure to decode means in a stage.
    #[must_use]
    pub fn of_decode(stage: Stage, error: &DecodeError) -> Self {
        let code = match error {
            DecodeError::Unsupported(_) => FailureCode::UnsupportedFormat,
            DecodeError::NoAudio => FailureCode::NoAudio,
            DecodeError::LimitReached(_) => FailureCode::LimitReached,
            DecodeError::NeedsFfmpeg(_) => FailureCode::NeedsFfmpeg,
            DecodeError::NotKept(_) | DecodeError::Crashed(_) => {
                return Self::failed(stage, FailureCode::Crashed, error, true);
            }
            // Reading itself did not fail, or the input would have noted it: the file ends early.
            _ => FailureCode::MalformedMedia,
        };
        Self::failed(stage, code, error, false)
    }

    /// Tells what a failure of speech recognition means.
    #[must_use]
    pub fn of_transcribe(error: &TranscribeError) -> Self {
        match error {
            TranscribeError::Decode(error) => Self::of_decode(Stage::Decode, error),
            TranscribeError::Cancelled => Self::Cancelled,
            TranscribeError::Model { .. } => {
                Self::failed(Stage::Transcribe, FailureCode::ModelUnavailable, error, true)
            }
            _ => Self::failed(Stage::Transcribe, FailureCode::TranscriptionFailed, error, true),
        }
    }

    /// Tells what a failure of redaction means in a stage.
    #[must_use]
    pub fn of_redact(stage: Stage, error: &RedactError) -> Self {
        match error {
            RedactError::Decode(error) => Self::of_decode(stage, error),
            RedactError::Unheard(error) => Self::of_transcribe(error),
            // The same sound is heard the same way the next time.
            RedactError::Audible { .. } => {
                Self::failed(stage, FailureCode::StillAudible, error, false)
            }
            RedactError::Rendition(_) => {
                Self::failed(stage, FailureCode::RenditionFailed, error, true)
            }
            _ => Self::failed(stage, FailureCode::RedactionFailed, error, true),
        }
    }

    /// Tells what a failure of the database means in a stage.
    #[must_use]
    pub fn of_store(stage: Stage, error: &StoreError) -> Self {
        match error {
            StoreError::LeaseLost => Self::LeaseLost,
            _ => Self::failed(stage, FailureCode::DatabaseFailed, error, true),
        }
    }
}
