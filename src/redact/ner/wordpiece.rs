//! Cuts words into the pieces that the model knows (BERT's WordPiece over its `vocab.txt`).
//!
//! Own code, for the crates at hand are either heavy or panic on text whose length changes when its
//! accents are taken away.

use std::collections::HashMap;

use crate::redact::RedactError;

/// A longer word is unknown as a whole, as in BERT.
const MOST_CHARS: usize = 100;

/// The pieces and their numbers in the model.
pub(super) struct WordPieces {
    numbers: HashMap<String, i32>,
    unknown: i32,
    /// Stands at the start of what is read.
    pub(super) start: i32,
    /// Stands at its end.
    pub(super) end: i32,
}

impl WordPieces {
    /// Reads a vocabulary, a piece a line.
    ///
    /// # Errors
    /// [`RedactError::Model`] if it lacks the pieces that every text needs.
    pub(super) fn parse(vocabulary: &str) -> Result<Self, RedactError> {
        let numbers: HashMap<String, i32> =
            vocabulary.lines().map(str::to_owned).zip(0..).collect();
        let number = |piece: &str| {
            let missing = || RedactError::Model(format!("its vocabulary lacks `{piece}`"));
            numbers.get(piece).copied().ok_or_else(missing)
        };
        let (unknown, start, end) = (number("[UNK]")?, number("[CLS]")?, number("[SEP]")?);
        Ok(Self { numbers, unknown, start, end })
    }

    /// Appends the pieces of some folded text without spaces; punctuation stands apart.
    pub(super) fn cut(&self, text: &str, into: &mut Vec<i32>) {
        let mut word = String::new();
        for char in text.chars() {
            if char.is_alphanumeric() && !is_ideograph(char) {
                word.push(char);
                continue;
            }
            self.cut_word(&std::mem::take(&mut word), into);
            self.cut_word(char.encode_utf8(&mut [0; 4]), into);
        }
        self.cut_word(&word, into);
    }

    /// The longest known beginning, then the longest known continuation, and so on.
    fn cut_word(&self, word: &str, into: &mut Vec<i32>) {
        let before = into.len();
        if word.chars().nth(MOST_CHARS).is_some() {
            return into.push(self.unknown);
        }
        let mut rest = word;
        while !rest.is_empty() {
            let prefix = if into.len() > before { "##" } else { "" };
            let ends = rest.char_indices().map(|(at, char)| at + char.len_utf8()).rev();
            let known = |end: &usize| {
                let number = self.numbers.get(&format!("{prefix}{}", &rest[..*end]));
                number.map(|number| (*number, *end))
            };
            let Some((number, end)) = ends.into_iter().find_map(|end| known(&end)) else {
                into.truncate(before);
                return into.push(self.unknown);
            };
            into.push(number);
            rest = &rest[end..];
        }
    }
}

/// Chinese characters stand apart, as in BERT.
const fn is_ideograph(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_into_the_longest_known_pieces() {
        let vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\noka\n##for\n##f\n##o\n'\ns\n水\nlane";
        let pieces = WordPieces::parse(vocabulary).unwrap();
        let cut = |text: &str| {
            let mut numbers = Vec::new();
            pieces.cut(text, &mut numbers);
            numbers
        };
        assert_eq!(cut("okafor's"), [4, 5, 8, 9]);
        assert_eq!(cut("okafof"), [4, 6, 7, 6]);
        assert_eq!(cut("okax lane"), [1, 1, 11], "one piece unknown, the whole word is");
        assert_eq!(cut("水水"), [10, 10]);
        assert_eq!(cut(&"o".repeat(101)), [1]);
        assert!(cut("").is_empty());
        assert!(WordPieces::parse("oka").is_err());
    }
}
