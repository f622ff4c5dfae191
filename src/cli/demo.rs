//! `earmark demo`: the demo archive, from private servers to the page.

use std::fmt::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use bytes::Bytes;

use super::run::{Roles, start};
use super::{DemoArgs, dev, models, progress, shutdown, status};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::app::{App, VAD_MODEL};
use crate::config::Config;
use crate::domain::MediaKey;
use crate::index::SegmentIndex;
use crate::local::PrivateS3;
use crate::redact::NameModel;
use crate::transcribe::models::ModelStore;

/// The bucket that the demo archive is put into.
const BUCKET: &str = "earmark-demo";
/// How long the index may take to follow, in seconds.
const INDEX_PATIENCE_SECONDS: u64 = 30;

/// One recording of the archive: its key and its file.
type Recording = (String, PathBuf);

/// Runs the demo; with `--once` the status tells whether every recording is searchable.
pub(super) fn run(config: &Config, args: &DemoArgs) -> anyhow::Result<ExitCode> {
    let archive = recordings(&args.archive)?;
    let folder = std::path::absolute(config.data_dir.join("demo"))?;
    let models_dir = std::path::absolute(config.models_dir())?;
    let model = config.transcribe.model.clone();
    let (postgres, s3) = std::thread::scope(|scope| {
        let servers = scope.spawn(|| dev::start_servers(&folder));
        let store = ModelStore::new(&models_dir);
        models::pull(&store, &model)?;
        models::pull(&store, VAD_MODEL)?;
        models::pull(&store, NameModel::NAME)?;
        servers.join().map_err(|_| anyhow::anyhow!("the servers could not be started"))?
    })?;
    let place =
        Place { folder: &folder, models: &models_dir, database_url: postgres.url(), s3: &s3 };
    let text = configuration(config, &place, &archive);
    let file = folder.join("earmark.toml");
    write_private(&file, &text)?;
    // The demo keeps to its own servers, whatever archive the environment points to.
    let config = Config::load_exactly(&file)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let status = runtime.block_on(present(config, args, &archive, &file));
    drop(runtime);
    s3.stop();
    postgres.stop();
    status
}

async fn present(
    config: Config,
    args: &DemoArgs,
    archive: &[Recording],
    file: &Path,
) -> anyhow::Result<ExitCode> {
    let cancel = shutdown::on_signals()?;
    let app = App::open(config).await?;
    upload(&app, archive).await?;
    for collection in &app.config.collections {
        app.store.enqueue_crawl(&collection.name).await?;
    }
    let roles = Roles { schedule: true, work: true, serve: !args.once, until_idle: false };
    let mut tasks = start(&app, roles, &cancel).await?;
    let is_indexed = ingest(&app, args, &mut tasks, &cancel).await?;
    let is_all_searchable = status::summary(&app).await?;
    let found = progress::recordings(&app.store).await?.len();
    if !args.once {
        println!("configuration: {}", file.display());
        println!("what is put into s3://{BUCKET} turns up within a minute; Ctrl-C stops all");
        cancel.cancelled().await;
    }
    cancel.cancel();
    while tasks.join_next().await.is_some() {}
    app.close().await;
    let is_complete = is_all_searchable && is_indexed && found >= archive.len();
    Ok(if !args.once || is_complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Shows the work until it is done; with `--once` tells whether the index followed.
async fn ingest(
    app: &App,
    args: &DemoArgs,
    tasks: &mut JoinSet<()>,
    cancel: &CancellationToken,
) -> anyhow::Result<bool> {
    if !args.once {
        progress::until_idle(&app.store, cancel).await?;
        return Ok(true);
    }
    // Without the page the index is followed all the same: searchable means found.
    let index = app.index().await?;
    app.spawn_follower(index.clone(), tasks, cancel);
    progress::until_idle(&app.store, cancel).await?;
    follows(app, &index).await
}

/// Waits until the index holds what Postgres holds.
async fn follows(app: &App, index: &SegmentIndex) -> anyhow::Result<bool> {
    let latest = app.store.latest_seq().await?;
    for _ in 0..INDEX_PATIENCE_SECONDS * 10 {
        if index.status().watermark >= latest {
            return Ok(true);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    eprintln!("earmark: the index did not follow within {INDEX_PATIENCE_SECONDS} s");
    Ok(false)
}

/// The archive's recordings: every file of every folder, whose name is the collection's.
fn recordings(archive: &Path) -> anyhow::Result<Vec<Recording>> {
    let mut found = Vec::new();
    let place = archive.display();
    let read = |folder: &Path| {
        std::fs::read_dir(folder).with_context(|| {
            format!("the demo archive `{place}` can't be read: run this in Earmark's own folder, or name it with --archive")
        })
    };
    for folder in read(archive)? {
        let folder = folder?.path();
        if !folder.is_dir() {
            continue;
        }
        for file in read(&folder)? {
            let file = file?.path();
            let key = file.strip_prefix(archive)?.to_string_lossy().into_owned();
            found.push((key, file));
        }
    }
    if found.is_empty() {
        bail!("the demo archive `{place}` is empty: `git checkout demo/archive` brings it back");
    }
    found.sort();
    Ok(found)
}

/// Puts what is missing or of another size into the bucket.
async fn upload(app: &App, archive: &[Recording]) -> anyhow::Result<()> {
    app.objects.ensure_bucket(BUCKET).await?;
    for (key, file) in archive {
        let key = MediaKey { bucket: BUCKET.to_owned(), key: key.clone() };
        let size = std::fs::metadata(file)?.len();
        if app.objects.head(&key).await.is_ok_and(|there| there.size_bytes == size) {
            continue;
        }
        let mime = mime_guess::from_path(file).first_or_octet_stream();
        app.objects.put(&key, Bytes::from(std::fs::read(file)?), mime.as_ref()).await?;
    }
    Ok(())
}

/// Where the demo's private parts are.
struct Place<'a> {
    folder: &'a Path,
    models: &'a Path,
    database_url: &'a str,
    s3: &'a PrivateS3,
}

/// A configuration as somebody would write it: one collection a folder.
fn configuration(config: &Config, place: &Place<'_>, archive: &[Recording]) -> String {
    let Place { folder, models, database_url, s3 } = place;
    let mut text = format!(
        "# Written by `earmark demo` at each start.\n\
         data_dir = {folder:?}\n\
         [database]\nurl = {database_url:?}\n\
         [s3]\nendpoint = {endpoint:?}\naccess_key_id = {id:?}\nsecret_access_key = {secret:?}\n\
         [derived]\nbucket = \"{BUCKET}-derived\"\n\
         [transcribe]\nmodel = {model:?}\nthreads = {threads}\nmodels_dir = {models:?}\n\
         [server]\nlisten = {listen:?}\n",
        endpoint = s3.endpoint(),
        id = s3.access_key_id(),
        secret = s3.secret_access_key(),
        model = config.transcribe.model,
        threads = config.transcribe.threads,
        listen = config.server.listen,
    );
    let mut folders: Vec<&str> =
        archive.iter().filter_map(|(key, _)| key.split('/').next()).collect();
    folders.dedup();
    for name in folders {
        // Writing to a String can't fail.
        let _ = write!(
            text,
            "[[collection]]\nname = {name:?}\nbucket = \"{BUCKET}\"\nprefix = \"{name}/\"\n\
             schedule = \"* * * * *\"\n"
        );
    }
    text
}

/// It holds the private store's keys: nobody else may read it.
fn write_private(file: &Path, text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut opened = options.open(file).with_context(|| format!("`{}`", file.display()))?;
    Ok(opened.write_all(text.as_bytes())?)
}
