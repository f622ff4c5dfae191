//! Takes jobs from the queue and sees them to an end, whatever that is.
//!
//! A job runs in a task of its own, so that a panic in it fails the job and not the worker; beside
//! it a heartbeat keeps the lease and stops the job when the lease is lost.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, info, info_span, warn};

use super::heartbeat::Heartbeat;
use super::{Crawler, IngestError, Pipeline, Plans, RunControl};
use crate::domain::CollectionName;
use crate::source::ListedObject;
use crate::store::{
    Claimant, ClaimedJob, FailOutcome, Failure, FailureCode, LeasePolicy, RecordingVersion,
    SaveOutcome, Stage, Store, StoreError, Task, kill_point,
};

/// How a worker works.
#[derive(Debug, Clone)]
pub struct WorkerOptions {
    /// Its name, for the status page and the log.
    pub name: String,
    /// Jobs at a time.
    pub concurrency: usize,
    /// How jobs are held and tried.
    pub policy: LeasePolicy,
    /// How often an idle worker asks for work.
    pub poll: Duration,
    /// Whether to stop when no job waits or runs any more, on any node.
    pub until_idle: bool,
}

impl Default for WorkerOptions {
    fn default() -> Self {
        Self {
            name: "worker".to_owned(),
            concurrency: 1,
            policy: LeasePolicy::default(),
            poll: Duration::from_millis(500),
            until_idle: false,
        }
    }
}

/// A worker; cheap to clone.
#[derive(Clone)]
pub struct Worker {
    store: Store,
    crawler: Crawler,
    pipeline: Arc<Pipeline>,
    plans: Arc<Plans>,
    options: WorkerOptions,
}

impl Worker {
    /// Makes a worker on what the pipeline is made of.
    #[must_use]
    pub fn new(pipeline: Arc<Pipeline>, options: WorkerOptions) -> Self {
        let store = pipeline.store().clone();
        let crawler = Crawler::new(store.clone(), pipeline.archive().clone());
        let plans = pipeline.plans().clone();
        Self { store, crawler, pipeline, plans, options }
    }

    /// Works until `cancel` says stop (jobs in hand are given back untried) or, where the options
    /// say so, until nothing is left to do.
    pub async fn run(&self, cancel: CancellationToken) {
        let mut lanes = JoinSet::new();
        for lane in 0..self.options.concurrency.max(1) {
            let (worker, cancel) = (self.clone(), cancel.clone());
            lanes.spawn(async move { worker.work(lane, cancel).await });
        }
        while let Some(ended) = lanes.join_next().await {
            if let Err(error) = ended {
                warn!(%error, "a worker ended in a fault of its own");
            }
        }
    }

    async fn work(&self, lane: usize, cancel: CancellationToken) {
        let claimant = Claimant {
            worker: format!("{}/{lane}", self.options.name),
            collections: self.plans.keys().cloned().collect(),
            policy: self.options.policy,
        };
        while !cancel.is_cancelled() {
            match self.store.claim(&claimant).await {
                Ok(Some(job)) => {
                    kill_point("after_claim");
                    self.see_through(job, &cancel).await;
                    continue;
                }
                Ok(None) if self.options.until_idle && self.is_idle(&claimant).await => return,
                Ok(None) => {}
                Err(error) => warn!(%error, "no job could be claimed, will try again"),
            }
            cancel.run_until_cancelled(tokio::time::sleep(self.options.poll)).await;
        }
    }

    async fn is_idle(&self, claimant: &Claimant) -> bool {
        self.store.open_jobs(&claimant.collections).await.is_ok_and(|open| open == 0)
    }

    /// Runs one claimed job to whatever end it comes to.
    async fn see_through(&self, job: ClaimedJob, shutdown: &CancellationToken) {
        let span = match &job.task {
            Task::Crawl(collection) => info_span!("crawl", job = %job.id, %collection),
            Task::Ingest(version) => {
                info_span!("ingest", job = %job.id, media.key = %version.media)
            }
        };
        async {
            let cancel = shutdown.child_token();
            let stage = match &job.task {
                Task::Crawl(_) => Stage::Crawl,
                Task::Ingest(_) => Stage::Open,
            };
            let control = RunControl::new(cancel.clone(), stage);
            let heartbeat =
                Heartbeat::start(self.store.clone(), job.clone(), control.clone(), cancel);
            let result = self.run_caught(&job, &control).await;
            let is_lost = heartbeat.stop().await;
            // Once saved, the job is nobody's: a beat may meet that before we hear of it.
            let is_lost = is_lost && result.is_err();
            let result = if is_lost { Err(IngestError::LeaseLost) } else { result };
            if let Err(error) = self.conclude(&job, result, &control).await {
                // The lease will run out, and whoever claims the job then starts it anew.
                warn!(%error, "the job's end could not be noted");
            }
        }
        .instrument(span)
        .await;
    }

