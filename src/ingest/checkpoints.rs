//! Keeps what was heard of a long recording, and takes up what another worker kept.

use std::cell::OnceCell;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tracing::{info, warn};

use super::{Archive, IngestError};
use crate::redact::{Checkpoint, Redactor, SealKey, SoFar};
use crate::store::{ClaimedJob, RecordingVersion, Stage, Store, StoreError};

/// Pieces of the recording that the key is made of, spread over its length.
const KEY_PIECES: u64 = 8;
/// The length of each.
const KEY_PIECE_BYTES: u64 = 64 << 10;

/// The checkpoints of one recording.
pub(super) struct Checkpoints<'a> {
    pub(super) store: &'a Store,
    pub(super) archive: &'a dyn Archive,
    pub(super) job: &'a ClaimedJob,
    pub(super) version: &'a RecordingVersion,
    pub(super) redactor: &'a Redactor,
    /// The sum over all that they depend on.
    pub(super) basis: Vec<u8>,
    /// How much work may be lost.
    pub(super) every: Duration,
    /// When the last one was written, or the work began.
    pub(super) written: Instant,
    pub(super) key: OnceCell<Option<SealKey>>,
}

impl Checkpoints<'_> {
    /// What an earlier run of the job left, if it can be used; blocks.
    pub(super) fn take_up(&self) -> SoFar {
        let Some(sealed) = self.read() else { return SoFar::default() };
        let opened = self.key().and_then(|key| Checkpoint::open(&sealed, key, &self.basis));
        let Some(checkpoint) = opened else {
            warn!("the checkpoint can't be opened: all is heard anew");
            self.forget();
            return SoFar::default();
        };
        info!(heard = %checkpoint.heard(), "goes on where another run stopped");
        checkpoint.into()
    }

    fn read(&self) -> Option<Vec<u8>> {
        let read = self.store.checkpoint(self.job, self.version, &self.basis);
        let told = |error: &StoreError| warn!(%error, "the checkpoint can't be read");
        Handle::current().block_on(read).inspect_err(told).ok().flatten()
    }

    /// Keeps what was heard so far, if it is time to; blocks.
    ///
    /// # Errors
    /// When redaction fails, or the lease was lost. A database that fails is tried again later.
    pub(super) fn keep(&mut self, so_far: &SoFar) -> Result<(), IngestError> {
        if self.written.elapsed() < self.every || !so_far.is_whole() {
            return Ok(());
        }
        self.written = Instant::now();
        let failed = |error| IngestError::of_redact(Stage::Redact, &error);
        let Some(key) = self.key() else { return Ok(()) };
        let Some(checkpoint) = self.redactor.checkpoint(so_far).map_err(failed)? else {
            return Ok(());
        };
        let sealed = checkpoint.seal(key, &self.basis).map_err(failed)?;
        let body = (&sealed, checkpoint.heard());
        let kept = self.store.save_checkpoint(self.job, self.version, &self.basis, body);
        match Handle::current().block_on(kept) {
            Ok(_) => Ok(()),
            Err(StoreError::LeaseLost) => Err(IngestError::LeaseLost),
            Err(error) => {
                warn!(%error, "the checkpoint could not be kept, will try again");
                Ok(())
            }
        }
    }

    /// Deletes what an earlier run left; blocks.
    pub(super) fn forget(&self) {
        let dropped = self.store.drop_checkpoint(self.version.recording);
        if let Err(error) = Handle::current().block_on(dropped) {
            warn!(%error, "a useless checkpoint could not be deleted");
        }
    }

    /// The key of the recording's bytes; without one, nothing is kept.
    fn key(&self) -> Option<&SealKey> {
        let made = self.key.get_or_init(|| {
            let bytes = self.key_bytes();
            let told = |error: &std::io::Error| warn!(%error, "no checkpoints: no key can be made");
            bytes.inspect_err(told).ok().and_then(|bytes| SealKey::of_bytes(&bytes))
        });
        made.as_ref()
    }

    fn key_bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut input = self.archive.open(&self.version.media, &self.version.version);
        let length = input.byte_len();
        let mut bytes = Vec::new();
        for piece in 0..KEY_PIECES {
            input.seek(SeekFrom::Start(length / KEY_PIECES * piece))?;
            input.by_ref().take(KEY_PIECE_BYTES).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }
}
