//! The composition root: makes adapters from the configuration and runs them in roles.
//!
//! The only place that names concrete adapters.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use secrecy::SecretString;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use crate::config::{self, Config, FfmpegChoice, RedactionPolicy};
use crate::decode::{DecodeLimits, DecodeOptions, Ffmpeg};
use crate::domain::{CollectionName, Language, SoundPolicy};
use crate::index::{Follower, FollowerOptions, SegmentIndex};
use crate::ingest::{
    CollectionPlan, Crawler, Ears, Pipeline, PipelineOptions, Plans, RunControl, Scheduler,
    Sweeper, SweeperOptions, Worker, WorkerOptions,
};
use crate::local::PrivatePostgres;
use crate::redact::{RedactionOptions, Redactor};
use crate::source::{ObjectStore, S3Options};
use crate::store::{CrawlCounts, LeasePolicy, ScheduleEntry, Stage, Store};
use crate::transcribe::models::{Catalog, Model, ModelRole, ModelStore};
use crate::transcribe::{TranscribeError, Transcriber, WhisperOptions, WhisperTranscriber};

/// The voice activity model's name in the catalogue.
pub const VAD_MODEL: &str = "silero-vad";

/// How often the scheduler looks.
const SCHEDULER_POLL: Duration = Duration::from_secs(1);

/// Everything that a role needs, connected.
pub struct App {
    /// What was configured.
    pub config: Config,
    /// Postgres.
    pub store: Store,
    /// The object store.
    pub objects: ObjectStore,
    /// Kept so that it runs as long as we do.
    postgres: Option<PrivatePostgres>,
}

