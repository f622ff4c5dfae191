//! All places of something in a channel. Most differ in nothing but where they begin, and are kept as
//! positions alone: these are gone through by the million, and all else is settled once.

use crate::search::plan::Grade;

use super::marks::{Marks, keep};
use super::spot::{self, Spot, Tally};

/// So many times longer lists are leapt through, not walked.
const LONGER: usize = 8;

/// Places by first and last position, no two the same. One is kept from channel to channel for its
/// memory.
#[derive(Debug)]
pub(in crate::search) struct Spots {
    /// Where each place begins, where they are alike.
    firsts: Vec<u32>,
    /// What the one that began at 0 would be.
    like: Spot,
    /// The places themselves, where they are not alike; one of both lists is empty.
    mixed: Vec<Spot>,
    /// Room for [`join`](Self::join) and [`keep_near`](Self::keep_near).
    marks: Marks,
}

impl Default for Spots {
    fn default() -> Self {
        let like = Spot { first: 0, last: 0, weight: 0.0, grade: Grade::Exact };
        Self { firsts: Vec::new(), like, mixed: Vec::new(), marks: Marks::default() }
    }
}

impl Spots {
    pub(in crate::search) fn clear(&mut self) {
        self.firsts.clear();
        self.mixed.clear();
    }

    pub(in crate::search) fn is_empty(&self) -> bool {
        self.firsts.is_empty() && self.mixed.is_empty()
    }

    /// Place number `at`.
    pub(super) fn get(&self, at: usize) -> Option<Spot> {
        match self.firsts.get(at) {
            Some(first) => Some(self.like.at(*first)),
            None => self.mixed.get(at).copied(),
        }
    }

    /// The first and the last position of place number `at`.
    pub(super) fn bounds(&self, at: usize) -> Option<(u32, u32)> {
        self.get(at).map(|spot| (spot.first, spot.last))
    }

    pub(in crate::search) fn iter(&self) -> impl Iterator<Item = Spot> {
        let alike = self.firsts.iter().map(|first| self.like.at(*first));
        alike.chain(self.mixed.iter().copied())
    }

    pub(in crate::search) fn tally(&self) -> Tally {
        Tally::of(&self.mixed).with(self.firsts.len(), self.like.weight)
    }

    /// How many words the longest of them has.
    pub(super) fn widest(&self) -> u32 {
        let mixed = self.mixed.iter().map(Spot::width);
        mixed.max().unwrap_or(self.like.width())
    }

    /// Adds rising positions at each of which a place like one begins. What was added more than once
    /// is to be [sorted](Self::sort).
    pub(super) fn add(&mut self, firsts: &mut Vec<u32>, like: Spot) {
        if self.is_empty() {
            std::mem::swap(&mut self.firsts, firsts);
            self.like = like;
        } else {
            self.mix().extend(firsts.iter().map(|first| like.at(*first)));
        }
    }

    /// The places themselves.
    pub(super) fn mix(&mut self) -> &mut Vec<Spot> {
        self.mixed.extend(self.firsts.drain(..).map(|first| self.like.at(first)));
        &mut self.mixed
    }

    /// Puts what was added in order; of two that are the same the surer stays.
    pub(super) fn sort(&mut self) {
        spot::sort(&mut self.mixed);
    }

    /// Leaves out what holds another one.
    pub(super) fn minimal(&mut self) {
        spot::minimal(&mut self.mixed);
    }

    pub(super) fn retain(&mut self, is_kept: impl Fn(&Spot) -> bool) {
        let like = self.like;
        self.firsts.retain(|first| is_kept(&like.at(*first)));
        self.mixed.retain(is_kept);
    }

