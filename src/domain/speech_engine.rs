use serde::{Deserialize, Serialize};

/// Software that runs Whisper models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SpeechEngine {
    /// CTranslate2 where it can read the model, else whisper.cpp.
    #[serde(rename = "auto")]
    Auto,
    /// CTranslate2: twice as fast on a processor; numbers that are written with digits end too early
    /// in it.
    #[serde(rename = "ctranslate2")]
    Ctranslate2,
    /// whisper.cpp.
    #[default]
    #[serde(rename = "whisper.cpp")]
    WhisperCpp,
}
