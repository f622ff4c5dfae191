//! Lists recordings in any state, for the page and the command line.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use utoipa::ToSchema;

use super::codec::from_bigint;
use super::failure::{Failure, Stage};
use super::{Store, StoreError, codec};
use crate::domain::{
    CollectionName, Language, MediaKey, MediaKind, MediaTime, ParseError, RecordingId,
};

/// Where a recording stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum RecordingState {
    /// It waits for a worker, or one has it. What an older version said is searchable meanwhile.
    Pending,
    /// What it says can be searched.
    Searchable,
    /// It could not be made searchable.
    Failed,
    /// The object is not in the bucket any more.
    Gone,
}

impl std::str::FromStr for RecordingState {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        match name {
            "pending" => Ok(Self::Pending),
            "searchable" => Ok(Self::Searchable),
            "failed" => Ok(Self::Failed),
            "gone" => Ok(Self::Gone),
            _ => Err(ParseError(format!(
                "`{name}` is not a state: use pending, searchable, failed or gone"
            ))),
        }
    }
}

/// Which recordings to list; empty means all but those gone.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    /// Only of this collection.
    pub collection: Option<CollectionName>,
    /// Only in this state.
    pub state: Option<RecordingState>,
    /// Only with these words in the title, whatever their case.
    pub title: Option<String>,
    /// In which order.
    pub order: ListOrder,
}

/// In which order recordings are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum ListOrder {
    /// By the object's key.
    #[default]
    Key,
    /// By what people see.
    Title,
    /// The one found last first.
    Newest,
    /// The longest first.
    Longest,
}

impl ListOrder {
    /// Every order there is.
    pub const ALL: [Self; 4] = [Self::Key, Self::Title, Self::Newest, Self::Longest];

    /// Its name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Title => "title",
            Self::Newest => "newest",
            Self::Longest => "longest",
        }
    }

    /// What is compared, and whether the greatest comes first.
    const fn column(self) -> (&'static str, bool) {
        match self {
            Self::Key => ("r.key", false),
            Self::Title => ("lower(r.title)", false),
            Self::Newest => ("r.created_at", true),
            Self::Longest => ("coalesce(r.duration_ms, 0)", true),
        }
    }
}

impl std::str::FromStr for ListOrder {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        Self::ALL.into_iter().find(|order| order.name() == name).ok_or_else(|| {
            ParseError(format!("`{name}` is not an order: use key, title, newest or longest"))
        })
    }
}

/// A recording as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordingSummary {
    /// Its id.
    pub id: RecordingId,
    /// Its collection.
    pub collection: CollectionName,
    /// Where it lies, as far as that may be shown.
    pub media: MediaKey,
    /// What people see.
    pub title: String,
    /// Where it stands.
    pub state: RecordingState,
    /// The object's size in bytes.
    pub size_bytes: u64,
    /// Sound alone or with a picture, once known.
    pub kind: Option<MediaKind>,
    /// Its length, once known.
    pub duration: Option<MediaTime>,
    /// The language most of it is in, once known.
    pub language: Option<Language>,
    /// When its row last changed.
    pub updated_at: DateTime<Utc>,
    /// Why it failed, or why the last try did.
    pub failure: Option<Failure>,
    /// Its open job.
    pub job: Option<JobProgress>,
}

/// An open job as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobProgress {
    /// Whether a worker has it.
    pub is_running: bool,
    /// What is being done, once a worker has said.
    pub stage: Option<Stage>,
    /// Of the whole job, in thousandths.
    pub permille: u16,
    /// Tries so far.
    pub attempts: u32,
    /// When it is due, where it waits.
    pub run_after: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct SummaryRow {
    id: RecordingId,
    collection: String,
    bucket: String,
    key: String,
    title: String,
    state: RecordingState,
    size_bytes: i64,
    kind: Option<MediaKind>,
    duration_ms: Option<i64>,
    language: Option<String>,
    updated_at: DateTime<Utc>,
    failure_stage: Option<String>,
    failure_code: Option<String>,
    failure_message: Option<String>,
    #[sqlx(flatten)]
    job: JobColumns,
}