impl App {
    /// Connects to Postgres (starting a private one where none is configured), brings the schema
    /// up to date, and makes the client of the object store.
    ///
    /// # Errors
    /// Says what can't be reached.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        let (url, postgres) = match &config.database.url {
            Some(url) => (url.clone(), None),
            None => {
                let folder = std::path::absolute(&config.data_dir)?;
                let started = tokio::task::spawn_blocking(move || {
                    PrivatePostgres::ensure_installed(&folder)?;
                    PrivatePostgres::start(&folder)
                });
                let postgres = started.await??;
                (SecretString::from(postgres.url().to_owned()), Some(postgres))
            }
        };
        let store = Store::connect(&url).await.context("Postgres can't be reached")?;
        store.migrate().await?;
        let objects = ObjectStore::connect(&s3_options(&config)).await;
        Ok(Self { config, store, objects, postgres })
    }

    /// Closes the connections and stops what was started.
    pub async fn close(self) {
        self.store.close().await;
        if let Some(postgres) = self.postgres {
            drop(tokio::task::spawn_blocking(move || postgres.stop()).await);
        }
    }

    /// How each collection is found, heard and redacted.
    ///
    /// # Errors
    /// When a redactor can't be made.
    pub fn plans(&self) -> anyhow::Result<Plans> {
        let plan = |collection: &crate::config::CollectionConfig| {
            let redactor = Redactor::new(redaction_options(&collection.redaction))?;
            let plan = CollectionPlan {
                bucket: collection.bucket.clone(),
                prefix: collection.prefix.clone(),
                languages: collection.languages.clone(),
                channels: collection.channels,
                redactor: Arc::new(redactor),
                sound: sound_policy(&collection.redaction),
            };
            Ok((collection.name.clone(), plan))
        };
        self.config.collections.iter().map(plan).collect()
    }

    /// Makes a worker, its models loaded and checked, and the bucket for what it writes.
    ///
    /// # Errors
    /// When a model is missing or damaged, or the bucket can't be made.
    pub async fn worker(&self, until_idle: bool) -> anyhow::Result<Worker> {
        let derived = &self.config.derived;
        self.objects.ensure_bucket(&derived.bucket).await?;
        let config = self.config.clone();
        let (transcriber, ears) = tokio::task::spawn_blocking(move || {
            let transcriber = transcriber(&config)?;
            let ears = ears(config, &transcriber);
            anyhow::Ok((transcriber, ears))
        })
        .await??;
        let options = PipelineOptions {
            decode: decode_options(&self.config)?,
            derived_bucket: derived.bucket.clone(),
            derived_prefix: derived.prefix.clone(),
            work_dir: work_dir(&self.config)?,
        };
        let archive = Arc::new(self.objects.clone());
        let plans = Arc::new(self.plans()?);
        let pipeline = Pipeline::new(self.store.clone(), archive, transcriber, plans, options);
        let pipeline = pipeline.verified_by(ears);
        Ok(Worker::new(Arc::new(pipeline), self.options(until_idle)))
    }

    fn options(&self, until_idle: bool) -> WorkerOptions {
        WorkerOptions {
            name: format!("{}-{}", host_name(), std::process::id()),
            concurrency: self.config.worker.concurrency,
            policy: lease_policy(&self.config),
            until_idle,
            ..WorkerOptions::default()
        }
    }

    /// Makes a worker that only crawls; it needs no models.
    ///
    /// # Errors
    /// When a redactor can't be made.
    pub fn crawler(&self) -> anyhow::Result<Worker> {
        let archive = Arc::new(self.objects.clone());
        Ok(Worker::crawling(
            self.store.clone(),
            archive,
            Arc::new(self.plans()?),
            self.options(false),
        ))
    }

    /// Crawls a collection here and now.
    ///
    /// # Errors
    /// When the listing breaks off or the database fails.
    pub async fn crawl_now(
        &self,
        collection: &CollectionName,
        cancel: &CancellationToken,
    ) -> anyhow::Result<CrawlCounts> {
        let plans = self.plans()?;
        let plan = plans.get(collection).context("only configured collections are crawled")?;
        let crawler = Crawler::new(self.store.clone(), Arc::new(self.objects.clone()));
        let control = RunControl::new(cancel.clone(), Stage::Crawl);
        Ok(crawler.crawl(collection, plan, &control).await?)
    }

    /// Brings the schedules in line with the configuration and says what is not crawled any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sync_schedules(&self) -> anyhow::Result<()> {
        let entry = |collection: &crate::config::CollectionConfig| ScheduleEntry {
            collection: collection.name.clone(),
            cron: collection.schedule.clone(),
        };
        let entries: Vec<_> = self.config.collections.iter().map(entry).collect();
        for collection in self.store.sync_schedules(&entries).await? {
            warn!(
                "collection `{collection}` is not configured any more: it stays searchable and is not crawled"
            );
        }
        Ok(())
    }

    /// Runs the schedules and the sweeper until `cancel`.
    pub fn spawn_scheduler(&self, tasks: &mut JoinSet<()>, cancel: &CancellationToken) {
        let scheduler = Scheduler::new(self.store.clone(), SCHEDULER_POLL);
        let token = cancel.clone();
        tasks.spawn(async move { scheduler.run(token).await });
        let objects = Arc::new(self.objects.clone());
        let sweeper = Sweeper::new(self.store.clone(), objects, self.sweeping());
        let token = cancel.clone();
        tasks.spawn(async move { sweeper.run(token).await });
    }

    /// How garbage is swept from S3.
    #[must_use]
    pub fn sweeping(&self) -> SweeperOptions {
        let grace = Duration::from_secs(self.config.worker.lease_seconds);
        SweeperOptions { grace, ..SweeperOptions::default() }
    }

    /// Opens the index, mending a damaged one.
    ///
    /// # Errors
    /// When its folder can't be used.
    pub async fn index(&self) -> anyhow::Result<SegmentIndex> {
        let folder = self.config.index_dir();
        let opened = tokio::task::spawn_blocking(move || SegmentIndex::open_or_rebuild(&folder));
        Ok(opened.await??)
    }

    /// Keeps the index where Postgres is until `cancel`.
    pub fn spawn_follower(
        &self,
        index: SegmentIndex,
        tasks: &mut JoinSet<()>,
        cancel: &CancellationToken,
    ) {
        let wake = Arc::new(Notify::new());
        let follower =
            Follower::new(self.store.clone(), index, Arc::clone(&wake), FollowerOptions::default());
        let token = cancel.clone();
        tasks.spawn(async move { follower.run(token).await });
        let (store, token) = (self.store.clone(), cancel.clone());
        tasks.spawn(async move {
            token.run_until_cancelled(wake_on_changes(store, wake)).await;
        });
    }
}

