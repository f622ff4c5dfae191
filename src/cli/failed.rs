//! `earmark failed` and `earmark retry`: what could not be made searchable, and once more.

use serde_json::{Value, json};

use super::{RetryArgs, progress};
use crate::app::App;
use crate::domain::{MediaKey, RecordingId};
use crate::store::{Failure, ListFilter, RecordingState, RetryFilter};

/// What brings failed recordings back, as it is told.
const HOW_TO_RETRY: &str = "once what is wrong is mended: `earmark retry` for all of them, \
    `earmark retry ID` for one, `earmark retry --collection NAME` for a collection's; \
    a new version in the bucket is tried by itself";

/// Lists every failed recording with the stage, the reason and what to do.
pub(super) async fn failed(app: &App, is_json: bool) -> anyhow::Result<()> {
    let filter = ListFilter { state: Some(RecordingState::Failed), ..ListFilter::default() };
    let failed = progress::listed(&app.store, &filter).await?;
    let with_failure = failed.iter().filter_map(|one| Some((one, one.failure.as_ref()?)));
    if is_json {
        let rows: Vec<_> = with_failure
            .map(|(one, failure)| {
                let mut row = as_json(one.id, &one.media, failure);
                row["collection"] = json!(one.collection);
                row["failed_at"] = json!(one.updated_at);
                row
            })
            .collect();
        println!("{}", serde_json::to_string_pretty(&rows)?);
        return Ok(());
    }
    for (one, failure) in with_failure {
        print(one.id, &one.media, failure);
    }
    print_how_to_retry(failed.len());
    Ok(())
}

/// Queues failed recordings again.
pub(super) async fn retry(app: &App, args: &RetryArgs) -> anyhow::Result<()> {
    if args.outdated {
        return retry_outdated(app, args).await;
    }
    let collection = args.collection.as_deref().map(str::parse).transpose()?;
    let mut filters = Vec::new();
    for id in &args.recordings {
        let recording = Some(id.parse()?);
        filters.push(RetryFilter { recording, collection: collection.clone() });
    }
    if filters.is_empty() {
        filters.push(RetryFilter { recording: None, collection });
    }
    let mut count = 0;
    for filter in &filters {
        count += app.store.retry_failed(filter).await?;
    }
    println!("{count} recordings are queued again");
    Ok(())
}

/// Queues what another model heard than the one that its collection has now.
async fn retry_outdated(app: &App, args: &RetryArgs) -> anyhow::Result<()> {
    let mut count = 0;
    for collection in &app.config.collections {
        if args.collection.as_deref().is_none_or(|name| name == collection.name.as_str()) {
            let model = app.config.model_of(collection);
            count += app.store.retry_outdated(&collection.name, model).await?;
        }
    }
    println!("{count} recordings are queued to be heard anew");
    Ok(())
}

/// A failed recording for scripts.
pub(super) fn as_json(id: RecordingId, media: &MediaKey, failure: &Failure) -> Value {
    json!({
        "recording": id, "media": media.to_string(), "stage": failure.stage.name(),
        "code": failure.code.name(), "message": failure.message,
        "advice": failure.code.advice(),
    })
}

/// A failed recording for people.
pub(super) fn print(id: RecordingId, media: &MediaKey, failure: &Failure) {
    let (stage, advice) = (failure.stage.name(), failure.code.advice());
    println!("failed {id} {media} at {stage}: {}; {advice}", failure.message);
}

/// Tells how, where something failed.
pub(super) fn print_how_to_retry(count: usize) {
    match count {
        0 => {}
        _ => println!("{HOW_TO_RETRY}"),
    }
}
