//! Looks a second time at words that Whisper was not sure of: what else they may be, and whether
//! one of the vocabulary's terms fits the sound better. See the module of the same name above,
//! which does so with whisper.cpp.

use std::ops::Range;

use ct2rs::sys::{StorageView, WhisperOptions};

use super::super::recognizer::{Question, Token};
use super::super::second_look::{Fit, LEAST_PROBABILITY, MOST_READINGS, TERM_BONUS, doubted};
use super::super::terms::Term;
use super::super::words::{self, HeardWord, Reading};
use super::Ct2Model;
use super::features::HOP;
use super::length::ALL_FRAMES;
use super::recognizer::as_id;
use super::tokens::places;
use crate::transcribe::TranscribeError;

/// So many words of a batch, the least sure first: each costs a run of the decoder.
const MOST_WORDS: usize = 3;
/// Ways to go on that are looked at, for each word.
const BEAMS: usize = 3;
/// Tokens that the rest of a word may have.
const LONGEST_REST: usize = 6;
/// So much sound before a word and after it, in centiseconds, is listened to closely: CTranslate2
/// goes through what it is told token by token, and through all that it hears each time.
const BEFORE: u64 = 200;
const AFTER: u64 = 100;
/// A word may begin so much before its time.
const LEAD: u64 = 10;
/// Silence after it, and steps in which it is filled up, in frames of 10 ms.
const MARGIN: usize = 100;
const STEP: usize = 50;
/// Tokens before that sound which are told as said earlier.
const MOST_EARLIER: usize = 40;

/// Asks the decoder about the batch that was heard last.
pub(super) struct SecondLook<'a> {
    model: &'a Ct2Model,
    encoded: &'a StorageView<'a>,
    opening: &'a [usize],
    /// What was heard.
    tokens: &'a [Token],
}

/// The sound around a word.
struct CloseUp {
    encoded: StorageView<'static>,
    /// What the decoder begins with.
    opening: Vec<usize>,
    /// The first of the batch's tokens that is said in it.
    from: usize,
}

impl<'a> SecondLook<'a> {
    /// Prepares for a batch, whose transcript began with `opening`.
    pub(super) const fn new(
        model: &'a Ct2Model,
        encoded: &'a StorageView<'a>,
        opening: &'a [usize],
        tokens: &'a [Token],
    ) -> Self {
        Self { model, encoded, opening, tokens }
    }

    /// Notes other readings with words, and puts terms of the vocabulary where they fit better.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when Whisper fails.
    pub(super) fn look_again(
        &self,
        question: &Question<'_>,
        words: &mut Vec<HeardWord>,
    ) -> Result<(), TranscribeError> {
        for index in doubted(words, MOST_WORDS) {
            let close_up = self.close_up(question, words, index)?;
            words[index].readings = self.readings(&words[index], &close_up)?;
        }
        // From the last word to the first: a term may have other words than it replaces.
        for (range, term) in question.terms.candidates(words).into_iter().rev() {
            self.try_term(words, range, term)?;
        }
        Ok(())
    }

    /// Listens to the sound around word number `index`.
    fn close_up(
        &self,
        question: &Question<'_>,
        words: &[HeardWord],
        index: usize,
    ) -> Result<CloseUp, TranscribeError> {
        let word = &words[index];
        let since = word.span.start.saturating_sub(BEFORE);
        let first = words[..index].iter().position(|one| one.span.start >= since).unwrap_or(index);
        let from = words[first].tokens.start;
        let at = |centiseconds: u64| {
            usize::try_from(centiseconds).map_or(usize::MAX, |at| at.saturating_mul(HOP))
        };
        let end = at(word.span.end + AFTER).min(question.samples.len());
        let start = at(words[first].span.start.saturating_sub(LEAD)).min(end);
        let frames = (end - start).div_ceil(HOP) + MARGIN;
        let frames = frames.next_multiple_of(STEP).min(ALL_FRAMES);
        let encoded = self.model.encode(&question.samples[start..end], frames)?;
        let earlier = ids(&self.tokens[from.saturating_sub(MOST_EARLIER)..from]);
        Ok(CloseUp { encoded, opening: self.model.opening(question, &earlier), from })
    }

