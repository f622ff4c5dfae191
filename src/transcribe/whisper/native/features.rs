//! Log-mel features, as Whisper was trained on (Radford et al. 2022, section 2.2; OpenAI's
//! `log_mel_spectrogram`): windows of 25 ms every 10 ms, 80 or 128 mel filters, a range of eight
//! powers of ten.

use std::f32::consts::PI;
use std::sync::Arc;

use realfft::{RealFftPlanner, RealToComplex};

/// Samples in a window.
const WINDOW: usize = 400;
/// Samples between two windows.
pub(super) const HOP: usize = 160;
/// The frequencies of a window.
const BINS: usize = WINDOW / 2 + 1;
/// The least energy that counts.
const FLOOR: f32 = 1e-10;
/// What is more powers of ten below the loudest counts as silence.
const RANGE: f32 = 8.0;

/// Makes features of sound.
pub(super) struct Features {
    transform: Arc<dyn RealToComplex<f32>>,
    window: [f32; WINDOW],
    filters: Vec<Filter>,
}

/// A filter without the zeros around it.
struct Filter {
    first: usize,
    weights: Vec<f32>,
}

impl Features {
    /// Takes the model's own filters, `mels` of them.
    pub(super) fn new(filters: &[f32], mels: usize) -> Result<Self, String> {
        if mels == 0 || filters.len() != mels * BINS {
            return Err(format!("{mels} mel filters of {} numbers", filters.len()));
        }
        let hann = |index: usize| 0.5 - 0.5 * (2.0 * PI * index as f32 / WINDOW as f32).cos();
        let filter = |weights: &[f32]| {
            let first = weights.iter().position(|weight| *weight > 0.0).unwrap_or(0);
            let end = weights.iter().rposition(|weight| *weight > 0.0).map_or(first, |at| at + 1);
            Filter { first, weights: weights[first..end].to_vec() }
        };
        Ok(Self {
            transform: RealFftPlanner::new().plan_fft_forward(WINDOW),
            window: std::array::from_fn(hann),
            filters: filters.chunks(BINS).map(filter).collect(),
        })
    }

    /// How many numbers a frame has.
    pub(super) fn mels(&self) -> usize {
        self.filters.len()
    }

    /// The features of `samples` (16 kHz), filled up with silence to `frames` frames of 10 ms:
    /// filter after filter, each a number for every frame.
    ///
    /// # Errors
    /// When the transform fails, which it does for no sound.
    pub(super) fn of(&self, samples: &[f32], frames: usize) -> Result<Vec<f32>, String> {
        let mut features = vec![FLOOR.log10(); self.mels() * frames];
        let mut spectrum = self.transform.make_output_vec();
        let mut scratch = self.transform.make_scratch_vec();
        let mut block = [0.0; WINDOW];
        let said = samples.len().div_ceil(HOP) + 2;
        for frame in 0..frames.min(said) {
            self.fill(&mut block, samples, frame);
            self.transform
                .process_with_scratch(&mut block, &mut spectrum, &mut scratch)
                .map_err(|error| error.to_string())?;
            let power: Vec<f32> = spectrum.iter().map(|value| value.norm_sqr()).collect();
            for (index, filter) in self.filters.iter().enumerate() {
                let energies = power[filter.first..].iter().zip(&filter.weights);
                let energy: f32 = energies.map(|(power, weight)| power * weight).sum();
                features[index * frames + frame] = energy.max(FLOOR).log10();
            }
        }
        let loudest = features.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        features.iter_mut().for_each(|one| *one = (one.max(loudest - RANGE) + 4.0) / 4.0);
        Ok(features)
    }

    /// One window of sound; before the beginning the sound is mirrored.
    fn fill(&self, block: &mut [f32; WINDOW], samples: &[f32], frame: usize) {
        for (index, (sample, weight)) in block.iter_mut().zip(&self.window).enumerate() {
            let at = (frame * HOP + index).abs_diff(WINDOW / 2);
            *sample = samples.get(at).copied().unwrap_or(0.0) * weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Filters of one frequency each: 0, 40, 80 Hz and so on.
    fn single(mels: usize) -> Vec<f32> {
        let one = |index: usize| if index % BINS == index / BINS { 1.0 } else { 0.0 };
        (0..mels * BINS).map(one).collect()
    }

    #[test]
    fn a_tone_is_loudest_at_its_own_frequency_and_silence_follows_it() {
        let features = Features::new(&single(80), 80).unwrap();
        // 1000 Hz is the 25th of the 40 Hz steps.
        let tone = |index: usize| (2.0 * PI * 1000.0 * index as f32 / 16_000.0).sin();
        let samples: Vec<f32> = (0..16_000).map(tone).collect();
        let frames = 200;
        let numbers = features.of(&samples, frames).unwrap();
        let at = |mel: usize, frame: usize| numbers[mel * frames + frame];
        let loudest = (0..80).max_by(|a, b| at(*a, 50).total_cmp(&at(*b, 50)));
        assert_eq!(loudest, Some(25));
        assert!(at(25, 50) - at(25, 150) > 1.9, "{} {}", at(25, 50), at(25, 150));
        assert!((0..80).all(|mel| (at(mel, 150) - at(0, 199)).abs() < 1e-6));
    }

    #[test]
    fn filters_of_another_size_are_refused() {
        assert!(Features::new(&[0.0; 10], 80).is_err());
    }
}
