//! Hears batches, each on its own: features, encoder, greedy decoder, alignment.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ct2rs::Device;
use ct2rs::sys::{StorageView, WhisperAlignmentResult, WhisperGenerationResult, WhisperOptions};

use super::super::crew::Ear;
use super::super::recognizer::{Heard, Question};
use super::super::words;
use super::features::HOP;
use super::length::{ALL_FRAMES, frames_of};
use super::numbers::say_whole;
use super::second_look::SecondLook;
use super::tokens::{aligned, is_doubtful, places};
use super::{Ct2Model, Vocabulary};
use crate::transcribe::TranscribeError;

/// Tokens that may be said in a second, and as many more as a short batch may need.
const TOKENS_A_SECOND: usize = 14;
const MORE_TOKENS: usize = 24;
/// Hypotheses that are followed where the likeliest one can't be believed.
const BEAMS: usize = 3;
/// And so many more frames of silence then follow the sound.
const MORE_FRAMES: usize = 600;
/// The width of the alignment's median filter in steps of 0.02 s (OpenAI's `timing.py`).
const MEDIAN: i64 = 7;

/// One of those that hear a recording.
pub(in super::super) struct Ct2Ear<'m> {
    model: &'m Ct2Model,
}

impl<'m> Ct2Ear<'m> {
    /// Hears with `model`.
    pub(in super::super) const fn new(model: &'m Ct2Model) -> Self {
        Self { model }
    }
}

impl Ear for Ct2Ear<'_> {
    fn hear(
        &mut self,
        question: &Question<'_>,
        _: &Arc<AtomicBool>,
    ) -> Result<Heard, TranscribeError> {
        self.model.hear(question)
    }
}

/// What the decoder made of a batch.
struct Decoded {
    /// The tokens of the text.
    ids: Vec<usize>,
    no_speech: f32,
}

impl Ct2Model {
    /// Hears a batch, alone: what is heard in it depends on nothing else.
    fn hear(&self, question: &Question<'_>) -> Result<Heard, TranscribeError> {
        let encoded = self.encode(&question.samples, frames_of(question.samples.len()))?;
        let scores = self.language_scores(&encoded, question.languages)?;
        let told = question.chooser.as_ref().map(|chooser| chooser.told_by(&scores));
        let language = told.unwrap_or(question.language);
        let heard = if question.language_only {
            Heard::default()
        } else {
            self.words(&encoded, &Question { language, ..question.clone() }, 1)?
        };
        Ok(Heard { language: told, language_scores: scores, ..heard })
    }

