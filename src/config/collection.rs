//! `[[collection]]`: a bucket and prefix with its own schedule, languages, model, words and
//! redaction policy.

use std::path::PathBuf;

use serde::Deserialize;

use super::words::{FilterConfig, TermConfig};
use crate::domain::{ChannelMode, CollectionName, EntityKind, Language};

/// What is archived together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectionConfig {
    /// Its name in addresses and filters.
    pub name: CollectionName,
    /// The bucket.
    pub bucket: String,
    /// Before every key of the collection; empty for the whole bucket.
    #[serde(default)]
    pub prefix: String,
    /// When it is crawled, as cron (`*/15 * * * *`); without it only when asked.
    #[serde(default)]
    pub schedule: Option<String>,
    /// The languages that may be spoken; empty means any.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// How channels are heard.
    #[serde(default)]
    pub channels: ChannelMode,
    /// The model that hears it; `transcribe.model` if unset.
    #[serde(default)]
    pub model: Option<String>,
    /// Names and terms that are likely to be said.
    #[serde(default)]
    pub vocabulary: Vec<TermConfig>,
    /// A file with more of them, one a line.
    #[serde(default)]
    pub vocabulary_file: Option<PathBuf>,
    /// Words that are masked, removed or tagged.
    #[serde(default)]
    pub vocabulary_filter: Option<FilterConfig>,
    /// What is redacted.
    #[serde(default)]
    pub redaction: RedactionPolicy,
}

/// What is redacted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RedactionPolicy {
    /// False keeps everything as said; `config check` and the page say so loudly.
    pub enabled: bool,
    /// The kinds to redact.
    pub kinds: Vec<EntityKind>,
}

impl Default for RedactionPolicy {
    fn default() -> Self {
        Self { enabled: true, kinds: EntityKind::ALL.to_vec() }
    }
}
