//! A segment's terms by position, and the word that stands at each position.

use std::collections::BTreeMap;

use tantivy::tokenizer::{PreTokenizedString, Token};

use super::tokenizer::{WordTerms, word_terms};
use super::words::{IndexedWord, in_parts};
use crate::domain::{EntityKind, FilterMethod};

/// The terms of a segment: what is indexed, and what a hit is matched against again.
///
/// A word without terms takes up no position, so that a dash does not break a phrase; a redaction
/// mark has no term but takes one up, so that a phrase never reaches across it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SegmentTerms {
    /// Each part of a word at a position of its own: `twenty` `three`.
    pub(crate) apart: Reading,
    /// Words of parts at one position: `the` `email` `to`. Empty where no word can be joined.
    pub(crate) joined: Reading,
    /// The words with their other readings beside them. Empty where no word has one.
    pub(crate) possible: Possible,
}

/// Terms by position, and the words that they come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reading {
    /// Position and term, by position.
    pub(crate) terms: Vec<(usize, String)>,
    /// The index of the word that stands at each position.
    pub(crate) words: Vec<usize>,
}

/// A reading in which other readings of a word stand at its positions, so that a phrase may hold
/// some of either.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Possible {
    /// The parts apart, as said and as they may have been said.
    pub(crate) reading: Reading,
    /// Which alternative of its word a term comes from, where the word itself has no such term.
    pub(crate) others: BTreeMap<(usize, String), usize>,
}

impl SegmentTerms {
    /// Finds the terms of `words`.
    pub(crate) fn of(words: &[IndexedWord]) -> Self {
        Self::at_least(words, 0)
    }

    /// Finds the terms of those words and other readings that are at least so sure, in parts of
    /// 255; the others take up their positions but hold no term.
    pub(crate) fn at_least(words: &[IndexedWord], least: u8) -> Self {
        let mut terms = Self::default();
        let mut has_joined = false;
        for (index, word) in words.iter().enumerate() {
            if is_mark(word) {
                terms.hold(index, 1);
                continue;
            }
            let own = word_terms(&word.text);
            if in_parts(word.confidence) < least {
                let WordTerms { parts, joined } = &own;
                terms.apart.hold(index, parts.len());
                terms.joined.hold(index, if joined.is_some() { 1 } else { parts.len() });
                terms.possible.push(index, (word, &WordTerms::default(), parts.len()), least);
                continue;
            }
            terms.possible.push(index, (word, &own, own.parts.len()), least);
            has_joined |= own.joined.is_some();
            terms.apart.push(index, &own);
            if let Some(joined) = own.joined {
                terms.joined.terms.push((terms.joined.words.len(), joined));
                terms.joined.hold(index, 1);
            } else {
                terms.joined.push(index, &own);
            }
        }
        if !has_joined {
            terms.joined = Reading::default();
        }
        if terms.possible.others.is_empty() {
            terms.possible = Possible::default();
        }
        terms
    }

    fn hold(&mut self, word: usize, positions: usize) {
        for reading in [&mut self.apart, &mut self.joined, &mut self.possible.reading] {
            reading.hold(word, positions);
        }
    }
}

impl Possible {
    /// Puts a word's own terms at so many positions, and those of its other readings beside them.
    /// What has as many parts as the word stands part by part; of what has more, each part stands
    /// at the word's first position, where it is found but makes no phrase.
    fn push(
        &mut self,
        index: usize,
        (word, own, held): (&IndexedWord, &WordTerms, usize),
        least: u8,
    ) {
        let start = self.reading.words.len();
        let mut terms = own.placed();
        let mut width = held;
        for (number, other) in word.alternatives.iter().enumerate() {
            if in_parts(other.probability) < least {
                continue;
            }
            let read = word_terms(&other.text);
            width = width.max(usize::from(!read.parts.is_empty()));
            let fits = read.parts.len() <= held.max(1);
            for (position, term) in read.placed() {
                let position = if fits { position } else { 0 };
                if !terms.contains(&(position, term.clone())) {
                    self.others.insert((start + position, term.clone()), number);
                    terms.push((position, term));
                }
            }
        }
        terms.sort_by_key(|(position, _)| *position);
        self.reading.terms.extend(terms.into_iter().map(|(at, term)| (start + at, term)));
        self.reading.hold(index, width);
    }
}

impl Reading {
    /// Puts a word's terms at the positions that come next.
    fn push(&mut self, index: usize, word: &WordTerms) {
        let start = self.words.len();
        self.terms.extend(word.placed().into_iter().map(|(at, term)| (start + at, term)));
        self.hold(index, word.parts.len());
    }