    /// The encoder's view of sound, on `frames` frames.
    pub(super) fn encode(
        &self,
        samples: &[f32],
        frames: usize,
    ) -> Result<StorageView<'static>, TranscribeError> {
        let mut features = self.features.of(samples, frames).map_err(TranscribeError::Engine)?;
        let shape = [1, self.features.mels(), frames];
        let features =
            StorageView::new(&shape, &mut features, Device::CPU).map_err(|error| failed(&error))?;
        self.whisper.encode(&features, true).map_err(|error| failed(&error))
    }

    /// How likely each language is, by Whisper's number; empty where nobody asks.
    fn language_scores(
        &self,
        encoded: &StorageView<'_>,
        languages: u32,
    ) -> Result<Vec<f32>, TranscribeError> {
        if languages == 0 || !self.is_multilingual {
            return Ok(Vec::new());
        }
        let detected = self.whisper.detect_language(encoded).map_err(|error| failed(&error))?;
        let mut scores = vec![f32::NEG_INFINITY; usize::try_from(languages).unwrap_or(0)];
        for one in detected.into_iter().flatten() {
            let number = self.vocabulary.language_number(&one.language);
            if let Some(score) = number.and_then(|number| scores.get_mut(number)) {
                *score = one.probability.max(f32::MIN_POSITIVE).ln();
            }
        }
        Ok(scores)
    }

    /// The words of a batch.
    fn words(
        &self,
        encoded: &StorageView<'_>,
        question: &Question<'_>,
        beams: usize,
    ) -> Result<Heard, TranscribeError> {
        let opening = self.opening(question, &[]);
        let decoded = self.decode(encoded, question.samples.len(), &opening, beams)?;
        if decoded.ids.is_empty() {
            return Ok(Heard { no_speech: decoded.no_speech, ..Heard::default() });
        }
        let frames = (question.samples.len() / HOP).clamp(2, ALL_FRAMES);
        let alignment = self.align(encoded, &opening, &decoded.ids, (frames, MEDIAN))?;
        let tokens = aligned(&self.vocabulary, &decoded.ids, &alignment);
        if beams == 1 && is_doubtful(&tokens) {
            let frames = (frames_of(question.samples.len()) + MORE_FRAMES).min(ALL_FRAMES);
            return self.words(&self.encode(&question.samples, frames)?, question, BEAMS);
        }
        let mut words = words::join(&tokens, question.language);
        say_whole(&mut words);
        SecondLook::new(self, encoded, &opening, &tokens).look_again(question, &mut words)?;
        let heard_to = tokens.last().map(|token| token.end);
        Ok(Heard { words, no_speech: decoded.no_speech, heard_to, ..Heard::default() })
    }

    /// When each token of a text is said, and how probable it is.
    pub(super) fn align(
        &self,
        encoded: &StorageView<'_>,
        opening: &[usize],
        text: &[usize],
        (frames, median): (usize, i64),
    ) -> Result<WhisperAlignmentResult, TranscribeError> {
        let aligned = self.whisper.align(encoded, opening, &[text.to_vec()], &[frames], median);
        let first = aligned.map_err(|error| failed(&error))?.into_iter().next();
        first.ok_or_else(|| TranscribeError::Engine("the alignment is missing".to_owned()))
    }

    /// What the decoder begins with: terms that may be said, what was said `earlier`, and what it
    /// is to do.
    pub(super) fn opening(&self, question: &Question<'_>, earlier: &[usize]) -> Vec<usize> {
        let vocabulary = &self.vocabulary;
        let terms = question.terms.prompt().iter().copied().filter_map(as_id);
        let mut opening: Vec<usize> = terms.chain(earlier.iter().copied()).collect();
        if !opening.is_empty() {
            opening.insert(0, vocabulary.previous());
        }
        opening.push(vocabulary.start());
        if self.is_multilingual {
            let number = whisper_rs::get_lang_id(question.language).and_then(as_id).unwrap_or(0);
            opening.extend([vocabulary.language(number), vocabulary.transcribe()]);
        }
        opening
    }

    /// The tokens' names, as CTranslate2 wants to be asked.
    pub(super) fn prompt(&self, opening: &[usize], text: &[usize]) -> Vec<String> {
        let no_times = [self.vocabulary.no_times()];
        let ids = opening.iter().chain(&no_times).chain(text);
        ids.map(|id| self.vocabulary.name(*id)).collect()
    }

    fn decode(
        &self,
        encoded: &StorageView<'_>,
        samples: usize,
        opening: &[usize],
        beams: usize,
    ) -> Result<Decoded, TranscribeError> {
        let tokens = samples / (HOP * 100) * TOKENS_A_SECOND + MORE_TOKENS;
        let options = WhisperOptions {
            beam_size: beams,
            max_length: places(opening.len(), tokens),
            return_no_speech_prob: true,
            ..WhisperOptions::default()
        };
        let result = self.generate(encoded, &self.prompt(opening, &[]), &options)?;
        let ids = result.sequences_ids.into_iter().next().unwrap_or_default();
        let is_text = |id: &usize| self.vocabulary.bytes(*id).is_some();
        let ids = ids.into_iter().filter(is_text).collect();
        Ok(Decoded { ids, no_speech: result.no_speech_prob })
    }

    /// Lets the decoder go on after `prompt`.
    pub(super) fn generate(
        &self,
        encoded: &StorageView<'_>,
        prompt: &[String],
        options: &WhisperOptions,
    ) -> Result<WhisperGenerationResult, TranscribeError> {
        let results = self.whisper.generate(encoded, &[prompt.to_vec()], options);
        let first = results.map_err(|error| failed(&error))?.into_iter().next();
        first.ok_or_else(|| TranscribeError::Engine("the decoder gave nothing".to_owned()))
    }

    pub(super) const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }
}

pub(super) fn as_id(token: i32) -> Option<usize> {
    usize::try_from(token).ok()
}

fn failed(error: &anyhow::Error) -> TranscribeError {
    TranscribeError::Engine(error.to_string())
}