    /// Leaves out what begins so far from every place of another list that no so many words hold
    /// both; some that stays is too far off all the same.
    pub(super) fn keep_near(&mut self, other: &Self, words: u32) {
        let Self { firsts, mixed, marks, .. } = self;
        // Two places less than a block apart are in one block or in two that touch.
        let shift = words.checked_next_power_of_two().unwrap_or(1 << 31).trailing_zeros();
        let others = other.firsts.iter().copied().chain(other.mixed.iter().map(|spot| spot.first));
        marks.begin((others.clone().next_back().unwrap_or(0) >> shift) + 2);
        for first in others {
            // One higher, so that there is a block before the first.
            marks.set_three(first >> shift);
        }
        keep(firsts, |first| marks.has((first >> shift) + 1));
        mixed.retain(|spot| marks.has((spot.first >> shift) + 1));
    }

    /// Leaves out what is within so many words of a place of another list.
    pub(super) fn keep_far(&mut self, other: &Self, words: u32) {
        let widest = other.widest();
        self.retain(|spot| {
            let (from, until) = (spot.first.saturating_sub(words), spot.last.saturating_add(words));
            // Places rise by where they begin; none that begins before this ends at `from` or later.
            let begin = from.saturating_sub(widest);
            // One of both lists is empty.
            let at = other.firsts.partition_point(|first| *first < begin)
                + other.mixed.partition_point(|other| other.first < begin);
            let others = (at..).map_while(|at| other.bounds(at));
            !others.take_while(|(first, _)| *first <= until).any(|(_, last)| last >= from)
        });
    }

    /// Becomes every place that begins in one list and goes right on in another.
    pub(super) fn join(&mut self, before: &mut Self, after: &mut Self) {
        self.clear();
        if before.mixed.is_empty() && after.mixed.is_empty() {
            let width = before.like.width();
            self.like = before.like.then(&after.like.at(width));
            self.meet(&before.firsts, &after.firsts, width);
        } else {
            let (before, after) = (before.mix(), after.mix());
            mark(&mut self.marks, after.iter().map(|spot| spot.first));
            before.retain(|spot| self.marks.has(spot.last + 1));
            spot::join(before, after, &mut self.mixed);
        }
    }

    /// Takes those of rising positions that are followed by another `width` later.
    fn meet(&mut self, before: &[u32], after: &[u32], width: u32) {
        let Self { firsts, marks, .. } = self;
        if before.len() * LONGER < after.len() {
            let begins = before.iter().map(|first| first + width);
            leap(begins, after, |begin| firsts.push(begin - width));
        } else if after.len() * LONGER < before.len() {
            let wanted = after.iter().filter_map(|begin| begin.checked_sub(width));
            leap(wanted, before, |first| firsts.push(first));
        } else {
            mark(marks, after.iter().copied());
            firsts.extend_from_slice(before);
            keep(firsts, |first| marks.has(first + width));
        }
    }
}

/// Marks rising positions.
fn mark(marks: &mut Marks, rising: impl DoubleEndedIterator<Item = u32> + Clone) {
    marks.begin(rising.clone().next_back().unwrap_or(0));
    rising.for_each(|position| marks.set(position));
}

