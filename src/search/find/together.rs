//! Parts that stand close together.

use std::cell::LazyCell;

use tantivy::DocId;

use crate::search::SearchError;
use crate::search::plan::{Limit, PASSAGE_WORDS, Together};

use super::narrow::Narrowing;
use super::spot::{Spot, Tally};
use super::spots::Spots;
use super::{Finder, Place, Scope, open_all};

/// Parts opened in one tantivy segment.
pub(in crate::search) struct TogetherFinder<'a> {
    place: Place<'a>,
    parts: Vec<Finder<'a>>,
    /// In which order they are read.
    order: Vec<usize>,
    without: Vec<Finder<'a>>,
    limit: Limit,
    narrowing: Narrowing,
    /// Those in which all parts are, and all where there is no part; none where they are only asked for.
    pub(super) channels: Vec<DocId>,
    is_asked: bool,
    /// The first of the channels that was not passed.
    next: usize,
    /// Parts of which the channels do not tell whether they are there.
    wide: Vec<usize>,
    /// The places of each part in a channel, and of one that is not to be there.
    lists: Vec<Spots>,
    not: Spots,
    /// The next place of each part.
    at: Vec<usize>,
}

impl<'a> TogetherFinder<'a> {
    pub(super) fn open(
        plan: &Together,
        place: Place<'a>,
        scope: Scope<'_>,
    ) -> Result<Self, SearchError> {
        let (parts, mut channels) = open_all(&plan.parts, place, scope)?;
        if parts.is_empty() {
            channels = every_channel(place, scope);
        }
        let narrowing = Narrowing::open(&plan.filters, place)?;
        channels.retain(|channel| narrowing.takes_channel(place, *channel));
        let is_asked = matches!(scope, Scope::Asked);
        let scope = scope.within(Some(&channels), place);
        let without = plan.without.iter().map(|plan| {
            Finder::open(plan, place, if plan.is_wide() { Scope::Asked } else { scope })
        });
        let mut order: Vec<usize> = (0..parts.len()).collect();
        // What leaves least of the others first.
        order.sort_by(|a, b| {
            let [a, b] = [a, b].map(|part| &plan.parts[*part]);
            a.is_wide().cmp(&b.is_wide()).then_with(|| b.rarity().total_cmp(&a.rarity()))
        });
        let wide = order.iter().copied().filter(|part| plan.parts[*part].is_wide()).collect();
        Ok(Self {
            place,
            limit: plan.limit,
            narrowing,
            lists: parts.iter().map(|_| Spots::default()).collect(),
            parts,
            order,
            wide,
            is_asked,
            next: 0,
            without: without.collect::<Result<_, _>>()?,
            channels,
            not: Spots::default(),
            at: Vec::new(),
        })
    }

