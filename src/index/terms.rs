//! A segment's terms by position, and the word that stands at each position.

use tantivy::tokenizer::{PreTokenizedString, Token};

use super::tokenizer::{TermPart, WordTerms, word_terms};
use super::words::IndexedWord;
use crate::domain::EntityKind;

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
}

/// Terms by position, and the words that they come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Reading {
    /// Position and term, by position.
    pub(crate) terms: Vec<(usize, String)>,
    /// The index of the word that stands at each position.
    pub(crate) words: Vec<usize>,
}

impl SegmentTerms {
    /// Finds the terms of `words`.
    pub(crate) fn of(words: &[IndexedWord]) -> Self {
        let mut terms = Self::default();
        let mut has_joined = false;
        for (index, word) in words.iter().enumerate() {
            if is_mark(word) {
                terms.apart.words.push(index);
                terms.joined.words.push(index);
                continue;
            }
            let WordTerms { parts, joined } = word_terms(&word.text);
            has_joined |= joined.is_some();
            let beside = terms.apart.words.len();
            terms.apart.push(index, &parts);
            if let Some(joined) = joined {
                terms.apart.terms.push((beside, joined.clone()));
                terms.joined.terms.push((terms.joined.words.len(), joined));
                terms.joined.words.push(index);
            } else {
                terms.joined.push(index, &parts);
            }
        }
        // The joined form was put behind the parts, but is found from the first of them.
        terms.apart.terms.sort_by_key(|(position, _)| *position);
        if has_joined { terms } else { Self { joined: Reading::default(), ..terms } }
    }
}

impl Reading {
    fn push(&mut self, word: usize, parts: &[TermPart]) {
        for part in parts {
            let position = self.words.len();
            self.words.push(word);
            self.terms.push((position, part.term.clone()));
            self.terms.extend(part.own_words().map(|own| (position, own.to_owned())));
        }
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
    word.redacted.is_some() || (word.text.contains('[') && holds_mark())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::testing::words;

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
    fn a_mark_whose_flag_was_lost_is_still_no_word() {
        let mut lost: Vec<IndexedWord> = words("[NAME],").iter().map(IndexedWord::from).collect();
        lost[0].redacted = None;
        assert!(SegmentTerms::of(&lost).apart.terms.is_empty());
    }
}
