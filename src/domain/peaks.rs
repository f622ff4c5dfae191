//! A recording's loudness over time, for drawing.

/// The shortest interval, in milliseconds: a pixel of a short clip.
const MIN_INTERVAL_MS: u64 = 20;
/// The longest, so that an hour takes 3.6 KB.
const MAX_INTERVAL_MS: u64 = 1000;
/// About how many intervals a recording is cut into: as many as a wide page has pixels.
const INTERVALS: u64 = 2000;

/// Waveform peaks: for each interval the loudest absolute sample, 255 being full scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peaks {
    /// The length of an interval in milliseconds.
    pub interval_ms: u32,
    /// A value an interval, from the recording's start.
    pub values: Vec<u8>,
}

impl Peaks {
    /// No values yet, with the interval that fits a recording of `duration_ms` milliseconds.
    #[must_use]
    pub fn for_duration(duration_ms: u64) -> Self {
        let interval = (duration_ms / INTERVALS).clamp(MIN_INTERVAL_MS, MAX_INTERVAL_MS);
        Self { interval_ms: u32::try_from(interval).unwrap_or(1000), values: Vec::new() }
    }
}
