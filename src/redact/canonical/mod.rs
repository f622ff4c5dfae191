//! One channel's words in one form, however they were spoken or written.
//!
//! In come the words of all segments of a channel, in order. Out come tokens: lower case, without
//! accents, punctuation or fillers, numbers in digits ("double seven", "soixante-dix-sept" and
//! "7-7" all hold the digits `77`), each with the words that it came from. Recognizers match on
//! tokens, or by regular expression on their text, and answer in words.

mod compose;
mod fold;
mod lexicon;
mod spelling;
mod token;
mod tokenize;

use std::{fmt, ops::Range};

pub(super) use fold::fold_text;
pub(super) use lexicon::Lexicon;
pub(super) use token::is_caseless;
pub use token::{Form, Stop, Token};

use super::cues::{Cues, Heard};
use super::digits::{self, CodeRun, DigitRun};
use super::ner::Evidence;
use crate::domain::Language;

/// The words of one channel as tokens. It holds raw text: its `Debug` shows counts only.
pub struct Canonical {
    tokens: Vec<Token>,
    text: String,
    starts: Vec<usize>,
    cues: Cues,
    runs: Vec<DigitRun>,
    codes: Vec<CodeRun>,
    /// By token, where the model has read them.
    evidence: Vec<Evidence>,
}

impl Canonical {
    /// Reads a channel's words, each with the language of its segment.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = (&'a str, &'a Language)>) -> Self {
        let tokens = compose::compose(&tokenize::tokenize(words));
        let mut text = String::new();
        let mut starts = Vec::with_capacity(tokens.len());
        for token in &tokens {
            if !text.is_empty() {
                text.push(' ');
            }
            starts.push(text.len());
            text.push_str(token.text());
        }
        let cues = Cues::new(&tokens);
        let runs = digits::runs(&tokens, &cues);
        let codes = digits::code_runs(&tokens, &cues);
        Self { tokens, text, starts, cues, runs, codes, evidence: Vec::new() }
    }

    /// Takes in what was heard from others before some of these words, in order.
    pub(super) fn hear(&mut self, heard: &[Heard]) {
        if heard.is_empty() {
            return;
        }
        self.cues.hear(&self.tokens, heard);
        self.runs = digits::runs(&self.tokens, &self.cues);
        self.codes = digits::code_runs(&self.tokens, &self.cues);
    }

    /// Takes in what the model makes of each token.
    pub(super) fn note(&mut self, evidence: Vec<Evidence>) {
        self.evidence = evidence;
    }

    /// What the model makes of a token; nothing where it was not asked.
    pub(super) fn evidence(&self, token: usize) -> Evidence {
        self.evidence.get(token).copied().unwrap_or_default()
    }

    /// The tokens in order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The tokens' texts joined by single spaces; amounts, times and dates are a `#` each.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Runs of digits, with what is said around them.
    #[must_use]
    pub fn digit_runs(&self) -> &[DigitRun] {
        &self.runs
    }

    /// Runs of letters and digits, with what is said around them.
    #[must_use]
    pub fn code_runs(&self) -> &[CodeRun] {
        &self.codes
    }

    /// What is said about numbers and where.
    pub(in crate::redact) fn cues(&self) -> &Cues {
        &self.cues
    }

    /// The tokens that share a byte with this range of [`text`](Self::text).
    #[must_use]
    pub fn tokens_in(&self, bytes: Range<usize>) -> Range<usize> {
        let first = self.starts.partition_point(|&start| start <= bytes.start).saturating_sub(1);
        let end = self.starts.partition_point(|&start| start < bytes.end);
        first..end.max(first)
    }

    /// The words from the first to the last of these tokens, fillers between them included.
    #[must_use]
    pub fn words_of(&self, tokens: Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens) {
            Some([only]) => only.words(),
            Some([first, .., last]) => first.words().start..last.words().end,
            Some([]) | None => 0..0,
        }
    }
}

impl fmt::Debug for Canonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Canonical({} tokens)", self.tokens.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(language: &str, text: &str) -> String {
        let language: Language = language.parse().unwrap();
        Canonical::new(text.split_whitespace().map(|word| (word, &language))).text().to_owned()
    }

    #[test]
    fn numbers_are_digits_however_they_are_spoken() {
        for (language, spoken, expected) in [
            ("en", "four one one, five", "4 1 1 5"),
            ("en", "double seven triple nine", "77 999"),
            ("en", "oh one four two", "0 1 4 2"),
            ("en", "Oh, I see", "oh i see"),
            ("en", "seventy-nine years", "79 years"),
            ("en", "seventy nine, forty, two", "79 40 2"),
            ("en", "eight hundred five five five", "805 5 5"),
            ("en", "one eight hundred, five five five", "1 800 5 5 5"),
            ("en", "nineteen eighty four", "19 84"),
            ("en", "twelve hundred dollars", "# dollars"),
            ("en", "two thousand and four people", "# people"),
            ("en", "$4,500 at 3:45 on 12/05/1984 or 50%", "# at # on # or #"),
            ("en", "4-1-1-1 (415) 555-0142.", "4 1 1 1 415 555 0142"),
            ("en", "forty, uh, two", "40 2"),
            ("en", "forty uh two", "42"),
            ("en", "4,111 1.5 3.14 415.555.0142", "4111 # # 415 555 0142"),
            ("en", "the 42nd of the 1960s", "the 42nd of the 1960s"),
            ("fr", "zéro un, quatre-vingt-dix-neuf, zéro zéro, douze", "0 1 99 0 0 12"),
            ("fr", "soixante-deux soixante et onze vingt et un", "62 71 21"),
            ("fr", "quatre-vingts dix-sept et un ami", "97 et un ami"),
            ("de", "zweiundvierzig null eins siebzehn", "42 0 1 17"),
            ("de", "ein Haus, dreißig Jahre", "ein haus 30 jahre"),
            ("es", "sesenta y dos veintidós cero una casa", "62 22 0 1 casa"),
            ("es", "once doce", "11 12"),
            ("en", "once twelve", "once 12"),
            ("ja", "電話は090-1234-5678", "電話は 090 1234 5678"),
            ("en", "14,45,918", "1445918"),
            ("ar", "٤١٥ ٥٥٥ ٠١٤٢", "415 555 0142"),
        ] {
            assert_eq!(canonical(language, spoken), expected, "{language}: {spoken}");
        }
    }

    #[test]
    fn a_range_of_the_text_leads_back_to_words_with_the_fillers_between() {
        let english = Language::english();
        let words = ["Call", "four", "um,", "one", "—", "five."];
        let canonical = Canonical::new(words.map(|word| (word, &english)));
        let digits = canonical.text().find('4').unwrap()..canonical.text().len();
        assert_eq!(canonical.words_of(canonical.tokens_in(digits)), 1..6);
        assert_eq!(canonical.words_of(0..0), 0..0);
    }

    #[test]
    fn debug_shows_no_text() {
        let english = Language::english();
        let canonical = Canonical::new([("Castellan", &english)]);
        assert_eq!(format!("{canonical:?}"), "Canonical(1 tokens)");
        assert!(!format!("{:?}", canonical.tokens()).to_lowercase().contains("castellan"));
    }
}
