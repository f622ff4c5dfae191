//! The terms of a channel by position.
//!
//! A word without terms takes up no position, so that a dash does not break a phrase; a redaction
//! mark has no term but takes one up, so that a phrase never reaches across it. A word of several
//! parts (`twenty-three`) takes up one position a part.

use std::collections::BTreeSet;

use tantivy::tokenizer::{PreTokenizedString, Token};

use crate::domain::{EntityKind, FilterMethod};
use crate::store::StoredWord;

use super::schema::LEXICON_GAP;
use super::sounds::sound_key;
use super::stems::Stems;
use super::tokenizer::{WordTerms, word_terms};

/// Terms by position, in the fields that they go to.
#[derive(Debug, Default)]
pub(super) struct ChannelTerms {
    /// Each part of a word.
    pub(super) terms: Row,
    /// Words of several parts as one: see [`joined_term`].
    pub(super) joined: Row,
    /// The stem of each part.
    pub(super) stems: Row,
    /// Other readings of words, and their stems: see [`possible_stem`].
    pub(super) possible: Row,
    /// The kind of what was redacted.
    pub(super) marks: Row,
    /// Words by how they are written and how they sound.
    pub(super) lexicon: BTreeSet<String>,
}

/// Terms by position.
#[derive(Debug, Default)]
pub(super) struct Row(Vec<(u32, String)>);

/// A word of so many parts, joined: `2email` for `e-mail`.
pub(crate) fn joined_term(parts: usize, joined: &str) -> String {
    format!("{parts}{joined}")
}

/// The stem of another reading.
pub(crate) fn possible_stem(stem: &str) -> String {
    format!("~{stem}")
}

/// What is found in the lexicon by how a word is written.
pub(crate) fn written_entry(term: &str, word: &str) -> String {
    format!("w{term}{LEXICON_GAP}{word}")
}

/// What is found in the lexicon by how a word sounds.
pub(crate) fn sounding_entry(key: &str, term: &str) -> String {
    format!("s{key}{LEXICON_GAP}{term}")
}

/// Words of more parts are not looked for joined.
pub(crate) const MAX_JOINED_PARTS: usize = 6;

impl ChannelTerms {
    /// Adds a word at a position, and gives how many positions it takes up.
    pub(super) fn push(&mut self, at: u32, word: &StoredWord, stems: &Stems) -> u32 {
        if let Some(kind) = mark_of(word) {
            self.marks.push(at, kind.name().to_lowercase());
            return 1;
        }
        // A word that the collection's filter masked has no term either.
        if word.text.starts_with(FilterMethod::MASK) {
            return 1;
        }
        let own = word_terms(&word.text);
        let others: Vec<WordTerms> =
            word.alternatives.iter().map(|other| word_terms(&other.text)).collect();
        let has_others = others.iter().any(|other| !other.parts.is_empty());
        let width = (own.parts.len() as u32).max(u32::from(has_others));
        self.push_own(at, word, &own, stems);
        for other in &others {
            self.push_other(at, (other, width), &own, stems);
        }
        width
    }

    fn push_own(&mut self, at: u32, word: &StoredWord, own: &WordTerms, stems: &Stems) {
        for (offset, term) in own.placed() {
            self.stems.push(at + offset, stems.stem(&term).into_owned());
            self.note(word, own, &term);
            self.terms.push(at + offset, term);
        }
        let parts = own.parts.len();
        if let Some(joined) = own.joined.as_ref().filter(|_| parts <= MAX_JOINED_PARTS) {
            self.joined.push(at, joined_term(parts, joined));
        }
    }

    /// What has no more parts than the word has positions stands part by part; of what has more,
    /// each part stands at the word's first position, where it is found but makes no phrase.
    fn push_other(
        &mut self,
        at: u32,
        (other, width): (&WordTerms, u32),
        own: &WordTerms,
        stems: &Stems,
    ) {
        let fits = other.parts.len() as u32 <= width;
        let joined = other.joined.iter().map(|joined| (0, joined.clone()));
        let own = own.placed();
        for (offset, term) in other.placed().into_iter().chain(joined) {
            let offset = if fits { offset } else { 0 };
            let stem = stems.stem(&term);
            let said = |said: &dyn Fn(&str) -> bool| {
                own.iter().any(|(place, own)| *place == offset && said(own))
            };
            if !said(&|own| stems.stem(own) == stem) {
                self.possible.push(at + offset, possible_stem(&stem));
            }
            if !said(&|own| own == term) {
                self.possible.push(at + offset, term);
            }
        }
    }

    /// Notes a term in the lexicon, with the word as it is written.
    fn note(&mut self, word: &StoredWord, own: &WordTerms, term: &str) {
        if term.chars().nth(1).is_none() {
            return;
        }
        let is_whole = own.parts.len() == 1 && own.parts[0].term == term;
        let written = word.text.trim_matches(|c: char| !c.is_alphanumeric());
        let written = if is_whole { written } else { term };
        self.lexicon.insert(written_entry(term, written));
        if let Some(key) = sound_key(term) {
            self.lexicon.insert(sounding_entry(&key, term));
        }
    }
}

