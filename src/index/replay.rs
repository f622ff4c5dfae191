//! Applies changes to a writer until there are none.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::domain::RecordingId;
use crate::store::{Change, ChangeKind, StoreError, StoredTranscript};

use super::{ChangeFeed, IndexError, SegmentWriter};

/// A writer that blocking threads take turns with.
pub(super) type SharedWriter = Arc<Mutex<SegmentWriter>>;

/// How changes are taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReplayOptions {
    /// At most so many changes are read at once.
    pub(super) batch: u32,
    /// What is older than this is committed before more is added.
    pub(super) commit_interval: Duration,
}

/// One run through a feed.
pub(super) struct Replay<'a, F> {
    pub(super) feed: &'a F,
    /// The feed's identity.
    pub(super) log: Uuid,
    pub(super) writer: &'a SharedWriter,
    pub(super) options: ReplayOptions,
    /// Hears the last change of every commit.
    pub(super) on_commit: &'a (dyn Fn(i64) + Send + Sync),
}

impl<F: ChangeFeed> Replay<'_, F> {
    /// Applies every change after the writer's watermark, and gives how many there were.
    pub(super) async fn run(&self) -> Result<usize, IndexError> {
        let mut applied = 0;
        loop {
            let seq = with_writer(self.writer, |writer| Ok(writer.seq())).await?;
            let changes = self.feed.changes_after(seq, self.options.batch).await?;
            if changes.is_empty() {
                return Ok(applied);
            }
            self.apply(&changes).await?;
            applied += changes.len();
        }
    }

    async fn apply(&self, changes: &[Change]) -> Result<(), IndexError> {
        // A transcript is read as it is now, so only a recording's last change here counts.
        let last: HashMap<RecordingId, i64> =
            changes.iter().map(|change| (change.recording, change.seq)).collect();
        let end = changes.last().map(|change| change.seq);
        let mut since = Instant::now();
        let is_redacted = changes.iter().any(|change| change.kind == ChangeKind::Redacted);
        for change in changes {
            if last.get(&change.recording) == Some(&change.seq) {
                self.apply_one(change).await?;
            }
            if since.elapsed() >= self.options.commit_interval || Some(change.seq) == end {
                let (log, seq) = (self.log, change.seq);
                with_writer(self.writer, move |writer| writer.commit(log, seq)).await?;
                (self.on_commit)(seq);
                since = Instant::now();
            }
        }
        if is_redacted {
            with_writer(self.writer, SegmentWriter::purge).await?;
        }
        Ok(())
    }

    async fn apply_one(&self, change: &Change) -> Result<(), IndexError> {
        let recording = change.recording;
        let transcript = current_transcript(self.feed, change).await?;
        with_writer(self.writer, move |writer| match &transcript {
            Some(transcript) => writer.replace(transcript),
            None => {
                writer.remove(recording);
                Ok(())
            }
        })
        .await
    }
}

async fn current_transcript(
    feed: &impl ChangeFeed,
    change: &Change,
) -> Result<Option<StoredTranscript>, IndexError> {
    if change.kind == ChangeKind::Deleted {
        return Ok(None);
    }
    match feed.transcript(change.recording).await {
        // One row that this version can't read must not keep all others from being found.
        Err(error @ StoreError::Corrupt(_)) => {
            let recording = change.recording;
            tracing::error!(%recording, %error, "a recording can't be read, so it can't be found");
            Ok(None)
        }
        other => Ok(other?),
    }
}

/// Uses the writer on a thread that may block.
pub(super) async fn with_writer<T: Send + 'static>(
    writer: &SharedWriter,
    work: impl FnOnce(&mut SegmentWriter) -> Result<T, IndexError> + Send + 'static,
) -> Result<T, IndexError> {
    let writer = Arc::clone(writer);
    off_thread(move || work(&mut *writer.lock().map_err(|_| IndexError::Interrupted)?)).await
}

/// Runs work that blocks on a thread that may.
pub(super) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, IndexError> + Send + 'static,
) -> Result<T, IndexError> {
    let span = tracing::Span::current();
    let work = tokio::task::spawn_blocking(move || span.in_scope(work));
    work.await.unwrap_or(Err(IndexError::Interrupted))
}
