//! Takes recordings through the stages: scheduler, queue, worker, pipeline.
//!
//! ```text
//! Scheduler ─► queue ─► Worker ─┬► Crawler    lists a bucket, enqueues what is new or changed
//!              (store)          └► Pipeline   one recording: open, decode, transcribe, redact,
//!                                             rendition, save
//! Sweeper: deletes from S3 what no transcript needs any more
//! ```
//!
//! Every step may be killed at any instant and run again: a page applied twice changes nothing
//! more, a run writes to S3 under a prefix of its own, and one transaction makes it count.

mod archive;
mod checkpoints;
mod conclusion;
mod control;
mod crawl;
mod ears;
mod error;
mod hearing;
mod heartbeat;
mod listen;
mod pipeline;
mod plan;
mod render;
mod scheduler;
mod skip;
mod sweeper;
mod watched_input;
mod worker;

pub use archive::{Archive, ArchiveWriter, Page};
pub use control::RunControl;
pub use crawl::Crawler;
pub use ears::{Ears, SecondModel};
pub use error::IngestError;
pub use pipeline::{Pipeline, PipelineOptions};
pub use plan::{CollectionPlan, Models, Plans};
pub use scheduler::Scheduler;
pub use sweeper::{Sweeper, SweeperOptions};
pub use worker::{Worker, WorkerOptions};

pub use crate::store::{KILL_POINTS, arm_kill_point};

#[cfg(test)]
mod resume_tests;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
