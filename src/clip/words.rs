//! Where a piece begins and ends, so that no word is cut.

use crate::domain::TimeSpan;

/// How much is heard before the first word and after the last, where others leave the room.
pub const BREATH_MS: u64 = 250;

/// So much is heard in any case: times of words are not exact, and their edges are soft.
const LEAST_MS: u64 = 80;

/// The words that a span touches, whole, with a breath around them that stops short of the
/// neighbours. `None` where no word is touched.
#[must_use]
pub fn on_word_boundaries(
    wanted: TimeSpan,
    words: impl Iterator<Item = TimeSpan> + Clone,
) -> Option<TimeSpan> {
    let inside = words.clone().filter(|word| word.overlaps(wanted)).reduce(TimeSpan::union)?;
    let others = words.filter(|word| !word.overlaps(wanted));
    let (mut before, mut after) = (BREATH_MS, BREATH_MS);
    for other in others {
        if other.end <= inside.start {
            before = before.min(TimeSpan::new(other.end, inside.start).millis());
        }
        if other.start >= inside.end {
            after = after.min(TimeSpan::new(inside.end, other.start).millis());
        }
    }
    Some(inside.padded(before.max(LEAST_MS), after.max(LEAST_MS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(spans: &[(u64, u64)]) -> Vec<TimeSpan> {
        spans.iter().map(|&(start, end)| TimeSpan::from_millis(start, end)).collect()
    }

    fn cut(from: u64, to: u64, spans: &[(u64, u64)]) -> Option<(u64, u64)> {
        let words = words(spans);
        let span = on_word_boundaries(TimeSpan::from_millis(from, to), words.iter().copied())?;
        Some((span.start.as_millis(), span.end.as_millis()))
    }

    #[test]
    fn a_word_is_taken_whole_with_a_breath_around_it() {
        assert_eq!(cut(1100, 1200, &[(1000, 1500)]), Some((750, 1750)));
        assert_eq!(cut(50, 1200, &[(100, 1500)]), Some((0, 1750)));
    }

    #[test]
    fn the_breath_stops_short_of_the_neighbours_but_for_soft_edges() {
        let spans = [(0, 850), (1000, 1500), (1510, 2000)];
        assert_eq!(cut(1000, 1500, &spans), Some((850, 1580)));
    }

    #[test]
    fn where_no_word_is_there_is_no_piece() {
        assert_eq!(cut(2000, 3000, &[(1000, 1500)]), None);
        assert_eq!(cut(1500, 1500, &[(1000, 1500)]), None);
        assert_eq!(cut(0, 10, &[]), None);
    }
}
