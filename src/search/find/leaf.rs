//! The places of one word, in every way in which it is found.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use crate::index::{Stems, in_parts, possible_stem, word_terms};
use crate::search::SearchError;
use crate::search::plan::{Grade, Leaf, SureTest};

use super::Place;
use super::spot::{self, Spot, Tally};

/// A leaf opened in one tantivy segment.
pub(in crate::search) struct LeafFinder<'a> {
    place: Place<'a>,
    lists: Vec<OpenList>,
    /// In which channel which list has places, by channel.
    entries: Vec<(DocId, u32)>,
    /// The first entry that was not passed.
    at: usize,
    exact: Option<SegmentPostings>,
    are_apart: bool,
    rarity: f32,
    sure: Vec<SureTest>,
    positions: Vec<u32>,
}

struct OpenList {
    postings: SegmentPostings,
    term: Term,
    width: u32,
    grade: Grade,
}

impl<'a> LeafFinder<'a> {
    pub(super) fn open(
        leaf: &Leaf,
        place: Place<'a>,
        only: Option<&[DocId]>,
    ) -> Result<Self, SearchError> {
        let open = |term: &Term, option| -> Result<Option<SegmentPostings>, SearchError> {
            let inverted = place.reader.inverted_index(term.field())?;
            Ok(inverted.read_postings(term, option)?)
        };
        let (mut lists, mut entries) = (Vec::new(), Vec::new());
        for list in &leaf.lists {
            let Some(mut docs) = open(&list.term, IndexRecordOption::Basic)? else { continue };
            note(&mut docs, lists.len() as u32, only, &mut entries);
            let postings = open(&list.term, IndexRecordOption::WithFreqsAndPositions)?;
            let (term, width, grade) = (list.term.clone(), list.width, list.grade);
            lists.extend(postings.map(|postings| OpenList { postings, term, width, grade }));
        }
        if lists.len() > 1 {
            entries.sort_unstable();
        }
        let exact = leaf.exact.as_ref();
        Ok(Self {
            place,
            lists,
            entries,
            at: 0,
            exact: exact
                .map(|term| open(term, IndexRecordOption::WithFreqs))
                .transpose()?
                .flatten(),
            are_apart: leaf.are_apart,
            rarity: leaf.rarity,
            sure: leaf.sure.clone(),
            positions: Vec::new(),
        })
    }

    pub(super) fn channels(&self) -> Vec<DocId> {
        let mut channels: Vec<DocId> = self.entries.iter().map(|(channel, _)| *channel).collect();
        channels.dedup();
        channels
    }

    /// The lists that have places in a channel.
    fn lists_in(&mut self, channel: DocId) -> std::ops::Range<usize> {
        while self.entries.get(self.at).is_some_and(|(there, _)| *there < channel) {
            self.at += 1;
        }
        let here = self.entries[self.at..].iter().take_while(|(there, _)| *there == channel);
        self.at..self.at + here.count()
    }

    pub(super) fn spots(&mut self, channel: DocId) -> Result<Vec<Spot>, SearchError> {
        let here = self.lists_in(channel);
        let is_one = here.len() == 1;
        let mut spots = Vec::new();
        for entry in here {
            let list = &mut self.lists[self.entries[entry].1 as usize];
            if seek(&mut list.postings, channel) {
                list.postings.positions(&mut self.positions);
                let (width, grade) = (list.width - 1, list.grade);
                let weight = self.rarity * grade.share();
                let spot = |first: &u32| Spot { first: *first, last: first + width, weight, grade };
                spots.extend(self.positions.iter().map(spot));
                if !self.sure.is_empty() {
                    let (place, sure) = (self.place, &self.sure);
                    let added = spots.len() - self.positions.len();
                    keep_sure(&mut spots, added, place, channel, (&list.term, sure))?;
                }
            }
        }
        if !is_one {
            spot::sort(&mut spots);
        }
        Ok(spots)
    }

