//! Looks a second time at words that Whisper was not sure of.
//!
//! The encoder's work is still in memory, so that the decoder can be asked about a single word for
//! little: what else it may be, and whether one of the vocabulary's terms fits the sound better.

use std::ffi::c_int;
use std::ops::Range;

use whisper_rs::{WhisperContext, WhisperState};

use super::recognizer::{Question, Token, engine_error};
use super::terms::Term;
use super::words::{self, HeardWord, Reading};
use crate::transcribe::TranscribeError;

/// Words that are less sure than this get other readings.
const DOUBTED_BELOW: f32 = 0.5;
/// Words of so few letters are mostly small ones.
const SMALL_LETTERS: usize = 3;
/// So many words of a batch at most, the least sure first: each costs some steps of the decoder.
const MOST_WORDS: usize = 10;
/// Other readings of a word, at most.
pub(super) const MOST_READINGS: usize = 2;
/// Readings less probable than this are noise.
pub(super) const LEAST_PROBABILITY: f32 = 0.05;
/// A word has no more tokens than this.
const LONGEST_WORD: usize = 8;
/// The decoder's memory: no more tokens than this are told to it.
const MOST_TOKENS: usize = 440;
/// A term may be so much less probable, in natural logarithms a token, than what was heard
/// instead: people who name it expect it.
pub(super) const TERM_BONUS: f32 = 1.5;

/// Asks the decoder about the batch that was heard last.
pub(super) struct SecondLook<'a> {
    context: &'a WhisperContext,
    state: &'a mut WhisperState,
    threads: usize,
    /// What comes before the first word.
    opening: Vec<c_int>,
}

impl<'a> SecondLook<'a> {
    /// Prepares for the batch that `state` heard last.
    pub(super) fn new(
        context: &'a WhisperContext,
        state: &'a mut WhisperState,
        threads: usize,
    ) -> Self {
        Self { context, state, threads, opening: Vec::new() }
    }

    /// Puts terms of the vocabulary where they fit better, and notes other readings with words.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when Whisper fails.
    pub(super) fn look_again(
        &mut self,
        question: &Question<'_>,
        tokens: &[Token],
        words: &mut Vec<HeardWord>,
    ) -> Result<(), TranscribeError> {
        self.opening = self.opening(question);
        let ids: Vec<c_int> = tokens.iter().map(|token| token.id).collect();
        let doubted = doubted(words, MOST_WORDS);
        let candidates = question.terms.candidates(words);
        if (doubted.is_empty() && candidates.is_empty())
            || self.opening.len() + ids.len() > MOST_TOKENS
        {
            return Ok(());
        }
        self.prefill(&ids)?;
        // From the last word to the first: looking at one overwrites what comes after it.
        for index in doubted.into_iter().rev() {
            words[index].readings = self.readings(tokens, &words[index])?;
        }
        // Terms last, as their words replace those that the numbers above stand for.
        if !candidates.is_empty() {
            self.prefill(&ids)?;
        }
        for (range, term) in candidates.into_iter().rev() {
            self.try_term(&ids, words, range, term)?;
        }
        Ok(())
    }

    /// The tokens that whisper.cpp began with, and the time that it gave the first word.
    fn opening(&self, question: &Question<'_>) -> Vec<c_int> {
        let mut opening = Vec::new();
        if !question.terms.prompt().is_empty() {
            opening.push(self.context.token_prev());
            opening.extend_from_slice(question.terms.prompt());
        }
        opening.push(self.context.token_sot());
        if self.context.is_multilingual() {
            let language = whisper_rs::get_lang_id(question.language).unwrap_or(0);
            opening.push(self.context.token_lang(language));
            opening.push(self.context.token_transcribe());
        }
        opening.push(self.context.token_beg());
        opening
    }

    /// Tells the decoder the whole text.
    fn prefill(&mut self, ids: &[c_int]) -> Result<(), TranscribeError> {
        let all: Vec<c_int> = self.opening.iter().chain(ids).copied().collect();
        self.state.decode(&all, 0, self.threads).map_err(|error| engine_error(&error))
    }

