//! What a word comes from: `budgets` and `budget` are one, as the language has it.
//!
//! Stems are taken from folded terms, on both sides, so that words which are written the same but
//! for case and diacritics always have the same stem.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

use crate::domain::Language;

/// The languages that have a stemmer.
const STEMMED: [(&str, Algorithm); 17] = [
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("tr", Algorithm::Turkish),
];

/// The stems of one language; a language without a stemmer leaves words as they are.
pub(crate) struct Stems(Option<Stemmer>);

impl Stems {
    /// The stems of a language.
    pub(crate) fn of(language: &Language) -> Self {
        let known = STEMMED.iter().find(|(code, _)| *code == language.code());
        Self(known.map(|(_, algorithm)| Stemmer::new(*algorithm)))
    }

    /// The stem of a folded term.
    pub(crate) fn stem<'a>(&self, term: &'a str) -> Cow<'a, str> {
        match &self.0 {
            Some(stemmer) if term.chars().all(char::is_alphabetic) => stemmer.stem(term),
            _ => Cow::Borrowed(term),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_stem_of_its_language() {
        for (code, word, stem) in [
            ("en", "budgets", "budget"),
            ("en", "2020s", "2020s"),
            ("de", "hauser", "haus"),
            ("fr", "travaillons", "travaillon"),
            ("ja", "budgets", "budgets"),
        ] {
            let language = code.parse().unwrap();
            assert_eq!(Stems::of(&language).stem(word), stem, "{code} {word}");
        }
    }
}
