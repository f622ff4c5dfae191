//! `[[collection]]`: a bucket and prefix with its own schedule, languages and redaction policy.

use serde::Deserialize;

use crate::domain::{ChannelMode, CollectionName, EntityKind, Language, SoundCheck, SpanSound};

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

/// What is redacted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RedactionPolicy {
    /// False keeps everything as said; `config check` and the page say so loudly.
    pub enabled: bool,
    /// The kinds to redact.
    pub kinds: Vec<EntityKind>,
    /// What is played in place of what was redacted.
    pub sound: SpanSound,
    /// Whether the sound is listened to before anybody gets it.
    pub verify: SoundCheck,
}

impl Default for RedactionPolicy {
    fn default() -> Self {
        Self {
            enabled: true,
            kinds: EntityKind::ALL.to_vec(),
            sound: SpanSound::default(),
            verify: SoundCheck::default(),
        }
    }
}
