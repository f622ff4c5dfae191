//! Looks for the names that were found everywhere else in the recording.
//!
//! A name is said after a cue once and without one many times, and Whisper spells it differently
//! each time. What has a capital and shares its consonants with a found name, or all letters but
//! one or two, in order, is taken for it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::canonical::{Stop, Token, is_caseless};
use super::known::MASKED_NAME;
use super::vocabulary::{is_also_name, is_common, is_demonym, is_function};
use super::{Canonical, Found, Strength};
use crate::domain::EntityKind;

/// Shorter words are too often something else, unless they have a capital.
const FEWEST_LETTERS: usize = 4;
/// Shorter ones only count beside another.
const FEWEST_CAPITALS: usize = 3;
/// A word that the model holds for a name as much as this need only sound like one found.
const HINTED: f32 = 0.15;
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
    /// What is left of them by sound.
    sounds: HashSet<u64>,
}

impl NameWords {
    /// Takes in the words of a name found; tells whether any is new.
    pub(super) fn add(&mut self, words: &Canonical, name: Range<usize>) -> bool {
        let before = self.short.len() + self.exact.len();
        for token in tokens_of(words, name).iter().filter(|token| token.is_word()) {
            let text = stem(token.text());
            let length = text.chars().count();
            if length < 2 || is_function(text) {
                continue;
            }
            self.short.insert(text.to_owned());
            self.sounds.extend(sound(text));
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
        if self.short.is_empty() && self.exact.is_empty() {
            return Vec::new();
        }
        let tokens = words.tokens();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            if !self.is_name(words, at) {
                at += 1;
                continue;
            }
            let mut start = at;
            while start > 0 && at - start < MOST_SHORT && self.ties(words, start - 1, start - 1) {
                start -= 1;
            }
            let mut end = at + 1;
            while end < tokens.len() && self.ties(words, end - 1, end) {
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

    /// Whether the token `at` is part of a name found, with `before` the first of it and its
    /// neighbour.
    fn ties(&self, words: &Canonical, before: usize, at: usize) -> bool {
        let (before, token) = (&words.tokens()[before], &words.tokens()[at]);
        before.stop() != Stop::Sentence
            && (self.is_name(words, at)
                || (token.is_capital() && self.short.contains(stem(token.text()))))
    }

    fn is_name(&self, words: &Canonical, at: usize) -> bool {
        let token = &words.tokens()[at];
        let text = stem(token.text());
        let length = text.chars().count();
        if !token.is_word() || length < FEWEST_CAPITALS {
            return false;
        }
        let is_hinted = words.evidence(at).name >= HINTED;
        if length >= FEWEST_LETTERS && self.exact.contains(text) {
            // "Stone" is somebody's name, "stone" is none.
            let is_word = is_also_name(text) && !token.is_capital();
            return !is_word || is_hinted || is_caseless(words.tokens(), at);
        }
        if !token.is_capital() || is_demonym(text) || is_function(text) {
            return false;
        }
        if is_common(text) {
            // "Grant" is one as a name and not as a verb: the model tells, by what is around it.
            return is_hinted && self.short.contains(text);
        }
        (length < FEWEST_LETTERS && self.short.contains(text))
            || (is_hinted && sound(text).is_some_and(|sound| self.sounds.contains(&sound)))
            || (length >= ONE_MAY_DIFFER
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

/// What is misheard, or not heard at all.
const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w')
}

/// A word's first sound and its consonants: two that share them sound alike, as "Reyes" and "Rays".
/// Too little is left of words with a single consonant.
fn sound(word: &str) -> Option<u64> {
    const FEWEST_SOUNDS: usize = 2;
    let letters: Vec<char> = word.chars().collect();
    let consonants = consonants(&letters);
    let begins_with_vowel = letters.first().is_some_and(|first| is_vowel(*first));
    let length = letters.len();
    let is_enough = length >= FEWEST_LETTERS && consonants.len() > FEWEST_SOUNDS;
    is_enough.then(|| hash(&consonants) ^ u64::from(begins_with_vowel))
}

fn hash(letters: &[char]) -> u64 {
    let mut hasher = DefaultHasher::new();
    letters.hash(&mut hasher);
    hasher.finish()
}
