//! What a running job and its keeper share: how far it is, and whether it should stop.

use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use super::IngestError;
use crate::store::{Progress, Stage};

/// A running job's progress and its stop signal; cheap to clone.
#[derive(Debug, Clone)]
pub struct RunControl {
    cancel: CancellationToken,
    progress: Arc<Mutex<Progress>>,
}

impl RunControl {
    /// Begins at nothing done; stops when `cancel` says so.
    #[must_use]
    pub fn new(cancel: CancellationToken, stage: Stage) -> Self {
        Self {
            cancel,
            progress: Arc::new(Mutex::new(Progress { stage, permille: 0, remaining: None })),
        }
    }

    /// Notes how far the job is.
    pub fn report(&self, stage: Stage, permille: u16) {
        self.report_progress(Progress { stage, permille, remaining: None });
    }

    /// Notes how far the job is, and how long it will take yet.
    pub fn report_progress(&self, progress: Progress) {
        // A panic can't leave two numbers half-written.
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }

    /// Tells how far the job is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the job should stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Stops here where the job should stop.
    ///
    /// # Errors
    /// [`IngestError::Cancelled`] where it should.
    pub fn check(&self) -> Result<(), IngestError> {
        if self.is_cancelled() { Err(IngestError::Cancelled) } else { Ok(()) }
    }
}
