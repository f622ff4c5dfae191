//! Inputs for tests.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use crate::source::MediaInput;

/// A file in memory, which may fail from some byte on.
pub(crate) struct Memory {
    bytes: Cursor<Vec<u8>>,
    fails_at: u64,
}

impl Memory {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes: Cursor::new(bytes), fails_at: u64::MAX }
    }

    pub(crate) fn failing_at(bytes: Vec<u8>, fails_at: u64) -> Self {
        Self { bytes: Cursor::new(bytes), fails_at }
    }
}

impl Read for Memory {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = self.fails_at.saturating_sub(self.bytes.position());
        if left == 0 {
            return Err(io::Error::from(io::ErrorKind::ConnectionReset));
        }
        let most = buf.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        self.bytes.read(&mut buf[..most])
    }
}

impl Seek for Memory {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(target)
    }
}

impl MediaInput for Memory {
    fn byte_len(&self) -> u64 {
        self.bytes.get_ref().len() as u64
    }
}

/// A WAV file of 16-bit samples.
pub(crate) fn wave(rate: u32, channels: &[Vec<f32>]) -> Vec<u8> {
    let count = channels.len() as u32;
    let frames = channels[0].len();
    let data = frames as u32 * count * 2;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + data).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0");
    bytes.extend((count as u16).to_le_bytes());
    bytes.extend(rate.to_le_bytes());
    bytes.extend((rate * count * 2).to_le_bytes());
    bytes.extend((count as u16 * 2).to_le_bytes());
    bytes.extend(b"\x10\0data");
    bytes.extend(data.to_le_bytes());
    for at in 0..frames {
        let sample = |channel: &Vec<f32>| ((channel[at] * 32_767.0) as i16).to_le_bytes();
        bytes.extend(channels.iter().flat_map(sample));
    }
    bytes
}
