//! Looks a second time at words that Whisper was not sure of: what else they may be, and whether
//! one of the vocabulary's terms fits the sound better. See the module of the same name above,
//! which does so with whisper.cpp.

use std::ops::Range;

use super::super::recognizer::{Question, Token};
use super::super::second_look::{Fit, LEAST_PROBABILITY, MOST_READINGS, TERM_BONUS, doubted};
use super::super::terms::Term;
use super::super::words::{self, HeardWord, Reading};
use super::Vocabulary;
use super::hearing::{Hearing, Place, Read};
use super::recognizer::as_id;
use super::search::Way;
use crate::transcribe::TranscribeError;

/// So many words of a batch, the least sure first: each costs some steps of the decoder.
const MOST_WORDS: usize = 10;

/// Asks the decoder about the batch that was heard last.
pub(super) struct SecondLook<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) hearing: &'a Hearing<'a>,
    /// What was heard, as the decoder remembers it.
    pub(super) read: &'a Read<'a>,
    /// What was heard.
    pub(super) tokens: &'a [Token],
}

impl SecondLook<'_> {
    /// Notes other readings with words, and puts terms of the vocabulary where they fit better.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when Whisper fails.
    pub(super) fn look_again(
        &self,
        question: &Question<'_>,
        words: &mut Vec<HeardWord>,
    ) -> Result<(), TranscribeError> {
        self.note_readings(words)?;
        // From the last word to the first: a term may have other words than it replaces.
        for (range, term) in question.terms.candidates(words).into_iter().rev() {
            self.try_term(words, range, term)?;
        }
        Ok(())
    }

    /// Notes what else the least sure words may be.
    fn note_readings(&self, words: &mut [HeardWord]) -> Result<(), TranscribeError> {
        let sure = |index: &usize| self.tokens[*index].probability;
        let places = doubted(words, MOST_WORDS).into_iter().filter_map(|index| {
            // The word is other from its least sure token on.
            let tokens = words[index].tokens.clone();
            let at = tokens.clone().min_by(|a, b| sure(a).total_cmp(&sure(b)))?;
            Some((index, Place { tokens: at, is_begun: at > tokens.start }))
        });
        let (indices, places): (Vec<usize>, Vec<Place>) = places.unzip();
        let ways = self.hearing.words_at(self.read, &places)?;
        for ((index, place), ways) in indices.into_iter().zip(places).zip(ways) {
            words[index].readings = self.readings_of(&words[index], place.tokens, &ways);
        }
        Ok(())
    }

    /// What else a word may be, likeliest first, out of the ways to go on from token number `at`.
    fn readings_of(&self, word: &HeardWord, at: usize, ways: &[Way]) -> Vec<Reading> {
        let begun = &self.tokens[word.tokens.start..at];
        let begun_probability: f32 = begun.iter().map(|token| token.probability).product();
        let bytes: Vec<u8> = begun.iter().flat_map(|token| token.bytes.iter().copied()).collect();
        let mut readings: Vec<Reading> = Vec::new();
        for way in ways {
            let pieces = way.tokens.iter().filter_map(|id| self.vocabulary.bytes(*id));
            let bytes = bytes.iter().chain(pieces.flatten()).copied().collect();
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let text = text.trim().to_owned();
            let probability = begun_probability * way.score.exp();
            let same = |one: &&mut Reading| words::bare(&one.text) == words::bare(&text);
            match readings.iter_mut().find(same) {
                Some(known) => known.probability += probability,
                None => readings.push(Reading { text, probability }),
            }
        }
        readings.retain(|one| {
            one.probability >= LEAST_PROBABILITY
                && one.text.chars().any(char::is_alphanumeric)
                && words::bare(&one.text) != words::bare(&word.text)
        });
        readings.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        readings.truncate(MOST_READINGS);
        readings
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
        let Some(as_term) = self.fit(term, heard.start)? else { return Ok(()) };
        let bonus = TERM_BONUS * term.tokens().len() as f32;
        if as_term.sum() + bonus >= as_heard.sum() {
            term.replace(words, range, as_term.mean());
        }
        Ok(())
    }

    /// How well `term` fits from the text's token number `from` on, if there is place for it.
    fn fit(&self, term: &Term, from: usize) -> Result<Option<Fit>, TranscribeError> {
        let tokens: Vec<usize> = term.tokens().iter().copied().filter_map(as_id).collect();
        let probabilities = self.hearing.instead(self.read, from, &tokens)?;
        Ok(probabilities.map(|all| Fit::of(all.into_iter())))
    }
}
