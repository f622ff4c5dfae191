//! Sound as speech recognition takes it: mono at [`SPEECH_RATE`].

use super::{DecodeError, Decoder, MediaInfo, Resampler, SPEECH_RATE, mix};
use crate::domain::MediaTime;

/// Half a second: enough for a step of voice activity detection, little to hold.
const BLOCK: usize = SPEECH_RATE as usize / 2;

/// Which channels to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelPlan {
    /// All of them, averaged.
    Mix,
    /// One of them, counted from 0.
    Only(u16),
}

/// Mono speech from a [`Decoder`], block by block.
pub struct SpeechStream {
    decoder: Decoder,
    plan: ChannelPlan,
    resampler: Resampler,
    heard: u64,
    is_over: bool,
}

impl SpeechStream {
    /// Hears a recording from where its decoder stands.
    ///
    /// # Errors
    /// [`DecodeError::Unsupported`] if the recording has no channel of the plan's number.
    pub fn new(decoder: Decoder, plan: ChannelPlan) -> Result<Self, DecodeError> {
        let info = decoder.info();
        if let ChannelPlan::Only(channel) = plan
            && channel >= info.channels
        {
            let count = info.channels;
            return Err(DecodeError::Unsupported(format!(
                "there is no channel `{channel}`, only {count} counted from 0"
            )));
        }
        let resampler = Resampler::new(info.sample_rate, SPEECH_RATE, 1)?;
        Ok(Self { decoder, plan, resampler, heard: 0, is_over: false })
    }

    /// What the file says about its sound.
    #[must_use]
    pub const fn info(&self) -> &MediaInfo {
        self.decoder.info()
    }

    /// How much was handed on so far: after the last block, the recording's true length.
    #[must_use]
    pub const fn heard(&self) -> MediaTime {
        MediaTime::from_samples(self.heard, SPEECH_RATE)
    }

    /// Gives the next block of about half a second, or `None` at the end.
    ///
    /// # Errors
    /// As for [`Decoder::next_chunk`].
    pub fn next_block(&mut self) -> Result<Option<Vec<f32>>, DecodeError> {
        let mut block = Vec::with_capacity(BLOCK);
        while !self.is_over && block.len() < BLOCK {
            let resampled = if let Some(chunk) = self.decoder.next_chunk()? {
                self.resampler.push(vec![self.plan.pick(chunk.channels)])?
            } else {
                self.is_over = true;
                self.resampler.finish()?
            };
            block.extend(resampled.into_iter().flatten());
        }
        self.heard += block.len() as u64;
        Ok((!block.is_empty()).then_some(block))
    }
}

impl ChannelPlan {
    fn pick(self, mut channels: Vec<Vec<f32>>) -> Vec<f32> {
        match self {
            Self::Mix if channels.len() == 1 => channels.swap_remove(0),
            Self::Mix => mix(&channels),
            Self::Only(channel) => channels.swap_remove(usize::from(channel)),
        }
    }
}
