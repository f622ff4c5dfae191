//! Takes jobs from the queue and sees them to an end, whatever that is.
//!
//! A job runs in a task of its own, so that a panic in it fails the job and not the worker; beside
//! it a heartbeat keeps the lease and stops the job when the lease is lost.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, Span, info, info_span, warn};

use super::conclusion::Conclusion;
use super::heartbeat::Heartbeat;
use super::{Archive, Crawler, IngestError, Pipeline, Plans, RunControl};
use crate::domain::CollectionName;
use crate::store::{
    Claimant, ClaimedJob, FailureCode, LeasePolicy, Stage, Store, Task, kill_point,
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
    archive: Arc<dyn Archive>,
    /// None on a node that only crawls.
    pipeline: Option<Arc<Pipeline>>,
    plans: Arc<Plans>,
    options: WorkerOptions,
}

impl Worker {
    /// Makes a worker on what the pipeline is made of.
    #[must_use]
    pub fn new(pipeline: Arc<Pipeline>, options: WorkerOptions) -> Self {
        let (store, archive) = (pipeline.store().clone(), pipeline.archive().clone());
        let plans = pipeline.plans().clone();
        Self { pipeline: Some(pipeline), ..Self::crawling(store, archive, plans, options) }
    }

    /// Makes a worker that takes crawls only, and leaves recordings to others.
    #[must_use]
    pub fn crawling(
        store: Store,
        archive: Arc<dyn Archive>,
        plans: Arc<Plans>,
        options: WorkerOptions,
    ) -> Self {
        let crawler = Crawler::new(store.clone(), archive.clone());
        Self { store, crawler, archive, pipeline: None, plans, options }
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
            crawls_only: self.pipeline.is_none(),
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
        let span = span_of(&job);
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
            let Err(error) = result else { return };
            let conclusion = Conclusion { store: &self.store, archive: &*self.archive, job: &job };
            if let Err(error) = conclusion.note(&error, &control).await {
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
                let pipeline = self.pipeline.as_ref().ok_or(IngestError::Cancelled)?;
                let outcome = pipeline.run(job, version, control).await?;
                info!(?outcome, "`{}` is through", version.shown);
            }
        }
        Ok(())
    }
}

fn span_of(job: &ClaimedJob) -> Span {
    match &job.task {
        Task::Crawl(collection) => info_span!("crawl", job = %job.id, %collection),
        Task::Ingest(version) => info_span!("ingest", job = %job.id, media.key = %version.shown),
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
