//! Keeps a recording's sound, chunk by chunk.

use super::track::{Track, TrackWriter};
use super::{KEPT_RATE, Master, MasterOptions};
use crate::decode::channels::ChannelMeter;
use crate::decode::{DecodeError, Decoder, MediaInfo, ResampledDecoder, mix};
use crate::domain::MediaTime;

/// Rates at which Opus takes sound as it is; all other is brought to [`KEPT_RATE`] first.
const OWN_RATES: [u32; 3] = [8_000, 16_000, 24_000];

/// Bits a second for a channel where there is room: so many that speech recognition can't tell. For
/// the ear 28 to 40 kbit/s would do (RFC 7587 3.1.1, fullband speech).
const BITRATE: u32 = 192_000;
/// The least that speech can be heard from without loss of words.
const MIN_BITRATE: u32 = 16_000;

/// A [`Master`] in the making.
pub(super) struct Recorder {
    info: MediaInfo,
    sound: ResampledDecoder,
    /// The rate at which the sound is encoded.
    rate: u32,
    is_mixed: bool,
    writers: Vec<TrackWriter>,
    meter: ChannelMeter,
    budget: Budget,
}

impl Recorder {
    /// Begins to keep what `decoder` gives.
    pub(super) fn new(decoder: Decoder, options: &MasterOptions) -> Result<Self, DecodeError> {
        let info = decoder.info().clone();
        let is_mixed = info.channels > 2 && !options.keeps_channels;
        let count = if is_mixed { 1 } else { usize::from(info.channels) };
        let budget = Budget::new(options.max_bytes, count, &info);
        let is_taken = OWN_RATES.contains(&info.sample_rate);
        let rate = if is_taken { info.sample_rate } else { KEPT_RATE };
        let writers = (0..count).map(|_| TrackWriter::new(rate, budget.bitrate));
        let writers = writers.collect::<Result<_, _>>()?;
        let meter = ChannelMeter::new(info.channels, rate);
        let sound = ResampledDecoder::new(decoder, rate)?;
        Ok(Self { info, sound, rate, is_mixed, writers, meter, budget })
    }

    /// Keeps the next chunk, and tells how much was decoded; `None` at the end.
    pub(super) fn step(&mut self) -> Result<Option<MediaTime>, DecodeError> {
        let Some(chunk) = self.sound.next_chunk()? else { return Ok(None) };
        self.meter.hear(&chunk.channels);
        let channels = if self.is_mixed { vec![mix(&chunk.channels)] } else { chunk.channels };
        for (writer, samples) in self.writers.iter_mut().zip(&channels) {
            writer.write(samples)?;
        }
        self.budget.check(&mut self.writers)?;
        Ok(Some(self.sound.position()))
    }

    /// What is kept so far, channel by channel.
    pub(super) fn tracks(&self) -> impl Iterator<Item = &Track> {
        self.writers.iter().map(TrackWriter::track)
    }

    /// Ends the sound.
    pub(super) fn finish(self) -> Result<Master, DecodeError> {
        let frames = self.sound.position_in_samples() * u64::from(KEPT_RATE / self.rate);
        let writers = self.writers.into_iter();
        let tracks = writers.map(TrackWriter::finish).collect::<Result<_, _>>()?;
        Ok(Master { info: self.info, tracks, frames, layout: self.meter.layout() })
    }
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