    pub(super) const fn parts_mut(&mut self) -> &mut Vec<Finder<'a>> {
        &mut self.parts
    }

    /// About how many places there are: see [`Finder::about`].
    pub(super) fn about(&mut self, channel: DocId) -> u32 {
        self.parts.iter_mut().map(|part| part.about(channel)).min().unwrap_or(0)
    }

    /// Whether all parts are somewhere in a channel, at little cost.
    fn may_be_in(&mut self, channel: DocId) -> bool {
        if self.parts.is_empty() {
            return false;
        }
        if self.is_asked {
            return self.about(channel) > 0 && self.narrowing.takes_channel(self.place, channel);
        }
        let passed = self.channels[self.next..].iter().take_while(|one| **one < channel).count();
        self.next += passed;
        self.channels.get(self.next) == Some(&channel)
            && self.wide.iter().all(|part| self.parts[*part].about(channel) > 0)
    }

    pub(super) fn spots(&mut self, channel: DocId, into: &mut Spots) -> Result<(), SearchError> {
        into.clear();
        if !self.may_be_in(channel) {
            return Ok(());
        }
        if self.read(channel)? {
            self.close(channel, into);
        }
        for part in &mut self.without {
            if into.is_empty() {
                break;
            }
            part.spots(channel, &mut self.not)?;
            into.keep_far(&self.not, PASSAGE_WORDS);
        }
        self.narrowing.keep(self.place, channel, into);
        Ok(())
    }

    /// Reads the places of each part, as far as they may be near the others'; whether there are any
    /// of all. What the first parts leave nothing of, the others are not read for.
    fn read(&mut self, channel: DocId) -> Result<bool, SearchError> {
        let near = self.limit.words();
        let keep_near = |lists: &mut [Spots], part: usize, other: usize| {
            if let (Some(near), Ok([spots, others])) = (near, lists.get_disjoint_mut([part, other]))
            {
                spots.keep_near(others, near);
            }
        };
        for (number, part) in self.order.iter().enumerate() {
            let spots = &mut self.lists[*part];
            self.parts[*part].spots(channel, spots)?;
            spots.minimal();
            if number > 0 {
                keep_near(&mut self.lists, *part, self.order[number - 1]);
            }
            if self.lists[*part].is_empty() {
                return Ok(false);
            }
        }
        // Of two parts, what is left of the second leads through the first as fast.
        for pair in self.order.windows(2).rev().filter(|_| self.order.len() > 2) {
            keep_near(&mut self.lists, pair[0], pair[1]);
        }
        Ok(true)
    }

    /// The smallest stretches with a place of each part, as far as they are within the limit.
    fn close(&mut self, channel: DocId, into: &mut Spots) {
        let (columns, limit) = (self.place.columns, self.limit);
        let times = LazyCell::new(|| columns.words(channel));
        let may_be = |(first, last): (u32, u32), said: u32| match limit {
            Limit::Passage => last - first < PASSAGE_WORDS,
            Limit::Words(most) => last - first < most,
            Limit::Gap(most) => (last - first + 1).saturating_sub(said) <= most,
            Limit::Millis(most) => {
                let (from, until) = (times.start(first), times.start(last));
                // How long the last word takes stands elsewhere: far apart is far apart without it.
                until.saturating_sub(from) <= most && times.end(last).saturating_sub(from) <= most
            }
        };
        if let [only] = self.lists.as_mut_slice() {
            std::mem::swap(only, into);
            if limit != Limit::Passage {
                into.retain(|spot| may_be((spot.first, spot.last), spot.width()));
            }
            return;
        }
        // How many words a stretch may have at most.
        let longest = match limit {
            Limit::Gap(most) => {
                Some(self.lists.iter().map(Spots::widest).fold(most, u32::saturating_add))
            }
            _ => limit.words(),
        };
        self.at.clear();
        self.at.resize(self.lists.len(), 0);
        stretches(&self.lists, &mut self.at, longest, may_be, into.mix());
    }

    /// The number of places, without reading them where nothing depends on where they are.
    pub(super) fn tally(
        &mut self,
        channel: DocId,
        spots: &mut Spots,
    ) -> Result<Tally, SearchError> {
        let is_plain = self.limit == Limit::Passage
            && self.without.is_empty()
            && self.narrowing.is_of_channels(self.place, channel);
        if is_plain
            && let [part @ (Finder::Leaf(_) | Finder::Together(_))] = self.parts.as_mut_slice()
        {
            return match self.narrowing.takes_channel(self.place, channel) {
                true => part.tally(channel, spots),
                false => Ok(Tally::default()),
            };
        }
        self.spots(channel, spots)?;
        Ok(spots.tally())
    }
}

/// Each stretch from a place to the nearest ones of all other parts after its first word, if it
/// may be and none within it is one.
fn stretches(
    lists: &[Spots],
    at: &mut [usize],
    longest: Option<u32>,
    may_be: impl Fn((u32, u32), u32) -> bool,
    found: &mut Vec<Spot>,
) {
    loop {
        // Lists are minimal, so the next place of each part is the one that ends first.
        let (mut first, mut last, mut said) = (u32::MAX, 0, 0);
        for (list, at) in lists.iter().zip(&*at) {
            let Some((begin, end)) = list.bounds(*at) else { return };
            said += end - begin + 1;
            (first, last) = (first.min(begin), last.max(end));
        }
        // From a place further back than the longest stretch none reaches here.
        let too_far = longest.map_or(0, |longest| last.saturating_sub(longest));
        let passed = first.max(too_far);
        // Positions tell at once what is not the smallest; when a word is said is far to read.
        let is_smallest = longest.is_some() || !goes_on_within(lists, at, (first, last));
        if is_smallest && may_be((first, last), said) {
            let parts = lists.iter().zip(&*at).filter_map(|(list, at)| list.get(*at));
            let all = parts.reduce(|all, spot| all.then(&spot));
            // Words that stand together count up to twice what they count far apart.
            let close = f32::midpoint(1.0, said as f32 / (last - first + 1).max(said) as f32);
            found.pop_if(|before| before.last == last);
            found.extend(all.map(|all| Spot { first, last, weight: all.weight * close, ..all }));
        }
        for (list, at) in lists.iter().zip(&mut *at) {
            while list.bounds(*at).is_some_and(|(begin, _)| begin <= passed) {
                *at += 1;
            }
        }
    }
}

/// Whether each part with which a stretch begins has its next place in that stretch too.
fn goes_on_within(lists: &[Spots], at: &[usize], (first, last): (u32, u32)) -> bool {
    lists.iter().zip(at).all(|(list, at)| {
        let begins = list.bounds(*at).is_some_and(|(begin, _)| begin == first);
        !begins || list.bounds(at + 1).is_some_and(|(_, end)| end <= last)
    })
}

fn every_channel(place: Place<'_>, scope: Scope<'_>) -> Vec<DocId> {
    let all = place.columns.channels.iter().map(|facts| facts.channel);
    match scope {
        Scope::Between(first, end) => {
            all.filter(|channel| (first..end).contains(channel)).collect()
        }
        Scope::These(channels) => channels.to_vec(),
        Scope::Asked => Vec::new(),
    }
}