impl Row {
    fn push(&mut self, at: u32, term: String) {
        self.0.push((at, term));
    }

    /// The terms as tantivy takes them, the same one at a position once, or `None` if there are
    /// none.
    pub(super) fn into_tokens(mut self) -> Option<PreTokenizedString> {
        self.0.sort_unstable();
        self.0.dedup();
        let tokens: Vec<Token> = self.0.into_iter().map(|(at, text)| token(at, text)).collect();
        (!tokens.is_empty()).then_some(PreTokenizedString { text: String::new(), tokens })
    }
}

/// Terms without positions as tantivy takes them.
pub(super) fn unplaced(terms: BTreeSet<String>) -> PreTokenizedString {
    let tokens = (0..).zip(terms).map(|(at, text)| token(at, text)).collect();
    PreTokenizedString { text: String::new(), tokens }
}

fn token(position: u32, text: String) -> Token {
    Token { position: position as usize, text, position_length: 1, ..Token::default() }
}

/// What was redacted here; the text is looked at too, should the flag be lost.
fn mark_of(word: &StoredWord) -> Option<EntityKind> {
    let in_text = || {
        let mut marks = EntityKind::ALL.iter().copied();
        marks.find(|kind| word.text.contains('[') && word.text.contains(kind.mark()))
    };
    word.redacted.or_else(in_text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;
    use crate::index::testing::{doubtful, words};

    fn terms(words: &[StoredWord]) -> (ChannelTerms, Vec<u32>) {
        let stems = Stems::of(&Language::english());
        let (mut terms, mut at, mut widths) = (ChannelTerms::default(), 0, Vec::new());
        for word in words {
            let width = terms.push(at, word, &stems);
            widths.push(width);
            at += width;
        }
        (terms, widths)
    }

    fn at(row: &Row, position: u32) -> Vec<&str> {
        let terms = row.0.iter();
        terms.filter(|(at, _)| *at == position).map(|(_, term)| term.as_str()).collect()
    }

    #[test]
    fn every_part_of_a_word_has_a_position_and_the_whole_one_term_more() {
        let (terms, widths) = terms(&words("We — twenty-three [NAME] don't run l'école"));
        assert_eq!(widths, [1, 0, 2, 1, 1, 1, 1]);
        assert_eq!(at(&terms.terms, 1), ["twenty"]);
        assert_eq!(at(&terms.terms, 2), ["three"]);
        assert_eq!(at(&terms.joined, 1), ["2twentythree"]);
        assert!(at(&terms.terms, 3).is_empty());
        assert_eq!(at(&terms.marks, 3), ["name"]);
        assert_eq!(at(&terms.terms, 4), ["dont"]);
        assert_eq!(at(&terms.terms, 6), ["lecole", "ecole"]);
    }

    #[test]
    fn other_readings_stand_at_the_positions_of_their_word_where_it_says_something_else() {
        let mut said: Vec<StoredWord> = words("We — met twenty-three [NAME] ♪");
        said[2] = doubtful("met", 0.5, &[("Matt", 0.3), ("e-mail", 0.2), ("met", 0.1)]);
        said[3] = doubtful("twenty-three", 0.5, &[("twenty-free", 0.3), ("20", 0.1)]);
        said[5] = doubtful("♪", 0.5, &[("la", 0.3)]);
        let (terms, widths) = terms(&said);
        assert_eq!(widths, [1, 0, 1, 2, 1, 1]);
        assert_eq!(at(&terms.terms, 1), ["met"]);
        assert_eq!(
            at(&terms.possible, 1),
            ["~matt", "matt", "~e", "e", "~mail", "mail", "~email", "email"]
        );
        assert_eq!(at(&terms.possible, 3), ["~free", "free"]);
        assert!(at(&terms.possible, 2).contains(&"20"));
        assert_eq!(at(&terms.possible, 5), ["~la", "la"]);
    }

    #[test]
    fn the_lexicon_knows_words_as_written_and_as_they_sound() {
        let (terms, _) = terms(&words("Okafor, a e-mail"));
        assert!(terms.lexicon.contains(&written_entry("okafor", "Okafor")));
        assert!(terms.lexicon.contains(&written_entry("mail", "mail")));
        let key = sound_key("okafor").unwrap();
        assert!(terms.lexicon.contains(&sounding_entry(&key, "okafor")));
        assert!(!terms.lexicon.iter().any(|entry| entry.starts_with("wa\u{1f}")));
    }

    #[test]
    fn a_mark_whose_flag_was_lost_is_still_no_word() {
        let mut lost = words("[NAME],");
        lost[0].redacted = None;
        assert!(terms(&lost).0.terms.0.is_empty());
    }
}
