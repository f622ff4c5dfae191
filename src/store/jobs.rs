//! The queue: work is enqueued once a subject, claimed with a lease, and kept by a heartbeat.
//!
//! A lease that runs out makes the job claimable again. Claims are counted, so that a file that
//! kills its worker every time ends as failed rather than going round for ever.

use std::time::Duration;

use sqlx::{PgExecutor, Postgres, Transaction};
use uuid::Uuid;

use super::codec::{VersionRow, to_bigint};
use super::failure::{Failure, FailureCode, Stage};
use super::{Store, StoreError, job_outcomes};
use crate::domain::{CollectionName, JobId, MediaKey, ObjectVersion, RecordingId};

/// Crawls come before recordings: they are short, and others wait for what they find.
const CRAWL_PRIORITY: i32 = 0;
const INGEST_PRIORITY: i32 = 10;

/// How long jobs are held and how often they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeasePolicy {
    /// How long a silent worker keeps its job.
    pub lease: Duration,
    /// How often a job is tried before it counts as failed.
    pub max_attempts: u32,
    /// How long after the first failure it is tried again; doubled with each one.
    pub backoff: Duration,
}

impl Default for LeasePolicy {
    fn default() -> Self {
        Self { lease: Duration::from_secs(60), max_attempts: 3, backoff: Duration::from_secs(10) }
    }
}

/// Who asks for work, and what it can do.
#[derive(Debug, Clone)]
pub struct Claimant {
    /// The worker's name, for the status page.
    pub worker: String,
    /// The collections that it has a plan for; jobs of others are left alone.
    pub collections: Vec<CollectionName>,
    /// Whether it takes crawls only.
    pub crawls_only: bool,
    /// How it holds its jobs.
    pub policy: LeasePolicy,
}

/// A job that is ours until its lease is lost.
#[derive(Debug, Clone)]
pub struct ClaimedJob {
    /// The job.
    pub id: JobId,
    /// What to do.
    pub task: Task,
    /// Which try this is, from 1.
    pub attempt: u32,
    /// How it is held.
    pub policy: LeasePolicy,
    pub(super) lease_token: Uuid,
}

impl ClaimedJob {
    /// Names this run among all runs of the job, in S3 keys.
    #[must_use]
    pub const fn run(&self) -> Uuid {
        self.lease_token
    }

    pub(super) const fn recording(&self) -> Option<RecordingId> {
        match &self.task {
            Task::Crawl(_) => None,
            Task::Ingest(version) => Some(version.recording),
        }
    }
}

/// What a job is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// List a collection.
    Crawl(CollectionName),
    /// Make a recording searchable.
    Ingest(RecordingVersion),
}

/// The version of a recording that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingVersion {
    /// The recording.
    pub recording: RecordingId,
    /// Its collection.
    pub collection: CollectionName,
    /// Where it lies.
    pub media: MediaKey,
    /// The same, as it may be shown and logged.
    pub shown: MediaKey,
    /// Which content.
    pub version: ObjectVersion,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Of the whole job, in thousandths.
    pub permille: u16,
    /// How long it will take yet, where its worker can tell from how fast it goes.
    pub remaining: Option<Duration>,
}

#[derive(sqlx::FromRow)]
struct ClaimedRow {
    id: JobId,
    kind: String,
    collection: String,
    recording_id: Option<RecordingId>,
    attempts: i32,
    lease_token: Uuid,
}

#[derive(sqlx::FromRow)]
struct WantedRow {
    bucket: String,
    key: String,
    shown_key: String,
    #[sqlx(flatten)]
    version: VersionRow,
}

