//! The state of the whole archive, for the status page.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use std::time::Duration;

use super::codec::{self, from_bigint};
use super::failure::{Failure, Stage};
use super::{CrawlCounts, Store, StoreError, changes, listing};
use crate::domain::{CollectionName, JobId, MediaKey, MediaTime, RecordingId};

/// Failed recordings in one report; the list of recordings has them all.
const MAX_FAILED: i64 = 100;

/// The state of the whole archive.
#[derive(Debug, Clone)]
pub struct StatusReport {
    /// By collection, in name order.
    pub collections: Vec<CollectionStatus>,
    /// What workers do now, longest-running first.
    pub running: Vec<RunningJob>,
    /// Jobs that wait.
    pub queued: u64,
    /// The latest failed recordings.
    pub failed: Vec<FailedRecording>,
    /// The newest change's seq: an index with this watermark is up to date.
    pub latest_change: i64,
}

/// The state of a collection.
#[derive(Debug, Clone)]
pub struct CollectionStatus {
    /// Its name.
    pub collection: CollectionName,
    /// Recordings that wait or are being worked on.
    pub pending: u64,
    /// Recordings that can be searched.
    pub searchable: u64,
    /// Recordings that could not be made searchable.
    pub failed: u64,
    /// The searchable recordings' length in all.
    pub duration: MediaTime,
    /// Its cron pattern.
    pub cron: Option<String>,
    /// When it is crawled next.
    pub next_run_at: Option<DateTime<Utc>>,
    /// Its latest crawl.
    pub last_crawl: Option<CrawlSummary>,
}

/// A crawl as the status page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrawlSummary {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended, if it did.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it failed, if it did.
    pub failure: Option<String>,
    /// What it found.
    pub counts: CrawlCounts,
}

/// A job that a worker holds.
#[derive(Debug, Clone)]
pub struct RunningJob {
    /// The job.
    pub id: JobId,
    /// Its collection.
    pub collection: CollectionName,
    /// The recording and its title; none for a crawl.
    pub recording: Option<(RecordingId, String)>,
    /// Who has it.
    pub worker: String,
    /// What is being done, once the worker has said.
    pub stage: Option<Stage>,
    /// Of the whole job, in thousandths.
    pub permille: u16,
    /// Which try this is, from 1.
    pub attempt: u32,
    /// When it was claimed.
    pub started_at: DateTime<Utc>,
    /// How long it will take yet: as its worker reckons from how fast it hears, else if it goes on
    /// as before; none at its beginning.
    pub remaining: Option<Duration>,
}

/// A recording that could not be made searchable.
#[derive(Debug, Clone)]
pub struct FailedRecording {
    /// The recording.
    pub id: RecordingId,
    /// Its collection.
    pub collection: CollectionName,
    /// Where it lies, as far as that may be shown.
    pub media: MediaKey,
    /// What people see.
    pub title: String,
    /// Why; [`FailureCode::advice`](super::FailureCode::advice) says what to do.
    pub failure: Failure,
    /// When.
    pub failed_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct CollectionRow {
    collection: String,
    pending: i64,
    searchable: i64,
    failed: i64,
    duration_ms: i64,
    cron: Option<String>,
    next_run_at: Option<DateTime<Utc>>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    failure_message: Option<String>,
    listed_count: Option<i64>,
    new_count: Option<i64>,
    changed_count: Option<i64>,
    gone_count: Option<i64>,
    skipped_count: Option<i64>,
}

impl CollectionRow {
    fn last_crawl(&self) -> Option<CrawlSummary> {
        let count = |value: Option<i64>| from_bigint(value.unwrap_or(0));
        Some(CrawlSummary {
            started_at: self.started_at?,
            finished_at: self.finished_at,
            failure: self.failure_message.clone(),
            counts: CrawlCounts {
                listed: count(self.listed_count),
                new: count(self.new_count),
                changed: count(self.changed_count),
                gone: count(self.gone_count),
                skipped: count(self.skipped_count),
            },
        })
    }
}

impl TryFrom<CollectionRow> for CollectionStatus {
    type Error = StoreError;

    fn try_from(row: CollectionRow) -> Result<Self, StoreError> {
        let last_crawl = row.last_crawl();
        Ok(Self {
            collection: CollectionName::try_from(row.collection)?,
            pending: from_bigint(row.pending),
            searchable: from_bigint(row.searchable),
            failed: from_bigint(row.failed),
            duration: codec::time(row.duration_ms),
            cron: row.cron,
            next_run_at: row.next_run_at,
            last_crawl,
        })
    }
}

#[derive(sqlx::FromRow)]
struct RunningRow {
    id: JobId,
    collection: String,
    recording_id: Option<RecordingId>,
    title: Option<String>,
    worker: Option<String>,
    stage: Option<String>,
    progress_permille: i32,
    attempts: i32,
    started_at: DateTime<Utc>,
    elapsed_seconds: f64,
    remaining_seconds: Option<i64>,
}

impl TryFrom<RunningRow> for RunningJob {
    type Error = StoreError;

