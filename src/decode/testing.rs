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