/// Finds which of some rising positions are among many.
fn leap(wanted: impl Iterator<Item = u32>, mut many: &[u32], mut found: impl FnMut(u32)) {
    for position in wanted {
        let mut step = 1;
        while many.get(step).is_some_and(|there| *there < position) {
            step *= 2;
        }
        let near = &many[step / 2..many.len().min(step + 1)];
        many = &many[step / 2 + near.partition_point(|there| *there < position)..];
        if many.first() == Some(&position) {
            found(position);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(before: &[u32], after: &[u32]) -> Vec<u32> {
        let mut spots = Spots::default();
        spots.meet(before, after, 2);
        spots.firsts
    }

    #[test]
    fn positions_meet_whichever_list_is_the_longer() {
        let many: Vec<u32> = (0..500).map(|n| n * 3).collect();
        assert_eq!(met(&[1, 2, 4, 1495, 1498, 2000], &many), [1, 4, 1495]);
        assert_eq!(met(&many, &[0, 1, 2, 5, 1499, 1500]), [0, 3, 1497]);
        assert_eq!(met(&many, &many[1..]), Vec::<u32>::new());
        assert_eq!(met(&[0, 1, 5, 6], &[2, 3, 4, 8]), [0, 1, 6]);
        assert_eq!(met(&[], &many), Vec::<u32>::new());
        assert_eq!(met(&many, &[]), Vec::<u32>::new());
    }

    #[test]
    fn only_what_is_near_a_place_of_another_list_is_kept() {
        let one = Spot { first: 0, last: 0, weight: 1.0, grade: Grade::Exact };
        let (mut plain, mut mixed, mut others) = <(Spots, Spots, Spots)>::default();
        others.add(&mut vec![100, 1_000], one);
        plain.add(&mut vec![0, 30, 51, 100, 149, 300, 880, 951, 1_049, 1_200], one);
        mixed.add(&mut vec![0, 51, 300], one);
        mixed.add(&mut vec![1_049, 2_000], Spot { last: 3, ..one });
        plain.keep_near(&others, 50);
        // Blocks are of 64 words.
        assert_eq!(plain.firsts, [0, 30, 51, 100, 149, 951, 1_049]);
        mixed.keep_near(&others, 50);
        let firsts: Vec<u32> = mixed.iter().map(|spot| spot.first).collect();
        assert_eq!(firsts, [0, 51, 1_049]);
        plain.keep_near(&Spots::default(), 50);
        assert!(plain.firsts.iter().all(|first| *first < 64), "{:?}", plain.firsts);
        others.keep_near(&mixed, u32::MAX);
        assert_eq!(others.firsts, [100, 1_000]);
    }

    #[test]
    fn only_what_is_far_from_every_place_of_another_list_is_kept() {
        let one = Spot { first: 0, last: 0, weight: 1.0, grade: Grade::Exact };
        let wide = Spot { last: 90, ..one };
        let places = || vec![0, 49, 51, 150, 151, 400, 1_000];
        let kept = |other: &Spots| {
            let mut spots = Spots::default();
            spots.add(&mut places(), one);
            spots.keep_far(other, 50);
            spots.firsts
        };
        let mut other = Spots::default();
        assert_eq!(kept(&other), places());
        other.add(&mut vec![100], one);
        assert_eq!(kept(&other), [0, 49, 151, 400, 1_000]);
        // One that begins far before reaches up to here.
        other.add(&mut vec![261], wide);
        other.mix().push(Spot { first: 262, last: 262, ..one });
        assert_eq!(kept(&other), [0, 49, 151, 1_000]);
    }

    #[test]
    fn what_is_alike_stays_positions_and_what_is_not_is_put_in_order() {
        let one = |grade| Spot { first: 0, last: 0, weight: 1.0, grade };
        let (mut spots, mut before, mut joined) = <(Spots, Spots, Spots)>::default();
        before.add(&mut vec![1, 4, 9], one(Grade::Exact));
        spots.add(&mut vec![2, 5], one(Grade::Exact));
        joined.join(&mut before, &mut spots);
        assert_eq!((joined.firsts.as_slice(), joined.like.last), ([1, 4].as_slice(), 1));
        assert_eq!(joined.tally(), Tally { count: 2, sum: 4.0, best: 2.0 });
        spots.add(&mut vec![5, 10], one(Grade::Possible));
        spots.sort();
        let last = |at| spots.get(at).map(|spot| (spot.first, spot.grade));
        assert_eq!(last(1), Some((5, Grade::Exact)));
        assert_eq!(last(2), Some((10, Grade::Possible)));
        joined.join(&mut before, &mut spots);
        let places: Vec<_> = joined.iter().map(|spot| (spot.first, spot.last)).collect();
        assert_eq!(places, [(1, 2), (4, 5), (9, 10)]);
    }
}
