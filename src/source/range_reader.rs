//! Reads an object by ranges as if it were a file, without a copy on disk.

use std::collections::VecDeque;
use std::io::{self, Read, Seek, SeekFrom};

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::{MediaInput, ObjectStore, SourceError};
use crate::domain::{MediaKey, ObjectVersion};

/// How much one request brings.
const BLOCK_BYTES: u64 = 1 << 20;
/// Blocks kept: decoders of MP4 go back and forth between index and samples.
const KEPT_BLOCKS: usize = 6;

type Fetched = Result<Bytes, SourceError>;

/// An object as a seekable file. Reads block the thread, and must not run on an async one.
///
/// Blocks are read ahead while the decoder works. Every request carries the version's ETag, so
/// that an object replaced meanwhile is noticed ([`SourceError::Replaced`], inside the
/// [`io::Error`]) and never mixed with the old one.
#[derive(Debug)]
pub struct RangeReader {
    store: ObjectStore,
    key: MediaKey,
    version: ObjectVersion,
    runtime: Handle,
    position: u64,
    blocks: VecDeque<(u64, Bytes)>,
    ahead: Option<(u64, JoinHandle<Fetched>)>,
}

impl RangeReader {
    pub(super) fn new(store: ObjectStore, key: MediaKey, version: ObjectVersion) -> Self {
        Self {
            store,
            key,
            version,
            runtime: Handle::current(),
            position: 0,
            blocks: VecDeque::new(),
            ahead: None,
        }
    }

    /// Gives the block that begins at `start`, from memory, the read-ahead, or the store.
    fn block(&mut self, start: u64) -> Result<Bytes, SourceError> {
        if let Some((_, bytes)) = self.blocks.iter().find(|(at, _)| *at == start) {
            return Ok(bytes.clone());
        }
        let fetched = match self.ahead.take() {
            Some((at, task)) if at == start => task,
            other => {
                if let Some((_, task)) = other {
                    task.abort();
                }
                self.fetch(start)
            }
        };
        let bytes = self.runtime.block_on(fetched).unwrap_or_else(|_| {
            Err(SourceError::Unavailable {
                place: self.key.to_string(),
                reason: "the read was called off".to_owned(),
            })
        })?;
        if self.blocks.len() == KEPT_BLOCKS {
            self.blocks.pop_front();
        }
        let is_sequential = self.blocks.back().is_none_or(|(at, _)| at + BLOCK_BYTES == start);
        self.blocks.push_back((start, bytes.clone()));
        let next = start + BLOCK_BYTES;
        let is_known = self.blocks.iter().any(|(at, _)| *at == next);
        if is_sequential && next < self.version.size_bytes && !is_known {
            self.ahead = Some((next, self.fetch(next)));
        }
        Ok(bytes)
    }

    fn fetch(&self, start: u64) -> JoinHandle<Fetched> {
        let (store, key, version) = (self.store.clone(), self.key.clone(), self.version.clone());
        self.runtime.spawn(async move {
            let last = (start + BLOCK_BYTES).min(version.size_bytes) - 1;
            let body = store.read(&key, Some((start, last)), version.etag.as_deref()).await?;
            // A store may ignore If-Match: the answer's own ETag and size tell as well.
            let is_other = version.etag.is_some() && body.etag != version.etag;
            if is_other || body.total != version.size_bytes {
                return Err(SourceError::Replaced(key));
            }
            let expected = last - start + 1;
            let bytes = body.stream.collect().await.map_err(|error| SourceError::Unavailable {
                place: key.to_string(),
                reason: error.to_string(),
            })?;
            let bytes = bytes.into_bytes();
            if bytes.len() as u64 != expected {
                let reason = format!("{} of {expected} bytes came", bytes.len());
                return Err(SourceError::Unavailable { place: key.to_string(), reason });
            }
            Ok(bytes)
        })
    }
}

impl Read for RangeReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.position >= self.version.size_bytes || buffer.is_empty() {
            return Ok(0);
        }
        let start = self.position / BLOCK_BYTES * BLOCK_BYTES;
        let block = self.block(start).map_err(io::Error::other)?;
        let offset = usize::try_from(self.position - start).map_err(io::Error::other)?;
        let rest = block.get(offset..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for RangeReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.version.size_bytes.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        let outside = || io::Error::new(io::ErrorKind::InvalidInput, "seek before the start");
        self.position = target.ok_or_else(outside)?;
        Ok(self.position)
    }
}

impl MediaInput for RangeReader {
    fn byte_len(&self) -> u64 {
        self.version.size_bytes
    }
}

impl Drop for RangeReader {
    fn drop(&mut self) {
        if let Some((_, task)) = self.ahead.take() {
            task.abort();
        }
    }
}
