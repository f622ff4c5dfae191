//! `[[collection]]`: a bucket and prefix with its own schedule, languages and redaction policy.

use serde::{Deserialize, Deserializer, de::Error as _};

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
        let kinds = EntityKind::ALL.to_vec();
        Self { enabled: true, kinds, allow: Vec::new(), recognizers: Vec::new() }
    }
}
