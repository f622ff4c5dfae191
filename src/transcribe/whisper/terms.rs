//! A collection's names and terms, as the recognizer uses them.
//!
//! They are told to Whisper as if they had been said just before, which makes them likelier; and
//! words that sound like one of them are compared with it once more by their sound.

use std::ffi::c_int;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::words::{HeardWord, Reading};
use crate::transcribe::Vocabulary;

/// So many tokens of the vocabulary are told beforehand; each costs a little with every batch.
const PROMPT_TOKENS: usize = 96;
/// A term of more tokens than this is no name.
const LONGEST_TERM: usize = 24;
/// A term is compared with up to so many words at once: names are heard in pieces.
const MOST_WORDS: usize = 3;
/// From this similarity of spellings on (1 is equal) the sound is asked.
const SIMILAR: f64 = 0.55;
/// Shorter words are like too many others.
const FEWEST_LETTERS: usize = 3;
/// So many places of a batch are asked about at most.
const MOST_CANDIDATES: usize = 12;

/// Cuts a text into at most so many tokens; none where that can't be.
pub(super) type Tokenize<'a> = &'a dyn Fn(&str, usize) -> Vec<c_int>;

/// The vocabulary in Whisper's tokens.
#[derive(Default)]
pub(super) struct Terms {
    prompt: Vec<c_int>,
    terms: Vec<Term>,
}

/// One name or term.
pub(super) struct Term {
    text: String,
    tokens: Vec<c_int>,
    /// Its own letters, then those of what it is said to sound like.
    sounds: Vec<String>,
}

impl Terms {
    /// Reads `vocabulary` in the model's tokens, which `tokenize` gives for a text, no more than
    /// asked for; what can't be written in them is left out.
    pub(super) fn new(tokenize: Tokenize<'_>, vocabulary: &Vocabulary) -> Self {
        let mut terms = Vec::with_capacity(vocabulary.terms.len());
        let mut prompt = Vec::new();
        for term in &vocabulary.terms {
            let text = term.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let tokens = |text: &str| tokenize(text, LONGEST_TERM);
            let as_said = tokens(&format!(" {text}"));
            let sounds = std::iter::once(&term.text).chain(&term.sounds_like);
            let sounds: Vec<String> = sounds.map(|sound| letters(sound)).collect();
            if as_said.is_empty() || sounds[0].is_empty() {
                continue;
            }
            let in_list = tokens(&format!(" {text},"));
            if prompt.len() + in_list.len() <= PROMPT_TOKENS {
                prompt.extend(in_list);
            }
            terms.push(Term { text, tokens: as_said, sounds });
        }
        Self { prompt, terms }
    }

    /// What Whisper is told to have been said before.
    pub(super) fn prompt(&self) -> &[c_int] {
        &self.prompt
    }

