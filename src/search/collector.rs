//! Groups every matching segment by its recording: true counts, and the best hits of each.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

use crate::domain::RecordingId;
use crate::index::{ORDINAL, RECORDING, SUSPECT, suspect_code};

use super::SearchError;
use super::sure::{Sure, SureColumns};

/// What a doubtful segment's score counts: what differs between two segments that say the same
/// otherwise, their lengths and how often they say it, is less.
const SUSPECT_SHARE: Score = 0.15;

/// Collects groups, not documents: memory grows with the recordings that match.
pub(super) struct ByRecording {
    /// At most so many hits of each recording are kept.
    pub(super) hits: usize,
    /// Keeps the earliest hits instead of the best.
    pub(super) earliest: bool,
    /// Takes only what is said surely enough.
    pub(super) sure: Option<Arc<Sure>>,
}

/// The hits of one recording.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) hit_count: usize,
    pub(super) best_score: Score,
    /// The worst kept hit is on top.
    kept: BinaryHeap<RankedHit>,
}

/// A hit's place among those of its recording.
#[derive(Debug, Clone, Copy)]
pub(super) struct RankedHit {
    rank: Score,
    pub(super) ordinal: u64,
    pub(super) address: DocAddress,
}

impl Group {
    /// The hits that were kept, by time.
    pub(super) fn into_hits(self) -> Vec<RankedHit> {
        let mut hits = self.kept.into_vec();
        hits.sort_by_key(|hit| hit.ordinal);
        hits
    }

    /// How high the recording stands: its best hit's score, and a little for each more.
    pub(super) fn score(&self) -> Score {
        self.best_score * (1.0 + 0.1 * (self.hit_count.max(1) as Score).ln())
    }

    fn keep(&mut self, hit: RankedHit, limit: usize) {
        if self.kept.len() < limit {
            self.kept.push(hit);
        } else if let Some(mut worst) = self.kept.peek_mut()
            && hit < *worst
        {
            *worst = hit;
        }
    }

    fn absorb(&mut self, other: Self, limit: usize) {
        self.hit_count += other.hit_count;
        self.best_score = self.best_score.max(other.best_score);
        for hit in other.kept {
            self.keep(hit, limit);
        }
    }
}

impl Ord for RankedHit {
    /// Better hits are smaller; of equal ones the earlier.
    fn cmp(&self, other: &Self) -> Ordering {
        other.rank.total_cmp(&self.rank).then(self.ordinal.cmp(&other.ordinal))
    }
}

impl PartialOrd for RankedHit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for RankedHit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for RankedHit {}

impl Collector for ByRecording {
    type Fruit = HashMap<RecordingId, Group>;
    type Child = IndexSegmentGroups;

    fn for_segment(
        &self,
        index_segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<Self::Child> {
        let columns = reader.fast_fields();
        let of_sure =
            |sure: &Arc<Sure>| tantivy::Result::Ok((Arc::clone(sure), SureColumns::of(reader)?));
        Ok(IndexSegmentGroups {
            index_segment,
            recordings: columns.str(RECORDING)?,
            ordinals: columns.u64(ORDINAL)?,
            suspects: columns.u64(SUSPECT)?,
            sure: self.sure.as_ref().map(of_sure).transpose()?,
            failed: None,
            groups: HashMap::new(),
            limit: self.hits,
            earliest: self.earliest,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(
        &self,
        fruits: Vec<tantivy::Result<Vec<(RecordingId, Group)>>>,
    ) -> tantivy::Result<Self::Fruit> {
        let mut merged: Self::Fruit = HashMap::new();
        for fruit in fruits {
            for (recording, group) in fruit? {
                merged.entry(recording).or_default().absorb(group, self.hits);
            }
        }
        Ok(merged)
    }
}

/// The groups of one tantivy segment, by the recording's place in its dictionary.
pub(super) struct IndexSegmentGroups {
    index_segment: SegmentOrdinal,
    recordings: Option<StrColumn>,
    ordinals: Column<u64>,
    suspects: Column<u64>,
    sure: Option<(Arc<Sure>, SureColumns)>,
    /// The first segment that could not be read fails the search.
    failed: Option<SearchError>,
    groups: HashMap<u64, Group>,
    limit: usize,
    earliest: bool,
}

impl IndexSegmentGroups {
    fn is_sure(&mut self, address: DocAddress) -> bool {
        let Some((sure, columns)) = &self.sure else { return true };
        if self.failed.is_some() {
            return false;
        }
        sure.accepts(columns, address).unwrap_or_else(|error| {
            self.failed = Some(error);
            false
        })
    }
}

impl SegmentCollector for IndexSegmentGroups {
    type Fruit = tantivy::Result<Vec<(RecordingId, Group)>>;

    fn collect(&mut self, document: DocId, score: Score) {
        let address = DocAddress::new(self.index_segment, document);
        if !self.is_sure(address) {
            return;
        }
        let is_suspect = self.suspects.first(document) != Some(suspect_code(None));
        let score = if is_suspect { score * SUSPECT_SHARE } else { score };
        let Some(recording) = self.recordings.as_ref().and_then(|r| r.ords().first(document))
        else {
            return;
        };
        let group = self.groups.entry(recording).or_default();
        group.hit_count += 1;
        group.best_score = group.best_score.max(score);
        let hit = RankedHit {
            rank: if self.earliest { 0.0 } else { score },
            ordinal: self.ordinals.first(document).unwrap_or(0),
            address,
        };
        group.keep(hit, self.limit);
    }

    fn harvest(self) -> Self::Fruit {
        if let Some(error) = self.failed {
            return Err(TantivyError::InternalError(error.to_string()));
        }
        let Some(recordings) = self.recordings else { return Ok(Vec::new()) };
        let mut name = String::new();
        let named = self.groups.into_iter().map(|(ordinal, group)| {
            recordings.ord_to_str(ordinal, &mut name)?;
            let recording = name.parse().map_err(|_| {
                TantivyError::InternalError("a recording's id in the index is none".to_owned())
            })?;
            Ok((recording, group))
        });
        named.collect()
    }
}
