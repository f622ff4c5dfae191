//! What was heard of a recording that is still being heard: one row, written over as the work goes
//! on, gone with the transaction that makes the recording searchable.

use super::codec::to_bigint;
use super::jobs::RecordingVersion;
use super::{ClaimedJob, Store, StoreError, job_outcomes, kill_point, save};
use crate::domain::{MediaTime, RecordingId};
use crate::redact::SealedCheckpoint;

impl Store {
    /// Keeps a checkpoint of the job's recording in place of the one before; tells whether it is
    /// kept: it is not where the object was replaced or deleted meanwhile.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] where another worker has the job.
    pub async fn save_checkpoint(
        &self,
        job: &ClaimedJob,
        version: &RecordingVersion,
        basis: &[u8],
        (sealed, heard): (&SealedCheckpoint, MediaTime),
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        let is_wanted = save::lock_wanted(&mut tx, version).await?;
        job_outcomes::lock_claimed(&mut tx, job).await?;
        if !is_wanted {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO checkpoints (recording_id, job_id, etag, version_id, size_bytes, basis,
                heard_ms, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (recording_id) DO UPDATE SET job_id = excluded.job_id,
                etag = excluded.etag, version_id = excluded.version_id,
                size_bytes = excluded.size_bytes, basis = excluded.basis,
                heard_ms = excluded.heard_ms, body = excluded.body, written_at = now()",
        )
        .bind(version.recording)
        .bind(job.id)
        .bind(&version.version.etag)
        .bind(&version.version.version_id)
        .bind(to_bigint(version.version.size_bytes))
        .bind(basis)
        .bind(heard.as_i64())
        .bind(sealed.bytes())
        .execute(&mut *tx)
        .await?;
        kill_point("checkpoint_before_commit");
        tx.commit().await?;
        kill_point("checkpoint_after_commit");
        Ok(true)
    }

    /// Gives the sealed checkpoint of just this version, made on this basis by an earlier run of
    /// the job; any other is deleted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn checkpoint(
        &self,
        job: &ClaimedJob,
        version: &RecordingVersion,
        basis: &[u8],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        sqlx::query(
            "DELETE FROM checkpoints WHERE recording_id = $1 AND NOT (job_id = $2
                AND etag IS NOT DISTINCT FROM $3 AND version_id IS NOT DISTINCT FROM $4
                AND size_bytes = $5 AND basis = $6)",
        )
        .bind(version.recording)
        .bind(job.id)
        .bind(&version.version.etag)
        .bind(&version.version.version_id)
        .bind(to_bigint(version.version.size_bytes))
        .bind(basis)
        .execute(&self.pool)
        .await?;
        let body = sqlx::query_scalar("SELECT body FROM checkpoints WHERE recording_id = $1")
            .bind(version.recording)
            .fetch_optional(&self.pool)
            .await?;
        Ok(body)
    }

    /// Deletes a recording's checkpoint, which turned out to be of no use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_checkpoint(&self, recording: RecordingId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM checkpoints WHERE recording_id = $1")
            .bind(recording)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Deletes the checkpoints that no open job will take up: of recordings that were given up, and
    /// of versions that were replaced. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_checkpoints(&self) -> Result<u64, StoreError> {
        let swept = sqlx::query(
            "DELETE FROM checkpoints c USING recordings r WHERE r.id = c.recording_id
                AND (r.etag IS DISTINCT FROM c.etag OR r.version_id IS DISTINCT FROM c.version_id
                    OR r.size_bytes <> c.size_bytes
                    OR NOT EXISTS (SELECT FROM jobs WHERE id = c.job_id
                                   AND jobs.state IN ('queued', 'running')))",
        )
        .execute(&self.pool)
        .await?;
        Ok(swept.rows_affected())
    }
}
