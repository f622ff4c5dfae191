//! Whisper's tokens: the words of the vocabulary, then the special ones (OpenAI's `tokenizer.py`).

use std::collections::HashMap;

use serde_json::json;

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
    is_multilingual: bool,
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
        Self { words, by_word, text_end, languages, is_multilingual }
    }

    /// The bytes of a token of text; `None` for all others.
    pub(super) fn bytes(&self, id: usize) -> Option<&[u8]> {
        self.words.get(id).map(Vec::as_slice).filter(|bytes| !bytes.is_empty())
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

    /// Whisper's number for a language out of the name of its token.
    pub(super) fn language_number(&self, name: &str) -> Option<usize> {
        let id: usize = name.strip_prefix('#')?.parse().ok()?;
        id.checked_sub(self.language(0)).filter(|number| *number < self.languages)
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

    /// A token's name for CTranslate2: names of the tokens that it looks for itself, and else their
    /// number, since texts in a vocabulary would have to be UTF-8 and different from one another.
    pub(super) fn name(&self, id: usize) -> String {
        let special = [
            (self.text_end, "<|endoftext|>"),
            (self.start(), "<|startoftranscript|>"),
            (self.no_times() - 1, "<|nospeech|>"),
            (self.no_times(), "<|notimestamps|>"),
        ];
        match special.iter().find(|(special, _)| *special == id) {
            Some((_, name)) => (*name).to_owned(),
            // By this one CTranslate2 4.8 knows that a model is multilingual.
            None if id == 0 && self.is_multilingual => String::new(),
            None => format!("#{id}"),
        }
    }

    /// How many tokens CTranslate2 is given: those of the time come last, and nobody asks for them.
    pub(super) const fn given(&self) -> usize {
        self.no_times() + 1
    }

    /// `vocabulary.json` for CTranslate2.
    pub(super) fn names(&self) -> Vec<u8> {
        let names: Vec<String> = (0..self.given()).map(|id| self.name(id)).collect();
        json!(names).to_string().into_bytes()
    }

    /// `config.json` for CTranslate2, with the model's alignment heads.
    pub(super) fn config(&self, heads: &[[usize; 2]]) -> Vec<u8> {
        let languages: Vec<usize> = (0..self.languages).map(|one| self.language(one)).collect();
        // Neither another task nor a language comes up within a text.
        let never: Vec<usize> = (self.start()..self.no_times()).collect();
        let space = self.by_word.get(b" ".as_slice()).copied();
        let not_first: Vec<usize> = space.into_iter().chain([self.text_end]).collect();
        let config = json!({
            "alignment_heads": heads,
            "lang_ids": languages,
            "suppress_ids": never,
            "suppress_ids_begin": not_first,
        });
        config.to_string().into_bytes()
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
        assert_eq!(vocabulary.name(50_362), "<|nospeech|>");
        assert_eq!(vocabulary.language_number(&vocabulary.name(50_259)), Some(0));
        assert_eq!(vocabulary.language_number(&vocabulary.name(50_358)), None);
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
