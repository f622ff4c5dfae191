//! The places of one word, in every way in which it is found.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Term};

use crate::index::{Stems, TermPositions, in_parts, possible_stem, word_terms};
use crate::search::SearchError;
use crate::search::plan::{Grade, Leaf, SureTest, TermList};

use super::spot::{Spot, Tally};
use super::spots::Spots;
use super::{Place, Scope};

/// More lists than these are sorted anew, not merged.
const FEW_LISTS: usize = 4;

/// A leaf opened in one tantivy segment.
pub(in crate::search) struct LeafFinder<'a> {
    place: Place<'a>,
    lists: Vec<OpenList>,
    /// In which channel which list has places, by channel.
    entries: Vec<(DocId, u32)>,
    /// The first entry that was not passed.
    at: usize,
    /// Whether entries are noted for a channel when it is asked for.
    is_asked: bool,
    exact: Option<SegmentPostings>,
    are_apart: bool,
    rarity: f32,
    sure: Vec<SureTest>,
    positions: Vec<u32>,
}

struct OpenList {
    postings: TermPositions,
    term: Term,
    width: u32,
    grade: Grade,
}

impl<'a> LeafFinder<'a> {
    pub(super) fn open(
        leaf: &Leaf,
        place: Place<'a>,
        scope: Scope<'_>,
    ) -> Result<Self, SearchError> {
        let (mut lists, mut entries) = (Vec::new(), Vec::new());
        for TermList { term, width, grade } in &leaf.lists {
            let inverted = place.reader.inverted_index(term.field())?;
            let Some(info) = inverted.get_term_info(term)? else { continue };
            let noted = entries.len();
            let mut documents =
                inverted.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            note(&mut documents, lists.len() as u32, scope, &mut entries);
            if entries.len() == noted && !matches!(scope, Scope::Asked) {
                continue;
            }
            let postings = place.columns.term_positions(&inverted, term.field(), &info)?;
            lists.push(OpenList { postings, term: term.clone(), width: *width, grade: *grade });
        }
        // A stable sort merges a few sorted lists, but takes longer than the other where they are many.
        match lists.len() {
            0 | 1 => {}
            2..=FEW_LISTS => entries.sort(),
            _ => entries.sort_unstable(),
        }
        let exact = leaf.exact.as_ref().map(|term| -> Result<_, SearchError> {
            let inverted = place.reader.inverted_index(term.field())?;
            Ok(inverted.read_postings(term, IndexRecordOption::WithFreqs)?)
        });
        Ok(Self {
            place,
            lists,
            entries,
            at: 0,
            is_asked: matches!(scope, Scope::Asked),
            exact: exact.transpose()?.flatten(),
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
        if self.is_asked && self.entries.first().is_none_or(|(there, _)| *there != channel) {
            self.at = 0;
            self.entries.clear();
            for (number, list) in self.lists.iter_mut().enumerate() {
                if list.postings.seek(channel) {
                    self.entries.push((channel, number as u32));
                }
            }
        }
        while self.entries.get(self.at).is_some_and(|(there, _)| *there < channel) {
            self.at += 1;
        }
        let here = self.entries[self.at..].iter().take_while(|(there, _)| *there == channel);
        self.at..self.at + here.count()
    }

    /// A list at a channel in which it has places.
    fn list_at(&mut self, entry: usize, channel: DocId) -> &mut OpenList {
        let list = &mut self.lists[self.entries[entry].1 as usize];
        list.postings.seek(channel);
        list
    }

    pub(super) fn spots(&mut self, channel: DocId, into: &mut Spots) -> Result<(), SearchError> {
        into.clear();
        let mut positions = std::mem::take(&mut self.positions);
        for entry in self.lists_in(channel) {
            let (place, rarity) = (self.place, self.rarity);
            let list = self.list_at(entry, channel);
            positions.clear();
            list.postings.read(&mut positions);
            let (last, grade) = (list.width - 1, list.grade);
            let like = Spot { first: 0, last, weight: rarity * grade.share(), grade };
            if !self.sure.is_empty() {
                let list = &self.lists[self.entries[entry].1 as usize];
                keep_sure(&mut positions, like, (place, channel), (&list.term, &self.sure))?;
            }
            into.add(&mut positions, like);
        }
        self.positions = positions;
        into.sort();
        Ok(())
    }

    /// How many places there are, without reading them: no fewer, and more where two lists have
    /// places in common or words are not as sure as asked.
    pub(super) fn about(&mut self, channel: DocId) -> u32 {
        let here = self.lists_in(channel);
        here.map(|entry| self.list_at(entry, channel).postings.frequency()).sum()
    }

    /// The terms that only other readings have.
    pub(super) fn readings(&mut self, channel: DocId) -> Vec<Reading> {
        let mut readings = Vec::new();
        for entry in self.lists_in(channel) {
            let list = self.list_at(entry, channel);
            if list.grade == Grade::Possible {
                let mut positions = Vec::new();
                list.postings.read(&mut positions);
                let term = term_text(&list.term);
                let reading = |position| Reading { position, term: term.clone() };
                readings.extend(positions.into_iter().map(reading));
            }
        }
        readings
    }

    /// The number of places, without reading them where lists have none in common.
    pub(super) fn tally(
        &mut self,
        channel: DocId,
        spots: &mut Spots,
    ) -> Result<Tally, SearchError> {
        let here = self.lists_in(channel);
        if !self.sure.is_empty() || !(here.len() == 1 || self.are_apart) {
            self.spots(channel, spots)?;
            return Ok(spots.tally());
        }
        let mut tally = Tally::default();
        for entry in here {
            let list = &mut self.lists[self.entries[entry].1 as usize];
            list.postings.seek(channel);
            let count = list.postings.frequency() as usize;
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
fn note(docs: &mut SegmentPostings, list: u32, scope: Scope<'_>, entries: &mut Vec<(DocId, u32)>) {
    match scope {
        Scope::These(channels) => {
            let here = channels.iter().filter(|channel| seek(docs, **channel));
            entries.extend(here.map(|channel| (*channel, list)));
        }
        Scope::Between(first, end) => {
            seek(docs, first);
            while docs.doc() < end {
                entries.push((docs.doc(), list));
                docs.advance();
            }
        }
        Scope::Asked => {}
    }
}

/// Moves on to a channel; whether it is there.
fn seek(postings: &mut SegmentPostings, channel: DocId) -> bool {
    if postings.doc() < channel {
        postings.seek(channel);
    }
    postings.doc() == channel
}

/// Drops positions at which the words of a place like one are not as sure as asked.
fn keep_sure(
    positions: &mut Vec<u32>,
    like: Spot,
    (place, channel): (Place<'_>, DocId),
    (term, tests): (&Term, &[SureTest]),
) -> Result<(), SearchError> {
    let times = place.columns.words(channel);
    for first in std::mem::take(positions) {
        let sure = match like.grade {
            Grade::Possible => reading_sure(place, channel, first, term)?,
            _ => times.least_sure(first, first + like.last),
        };
        if tests.iter().all(|test| test.accepts(sure)) {
            positions.push(first);
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