/// Wakes the follower at each change; it looks by itself where the connection fails.
async fn wake_on_changes(store: Store, wake: Arc<Notify>) {
    loop {
        if let Ok(mut changes) = store.listen_changes().await {
            while changes.changed().await.is_ok() {
                wake.notify_one();
            }
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}

/// Loads the configured model and voice activity; a file whose sum is wrong is never loaded.
/// Blocks for a second.
///
/// # Errors
/// Says which model is missing or damaged, and how to get it.
pub fn transcriber(config: &Config) -> anyhow::Result<Arc<dyn Transcriber>> {
    load(config, &config.transcribe.model)
}

fn load(config: &Config, name: &str) -> anyhow::Result<Arc<dyn Transcriber>> {
    let models = ModelStore::new(config.models_dir());
    let model = models.verified(name)?;
    let options = WhisperOptions {
        name: name.to_owned(),
        sha256: model.sum.to_string(),
        model: model.path,
        vad_model: models.verified(VAD_MODEL)?.path,
        threads: config.transcribe.threads,
    };
    Ok(Arc::new(WhisperTranscriber::load(options)?))
}

/// Who listens to redacted sound: another model than `own` where one is installed.
#[must_use]
pub fn ears(config: Config, own: &Arc<dyn Transcriber>) -> Ears {
    let ears = Ears::of(own.clone());
    let Some((name, only)) = second_model(&config) else { return ears };
    let load = move || {
        load(&config, &name).map_err(|error| TranscribeError::Model {
            name: name.clone(),
            reason: format!("{error:#}"),
        })
    };
    ears.and(only, Box::new(load))
}

/// The installed speech model that is not the configured one, and the only language that it knows:
/// one of all languages rather than of one, and the smallest.
#[must_use]
pub fn second_model(config: &Config) -> Option<(String, Option<Language>)> {
    let models = ModelStore::new(config.models_dir());
    let catalog = Catalog::builtin();
    let is_usable = |model: &&Model| {
        model.role == ModelRole::Speech
            && model.name != config.transcribe.model
            && models.installed(&model.name).unwrap_or(false)
    };
    let order = |model: &&Model| (!model.is_multilingual(), model.memory_mb);
    let model = catalog.models().iter().filter(is_usable).min_by_key(order)?;
    let only = (!model.is_multilingual()).then(|| model.languages.parse().ok()).flatten();
    Some((model.name.clone(), only))
}

/// How recordings are decoded, and what one may cost.
///
/// # Errors
/// When ffmpeg is named and is not there.
pub fn decode_options(config: &Config) -> anyhow::Result<DecodeOptions> {
    Ok(DecodeOptions { limits: decode_limits(config), ffmpeg: ffmpeg(config)? })
}

/// The folder for files in the making; what a killed process left a day ago is removed.
///
/// # Errors
/// When it can't be made.
pub fn work_dir(config: &Config) -> anyhow::Result<PathBuf> {
    const LEFT_BEHIND: Duration = Duration::from_secs(24 * 3600);
    let folder = std::path::absolute(config.data_dir.join("work"))?;
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    for entry in std::fs::read_dir(&folder)?.flatten() {
        let modified = entry.metadata().and_then(|meta| meta.modified());
        let age = modified.ok().and_then(|time| time.elapsed().ok());
        if age.is_some_and(|age| age > LEFT_BEHIND) {
            // Another worker may be at it too.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
    Ok(folder)
}

/// The ffmpeg to use: the one that is named, or the first on the `PATH`, or none.
///
/// # Errors
/// When it is named and is not there.
pub fn ffmpeg(config: &Config) -> anyhow::Result<Option<Ffmpeg>> {
    match &config.decode.ffmpeg {
        FfmpegChoice::Off => Ok(None),
        FfmpegChoice::Auto => Ok(config::variable("PATH").and_then(|path| Ffmpeg::find(&path))),
        FfmpegChoice::At(path) => Ok(Some(Ffmpeg::at(path).context("`decode.ffmpeg`")?)),
    }
}

fn decode_limits(config: &Config) -> DecodeLimits {
    DecodeLimits {
        max_duration: Duration::from_secs_f64(config.limits.max_duration_hours * 3600.0),
        max_channels: config.limits.max_channels,
        max_sample_rate: config.limits.max_sample_rate,
        max_expansion: config.limits.max_expansion,
        stall: Duration::from_secs(config.limits.stall_seconds),
    }
}

/// How redacted spans sound, and whether that is listened to.
#[must_use]
pub const fn sound_policy(policy: &RedactionPolicy) -> SoundPolicy {
    SoundPolicy { sound: policy.sound, check: policy.verify }
}

/// What is redacted.
#[must_use]
pub fn redaction_options(policy: &RedactionPolicy) -> RedactionOptions {
    RedactionOptions { enabled: policy.enabled, kinds: policy.kinds.clone() }
}

fn lease_policy(config: &Config) -> LeasePolicy {
    LeasePolicy {
        lease: Duration::from_secs(config.worker.lease_seconds),
        max_attempts: config.worker.max_attempts,
        ..LeasePolicy::default()
    }
}

fn s3_options(config: &Config) -> S3Options {
    let s3 = &config.s3;
    S3Options {
        endpoint: s3.endpoint.clone(),
        region: s3.region.clone(),
        path_style: s3.path_style,
        credentials: s3.access_key_id.clone().zip(s3.secret_access_key.clone()),
    }
}

fn host_name() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname");
    name.map_or_else(|_| "worker".to_owned(), |name| name.trim().to_owned())
}
