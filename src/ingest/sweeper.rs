//! Deletes from S3 what no transcript needs any more: superseded renditions, and what runs left
//! behind that did not come to their end.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::Archive;
use crate::store::{DerivedRun, Store, StoreError, kill_point};

/// Prefixes in one round.
const BATCH: u32 = 100;
/// Jobs that ended are kept so long, for whoever asks what happened.
const KEEP_FINISHED_JOBS: Duration = Duration::from_secs(14 * 24 * 3600);

/// When to sweep.
#[derive(Debug, Clone, Copy)]
pub struct SweeperOptions {
    /// How often to look.
    pub poll: Duration,
    /// How long to leave alone what a dead run wrote: its worker may be alive, not knowing yet
    /// that it lost its lease. A lease's length is enough.
    pub grace: Duration,
}

impl Default for SweeperOptions {
    fn default() -> Self {
        Self { poll: Duration::from_secs(5), grace: Duration::from_secs(60) }
    }
}

/// Sweeps; any number of nodes may run one.
#[derive(Clone)]
pub struct Sweeper {
    store: Store,
    archive: Arc<dyn Archive>,
    options: SweeperOptions,
}

impl Sweeper {
    /// Makes a sweeper.
    #[must_use]
    pub fn new(store: Store, archive: Arc<dyn Archive>, options: SweeperOptions) -> Self {
        Self { store, archive, options }
    }

    /// Sweeps until `cancel` says stop.
    pub async fn run(&self, cancel: CancellationToken) {
        loop {
            if let Err(error) = self.sweep().await {
                warn!(%error, "garbage could not be read, will try again");
            }
            let slept = cancel.run_until_cancelled(tokio::time::sleep(self.options.poll)).await;
            if slept.is_none() {
                return;
            }
        }
    }

    /// Sweeps what is due; returns how many prefixes went.
    ///
    /// # Errors
    /// When the database fails. What S3 refuses is tried again next time.
    pub async fn sweep(&self) -> Result<u64, StoreError> {
        self.store.forget_finished_jobs(KEEP_FINISHED_JOBS).await?;
        self.store.abandon_orphaned_derived(self.options.grace).await?;
        self.store.sweep_checkpoints().await?;
        let mut swept = 0;
        for garbage in self.store.garbage_derived(BATCH).await? {
            if self.delete(&garbage).await {
                self.store.forget_derived(&garbage).await?;
                swept += 1;
            }
        }
        self.store.forget_gone().await?;
        Ok(swept)
    }

    /// Deletes a prefix from S3; tells whether it is gone.
    async fn delete(&self, garbage: &DerivedRun) -> bool {
        kill_point("sweep_before_delete");
        let deleted = self.archive.delete_prefix(&garbage.bucket, &garbage.prefix).await;
        kill_point("sweep_after_delete");
        if let Err(error) = &deleted {
            warn!(%error, "`{}` could not be swept, will try again", garbage.prefix);
        }
        deleted.is_ok()
    }
}
