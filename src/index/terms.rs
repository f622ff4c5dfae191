//! A segment's terms by position, and the word that stands at each position.

use tantivy::tokenizer::{PreTokenizedString, Token};

use super::tokenizer::{WordTerms, word_terms};
use super::words::IndexedWord;
use crate::domain::EntityKind;

/// The terms of a segment: what is indexed, and what a hit is matched against again.
///
/// A word without terms takes up no position, so that a dash does not break a phrase; a redaction
/// mark has no term but takes one up, so that a phrase never reaches across it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SegmentTerms {
    /// Position and term, by position.
    pub(crate) terms: Vec<(usize, String)>,
    /// The index of the word that stands at each position.
    pub(crate) words: Vec<usize>,
}

impl SegmentTerms {
    /// Finds the terms of `words`.
    pub(crate) fn of(words: &[IndexedWord]) -> Self {
        let mut terms = Self::default();
        for (index, word) in words.iter().enumerate() {
            if is_mark(word) {
                terms.words.push(index);
            } else {
                terms.push(index, word_terms(&word.text));
            }
        }
        terms
    }

    fn push(&mut self, word: usize, WordTerms { parts, joined }: WordTerms) {
        let last = parts.len().saturating_sub(1);
        for (number, part) in parts.into_iter().enumerate() {
            let position = self.words.len();
            self.words.push(word);
            self.terms.extend(part.own_words().map(|own| (position, own.to_owned())));
            self.terms.push((position, part.term));
            // The joined form stands at both ends, so that phrases go on from either side.
            if let Some(joined) = joined.as_ref().filter(|_| number == 0 || number == last) {
                self.terms.push((position, joined.clone()));
            }
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

    #[test]
    fn every_position_knows_its_word() {
        let terms = terms("We — twenty-three [NAME] don't");
        assert_eq!(terms.words, [0, 2, 2, 3, 4]);
        let at = |position| -> Vec<&str> {
            terms.terms.iter().filter(|(p, _)| *p == position).map(|(_, t)| t.as_str()).collect()
        };
        assert_eq!(at(1), ["twenty", "twentythree"]);
        assert_eq!(at(2), ["three", "twentythree"]);
        assert!(at(3).is_empty());
        assert_eq!(at(4), ["dont"]);
    }

    #[test]
    fn a_mark_whose_flag_was_lost_is_still_no_word() {
        let mut lost: Vec<IndexedWord> = words("[NAME],").iter().map(IndexedWord::from).collect();
        lost[0].redacted = None;
        assert!(SegmentTerms::of(&lost).terms.is_empty());
    }
}
