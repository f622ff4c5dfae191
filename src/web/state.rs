//! What the handlers work with.

use crate::clip::VideoCutter;
use crate::domain::CollectionName;
use crate::index::SegmentIndex;
use crate::search::Searcher;
use crate::source::ObjectStore;
use crate::store::Store;

use super::metrics::Metrics;

/// What the handlers work with; cheap to clone.
#[derive(Debug, Clone)]
pub struct WebState {
    /// Recordings, transcripts and jobs.
    pub store: Store,
    /// The bucket, for playing.
    pub objects: ObjectStore,
    /// The index, for its freshness.
    pub index: SegmentIndex,
    /// The same index, for its answers.
    pub searcher: Searcher,
    /// What cuts videos, where there is an ffmpeg.
    pub video_cutter: Option<VideoCutter>,
    /// What is counted for those who watch.
    pub metrics: Metrics,
    /// The configured collections.
    pub collections: Vec<CollectionInfo>,
}

/// A collection as it is configured, as far as the page says it.
#[derive(Debug, Clone)]
pub struct CollectionInfo {
    /// Its name.
    pub name: CollectionName,
    /// Whether personal data in it is redacted; where it is not, the page says so.
    pub redaction_enabled: bool,
    /// When it is crawled, as cron.
    pub schedule: Option<String>,
}

impl WebState {
    /// Whether personal data of a collection is redacted: yes, unless it is configured otherwise.
    pub(super) fn redaction_enabled(&self, name: &CollectionName) -> bool {
        self.collections.iter().find(|info| info.name == *name).is_none_or(|i| i.redaction_enabled)
    }
}
