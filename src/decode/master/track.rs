//! One channel as Opus packets in memory.

use opusic_c::{Application, Bitrate, Channels, Decoder, Encoder, ErrorCode, SampleRate};

use super::{KEPT_RATE, SPEECH_RATE};
use crate::decode::DecodeError;

/// Samples a packet at [`KEPT_RATE`]: 20 ms.
pub(super) const FRAME: usize = 960;
/// Packets a block: a second. Blocks don't move when more come, as one long buffer would.
const BLOCK_PACKETS: u64 = 50;
/// The longest packet that libopus recommends room for.
const MAX_PACKET: usize = 4000;
/// Effort in the encoder, from 0 to 10: sound is kept for minutes, not for ever.
const COMPLEXITY: u8 = 3;

/// A channel's sound, encoded.
pub(super) struct Track {
    /// Packets, each behind its length in two bytes; a block holds a second.
    blocks: Vec<Box<[u8]>>,
    /// Samples at [`KEPT_RATE`] by which the decoder is late.
    pre_skip: u64,
    /// Samples at [`KEPT_RATE`].
    frames: u64,
}

/// A channel being kept.
pub(super) struct TrackWriter {
    encoder: Encoder,
    /// Samples at [`KEPT_RATE`] that one of those written stands for.
    part: usize,
    block: Vec<u8>,
    track: Track,
    waiting: Vec<f32>,
    packets: u64,
    bytes: u64,
}

impl TrackWriter {
    /// Takes samples at `rate`, one of those that Opus takes.
    pub(super) fn new(rate: u32, bitrate: u32) -> Result<Self, DecodeError> {
        let opus_rate = match rate {
            8_000 => SampleRate::Hz8000,
            16_000 => SampleRate::Hz16000,
            24_000 => SampleRate::Hz24000,
            KEPT_RATE => SampleRate::Hz48000,
            _ => return Err(DecodeError::NotKept(format!("opus takes no {rate} Hz"))),
        };
        let mut encoder =
            Encoder::new(Channels::Mono, opus_rate, Application::Audio).map_err(of_opus)?;
        encoder.set_complexity(COMPLEXITY).map_err(of_opus)?;
        let part = (KEPT_RATE / rate) as usize;
        let pre_skip = u64::from(encoder.get_look_ahead().map_err(of_opus)?) * part as u64;
        let mut writer = Self {
            encoder,
            part,
            block: Vec::new(),
            track: Track { blocks: Vec::new(), pre_skip, frames: 0 },
            waiting: Vec::new(),
            packets: 0,
            bytes: 0,
        };
        writer.set_bitrate(bitrate)?;
        Ok(writer)
    }

    pub(super) fn set_bitrate(&mut self, bitrate: u32) -> Result<(), DecodeError> {
        self.encoder.set_bitrate(Bitrate::Value(bitrate)).map_err(of_opus)
    }

    /// Bytes held so far.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Appends samples at the writer's rate.
    pub(super) fn write(&mut self, samples: &[f32]) -> Result<(), DecodeError> {
        self.track.frames += (samples.len() * self.part) as u64;
        self.waiting.extend(samples);
        let waiting = std::mem::take(&mut self.waiting);
        let mut packets = waiting.chunks_exact(FRAME / self.part);
        packets.by_ref().try_for_each(|packet| self.encode(packet))?;
        self.waiting = packets.remainder().to_vec();
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Track, DecodeError> {
        // The decoder is late by the pre-skip: that much silence pushes the last sound out.
        let due = (self.track.frames + self.track.pre_skip).div_ceil(FRAME as u64);
        while self.packets < due {
            self.waiting.resize(FRAME / self.part, 0.0);
            let samples = std::mem::take(&mut self.waiting);
            self.encode(&samples)?;
        }
        self.end_block();
        Ok(self.track)
    }

    fn encode(&mut self, samples: &[f32]) -> Result<(), DecodeError> {
        let mut packet = [0; MAX_PACKET];
        let length = self.encoder.encode_float_to_slice(samples, &mut packet).map_err(of_opus)?;
        let prefix = u16::try_from(length).unwrap_or(u16::MAX).to_le_bytes();
        self.block.extend(prefix);
        self.block.extend(&packet[..length]);
        self.bytes += (prefix.len() + length) as u64;
        self.packets += 1;
        if self.packets.is_multiple_of(BLOCK_PACKETS) {
            self.end_block();
        }
        Ok(())
    }

    fn end_block(&mut self) {
        self.track.blocks.push(std::mem::take(&mut self.block).into_boxed_slice());
    }
}

/// Gives a track's samples from its beginning.
pub(super) struct TrackReader<'track> {
    decoder: Decoder,
    track: &'track Track,
    /// Samples a packet at the reader's rate.
    frame: usize,
    block: usize,
    offset: usize,
    /// Samples at the reader's rate to drop from the beginning, and those to give after that.
    skip: usize,
    left: u64,
}

impl<'track> TrackReader<'track> {
    /// At [`KEPT_RATE`].
    pub(super) fn full(track: &'track Track) -> Result<Self, DecodeError> {
        Self::new(track, SampleRate::Hz48000, 1)
    }

    /// At [`SPEECH_RATE`]: Opus decodes to it by leaving out what is above.
    pub(super) fn speech(track: &'track Track) -> Result<Self, DecodeError> {
        Self::new(track, SampleRate::Hz16000, (KEPT_RATE / SPEECH_RATE) as usize)
    }

    fn new(track: &'track Track, rate: SampleRate, part: usize) -> Result<Self, DecodeError> {
        let decoder = Decoder::new(Channels::Mono, rate).map_err(of_opus)?;
        let skip = usize::try_from(track.pre_skip).unwrap_or(0) / part;
        let left = track.frames.div_ceil(part as u64);
        Ok(Self { decoder, track, frame: FRAME / part, block: 0, offset: 0, skip, left })
    }

    /// Appends at least `count` samples to `samples`, or what is left.
    pub(super) fn read(&mut self, samples: &mut Vec<f32>, count: usize) -> Result<(), DecodeError> {
        let until = samples.len() + count;
        while samples.len() < until && self.left > 0 {
            let Some(packet) = self.next_packet() else { break };
            let mut decoded = vec![0.0; self.frame];
            let given =
                self.decoder.decode_float_to_slice(packet, &mut decoded, false).map_err(of_opus)?;
            decoded.truncate(given);
            let skipped = self.skip.min(given);
            self.skip -= skipped;
            let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(given - skipped);
            self.left -= wanted as u64;
            samples.extend(&decoded[skipped..skipped + wanted]);
        }
        Ok(())
    }

    fn next_packet(&mut self) -> Option<&'track [u8]> {
        let mut block = self.track.blocks.get(self.block)?;
        if self.offset >= block.len() {
            (self.block, self.offset) = (self.block + 1, 0);
            block = self.track.blocks.get(self.block)?;
        }
        let prefix = block.get(self.offset..self.offset + 2)?;
        let length = usize::from(u16::from_le_bytes([prefix[0], prefix[1]]));
        let start = self.offset + 2;
        self.offset = start + length;
        block.get(start..self.offset)
    }
}

fn of_opus(error: ErrorCode) -> DecodeError {
    DecodeError::NotKept(format!("opus: {}", error.message().to_lowercase()))
}
