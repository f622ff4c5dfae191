//! `earmark up`, `crawl`, `work` and `serve`: the roles that stay until they are stopped.

use anyhow::Context as _;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{CrawlArgs, WorkArgs, page, shutdown};
use crate::app::App;
use crate::domain::CollectionName;

/// Which parts run in this process.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Roles {
    pub(super) schedule: bool,
    pub(super) work: bool,
    pub(super) serve: bool,
    pub(super) until_idle: bool,
}

/// Runs the roles until a signal, or until the worker has nothing left to do.
pub(super) async fn run(app: &App, roles: Roles) -> anyhow::Result<()> {
    let cancel = shutdown::on_signals()?;
    let mut tasks = start(app, roles, &cancel).await?;
    // The first part that ends, by signal or by having nothing left to do, ends the others.
    tasks.join_next().await;
    cancel.cancel();
    while tasks.join_next().await.is_some() {}
    Ok(())
}

/// Starts the roles in the background.
pub(super) async fn start(
    app: &App,
    roles: Roles,
    cancel: &CancellationToken,
) -> anyhow::Result<JoinSet<()>> {
    let mut tasks = JoinSet::new();
    if roles.serve {
        let index = app.index().await?;
        app.spawn_follower(index.clone(), &mut tasks, cancel);
        let address = page::spawn(app, index, &mut tasks, cancel)?;
        println!("page: http://{address}/");
    }
    if roles.schedule {
        app.sync_schedules().await?;
        app.spawn_scheduler(&mut tasks, cancel);
    }
    if roles.work || roles.schedule {
        let worker = match roles.work {
            true => app.worker(roles.until_idle).await?,
            false => app.crawler().await?,
        };
        let token = cancel.clone();
        tasks.spawn(async move { worker.run(token).await });
    }
    Ok(tasks)
}

/// `earmark crawl`: with `--now` once, else the schedules.
pub(super) async fn crawl(app: &App, args: &CrawlArgs) -> anyhow::Result<()> {
    if !args.now {
        return run(app, Roles { schedule: true, ..Roles::default() }).await;
    }
    let cancel = shutdown::on_signals()?;
    for collection in named(app, &args.collections)? {
        let counts = app.crawl_now(&collection, &cancel).await?;
        println!(
            "{collection}: {} listed, {} new, {} changed, {} gone, {} skipped",
            counts.listed, counts.new, counts.changed, counts.gone, counts.skipped
        );
    }
    Ok(())
}

/// `earmark work`
pub(super) async fn work(app: &App, args: &WorkArgs) -> anyhow::Result<()> {
    run(app, Roles { work: true, until_idle: args.until_idle, ..Roles::default() }).await
}

/// The collections of these names, or all.
fn named(app: &App, names: &[String]) -> anyhow::Result<Vec<CollectionName>> {
    let known = || app.config.collections.iter().map(|collection| collection.name.clone());
    if names.is_empty() {
        return Ok(known().collect());
    }
    let find = |name: &String| {
        known().find(|collection| collection.as_str() == name).with_context(|| {
            let all: Vec<_> = known().map(String::from).collect();
            format!("there is no collection `{name}`; configured: {}", all.join(", "))
        })
    };
    names.iter().map(find).collect()
}
