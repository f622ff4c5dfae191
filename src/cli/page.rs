//! Starts the page beside the other roles.

use std::net::SocketAddr;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::config::CollectionConfig;
use crate::index::SegmentIndex;
use crate::search::Searcher;
use crate::web::{CollectionInfo, Metrics, ServerOptions, WebState, server};

/// Binds and serves until `cancel`; gives the address.
pub(super) fn spawn(
    app: &App,
    index: SegmentIndex,
    tasks: &mut JoinSet<()>,
    cancel: &CancellationToken,
) -> anyhow::Result<SocketAddr> {
    let info = |collection: &CollectionConfig| CollectionInfo {
        name: collection.name.clone(),
        redaction_enabled: collection.redaction.enabled,
        schedule: collection.schedule.clone(),
    };
    let state = WebState {
        store: app.store.clone(),
        objects: app.objects.clone(),
        searcher: Searcher::new(index.clone()),
        index,
        video_cutter: crate::app::video_cutter(&app.config)?,
        metrics: Metrics::default(),
        collections: app.config.collections.iter().map(info).collect(),
    };
    let options = ServerOptions {
        listen: app.config.listen_address()?,
        access_token: app.config.server.access_token.clone(),
    };
    let bound = server(state, &options)?;
    let (address, handle) = (bound.address(), bound.handle());
    let cancel = cancel.clone();
    tasks.spawn(async move {
        tokio::select! {
            _ = bound.run() => {}
            () = async { cancel.cancelled().await; handle.stop(true).await } => {}
        }
    });
    Ok(address)
}
