//! What is noted of a job that did not come to its end.

use tracing::{info, warn};

use super::{Archive, IngestError, RunControl};
use crate::source::ListedObject;
use crate::store::{
    ClaimedJob, FailOutcome, Failure, FailureCode, RecordingVersion, Stage, Store, StoreError, Task,
};

/// A job that stopped, and what it takes to note that.
pub(super) struct Conclusion<'a> {
    pub(super) store: &'a Store,
    pub(super) archive: &'a dyn Archive,
    pub(super) job: &'a ClaimedJob,
}

impl Conclusion<'_> {
    /// Notes why the job stopped, so that it is tried again, given up, or taken by another.
    pub(super) async fn note(
        &self,
        error: &IngestError,
        control: &RunControl,
    ) -> Result<(), StoreError> {
        match (error, &self.job.task) {
            (IngestError::LeaseLost, _) => {
                info!("stopped: {error}");
                Ok(())
            }
            (IngestError::Cancelled, _) => self.store.release(self.job).await,
            (IngestError::ObjectGone, Task::Ingest(version)) => {
                self.store.mark_recording_gone(self.job, version.recording).await
            }
            (IngestError::ObjectReplaced, Task::Ingest(version)) => {
                self.follow_replaced(version).await
            }
            (IngestError::Failed(failure), _) => self.fail(failure).await,
            // An object that a listing shows and that is not there when asked: list again.
            (IngestError::ObjectGone | IngestError::ObjectReplaced, Task::Crawl(_)) => {
                let (stage, code) = (control.progress().stage, FailureCode::ObjectGone);
                let message = error.to_string();
                self.fail(&Failure { stage, code, message, retryable: true }).await
            }
        }
    }

    /// Takes up the version that is there now, without waiting for the next crawl.
    async fn follow_replaced(&self, version: &RecordingVersion) -> Result<(), StoreError> {
        if let Ok(now) = self.archive.head(&version.media).await {
            let object = ListedObject { key: version.media.clone(), version: now };
            self.store.enqueue_ingest(&version.collection, object).await?;
        }
        let message = IngestError::ObjectReplaced.to_string();
        let (stage, code) = (Stage::Decode, FailureCode::ObjectReplaced);
        self.fail(&Failure { stage, code, message, retryable: true }).await
    }

    async fn fail(&self, failure: &Failure) -> Result<(), StoreError> {
        let failure = &self.without_key(failure);
        let outcome = self.store.fail(self.job, failure).await?;
        let (stage, code, attempt) = (failure.stage.name(), failure.code.name(), self.job.attempt);
        let reason = &failure.message;
        let then = what_follows(outcome, failure);
        warn!(stage, code, attempt, "failed: {reason}; {then}");
        Ok(())
    }
}

impl Conclusion<'_> {
    /// The failure with the recording's key as it may be shown: errors of the store name it.
    fn without_key(&self, failure: &Failure) -> Failure {
        let Task::Ingest(version) = &self.job.task else { return failure.clone() };
        let message = failure.message.replace(&version.media.key, &version.shown.key);
        Failure { message, ..failure.clone() }
    }
}

fn what_follows(outcome: FailOutcome, failure: &Failure) -> String {
    match outcome {
        FailOutcome::WillRetry(wait) => format!("tried again in {} s", wait.as_secs()),
        FailOutcome::Rerun => "it changed meanwhile and is tried again now".to_owned(),
        FailOutcome::Failed => failure.code.advice().to_owned(),
    }
}
