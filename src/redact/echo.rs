//! Looks for the names that were found everywhere else in the recording.
//!
//! A name is said after a cue once and without one many times, and Whisper spells it differently
//! each time. What has a capital and shares its consonants with a found name, or all letters but
//! one or two, in order, is taken for it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::canonical::{Stop, Token};
use super::known::MASKED_NAME;
use super::vocabulary::{is_common, is_demonym};
use super::{Canonical, Found, Strength};
use crate::domain::EntityKind;

/// Shorter words are too often something else.
const FEWEST_LETTERS: usize = 4;
/// From this length on one letter may be missed, and from the next two.
const ONE_MAY_DIFFER: usize = 6;
const TWO_MAY_DIFFER: usize = 8;
/// Longer words are compared as they are, so that their variants stay few.
const MOST_LETTERS: usize = 16;

/// How many short words before a name may be part of it.
const MOST_SHORT: usize = 4;
/// Fewer consonants are shared by too many words.
const FEWEST_CONSONANTS: usize = 4;

/// The words of the names found in a recording.
#[derive(Clone, Default)]
pub(super) struct NameWords {
    exact: HashSet<String>,
    /// Also too short to stand alone; they count beside another.
    short: HashSet<String>,
    variants: HashSet<u64>,
}

impl NameWords {
    /// Takes in the words of a name found; tells whether any is new.
    pub(super) fn add(&mut self, words: &Canonical, name: Range<usize>) -> bool {
        let before = self.short.len() + self.exact.len();
        for token in tokens_of(words, name).iter().filter(|token| token.is_word()) {
            let text = stem(token.text());
            let length = text.chars().count();
            if length < 2 || super::vocabulary::is_function(text) {
                continue;
            }
            self.short.insert(text.to_owned());
            if length >= FEWEST_LETTERS && !is_common(text) && self.exact.insert(text.to_owned()) {
                self.variants.extend(variants(text));
            }
        }
        self.short.len() + self.exact.len() > before
    }

    /// Takes what stands for a name that was masked before for a name too: words beside it belong to
    /// it as they did.
    pub(super) fn add_masked(&mut self) {
        self.exact.insert(MASKED_NAME.to_owned());
    }

    /// Finds where these words are said in a channel.
    pub(super) fn find(&self, words: &Canonical) -> Vec<Found> {
        if self.exact.is_empty() {
            return Vec::new();
        }
        let tokens = words.tokens();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            if !self.is_name(&tokens[at]) {
                at += 1;
                continue;
            }
            let mut start = at;
            while start > 0
                && at - start < MOST_SHORT
                && self.ties(&tokens[start - 1], &tokens[start - 1])
            {
                start -= 1;
            }
            let mut end = at + 1;
            while tokens.get(end).is_some_and(|next| self.ties(&tokens[end - 1], next)) {
                end += 1;
            }
            found.push(Found {
                kind: EntityKind::Name,
                words: words.words_of(start..end),
                strength: Strength::Echo,
            });
            at = end;
        }
        found
    }

    /// Whether `token` is part of a name found, with `before` the first of it and its neighbour.
    fn ties(&self, before: &Token, token: &Token) -> bool {
        before.stop() != Stop::Sentence
            && (self.is_name(token)
                || (token.is_capital() && self.short.contains(stem(token.text()))))
    }

    fn is_name(&self, token: &Token) -> bool {
        let text = stem(token.text());
        if !token.is_word() || text.len() < FEWEST_LETTERS {
            return false;
        }
        self.exact.contains(text)
            || (token.is_capital()
                && text.chars().count() >= ONE_MAY_DIFFER
                && !is_common(text)
                && !is_demonym(text)
                && variants(text).iter().any(|variant| self.variants.contains(variant)))
    }
}

/// The tokens of some words: tokens ascend by word.
fn tokens_of(words: &Canonical, range: Range<usize>) -> &[Token] {
    let tokens = words.tokens();
    let first = tokens.partition_point(|token| token.words().end <= range.start);
    let end = tokens.partition_point(|token| token.words().start < range.end);
    tokens.get(first..end).unwrap_or(&[])
}

/// A word without the ending of the genitive.
fn stem(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word)
}

/// Hashes of a word and of what is left of it without one or two letters, by its length: two words
/// that share one share all letters but as many, in order (the symmetric delete of `SymSpell`).
fn variants(word: &str) -> Vec<u64> {
    let letters: Vec<char> = word.chars().collect();
    let mut hashes = vec![hash(&letters)];
    let consonants = consonants(&letters);
    if consonants.len() > FEWEST_CONSONANTS {
        hashes.push(hash(&consonants));
    }
    if !(ONE_MAY_DIFFER..=MOST_LETTERS).contains(&letters.len()) {
        return hashes;
    }
    for first in 0..letters.len() {
        let mut without_one = letters.clone();
        without_one.remove(first);
        hashes.push(hash(&without_one));
        if letters.len() >= TWO_MAY_DIFFER {
            for second in first..without_one.len() {
                let mut without_two = without_one.clone();
                without_two.remove(second);
                hashes.push(hash(&without_two));
            }
        }
    }
    hashes
}

/// A sign that no word holds, then the consonants, doubled ones once: vowels are what is misheard.
fn consonants(letters: &[char]) -> Vec<char> {
    let is_vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w');
    let mut consonants = vec!['#'];
    for &letter in letters.iter().filter(|letter| !is_vowel(**letter)) {
        let letter = match letter {
            'c' | 'q' => 'k',
            'z' => 's',
            letter => letter,
        };
        if consonants.last() != Some(&letter) {
            consonants.push(letter);
        }
    }
    consonants
}

fn hash(letters: &[char]) -> u64 {
    let mut hasher = DefaultHasher::new();
    letters.hash(&mut hasher);
    hasher.finish()
}
