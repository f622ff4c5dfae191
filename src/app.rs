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

use crate::config::{
    self, CollectionConfig, Config, FfmpegChoice, FilterConfig, RecognizerConfig, RedactionPolicy,
    TermConfig,
};
use crate::decode::{DecodeLimits, DecodeOptions, Ffmpeg};
use crate::domain::{CollectionName, SoundPolicy};
use crate::index::{Follower, FollowerOptions, SegmentIndex};
use crate::ingest::{
    CollectionPlan, Crawler, Ears, Models, Pipeline, PipelineOptions, Plans, RunControl, Scheduler,
    SecondModel, Sweeper, SweeperOptions, Worker, WorkerOptions,
};
use crate::local::PrivatePostgres;
use crate::redact::{CustomRule, FilterOptions, NameModel, RedactionOptions, Redactor};
use crate::source::{ObjectStore, S3Options};
use crate::store::{CrawlCounts, LeasePolicy, ScheduleEntry, Stage, Store};
use crate::transcribe::models::{Catalog, Model, ModelRole, ModelStore};
use crate::transcribe::{
    TranscribeError, Transcriber, Vocabulary, VocabularyTerm, WhisperOptions, WhisperTranscriber,
};

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

    /// How each collection is found, heard and redacted. Blocks while the model for names and
    /// addresses is loaded.
    ///
    /// # Errors
    /// When a redactor can't be made: the model is missing or damaged, or a pattern is wrong.
    pub fn plans(config: &Config) -> anyhow::Result<Plans> {
        let policies = config.collections.iter().map(|collection| &collection.redaction);
        let model = name_model(config, policies)?;
        plans(config, |collection| {
            Ok(Redactor::new(&collection_redaction(collection), model.as_ref())?)
        })
    }

    /// How each collection is found, where nothing is heard. Without the model for names, what a
    /// recording is called is withheld until it is heard.
    async fn crawl_plans(&self) -> anyhow::Result<Plans> {
        let config = self.config.clone();
        match tokio::task::spawn_blocking(move || Self::plans(&config)).await? {
            Ok(plans) => Ok(plans),
            Err(error) => {
                warn!("the names of new recordings are withheld until they are heard: {error:#}");
                plans(&self.config, |_| Ok(Redactor::refusing()))
            }
        }
    }

    /// Makes a worker, its models loaded and checked, and the bucket for what it writes.
    ///
    /// # Errors
    /// When a model is missing or damaged, or the bucket can't be made.
    pub async fn worker(&self, until_idle: bool) -> anyhow::Result<Worker> {
        let derived = &self.config.derived;
        self.objects.ensure_bucket(&derived.bucket).await?;
        let config = self.config.clone();
        let loading = tokio::task::spawn_blocking(move || {
            let (plans, models) = (Self::plans(&config)?, models(&config)?);
            let ears = ears(config, models.clone());
            anyhow::Ok((plans, models, ears))
        });
        let (plans, models, ears) = loading.await??;
        let options = PipelineOptions {
            decode: decode_options(&self.config)?,
            derived_bucket: derived.bucket.clone(),
            derived_prefix: derived.prefix.clone(),
            work_dir: work_dir(&self.config)?,
            checkpoint_every: Duration::from_secs(self.config.worker.checkpoint_seconds),
        };
        let archive = Arc::new(self.objects.clone());
        let plans = Arc::new(plans);
        let pipeline = Pipeline::new(self.store.clone(), archive, models, plans, options);
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

    /// Makes a worker that only crawls; it needs no model that hears.
    ///
    /// # Errors
    /// When a list of words can't be read.
    pub async fn crawler(&self) -> anyhow::Result<Worker> {
        let archive = Arc::new(self.objects.clone());
        Ok(Worker::crawling(
            self.store.clone(),
            archive,
            Arc::new(self.crawl_plans().await?),
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
        let plans = self.crawl_plans().await?;
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
        let entry = |collection: &CollectionConfig| ScheduleEntry {
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

fn plans(
    config: &Config,
    redactor: impl Fn(&CollectionConfig) -> anyhow::Result<Redactor>,
) -> anyhow::Result<Plans> {
    let plan = |collection: &CollectionConfig| {
        let plan = CollectionPlan {
            bucket: collection.bucket.clone(),
            prefix: collection.prefix.clone(),
            languages: collection.languages.clone(),
            channels: collection.channels,
            sound: sound_policy(&collection.redaction),
            model: config.model_of(collection).to_owned(),
            vocabulary: Arc::new(vocabulary(collection.terms()?)),
            redactor: Arc::new(redactor(collection)?),
        };
        Ok((collection.name.clone(), plan))
    };
    config.collections.iter().map(plan).collect()
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

/// The models of all collections, loaded and checked now. Where one can't be loaded, the recordings
/// that it should hear fail with the reason, and the others go on. Blocks for seconds.
///
/// # Errors
/// Where none can be loaded.
pub fn models(config: &Config) -> anyhow::Result<Models> {
    let for_loading = config.clone();
    let models = Models::new(move |name| {
        transcriber(&for_loading, name).map_err(|error| {
            let (name, reason) = (name.to_owned(), format!("{error:#}"));
            TranscribeError::Model { name, reason }
        })
    });
    let mut failed = Vec::new();
    let wanted = config.models();
    for name in &wanted {
        if let Err(error) = models.named(name) {
            warn!("recordings of collections with `model = {name:?}` fail: {error}");
            failed.push(error);
        }
    }
    match failed.pop() {
        Some(error) if failed.len() + 1 == wanted.len() => Err(error.into()),
        _ => Ok(models),
    }
}

/// Terms as a recognizer takes them.
#[must_use]
pub fn vocabulary(terms: Vec<TermConfig>) -> Vocabulary {
    let term = |TermConfig { text, sounds_like }| VocabularyTerm { text, sounds_like };
    Vocabulary { terms: terms.into_iter().map(term).collect() }
}

/// Loads the model of this name and voice activity; a file whose sum is wrong is never loaded.
/// Blocks for a second.
///
/// # Errors
/// Says which model is missing or damaged, and how to get it.
pub fn transcriber(config: &Config, name: &str) -> anyhow::Result<Arc<dyn Transcriber>> {
    let models = ModelStore::new(config.models_dir());
    let model = models.verified(name)?;
    let options = WhisperOptions {
        name: name.to_owned(),
        sha256: model.sum.to_string(),
        model: model.path,
        vad_model: models.verified(VAD_MODEL)?.path,
        engine: config.transcribe.engine,
        threads: config.transcribe.threads,
    };
    Ok(Arc::new(WhisperTranscriber::load(options)?))
}

/// Loads the model for names and addresses if any of these policies needs it; a file whose sum is
/// wrong is never loaded. Blocks for a quarter of a second.
///
/// # Errors
/// Says that it is missing or damaged, and how to get it.
pub fn name_model<'a>(
    config: &Config,
    policies: impl IntoIterator<Item = &'a RedactionPolicy>,
) -> anyhow::Result<Option<NameModel>> {
    let is_needed = policies.into_iter().any(|policy| redaction_options(policy).needs_model());
    if !is_needed {
        return Ok(None);
    }
    let file = ModelStore::new(config.models_dir()).verified(NameModel::NAME)?;
    Ok(Some(NameModel::load(&file)?))
}

/// Who listens to redacted sound: another model than heard it where one is installed.
#[must_use]
pub fn ears(config: Config, models: Models) -> Ears {
    Ears::of(models).and(move |own| second_model(&config, own))
}

/// The installed speech model that is not `own`: one of all languages rather than of one, and the
/// smallest.
#[must_use]
pub fn second_model(config: &Config, own: &str) -> Option<SecondModel> {
    let models = ModelStore::new(config.models_dir());
    let catalog = Catalog::builtin();
    let is_usable = |model: &&Model| {
        model.role == ModelRole::Speech
            && model.name != own
            && models.installed(&model.name).unwrap_or(false)
    };
    let order = |model: &&Model| (!model.is_multilingual(), model.memory_mb);
    let model = catalog.models().iter().filter(is_usable).min_by_key(order)?;
    let only = (!model.is_multilingual()).then(|| model.languages.parse().ok()).flatten();
    Some(SecondModel { name: model.name.clone(), only })
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

/// What cuts clips out of videos, where there is an ffmpeg.
///
/// # Errors
/// When ffmpeg is named and is not there.
pub fn video_cutter(config: &Config) -> anyhow::Result<Option<crate::clip::VideoCutter>> {
    let limits = decode_limits(config);
    Ok(ffmpeg(config)?.map(|ffmpeg| crate::clip::VideoCutter { ffmpeg, limits }))
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
    let rule = |one: &RecognizerConfig| CustomRule {
        kind: one.kind,
        pattern: one.pattern.clone(),
        words: one.words.clone(),
    };
    RedactionOptions {
        enabled: policy.enabled,
        kinds: policy.kinds.clone(),
        allow: policy.allow.clone(),
        custom: policy.recognizers.iter().map(rule).collect(),
        filter: None,
    }
}

/// What is redacted, and which words are listed.
fn collection_redaction(collection: &CollectionConfig) -> RedactionOptions {
    let filter = collection.vocabulary_filter.clone();
    let filter = filter.map(|FilterConfig { method, words }| FilterOptions { method, words });
    RedactionOptions { filter, ..redaction_options(&collection.redaction) }
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