#[derive(sqlx::FromRow)]
struct JobColumns {
    is_running: Option<bool>,
    stage: Option<String>,
    progress_permille: Option<i32>,
    attempts: Option<i32>,
    run_after: Option<DateTime<Utc>>,
}

impl JobColumns {
    fn progress(self) -> Result<Option<JobProgress>, StoreError> {
        let (Some(is_running), Some(run_after)) = (self.is_running, self.run_after) else {
            return Ok(None);
        };
        Ok(Some(JobProgress {
            is_running,
            stage: self.stage.map(|stage| stage.parse()).transpose()?,
            permille: permille(self.progress_permille.unwrap_or(0)),
            attempts: self.attempts.and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
            run_after,
        }))
    }
}

impl TryFrom<SummaryRow> for RecordingSummary {
    type Error = StoreError;

    fn try_from(row: SummaryRow) -> Result<Self, StoreError> {
        let is_retryable = row.state != RecordingState::Failed;
        let failure =
            failure((row.failure_stage, row.failure_code, row.failure_message), is_retryable)?;
        Ok(Self {
            id: row.id,
            collection: CollectionName::try_from(row.collection)?,
            media: MediaKey { bucket: row.bucket, key: row.key },
            title: row.title,
            state: row.state,
            size_bytes: from_bigint(row.size_bytes),
            kind: row.kind,
            duration: row.duration_ms.map(codec::time),
            language: row.language.map(Language::try_from).transpose()?,
            updated_at: row.updated_at,
            failure,
            job: row.job.progress()?,
        })
    }
}

/// Puts together a failure from its columns, where there is one.
pub(super) fn failure(
    (stage, code, message): (Option<String>, Option<String>, Option<String>),
    retryable: bool,
) -> Result<Option<Failure>, StoreError> {
    let (Some(stage), Some(code)) = (stage, code) else { return Ok(None) };
    let (stage, code) = (stage.parse()?, code.parse()?);
    Ok(Some(Failure { stage, code, message: message.unwrap_or_default(), retryable }))
}

pub(super) fn permille(value: i32) -> u16 {
    u16::try_from(value).unwrap_or(0)
}

impl Store {
    /// Lists recordings in the filter's order, up to `limit` after the one named by `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_recordings(
        &self,
        filter: &ListFilter,
        after: Option<RecordingId>,
        limit: u32,
    ) -> Result<Vec<RecordingSummary>, StoreError> {
        let (column, is_descending) = filter.order.column();
        let (beyond, direction) = if is_descending { ("<", "DESC") } else { (">", "ASC") };
        // Nothing but the words above goes into the text.
        let sql = AssertSqlSafe(format!(
            "SELECT r.id, r.collection, r.bucket, r.shown_key AS key, r.title, r.state, r.size_bytes, r.kind,
                r.duration_ms, t.language, r.updated_at,
                coalesce(r.failure_stage, j.failure_stage) AS failure_stage,
                coalesce(r.failure_code, j.failure_code) AS failure_code,
                coalesce(r.failure_message, j.failure_message) AS failure_message,
                j.state = 'running' AS is_running, j.stage, j.progress_permille, j.attempts,
                j.run_after
             FROM recordings r
             LEFT JOIN transcripts t ON t.recording_id = r.id
             LEFT JOIN jobs j ON j.recording_id = r.id AND j.state IN ('queued', 'running')
             WHERE ($1::text IS NULL OR r.collection = $1)
                AND (CASE WHEN $2::text IS NULL THEN r.state <> 'gone' ELSE r.state = $2 END)
                AND ($3::uuid IS NULL
                     OR ({column}, r.id) {beyond}
                        (SELECT {column}, r.id FROM recordings r WHERE r.id = $3))
                AND ($5::text IS NULL OR strpos(lower(r.title), lower($5)) > 0)
             ORDER BY {column} {direction}, r.id {direction} LIMIT $4",
        ));
        let rows: Vec<SummaryRow> = sqlx::query_as(sql)
            .bind(filter.collection.as_ref().map(CollectionName::as_str))
            .bind(filter.state)
            .bind(after)
            .bind(i64::from(limit))
            .bind(&filter.title)
            .fetch_all(&self.pool)
            .await?;
        rows.into_iter().map(TryInto::try_into).collect()
    }
}