    /// What else `word` may be, likeliest first.
    fn readings(
        &self,
        word: &HeardWord,
        close_up: &CloseUp,
    ) -> Result<Vec<Reading>, TranscribeError> {
        // The word is other from its least sure token on.
        let sure = |index: &usize| self.tokens[*index].probability;
        let Some(at) = word.tokens.clone().min_by(|a, b| sure(a).total_cmp(&sure(b))) else {
            return Ok(Vec::new());
        };
        let CloseUp { encoded, opening, from } = close_up;
        let prefix = ids(&self.tokens[*from..at]);
        let options = WhisperOptions {
            beam_size: BEAMS,
            num_hypotheses: BEAMS,
            length_penalty: 0.0,
            max_length: places(opening.len(), prefix.len() + LONGEST_REST),
            return_scores: true,
            ..WhisperOptions::default()
        };
        let prompt = self.model.prompt(opening, &prefix);
        let result = self.model.generate(encoded, &prompt, &options)?;
        let ways = result.sequences_ids.iter().zip(&result.scores);
        // A text so long that nothing came after what is told has no other reading.
        let ways = ways
            .filter_map(|(ids, score)| Some((ids.strip_prefix(prefix.as_slice())?, score.exp())));
        Ok(self.readings_of(word, at, &ways.collect::<Vec<_>>()))
    }

    /// What else a word may be, out of the ways to go on from its token number `at`; the share of
    /// each among them stands for its probability.
    fn readings_of(&self, word: &HeardWord, at: usize, ways: &[(&[usize], f32)]) -> Vec<Reading> {
        let begun = &self.tokens[word.tokens.start..at];
        let begun_probability: f32 = begun.iter().map(|token| token.probability).product();
        let bytes: Vec<u8> = begun.iter().flat_map(|token| token.bytes.iter().copied()).collect();
        let all: f32 = ways.iter().map(|way| way.1).sum();
        let mut readings: Vec<Reading> = Vec::new();
        for (ids, probability) in ways {
            let Some(text) = self.first_word(bytes.clone(), ids) else { continue };
            let probability = begun_probability * probability / all.max(f32::MIN_POSITIVE);
            let same = |one: &&mut Reading| words::bare(&one.text) == words::bare(&text);
            match readings.iter_mut().find(same) {
                Some(known) => known.probability += probability,
                None => readings.push(Reading { text, probability }),
            }
        }
        readings.retain(|one| {
            one.probability >= LEAST_PROBABILITY
                && words::bare(&one.text) != words::bare(&word.text)
        });
        readings.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        readings.truncate(MOST_READINGS);
        readings
    }

    /// The word that `bytes` begin and `ids` go on with; `None` where its end is not to be seen.
    fn first_word(&self, mut bytes: Vec<u8>, ids: &[usize]) -> Option<String> {
        let mut ended = ids.len() < LONGEST_REST;
        for (index, id) in ids.iter().enumerate() {
            let piece = self.model.vocabulary().bytes(*id).unwrap_or(b" ");
            let begins_another = piece.first().is_none_or(u8::is_ascii_whitespace)
                || piece.iter().all(u8::is_ascii_punctuation);
            if begins_another && (index > 0 || !bytes.is_empty()) {
                ended = true;
                break;
            }
            bytes.extend_from_slice(piece);
        }
        let text = String::from_utf8(bytes).ok().filter(|_| ended)?.trim().to_owned();
        text.chars().any(char::is_alphanumeric).then_some(text)
    }

    /// Puts `term` in the place of `range` of the words if it fits the sound about as well.
    fn try_term(
        &self,
        words: &mut Vec<HeardWord>,
        range: Range<usize>,
        term: &Term,
    ) -> Result<(), TranscribeError> {
        let heard = words[range.start].tokens.start..words[range.end - 1].tokens.end;
        let probabilities = self.tokens[heard.clone()].iter().map(|token| token.probability);
        let as_heard = Fit::of(probabilities);
        let as_term = self.fit(term, heard.start)?;
        let bonus = TERM_BONUS * term.tokens().len() as f32;
        if as_term.sum() + bonus >= as_heard.sum() {
            term.replace(words, range, as_term.mean());
        }
        Ok(())
    }

    /// How well `term` fits from the text's token number `from` on.
    fn fit(&self, term: &Term, from: usize) -> Result<Fit, TranscribeError> {
        let mut text = ids(&self.tokens[..from]);
        text.extend(term.tokens().iter().copied().filter_map(as_id));
        // The times that come with it are of no interest.
        let answer = self.model.align(self.encoded, self.opening, &text, (2, 1))?;
        Ok(Fit::of(answer.text_token_probs.into_iter().skip(from)))
    }
}

fn ids(tokens: &[Token]) -> Vec<usize> {
    tokens.iter().filter_map(|token| as_id(token.id)).collect()
}