    /// The terms that only other readings have.
    pub(super) fn readings(&mut self, channel: DocId) -> Vec<Reading> {
        let mut readings = Vec::new();
        for entry in self.lists_in(channel) {
            let list = &mut self.lists[self.entries[entry].1 as usize];
            if list.grade == Grade::Possible && seek(&mut list.postings, channel) {
                list.postings.positions(&mut self.positions);
                let term = term_text(&list.term);
                let reading = |at: &u32| Reading { position: *at, term: term.clone() };
                readings.extend(self.positions.iter().map(reading));
            }
        }
        readings
    }

    /// The number of places, without reading them where lists have none in common.
    pub(super) fn tally(&mut self, channel: DocId) -> Result<Tally, SearchError> {
        let here = self.lists_in(channel);
        if !self.sure.is_empty() || !(here.len() == 1 || self.are_apart) {
            return Ok(Tally::of(&self.spots(channel)?));
        }
        let mut tally = Tally::default();
        for entry in here {
            let list = &mut self.lists[self.entries[entry].1 as usize];
            if !seek(&mut list.postings, channel) {
                continue;
            }
            let count = list.postings.term_freq() as usize;
            let exact = self.exact.as_mut().filter(|_| list.grade == Grade::Stem);
            let exact = exact.map_or(0, |exact| match seek(exact, channel) {
                true => count.min(exact.term_freq() as usize),
                false => 0,
            });
            tally = tally.with(count - exact, self.rarity * list.grade.share());
            tally = tally.with(exact, self.rarity * Grade::Exact.share());
        }
        Ok(tally)
    }
}

/// Notes in which channels a list has places.
fn note(
    docs: &mut SegmentPostings,
    list: u32,
    only: Option<&[DocId]>,
    entries: &mut Vec<(DocId, u32)>,
) {
    if let Some(only) = only {
        entries.extend(only.iter().filter(|channel| seek(docs, **channel)).map(|c| (*c, list)));
        return;
    }
    while docs.doc() != TERMINATED {
        entries.push((docs.doc(), list));
        docs.advance();
    }
}

/// Moves on to a channel; whether it is there.
fn seek(postings: &mut SegmentPostings, channel: DocId) -> bool {
    if postings.doc() < channel {
        postings.seek(channel);
    }
    postings.doc() == channel
}

/// Drops places, from one on, whose words are not as sure as asked.
fn keep_sure(
    spots: &mut Vec<Spot>,
    from: usize,
    place: Place<'_>,
    channel: DocId,
    (term, tests): (&Term, &[SureTest]),
) -> Result<(), SearchError> {
    let times = place.columns.words(channel);
    let added = spots.split_off(from);
    for spot in added {
        let sure = match spot.grade {
            Grade::Possible => reading_sure(place, channel, spot.first, term)?,
            _ => times.least_sure(spot.first, spot.last),
        };
        if tests.iter().all(|test| test.accepts(sure)) {
            spots.push(spot);
        }
    }
    Ok(())
}

/// How sure the likeliest other reading is that holds a term at a position.
fn reading_sure(
    place: Place<'_>,
    channel: DocId,
    position: u32,
    term: &Term,
) -> Result<u8, SearchError> {
    let words = place.snapshot.words(place.address(channel), (position, position + 1))?;
    let table = place.columns.segment_table(channel);
    let reading = Reading { position, term: term_text(term) };
    let stems = Stems::of(&table.language(table.at(position)));
    let words = words.iter().filter(|word| word.stands_in(position, position));
    let others = words.flat_map(|word| &word.alternatives);
    let sure = others.filter(|other| reading.is_in(&other.text, &stems));
    Ok(sure.map(|other| in_parts(other.probability)).max().unwrap_or(0))
}

fn term_text(term: &Term) -> String {
    term.value().as_str().unwrap_or_default().to_owned()
}

/// A term that only another reading has at a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) struct Reading {
    pub(in crate::search) position: u32,
    term: String,
}

impl Reading {
    /// Whether another reading's text has the term.
    pub(in crate::search) fn is_in(&self, text: &str, stems: &Stems) -> bool {
        let terms = word_terms(text);
        let parts = terms.parts.iter();
        let parts = parts.flat_map(|p| std::iter::once(p.term.as_str()).chain(p.own_words()));
        let mut all = parts.chain(terms.joined.as_deref());
        all.any(|term| term == self.term || possible_stem(&stems.stem(term)) == self.term)
    }
}
