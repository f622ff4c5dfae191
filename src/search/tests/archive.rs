//! An archive to search in.

use std::sync::Arc;

use tempfile::TempDir;

use crate::index::testing::MemoryFeed;
use crate::index::{Follower, FollowerOptions, SegmentIndex};
use crate::search::{Matched, SearchFilters, SearchPage, SearchQuery, SearchResults, Searcher};
use crate::store::StoredTranscript;

pub(super) struct Archive {
    _dir: TempDir,
    pub(super) searcher: Searcher,
    pub(super) feed: Arc<MemoryFeed>,
    pub(super) follower: Follower<Arc<MemoryFeed>>,
}

impl Archive {
    pub(super) async fn of(transcripts: impl IntoIterator<Item = StoredTranscript>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let index = SegmentIndex::open_or_create(dir.path()).unwrap();
        let feed = Arc::new(MemoryFeed::default());
        for transcript in transcripts {
            feed.put(transcript);
        }
        let options = FollowerOptions::default();
        let mut follower = Follower::new(Arc::clone(&feed), index.clone(), Arc::default(), options);
        follower.catch_up().await.unwrap();
        Self { _dir: dir, searcher: Searcher::new(index), feed, follower }
    }

    pub(super) fn search(&self, typed: &str) -> SearchResults {
        self.search_within(typed, &SearchFilters::default(), SearchPage::default())
    }

    pub(super) fn search_within(
        &self,
        typed: &str,
        filters: &SearchFilters,
        page: SearchPage,
    ) -> SearchResults {
        self.searcher.search(&SearchQuery::parse(typed).unwrap(), filters, page).unwrap()
    }

    /// Recording titles and segment ordinals of every hit shown.
    pub(super) fn hits(&self, typed: &str) -> Vec<(String, u32)> {
        self.hits_where(typed, |_| true)
    }

    /// The same, without what only sounds alike or lacks a word.
    pub(super) fn surely(&self, typed: &str) -> Vec<(String, u32)> {
        self.hits_where(typed, |matched| !matches!(matched, Matched::Sounds | Matched::Partly))
    }

    fn hits_where(&self, typed: &str, is_wanted: impl Fn(Matched) -> bool) -> Vec<(String, u32)> {
        let recordings = self.search(typed).recordings.into_iter();
        let hits = recordings.flat_map(|recording| {
            let hits = recording.hits.into_iter().filter(|hit| is_wanted(hit.matched));
            hits.map(|hit| (recording.title.clone(), hit.ordinal)).collect::<Vec<_>>()
        });
        let mut hits: Vec<(String, u32)> = hits.collect();
        hits.sort();
        hits
    }
}

pub(super) fn at(title: &str, ordinals: &[u32]) -> Vec<(String, u32)> {
    ordinals.iter().map(|ordinal| (title.to_owned(), *ordinal)).collect()
}
