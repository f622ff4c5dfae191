//! `earmark status`, and the sum at the end of `earmark demo`.

use serde::Serialize;
use serde_json::json;

use super::{failed, progress};
use crate::app::App;
use crate::domain::MediaTime;
use crate::index::SegmentIndex;
use crate::store::{RecordingState, RunningJob, Stage, StatusReport};

pub(super) async fn status(app: &App, is_json: bool) -> anyhow::Result<()> {
    let report = app.store.status().await?;
    let freshness = freshness(app, report.latest_change).await?;
    if is_json {
        let collections: Vec<_> = report
            .collections
            .iter()
            .map(|c| {
                json!({
                    "collection": c.collection, "searchable": c.searchable, "pending": c.pending,
                    "failed": c.failed, "duration_ms": c.duration, "next_run_at": c.next_run_at,
                })
            })
            .collect();
        let failed = report.failed.iter().map(|f| failed::as_json(f.id, &f.media, &f.failure));
        let failed: Vec<_> = failed.collect();
        let report = json!({
            "collections": collections, "queued": report.queued,
            "running": report.running.len(), "jobs": running_jobs(&report), "failed": failed,
            "index": freshness,
        });
        println!("{}", serde_json::to_string_pretty(&report)?);
        return Ok(());
    }
    for c in &report.collections {
        println!(
            "{}: {} searchable ({}), {} waiting, {} failed",
            c.collection, c.searchable, c.duration, c.pending, c.failed
        );
    }
    for collection in &app.config.collections {
        let model = app.config.model_of(collection);
        let count = app.store.count_outdated(&collection.name, model).await?;
        if count > 0 {
            let name = &collection.name;
            println!(
                "{name}: {count} heard by another model than `{model}`: \
                 `earmark retry --outdated --collection {name}` has them heard anew"
            );
        }
    }
    print_freshness(freshness.as_ref());
    println!("{} queued, {} running", report.queued, report.running.len());
    for job in &report.running {
        let what = job.recording.as_ref().map_or("crawl", |(_, title)| title);
        let stage = job.stage.map_or("", |stage| stage.name());
        let left = job.remaining.map(progress::about).unwrap_or_default();
        println!("  {what}: {stage} {}%{left}", job.permille / 10);
    }
    for f in &report.failed {
        failed::print(f.id, &f.media, &f.failure);
    }
    failed::print_how_to_retry(report.failed.len());
    Ok(())
}

/// How far the index on this machine is.
#[derive(Serialize)]
#[serde(untagged)]
enum Freshness {
    Read {
        documents: u64,
        /// Changes that can't be found yet.
        behind: i64,
        /// How long the oldest of them waits.
        behind_seconds: f64,
    },
    /// What is wrong with it. The rest of the status is told all the same.
    Unreadable { error: String },
}

/// Nothing where there is no index here, as on a machine that only transcribes.
async fn freshness(app: &App, latest_change: i64) -> anyhow::Result<Option<Freshness>> {
    let folder = app.config.index_dir();
    if !folder.is_dir() {
        return Ok(None);
    }
    let open = tokio::task::spawn_blocking(move || SegmentIndex::open_or_create(&folder));
    let index = match open.await? {
        Ok(index) => index.status(),
        Err(error) => return Ok(Some(Freshness::Unreadable { error: error.to_string() })),
    };
    let behind_seconds = app.store.seconds_behind(index.watermark).await?;
    let behind = (latest_change - index.watermark).max(0);
    Ok(Some(Freshness::Read { documents: index.documents, behind, behind_seconds }))
}

fn print_freshness(freshness: Option<&Freshness>) {
    match freshness {
        Some(Freshness::Read { behind: 0, .. }) => println!("index: up to date"),
        Some(Freshness::Read { behind, behind_seconds, .. }) => {
            println!("index: {behind_seconds:.1} s behind ({behind} changes)");
        }
        Some(Freshness::Unreadable { error }) => println!("index: {error}"),
        None => println!("index: none on this machine; `earmark serve` makes one"),
    }
}

/// What workers do now, for scripts.
fn running_jobs(report: &StatusReport) -> Vec<serde_json::Value> {
    let job = |job: &RunningJob| {
        json!({
            "collection": job.collection, "recording": job.recording.as_ref().map(|(id, _)| id),
            "stage": job.stage.map(Stage::name), "percent": job.permille / 10,
            "remaining_seconds": job.remaining.map(|left| left.as_secs()),
        })
    };
    report.running.iter().map(job).collect()
}

/// Prints one line a recording and a sum; tells whether every recording is searchable.
pub(super) async fn summary(app: &App) -> anyhow::Result<bool> {
    let recordings = progress::recordings(&app.store).await?;
    let mut heard = 0;
    for summary in &recordings {
        match (&summary.state, &summary.failure) {
            (RecordingState::Searchable, _) => {
                let duration = summary.duration.unwrap_or(MediaTime::ZERO);
                heard += duration.as_millis();
                println!("  ok      {duration:>8}  {}/{}", summary.collection, summary.title);
            }
            (_, Some(failure)) => println!("  failed  {}: {}", summary.media, failure.message),
            (_, None) => println!("  waiting {}", summary.media),
        }
    }
    let ok = recordings.iter().filter(|r| r.state == RecordingState::Searchable).count();
    println!(
        "{ok} of {} recordings searchable, {}",
        recordings.len(),
        MediaTime::from_millis(heard)
    );
    Ok(ok == recordings.len())
}
