//! Sound in memory: reading what the player is given, cutting fixtures.

use std::io::{Cursor, Read, Seek, SeekFrom};

use earmark::decode::{DecodeOptions, Decoder, ResampledDecoder};
use earmark::source::MediaInput;

pub struct Memory(Cursor<Vec<u8>>);

impl Memory {
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Cursor::new(bytes.into()))
    }
}

impl Read for Memory {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for Memory {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

impl MediaInput for Memory {
    fn byte_len(&self) -> u64 {
        self.0.get_ref().len() as u64
    }
}

/// Samples a second of [`decoded`].
pub const RATE: u64 = 16_000;

/// Decodes to 16 kHz, one vector a channel.
pub fn decoded(bytes: impl Into<Vec<u8>>) -> Vec<Vec<f32>> {
    let input = Box::new(Memory::new(bytes));
    let decoder = Decoder::open(input, None, &DecodeOptions::default()).unwrap();
    let mut stream = ResampledDecoder::new(decoder, 16_000).unwrap();
    let mut channels: Vec<Vec<f32>> = Vec::new();
    while let Some(chunk) = stream.next_chunk().unwrap() {
        channels.resize(chunk.channels.len(), Vec::new());
        for (all, more) in channels.iter_mut().zip(&chunk.channels) {
            all.extend_from_slice(more);
        }
    }
    channels
}

/// The loudest sample between two times.
pub fn peak(samples: &[f32], start_ms: u64, end_ms: u64) -> f32 {
    let at = |ms: u64| usize::try_from(ms * RATE / 1000).unwrap().min(samples.len());
    samples[at(start_ms)..at(end_ms.max(start_ms))].iter().fold(0.0, |max, s| max.max(s.abs()))
}

/// A WAV of one channel of the demo's two-channel call, from `start_ms` to `end_ms`.
pub fn call_clip(channel: usize, start_ms: u64, end_ms: u64) -> Vec<u8> {
    let file = super::archive().join("support-calls/missing-suitcase.wav");
    let samples = &decoded(std::fs::read(file).unwrap())[channel];
    let at = |ms: u64| usize::try_from(ms * RATE / 1000).unwrap();
    wav(&samples[at(start_ms)..at(end_ms)])
}

/// Samples at 16 kHz as a WAV file of 16 bits.
pub fn wav(samples: &[f32]) -> Vec<u8> {
    let data = u32::try_from(samples.len() * 2).unwrap();
    let mut out = Vec::new();
    out.extend(b"RIFF");
    out.extend((36 + data).to_le_bytes());
    out.extend(b"WAVEfmt ");
    for value in [16_u32, 0x0001_0001, 16_000, 32_000, 0x0010_0002] {
        out.extend(value.to_le_bytes());
    }
    out.extend(b"data");
    out.extend(data.to_le_bytes());
    out.extend(samples.iter().flat_map(|s| ((s * 32_767.0) as i16).to_le_bytes()));
    out
}
