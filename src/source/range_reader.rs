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
/// Blocks under way at a time: 4 MiB in a tenth of a second's delay is more than decoders take.
const MAX_AHEAD: u64 = 4;

type Fetched = Result<Bytes, SourceError>;

/// An object as a seekable file. Reads block the thread, and must not run on an async one.
///
/// Blocks are read ahead while the decoder works, more of them the longer it reads on: a look here
/// and there at the beginning fetches nothing that is not wanted. Every request carries the
/// version's ETag, so that an object replaced meanwhile is noticed ([`SourceError::Replaced`],
/// inside the [`io::Error`]) and never mixed with the old one.
#[derive(Debug)]
pub struct RangeReader {
    store: ObjectStore,
    key: MediaKey,
    version: ObjectVersion,
    runtime: Handle,
    position: u64,
    blocks: VecDeque<(u64, Bytes)>,
    ahead: VecDeque<(u64, JoinHandle<Fetched>)>,
    /// The block that was wanted last, and how many before it were wanted in a row.
    last: u64,
    streak: u64,
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
            ahead: VecDeque::new(),
            last: 0,
            streak: 0,
        }
    }

    /// Gives the block that begins at `start`, from memory, the read-ahead, or the store.
    fn block(&mut self, start: u64) -> Result<Bytes, SourceError> {
        if start != self.last {
            let is_next = start == self.last + BLOCK_BYTES;
            self.streak = if is_next { self.streak + 1 } else { 0 };
            self.last = start;
        }
        let kept = self.blocks.iter().find(|(at, _)| *at == start).map(|(_, bytes)| bytes.clone());
        self.read_ahead(start, kept.is_some());
        if let Some(bytes) = kept {
            return Ok(bytes);
        }
        let position = self.ahead.iter().position(|(at, _)| *at == start);
        let task = position.and_then(|index| self.ahead.remove(index)).map(|(_, task)| task);
        let task = task.unwrap_or_else(|| self.fetch(start));
        let bytes = self.runtime.block_on(task).unwrap_or_else(|_| {
            Err(SourceError::Unavailable {
                place: self.key.to_string(),
                reason: "the read was called off".to_owned(),
            })
        })?;
        self.keep(start, bytes.clone());
        Ok(bytes)
    }

    /// Starts the requests for what will be wanted after the block at `start`, and for that block.
    fn read_ahead(&mut self, start: u64, is_kept: bool) {
        let depth = self.streak.min(MAX_AHEAD);
        let end = start + (depth + 1) * BLOCK_BYTES;
        // What lies elsewhere is left over from before a seek.
        self.ahead.retain(|(at, task)| {
            let is_wanted = (start..end.max(start + 1)).contains(at);
            if !is_wanted {
                task.abort();
            }
            is_wanted
        });
        for index in u64::from(is_kept)..=depth {
            let at = start + index * BLOCK_BYTES;
            let is_known = self.blocks.iter().any(|(kept, _)| *kept == at)
                || self.ahead.iter().any(|(asked, _)| *asked == at);
            if at < self.version.size_bytes && !is_known {
                self.ahead.push_back((at, self.fetch(at)));
            }
        }
    }

    /// Keeps a block in place of the oldest that is not the object's last: probing looks at the
    /// end first, and reading comes to it in the end.
    fn keep(&mut self, start: u64, bytes: Bytes) {
        if self.blocks.len() == KEPT_BLOCKS {
            let size = self.version.size_bytes;
            let is_last = |(at, _): &(u64, Bytes)| at + BLOCK_BYTES >= size;
            let oldest = self.blocks.iter().position(|block| !is_last(block)).unwrap_or(0);
            drop(self.blocks.remove(oldest));
        }
        self.blocks.push_back((start, bytes));
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
        self.ahead.iter().for_each(|(_, task)| task.abort());
    }
}
