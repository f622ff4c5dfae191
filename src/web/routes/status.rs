//! `/api/v1/status`: what is searchable, what is being done, what failed and what to do.

use actix_web::web;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{CollectionName, MediaKey, MediaTime, RecordingId};
use crate::index::IndexStatus;
use crate::store::{CollectionStatus, CrawlSummary, FailedRecording, RunningJob, StatusReport};
use crate::web::error::ApiError;
use crate::web::views::FailureView;
use crate::web::{CollectionInfo, WebState};

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatusView {
    recordings: Counts,
    queued: u64,
    running: Vec<RunningView>,
    failed: Vec<FailedView>,
    collections: Vec<CollectionView>,
    index: IndexView,
}

#[derive(Debug, Default, Serialize, ToSchema)]
struct Counts {
    pending: u64,
    searchable: u64,
    failed: u64,
    duration: MediaTime,
}

#[derive(Debug, Serialize, ToSchema)]
struct RunningView {
    collection: CollectionName,
    recording: Option<RecordingName>,
    stage: Option<&'static str>,
    progress: f64,
    attempt: u32,
    started_at: DateTime<Utc>,
    remaining_seconds: Option<u64>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RecordingName {
    id: RecordingId,
    title: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct FailedView {
    id: RecordingId,
    title: String,
    media: MediaKey,
    collection: CollectionName,
    #[serde(flatten)]
    failure: FailureView,
    failed_at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CollectionStatus)]
struct CollectionView {
    name: CollectionName,
    redaction_enabled: bool,
    schedule: Option<String>,
    next_run_at: Option<DateTime<Utc>>,
    last_crawl: Option<CrawlView>,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Debug, Serialize, ToSchema)]
struct CrawlView {
    started_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    failure: Option<String>,
    listed: u64,
    new: u64,
    changed: u64,
    gone: u64,
    skipped: u64,
}

#[derive(Debug, Serialize, ToSchema)]
struct IndexView {
    latest: i64,
    watermark: i64,
    documents: u64,
    behind: i64,
    /// How long the oldest change waits that can't be found yet.
    behind_seconds: f64,
    is_fresh: bool,
}

/// Tells the state of the archive.
#[utoipa::path(
    get,
    path = "/api/v1/status",
    tag = "archive",
    responses((status = 200, description = "The state.", body = StatusView)),
)]
pub(super) async fn get_status(
    state: web::Data<WebState>,
) -> Result<web::Json<StatusView>, ApiError> {
    Ok(web::Json(view(&state).await?))
}

/// The same as JSON, for those who watch it.
pub(in crate::web) async fn current_status(state: &WebState) -> Result<String, ApiError> {
    let view = view(state).await?;
    serde_json::to_string(&view).map_err(|error| ApiError::internal(&error))
}

async fn view(state: &WebState) -> Result<StatusView, ApiError> {
    let report = state.store.status().await?;
    // Asked after Postgres, so that what has been followed meanwhile counts.
    let index = state.index.status();
    let behind_seconds = state.store.seconds_behind(index.watermark).await?;
    let mut view = StatusView::new(report, index, &state.collections);
    view.index.behind_seconds = behind_seconds;
    Ok(view)
}

impl StatusView {
    fn new(report: StatusReport, index: IndexStatus, configured: &[CollectionInfo]) -> Self {
        let behind = (report.latest_change - index.watermark).max(0);
        let recordings = report.collections.iter().fold(Counts::default(), Counts::with);
        Self {
            recordings,
            queued: report.queued,
            running: report.running.into_iter().map(RunningView::from).collect(),
            failed: report.failed.into_iter().map(FailedView::from).collect(),
            collections: collections(report.collections, configured),
            index: IndexView {
                latest: report.latest_change,
                watermark: index.watermark,
                documents: index.documents,
                behind,
                behind_seconds: 0.0,
                is_fresh: behind == 0,
            },
        }
    }
}

impl Counts {
    fn with(self, of: &CollectionStatus) -> Self {
        Self {
            pending: self.pending + of.pending,
            searchable: self.searchable + of.searchable,
            failed: self.failed + of.failed,
            duration: self.duration.plus(of.duration.as_millis()),
        }
    }
}

/// Those configured in their own order, then those that only the store remembers.
fn collections(
    mut known: Vec<CollectionStatus>,
    configured: &[CollectionInfo],
) -> Vec<CollectionView> {
    let mut views: Vec<_> = configured
        .iter()
        .map(|info| {
            let place = known.iter().position(|status| status.collection == info.name);
            CollectionView::new(info, place.map(|place| known.remove(place)))
        })
        .collect();
    views.extend(known.into_iter().map(|status| {
        let info = CollectionInfo {
            name: status.collection.clone(),
            redaction_enabled: true,
            schedule: status.cron.clone(),
        };
        CollectionView::new(&info, Some(status))
    }));
    views
}

impl CollectionView {
    fn new(info: &CollectionInfo, status: Option<CollectionStatus>) -> Self {
        Self {
            name: info.name.clone(),
            redaction_enabled: info.redaction_enabled,
            schedule: info.schedule.clone(),
            next_run_at: status.as_ref().and_then(|status| status.next_run_at),
            counts: status
                .as_ref()
                .map(|status| Counts::default().with(status))
                .unwrap_or_default(),
            last_crawl: status.and_then(|status| status.last_crawl).map(CrawlView::from),
        }
    }
}

impl From<CrawlSummary> for CrawlView {
    fn from(crawl: CrawlSummary) -> Self {
        Self {
            started_at: crawl.started_at,
            finished_at: crawl.finished_at,
            failure: crawl.failure,
            listed: crawl.counts.listed,
            new: crawl.counts.new,
            changed: crawl.counts.changed,
            gone: crawl.counts.gone,
            skipped: crawl.counts.skipped,
        }
    }
}

impl From<RunningJob> for RunningView {
    fn from(job: RunningJob) -> Self {
        Self {
            collection: job.collection,
            recording: job.recording.map(|(id, title)| RecordingName { id, title }),
            stage: job.stage.map(crate::store::Stage::name),
            progress: f64::from(job.permille) / 1000.0,
            attempt: job.attempt,
            started_at: job.started_at,
            remaining_seconds: job.remaining.map(|remaining| remaining.as_secs()),
        }
    }
}

impl From<FailedRecording> for FailedView {
    fn from(failed: FailedRecording) -> Self {
        Self {
            id: failed.id,
            title: failed.title,
            media: failed.media,
            collection: failed.collection,
            failure: FailureView::from(failed.failure),
            failed_at: failed.failed_at,
        }
    }
}
