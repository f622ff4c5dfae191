//! Measures waveform peaks of sound that is already silenced.

use super::ogg_opus::OPUS_RATE;
use crate::domain::{MediaTime, Peaks};

/// Takes the sound of a rendition and gives its peaks.
pub(super) struct PeakMeter {
    peaks: Peaks,
    /// Samples an interval, and those of the current one so far.
    interval: u64,
    filled: u64,
    loudest: f32,
}

impl PeakMeter {
    /// Prepares for a recording of this length.
    pub(super) fn new(duration: MediaTime) -> Self {
        let peaks = Peaks::for_duration(duration.as_millis());
        let interval = u64::from(peaks.interval_ms) * u64::from(OPUS_RATE) / 1000;
        Self { peaks, interval, filled: 0, loudest: 0.0 }
    }

    /// Takes the next samples by channel, all of one length.
    pub(super) fn hear(&mut self, channels: &[Vec<f32>]) {
        for at in 0..channels.first().map_or(0, Vec::len) {
            let loudest = channels.iter().map(|channel| channel[at].abs());
            self.loudest = loudest.fold(self.loudest, f32::max);
            self.filled += 1;
            if self.filled == self.interval {
                self.end_interval();
            }
        }
    }

    /// Gives the peaks.
    pub(super) fn finish(mut self) -> Peaks {
        if self.filled > 0 {
            self.end_interval();
        }
        self.peaks
    }

    fn end_interval(&mut self) {
        // The cast stays within 0 to 255.
        self.peaks.values.push((self.loudest.min(1.0) * 255.0).round() as u8);
        (self.filled, self.loudest) = (0, 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_interval_has_its_loudest_sample_of_any_channel() {
        let mut meter = PeakMeter::new(MediaTime::from_millis(1000));
        let mut left = vec![0.0; 48 * 50];
        let right = vec![-0.25; 48 * 50];
        left[48 * 25] = 0.5;
        meter.hear(&[left, right]);
        let peaks = meter.finish();
        assert_eq!((peaks.interval_ms, &peaks.values[..]), (20, &[64, 128, 64][..]));
    }

    #[test]
    fn an_hour_takes_a_few_kilobytes() {
        let of_hours = |hours: u64| Peaks::for_duration(hours * 3_600_000).interval_ms;
        assert_eq!((of_hours(1), of_hours(12)), (1000, 1000));
    }
}
