//! All places of something in a channel. Most differ in nothing but where they begin, and are kept as
//! positions alone: these are gone through by the million, and all else is settled once.

use crate::search::plan::Grade;

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
    /// Room for [`join`](Self::join).
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

    /// Becomes every place that begins in one list and goes right on in another.
    pub(super) fn join(&mut self, before: &mut Self, after: &mut Self) {
        self.clear();
        if before.mixed.is_empty() && after.mixed.is_empty() {
            let width = before.like.width();
            self.like = before.like.then(&after.like.at(width));
            self.meet(&before.firsts, &after.firsts, width);
        } else {
            let (before, after) = (before.mix(), after.mix());
            self.marks.set(after.iter().map(|spot| spot.first));
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
            marks.set(after.iter().copied());
            firsts.resize(before.len() + 1, 0);
            let mut count = 0;
            // Without a branch on whether they meet, which no processor can guess.
            for first in before {
                firsts[count] = *first;
                count += usize::from(marks.has(first + width));
            }
            firsts.truncate(count);
        }
    }
}

/// Positions, a bit each: to mark and look up one takes less than to tell which of two is smaller.
#[derive(Debug, Default)]
struct Marks(Vec<u64>);

impl Marks {
    fn set(&mut self, rising: impl DoubleEndedIterator<Item = u32> + Clone) {
        self.0.clear();
        let last = rising.clone().next_back().unwrap_or(0);
        self.0.resize((last / u64::BITS) as usize + 1, 0);
        for position in rising {
            self.0[(position / u64::BITS) as usize] |= 1 << (position % u64::BITS);
        }
    }

    fn has(&self, position: u32) -> bool {
        let bits = self.0.get((position / u64::BITS) as usize).copied().unwrap_or(0);
        bits >> (position % u64::BITS) & 1 == 1
    }
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
