//! The part of the sound that is still needed, addressed by the recording's own clock.

use std::ops::Range;

/// Samples of one stretch of the recording.
#[derive(Default)]
pub(super) struct SoundWindow {
    /// The number of the first sample held.
    origin: u64,
    samples: Vec<f32>,
}

impl SoundWindow {
    /// Adds what comes next.
    pub(super) fn extend(&mut self, samples: impl Iterator<Item = f32>) {
        self.samples.extend(samples);
    }

    /// The number of the sample after the last one held.
    pub(super) fn end(&self) -> u64 {
        self.origin + self.samples.len() as u64
    }

    /// The samples of `range`, as far as they are held.
    pub(super) fn slice(&self, range: Range<u64>) -> &[f32] {
        let end = self.index(range.end);
        &self.samples[self.index(range.start).min(end)..end]
    }

    /// Lets go of everything before `sample`.
    pub(super) fn drop_before(&mut self, sample: u64) {
        let count = self.index(sample);
        self.samples.drain(..count);
        self.origin += count as u64;
    }

    /// Where `sample` lies in the vector, or the nearest place to it.
    fn index(&self, sample: u64) -> usize {
        usize::try_from(sample.saturating_sub(self.origin))
            .map_or(self.samples.len(), |index| index.min(self.samples.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_keep_their_number_when_earlier_ones_go() {
        let mut window = SoundWindow::default();
        window.extend([0.0, 1.0, 2.0, 3.0].into_iter());
        window.drop_before(2);
        window.extend([4.0].into_iter());
        assert_eq!(window.slice(3..5), [3.0, 4.0]);
        assert_eq!(window.slice(0..3), [2.0]);
        assert_eq!(window.end(), 5);
        window.drop_before(99);
        assert_eq!(window.end(), 5);
        assert!(window.slice(0..9).is_empty());
    }
}
