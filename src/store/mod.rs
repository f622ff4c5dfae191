//! Postgres, the truth: the only SQL in the project.
//!
//! What comes in is redacted by its type; what changes is told to the index in commit order.
//! One file holds one concern; each is an `impl Store`.

mod changes;
mod checkpoints;
mod codec;
mod connection;
mod crawls;
mod derived;
mod error;
mod failure;
mod gone;
mod job_outcomes;
mod jobs;
mod kill_point;
mod listing;
mod measures;
mod mend;
mod overview;
mod peaks;
mod reads;
mod records;
mod retry;
mod save;
mod schedules;
mod status;

pub use changes::ChangeListener;
pub use connection::Store;
pub use crawls::{Crawl, CrawlCounts, CrawlPage, RefusedObject};
pub use derived::DerivedRun;
pub use error::StoreError;
pub use failure::{Failure, FailureCode, Stage};
pub use job_outcomes::FailOutcome;
pub use jobs::{Claimant, ClaimedJob, LeasePolicy, Progress, RecordingVersion, Task};
pub(crate) use kill_point::kill_point;
pub use kill_point::{KILL_POINTS, arm_kill_point};
pub use listing::{JobProgress, ListFilter, ListOrder, RecordingState, RecordingSummary};
pub use measures::{Measures, RecordingMeasure};
pub use mend::MendedTranscript;
pub use overview::{CollectionContent, IngestRun, RecordingHistory};
pub use records::{
    Change, ChangeKind, Playback, StoredAlternative, StoredFacts, StoredRecording, StoredSegment,
    StoredSpan, StoredTag, StoredTranscript, StoredWord,
};
pub use retry::RetryFilter;
pub use save::{MediaFacts, NewTranscript, SaveOutcome};
pub use schedules::ScheduleEntry;
pub use status::{CollectionStatus, CrawlSummary, FailedRecording, RunningJob, StatusReport};

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
