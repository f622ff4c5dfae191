//! `[[collection]]`: a bucket and prefix with its own schedule, languages, model, words and
//! redaction policy.

use std::path::PathBuf;

use serde::{Deserialize, Deserializer, de::Error as _};

use super::words::{FilterConfig, TermConfig};
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
    #[serde(deserialize_with = "known_kinds")]
    pub kinds: Vec<EntityKind>,
    /// What is played in place of what was redacted.
    pub sound: SpanSound,
    /// Whether the sound is listened to before anybody gets it.
    pub verify: SoundCheck,
    /// Names that are kept as said: staff, public figures.
    pub allow: Vec<String>,
    /// What is redacted besides.
    #[serde(rename = "recognizer")]
    pub recognizers: Vec<RecognizerConfig>,
}

/// `[[collection.redaction.recognizer]]`: what this collection has redacted besides.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecognizerConfig {
    /// What it finds: a kind that Earmark brings, or a new one, such as `PROJECT`.
    pub kind: EntityKind,
    /// A regular expression over words in lower case, without accents and punctuation, a space
    /// between each two, numbers in digits.
    #[serde(default)]
    pub pattern: Option<String>,
    /// Words and phrases.
    #[serde(default)]
    pub words: Vec<String>,
}

/// Only kinds that Earmark brings: any other name is a slip of the pen.
fn known_kinds<'de, D: Deserializer<'de>>(names: D) -> Result<Vec<EntityKind>, D::Error> {
    let names = Vec::<String>::deserialize(names)?;
    names.iter().map(|name| name.parse().map_err(D::Error::custom)).collect()
}

impl Default for RedactionPolicy {
    fn default() -> Self {
        Self {
            enabled: true,
            kinds: EntityKind::ALL.to_vec(),
            sound: SpanSound::default(),
            verify: SoundCheck::default(),
            allow: Vec::new(),
            recognizers: Vec::new(),
        }
    }
}
