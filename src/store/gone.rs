//! What goes when an object goes: transcript, segments, spans, and the derived objects.

use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use super::{ChangeKind, ClaimedJob, Crawl, Store, StoreError, changes, derived, job_outcomes};
use crate::domain::RecordingId;

/// Recordings in one transaction: enough to be fast, few enough to hold locks briefly.
const BATCH: i64 = 500;

impl Store {
    /// Takes for gone what nobody has seen in the bucket since the crawl began; returns how many.
    ///
    /// To be called only when the listing came to its end.
    ///
    /// # Errors
    /// When the database fails; batches before that stay gone.
    pub async fn mark_gone(&self, crawl: &Crawl) -> Result<u64, StoreError> {
        let mut total = 0;
        loop {
            let mut tx = self.pool.begin().await?;
            let batch: Vec<Uuid> = sqlx::query_scalar(
                "SELECT id FROM recordings
                 WHERE collection = $1 AND state <> 'gone' AND seen_at < $2
                 ORDER BY key LIMIT $3 FOR UPDATE",
            )
            .bind(crawl.collection.as_str())
            .bind(crawl.started_at)
            .bind(BATCH)
            .fetch_all(&mut *tx)
            .await?;
            if batch.is_empty() {
                return Ok(total);
            }
            forget(&mut tx, &batch).await?;
            tx.commit().await?;
            total += batch.len() as u64;
        }
    }

    /// Deletes the last trace of recordings that are gone, their names, once no job holds them and
    /// what was derived from them is swept; returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_gone(&self) -> Result<u64, StoreError> {
        let forgotten = sqlx::query(
            "DELETE FROM recordings r WHERE state = 'gone'
                AND NOT EXISTS (SELECT FROM jobs WHERE recording_id = r.id
                                AND state IN ('queued', 'running'))
                AND NOT EXISTS (SELECT FROM derived_objects WHERE recording_id = r.id)",
        )
        .execute(&self.pool)
        .await?;
        Ok(forgotten.rows_affected())
    }

    /// Takes a recording for gone whose object a job did not find, and ends the job; where a crawl
    /// has found the object anew meanwhile, the job runs again instead.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] where another worker has the job.
    pub async fn mark_recording_gone(
        &self,
        job: &ClaimedJob,
        recording: RecordingId,
    ) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        job_outcomes::lock_recording(&mut tx, Some(recording)).await?;
        let is_rerun = job_outcomes::lock_claimed(&mut tx, job).await?;
        derived::abandon_run(&mut tx, job.run()).await?;
        job_outcomes::finish(&mut tx, job.id).await?;
        if !is_rerun {
            forget(&mut tx, &[recording.0]).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Leaves of these recordings no more than that they were there. The caller holds their row locks.
async fn forget(tx: &mut Transaction<'_, Postgres>, batch: &[Uuid]) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE recordings SET state = 'gone', updated_at = now(), kind = NULL, codec = NULL,
            channels = NULL, sample_rate = NULL, duration_ms = NULL, content_hash = NULL,
            failure_stage = NULL, failure_code = NULL, failure_message = NULL, failed_at = NULL
         WHERE id = ANY($1)",
    )
    .bind(batch)
    .execute(&mut **tx)
    .await?;
    sqlx::query("DELETE FROM checkpoints WHERE recording_id = ANY($1)")
        .bind(batch)
        .execute(&mut **tx)
        .await?;
    // A running job finds out when it saves.
    sqlx::query("DELETE FROM jobs WHERE recording_id = ANY($1) AND state <> 'running'")
        .bind(batch)
        .execute(&mut **tx)
        .await?;
    withdraw(tx, batch).await
}

/// Takes these recordings out of search, as the transaction's last statements.
pub(super) async fn withdraw(
    tx: &mut Transaction<'_, Postgres>,
    batch: &[Uuid],
) -> Result<(), StoreError> {
    // Segments and spans go with their transcript.
    let withdrawn: Vec<Uuid> = sqlx::query_scalar(
        "DELETE FROM transcripts WHERE recording_id = ANY($1) RETURNING recording_id",
    )
    .bind(batch)
    .fetch_all(&mut **tx)
    .await?;
    derived::discard_live(tx, batch).await?;
    changes::append(tx, &withdrawn, ChangeKind::Deleted).await
}
