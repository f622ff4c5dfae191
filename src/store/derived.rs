//! The log of what was written to S3: noted before the first write, live with the transcript's
//! transaction, swept when superseded or left behind by a run that did not come to its end.
//!
//! Every run writes under a prefix of its own, so that sweeping one never touches another's.

use std::time::Duration;

use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use super::{ClaimedJob, Store, StoreError};
use crate::domain::RecordingId;

/// A prefix that one run writes under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedRun {
    /// The run.
    pub run: Uuid,
    /// The bucket.
    pub bucket: String,
    /// The prefix, ending in `/`.
    pub prefix: String,
}

impl Store {
    /// Notes where the job's run is about to write.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] where another worker has the job: write nothing.
    pub async fn begin_derived(
        &self,
        job: &ClaimedJob,
        recording: RecordingId,
        (bucket, prefix): (&str, &str),
    ) -> Result<DerivedRun, StoreError> {
        let noted = sqlx::query(
            "INSERT INTO derived_objects (run, bucket, prefix, recording_id, state)
             SELECT lease_token, $3, $4, $5, 'writing' FROM jobs
             WHERE id = $1 AND lease_token = $2 AND state = 'running'
             ON CONFLICT (run) DO NOTHING",
        )
        .bind(job.id)
        .bind(job.run())
        .bind(bucket)
        .bind(prefix)
        .bind(recording)
        .execute(&self.pool)
        .await?;
        if noted.rows_affected() == 0 {
            return Err(StoreError::LeaseLost);
        }
        Ok(DerivedRun { run: job.run(), bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }

    /// Declares garbage what runs left behind that hold no lease any more, to be swept after
    /// `grace`: a worker that does not know yet that it lost its lease may still write.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn abandon_orphaned_derived(&self, grace: Duration) -> Result<u64, StoreError> {
        let orphaned = sqlx::query(
            "UPDATE derived_objects SET state = 'garbage',
                sweep_after = now() + make_interval(secs => $1)
             WHERE state = 'writing' AND (held_until IS NULL OR held_until < now()) AND NOT EXISTS (
                SELECT 1 FROM jobs WHERE lease_token = run AND jobs.state = 'running')",
        )
        .bind(grace.as_secs_f64())
        .execute(&self.pool)
        .await?;
        Ok(orphaned.rows_affected())
    }

    /// Gives prefixes to delete from S3 now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn garbage_derived(&self, limit: u32) -> Result<Vec<DerivedRun>, StoreError> {
        let rows: Vec<(Uuid, String, String)> = sqlx::query_as(
            "SELECT run, bucket, prefix FROM derived_objects
             WHERE state = 'garbage' AND sweep_after <= now() ORDER BY sweep_after LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .map(|(run, bucket, prefix)| DerivedRun { run, bucket, prefix })
            .collect())
    }

    /// Gives where the objects of a searchable recording lie.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn live_derived(
        &self,
        recording: RecordingId,
    ) -> Result<Option<DerivedRun>, StoreError> {
        let row: Option<(Uuid, String, String)> = sqlx::query_as(
            "SELECT run, bucket, prefix FROM derived_objects
             WHERE recording_id = $1 AND state = 'live'",
        )
        .bind(recording)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(run, bucket, prefix)| DerivedRun { run, bucket, prefix }))
    }

    /// Forgets a prefix that was deleted from S3.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_derived(&self, derived: &DerivedRun) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM derived_objects WHERE run = $1 AND state = 'garbage'")
            .bind(derived.run)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// Declares garbage what a run wrote that its own worker ends; it writes no more.
pub(super) async fn abandon_run(
    tx: &mut Transaction<'_, Postgres>,
    run: Uuid,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE derived_objects SET state = 'garbage', sweep_after = now()
         WHERE run = $1 AND state = 'writing'",
    )
    .bind(run)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Declares garbage what was live for these recordings.
pub(super) async fn discard_live(
    tx: &mut Transaction<'_, Postgres>,
    recordings: &[Uuid],
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE derived_objects SET state = 'garbage', sweep_after = now()
         WHERE recording_id = ANY($1) AND state = 'live'",
    )
    .bind(recordings)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Makes a run's objects the recording's, in place of those before.
pub(super) async fn make_live(
    tx: &mut Transaction<'_, Postgres>,
    recording: RecordingId,
    run: Uuid,
) -> Result<(), StoreError> {
    discard_live(tx, &[recording.0]).await?;
    let live = sqlx::query(
        "UPDATE derived_objects SET state = 'live'
         WHERE run = $1 AND recording_id = $2 AND state = 'writing'",
    )
    .bind(run)
    .bind(recording)
    .execute(&mut **tx)
    .await?;
    if live.rows_affected() == 1 { Ok(()) } else { Err(StoreError::LeaseLost) }
}
