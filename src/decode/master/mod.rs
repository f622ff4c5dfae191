//! A recording's sound, whole and in memory, fetched and decoded once.
//!
//! Redaction knows what to silence only when all was heard, so the sound is needed again then, and
//! once for each channel before. Raw sound may not touch a disk, and a second fetch would double
//! the traffic: so it is kept as Opus, a stream for each channel, up to 24 KB a second and less the longer it is.

mod track;

use self::track::{FRAME, Track, TrackReader, TrackWriter};
use super::channels::ChannelMeter;
use super::{DecodeError, Decoder, MediaInfo, PcmChunk, ResampledDecoder, SPEECH_RATE, mix};
use crate::domain::{ChannelLayout, ChannelMode, MediaTime};

/// The rate, in samples a second, at which sound is kept and played.
pub const KEPT_RATE: u32 = 48_000;

/// Rates at which Opus takes sound as it is; all other is brought to [`KEPT_RATE`] first.
const OWN_RATES: [u32; 3] = [8_000, 16_000, 24_000];

/// Bits a second for a channel where there is room: so many that speech recognition can't tell. For
/// the ear 28 to 40 kbit/s would do (RFC 7587 3.1.1, fullband speech).
const BITRATE: u32 = 192_000;
/// The least that speech can be heard from without loss of words.
const MIN_BITRATE: u32 = 16_000;
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
        let info = decoder.info().clone();
        let is_mixed = info.channels > 2 && !options.keeps_channels;
        let count = if is_mixed { 1 } else { usize::from(info.channels) };
        let mut budget = Budget::new(options.max_bytes, count, &info);
        let mut writers = Vec::new();
        let is_taken = OWN_RATES.contains(&info.sample_rate);
        let rate = if is_taken { info.sample_rate } else { KEPT_RATE };
        for _ in 0..count {
            writers.push(TrackWriter::new(rate, budget.bitrate)?);
        }
        let mut meter = ChannelMeter::new(info.channels, rate);
        let mut sound = ResampledDecoder::new(decoder, rate)?;
        while let Some(chunk) = sound.next_chunk()? {
            meter.hear(&chunk.channels);
            let channels = if is_mixed { vec![mix(&chunk.channels)] } else { chunk.channels };
            for (writer, samples) in writers.iter_mut().zip(&channels) {
                writer.write(samples)?;
            }
            budget.check(&mut writers)?;
            progress(sound.position());
        }
        let frames = sound.position_in_samples() * u64::from(KEPT_RATE / rate);
        let tracks = writers.into_iter().map(TrackWriter::finish).collect::<Result<_, _>>()?;
        Ok(Self { info, tracks, frames, layout: meter.layout() })
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
        match mode {
            _ if self.info.channels == 1 => ChannelLayout::Mono,
            ChannelMode::Auto => self.layout,
            ChannelMode::Mix => ChannelLayout::Mix,
            ChannelMode::Separate => ChannelLayout::Separate,
        }
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

/// Watches over the memory: the longer the recording, the fewer bits it gets.
struct Budget {
    max_bytes: u64,
    bitrate: u32,
}

impl Budget {
    fn new(max_bytes: u64, channels: usize, info: &MediaInfo) -> Self {
        let seconds = info.claimed_duration.map_or(0, |claim| claim.as_millis() / 1000);
        // A tenth stays for what encoders overshoot.
        let fitting = max_bytes * 8 / 10 * 9 / (seconds * channels as u64).max(1);
        let bitrate = u32::try_from(fitting).unwrap_or(BITRATE).clamp(MIN_BITRATE, BITRATE);
        Self { max_bytes, bitrate }
    }

    /// A header may have claimed too little: what is over half of the room gets few bits.
    fn check(&mut self, writers: &mut [TrackWriter]) -> Result<(), DecodeError> {
        let bytes: u64 = writers.iter().map(TrackWriter::bytes).sum();
        if bytes > self.max_bytes {
            let mib = self.max_bytes >> 20;
            return Err(DecodeError::LimitReached(format!(
                "its sound does not fit into {mib} MiB of memory"
            )));
        }
        if bytes > self.max_bytes / 4 * 3 && self.bitrate > MIN_BITRATE {
            self.bitrate = MIN_BITRATE;
            writers.iter_mut().try_for_each(|writer| writer.set_bitrate(MIN_BITRATE))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
