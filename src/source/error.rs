//! What can go wrong between us and the bucket.

use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};

use crate::domain::MediaKey;

/// A failure to list, read or write objects.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The object is not there (any more).
    #[error("`{0}` is not in the bucket any more")]
    NotFound(MediaKey),
    /// The object was replaced while it was read; the next crawl brings the new one.
    #[error("`{0}` was replaced while it was read")]
    Replaced(MediaKey),
    /// The range asked for is beyond the object's end.
    #[error("the range asked for is beyond the end of `{0}`")]
    OutOfRange(MediaKey),
    /// The store refuses us: credentials or rights.
    #[error(
        "access to `{place}` was refused ({reason}): check the credentials and the bucket's policy"
    )]
    Denied {
        /// Bucket or object.
        place: String,
        /// The store's own words.
        reason: String,
    },
    /// There is no such bucket.
    #[error("there is no bucket `{0}`: make it, or correct the collection's `bucket`")]
    NoBucket(String),
    /// The store can't be reached or answered with an error of its own; worth another try.
    #[error("the object store failed on `{place}`: {reason}")]
    Unavailable {
        /// Bucket or object.
        place: String,
        /// What happened.
        reason: String,
    },
}

impl SourceError {
    /// Whether the same request may succeed later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }

    /// Tells what an S3 answer means for `key` (an empty key stands for the bucket itself).
    pub(super) fn of<E>(key: &MediaKey, error: SdkError<E>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        let status = error.raw_response().map(|response| response.status().as_u16());
        let code = error.as_service_error().and_then(ProvideErrorMetadata::code).unwrap_or("");
        let place =
            if key.key.is_empty() { format!("s3://{}", key.bucket) } else { key.to_string() };
        match (status, code) {
            (_, "NoSuchBucket") => Self::NoBucket(key.bucket.clone()),
            (Some(404), _) if key.key.is_empty() => Self::NoBucket(key.bucket.clone()),
            (Some(404), _) => Self::NotFound(key.clone()),
            (Some(412), _) => Self::Replaced(key.clone()),
            (Some(416), _) => Self::OutOfRange(key.clone()),
            (Some(401 | 403), _) => {
                let reason = if code.is_empty() { "access denied" } else { code };
                Self::Denied { place, reason: reason.to_owned() }
            }
            _ => Self::Unavailable { place, reason: DisplayErrorContext(error).to_string() },
        }
    }
}
