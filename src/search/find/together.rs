//! Parts that stand close together.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use crate::index::CHANNEL_OWNER;
use crate::search::SearchError;
use crate::search::plan::{Limit, PASSAGE_WORDS, Together};

use super::narrow::Narrowing;
use super::spot::{self, Spot, Tally};
use super::{Finder, Place, common};

/// Parts opened in one tantivy segment.
pub(in crate::search) struct TogetherFinder<'a> {
    place: Place<'a>,
    parts: Vec<Finder<'a>>,
    without: Vec<Finder<'a>>,
    limit: Limit,
    narrowing: Narrowing,
    /// All channels, where there is no part.
    all: Vec<DocId>,
}

impl<'a> TogetherFinder<'a> {
    pub(super) fn open(
        plan: &Together,
        place: Place<'a>,
        only: Option<&[DocId]>,
    ) -> Result<Self, SearchError> {
        let open = |plan| Finder::open(plan, place, only);
        let all = if plan.parts.is_empty() { every_channel(place)? } else { Vec::new() };
        Ok(Self {
            place,
            parts: plan.parts.iter().map(open).collect::<Result<_, _>>()?,
            without: plan.without.iter().map(open).collect::<Result<_, _>>()?,
            limit: plan.limit,
            narrowing: Narrowing::open(&plan.filters, place)?,
            all,
        })
    }

    pub(super) fn channels(&self) -> Vec<DocId> {
        let mut channels =
            if self.parts.is_empty() { self.all.clone() } else { common(&self.parts) };
        channels.retain(|channel| self.narrowing.takes_channel(self.place, *channel));
        channels
    }

    pub(super) const fn parts_mut(&mut self) -> &mut Vec<Finder<'a>> {
        &mut self.parts
    }

    pub(super) fn spots(&mut self, channel: DocId) -> Result<Vec<Spot>, SearchError> {
        if self.parts.is_empty() || !self.narrowing.takes_channel(self.place, channel) {
            return Ok(Vec::new());
        }
        let mut lists = Vec::new();
        for part in &mut self.parts {
            let mut spots = part.spots(channel)?;
            spot::minimal(&mut spots);
            if spots.is_empty() {
                return Ok(spots);
            }
            lists.push(spots);
        }
        let mut spots = self.close(channel, lists);
        for part in &mut self.without {
            if spots.is_empty() {
                break;
            }
            let not = part.spots(channel)?;
            spots.retain(|spot| !is_near_any(spot, &not));
        }
        self.narrowing.keep(self.place, channel, &mut spots);
        Ok(spots)
    }

    /// The smallest stretches with a place of each part, as far as they are within the limit.
    fn close(&self, channel: DocId, mut lists: Vec<Vec<Spot>>) -> Vec<Spot> {
        let may_be = |stretch: &Spot, said: u32| self.is_within(channel, stretch, said);
        if lists.len() == 1 {
            let mut only = lists.remove(0);
            if self.limit != Limit::Passage {
                only.retain(|spot| may_be(spot, spot.last - spot.first + 1));
            }
            return only;
        }
        let mut stretches = stretches(&lists, may_be);
        spot::minimal(&mut stretches);
        stretches
    }

    /// Whether a stretch, of which so many words are said, is short enough.
    fn is_within(&self, channel: DocId, stretch: &Spot, said: u32) -> bool {
        let words = stretch.last - stretch.first + 1;
        match self.limit {
            Limit::Passage => words <= PASSAGE_WORDS,
            Limit::Words(most) => words <= most,
            Limit::Gap(most) => words.saturating_sub(said) <= most,
            Limit::Millis(most) => {
                let times = self.place.columns.words(channel);
                times.end(stretch.last).saturating_sub(times.start(stretch.first)) <= most
            }
        }
    }

    /// The number of places, without reading them where nothing depends on where they are.
    pub(super) fn tally(&mut self, channel: DocId) -> Result<Tally, SearchError> {
        let is_plain = self.limit == Limit::Passage
            && self.without.is_empty()
            && self.narrowing.is_of_channels(self.place, channel);
        if is_plain
            && let [part @ (Finder::Leaf(_) | Finder::Together(_))] = self.parts.as_mut_slice()
        {
            return match self.narrowing.takes_channel(self.place, channel) {
                true => part.tally(channel),
                false => Ok(Tally::default()),
            };
        }
        Ok(Tally::of(&self.spots(channel)?))
    }
}

/// Each stretch from a place to the nearest ones of all other parts after its first word, if it
/// may be.
fn stretches(lists: &[Vec<Spot>], may_be: impl Fn(&Spot, u32) -> bool) -> Vec<Spot> {
    let mut found: Vec<Spot> = Vec::new();
    let mut at = vec![0; lists.len()];
    loop {
        // Lists are minimal, so the next place of each part is the one that ends first.
        let next = lists.iter().zip(&at).map(|(list, at)| list.get(*at));
        let Some(chosen) = next.collect::<Option<Vec<&Spot>>>() else { return found };
        let first = chosen.iter().map(|spot| spot.first).min().unwrap_or(0);
        let last = chosen.iter().map(|spot| spot.last).max().unwrap_or(0);
        let said: u32 = chosen.iter().map(|spot| spot.last - spot.first + 1).sum();
        let weight: f32 = chosen.iter().map(|spot| spot.weight).sum();
        let grade = chosen.iter().map(|spot| spot.grade).max().unwrap_or(chosen[0].grade);
        // Words that stand together count up to twice what they count far apart.
        let tightness = f32::midpoint(1.0, said as f32 / (last - first + 1).max(said) as f32);
        let stretch = Spot { first, last, weight: weight * tightness, grade };
        if may_be(&stretch, said) {
            found.push(stretch);
        }
        for (list, at) in lists.iter().zip(&mut at) {
            while list.get(*at).is_some_and(|spot| spot.first <= first) {
                *at += 1;
            }
        }
    }
}

/// Whether a place is within a passage of another.
fn is_near_any(spot: &Spot, others: &[Spot]) -> bool {
    let from = spot.first.saturating_sub(PASSAGE_WORDS);
    let until = spot.last.saturating_add(PASSAGE_WORDS);
    others.iter().any(|other| other.last >= from && other.first <= until)
}

fn every_channel(place: Place<'_>) -> Result<Vec<DocId>, SearchError> {
    let term = Term::from_field_text(place.snapshot.fields().owner, CHANNEL_OWNER);
    let inverted = place.reader.inverted_index(term.field())?;
    let mut channels = Vec::new();
    if let Some(mut found) = inverted.read_postings(&term, IndexRecordOption::Basic)? {
        while found.doc() != TERMINATED {
            channels.push(found.doc());
            found.advance();
        }
    }
    Ok(channels)
}
