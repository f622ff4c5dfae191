//! Keeps a job's lease while it runs, and stops the job when the lease is lost.

use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::RunControl;
use crate::store::{ClaimedJob, Store, StoreError};

/// Often enough that the status page moves.
const SLOWEST: Duration = Duration::from_secs(2);

/// A running heartbeat.
pub(super) struct Heartbeat {
    stop: CancellationToken,
    beating: JoinHandle<bool>,
}

impl Heartbeat {
    /// Begins to beat: each third of the lease at least, and every 2 s at most apart. Cancels
    /// `job_cancel` when the lease is lost, or could not be renewed for its whole length.
    pub(super) fn start(
        store: Store,
        job: ClaimedJob,
        control: RunControl,
        job_cancel: CancellationToken,
    ) -> Self {
        let stop = CancellationToken::new();
        let beating = tokio::spawn(beat(store, job, control, (stop.clone(), job_cancel)));
        Self { stop, beating }
    }

    /// Stops beating; tells whether the lease was lost.
    pub(super) async fn stop(self) -> bool {
        self.stop.cancel();
        self.beating.await.unwrap_or(false)
    }
}

async fn beat(
    store: Store,
    job: ClaimedJob,
    control: RunControl,
    (stop, job_cancel): (CancellationToken, CancellationToken),
) -> bool {
    let pause = (job.policy.lease / 3).min(SLOWEST);
    let mut renewed = Instant::now();
    loop {
        if stop.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
            return false;
        }
        let asked = Instant::now();
        match store.heartbeat(&job, control.progress()).await {
            Ok(()) => renewed = asked,
            Err(StoreError::LeaseLost) => {
                job_cancel.cancel();
                return true;
            }
            Err(error) => warn!(%error, "the lease could not be renewed, will try again"),
        }
        if renewed.elapsed() >= job.policy.lease {
            job_cancel.cancel();
            return true;
        }
    }
}