    /// Takes up so many positions.
    fn hold(&mut self, index: usize, positions: usize) {
        self.words.extend(std::iter::repeat_n(index, positions));
    }

    /// The terms as tantivy takes them.
    pub(super) fn into_tokens(self) -> PreTokenizedString {
        let tokens = self.terms.into_iter().map(|(position, text)| Token {
            position,
            text,
            position_length: 1,
            ..Token::default()
        });
        PreTokenizedString { text: String::new(), tokens: tokens.collect() }
    }
}

/// Whether nothing of this word may be found; the text is looked at too, should the flag be lost.
fn is_mark(word: &IndexedWord) -> bool {
    let holds_mark = || EntityKind::ALL.iter().any(|kind| word.text.contains(kind.mark()));
    let is_filtered = word.text.starts_with(FilterMethod::MASK);
    word.redacted.is_some() || is_filtered || (word.text.contains('[') && holds_mark())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::testing::{doubtful, words};
    use crate::store::StoredWord;

    fn terms(text: &str) -> SegmentTerms {
        SegmentTerms::of(&words(text).iter().map(IndexedWord::from).collect::<Vec<_>>())
    }

    fn at(reading: &Reading, position: usize) -> Vec<&str> {
        let terms = reading.terms.iter();
        terms.filter(|(at, _)| *at == position).map(|(_, term)| term.as_str()).collect()
    }

    #[test]
    fn every_position_knows_its_word() {
        let terms = terms("We — twenty-three [NAME] don't");
        assert_eq!(terms.apart.words, [0, 2, 2, 3, 4]);
        assert_eq!(at(&terms.apart, 1), ["twenty", "twentythree"]);
        assert_eq!(at(&terms.apart, 2), ["three"]);
        assert!(at(&terms.apart, 3).is_empty());
        assert_eq!(at(&terms.apart, 4), ["dont"]);
        assert_eq!(terms.joined.words, [0, 2, 3, 4]);
        assert_eq!(at(&terms.joined, 1), ["twentythree"]);
    }

    #[test]
    fn a_segment_without_words_to_join_is_read_once() {
        assert_eq!(terms("l'école is 3.5").joined, Reading::default());
    }

    #[test]
    fn other_readings_stand_at_the_positions_of_their_word() {
        let mut said: Vec<StoredWord> = words("We — met twenty-three [NAME] there");
        said[2] = doubtful("met", 0.5, &[("Matt", 0.3), ("e-mail", 0.2), ("met", 0.1)]);
        said[3] = doubtful("twenty-three", 0.5, &[("twenty-free", 0.3), ("20", 0.1)]);
        let said: Vec<IndexedWord> = said.iter().map(IndexedWord::from).collect();
        let Possible { reading, others } = SegmentTerms::of(&said).possible;
        assert_eq!(reading.words, [0, 2, 3, 3, 4, 5]);
        assert_eq!(at(&reading, 1), ["met", "matt", "e", "email", "mail"]);
        assert_eq!(at(&reading, 2), ["twenty", "twentythree", "twentyfree", "20"]);
        assert_eq!(at(&reading, 3), ["three", "free"]);
        assert!(at(&reading, 4).is_empty());
        assert_eq!(others[&(1, "matt".to_owned())], 0);
        assert_eq!(others[&(3, "free".to_owned())], 0);
        assert!(!others.contains_key(&(1, "met".to_owned())));
    }

    #[test]
    fn what_is_not_sure_enough_keeps_its_position_and_no_term() {
        let mut said: Vec<StoredWord> = words("we met e-mail there");
        said[1] = doubtful("met", 0.25, &[("Matt", 0.5), ("mat", 0.25)]);
        said[2] = doubtful("e-mail", 0.25, &[]);
        let said: Vec<IndexedWord> = said.iter().map(IndexedWord::from).collect();
        let terms = SegmentTerms::at_least(&said, in_parts(0.5));
        assert_eq!(terms.apart.words, [0, 1, 2, 2, 3]);
        assert!([1, 2, 3].iter().all(|position| at(&terms.apart, *position).is_empty()));
        assert_eq!(at(&terms.possible.reading, 1), ["matt"]);
        assert_eq!(at(&terms.possible.reading, 4), ["there"]);
        assert_eq!(terms.joined, Reading::default());
    }

    #[test]
    fn a_mark_whose_flag_was_lost_is_still_no_word() {
        let mut lost: Vec<IndexedWord> = words("[NAME],").iter().map(IndexedWord::from).collect();
        lost[0].redacted = None;
        assert!(SegmentTerms::of(&lost).apart.terms.is_empty());
    }
}
