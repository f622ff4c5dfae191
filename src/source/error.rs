//! What can go wrong between us and the bucket.

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
    /// The store refuses us: credentials or rights.
    #[error(
        "access to `{place}` was refused ({reason}); check the credentials and the bucket's policy"
    )]
    Denied {
        /// Bucket or object.
        place: String,
        /// The store's own words.
        reason: String,
    },
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
}
