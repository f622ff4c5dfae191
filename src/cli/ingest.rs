//! `earmark ingest s3://bucket/key…`: these objects now, waiting for the result.

use anyhow::{Context as _, bail};

use super::{IngestArgs, progress, shutdown};
use crate::app::App;
use crate::config::CollectionConfig;
use crate::domain::{MediaKey, RecordingId};
use crate::source::ListedObject;
use crate::store::{CrawlPage, RecordingState};

/// Queues the objects, works until nothing waits, and tells whether all are searchable.
pub(super) async fn run(app: &App, args: &IngestArgs) -> anyhow::Result<bool> {
    let mut wanted = Vec::new();
    let config = app.config.clone();
    let plans = tokio::task::spawn_blocking(move || App::plans(&config)).await??;
    for address in &args.objects {
        let media = parse(address)?;
        let collection = collection_of(&app.config.collections, &media)?;
        let version = app.objects.head(&media).await?;
        wanted.push(RecordingId::of(&collection.name, &media));
        let plan = plans.get(&collection.name).context("the collection has a plan")?;
        let shown = plan.redactor.shown_names([&media])?;
        let object = ListedObject { key: media, version };
        let page = CrawlPage { wanted: vec![object], shown, ..CrawlPage::default() };
        app.store.apply_page(&collection.name, &page).await?;
    }
    let worker = app.worker(true).await?;
    let cancel = shutdown::on_signals()?;
    tokio::join!(worker.run(cancel.clone()), async {
        if let Err(error) = progress::until_idle(&app.store, &cancel).await {
            tracing::warn!(%error, "progress can't be shown");
        }
    });
    let mut is_all_searchable = true;
    for summary in progress::recordings(&app.store).await? {
        if !wanted.contains(&summary.id) {
            continue;
        }
        match &summary.failure {
            Some(failure) => eprintln!("failed: {}: {}", summary.media, failure.message),
            None => println!("{} {}", summary.id, summary.media),
        }
        is_all_searchable &= summary.state == RecordingState::Searchable;
    }
    Ok(is_all_searchable)
}

fn parse(address: &str) -> anyhow::Result<MediaKey> {
    let rest = address.strip_prefix("s3://").and_then(|rest| rest.split_once('/'));
    match rest {
        Some((bucket, key)) if !bucket.is_empty() && !key.is_empty() => {
            Ok(MediaKey { bucket: bucket.to_owned(), key: key.to_owned() })
        }
        _ => bail!("`{address}` is not an object: write s3://bucket/key"),
    }
}

fn collection_of<'a>(
    collections: &'a [CollectionConfig],
    media: &MediaKey,
) -> anyhow::Result<&'a CollectionConfig> {
    let holds =
        |c: &&CollectionConfig| c.bucket == media.bucket && media.key.starts_with(&c.prefix);
    collections.iter().filter(holds).max_by_key(|c| c.prefix.len()).with_context(|| {
        format!(
            "no collection holds `{media}`: add one with its bucket and prefix to the configuration"
        )
    })
}
