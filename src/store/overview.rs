//! What an archive holds, collection by collection, and what befell a recording.

use chrono::{DateTime, Utc};

use super::codec::{self, from_bigint};
use super::failure::Failure;
use super::{Store, StoreError, listing};
use crate::domain::{CollectionName, EntityKind, Language, MediaTime, RecordingId};

/// Runs of one recording that are told.
const MAX_RUNS: i64 = 50;

/// What a collection holds.
#[derive(Debug, Clone, PartialEq)]
pub struct CollectionContent {
    /// Its name.
    pub collection: CollectionName,
    /// Recordings by the language most of each is in, and their length; the most first.
    pub languages: Vec<(Language, u64, MediaTime)>,
    /// Redacted passages by kind, the most first.
    pub redactions: Vec<(EntityKind, u64)>,
}

/// What befell a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordingHistory {
    /// When a crawl saw it first.
    pub found_at: DateTime<Utc>,
    /// When a crawl saw it last.
    pub seen_at: DateTime<Utc>,
    /// When the version that is searchable was transcribed.
    pub ingested_at: Option<DateTime<Utc>>,
    /// Its latest runs, newest first; those of long ago are forgotten.
    pub runs: Vec<IngestRun>,
}

/// A try to make a recording searchable.
#[derive(Debug, Clone, PartialEq)]
pub struct IngestRun {
    /// `queued`, `running`, `done` or `failed`.
    pub state: String,
    /// Tries in it.
    pub attempts: u32,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When a worker last began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it failed, or why the last try did.
    pub failure: Option<Failure>,
}

#[derive(sqlx::FromRow)]
struct TimesRow {
    found_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    ingested_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct RunRow {
    state: String,
    attempts: i32,
    created_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    failure_stage: Option<String>,
    failure_code: Option<String>,
    failure_message: Option<String>,
}

impl TryFrom<RunRow> for IngestRun {
    type Error = StoreError;

    fn try_from(row: RunRow) -> Result<Self, StoreError> {
        let is_retryable = row.state != "failed";
        let columns = (row.failure_stage, row.failure_code, row.failure_message);
        Ok(Self {
            state: row.state,
            attempts: u32::try_from(row.attempts).unwrap_or(0),
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            failure: listing::failure(columns, is_retryable)?,
        })
    }
}

impl Store {
    /// Tells what each collection holds that can be searched, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contents(&self) -> Result<Vec<CollectionContent>, StoreError> {
        let languages: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "SELECT r.collection, t.language, count(*), sum(t.duration_ms)::bigint
             FROM transcripts t JOIN recordings r ON r.id = t.recording_id AND r.state <> 'gone'
             GROUP BY r.collection, t.language ORDER BY r.collection, count(*) DESC, t.language",
        )
        .fetch_all(&self.pool)
        .await?;
        let redactions: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT r.collection, s.kind, count(*)
             FROM redacted_spans s JOIN transcripts t ON t.id = s.transcript_id
             JOIN recordings r ON r.id = t.recording_id AND r.state <> 'gone'
             GROUP BY r.collection, s.kind ORDER BY r.collection, count(*) DESC, s.kind",
        )
        .fetch_all(&self.pool)
        .await?;
        let mut contents: Vec<CollectionContent> = Vec::new();
        for (collection, language, count, millis) in languages {
            let content = content_of(&mut contents, collection)?;
            let counted = (Language::try_from(language)?, from_bigint(count), codec::time(millis));
            content.languages.push(counted);
        }
        for (collection, kind, count) in redactions {
            let content = content_of(&mut contents, collection)?;
            content.redactions.push((kind.parse()?, from_bigint(count)));
        }
        Ok(contents)
    }

    /// Tells what befell a recording, or `None` if there is no such.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn history(&self, id: RecordingId) -> Result<Option<RecordingHistory>, StoreError> {
        let times: Option<TimesRow> = sqlx::query_as(
            "SELECT r.created_at AS found_at, r.seen_at, t.ingested_at FROM recordings r
             LEFT JOIN transcripts t ON t.recording_id = r.id WHERE r.id = $1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        let Some(TimesRow { found_at, seen_at, ingested_at }) = times else { return Ok(None) };
        let runs: Vec<RunRow> = sqlx::query_as(
            "SELECT state, attempts, created_at, started_at, finished_at,
                failure_stage, failure_code, failure_message
             FROM jobs WHERE recording_id = $1 ORDER BY created_at DESC LIMIT $2",
        )
        .bind(id)
        .bind(MAX_RUNS)
        .fetch_all(&self.pool)
        .await?;
        let runs = runs.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?;
        Ok(Some(RecordingHistory { found_at, seen_at, ingested_at, runs }))
    }
}

/// The content of a collection, begun if it is new.
fn content_of(
    contents: &mut Vec<CollectionContent>,
    collection: String,
) -> Result<&mut CollectionContent, StoreError> {
    let collection = CollectionName::try_from(collection)?;
    let place = contents.iter().position(|content| content.collection == collection);
    let place = place.unwrap_or_else(|| {
        let (languages, redactions) = (Vec::new(), Vec::new());
        contents.push(CollectionContent { collection, languages, redactions });
        contents.len() - 1
    });
    Ok(&mut contents[place])
}
