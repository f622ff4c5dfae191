//! `[decode]`: how recordings are decoded.

use std::path::PathBuf;

use serde::Deserialize;

/// `[decode]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DecodeConfig {
    /// What reads the formats that Earmark does not read itself.
    pub ffmpeg: FfmpegChoice,
}

/// Which ffmpeg to use: `auto`, `off`, or a path.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "String")]
pub enum FfmpegChoice {
    /// The first on the `PATH`, if there is one.
    #[default]
    Auto,
    /// None: what takes it fails with that reason.
    Off,
    /// This one, with `ffprobe` beside it.
    At(PathBuf),
}

impl From<String> for FfmpegChoice {
    fn from(text: String) -> Self {
        match text.as_str() {
            "auto" => Self::Auto,
            "off" => Self::Off,
            _ => Self::At(PathBuf::from(text)),
        }
    }
}
