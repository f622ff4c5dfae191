//! Places in a channel, and what is done with lists of them.

use crate::search::plan::Grade;

/// Words from one position to another, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::search) struct Spot {
    pub(in crate::search) first: u32,
    pub(in crate::search) last: u32,
    /// What it counts.
    pub(in crate::search) weight: f32,
    pub(in crate::search) grade: Grade,
}

impl Spot {
    /// The same, so many positions later.
    pub(super) const fn at(&self, later: u32) -> Self {
        Self { first: self.first + later, last: self.last + later, ..*self }
    }

    /// How many words it has.
    pub(super) const fn width(&self) -> u32 {
        self.last - self.first + 1
    }

    /// From its first word to another's last.
    pub(super) fn then(&self, next: &Self) -> Self {
        Self {
            first: self.first,
            last: next.last,
            weight: self.weight + next.weight,
            grade: self.grade.max(next.grade),
        }
    }
}

/// How often something is in a channel, and what that counts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::search) struct Tally {
    pub(in crate::search) count: usize,
    /// The weight of all places together.
    pub(in crate::search) sum: f32,
    /// The weight of the best.
    pub(in crate::search) best: f32,
}

impl Tally {
    pub(in crate::search) fn of(spots: &[Spot]) -> Self {
        spots.iter().fold(Self::default(), |tally, spot| tally.with(1, spot.weight))
    }

    /// With so many more places of one weight.
    pub(in crate::search) fn with(self, count: usize, weight: f32) -> Self {
        if count == 0 {
            return self;
        }
        let sum = self.sum + weight * count as f32;
        Self { count: self.count + count, sum, best: self.best.max(weight) }
    }
}

/// Sorts by first and last position; of two that are the same the surer stays.
pub(super) fn sort(spots: &mut Vec<Spot>) {
    // One number: to compare three in turn is a guess for the processor each time.
    let key = |spot: &Spot| {
        u128::from(spot.first) << 64 | u128::from(spot.last) << 32 | u128::from(spot.grade as u8)
    };
    if !spots.is_sorted_by(|a, b| (a.first, a.last) < (b.first, b.last)) {
        // Mostly a few sorted lists one behind the other, which a stable sort merges.
        spots.sort_by_key(key);
        spots.dedup_by_key(|spot| (spot.first, spot.last));
    }
}

/// Leaves out what holds another one.
pub(super) fn minimal(spots: &mut Vec<Spot>) {
    // From the end: what was kept so far begins no earlier, so nothing may end later than it.
    let mut end = u32::MAX;
    let mut kept: Vec<Spot> = Vec::with_capacity(spots.len());
    for spot in spots.iter().rev() {
        if spot.last < end {
            if kept.last().is_some_and(|after| after.first == spot.first) {
                kept.pop();
            }
            end = spot.last;
            kept.push(*spot);
        }
    }
    kept.reverse();
    *spots = kept;
}

/// Adds every place that begins in one list and goes right on in another; both sorted.
pub(super) fn join(before: &[Spot], after: &[Spot], joined: &mut Vec<Spot>) {
    for first in before {
        let begin = first.last + 1;
        let at = after.partition_point(|spot| spot.first < begin);
        let follow = after[at..].iter().take_while(|spot| spot.first == begin);
        joined.extend(follow.map(|second| first.then(second)));
    }
    sort(joined);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spots(places: &[(u32, u32)]) -> Vec<Spot> {
        let spot = |(first, last): &(u32, u32)| Spot {
            first: *first,
            last: *last,
            weight: 1.0,
            grade: Grade::Exact,
        };
        places.iter().map(spot).collect()
    }

    fn places(spots: &[Spot]) -> Vec<(u32, u32)> {
        spots.iter().map(|spot| (spot.first, spot.last)).collect()
    }

    #[test]
    fn rows_join_where_one_ends_and_the_next_begins() {
        let before = spots(&[(0, 3), (1, 1), (4, 4), (9, 9)]);
        let after = spots(&[(2, 2), (4, 4), (4, 6), (5, 5)]);
        let mut joined = Vec::new();
        join(&before, &after, &mut joined);
        assert_eq!(places(&joined), [(0, 4), (0, 6), (1, 2), (4, 5)]);
    }

    #[test]
    fn what_holds_another_is_left_out() {
        let mut all = spots(&[(0, 9), (1, 1), (2, 6), (3, 5), (3, 7), (5, 8)]);
        minimal(&mut all);
        assert_eq!(places(&all), [(1, 1), (3, 5), (5, 8)]);
    }

    #[test]
    fn of_two_places_that_are_the_same_the_surer_stays() {
        let mut all = spots(&[(2, 2), (1, 1), (2, 2)]);
        all[0].grade = Grade::Possible;
        sort(&mut all);
        assert_eq!(places(&all), [(1, 1), (2, 2)]);
        assert_eq!(all[1].grade, Grade::Exact);
    }
}
