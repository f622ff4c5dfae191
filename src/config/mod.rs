//! The configuration: one TOML file, then the environment over it. The only reader of the
//! environment.
//!
//! Unknown keys and impossible values are errors that name the key and what to write instead.

mod check;
mod collection;
mod decode;
mod load;
mod redaction;
mod words;

pub use collection::{CollectionConfig, RecognizerConfig, RedactionPolicy};
pub use decode::{DecodeConfig, FfmpegChoice};
pub use load::ConfigError;
pub(crate) use load::variable;
pub use words::{FilterConfig, TermConfig, terms_of_file};

use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use crate::domain::SpeechEngine;

/// Everything that can be set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the index, the models and the private servers' data lie.
    pub data_dir: PathBuf,
    /// Postgres.
    pub database: DatabaseConfig,
    /// The object store.
    pub s3: S3Config,
    /// Where renditions, transcripts and captions are written.
    pub derived: DerivedConfig,
    /// Speech recognition.
    pub transcribe: TranscribeConfig,
    /// How recordings are decoded.
    pub decode: DecodeConfig,
    /// What a file may cost.
    pub limits: LimitsConfig,
    /// The queue.
    pub worker: WorkerConfig,
    /// The page and the API.
    pub server: ServerConfig,
    /// What is archived.
    #[serde(rename = "collection")]
    pub collections: Vec<CollectionConfig>,
}

/// `[database]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// `postgres://…`; without it a private cluster in the data folder is used.
    pub url: Option<SecretString>,
}

/// `[s3]`: without keys the AWS environment variables and shared files are asked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct S3Config {
    /// The endpoint of a store that is not AWS.
    pub endpoint: Option<String>,
    /// The region (`us-east-1` if nothing names one).
    pub region: Option<String>,
    /// Whether the bucket goes into the path rather than the host name; on by default with an endpoint.
    pub path_style: Option<bool>,
    /// The key id.
    pub access_key_id: Option<String>,
    /// The secret.
    pub secret_access_key: Option<SecretString>,
}

/// `[derived]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DerivedConfig {
    /// The bucket, made if it is missing.
    pub bucket: String,
    /// Before every key, such as `earmark/`.
    pub prefix: String,
}

/// `[transcribe]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TranscribeConfig {
    /// The model's name (`earmark models list`).
    pub model: String,
    /// What runs it.
    pub engine: SpeechEngine,
    /// Threads for one recording; 0 means one a core.
    pub threads: usize,
    /// Where models lie; `models` in the data folder if unset.
    pub models_dir: Option<PathBuf>,
}

/// `[limits]`: beyond them a recording fails with a reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// The longest recording, in hours.
    pub max_duration_hours: f64,
    /// The most channels.
    pub max_channels: u16,
    /// The highest sample rate, in samples a second.
    pub max_sample_rate: u32,
    /// How many times as big as the file its sound may be, in samples of 16 bits.
    pub max_expansion: u32,
    /// How long ffmpeg may work without any sound coming of it, in seconds.
    pub stall_seconds: u64,
}

/// `[worker]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WorkerConfig {
    /// Recordings at a time.
    pub concurrency: usize,
    /// How long a silent worker keeps its job, in seconds.
    pub lease_seconds: u64,
    /// How often a job that may succeed later is tried.
    pub max_attempts: u32,
    /// How often what was heard of a long recording is kept, in seconds of work.
    pub checkpoint_seconds: u64,
}

/// `[server]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    /// Address and port; anything but loopback needs `access_token`.
    pub listen: String,
    /// What people must enter to see anything, at least 16 characters.
    pub access_token: Option<SecretString>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("var"),
            database: DatabaseConfig::default(),
            s3: S3Config::default(),
            derived: DerivedConfig::default(),
            transcribe: TranscribeConfig::default(),
            decode: DecodeConfig::default(),
            limits: LimitsConfig::default(),
            worker: WorkerConfig::default(),
            server: ServerConfig::default(),
            collections: Vec::new(),
        }
    }
}

impl Default for DerivedConfig {
    fn default() -> Self {
        Self { bucket: "earmark-derived".to_owned(), prefix: String::new() }
    }
}

impl Default for TranscribeConfig {
    fn default() -> Self {
        Self {
            model: "base".to_owned(),
            engine: SpeechEngine::default(),
            threads: 0,
            models_dir: None,
        }
    }
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            max_duration_hours: 12.0,
            max_channels: 16,
            max_sample_rate: 384_000,
            max_expansion: 2_000,
            stall_seconds: 60,
        }
    }
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self { concurrency: 1, lease_seconds: 60, max_attempts: 3, checkpoint_seconds: 60 }
    }
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self { listen: "127.0.0.1:8484".to_owned(), access_token: None }
    }
}

impl Config {
    /// Where models lie.
    #[must_use]
    pub fn models_dir(&self) -> PathBuf {
        self.transcribe.models_dir.clone().unwrap_or_else(|| self.data_dir.join("models"))
    }

    /// The model that hears a collection's recordings.
    #[must_use]
    pub fn model_of<'a>(&'a self, collection: &'a CollectionConfig) -> &'a str {
        collection.model.as_deref().unwrap_or(&self.transcribe.model)
    }

    /// The models that hear the collections' recordings, each once; the usual one where there is
    /// no collection.
    #[must_use]
    pub fn models(&self) -> Vec<&str> {
        let mut models: Vec<&str> = Vec::new();
        for collection in &self.collections {
            let model = self.model_of(collection);
            if !models.contains(&model) {
                models.push(model);
            }
        }
        if models.is_empty() { vec![&self.transcribe.model] } else { models }
    }

    /// Where the index lies.
    #[must_use]
    pub fn index_dir(&self) -> PathBuf {
        self.data_dir.join("index")
    }
}
