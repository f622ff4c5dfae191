//! What decoding hands on.

use crate::domain::{MediaKind, MediaTime};

/// What a file says about its sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaInfo {
    /// Whether there is a picture.
    pub kind: MediaKind,
    /// The codec's short name, such as `mp3` or `opus`.
    pub codec: String,
    /// Samples a second, as recorded.
    pub sample_rate: u32,
    /// Channels, as recorded.
    pub channels: u16,
    /// The length that the header claims, if it does; the truth is known after decoding.
    pub claimed_duration: Option<MediaTime>,
}

/// A run of samples, one vector a channel, all of one length.
#[derive(Clone)]
pub struct PcmChunk {
    /// Samples a second.
    pub rate: u32,
    /// Where it starts, in samples from the recording's start at `rate`.
    pub start: u64,
    /// The samples by channel, in -1.0 to 1.0.
    pub channels: Vec<Vec<f32>>,
}
