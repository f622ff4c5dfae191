//! Looks a second time at words that Whisper was not sure of: what else they may be, and whether
//! one of the vocabulary's terms fits the sound better. See the module of the same name above,
//! which does so with whisper.cpp.
//!
//! The encoder's work is still in memory, for all batches of a run together; so the first doubt of
//! each batch is looked at in one go, then the second of each, and so on.

use std::ops::Range;

use ct2rs::sys::{StorageView, WhisperOptions};

use super::super::recognizer::{Heard, Question, Token};
use super::super::second_look::{Fit, LEAST_PROBABILITY, MOST_READINGS, TERM_BONUS, doubted};
use super::super::terms::Term;
use super::super::words::{self, HeardWord, Reading};
use super::Ct2Model;
use super::recognizer::{as_id, failed};
use super::tokens::places;
use crate::transcribe::TranscribeError;

/// So many words of a batch, the least sure first: each costs a run of the decoder.
const MOST_WORDS: usize = 3;
/// Ways to go on that are looked at, for each word.
const BEAMS: usize = 3;
/// Tokens that the rest of a word may have.
const LONGEST_REST: usize = 6;

/// One batch of a run.
pub(super) struct Row {
    pub(super) heard: Heard,
    /// Its tokens; none where it was heard in another run.
    pub(super) tokens: Vec<Token>,
}

impl Row {
    fn ids(&self) -> Vec<usize> {
        self.tokens.iter().filter_map(|token| as_id(token.id)).collect()
    }
}

/// Asks the decoder about the batches that were heard last.
pub(super) struct SecondLook<'a> {
    model: &'a Ct2Model,
    encoded: &'a StorageView<'a>,
    opening: &'a [usize],
}

/// A term that may be what was said, and where.
type Candidate<'t> = (Range<usize>, &'t Term);

impl<'a> SecondLook<'a> {
    /// Prepares for the batches of `encoded`, whose transcripts begin with `opening`.
    pub(super) const fn new(
        model: &'a Ct2Model,
        encoded: &'a StorageView<'a>,
        opening: &'a [usize],
    ) -> Self {
        Self { model, encoded, opening }
    }

