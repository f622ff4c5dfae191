use serde::{Deserialize, Serialize};

/// Software that runs Whisper models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SpeechEngine {
    /// CTranslate2 where it can read the model, else whisper.cpp.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// CTranslate2: several times as fast on a processor.
    #[serde(rename = "ctranslate2")]
    Ctranslate2,
    /// whisper.cpp.
    #[serde(rename = "whisper.cpp")]
    WhisperCpp,
}
