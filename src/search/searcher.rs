//! Asks the index and makes hits of what it finds.

use std::sync::Arc;
use std::time::Instant;

use tantivy::Score;

use crate::domain::RecordingId;
use crate::index::{IndexSnapshot, SegmentDocument, SegmentIndex};

use super::SearchError;
use super::collector::{ByRecording, Group};
use super::hits::{Matched, RecordingHits, SearchHit, SearchResults};
use super::matcher::{SegmentMatch, time_of};
use super::plan::plan;
use super::query::SearchQuery;
use super::request::{MAX_HITS_PER_RECORDING, SearchFilters, SearchPage};
use super::snippet::Snippet;
use super::sure::Sure;

/// Answers queries over whatever the index holds at that moment.
#[derive(Debug, Clone)]
pub struct Searcher {
    index: SegmentIndex,
}

impl Searcher {
    /// Makes a searcher over an index that somebody else keeps fresh.
    #[must_use]
    pub const fn new(index: SegmentIndex) -> Self {
        Self { index }
    }

    /// Finds the recordings in which the query is said, the best first. Blocks for milliseconds:
    /// call it where blocking is allowed.
    ///
    /// # Errors
    /// A [`SearchError`] if the index can't be read.
    pub fn search(
        &self,
        query: &SearchQuery,
        filters: &SearchFilters,
        page: SearchPage,
    ) -> Result<SearchResults, SearchError> {
        let began = Instant::now();
        let page = page.within_limits();
        let is_one = filters.recording.is_some();
        let hits = if is_one { MAX_HITS_PER_RECORDING } else { page.hits_per_recording };
        let snapshot = self.index.snapshot();
        let asked = plan(query, filters, snapshot.fields());
        let least = filters.min_confidence.in_parts();
        let sure = (least > 0).then(|| Arc::new(Sure::new(query.clone(), least, snapshot.clone())));
        let groups = ByRecording { hits, earliest: is_one, sure };
        let groups = snapshot.searcher.search(&asked, &groups)?;

        let total_recordings = groups.len();
        let total_hits = groups.values().map(|group| group.hit_count).sum();
        let mut ranked: Vec<(Score, RecordingId, Group)> =
            groups.into_iter().map(|(id, group)| (group.score(), id, group)).collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut recordings = Vec::new();
        for (_, _, group) in ranked.into_iter().skip(page.offset).take(page.limit) {
            recordings.extend(recording_hits(&snapshot, (query, least), group)?);
        }
        Ok(SearchResults { total_hits, total_recordings, recordings, took: began.elapsed() })
    }
}

fn recording_hits(
    snapshot: &IndexSnapshot,
    asked: (&SearchQuery, u8),
    group: Group,
) -> Result<Option<RecordingHits>, SearchError> {
    let (hit_count, score) = (group.hit_count, group.score());
    let mut recording = None;
    let mut hits = Vec::new();
    for ranked in group.into_hits() {
        let document = snapshot.document(ranked.address)?;
        hits.push(search_hit(asked, &document));
        recording.get_or_insert(document.recording);
    }
    Ok(recording.map(|recording| RecordingHits {
        recording: recording.id,
        title: recording.title,
        collection: recording.collection,
        language: recording.language,
        kind: recording.kind,
        duration: recording.duration,
        hit_count,
        score,
        hits,
    }))
}

fn search_hit((query, least): (&SearchQuery, u8), document: &SegmentDocument) -> SearchHit {
    let words = &document.words;
    // The index found it, so the same terms find it again; should they not, the segment is shown
    // without a mark rather than lost.
    let found = SegmentMatch::of(query, words, least).unwrap_or_else(SegmentMatch::nothing);
    let snippet = Snippet::of(words, &found);
    let best = if found.occurrences.is_empty() {
        None
    } else {
        time_of(words, found.best.first, found.best.last)
    };
    SearchHit {
        ordinal: document.ordinal,
        segment_span: document.span,
        span: best.unwrap_or(document.span),
        matches: found.times(words),
        channel: document.channel,
        language: document.language.clone(),
        matched: if found.best.is_possible { Matched::Alternative } else { Matched::Word },
        confidence: f32::from(found.best.sure) / 255.0,
        suspect: document.suspect,
        snippet: snippet.parts,
        is_cut_before: snippet.is_cut_before,
        is_cut_after: snippet.is_cut_after,
    }
}
