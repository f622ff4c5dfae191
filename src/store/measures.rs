//! Numbers for whoever watches the archive from outside.

use super::codec::from_bigint;
use super::{Store, StoreError};

/// How much there is of what, at one instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// Recordings by collection and state.
    pub recordings: Vec<RecordingMeasure>,
    /// Jobs by kind (`crawl`, `ingest`) and state (`queued`, `delayed`, `running`, `done`,
    /// `failed`); those that ended long ago are forgotten.
    pub jobs: Vec<(String, String, u64)>,
    /// How long the job that has been due for longest waits, in seconds.
    pub longest_wait_seconds: f64,
}

/// The recordings of a collection in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingMeasure {
    /// The collection's name.
    pub collection: String,
    /// `pending`, `searchable`, `failed` or `gone`.
    pub state: String,
    /// How many.
    pub count: u64,
    /// Their objects' bytes.
    pub bytes: u64,
    /// Their length in milliseconds, as far as it is known.
    pub duration_ms: u64,
}

impl Store {
    /// Counts what there is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn measures(&self) -> Result<Measures, StoreError> {
        let mut tx =
            self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?;
        let recordings: Vec<(String, String, i64, i64, i64)> = sqlx::query_as(
            "SELECT collection, state, count(*), sum(size_bytes)::bigint,
                coalesce(sum(duration_ms), 0)::bigint
             FROM recordings GROUP BY collection, state ORDER BY collection, state",
        )
        .fetch_all(&mut *tx)
        .await?;
        let jobs: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT kind,
                CASE WHEN state = 'queued' AND run_after > now() THEN 'delayed' ELSE state END,
                count(*)
             FROM jobs GROUP BY 1, 2 ORDER BY 1, 2",
        )
        .fetch_all(&mut *tx)
        .await?;
        let longest: Option<f64> = sqlx::query_scalar(
            "SELECT extract(epoch FROM now() - min(run_after))::float8 FROM jobs
             WHERE state = 'queued' AND run_after <= now()",
        )
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        let recording = |(collection, state, count, bytes, duration_ms)| RecordingMeasure {
            collection,
            state,
            count: from_bigint(count),
            bytes: from_bigint(bytes),
            duration_ms: from_bigint(duration_ms),
        };
        Ok(Measures {
            recordings: recordings.into_iter().map(recording).collect(),
            jobs: jobs.into_iter().map(|(kind, state, n)| (kind, state, from_bigint(n))).collect(),
            longest_wait_seconds: longest.unwrap_or(0.0).max(0.0),
        })
    }
}
