//! Finds in one segment which words matched, the way the index did.

use std::collections::{BTreeSet, HashMap};

use crate::domain::TimeSpan;
use crate::index::{IndexedWord, Reading, SegmentTerms};

use super::query::SearchQuery;

/// A word or phrase of the query where it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    /// Its first word's place in the segment.
    pub(super) first: usize,
    /// Its last word's.
    pub(super) last: usize,
    clause: usize,
}

/// All that matched in a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SegmentMatch {
    /// Every word and phrase of the query, by place.
    pub(super) occurrences: Vec<Occurrence>,
    /// The first and last word of the shortest stretch that holds all of the query.
    pub(super) best: (usize, usize),
}

impl SegmentMatch {
    /// Matches a segment again, `None` if a part of the query is not in it.
    pub(super) fn of(query: &SearchQuery, words: &[IndexedWord]) -> Option<Self> {
        let SegmentTerms { apart, joined } = SegmentTerms::of(words);
        let mut found = BTreeSet::new();
        for reading in [apart, joined] {
            found_in(&reading, query, &mut found);
        }
        let occurrences: Vec<Occurrence> = found.into_iter().collect();
        let best = shortest_stretch(&occurrences, query.clauses.len())?;
        Some(Self { occurrences, best })
    }

    /// The places of the words that matched.
    pub(super) fn words(&self) -> BTreeSet<usize> {
        self.occurrences.iter().flat_map(|found| found.first..=found.last).collect()
    }

    /// When each match is said, by time.
    pub(super) fn times(&self, words: &[IndexedWord]) -> Vec<TimeSpan> {
        let spans: BTreeSet<TimeSpan> = self
            .occurrences
            .iter()
            .filter_map(|found| time_of(words, found.first, found.last))
            .collect();
        spans.into_iter().collect()
    }
}

/// When the words from `first` to `last` are said.
pub(super) fn time_of(words: &[IndexedWord], first: usize, last: usize) -> Option<TimeSpan> {
    words.get(first..=last)?.iter().map(|word| word.span).reduce(TimeSpan::union)
}

/// Adds every place where a clause stands in one reading.
fn found_in(reading: &Reading, query: &SearchQuery, found: &mut BTreeSet<Occurrence>) {
    let mut positions: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for (position, term) in &reading.terms {
        positions.entry(term).or_default().insert(*position);
    }
    for (clause, wanted) in query.clauses.iter().enumerate() {
        for spelling in &wanted.spellings {
            let ends = starts(spelling, &positions).filter_map(|start| {
                let last = *reading.words.get(start + spelling.len() - 1)?;
                Some(Occurrence { first: *reading.words.get(start)?, last, clause })
            });
            found.extend(ends);
        }
    }
}

/// The positions at which all terms of a spelling stand in a row.
fn starts<'a>(
    spelling: &'a [String],
    positions: &'a HashMap<&str, BTreeSet<usize>>,
) -> impl Iterator<Item = usize> + 'a {
    let first = spelling.first().and_then(|term| positions.get(term.as_str()));
    first.into_iter().flatten().copied().filter(move |start| {
        spelling.iter().enumerate().all(|(offset, term)| {
            positions.get(term.as_str()).is_some_and(|at| at.contains(&(start + offset)))
        })
    })
}

/// The shortest stretch of words with an occurrence of each clause, the earliest of equal ones.
fn shortest_stretch(occurrences: &[Occurrence], clauses: usize) -> Option<(usize, usize)> {
    // Where each clause was last seen; the stretch that ends here begins at the oldest of them.
    let mut latest: Vec<Option<Occurrence>> = vec![None; clauses];
    let mut best: Option<(usize, usize)> = None;
    for occurrence in occurrences {
        *latest.get_mut(occurrence.clause)? = Some(*occurrence);
        let Some(seen) = latest.iter().copied().collect::<Option<Vec<_>>>() else { continue };
        let first = seen.iter().map(|found| found.first).min()?;
        let last = seen.iter().map(|found| found.last).max()?;
        if best.is_none_or(|(start, end)| last - first < end - start) {
            best = Some((first, last));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::testing;

    fn matched(query: &str, text: &str) -> Option<SegmentMatch> {
        let words: Vec<IndexedWord> = testing::words(text).iter().map(IndexedWord::from).collect();
        SegmentMatch::of(&SearchQuery::parse(query).unwrap(), &words)
    }

    fn places(query: &str, text: &str) -> Vec<usize> {
        matched(query, text).map_or_else(Vec::new, |found| found.words().into_iter().collect())
    }

    #[test]
    fn a_phrase_matches_only_its_words_in_their_order() {
        assert_eq!(places("\"a b\"", "b a x a b a"), [3, 4]);
        assert_eq!(places("\"a a\"", "a a a x a"), [0, 1, 2]);
        assert!(matched("\"a b\"", "b a").is_none());
    }

    #[test]
    fn a_hyphened_word_is_one_word_with_two_positions() {
        assert_eq!(places("\"twenty three people\"", "all twenty-three people"), [1, 2]);
        assert_eq!(places("email", "my e-mail here"), [1]);
        assert_eq!(places("\"my email\"", "my e-mail here"), [0, 1]);
        assert_eq!(places("\"my email here\"", "my e-mail here"), [0, 1, 2]);
        assert_eq!(places("e-mail", "my email here"), [1]);
    }

    #[test]
    fn a_phrase_does_not_reach_across_a_mark_but_across_a_dash() {
        assert!(matched("\"is and\"", "it is [NAME] and").is_none());
        assert_eq!(places("\"is and\"", "it is — and"), [1, 2, 3]);
    }

    #[test]
    fn the_best_stretch_is_the_shortest_that_holds_every_word() {
        let found = matched("a b c", "a x x b a x c b x x x c a b").unwrap();
        assert_eq!(found.best, (11, 13));
        assert_eq!(matched("a \"b c\"", "b c x a b c").unwrap().best, (3, 5));
        assert!(matched("a b", "a c").is_none());
    }
}
