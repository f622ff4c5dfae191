//! What narrows a search, and how much of its answer is wanted.

use crate::domain::{CollectionName, Language, RecordingId};

/// At most so many recordings on one page.
pub const MAX_LIMIT: usize = 100;
/// Nobody turns further than this many recordings.
pub const MAX_OFFSET: usize = 10_000;
/// At most so many hits of one recording.
pub const MAX_HITS_PER_RECORDING: usize = 500;

/// What narrows a search; what is empty narrows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchFilters {
    /// Only recordings of one of these collections.
    pub collections: Vec<CollectionName>,
    /// Only segments in one of these languages.
    pub languages: Vec<Language>,
    /// Only this recording: its hits come by time, up to [`MAX_HITS_PER_RECORDING`].
    pub recording: Option<RecordingId>,
}

/// Which part of the answer is wanted. What is beyond a limit is cut to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchPage {
    /// How many recordings.
    pub limit: usize,
    /// How many recordings before them are passed over.
    pub offset: usize,
    /// How many hits of each, the best ones.
    pub hits_per_recording: usize,
}

impl Default for SearchPage {
    fn default() -> Self {
        Self { limit: 20, offset: 0, hits_per_recording: 5 }
    }
}

impl SearchPage {
    pub(super) fn within_limits(self) -> Self {
        Self {
            limit: self.limit.min(MAX_LIMIT),
            offset: self.offset.min(MAX_OFFSET),
            hits_per_recording: self.hits_per_recording.clamp(1, MAX_HITS_PER_RECORDING),
        }
    }
}