    /// The probabilities of what follows token `id`, which is the text's token number `at`.
    fn after(&mut self, id: c_int, at: usize) -> Result<Next<'_>, TranscribeError> {
        let past = self.opening.len() + at;
        self.state.decode(&[id], past, self.threads).map_err(|error| engine_error(&error))?;
        let logits = self.state.get_logits().map_err(|error| engine_error(&error))?;
        Ok(Next::new(logits, self.context.token_eot()))
    }

    /// The probabilities of what stands at the text's token number `at`.
    fn before(&mut self, ids: &[c_int], at: usize) -> Result<Next<'_>, TranscribeError> {
        let Some(previous) = at.checked_sub(1) else {
            let last = self.opening.pop().unwrap_or_default();
            let next = self.opening.len();
            self.opening.push(last);
            self.state.decode(&[last], next, self.threads).map_err(|error| engine_error(&error))?;
            let logits = self.state.get_logits().map_err(|error| engine_error(&error))?;
            return Ok(Next::new(logits, self.context.token_eot()));
        };
        self.after(ids[previous], previous)
    }

    /// What else `word` may be, likeliest first.
    fn readings(
        &mut self,
        tokens: &[Token],
        word: &HeardWord,
    ) -> Result<Vec<Reading>, TranscribeError> {
        let ids: Vec<c_int> = tokens.iter().map(|token| token.id).collect();
        // The word is other from its least sure token on.
        let sure = |index: &usize| tokens[*index].probability;
        let Some(at) = word.tokens.clone().min_by(|a, b| sure(a).total_cmp(&sure(b))) else {
            return Ok(Vec::new());
        };
        let begun = &tokens[word.tokens.start..at];
        let begun_probability: f32 = begun.iter().map(|token| token.probability).product();
        let likely = self.before(&ids, at)?.likeliest(MOST_READINGS + 1);
        let mut readings: Vec<Reading> = Vec::new();
        for (id, probability) in likely.into_iter().filter(|(id, _)| *id != ids[at]) {
            let probability = probability * begun_probability;
            if probability < LEAST_PROBABILITY || readings.len() == MOST_READINGS {
                break;
            }
            let bytes: Vec<u8> = begun.iter().flat_map(|token| token.bytes.clone()).collect();
            if let Some(reading) = self.spell_out(bytes, id, at, probability)? {
                let is_other = |other: &str| words::bare(other) != words::bare(&reading.text);
                if is_other(&word.text) && readings.iter().all(|one| is_other(&one.text)) {
                    readings.push(reading);
                }
            }
        }
        readings.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        Ok(readings)
    }

    /// Goes on from token `id`, which stands at `at`, to the word's end.
    fn spell_out(
        &mut self,
        mut bytes: Vec<u8>,
        id: c_int,
        at: usize,
        mut probability: f32,
    ) -> Result<Option<Reading>, TranscribeError> {
        let (mut id, mut at) = (id, at);
        for _ in 0..LONGEST_WORD {
            let Ok(piece) = self.context.token_to_bytes(id) else { return Ok(None) };
            bytes.extend_from_slice(piece);
            let Some((next, share)) = self.after(id, at)?.likeliest(1).first().copied() else {
                break;
            };
            let Ok(piece) = self.context.token_to_bytes(next) else { break };
            let goes_on = piece.first().is_some_and(|byte| !byte.is_ascii_whitespace())
                && !piece.iter().all(u8::is_ascii_punctuation);
            if !goes_on {
                break;
            }
            (id, at, probability) = (next, at + 1, probability * share);
        }
        let Ok(text) = String::from_utf8(bytes) else { return Ok(None) };
        let text = text.trim().to_owned();
        let is_word = text.chars().any(char::is_alphanumeric);
        let is_likely = probability >= LEAST_PROBABILITY;
        Ok((is_word && is_likely).then_some(Reading { text, probability }))
    }

    /// Puts `term` in the place of `range` of the words if it fits the sound about as well.
    fn try_term(
        &mut self,
        ids: &[c_int],
        words: &mut Vec<HeardWord>,
        range: Range<usize>,
        term: &Term,
    ) -> Result<(), TranscribeError> {
        let from = words[range.start].tokens.start;
        let heard = from..words[range.end - 1].tokens.end;
        let as_heard = self.fits(ids, from, &ids[heard])?;
        let as_term = self.fits(ids, from, term.tokens())?;
        let bonus = TERM_BONUS * term.tokens().len() as f32;
        if as_term.sum + bonus < as_heard.sum {
            return Ok(());
        }
        term.replace(words, range, as_term.mean());
        Ok(())
    }

    /// How well the tokens `said` fit at the text's token number `from`.
    fn fits(&mut self, ids: &[c_int], from: usize, said: &[c_int]) -> Result<Fit, TranscribeError> {
        let mut fit = Fit::default();
        for (index, id) in said.iter().enumerate() {
            let next = match index {
                0 => self.before(ids, from)?,
                _ => self.after(said[index - 1], from + index - 1)?,
            };
            fit.add(next.probability(*id));
        }
        Ok(fit)
    }
}

