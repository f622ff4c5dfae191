//! One channel as Opus packets in memory.

use std::ops::Range;
use std::sync::Arc;

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
/// Bytes before a packet, which tell its length.
const PREFIX: usize = 2;

/// Packets, each behind its length in two bytes; a block holds a second.
pub(super) type Block = Arc<[u8]>;

/// A channel's sound, encoded.
pub(super) struct Track {
    blocks: Vec<Block>,
    /// Samples at [`KEPT_RATE`] by which the decoder is late.
    pre_skip: u64,
    /// Samples at [`KEPT_RATE`].
    frames: u64,
}

/// What a [`TrackReader`] reads.
pub(super) trait Blocks {
    /// The block with this number, or `None` behind the last one.
    ///
    /// # Errors
    /// [`DecodeError`] if there will be none although the sound is not over.
    fn block(&self, number: usize) -> Result<Option<Block>, DecodeError>;

    /// Samples at [`KEPT_RATE`] that all blocks given so far hold, at least.
    fn frames(&self) -> u64;
}

impl Track {
    /// The blocks so far.
    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Samples at [`KEPT_RATE`] by which the decoder is late.
    pub(super) const fn pre_skip(&self) -> u64 {
        self.pre_skip
    }
}

impl Blocks for &Track {
    fn block(&self, number: usize) -> Result<Option<Block>, DecodeError> {
        Ok(self.blocks.get(number).cloned())
    }

    fn frames(&self) -> u64 {
        self.frames
    }
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

    /// What is written so far.
    pub(super) const fn track(&self) -> &Track {
        &self.track
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
        self.track.blocks.push(std::mem::take(&mut self.block).into());
    }
}

/// Gives a track's samples from its beginning.
pub(super) struct TrackReader<'track> {
    decoder: Decoder,
    blocks: Box<dyn Blocks + 'track>,
    /// Samples at [`KEPT_RATE`] for one of the reader's.
    part: usize,
    /// The block being read, its number, and how far it is read.
    block: Block,
    number: usize,
    offset: usize,
    /// Samples at the reader's rate to drop from the beginning, and those given after that.
    skip: usize,
    given: u64,
}

impl<'track> TrackReader<'track> {
    /// At [`KEPT_RATE`].
    pub(super) fn full(track: &'track Track) -> Result<Self, DecodeError> {
        Self::new(Box::new(track), track.pre_skip, KEPT_RATE)
    }

    /// At [`SPEECH_RATE`]: Opus decodes to it by leaving out what is above.
    pub(super) fn speech(track: &'track Track) -> Result<Self, DecodeError> {
        Self::new(Box::new(track), track.pre_skip, SPEECH_RATE)
    }

    /// Reads `blocks`, whose decoder is late by `pre_skip`, at `rate`: [`KEPT_RATE`] or
    /// [`SPEECH_RATE`].
    pub(super) fn new(
        blocks: Box<dyn Blocks + 'track>,
        pre_skip: u64,
        rate: u32,
    ) -> Result<Self, DecodeError> {
        let opus_rate = if rate == SPEECH_RATE { SampleRate::Hz16000 } else { SampleRate::Hz48000 };
        let decoder = Decoder::new(Channels::Mono, opus_rate).map_err(of_opus)?;
        let part = (KEPT_RATE / rate) as usize;
        let skip = usize::try_from(pre_skip).unwrap_or(0) / part;
        let block = Block::default();
        Ok(Self { decoder, blocks, part, block, number: 0, offset: 0, skip, given: 0 })
    }

    /// Appends at least `count` samples to `samples`, or what is left.
    pub(super) fn read(&mut self, samples: &mut Vec<f32>, count: usize) -> Result<(), DecodeError> {
        let until = samples.len() + count;
        let mut decoded = vec![0.0; FRAME / self.part];
        while samples.len() < until && self.go_to_packet()? {
            let Range { start, end } = self.packet()?;
            self.offset = end;
            let packet = &self.block[start..end];
            let given =
                self.decoder.decode_float_to_slice(packet, &mut decoded, false).map_err(of_opus)?;
            let skipped = self.skip.min(given);
            self.skip -= skipped;
            let left = self.blocks.frames().div_ceil(self.part as u64) - self.given;
            let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(given - skipped);
            self.given += wanted as u64;
            samples.extend(&decoded[skipped..skipped + wanted]);
        }
        Ok(())
    }

    /// Goes to the next packet; false at the end.
    fn go_to_packet(&mut self) -> Result<bool, DecodeError> {
        if self.offset < self.block.len() {
            return Ok(true);
        }
        let next = self.blocks.block(self.number)?;
        self.number += 1;
        self.offset = 0;
        self.block = next.unwrap_or_default();
        Ok(!self.block.is_empty())
    }

    /// Where in the block the packet at the reader's place is.
    fn packet(&self) -> Result<Range<usize>, DecodeError> {
        let rest = self.block.get(self.offset..).unwrap_or_default();
        let length =
            rest.first_chunk().map_or(0, |length| usize::from(u16::from_le_bytes(*length)));
        let start = self.offset + PREFIX;
        let packet = start..start + length;
        let is_whole = length > 0 && packet.end <= self.block.len();
        let broken = || DecodeError::NotKept("a block ends early".to_owned());
        is_whole.then_some(packet).ok_or_else(broken)
    }
}

fn of_opus(error: ErrorCode) -> DecodeError {
    DecodeError::NotKept(format!("opus: {}", error.message().to_lowercase()))
}
