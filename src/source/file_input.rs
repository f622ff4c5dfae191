//! A local file as media, for `earmark transcribe FILE`.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::MediaInput;

/// A local file.
#[derive(Debug)]
pub struct FileInput {
    file: File,
    byte_len: u64,
}

impl FileInput {
    /// Opens `path`.
    ///
    /// # Errors
    /// When it can't be opened or is not a regular file.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        Ok(Self { file, byte_len: metadata.len() })
    }
}

impl Read for FileInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Seek for FileInput {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl MediaInput for FileInput {
    fn byte_len(&self) -> u64 {
        self.byte_len
    }
}
