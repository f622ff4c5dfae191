//! `/api/v1/collections/contents` and `/api/v1/recordings/{id}/history`: what an archive holds, and
//! what befell a recording.

use actix_web::web;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::recordings::parse_id;
use crate::domain::{CollectionName, EntityKind, Language, MediaTime, RecordingId};
use crate::store::{CollectionContent, IngestRun, RecordingHistory};
use crate::web::WebState;
use crate::web::error::ApiError;
use crate::web::views::FailureView;

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ContentList {
    collections: Vec<ContentView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ContentView {
    name: CollectionName,
    languages: Vec<LanguageView>,
    redactions: Vec<RedactionView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ContentLanguage)]
struct LanguageView {
    language: Language,
    recordings: u64,
    duration: MediaTime,
}

#[derive(Debug, Serialize, ToSchema)]
struct RedactionView {
    kind: EntityKind,
    count: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HistoryView {
    found_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    ingested_at: Option<DateTime<Utc>>,
    runs: Vec<RunView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RunView {
    state: String,
    attempts: u32,
    created_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    failure: Option<FailureView>,
}

/// Tells the languages and the redacted passages of each collection.
#[utoipa::path(
    get,
    path = "/api/v1/collections/contents",
    tag = "archive",
    responses((status = 200, description = "What each holds.", body = ContentList)),
)]
pub(super) async fn list_contents(
    state: web::Data<WebState>,
) -> Result<web::Json<ContentList>, ApiError> {
    let contents = state.store.contents().await?;
    Ok(web::Json(ContentList { collections: contents.into_iter().map(Into::into).collect() }))
}

/// Tells when a recording was found, heard and tried.
#[utoipa::path(
    get,
    path = "/api/v1/recordings/{id}/history",
    tag = "recordings",
    params(("id" = RecordingId, Path, description = "The recording.")),
    responses((status = 200, description = "What befell it.", body = HistoryView)),
)]
pub(super) async fn get_history(
    state: web::Data<WebState>,
    id: web::Path<String>,
) -> Result<web::Json<HistoryView>, ApiError> {
    let history = state.store.history(parse_id(&id)?).await?;
    Ok(web::Json(history.ok_or(ApiError::NotFound("recording"))?.into()))
}

impl From<CollectionContent> for ContentView {
    fn from(content: CollectionContent) -> Self {
        let languages = content.languages.into_iter();
        let redactions = content.redactions.into_iter();
        Self {
            name: content.collection,
            languages: languages
                .map(|(language, recordings, duration)| LanguageView {
                    language,
                    recordings,
                    duration,
                })
                .collect(),
            redactions: redactions.map(|(kind, count)| RedactionView { kind, count }).collect(),
        }
    }
}

impl From<RecordingHistory> for HistoryView {
    fn from(history: RecordingHistory) -> Self {
        Self {
            found_at: history.found_at,
            seen_at: history.seen_at,
            ingested_at: history.ingested_at,
            runs: history.runs.into_iter().map(RunView::from).collect(),
        }
    }
}

impl From<IngestRun> for RunView {
    fn from(run: IngestRun) -> Self {
        Self {
            state: run.state,
            attempts: run.attempts,
            created_at: run.created_at,
            started_at: run.started_at,
            finished_at: run.finished_at,
            failure: run.failure.map(FailureView::from),
        }
    }
}
