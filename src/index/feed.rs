//! The seam to the truth: what changed, in commit order.

use std::sync::Arc;

use async_trait::async_trait;
use uuid::Uuid;

use crate::domain::RecordingId;
use crate::store::{Change, Store, StoreError, StoredTranscript};

/// A log of changes to recordings, and the recordings as they are now.
///
/// A change that is seen has every smaller one before it: an implementation never shows a change
/// while one with a smaller number may still be committed.
#[async_trait]
pub trait ChangeFeed: Send + Sync {
    /// The changes after `seq`, oldest first, at most `limit`.
    async fn changes_after(&self, seq: i64, limit: u32) -> Result<Vec<Change>, StoreError>;

    /// The log's own id: with another one, numbers of before mean nothing.
    async fn identity(&self) -> Result<Uuid, StoreError>;

    /// The newest change's number, 0 if there is none.
    async fn latest_seq(&self) -> Result<i64, StoreError>;

    /// The recording's transcript as it is now, or `None` if it is gone.
    async fn transcript(
        &self,
        recording: RecordingId,
    ) -> Result<Option<StoredTranscript>, StoreError>;
}

#[async_trait]
impl<F: ChangeFeed + ?Sized> ChangeFeed for Arc<F> {
    async fn changes_after(&self, seq: i64, limit: u32) -> Result<Vec<Change>, StoreError> {
        (**self).changes_after(seq, limit).await
    }

    async fn identity(&self) -> Result<Uuid, StoreError> {
        (**self).identity().await
    }

    async fn latest_seq(&self) -> Result<i64, StoreError> {
        (**self).latest_seq().await
    }

    async fn transcript(
        &self,
        recording: RecordingId,
    ) -> Result<Option<StoredTranscript>, StoreError> {
        (**self).transcript(recording).await
    }
}

#[async_trait]
impl ChangeFeed for Store {
    async fn changes_after(&self, seq: i64, limit: u32) -> Result<Vec<Change>, StoreError> {
        Self::changes_after(self, seq, limit).await
    }

    async fn identity(&self) -> Result<Uuid, StoreError> {
        Self::identity(self).await
    }

    async fn latest_seq(&self) -> Result<i64, StoreError> {
        Self::latest_seq(self).await
    }

    async fn transcript(
        &self,
        recording: RecordingId,
    ) -> Result<Option<StoredTranscript>, StoreError> {
        Self::transcript(self, recording).await
    }
}
