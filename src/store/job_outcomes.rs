//! How a claimed job ends: done, failed, to be tried again, or given back.
//!
//! Each ending checks the lease in its own transaction. Locks are taken in one order, the
//! recording's row before the job's, here as in [`save`](super::save) and in crawls.

use std::time::Duration;

use sqlx::{PgPool, Postgres, Transaction};
use uuid::Uuid;

use super::failure::Failure;
use super::{ClaimedJob, Store, StoreError, derived, gone};
use crate::domain::{JobId, RecordingId};

/// The longest wait between two tries.
const MAX_BACKOFF: Duration = Duration::from_secs(3600);

/// What follows a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOutcome {
    /// It is tried again after this time.
    WillRetry(Duration),
    /// It is tried at once: what it was about has changed meanwhile.
    Rerun,
    /// It stays failed until the object changes or somebody retries it.
    Failed,
}

impl Store {
    /// Ends a crawl that went through; where another was asked for meanwhile, it is queued.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] where another worker has the job.
    pub async fn complete(&self, job: &ClaimedJob) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        lock_claimed(&mut tx, job).await?;
        finish(&mut tx, job.id).await?;
        derived::abandon_run(&mut tx, job.run()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends a job that failed: for another try with exponential back-off while that may help and
    /// tries are left, else as failed with its reason.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] where another worker has the job.
    pub async fn fail(
        &self,
        job: &ClaimedJob,
        failure: &Failure,
    ) -> Result<FailOutcome, StoreError> {
        let mut tx = self.pool.begin().await?;
        lock_recording(&mut tx, job.recording()).await?;
        let is_rerun = lock_claimed(&mut tx, job).await?;
        derived::abandon_run(&mut tx, job.run()).await?;
        let outcome = if is_rerun {
            finish(&mut tx, job.id).await?;
            FailOutcome::Rerun
        } else if failure.retryable && job.attempt < job.policy.max_attempts {
            let wait = backoff(job);
            retry_later(&mut tx, job.id, wait, failure).await?;
            FailOutcome::WillRetry(wait)
        } else {
            give_up(&mut tx, job.id, job.recording(), failure).await?;
            FailOutcome::Failed
        };
        tx.commit().await?;
        Ok(outcome)
    }

    /// Gives a job back untried, for a shutdown: the next worker takes it at once.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] where another worker has the job.
    pub async fn release(&self, job: &ClaimedJob) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        lock_claimed(&mut tx, job).await?;
        sqlx::query(
            "UPDATE jobs SET state = 'queued', attempts = greatest(attempts - 1, 0), rerun = false,
                worker = NULL, lease_token = NULL, lease_until = NULL, stage = NULL,
                progress_permille = 0, run_after = now()
             WHERE id = $1",
        )
        .bind(job.id)
        .execute(&mut *tx)
        .await?;
        derived::abandon_run(&mut tx, job.run()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Forgets jobs that ended so long ago. Failed recordings keep their reason on their own row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_finished_jobs(&self, older_than: Duration) -> Result<u64, StoreError> {
        let forgotten = sqlx::query(
            "DELETE FROM jobs WHERE state IN ('done', 'failed')
                AND finished_at < now() - make_interval(secs => $1)",
        )
        .bind(older_than.as_secs_f64())
        .execute(&self.pool)
        .await?;
        Ok(forgotten.rows_affected())
    }
}

/// Fails a job whose lease ran out, unless somebody took it up meanwhile.
pub(super) async fn bury(
    pool: &PgPool,
    job: JobId,
    recording: Option<RecordingId>,
    failure: &Failure,
) -> Result<(), StoreError> {
    let mut tx = pool.begin().await?;
    lock_recording(&mut tx, recording).await?;
    let run: Option<Uuid> = sqlx::query_scalar(
        "SELECT lease_token FROM jobs
         WHERE id = $1 AND state = 'running' AND lease_until < now() FOR UPDATE",
    )
    .bind(job)
    .fetch_optional(&mut *tx)
    .await?;
    if run.is_some() {
        give_up(&mut tx, job, recording, failure).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes the row lock that orders everything about a recording.
pub(super) async fn lock_recording(
    tx: &mut Transaction<'_, Postgres>,
    recording: Option<RecordingId>,
) -> Result<(), StoreError> {
    if let Some(id) = recording {
        sqlx::query("SELECT 1 FROM recordings WHERE id = $1 FOR UPDATE")
            .bind(id)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Locks the job's row and checks that the lease is still ours; tells whether it must run again.
pub(super) async fn lock_claimed(
    tx: &mut Transaction<'_, Postgres>,
    job: &ClaimedJob,
) -> Result<bool, StoreError> {
    let rerun: Option<bool> = sqlx::query_scalar(
        "SELECT rerun FROM jobs
         WHERE id = $1 AND lease_token = $2 AND state = 'running' FOR UPDATE",
    )
    .bind(job.id)
    .bind(job.lease_token)
    .fetch_optional(&mut **tx)
    .await?;
    rerun.ok_or(StoreError::LeaseLost)
}

/// Ends a job, or queues it anew where that was asked for while it ran.
pub(super) async fn finish(
    tx: &mut Transaction<'_, Postgres>,
    job: JobId,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE jobs SET
            state = CASE WHEN rerun THEN 'queued' ELSE 'done' END,
            finished_at = CASE WHEN rerun THEN NULL ELSE now() END,
            progress_permille = CASE WHEN rerun THEN 0 ELSE 1000 END,
            attempts = CASE WHEN rerun THEN 0 ELSE attempts END,
            rerun = false, run_after = now(), stage = NULL, worker = NULL,
            lease_token = NULL, lease_until = NULL,
            failure_stage = NULL, failure_code = NULL, failure_message = NULL
         WHERE id = $1",
    )
    .bind(job)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn retry_later(
    tx: &mut Transaction<'_, Postgres>,
    job: JobId,
    wait: Duration,
    failure: &Failure,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE jobs SET state = 'queued', run_after = now() + make_interval(secs => $2),
            stage = NULL, worker = NULL, lease_token = NULL, lease_until = NULL,
            progress_permille = 0, failure_stage = $3, failure_code = $4, failure_message = $5
         WHERE id = $1",
    )
    .bind(job)
    .bind(wait.as_secs_f64())
    .bind(failure.stage.name())
    .bind(failure.code.name())
    .bind(&failure.message)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends a job as failed, and its recording with it.
async fn give_up(
    tx: &mut Transaction<'_, Postgres>,
    job: JobId,
    recording: Option<RecordingId>,
    failure: &Failure,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE jobs SET state = 'failed', finished_at = now(), lease_token = NULL,
            lease_until = NULL, rerun = false,
            failure_stage = $2, failure_code = $3, failure_message = $4
         WHERE id = $1",
    )
    .bind(job)
    .bind(failure.stage.name())
    .bind(failure.code.name())
    .bind(&failure.message)
    .execute(&mut **tx)
    .await?;
    if let Some(recording) = recording {
        fail_recording(tx, recording, failure).await?;
    }
    Ok(())
}

/// Marks a recording failed. Where the file itself is at fault, what an older version said is
/// withdrawn: it is not what the bucket holds any more.
pub(super) async fn fail_recording(
    tx: &mut Transaction<'_, Postgres>,
    recording: RecordingId,
    failure: &Failure,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE recordings SET state = 'failed', failed_at = now(), updated_at = now(),
            failure_stage = $2, failure_code = $3, failure_message = $4
         WHERE id = $1 AND state <> 'gone'",
    )
    .bind(recording)
    .bind(failure.stage.name())
    .bind(failure.code.name())
    .bind(&failure.message)
    .execute(&mut **tx)
    .await?;
    if !failure.retryable {
        gone::withdraw(tx, &[recording.0]).await?;
    }
    Ok(())
}

fn backoff(job: &ClaimedJob) -> Duration {
    let doublings = job.attempt.saturating_sub(1).min(16);
    job.policy.backoff.saturating_mul(1 << doublings).min(MAX_BACKOFF)
}
