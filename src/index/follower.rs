//! Keeps the index where Postgres is.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::rebuild::rebuild;
use super::replay::{Replay, ReplayOptions, SharedWriter, off_thread, with_writer};
use super::{ChangeFeed, IndexError, SegmentIndex};

/// How long the follower waits at most after failures in a row.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// How the follower goes about it.
#[derive(Debug, Clone, Copy)]
pub struct FollowerOptions {
    /// How often it looks for changes that nobody told it of.
    pub poll_interval: Duration,
    /// At most so many changes are read at once.
    pub batch: u32,
    /// What was added longer ago than this is committed before more is added.
    pub commit_interval: Duration,
}

impl Default for FollowerOptions {
    /// Half a second to notice and one to commit: found within two.
    fn default() -> Self {
        Self {
            poll_interval: Duration::from_millis(500),
            batch: 200,
            commit_interval: Duration::from_secs(1),
        }
    }
}

/// What a look at the feed came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaughtUp {
    /// How many changes there were.
    pub changes: usize,
    /// The last change that is found now.
    pub watermark: i64,
}

/// Applies changes to the index in commit order.
///
/// Any number of processes may run one over the same folder: the first writes, the others show
/// what it commits, and one of them takes over when it ends.
pub struct Follower<F> {
    feed: F,
    index: SegmentIndex,
    wake: Arc<Notify>,
    options: FollowerOptions,
    writer: Option<(u64, SharedWriter)>,
}

impl<F: ChangeFeed> Follower<F> {
    /// Makes a follower that looks when `wake` is notified, and every poll interval.
    #[must_use]
    pub const fn new(
        feed: F,
        index: SegmentIndex,
        wake: Arc<Notify>,
        options: FollowerOptions,
    ) -> Self {
        Self { feed, index, wake, options, writer: None }
    }

    /// Follows until `shutdown`; failures are logged and tried again.
    pub async fn run(mut self, shutdown: CancellationToken) {
        let mut failures = 0;
        loop {
            let outcome = tokio::select! {
                () = shutdown.cancelled() => break,
                outcome = self.follow() => outcome,
            };
            failures = if outcome.is_ok() { 0 } else { failures + 1 };
            if let Err(error) = outcome {
                warn_of(&error, failures);
            }
            let pause = (self.options.poll_interval * 2_u32.pow(failures.min(6)))
                .min(LONGEST_PAUSE.max(self.options.poll_interval));
            tokio::select! {
                () = shutdown.cancelled() => break,
                () = self.wake.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        // A writer's end waits for its threads, and for work that still has it.
        let writer = self.writer.take();
        let ended = off_thread(move || {
            drop(writer);
            Ok(())
        });
        let _ = ended.await;
    }

    /// Catches up, or shows what another process wrote; damage is mended.
    async fn follow(&mut self) -> Result<(), IndexError> {
        match self.catch_up().await {
            Ok(_) | Err(IndexError::Locked) => Ok(()),
            Err(error @ IndexError::Damaged(_)) => {
                tracing::error!(%error, "building the search index anew");
                self.rebuild().await
            }
            Err(error) => Err(error),
        }
    }

    /// Applies every change there is now.
    ///
    /// # Errors
    /// [`IndexError::Locked`] if another process writes; what it committed is shown all the same.
    pub async fn catch_up(&mut self) -> Result<CaughtUp, IndexError> {
        let outcome = self.try_catch_up().await;
        // After a failure of its own a writer may hold half a change; of Postgres it may not.
        if !matches!(outcome, Ok(_) | Err(IndexError::Store(_))) {
            self.writer = None;
        }
        outcome
    }

    async fn try_catch_up(&mut self) -> Result<CaughtUp, IndexError> {
        let mut writer = self.writer().await?;
        let followed = with_writer(&writer, |writer| Ok(writer.watermark())).await?;
        let (log, latest) = (self.feed.identity().await?, self.feed.latest_seq().await?);
        if latest < followed.seq || followed.log.is_some_and(|before| before != log) {
            warn_of_other_database(followed.seq, latest);
            self.rebuild().await?;
            writer = self.writer().await?;
        }
        let FollowerOptions { batch, commit_interval, .. } = self.options;
        let options = ReplayOptions { batch, commit_interval };
        let feed = &self.feed;
        let changes =
            Replay { feed, log, writer: &writer, options, on_commit: &|_| () }.run().await?;
        let watermark = with_writer(&writer, |writer| Ok(writer.seq())).await?;
        Ok(CaughtUp { changes, watermark })
    }

    /// The writer of the generation that answers.
    async fn writer(&mut self) -> Result<SharedWriter, IndexError> {
        let index = self.index.clone();
        off_thread(move || index.refresh()).await?;
        let current = self.index.status().generation;
        if let Some((generation, writer)) = &self.writer
            && *generation == current
        {
            return Ok(Arc::clone(writer));
        }
        self.writer = None;
        let index = self.index.clone();
        let writer = off_thread(move || index.writer()).await?;
        let generation = writer.generation();
        let writer = Arc::new(Mutex::new(writer));
        self.writer = Some((generation, Arc::clone(&writer)));
        Ok(writer)
    }

    async fn rebuild(&mut self) -> Result<(), IndexError> {
        self.writer = None;
        rebuild(&self.feed, self.index.dir(), &|_| ()).await?;
        let index = self.index.clone();
        off_thread(move || index.refresh()).await
    }
}

fn warn_of(error: &IndexError, failures: u32) {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::warn!(%error, cause, failures, "the search index is behind, will try again");
}

fn warn_of_other_database(watermark: i64, latest: i64) {
    tracing::warn!(watermark, latest, "the database is another or older: indexing it anew");
}
