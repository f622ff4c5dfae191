//! Identities of the things that Earmark keeps.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{MediaKey, ObjectVersion, ParseError};

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type, ToSchema)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                Uuid::parse_str(text).map(Self).map_err(|_| ParseError(format!("`{text}` is not an id")))
            }
        }
    };
}

uuid_id! {
    /// A recording: one key of one collection, whatever version of the object is there now.
    RecordingId
}
uuid_id! {
    /// The transcript of one version of a recording.
    TranscriptId
}
uuid_id! {
    /// A piece of work in the queue.
    JobId
}

impl RecordingId {
    /// The id of `key` in `collection`: the same key always has the same id, so links outlive a reset.
    #[must_use]
    pub fn of(collection: &CollectionName, key: &MediaKey) -> Self {
        let name = format!("{collection}\n{}\n{}", key.bucket, key.key);
        Self(Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()))
    }
}

impl TranscriptId {
    /// The id of the transcript of `version`: a job run twice writes under the same id.
    #[must_use]
    pub fn of(recording: RecordingId, version: &ObjectVersion) -> Self {
        Self(Uuid::new_v5(&recording.0, version.fingerprint().as_bytes()))
    }
}

/// A collection's name: 1 to 64 of `a-z`, `0-9` and `-`, as it stands in addresses and file names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(pattern = "^[a-z0-9-]{1,64}$")]
pub struct CollectionName(String);

impl CollectionName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CollectionName {
    type Error = ParseError;

    fn try_from(name: String) -> Result<Self, ParseError> {
        let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if (1..=64).contains(&name.len()) && name.chars().all(is_allowed) {
            Ok(Self(name))
        } else {
            Err(ParseError(format!(
                "`{name}` is not a collection name: use 1 to 64 of a-z, 0-9 and `-`"
            )))
        }
    }
}

impl FromStr for CollectionName {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        Self::try_from(name.to_owned())
    }
}

impl From<CollectionName> for String {
    fn from(name: CollectionName) -> Self {
        name.0
    }
}

impl fmt::Display for CollectionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_name_has_no_slash_space_or_capital() {
        assert!("oral-history".parse::<CollectionName>().is_ok());
        for bad in ["", "a/b", "Oral", "a b", "é"] {
            assert!(bad.parse::<CollectionName>().is_err(), "{bad}");
        }
    }
}