    /// Notes other readings with words, and puts terms of the vocabulary where they fit better.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when Whisper fails.
    pub(super) fn look_again(
        &self,
        questions: &[Question<'_>],
        rows: &mut [Row],
    ) -> Result<(), TranscribeError> {
        let look = |row: &Row| {
            if row.tokens.is_empty() { Vec::new() } else { doubted(&row.heard.words, MOST_WORDS) }
        };
        let doubts: Vec<Vec<usize>> = rows.iter().map(look).collect();
        for round in 0..MOST_WORDS {
            let asked: Vec<Option<usize>> =
                doubts.iter().map(|of_row| of_row.get(round).copied()).collect();
            if asked.iter().all(Option::is_none) {
                break;
            }
            self.other_readings(rows, &asked)?;
        }
        self.try_terms(questions, rows)
    }

    /// Notes what else the word asked about may be, in each row that has one.
    fn other_readings(
        &self,
        rows: &mut [Row],
        asked: &[Option<usize>],
    ) -> Result<(), TranscribeError> {
        // The word is other from its least sure token on.
        let unsure_at = |(row, word): (&Row, &Option<usize>)| {
            let tokens = row.heard.words[(*word)?].tokens.clone();
            let sure = |index: &usize| row.tokens[*index].probability;
            tokens.min_by(|a, b| sure(a).total_cmp(&sure(b)))
        };
        let places_of: Vec<Option<usize>> = rows.iter().zip(asked).map(unsure_at).collect();
        let prefixes = rows.iter().zip(&places_of).map(|(row, at)| match at {
            Some(at) => row.ids()[..*at].to_vec(),
            None => Vec::new(),
        });
        let prefixes: Vec<Vec<usize>> = prefixes.collect();
        let longest = prefixes.iter().map(Vec::len).max().unwrap_or(0);
        let prompts: Vec<_> =
            prefixes.iter().map(|prefix| self.model.prompt(self.opening, prefix)).collect();
        let options = WhisperOptions {
            beam_size: BEAMS,
            num_hypotheses: BEAMS,
            length_penalty: 0.0,
            max_length: places(self.opening.len(), longest + LONGEST_REST),
            return_scores: true,
            ..WhisperOptions::default()
        };
        let results = self
            .model
            .engine()
            .generate(self.encoded, &prompts, &options)
            .map_err(|error| failed(&error))?;
        for (index, result) in results.into_iter().enumerate() {
            if let (Some(word), Some(at)) = (asked[index], places_of[index]) {
                let ways = result.sequences_ids.iter().zip(&result.scores);
                // A text so long that nothing came after what is told has no other reading.
                let ways = ways.filter_map(|(ids, score)| {
                    Some((ids.strip_prefix(prefixes[index].as_slice())?, score.exp()))
                });
                let readings = self.readings(&rows[index], word, at, &ways.collect::<Vec<_>>());
                rows[index].heard.words[word].readings = readings;
            }
        }
        Ok(())
    }

    /// What else a word may be, out of the ways to go on from its token number `at`; the share of
    /// each among them stands for its probability.
    fn readings(
        &self,
        row: &Row,
        word: usize,
        at: usize,
        ways: &[(&[usize], f32)],
    ) -> Vec<Reading> {
        let word = &row.heard.words[word];
        let begun = &row.tokens[word.tokens.start..at];
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

    /// Puts terms where they fit the sound about as well as what was heard.
    fn try_terms(
        &self,
        questions: &[Question<'_>],
        rows: &mut [Row],
    ) -> Result<(), TranscribeError> {
        let candidates: Vec<Vec<Candidate<'_>>> = questions
            .iter()
            .zip(rows.iter())
            .map(|(question, row)| match row.tokens.as_slice() {
                [] => Vec::new(),
                // From the last word to the first: a term may have other words than it replaces.
                _ => question.terms.candidates(&row.heard.words).into_iter().rev().collect(),
            })
            .collect();
        let rounds = candidates.iter().map(Vec::len).max().unwrap_or(0);
        for round in 0..rounds {
            let asked: Vec<Option<&Candidate<'_>>> =
                candidates.iter().map(|of_row| of_row.get(round)).collect();
            let fits = self.fits(rows, &asked)?;
            for ((row, asked), as_term) in rows.iter_mut().zip(asked).zip(fits) {
                let Some((range, term)) = asked else { continue };
                let as_heard = Fit::of(
                    row.tokens[heard_tokens(&row.heard.words, range)]
                        .iter()
                        .map(|token| token.probability),
                );
                let bonus = TERM_BONUS * term.tokens().len() as f32;
                if as_term.sum() + bonus >= as_heard.sum() {
                    term.replace(&mut row.heard.words, range.clone(), as_term.mean());
                }
            }
        }
        Ok(())
    }

    /// How well each row's term fits in its place.
    fn fits(
        &self,
        rows: &[Row],
        asked: &[Option<&Candidate<'_>>],
    ) -> Result<Vec<Fit>, TranscribeError> {
        let with_term = |(row, asked): (&Row, &Option<&Candidate<'_>>)| {
            let ids = row.ids();
            let Some((range, term)) = asked else { return (self.model.or_filler(&ids), 0..0) };
            let from = heard_tokens(&row.heard.words, range).start;
            let said = term.tokens().iter().copied().filter_map(as_id);
            let text: Vec<usize> = ids[..from].iter().copied().chain(said).collect();
            let place = from..text.len();
            (text, place)
        };
        let (texts, places): (Vec<_>, Vec<_>) = rows.iter().zip(asked).map(with_term).unzip();
        // The times that come with it are of no interest.
        let frames = vec![2; rows.len()];
        let answers = self
            .model
            .engine()
            .align(self.encoded, self.opening, &texts, &frames, 1)
            .map_err(|error| failed(&error))?;
        let fits = answers.into_iter().zip(places).map(|(answer, place)| {
            let end = place.end.min(answer.text_token_probs.len());
            Fit::of(answer.text_token_probs[place.start.min(end)..end].iter().copied())
        });
        Ok(fits.collect())
    }
}

/// The tokens of a run of words.
fn heard_tokens(words: &[HeardWord], range: &Range<usize>) -> Range<usize> {
    words[range.start].tokens.start..words[range.end - 1].tokens.end
}
