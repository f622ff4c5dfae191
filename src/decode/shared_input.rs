//! One input for several readers, one after the other: what symphonia gives up on, ffmpeg reads.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use crate::source::MediaInput;

/// A handle on an input, with a place of its own in it.
///
/// What the input keeps in memory serves all handles, so that a beginning which was fetched to
/// look at it is not fetched again.
pub(super) struct SharedInput {
    inner: Arc<Mutex<Box<dyn MediaInput>>>,
    byte_len: u64,
    position: u64,
}

impl SharedInput {
    pub(super) fn new(input: Box<dyn MediaInput>) -> Self {
        let byte_len = input.byte_len();
        Self { inner: Arc::new(Mutex::new(input)), byte_len, position: 0 }
    }

    /// Another handle, at the beginning.
    pub(super) fn handle(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), byte_len: self.byte_len, position: 0 }
    }
}

impl Read for SharedInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // An input is read and seeked only, so a panic elsewhere leaves it usable.
        let mut input = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if !buffer.is_empty() {
            input.seek(SeekFrom::Start(self.position))?;
        }
        let count = input.read(buffer)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for SharedInput {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        let target = match target {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.byte_len.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

impl MediaInput for SharedInput {
    fn byte_len(&self) -> u64 {
        self.byte_len
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Memory;
    use super::*;

    #[test]
    fn each_handle_reads_at_its_own_place() {
        let mut first = SharedInput::new(Box::new(Memory::new((0..100).collect())));
        let mut second = first.handle();
        let mut bytes = [0; 10];
        first.read_exact(&mut bytes).unwrap();
        second.seek(SeekFrom::End(-10)).unwrap();
        second.read_exact(&mut bytes).unwrap();
        assert_eq!(bytes[0], 90);
        first.read_exact(&mut bytes).unwrap();
        assert_eq!(bytes[0], 10);
        assert!(first.seek(SeekFrom::Current(-21)).is_err());
    }
}
