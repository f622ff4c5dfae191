//! Changes the sample rate of a stream without moving anything in time.

use rubato::audioadapter_buffers::direct::SequentialSliceOfVecs;
use rubato::{Fft, FixedSync, Indexing, Resampler as _};

use super::{DecodeError, Decoder, MediaInfo, PcmChunk};
use crate::domain::MediaTime;

/// About how many samples are transformed at a time: long enough for a steep filter.
const BLOCK: usize = 1024;

/// Resamples a stream: what goes in at a time comes out at that time, and nothing is lost.
pub struct Resampler {
    from: u32,
    to: u32,
    channels: usize,
    /// `None` if the rates are equal.
    fft: Option<Fft<f32>>,
    waiting: Vec<Vec<f32>>,
    /// Samples of the filter's own delay that are still to be dropped.
    delay: usize,
    taken: u64,
    given: u64,
}

impl Resampler {
    /// Makes a resampler from one rate to another, in samples a second.
    ///
    /// # Errors
    /// [`DecodeError::Unsupported`] if one of the rates is zero.
    pub fn new(from: u32, to: u32, channels: usize) -> Result<Self, DecodeError> {
        let fft = (from != to)
            .then(|| {
                Fft::new_custom(
                    from as usize,
                    to as usize,
                    BLOCK,
                    1,
                    channels,
                    rubato::WindowFunction::BlackmanHarris2,
                    FixedSync::Both,
                )
            })
            .transpose()
            .map_err(|error| DecodeError::Unsupported(error.to_string()))?;
        let delay = fft.as_ref().map_or(0, rubato::Resampler::output_delay);
        let waiting = vec![Vec::new(); channels];
        Ok(Self { from, to, channels, fft, waiting, delay, taken: 0, given: 0 })
    }

    /// Takes samples, and gives those that are ready.
    ///
    /// # Errors
    /// [`DecodeError::Unsupported`] if the number of channels is not that of [`new`](Self::new).
    pub fn push(&mut self, channels: Vec<Vec<f32>>) -> Result<Vec<Vec<f32>>, DecodeError> {
        if channels.len() != self.channels {
            return Err(DecodeError::Unsupported("the number of channels changes".to_owned()));
        }
        self.taken += channels.first().map_or(0, Vec::len) as u64;
        if self.fft.is_none() {
            self.given = self.taken;
            return Ok(channels);
        }
        for (waiting, new) in self.waiting.iter_mut().zip(channels) {
            waiting.extend(new);
        }
        self.resample_waiting()
    }

    /// Gives what is still inside, so that all in all as much came out as went in.
    ///
    /// # Errors
    /// As for [`push`](Self::push).
    pub fn finish(&mut self) -> Result<Vec<Vec<f32>>, DecodeError> {
        let mut rest = vec![Vec::new(); self.channels];
        let Some(block) = self.fft.as_ref().map(rubato::Resampler::input_frames_next) else {
            return Ok(rest);
        };
        // Silence pushes the rest out.
        let due = (u128::from(self.taken) * u128::from(self.to)).div_ceil(u128::from(self.from));
        let due = u64::try_from(due).unwrap_or(u64::MAX);
        while self.given < due {
            self.waiting.iter_mut().for_each(|channel| channel.resize(block, 0.0));
            let mut more = self.resample_waiting()?;
            let beyond = usize::try_from(self.given.saturating_sub(due)).unwrap_or(usize::MAX);
            more.iter_mut().for_each(|channel| {
                channel.truncate(channel.len().saturating_sub(beyond));
            });
            rest.iter_mut().zip(more).for_each(|(rest, more)| rest.extend(more));
        }
        self.given = due;
        Ok(rest)
    }

    fn resample_waiting(&mut self) -> Result<Vec<Vec<f32>>, DecodeError> {
        let mut ready = vec![Vec::new(); self.channels];
        let Some(fft) = &mut self.fft else { return Ok(ready) };
        let (block, block_out) = (fft.input_frames_next(), fft.output_frames_next());
        let held = self.waiting.first().map_or(0, Vec::len);
        let blocks = held / block;
        ready.iter_mut().for_each(|channel| channel.resize(blocks * block_out, 0.0));
        let failed = |reason: String| DecodeError::Unsupported(reason);
        {
            let input = SequentialSliceOfVecs::new(&self.waiting, self.channels, held)
                .map_err(|error| failed(error.to_string()))?;
            let mut output =
                SequentialSliceOfVecs::new_mut(&mut ready, self.channels, blocks * block_out)
                    .map_err(|error| failed(error.to_string()))?;
            for index in 0..blocks {
                let at =
                    Indexing::new().input_offset(index * block).output_offset(index * block_out);
                fft.process_into_buffer(&input, &mut output, Some(&at))
                    .map_err(|error| failed(error.to_string()))?;
            }
        }
        self.waiting.iter_mut().for_each(|channel| drop(channel.drain(..blocks * block)));
        let dropped = self.delay.min(blocks * block_out);
        self.delay -= dropped;
        ready.iter_mut().for_each(|channel| drop(channel.drain(..dropped)));
        self.given += (blocks * block_out - dropped) as u64;
        Ok(ready)
    }
}

