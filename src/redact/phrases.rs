//! Lists of words and phrases, found however they are written.

use std::collections::HashMap;
use std::ops::Range;

use super::canonical::Token;
use super::{Canonical, Form};
use crate::domain::Language;

/// Phrases by their first word.
#[derive(Default)]
pub(super) struct Phrases {
    by_first: HashMap<String, Vec<Vec<String>>>,
}

impl Phrases {
    /// Reads phrases; the reason is given where one can't be told from others.
    pub(super) fn new(texts: &[String]) -> Result<Self, String> {
        let english = Language::english();
        let mut phrases = Self::default();
        for text in texts {
            let words = Canonical::new(text.split_whitespace().map(|word| (word, &english)));
            let mut tokens = words.tokens().iter();
            if words.tokens().is_empty() || tokens.any(|token| token.form() == Form::Amount) {
                return Err("a phrase holds no word, or an amount, a date or a time".to_owned());
            }
            let mut words = words.tokens().iter().map(|token| stem(token).to_owned());
            let first = words.next().unwrap_or_default();
            phrases.by_first.entry(first).or_default().push(words.collect());
        }
        phrases.by_first.values_mut().for_each(|rests| {
            rests.sort_by_key(|rest| std::cmp::Reverse(rest.len()));
        });
        Ok(phrases)
    }

    /// The tokens of each phrase found, the longest first where two begin alike.
    pub(super) fn find(&self, words: &Canonical) -> Vec<Range<usize>> {
        let tokens = words.tokens();
        let mut found = Vec::new();
        if self.by_first.is_empty() {
            return found;
        }
        for at in 0..tokens.len() {
            let follows = |rest: &&Vec<String>| {
                let next = tokens.get(at + 1..at + 1 + rest.len());
                next.is_some_and(|next| next.iter().map(stem).eq(rest.iter().map(String::as_str)))
            };
            let rests = self.by_first.get(stem(&tokens[at]));
            if let Some(rest) = rests.and_then(|rests| rests.iter().find(follows)) {
                found.push(at..at + 1 + rest.len());
            }
        }
        found
    }
}

/// A token's text without the ending of the genitive.
fn stem(token: &Token) -> &str {
    let text = token.text();
    text.strip_suffix("'s").or_else(|| text.strip_suffix('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_however_they_are_written() {
        let list = ["Ada Lovelace", "Ada Lovelace King", "Ünal"].map(str::to_owned);
        let phrases = Phrases::new(&list).unwrap();
        let english = Language::english();
        let found = |text: &str| {
            let words = text.split_whitespace().map(|word| (word, &english));
            phrases.find(&Canonical::new(words))
        };
        assert_eq!(found("so ADA, um, lovelace's engine"), vec![1..3]);
        assert_eq!(found("Ada Lovelace King and Unal"), vec![0..3, 4..5]);
        assert!(found("Ada and Lovelace").is_empty());
        assert!(Phrases::new(&["$5".to_owned()]).is_err());
        assert!(Phrases::new(&["um".to_owned()]).is_err());
    }
}
