//! Turns a word as it is written into the terms under which it is found.
//!
//! The same function reads the transcript and the query, so both agree:
//!
//! - case, diacritics, ligatures and full-width forms are folded (NFKD, then ASCII);
//! - `twenty-three` is two terms in a row, found by `twenty three`; where the parts may also be
//!   written together (`e-mail`, `U.S.`, `1,000`) `joined` is that form;
//! - an apostrophe joins (`don't` is `dont`), and what it elides stands beside it (`l'école` is
//!   found by `école`, `Anna's` by `anna`);
//! - scripts that are written without spaces give one term a character, so that a query finds them
//!   wherever the recognizer put word bounds;
//! - a word without a letter or digit has no terms.

use tantivy::tokenizer::{AsciiFoldingFilter, RawTokenizer, TextAnalyzer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer terms are cut: nobody types them, and they would swell the dictionary.
const MAX_TERM_CHARS: usize = 64;

/// What is left of an elided or contracted word but is no word itself.
const CONTRACTED: [&str; 7] = ["s", "t", "d", "m", "ll", "re", "ve"];

/// The terms of one word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct WordTerms {
    /// One position each, in order.
    pub(crate) parts: Vec<TermPart>,
    /// The parts as one term, where they may be written so.
    pub(crate) joined: Option<String>,
}

impl WordTerms {
    /// The terms with their positions, from 0 and by position: each part, and what an apostrophe of
    /// it elides.
    pub(super) fn placed(&self) -> Vec<(u32, String)> {
        let mut placed = Vec::new();
        for (position, part) in (0..).zip(&self.parts) {
            placed.push((position, part.term.clone()));
            placed.extend(part.own_words().map(|own| (position, own.to_owned())));
        }
        placed
    }
}

/// What stands at one position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TermPart {
    /// The term, apostrophes left out.
    pub(crate) term: String,
    /// What the apostrophes part, if any: `l`, `ecole`.
    pub(crate) pieces: Vec<String>,
}

impl TermPart {
    fn of(raw: &str) -> Self {
        let pieces: Vec<String> =
            raw.split('\'').filter(|piece| !piece.is_empty()).map(term_of).collect();
        let term = term_of(&raw.replace('\'', ""));
        Self { term, pieces: if pieces.len() > 1 { pieces } else { Vec::new() } }
    }

    /// The pieces that are words of their own: `ecole` of `l'ecole`, nothing of `don't`.
    pub(crate) fn own_words(&self) -> impl Iterator<Item = &str> {
        let is_negation = self.pieces.last().is_some_and(|last| last == "t");
        self.pieces.iter().map(String::as_str).filter(move |piece| {
            let is_word = piece.chars().nth(1).is_some() && piece.contains(char::is_alphabetic);
            is_word && !is_negation && !CONTRACTED.contains(piece)
        })
    }
}

/// Splits and folds one word; spaces within it part terms like any other mark.
pub(crate) fn word_terms(word: &str) -> WordTerms {
    let mut split = Split::default();
    for c in folded(word).chars() {
        split.push(c);
    }
    split.finish()
}

/// A word being split: what stands between the parts decides whether they may be joined.
#[derive(Default)]
struct Split {
    parts: Vec<TermPart>,
    current: String,
    gap: String,
    is_joinable: bool,
    ends_unspaced: bool,
}

impl Split {
    fn push(&mut self, c: char) {
        if c == '\'' && !self.current.is_empty() {
            self.current.push(c);
        } else if is_combining_mark(c) && self.ends_unspaced {
            if let Some(last) = self.parts.last_mut() {
                last.term.push(c);
            }
        } else if is_unspaced(c) {
            self.flush();
            self.current.push(c);
            self.flush();
            self.ends_unspaced = true;
        } else if c.is_alphanumeric() || is_combining_mark(c) {
            self.current.push(c);
            self.ends_unspaced = false;
        } else {
            self.flush();
            self.gap.push(c);
            self.ends_unspaced = false;
        }
    }

    fn flush(&mut self) {
        let raw = std::mem::take(&mut self.current);
        let raw = raw.trim_matches('\'');
        if !raw.contains(char::is_alphanumeric) {
            return;
        }
        let part = TermPart::of(raw);
        if let Some(before) = self.parts.last() {
            let may_join = may_join(&self.gap, &before.term, &part.term);
            self.is_joinable = may_join && (self.is_joinable || self.parts.len() == 1);
        }
        self.gap.clear();
        self.parts.push(part);
    }

    fn finish(mut self) -> WordTerms {
        self.flush();
        let joined: String = self.parts.iter().map(|part| part.term.as_str()).collect();
        let is_short = joined.chars().nth(MAX_TERM_CHARS).is_none();
        WordTerms { parts: self.parts, joined: (self.is_joinable && is_short).then_some(joined) }
    }
}

/// Whether two parts may be written without what parts them: `e-mail`, `1,000` and `U.S.`, but
/// not `3.5`, `10:30` or `2010-2019`, which would become other numbers.
fn may_join(gap: &str, left: &str, right: &str) -> bool {
    let is_number = |part: &str| part.chars().all(char::is_numeric);
    let is_letter = |part: &str| part.chars().count() == 1 && !is_number(part);
    match gap {
        "-" | "\u{2010}" | "\u{2011}" => !(is_number(left) && is_number(right)),
        "," => is_number(left) && is_number(right) && right.len() == 3,
        "." => is_letter(left) && is_letter(right),
        _ => false,
    }
}