impl Store {
    /// Asks for a crawl of a collection. Where one waits this changes nothing; where one runs,
    /// another follows it, as the running one may have passed what is new.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enqueue_crawl(&self, collection: &CollectionName) -> Result<JobId, StoreError> {
        enqueue_crawl(&self.pool, collection).await
    }

    /// Claims the most urgent due job, or returns `None`. What other workers hold is skipped.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim(&self, claimant: &Claimant) -> Result<Option<ClaimedJob>, StoreError> {
        self.bury_poisoned(claimant).await?;
        let collections: Vec<&str> =
            claimant.collections.iter().map(CollectionName::as_str).collect();
        let row: Option<ClaimedRow> = sqlx::query_as(
            "WITH next AS (
                SELECT id FROM jobs
                WHERE collection = ANY($1) AND (kind = 'crawl' OR NOT $4)
                  AND ((state = 'queued' AND run_after <= now())
                       OR (state = 'running' AND lease_until < now()))
                ORDER BY priority, run_after, created_at
                FOR UPDATE SKIP LOCKED
                LIMIT 1)
             UPDATE jobs SET state = 'running', worker = $2,
                attempts = CASE WHEN rerun THEN 1 ELSE attempts + 1 END, rerun = false,
                lease_token = gen_random_uuid(),
                lease_until = now() + make_interval(secs => $3),
                stage = NULL, progress_permille = 0, remaining_seconds = NULL,
                started_at = now(), finished_at = NULL
             FROM next WHERE jobs.id = next.id
             RETURNING jobs.id, kind, collection, recording_id, attempts, lease_token",
        )
        .bind(collections)
        .bind(&claimant.worker)
        .bind(claimant.policy.lease.as_secs_f64())
        .bind(claimant.crawls_only)
        .fetch_optional(&self.pool)
        .await?;
        match row {
            Some(row) => Ok(Some(self.claimed(row, claimant.policy).await?)),
            None => Ok(None),
        }
    }

    /// Renews the lease and notes how far the job is.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] where another worker has it: stop at once.
    pub async fn heartbeat(&self, job: &ClaimedJob, progress: Progress) -> Result<(), StoreError> {
        let renewed = sqlx::query(
            "UPDATE jobs SET lease_until = now() + make_interval(secs => $3), stage = $4,
                progress_permille = $5, remaining_seconds = $6
             WHERE id = $1 AND lease_token = $2 AND state = 'running'",
        )
        .bind(job.id)
        .bind(job.lease_token)
        .bind(job.policy.lease.as_secs_f64())
        .bind(progress.stage.name())
        .bind(i32::from(progress.permille.min(1000)))
        .bind(progress.remaining.map(|left| to_bigint(left.as_secs())))
        .execute(&self.pool)
        .await?;
        if renewed.rows_affected() == 1 { Ok(()) } else { Err(StoreError::LeaseLost) }
    }

    /// Counts the jobs of these collections that wait or run.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_jobs(&self, collections: &[CollectionName]) -> Result<u64, StoreError> {
        let collections: Vec<&str> = collections.iter().map(CollectionName::as_str).collect();
        let count: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM jobs WHERE collection = ANY($1) AND state IN ('queued', 'running')",
        )
        .bind(collections)
        .fetch_one(&self.pool)
        .await?;
        Ok(super::codec::from_bigint(count))
    }

    async fn claimed(
        &self,
        row: ClaimedRow,
        policy: LeasePolicy,
    ) -> Result<ClaimedJob, StoreError> {
        let collection = CollectionName::try_from(row.collection)?;
        let task = match row.recording_id {
            None => Task::Crawl(collection),
            Some(recording) => {
                let wanted: WantedRow = sqlx::query_as(
                    "SELECT bucket, key, shown_key, etag, version_id, size_bytes, last_modified
                     FROM recordings WHERE id = $1",
                )
                .bind(recording)
                .fetch_one(&self.pool)
                .await?;
                let shown = MediaKey { bucket: wanted.bucket.clone(), key: wanted.shown_key };
                let media = MediaKey { bucket: wanted.bucket, key: wanted.key };
                let version = wanted.version.into();
                Task::Ingest(RecordingVersion { recording, collection, media, shown, version })
            }
        };
        debug_assert_eq!(row.kind == "crawl", matches!(task, Task::Crawl(_)));
        let attempt = u32::try_from(row.attempts).unwrap_or(u32::MAX);
        Ok(ClaimedJob { id: row.id, task, attempt, policy, lease_token: row.lease_token })
    }

    /// Fails what has killed its worker as often as a job may be tried.
    async fn bury_poisoned(&self, claimant: &Claimant) -> Result<(), StoreError> {
        let max_attempts = i32::try_from(claimant.policy.max_attempts).unwrap_or(i32::MAX);
        let poisoned: Vec<(JobId, Option<RecordingId>, Option<String>)> = sqlx::query_as(
            "SELECT id, recording_id, stage FROM jobs
             WHERE state = 'running' AND lease_until < now() AND attempts >= $1 AND NOT rerun",
        )
        .bind(max_attempts)
        .fetch_all(&self.pool)
        .await?;
        for (id, recording, stage) in poisoned {
            let failure = Failure {
                stage: stage.map_or(Ok(Stage::Open), |stage| stage.parse())?,
                code: FailureCode::WorkerDied,
                message: format!("the worker died on it {max_attempts} times"),
                retryable: false,
            };
            job_outcomes::bury(&self.pool, id, recording, &failure).await?;
        }
        Ok(())
    }
}

