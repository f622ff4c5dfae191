use std::str::FromStr;

use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Serialize};

/// Software that runs Whisper models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SpeechEngine {
    /// Earmark itself where it can read the model, else whisper.cpp.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// Earmark itself: several times as fast on a processor.
    #[serde(rename = "native")]
    Native,
    /// whisper.cpp.
    #[serde(rename = "whisper.cpp")]
    WhisperCpp,
}

impl FromStr for SpeechEngine {
    type Err = Error;

    /// Reads the name that the configuration has for it.
    fn from_str(name: &str) -> Result<Self, Error> {
        let name: StrDeserializer<'_, Error> = name.into_deserializer();
        Self::deserialize(name)
    }
}
