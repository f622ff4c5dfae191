//! Finds in one segment which words matched, the way the index did.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::TimeSpan;
use crate::index::{IndexedWord, Possible, SegmentTerms, in_parts};

use super::query::SearchQuery;

/// A word or phrase of the query where it is said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    /// Its first word's place in the segment.
    pub(super) first: usize,
    /// Its last word's.
    pub(super) last: usize,
    clause: usize,
    /// How sure its least sure word is, in parts of 255.
    sure: u8,
    /// The words that only another reading makes match, and which of theirs.
    others: Vec<(usize, usize)>,
}

/// All that matched in a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SegmentMatch {
    /// Every word and phrase of the query, by place.
    pub(super) occurrences: Vec<Occurrence>,
    /// The shortest stretch that holds all of the query.
    pub(super) best: Stretch,
}

/// A stretch of words that holds all of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Its first word's place in the segment.
    pub(super) first: usize,
    /// Its last word's.
    pub(super) last: usize,
    /// How sure its least sure matching word is, in parts of 255.
    pub(super) sure: u8,
    /// Whether a word of it matches only by another reading.
    pub(super) is_possible: bool,
}

impl SegmentMatch {
    /// Matches a segment again by the words, and their other readings, that are at least so sure, in
    /// parts of 255; `None` if a part of the query is not in it. What the best guess says is not
    /// looked for in other readings.
    pub(super) fn of(query: &SearchQuery, words: &[IndexedWord], least: u8) -> Option<Self> {
        let SegmentTerms { apart, joined, possible } = SegmentTerms::at_least(words, least);
        let mut found = BTreeSet::new();
        for reading in [apart, joined] {
            found_in(&Possible { reading, others: BTreeMap::new() }, (query, words), &mut found);
        }
        let said: BTreeSet<usize> = found.iter().map(|found| found.clause).collect();
        let mut perhaps = BTreeSet::new();
        found_in(&possible, (query, words), &mut perhaps);
        found.extend(perhaps.into_iter().filter(|found| !said.contains(&found.clause)));
        let occurrences: Vec<Occurrence> = found.into_iter().collect();
        let best = shortest_stretch(&occurrences, query.clauses.len())?;
        Some(Self { occurrences, best })
    }

    /// A segment of which nothing is marked.
    pub(super) const fn nothing() -> Self {
        let best = Stretch { first: 0, last: 0, sure: 0, is_possible: false };
        Self { occurrences: Vec::new(), best }
    }