/// The natural logarithm of a row of tokens' probability.
#[derive(Default)]
pub(super) struct Fit {
    sum: f32,
    tokens: u16,
}

impl Fit {
    /// The fit of tokens of these probabilities.
    pub(super) fn of(probabilities: impl Iterator<Item = f32>) -> Self {
        let mut fit = Self::default();
        probabilities.for_each(|probability| fit.add(probability));
        fit
    }

    /// The logarithm of all their probabilities.
    pub(super) const fn sum(&self) -> f32 {
        self.sum
    }

    fn add(&mut self, probability: f32) {
        self.sum += probability.max(1e-9).ln();
        self.tokens += 1;
    }

    /// The tokens' geometric mean.
    pub(super) fn mean(&self) -> f32 {
        (self.sum / f32::from(self.tokens.max(1))).exp()
    }
}

/// What the decoder expects next.
struct Next<'s> {
    /// Scores of the text's tokens.
    logits: &'s [f32],
    most: f32,
    sum: f32,
}

impl<'s> Next<'s> {
    fn new(logits: &'s [f32], text_end: c_int) -> Self {
        let texts = usize::try_from(text_end).unwrap_or(0).min(logits.len());
        let logits = &logits[..texts];
        let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum = logits.iter().map(|logit| (logit - most).exp()).sum();
        Self { logits, most, sum }
    }

    fn probability(&self, id: c_int) -> f32 {
        let logit = usize::try_from(id).ok().and_then(|id| self.logits.get(id));
        logit.map_or(0.0, |logit| (logit - self.most).exp() / self.sum)
    }

    /// The `count` likeliest tokens.
    fn likeliest(&self, count: usize) -> Vec<(c_int, f32)> {
        let mut best: Vec<(usize, f32)> = Vec::with_capacity(count + 1);
        for (id, logit) in self.logits.iter().copied().enumerate() {
            if best.len() < count || best.last().is_some_and(|last| logit > last.1) {
                let place = best.partition_point(|one| one.1 >= logit);
                best.insert(place, (id, logit));
                best.truncate(count);
            }
        }
        let share = |logit: f32| (logit - self.most).exp() / self.sum;
        let numbered = best
            .into_iter()
            .filter_map(|(id, logit)| Some((c_int::try_from(id).ok()?, share(logit))));
        numbered.collect()
    }
}

/// Which words to look at again, in their order: the `most` least sure.
pub(super) fn doubted(words: &[HeardWord], most: usize) -> Vec<usize> {
    let is_doubted = |word: &HeardWord| word.confidence < DOUBTED_BELOW && !is_small(&word.text);
    let mut doubted: Vec<usize> =
        (0..words.len()).filter(|index| is_doubted(&words[*index])).collect();
    doubted.sort_by(|a, b| words[*a].confidence.total_cmp(&words[*b].confidence));
    doubted.truncate(most);
    doubted.sort_unstable();
    doubted
}

/// Whether a word is of the kind that every sentence has and nobody looks for: "a", "to", "und".
/// Half of the doubted words are, and their other readings are as small. Names have a capital;
/// scripts without small letters have no such words.
fn is_small(word: &str) -> bool {
    let mut letters = word.chars().filter(|letter| letter.is_alphanumeric());
    letters.clone().count() <= SMALL_LETTERS && letters.all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, confidence: f32) -> HeardWord {
        let (text, readings) = (text.to_owned(), Vec::new());
        HeardWord { text, span: 0..1, confidence, tokens: 0..1, readings }
    }

    #[test]
    fn the_least_sure_words_are_looked_at_again_but_for_small_ones() {
        let words = [
            word("Ann", 0.4),
            word("to", 0.1),
            word("and,", 0.2),
            word("cover", 0.3),
            word("很", 0.45),
            word("sure", 0.9),
        ];
        assert_eq!(doubted(&words, 9), [0, 3, 4]);
        assert_eq!(doubted(&words, 1), [3]);
    }
}