/// A [`Decoder`] at another rate.
pub struct ResampledDecoder {
    decoder: Decoder,
    resampler: Resampler,
    rate: u32,
    given: u64,
    is_over: bool,
}

impl ResampledDecoder {
    /// Wraps a decoder so that its chunks come at `rate` samples a second.
    ///
    /// # Errors
    /// [`DecodeError::Unsupported`] if `rate` is zero.
    pub fn new(decoder: Decoder, rate: u32) -> Result<Self, DecodeError> {
        let info = decoder.info();
        let resampler = Resampler::new(info.sample_rate, rate, usize::from(info.channels))?;
        Ok(Self { decoder, resampler, rate, given: 0, is_over: false })
    }

    /// What the file says about its sound, at its own rate.
    #[must_use]
    pub const fn info(&self) -> &MediaInfo {
        self.decoder.info()
    }

    /// How much was handed on so far.
    #[must_use]
    pub const fn position(&self) -> MediaTime {
        MediaTime::from_samples(self.given, self.rate)
    }

    /// How much was handed on so far, in samples at the new rate.
    #[must_use]
    pub const fn position_in_samples(&self) -> u64 {
        self.given
    }

    /// Gives the next chunk, or `None` at the end.
    ///
    /// # Errors
    /// As for [`Decoder::next_chunk`].
    pub fn next_chunk(&mut self) -> Result<Option<PcmChunk>, DecodeError> {
        while !self.is_over {
            let channels = if let Some(chunk) = self.decoder.next_chunk()? {
                self.resampler.push(chunk.channels)?
            } else {
                self.is_over = true;
                self.resampler.finish()?
            };
            let frames = channels.first().map_or(0, Vec::len);
            if frames > 0 {
                let start = self.given;
                self.given += frames as u64;
                return Ok(Some(PcmChunk { rate: self.rate, start, channels }));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resample(samples: &[f32], from: u32, to: u32) -> Vec<f32> {
        let mut resampler = Resampler::new(from, to, 1).unwrap();
        let mut out = Vec::new();
        for block in samples.chunks(777) {
            out.extend(resampler.push(vec![block.to_vec()]).unwrap().remove(0));
        }
        out.extend(resampler.finish().unwrap().remove(0));
        out
    }

    #[test]
    fn an_impulse_stays_where_it_is_and_the_length_too() {
        for (from, to) in [(44_100, 16_000), (8_000, 16_000), (44_100, 48_000), (16_000, 48_000)] {
            let mut samples = vec![0.0; from as usize * 2];
            samples[from as usize] = 1.0;
            let out = resample(&samples, from, to);
            assert_eq!(out.len(), to as usize * 2, "{from} to {to}");
            let peak = (0..out.len()).max_by(|a, b| out[*a].abs().total_cmp(&out[*b].abs()));
            let seconds = peak.unwrap() as f64 / f64::from(to);
            assert!((seconds - 1.0).abs() < 0.001, "{from} to {to}: {seconds}");
        }
    }

    #[test]
    fn a_tone_keeps_its_pitch_and_its_strength() {
        for (from, to) in [(44_100, 16_000), (8_000, 16_000), (44_100, 48_000), (11_025, 16_000)] {
            let step = 1000.0 * std::f64::consts::TAU / f64::from(from);
            let samples: Vec<_> =
                (0..from * 2).map(|i| (f64::from(i) * step).sin() as f32).collect();
            let out = resample(&samples, from, to);
            let inner = &out[to as usize / 2..to as usize * 3 / 2];
            let rises = inner.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
            assert!((999..=1001).contains(&rises), "{from} to {to}: {rises} Hz");
            let power: f32 = inner.iter().map(|s| s * s).sum::<f32>() / inner.len() as f32;
            assert!((power - 0.5).abs() < 0.01, "{from} to {to}: {power}");
        }
    }

    #[test]
    fn what_the_new_rate_cannot_hold_is_filtered_out() {
        let step = 11_000.0 * std::f64::consts::TAU / 44_100.0;
        let samples: Vec<_> = (0..88_200).map(|i| (f64::from(i) * step).sin() as f32).collect();
        let out = resample(&samples, 44_100, 16_000);
        let loudest = out[4000..28_000].iter().fold(0.0_f32, |max, s| max.max(s.abs()));
        assert!(loudest < 0.001, "{loudest}");
    }

    #[test]
    fn a_single_sample_and_none_at_all_come_out() {
        assert_eq!(resample(&[0.5], 48_000, 16_000).len(), 1);
        assert_eq!(resample(&[], 48_000, 16_000).len(), 0);
    }
}
