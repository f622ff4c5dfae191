//! What made a transcript.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The model that heard a recording, and how it was set: with the same the same is heard again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelUse {
    /// The model's name, such as `base`.
    pub name: String,
    /// The SHA-256 of its file in hexadecimal; empty where it has no file.
    pub sha256: String,
    /// The settings that may change what is heard, by name.
    pub settings: BTreeMap<String, String>,
}