    /// Runs a job in a task of its own, so that its panic is a failure like any other.
    async fn run_caught(&self, job: &ClaimedJob, control: &RunControl) -> Result<(), IngestError> {
        let (worker, job, running) = (self.clone(), job.clone(), control.clone());
        let task =
            tokio::spawn(async move { worker.run_task(&job, &running).await }.in_current_span());
        task.await.unwrap_or_else(|error| Err(crashed(control, &error)))
    }

    async fn run_task(&self, job: &ClaimedJob, control: &RunControl) -> Result<(), IngestError> {
        match &job.task {
            Task::Crawl(collection) => {
                let plan = self.plans.get(collection).ok_or_else(|| unplanned(collection))?;
                self.crawler.crawl(collection, plan, control).await?;
                let completed = self.store.complete(job).await;
                completed.map_err(|error| IngestError::of_store(Stage::Crawl, &error))?;
                kill_point("crawl_after_complete");
            }
            Task::Ingest(version) => {
                let outcome = self.pipeline.run(job, version, control).await?;
                match outcome {
                    SaveOutcome::Saved => info!("`{}` is searchable", version.media),
                    SaveOutcome::Superseded => info!("`{}` changed meanwhile", version.media),
                }
            }
        }
        Ok(())
    }

    /// Notes how a job ended.
    async fn conclude(
        &self,
        job: &ClaimedJob,
        result: Result<(), IngestError>,
        control: &RunControl,
    ) -> Result<(), StoreError> {
        match (result, &job.task) {
            (Ok(()), _) => Ok(()),
            (Err(IngestError::LeaseLost), _) => {
                warn!("the lease was lost to another worker, which does the job now");
                Ok(())
            }
            (Err(IngestError::Cancelled), _) => {
                info!("given back for the next worker");
                self.store.release(job).await
            }
            (Err(IngestError::ObjectGone), Task::Ingest(version)) => {
                info!("`{}` is gone", version.media);
                self.store.mark_recording_gone(job, version.recording).await
            }
            (Err(IngestError::ObjectReplaced), Task::Ingest(version)) => {
                self.follow_replaced(job, version).await
            }
            (Err(IngestError::Failed(failure)), _) => self.fail(job, &failure).await,
            (Err(other), _) => {
                let stage = control.progress().stage;
                let failure = Failure {
                    stage,
                    code: FailureCode::ObjectGone,
                    message: other.to_string(),
                    retryable: true,
                };
                self.fail(job, &failure).await
            }
        }
    }

    async fn fail(&self, job: &ClaimedJob, failure: &Failure) -> Result<(), StoreError> {
        let (stage, code) = (failure.stage.name(), failure.code.name());
        let reason = &failure.message;
        match self.store.fail(job, failure).await? {
            FailOutcome::WillRetry(wait) => {
                let wait_seconds = wait.as_secs();
                warn!(stage, code, job.attempt, wait_seconds, "failed, will try again: {reason}");
            }
            FailOutcome::Rerun => info!(stage, code, "failed, but it changed meanwhile: {reason}"),
            FailOutcome::Failed => {
                warn!(stage, code, job.attempt, "failed: {reason}; {}", failure.code.advice());
            }
        }
        Ok(())
    }

    /// Takes up the version that is there now, without waiting for the next crawl.
    async fn follow_replaced(
        &self,
        job: &ClaimedJob,
        version: &RecordingVersion,
    ) -> Result<(), StoreError> {
        info!("`{}` was replaced during the work", version.media);
        if let Ok(now) = self.pipeline.archive().head(&version.media).await {
            let object = ListedObject { key: version.media.clone(), version: now };
            self.store.enqueue_ingest(&version.collection, object).await?;
        }
        let message = IngestError::ObjectReplaced.to_string();
        let (stage, code) = (Stage::Decode, FailureCode::ObjectReplaced);
        self.fail(job, &Failure { stage, code, message, retryable: true }).await
    }
}

fn unplanned(collection: &CollectionName) -> IngestError {
    let message = format!("collection `{collection}` is not configured on this node");
    IngestError::failed(Stage::Crawl, FailureCode::NoBucket, message, true)
}

/// A panic's own words stay out: they might quote what was said.
fn crashed(control: &RunControl, error: &tokio::task::JoinError) -> IngestError {
    if error.is_cancelled() {
        return IngestError::Cancelled;
    }
    let stage = control.progress().stage;
    let message = "the program met a fault of its own on this recording";
    IngestError::failed(stage, FailureCode::Crashed, message, true)
}