    /// Where a term may have been misheard: words and the term, in order, none twice.
    pub(super) fn candidates(&self, words: &[HeardWord]) -> Vec<(Range<usize>, &Term)> {
        let mut found: Vec<(f64, Range<usize>, &Term)> = Vec::new();
        let letters: Vec<String> = words.iter().map(|word| letters(&word.text)).collect();
        for start in 0..words.len() {
            for end in start + 1..=(start + MOST_WORDS).min(words.len()) {
                let heard = letters[start..end].concat();
                let alike = self.terms.iter().map(|term| (term.similarity(&heard), term));
                let best = alike.max_by(|a, b| a.0.total_cmp(&b.0));
                found
                    .extend(best.filter(|best| best.0 >= SIMILAR).map(|(s, t)| (s, start..end, t)));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
        let mut taken: Vec<(Range<usize>, &Term)> = Vec::new();
        for (_, range, term) in found {
            let is_free =
                |one: &(Range<usize>, _)| one.0.end <= range.start || range.end <= one.0.start;
            if taken.len() < MOST_CANDIDATES && taken.iter().all(is_free) {
                taken.push((range, term));
            }
        }
        // What is written rightly already keeps its place from others, and is not asked about.
        taken.retain(|(range, term)| !term.stands_in(&words[range.clone()]));
        taken.sort_by_key(|(range, _)| range.start);
        taken
    }
}

impl Term {
    /// Whisper's tokens for it, as it stands within a sentence.
    pub(super) fn tokens(&self) -> &[c_int] {
        &self.tokens
    }

    /// How alike it is to what was heard, from 0 to 1.
    fn similarity(&self, heard: &str) -> f64 {
        let length = heard.chars().count();
        let compare = |sound: &String| {
            let other = sound.chars().count();
            let is_far = length.abs_diff(other) * 2 > length.max(other);
            if is_far || length < FEWEST_LETTERS {
                return 0.0;
            }
            strsim::normalized_damerau_levenshtein(sound, heard)
        };
        self.sounds.iter().map(compare).fold(0.0, f64::max)
    }

    fn stands_in(&self, words: &[HeardWord]) -> bool {
        let heard: Vec<&str> = words.iter().map(|word| bare(&word.text)).collect();
        heard.join(" ").trim_end_matches("'s") == self.text
    }

    /// Puts the term in the place of `range`; what was heard there stays as another reading.
    pub(super) fn replace(&self, words: &mut Vec<HeardWord>, range: Range<usize>, confidence: f32) {
        let (first, last) = (&words[range.start], &words[range.end - 1]);
        let span = first.span.start..last.span.end;
        let tokens = first.tokens.start..last.tokens.end;
        let rest = last.text.rfind(bare(&last.text)).map_or(0, |at| at + bare(&last.text).len());
        let punctuation = last.text[rest..].to_owned();
        let heard: Vec<&str> = words[range.clone()].iter().map(|word| word.text.as_str()).collect();
        let heard_as = bare(&heard.join(" ")).to_owned();
        let parts: Vec<&str> = self.text.split(' ').collect();
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let mut at = span.start;
        let mut placed = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let share = (span.end - span.start) * part.len() as u64 / length.max(1) as u64;
            let is_last = index + 1 == parts.len();
            let end = if is_last { span.end } else { at + share };
            let mark = if is_last { punctuation.as_str() } else { "" };
            let text = format!("{part}{mark}");
            placed.push(HeardWord {
                span: at..end,
                tokens: tokens.clone(),
                ..HeardWord::new(text, confidence)
            });
            at = end;
        }
        if let [only] = placed.as_mut_slice() {
            only.readings = vec![Reading { text: heard_as, probability: 1.0 - confidence }];
        }
        words.splice(range, placed);
    }
}

/// A word without the punctuation around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The letters and digits of a text in lower case, without accents.
fn letters(text: &str) -> String {
    let plain = text.nfd().filter(|c| c.is_alphanumeric());
    plain.flat_map(char::to_lowercase).map(|c| if c == 'ł' { 'l' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str, sounds_like: &[&str]) -> Term {
        let sounds =
            std::iter::once(&text).chain(sounds_like).map(|sound| letters(sound)).collect();
        Term { text: text.to_owned(), tokens: vec![1, 2], sounds }
    }

    fn heard(text: &str) -> Vec<HeardWord> {
        let word = |(index, word): (u64, &str)| HeardWord {
            span: index * 100..index * 100 + 80,
            ..HeardWord::new(word.to_owned(), 0.5)
        };
        (0..).zip(text.split(' ')).map(word).collect()
    }

    fn text(words: &[HeardWord]) -> String {
        words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_name_heard_in_pieces_is_found_and_put_right() {
        let terms = Terms {
            prompt: Vec::new(),
            terms: vec![term("Okafor", &[]), term("Szczepański", &["shchepanski"])],
        };
        let mut words = heard("then Ocka for, and Shchepansky left");
        let found = terms.candidates(&words);
        let places: Vec<_> =
            found.iter().map(|(range, term)| (range.clone(), &*term.text)).collect();
        assert_eq!(places, [(1..3, "Okafor"), (4..5, "Szczepański")]);
        for (range, term) in found.into_iter().rev() {
            term.replace(&mut words, range, 0.7);
        }
        assert_eq!(text(&words), "then Okafor, and Szczepański left");
        assert_eq!(words[1].span, 100..280);
        assert_eq!(words[1].readings[0].text, "Ocka for");
    }

    #[test]
    fn ordinary_words_and_names_written_rightly_are_left_alone() {
        let terms = Terms { prompt: Vec::new(), terms: vec![term("Okafor", &[])] };
        assert!(terms.candidates(&heard("we came here for the cover of Okafor.")).is_empty());
    }

    #[test]
    fn a_term_of_several_words_shares_the_time() {
        let mut words = heard("by Anna Leigh Zah. Yes");
        term("Anneliese Zahn", &[]).replace(&mut words, 1..4, 0.6);
        assert_eq!(text(&words), "by Anneliese Zahn. Yes");
        assert_eq!(words[1].span.end, words[2].span.start);
        assert_eq!(words[2].span.end, 380);
    }
}
