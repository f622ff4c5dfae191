//! Brings recordings back into the queue: what failed, and what another model heard.

use uuid::Uuid;

use super::{Store, StoreError, jobs};
use crate::domain::{CollectionName, RecordingId};

/// Which failed recordings to try again; empty means all.
#[derive(Debug, Clone, Default)]
pub struct RetryFilter {
    /// Only of this collection.
    pub collection: Option<CollectionName>,
    /// Only this one.
    pub recording: Option<RecordingId>,
}

impl Store {
    /// Puts failed recordings into the queue again; returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_failed(&self, filter: &RetryFilter) -> Result<u64, StoreError> {
        let mut tx = self.pool.begin().await?;
        let failed: Vec<Uuid> = sqlx::query_scalar(
            "SELECT id FROM recordings
             WHERE state = 'failed' AND ($1::text IS NULL OR collection = $1)
                AND ($2::uuid IS NULL OR id = $2)
             ORDER BY key, id FOR UPDATE",
        )
        .bind(filter.collection.as_ref().map(CollectionName::as_str))
        .bind(filter.recording)
        .fetch_all(&mut *tx)
        .await?;
        sqlx::query(
            "UPDATE recordings SET state = 'pending', updated_at = now(), failure_stage = NULL,
                failure_code = NULL, failure_message = NULL, failed_at = NULL
             WHERE id = ANY($1)",
        )
        .bind(&failed)
        .execute(&mut *tx)
        .await?;
        jobs::enqueue_ingests(&mut tx, &failed).await?;
        tx.commit().await?;
        Ok(failed.len() as u64)
    }

    /// Counts the searchable recordings of a collection that another model heard than this.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_outdated(
        &self,
        collection: &CollectionName,
        model: &str,
    ) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM recordings r JOIN transcripts t ON t.recording_id = r.id
             WHERE r.state = 'searchable' AND r.collection = $1 AND t.model <> $2",
        )
        .bind(collection.as_str())
        .bind(model)
        .fetch_one(&self.pool)
        .await?;
        Ok(super::codec::from_bigint(count))
    }

    /// Puts those into the queue; what was heard before stays searchable until they are heard
    /// anew. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_outdated(
        &self,
        collection: &CollectionName,
        model: &str,
    ) -> Result<u64, StoreError> {
        let mut tx = self.pool.begin().await?;
        let outdated: Vec<Uuid> = sqlx::query_scalar(
            "SELECT r.id FROM recordings r JOIN transcripts t ON t.recording_id = r.id
             WHERE r.state = 'searchable' AND r.collection = $1 AND t.model <> $2
             ORDER BY r.key, r.id FOR UPDATE OF r",
        )
        .bind(collection.as_str())
        .bind(model)
        .fetch_all(&mut *tx)
        .await?;
        sqlx::query(
            "UPDATE recordings SET state = 'pending', updated_at = now() WHERE id = ANY($1)",
        )
        .bind(&outdated)
        .execute(&mut *tx)
        .await?;
        jobs::enqueue_ingests(&mut tx, &outdated).await?;
        tx.commit().await?;
        Ok(outdated.len() as u64)
    }
}
