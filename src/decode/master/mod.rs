//! A recording's sound, whole and in memory, fetched and decoded once.
//!
//! Redaction knows what to silence only when all was heard, so the sound is needed again then, and
//! once for each channel before. Raw sound may not touch a disk, and a second fetch would double
//! the traffic: so it is kept as Opus, a stream for each channel, up to 24 KB a second and less the longer it is.

mod live;
mod recorder;
mod track;

use self::recorder::Recorder;
use self::track::{FRAME, Track, TrackReader};
use super::{DecodeError, Decoder, MediaInfo, PcmChunk, SPEECH_RATE, mix};
use crate::domain::{ChannelLayout, ChannelMode, MediaTime};

/// The rate, in samples a second, at which sound is kept and played.
pub const KEPT_RATE: u32 = 48_000;

/// Samples given at a time, at [`KEPT_RATE`]: a second.
const SOUND_BLOCK: usize = 50 * FRAME;
/// Samples given at a time, at [`SPEECH_RATE`]: half a second, for voice activity detection.
const SPEECH_BLOCK: usize = SPEECH_RATE as usize / 2;

/// How a recording is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MasterOptions {
    /// The most memory that the sound may take, in bytes.
    pub max_bytes: u64,
    /// Whether more than two channels are kept apart; else they become one.
    pub keeps_channels: bool,
}

impl Default for MasterOptions {
    fn default() -> Self {
        Self { max_bytes: 112 << 20, keeps_channels: true }
    }
}

/// A recording's whole sound. Raw: it is never written.
pub struct Master {
    info: MediaInfo,
    tracks: Vec<Track>,
    frames: u64,
    layout: ChannelLayout,
}

impl Master {
    /// Decodes a recording to its end and keeps its sound; blocks. `progress` is told how much was
    /// decoded.
    ///
    /// # Errors
    /// As for [`Decoder::next_chunk`], and [`DecodeError::LimitReached`] where the sound takes
    /// more than `options.max_bytes` even at the lowest bit rate.
    pub fn record(
        decoder: Decoder,
        options: &MasterOptions,
        mut progress: impl FnMut(MediaTime),
    ) -> Result<Self, DecodeError> {
        let mut recorder = Recorder::new(decoder, options)?;
        while let Some(decoded) = recorder.step()? {
            progress(decoded);
        }
        recorder.finish()
    }

    /// Records on a thread of its own while `hear` hears, all channels averaged, what is kept
    /// already. The recording goes on to its end, whatever `hear` does; where that can't be
    /// reached, the speech ends in an error, and why is told here.
    ///
    /// # Errors
    /// As for [`Master::record`]; what was heard is to be thrown away then.
    pub fn record_while<T>(
        decoder: Decoder,
        options: &MasterOptions,
        progress: impl FnMut(MediaTime) + Send,
        hear: impl FnOnce(&mut MasterSpeech<'_>) -> T,
    ) -> Result<(Self, T), DecodeError> {
        live::record_while(decoder, options, progress, hear)
    }

    /// What the file says about itself.
    #[must_use]
    pub const fn info(&self) -> &MediaInfo {
        &self.info
    }

    /// The recording's true length.
    #[must_use]
    pub const fn duration(&self) -> MediaTime {
        MediaTime::from_samples(self.frames, KEPT_RATE)
    }

    /// How many channels are kept.
    #[must_use]
    pub fn channels(&self) -> u16 {
        u16::try_from(self.tracks.len()).unwrap_or(u16::MAX)
    }

    /// How the channels are to be heard where this is wanted of them.
    #[must_use]
    pub fn layout_for(&self, mode: ChannelMode) -> ChannelLayout {
        mode.layout(self.info.channels).unwrap_or(self.layout)
    }

    /// What [`speech`](Self::speech) to ask for, one after the other.
    #[must_use]
    pub fn speeches(&self, layout: ChannelLayout) -> Vec<Option<u16>> {
        match layout {
            ChannelLayout::Separate => (0..self.channels()).map(Some).collect(),
            ChannelLayout::Mono | ChannelLayout::Mix => vec![None],
        }
    }

    /// Gives one channel, or all of them averaged, as speech recognition takes it: at
    /// [`SPEECH_RATE`].
    ///
    /// # Errors
    /// [`DecodeError::Unsupported`] if there is no such channel.
    pub fn speech(&self, channel: Option<u16>) -> Result<MasterSpeech<'_>, DecodeError> {
        let tracks = channel.map_or(Some(&self.tracks[..]), |channel| {
            let channel = usize::from(channel);
            self.tracks.get(channel..=channel)
        });
        let tracks = tracks.ok_or_else(|| {
            let count = self.tracks.len();
            DecodeError::Unsupported(format!("it has `{count}` channels only"))
        })?;
        let readers = tracks.iter().map(TrackReader::speech).collect::<Result<_, _>>()?;
        Ok(MasterSpeech(readers))
    }

    /// Gives the sound as it is played: all channels that were kept, at [`KEPT_RATE`].
    ///
    /// # Errors
    /// [`DecodeError::NotKept`] if the codec has no memory.
    pub fn sound(&self) -> Result<MasterSound<'_>, DecodeError> {
        let readers = self.tracks.iter().map(TrackReader::full).collect::<Result<_, _>>()?;
        Ok(MasterSound { readers, given: 0 })
    }
}

/// Mono speech from a [`Master`], block by block.
pub struct MasterSpeech<'master>(Vec<TrackReader<'master>>);

impl MasterSpeech<'_> {
    /// Gives the next block of about half a second, or `None` at the end.
    ///
    /// # Errors
    /// [`DecodeError::NotKept`] if what was kept can't be decoded.
    pub fn next_block(&mut self) -> Result<Option<Vec<f32>>, DecodeError> {
        let mut channels = read(&mut self.0, SPEECH_BLOCK)?;
        let block = if channels.len() == 1 { channels.swap_remove(0) } else { mix(&channels) };
        Ok((!block.is_empty()).then_some(block))
    }
}

/// The sound of a [`Master`], chunk by chunk.
pub struct MasterSound<'master> {
    readers: Vec<TrackReader<'master>>,
    given: u64,
}

impl MasterSound<'_> {
    /// Gives the next chunk of a second, or `None` at the end.
    ///
    /// # Errors
    /// [`DecodeError::NotKept`] if what was kept can't be decoded.
    pub fn next_chunk(&mut self) -> Result<Option<PcmChunk>, DecodeError> {
        let channels = read(&mut self.readers, SOUND_BLOCK)?;
        let frames = channels.first().map_or(0, Vec::len);
        let start = self.given;
        self.given += frames as u64;
        Ok((frames > 0).then_some(PcmChunk { rate: KEPT_RATE, start, channels }))
    }
}

fn read(readers: &mut [TrackReader<'_>], count: usize) -> Result<Vec<Vec<f32>>, DecodeError> {
    let mut channels = Vec::with_capacity(readers.len());
    for reader in readers {
        let mut samples = Vec::with_capacity(count);
        reader.read(&mut samples, count)?;
        channels.push(samples);
    }
    Ok(channels)
}

#[cfg(test)]
mod tests;
