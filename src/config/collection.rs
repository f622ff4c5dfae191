//! `[[collection]]`: a bucket and prefix with its own schedule, languages and redaction policy.

use serde::Deserialize;

use crate::domain::{CollectionName, EntityKind, Language};

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
    /// What is redacted.
    #[serde(default)]
    pub redaction: RedactionPolicy,
}

/// How a recording's channels are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelMode {
    /// Mixed into one.
    #[default]
    Mix,
    /// Each by itself, labelled `ch_0`, `ch_1`, and so on.
    Separate,
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