    fn try_from(row: RunningRow) -> Result<Self, StoreError> {
        let permille = listing::permille(row.progress_permille);
        Ok(Self {
            id: row.id,
            collection: CollectionName::try_from(row.collection)?,
            recording: row.recording_id.zip(row.title),
            worker: row.worker.unwrap_or_default(),
            stage: row.stage.map(|stage| stage.parse()).transpose()?,
            permille,
            attempt: u32::try_from(row.attempts).unwrap_or(0),
            started_at: row.started_at,
            remaining: row
                .remaining_seconds
                .map(|seconds| Duration::from_secs(from_bigint(seconds)))
                .or_else(|| remaining(permille, row.elapsed_seconds)),
        })
    }
}

/// Before this share is done, an estimate is a guess: models load, and the first batch is heard.
const LEAST_PERMILLE: u16 = 50;

fn remaining(permille: u16, elapsed_seconds: f64) -> Option<Duration> {
    if permille < LEAST_PERMILLE {
        return None;
    }
    let share = f64::from(permille) / 1000.0;
    Duration::try_from_secs_f64(elapsed_seconds * (1.0 - share) / share).ok()
}

#[derive(sqlx::FromRow)]
struct FailedRow {
    id: RecordingId,
    collection: String,
    bucket: String,
    key: String,
    title: String,
    failure_stage: Option<String>,
    failure_code: Option<String>,
    failure_message: Option<String>,
    failed_at: DateTime<Utc>,
}

impl Store {
    /// Tells the state of the whole archive, at one instant: a job that goes on from one state to
    /// the next meanwhile is never missed in both.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn status(&self) -> Result<StatusReport, StoreError> {
        let mut tx =
            self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?;
        let queued: i64 = sqlx::query_scalar("SELECT count(*) FROM jobs WHERE state = 'queued'")
            .fetch_one(&mut *tx)
            .await?;
        let report = StatusReport {
            collections: collection_statuses(&mut tx).await?,
            running: running_jobs(&mut tx).await?,
            queued: from_bigint(queued),
            failed: failed_recordings(&mut tx).await?,
            latest_change: changes::latest_seq(&mut *tx).await?,
        };
        tx.commit().await?;
        Ok(report)
    }
}

async fn collection_statuses(db: &mut PgConnection) -> Result<Vec<CollectionStatus>, StoreError> {
    let rows: Vec<CollectionRow> = sqlx::query_as(
        "WITH counted AS (
            SELECT collection,
                count(*) FILTER (WHERE state = 'pending') AS pending,
                count(*) FILTER (WHERE state = 'searchable') AS searchable,
                count(*) FILTER (WHERE state = 'failed') AS failed,
                coalesce(sum(duration_ms) FILTER (WHERE state = 'searchable'), 0)::bigint
                    AS duration_ms
            FROM recordings GROUP BY collection),
         names AS (
            SELECT collection FROM counted UNION SELECT collection FROM schedules
            UNION SELECT collection FROM crawls)
         SELECT names.collection, coalesce(pending, 0) AS pending,
            coalesce(searchable, 0) AS searchable, coalesce(failed, 0) AS failed,
            coalesce(duration_ms, 0) AS duration_ms, cron, next_run_at, started_at,
            finished_at, failure_message, listed_count, new_count, changed_count, gone_count,
            skipped_count
         FROM names
         LEFT JOIN counted USING (collection)
         LEFT JOIN schedules USING (collection)
         LEFT JOIN LATERAL (
            SELECT * FROM crawls WHERE crawls.collection = names.collection
            ORDER BY started_at DESC LIMIT 1) AS crawl ON true
         ORDER BY names.collection",
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

async fn running_jobs(db: &mut PgConnection) -> Result<Vec<RunningJob>, StoreError> {
    let rows: Vec<RunningRow> = sqlx::query_as(
        "SELECT j.id, j.collection, j.recording_id, r.title, j.worker, j.stage,
            j.progress_permille, j.attempts, j.started_at, j.remaining_seconds,
            extract(epoch FROM now() - j.started_at)::float8 AS elapsed_seconds
         FROM jobs j LEFT JOIN recordings r ON r.id = j.recording_id
         WHERE j.state = 'running' ORDER BY j.started_at",
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

async fn failed_recordings(db: &mut PgConnection) -> Result<Vec<FailedRecording>, StoreError> {
    let rows: Vec<FailedRow> = sqlx::query_as(
        "SELECT id, collection, bucket, shown_key AS key, title, failure_stage, failure_code, failure_message,
            coalesce(failed_at, updated_at) AS failed_at
         FROM recordings WHERE state = 'failed' ORDER BY failed_at DESC, id LIMIT $1",
    )
    .bind(MAX_FAILED)
    .fetch_all(db)
    .await?;
    let mut failed = Vec::with_capacity(rows.len());
    for row in rows {
        let columns = (row.failure_stage, row.failure_code, row.failure_message);
        let Some(failure) = listing::failure(columns, false)? else { continue };
        failed.push(FailedRecording {
            id: row.id,
            collection: CollectionName::try_from(row.collection)?,
            media: MediaKey { bucket: row.bucket, key: row.key },
            title: row.title,
            failure,
            failed_at: row.failed_at,
        });
    }
    Ok(failed)
}