/// Folds case, compatibility forms and diacritics; marks that carry meaning (Devanagari vowels,
/// Japanese voicing) stay.
fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let lower = word.nfkd().flat_map(char::to_lowercase).nfd();
    lower.filter(|&c| !is_ignored(c)).map(plain_apostrophe).nfc().collect()
}

const fn plain_apostrophe(c: char) -> char {
    if matches!(c, '\u{2019}' | '\u{2018}' | '\u{02bc}' | '\u{02b9}') { '\'' } else { c }
}

/// Diacritics of Latin, Greek, Cyrillic, Hebrew and Arabic, and what is not seen.
const fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}' | '\u{05c1}'..='\u{05c2}'
        | '\u{05c4}'..='\u{05c5}' | '\u{05c7}' | '\u{0640}' | '\u{064b}'..='\u{065f}' | '\u{0670}'
        | '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}')
}

/// Han, kana, Thai, Lao, Khmer and Burmese: written without spaces.
const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0e01}'..='\u{0e30}' | '\u{0e32}'..='\u{0e33}' | '\u{0e40}'..='\u{0e46}'
        | '\u{0e81}'..='\u{0eb0}' | '\u{0ec0}'..='\u{0ec6}' | '\u{1000}'..='\u{102a}'
        | '\u{1780}'..='\u{17b3}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Cuts what is too long, and writes letters that have no decomposition (`ø`, `ß`) in ASCII.
fn term_of(part: &str) -> String {
    let end = part.char_indices().nth(MAX_TERM_CHARS).map_or(part.len(), |(at, _)| at);
    let part = &part[..end];
    if part.is_ascii() {
        return part.to_owned();
    }
    let mut analyzer =
        TextAnalyzer::builder(RawTokenizer::default()).filter(AsciiFoldingFilter).build();
    let mut stream = analyzer.token_stream(part);
    stream.next().map_or_else(|| part.to_owned(), |token| token.text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(word: &str) -> Vec<String> {
        word_terms(word).parts.into_iter().map(|part| part.term).collect()
    }

    fn joined(word: &str) -> Option<String> {
        word_terms(word).joined
    }

    #[test]
    fn case_diacritics_and_forms_are_folded() {
        for (word, term) in [
            ("Café,", "cafe"),
            ("ÉCOLE", "ecole"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("ﬁne", "fine"),
            ("İstanbul", "istanbul"),
            ("ＦＵＬＬ", "full"),
            ("Cafe\u{301}", "cafe"),
            ("ΣΟΦΌΣ", "σοφοσ"),
        ] {
            assert_eq!(parts(word), [term], "{word}");
        }
    }

    #[test]
    fn a_hyphen_parts_a_word_and_its_joined_form_is_kept_where_it_means_the_same() {
        assert_eq!(parts("twenty-three"), ["twenty", "three"]);
        assert_eq!(joined("e-mail").as_deref(), Some("email"));
        assert_eq!(joined("COVID-19,").as_deref(), Some("covid19"));
        assert_eq!(joined("U.S.").as_deref(), Some("us"));
        assert_eq!(joined("$1,000,000").as_deref(), Some("1000000"));
        for other in ["3.5%", "10:30", "2010-2019", "and/or", "1,00", "a-b/c"] {
            assert_eq!(joined(other), None, "{other}");
        }
    }

    #[test]
    fn an_apostrophe_joins_and_keeps_what_it_elides() {
        let own = |word: &str| -> Vec<String> {
            let terms = word_terms(word);
            terms.parts.iter().flat_map(TermPart::own_words).map(str::to_owned).collect()
        };
        assert_eq!(parts("Don’t"), ["dont"]);
        assert!(own("Don't").is_empty());
        assert_eq!(parts("l’École"), ["lecole"]);
        assert_eq!(own("l’École"), ["ecole"]);
        assert_eq!(own("Anna's"), ["anna"]);
        assert_eq!(parts("'hello'"), ["hello"]);
        assert!(own("'hello'").is_empty());
    }

    #[test]
    fn scripts_without_spaces_give_a_term_a_character_and_others_whole_words() {
        assert_eq!(parts("今日は"), ["今", "日", "は"]);
        assert_eq!(parts("ガラス"), ["ガ", "ラ", "ス"]);
        assert_eq!(parts("हिन्दी"), ["हिन्दी"]);
        assert_eq!(parts("안녕하세요"), ["안녕하세요"]);
        assert_eq!(parts("שָׁלוֹם"), ["שלום"]);
        assert_eq!(parts("GPT4は"), ["gpt4", "は"]);
    }

    #[test]
    fn what_has_no_letter_or_digit_has_no_terms() {
        for nothing in ["", "—", "♪", "🎉\u{fe0f}", "'", "''", "...", "\u{301}", "\u{200b}"] {
            assert!(parts(nothing).is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn a_term_is_never_longer_than_its_limit() {
        let word = "é".repeat(100_000);
        assert_eq!(parts(&word), ["e".repeat(MAX_TERM_CHARS)]);
    }
}