pub(super) async fn enqueue_crawl(
    executor: impl PgExecutor<'_>,
    collection: &CollectionName,
) -> Result<JobId, StoreError> {
    let id = sqlx::query_scalar(
        "INSERT INTO jobs (id, kind, subject, collection, state, priority)
         VALUES ($1, 'crawl', 'crawl:' || $2, $2, 'queued', $3)
         ON CONFLICT (subject) WHERE state IN ('queued', 'running') DO UPDATE
            SET rerun = jobs.rerun OR jobs.state = 'running',
                run_after = least(jobs.run_after, excluded.run_after)
         RETURNING id",
    )
    .bind(Uuid::now_v7())
    .bind(collection.as_str())
    .bind(CRAWL_PRIORITY)
    .fetch_one(executor)
    .await?;
    Ok(id)
}

/// Asks for the ingestion of recordings whose wanted version is new: a waiting job begins its
/// tries anew, a running one is followed by another. The caller holds the recordings' row locks.
pub(super) async fn enqueue_ingests(
    tx: &mut Transaction<'_, Postgres>,
    recordings: &[Uuid],
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO jobs (id, kind, subject, collection, recording_id, state, priority)
         SELECT gen_random_uuid(), 'ingest', 'ingest:' || id, collection, id, 'queued', $2
         FROM recordings WHERE id = ANY($1) ORDER BY key
         ON CONFLICT (subject) WHERE state IN ('queued', 'running') DO UPDATE
            SET rerun = jobs.rerun OR jobs.state = 'running',
                attempts = CASE WHEN jobs.state = 'queued' THEN 0 ELSE jobs.attempts END,
                run_after = least(jobs.run_after, excluded.run_after)",
    )
    .bind(recordings)
    .bind(INGEST_PRIORITY)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Asks for the ingestion of those recordings that wait for one and have no job: a net for what a
/// restored backup or a person's hand in the database may leave behind.
pub(super) async fn enqueue_forgotten(
    tx: &mut Transaction<'_, Postgres>,
    recordings: &[Uuid],
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO jobs (id, kind, subject, collection, recording_id, state, priority)
         SELECT gen_random_uuid(), 'ingest', 'ingest:' || id, collection, id, 'queued', $2
         FROM recordings WHERE id = ANY($1) AND state = 'pending' ORDER BY key
         ON CONFLICT (subject) WHERE state IN ('queued', 'running') DO NOTHING",
    )
    .bind(recordings)
    .bind(INGEST_PRIORITY)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
