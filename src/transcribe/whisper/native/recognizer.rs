//! Hears batches, each on its own: features, encoder, greedy decoder, alignment.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rten::ThreadPool;

use super::super::crew::Ear;
use super::super::recognizer::{Heard, Question};
use super::super::words;
use super::NativeModel;
use super::features::HOP;
use super::hearing::Hearing;
use super::length::{ALL_FRAMES, frames_of};
use super::numbers::say_whole;
use super::second_look::SecondLook;
use super::tokens::{is_doubtful, timed};
use crate::transcribe::TranscribeError;

/// Tokens that may be said in a second, and as many more as a short batch may need.
const TOKENS_A_SECOND: usize = 14;
const MORE_TOKENS: usize = 24;
/// Hypotheses that are followed where the likeliest one can't be believed.
const BEAMS: usize = 3;
/// And so many more frames of silence then follow the sound.
const MORE_FRAMES: usize = 600;

/// One of those that hear a recording.
pub(in super::super) struct NativeEar<'m> {
    model: &'m NativeModel,
    /// A thread of its own. Several that share each product wait for one another after it.
    thread: ThreadPool,
}

impl<'m> NativeEar<'m> {
    /// Hears with `model`.
    pub(in super::super) fn new(model: &'m NativeModel) -> Self {
        Self { model, thread: ThreadPool::with_num_threads(1) }
    }
}

impl Ear for NativeEar<'_> {
    fn hear(
        &mut self,
        question: &Question<'_>,
        _: &Arc<AtomicBool>,
    ) -> Result<Heard, TranscribeError> {
        self.thread.run(|| self.model.hear(question))
    }
}

impl NativeModel {
    /// Hears a batch, alone: what is heard in it depends on nothing else.
    fn hear(&self, question: &Question<'_>) -> Result<Heard, TranscribeError> {
        let frames = frames_of(question.samples.len());
        let hearing = Hearing::new(self, &question.samples, frames)?;
        let scores = self.language_scores(&hearing, question.languages)?;
        let told = question.chooser.as_ref().map(|chooser| chooser.told_by(&scores));
        let language = told.unwrap_or(question.language);
        let heard = if question.language_only {
            Heard::default()
        } else {
            self.words(&hearing, &Question { language, ..question.clone() }, 1)?
        };
        Ok(Heard { language: told, language_scores: scores, ..heard })
    }

    /// How likely each language is, by Whisper's number; empty where nobody asks.
    fn language_scores(
        &self,
        hearing: &Hearing<'_>,
        languages: u32,
    ) -> Result<Vec<f32>, TranscribeError> {
        if languages == 0 || !self.is_multilingual {
            return Ok(Vec::new());
        }
        let probable = hearing.next_among(self.vocabulary.languages())?.into_iter();
        let mut scores: Vec<f32> = probable.map(|one| one.max(f32::MIN_POSITIVE).ln()).collect();
        scores.resize(usize::try_from(languages).unwrap_or(0), f32::NEG_INFINITY);
        Ok(scores)
    }

    /// The words of a batch.
    fn words(
        &self,
        hearing: &Hearing<'_>,
        question: &Question<'_>,
        beams: usize,
    ) -> Result<Heard, TranscribeError> {
        let opening = self.opening(question);
        let most = question.samples.len() / (HOP * 100) * TOKENS_A_SECOND + MORE_TOKENS;
        let (ids, no_speech) = hearing.text(&opening, (beams, most))?;
        if ids.is_empty() {
            return Ok(Heard { no_speech, ..Heard::default() });
        }
        let frames = (question.samples.len() / HOP).clamp(2, ALL_FRAMES);
        let read = hearing.read(&opening, &ids, frames)?;
        let tokens = timed(&self.vocabulary, &ids, (&read.probabilities, &read.starts));
        if beams == 1 && is_doubtful(&tokens) {
            let frames = (frames_of(question.samples.len()) + MORE_FRAMES).min(ALL_FRAMES);
            return self.words(&Hearing::new(self, &question.samples, frames)?, question, BEAMS);
        }
        let mut words = words::join(&tokens, question.language);
        say_whole(&mut words);
        SecondLook { vocabulary: &self.vocabulary, hearing, read: &read, tokens: &tokens }
            .look_again(question, &mut words)?;
        let heard_to = tokens.last().map(|token| token.end);
        Ok(Heard { words, no_speech, heard_to, ..Heard::default() })
    }

    /// What the decoder begins with: terms that may be said, and what it is to do.
    fn opening(&self, question: &Question<'_>) -> Vec<usize> {
        let vocabulary = &self.vocabulary;
        let terms = question.terms.prompt().iter().copied().filter_map(as_id);
        let mut opening: Vec<usize> = terms.collect();
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
}

pub(super) fn as_id(token: i32) -> Option<usize> {
    usize::try_from(token).ok()
}
