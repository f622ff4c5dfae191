//! Where a recording lies, and which version of it is meant.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ParseError;

/// An object's place in an S3-compatible store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct MediaKey {
    /// The bucket.
    pub bucket: String,
    /// The whole key, its prefix included.
    pub key: String,
}

impl MediaKey {
    /// The key's extension in lower case, or nothing.
    #[must_use]
    pub fn extension(&self) -> Option<String> {
        let name = self.key.rsplit('/').next()?;
        let (stem, extension) = name.rsplit_once('.')?;
        (!stem.is_empty()).then(|| extension.to_ascii_lowercase())
    }

    /// The file's name without folders and extension, `-` and `_` as spaces: a title to begin with.
    #[must_use]
    pub fn title(&self) -> String {
        let name = self.key.rsplit('/').next().unwrap_or(&self.key);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let words = stem.replace(['-', '_'], " ");
        let mut letters = words.trim().chars();
        letters
            .next()
            .map_or_else(|| self.key.clone(), |first| first.to_uppercase().chain(letters).collect())
    }
}

impl fmt::Display for MediaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.key)
    }
}

/// What tells one version of an object from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectVersion {
    /// The entity tag, without quotes; some stores leave it out of lists.
    pub etag: Option<String>,
    /// The version id, where the bucket keeps versions.
    pub version_id: Option<String>,
    /// The object's size in bytes.
    pub size_bytes: u64,
    /// When the store says it was last written.
    pub last_modified: Option<DateTime<Utc>>,
}

impl ObjectVersion {
    /// A text that is the same for the same content version: version id or ETag, and size.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let tag = self.version_id.as_deref().or(self.etag.as_deref()).unwrap_or("-");
        format!("{tag}:{}", self.size_bytes)
    }

    /// Whether both describe the same content, as far as the store tells.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let tags_agree = match (&self.etag, &other.etag) {
            (Some(a), Some(b)) => a == b,
            _ => self.last_modified == other.last_modified,
        };
        tags_agree && self.size_bytes == other.size_bytes
    }
}

/// Whether there is a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum MediaKind {
    /// Sound alone.
    Audio,
    /// Sound with a picture.
    Video,
}

/// How a collection's recordings of several channels are to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelMode {
    /// Measured for each recording: apart where each channel has a speaker of its own.
    #[default]
    Auto,
    /// Mixed into one.
    Mix,
    /// Each by itself, labelled `ch_0`, `ch_1`, and so on.
    Separate,
}

impl ChannelMode {
    /// How so many channels are heard; `None` where they must be measured for that.
    #[must_use]
    pub const fn layout(self, channels: u16) -> Option<ChannelLayout> {
        match (self, channels) {
            (_, 1) => Some(ChannelLayout::Mono),
            (Self::Mix, _) => Some(ChannelLayout::Mix),
            (Self::Separate, _) => Some(ChannelLayout::Separate),
            (Self::Auto, _) => None,
        }
    }
}

impl FromStr for ChannelMode {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text {
            "auto" => Ok(Self::Auto),
            "mix" => Ok(Self::Mix),
            "separate" => Ok(Self::Separate),
            _ => Err(ParseError(format!("`{text}` is none of: auto, mix, separate"))),
        }
    }
}

/// What a recording's channels hold, and how they were heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum ChannelLayout {
    /// There is one channel.
    Mono,
    /// The same voices are on all channels.
    Mix,
    /// Each channel has speakers of its own.
    Separate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_made_from_the_file_name() {
        let key = MediaKey { bucket: "b".into(), key: "2024/council_meeting-may.ogg".into() };
        assert_eq!(key.title(), "Council meeting may");
        assert_eq!(key.extension().as_deref(), Some("ogg"));
    }
}