    /// The other reading by which the word at a place matched, where it is that.
    pub(super) fn other(&self, place: usize) -> Option<usize> {
        let others = self.occurrences.iter().flat_map(|found| &found.others);
        others.into_iter().find(|(word, _)| *word == place).map(|(_, other)| *other)
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
fn found_in(
    possible: &Possible,
    (query, words): (&SearchQuery, &[IndexedWord]),
    found: &mut BTreeSet<Occurrence>,
) {
    let mut positions: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for (position, term) in &possible.reading.terms {
        positions.entry(term).or_default().insert(*position);
    }
    for (clause, wanted) in query.clauses.iter().enumerate() {
        for spelling in &wanted.spellings {
            let at = starts(spelling, &positions);
            found.extend(
                at.filter_map(|start| occurrence(possible, words, (clause, spelling, start))),
            );
        }
    }
}

/// The words that stand where a spelling does, and how they are read there.
fn occurrence(
    possible: &Possible,
    words: &[IndexedWord],
    (clause, spelling, start): (usize, &[String], usize),
) -> Option<Occurrence> {
    let (mut sure, mut others) = (u8::MAX, Vec::new());
    for (position, term) in (start..).zip(spelling) {
        let place = *possible.reading.words.get(position)?;
        let word = words.get(place)?;
        let other = possible.others.get(&(position, term.clone()));
        let confidence = match other {
            Some(other) => word.alternatives.get(*other)?.probability,
            None => word.confidence,
        };
        sure = sure.min(in_parts(confidence));
        others.extend(other.map(|other| (place, *other)));
    }
    others.dedup();
    let last = *possible.reading.words.get(start + spelling.len() - 1)?;
    let first = *possible.reading.words.get(start)?;
    Some(Occurrence { first, last, clause, sure, others })
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
fn shortest_stretch(occurrences: &[Occurrence], clauses: usize) -> Option<Stretch> {
    // Where each clause was last seen; the stretch that ends here begins at the oldest of them.
    let mut latest: Vec<Option<&Occurrence>> = vec![None; clauses];
    let mut best: Option<Stretch> = None;
    for occurrence in occurrences {
        *latest.get_mut(occurrence.clause)? = Some(occurrence);
        let Some(seen) = latest.iter().copied().collect::<Option<Vec<_>>>() else { continue };
        let first = seen.iter().map(|found| found.first).min()?;
        let last = seen.iter().map(|found| found.last).max()?;
        if best.is_none_or(|best| last - first < best.last - best.first) {
            let sure = seen.iter().map(|found| found.sure).min()?;
            let is_possible = seen.iter().any(|found| !found.others.is_empty());
            best = Some(Stretch { first, last, sure, is_possible });
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
        SegmentMatch::of(&SearchQuery::parse(query).unwrap(), &words, 0)
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
        assert_eq!((found.best.first, found.best.last), (11, 13));
        let phrase = matched("a \"b c\"", "b c x a b c").unwrap().best;
        assert_eq!((phrase.first, phrase.last), (3, 5));
        assert!(matched("a b", "a c").is_none());
    }

    fn smooth() -> Vec<IndexedWord> {
        let mut words = testing::words("the smooth sea by the forth bridge");
        words[1] = testing::doubtful("smooth", 0.4, &[("Smyth", 0.2), ("Smith's", 0.2)]);
        words[5] = testing::doubtful("forth", 0.8, &[("fourth", 0.6)]);
        words.iter().map(IndexedWord::from).collect()
    }

    fn found(query: &str, least: f32) -> Option<SegmentMatch> {
        SegmentMatch::of(&SearchQuery::parse(query).unwrap(), &smooth(), in_parts(least))
    }

    #[test]
    fn another_reading_matches_at_the_place_of_its_word_and_in_a_phrase() {
        let one = found("smyth", 0.0).unwrap();
        assert_eq!((one.best.first, one.best.is_possible, one.best.sure), (1, true, 51));
        assert_eq!((one.other(1), one.other(5)), (Some(0), None));
        let phrase = found("\"Smith sea\" \"the fourth bridge\"", 0.0).unwrap();
        assert_eq!(phrase.words().into_iter().collect::<Vec<_>>(), [1, 2, 4, 5, 6]);
        assert_eq!((phrase.other(1), phrase.other(5)), (Some(1), Some(0)));
        assert!(found("\"smyth fourth\"", 0.0).is_none());
    }

    #[test]
    fn what_is_said_is_not_looked_for_in_other_readings() {
        let mut words = testing::words("smyth by the smooth sea");
        words[3].alternatives = smooth()[1].alternatives.clone();
        let words: Vec<IndexedWord> = words.iter().map(IndexedWord::from).collect();
        let found = SegmentMatch::of(&SearchQuery::parse("smyth").unwrap(), &words, 0).unwrap();
        assert_eq!(found.words().into_iter().collect::<Vec<_>>(), [0]);
        assert!(!found.best.is_possible);
    }

    #[test]
    fn only_what_is_sure_enough_counts() {
        assert!(found("smooth", 0.4).is_some() && found("smooth", 0.5).is_none());
        assert!(found("fourth", 0.6).is_some() && found("fourth", 0.7).is_none());
        assert!(found("\"the fourth bridge\"", 0.6).is_some());
        assert!(found("\"smooth sea\"", 0.5).is_none() && found("sea", 1.0).is_some());
    }
}
