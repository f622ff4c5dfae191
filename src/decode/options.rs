//! How recordings are decoded.

use super::{DecodeLimits, Ffmpeg};

/// How recordings are decoded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DecodeOptions {
    /// What a file may ask of the machine.
    pub limits: DecodeLimits,
    /// What reads the formats that this program does not read itself; without it they fail with
    /// [`NeedsFfmpeg`](super::DecodeError::NeedsFfmpeg).
    pub ffmpeg: Option<Ffmpeg>,
}
