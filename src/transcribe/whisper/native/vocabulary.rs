//! Whisper's tokens: the words of the vocabulary, then the special ones (OpenAI's `tokenizer.py`).

use std::collections::HashMap;
use std::ops::Range;

/// Tokens of the time, which count steps of 0.02 s up to 30 s.
const TIMES: usize = 1501;
/// Special tokens that are neither a language nor a time.
const SPECIAL: usize = 8;

/// What each token is.
pub(super) struct Vocabulary {
    words: Vec<Vec<u8>>,
    by_word: HashMap<Vec<u8>, usize>,
    /// The token that ends a text, the first special one.
    text_end: usize,
    languages: usize,
}

impl Vocabulary {
    /// Takes the words of a model with `tokens` tokens in all.
    pub(super) fn new(mut words: Vec<Vec<u8>>, tokens: usize, is_multilingual: bool) -> Self {
        // OpenAI's English vocabulary is GPT-2's; the other has one more.
        let text_end = if is_multilingual { 50_257 } else { 50_256 };
        words.resize(text_end, Vec::new());
        let languages = tokens.saturating_sub(text_end + TIMES + SPECIAL);
        let numbered = words.iter().enumerate().filter(|(_, word)| !word.is_empty());
        let by_word = numbered.map(|(id, word)| (word.clone(), id)).collect();
        Self { words, by_word, text_end, languages }
    }

    /// The bytes of a token of text; `None` for all others.
    pub(super) fn bytes(&self, id: usize) -> Option<&[u8]> {
        self.words.get(id).map(Vec::as_slice).filter(|bytes| !bytes.is_empty())
    }

    /// Whether a token comes after a word's end: it begins another word, or is a sign or no text.
    pub(super) fn ends_word(&self, id: usize) -> bool {
        self.bytes(id).is_none_or(|bytes| {
            bytes.first().is_none_or(u8::is_ascii_whitespace)
                || bytes.iter().all(u8::is_ascii_punctuation)
        })
    }

    /// The tokens of a text, the longest that fits each time, as whisper.cpp makes them; at most
    /// `most`.
    pub(super) fn tokens(&self, text: &str, most: usize) -> Vec<usize> {
        let (mut rest, mut tokens) = (text.as_bytes(), Vec::new());
        while !rest.is_empty() {
            let fits = (1..=rest.len()).rev();
            let longest = fits.map(|end| (end, self.by_word.get(&rest[..end])));
            let Some((end, Some(id))) = longest.into_iter().find(|(_, id)| id.is_some()) else {
                return Vec::new();
            };
            tokens.push(*id);
            rest = &rest[end..];
        }
        if tokens.len() <= most { tokens } else { Vec::new() }
    }

    /// The number of the token that begins a transcript.
    pub(super) const fn start(&self) -> usize {
        self.text_end + 1
    }

    /// The token of the language with Whisper's number `number`.
    pub(super) const fn language(&self, number: usize) -> usize {
        self.text_end + 2 + number
    }

    /// The token that asks for a transcript.
    pub(super) const fn transcribe(&self) -> usize {
        self.language(self.languages) + 1
    }

    /// The token before what was said earlier.
    pub(super) const fn previous(&self) -> usize {
        self.language(self.languages) + 3
    }

    /// The token that asks for no times.
    pub(super) const fn no_times(&self) -> usize {
        self.language(self.languages) + 5
    }

    /// How many tokens are of any use: those of the time come last, and nobody asks for them.
    pub(super) const fn used(&self) -> usize {
        self.no_times() + 1
    }

    /// The tokens of all languages.
    pub(super) const fn languages(&self) -> Range<usize> {
        self.language(0)..self.language(self.languages)
    }

    /// The token that says that nobody speaks.
    pub(super) const fn no_speech(&self) -> usize {
        self.no_times() - 1
    }

    /// The token that ends a text; those of text come before it.
    pub(super) const fn text_end(&self) -> usize {
        self.text_end
    }

    /// What is told before a text without times.
    pub(super) fn prompt(&self, opening: &[usize]) -> Vec<usize> {
        opening.iter().copied().chain([self.no_times()]).collect()
    }

    /// Tokens that a text doesn't have: neither another task nor a language comes up within it.
    pub(super) const fn never(&self) -> Range<usize> {
        self.start()..self.used()
    }

    /// Tokens that a text doesn't begin with.
    pub(super) fn not_first(&self) -> Vec<usize> {
        let space = self.by_word.get(b" ".as_slice()).copied();
        space.into_iter().chain([self.text_end]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let words = ["#", " Ok", " O", "a", "k", "for", ","];
        let words = words.iter().map(|word| word.as_bytes().to_vec()).collect();
        Vocabulary::new(words, 51_865, true)
    }

    #[test]
    fn special_tokens_stand_where_whisper_has_them() {
        let vocabulary = vocabulary();
        assert_eq!(vocabulary.start(), 50_258);
        assert_eq!(vocabulary.transcribe(), 50_359);
        assert_eq!(vocabulary.previous(), 50_361);
        assert_eq!(vocabulary.no_times(), 50_363);
        assert_eq!(vocabulary.no_speech(), 50_362);
        assert_eq!(vocabulary.languages(), 50_259..50_358);
        assert_eq!(vocabulary.never(), 50_258..50_364);
        let english = Vocabulary::new(Vec::new(), 51_864, false);
        assert_eq!((english.start(), english.no_times()), (50_257, 50_362));
    }

    #[test]
    fn a_text_is_cut_into_the_longest_tokens_that_fit() {
        assert_eq!(vocabulary().tokens(" Okafor,", 8), [1, 3, 5, 6]);
        assert_eq!(vocabulary().tokens(" Okafor,", 3), [0; 0], "too long a term");
        assert_eq!(vocabulary().tokens("Z", 8), [0; 0], "cannot be written");
    }
}
