//! Hears batches, each as if alone: features, encoder, greedy decoder, alignment.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rten::ThreadPool;

use super::super::crew::Ear;
use super::super::recognizer::{Heard, Question};
use super::super::words;
use super::NativeModel;
use super::features::HOP;
use super::hearing::{Hearing, failed};
use super::length::{ALL_FRAMES, frames_of};
use super::numbers::say_whole;
use super::search::{Beginning, Search};
use super::second_look::SecondLook;
use super::tokens::{is_doubtful, timed};
use crate::kernels::Kernels;
use crate::transcribe::TranscribeError;

/// Tokens that may be said in a second, and as many more as a short batch may need.
const TOKENS_A_SECOND: usize = 14;
const MORE_TOKENS: usize = 24;
/// Batches whose texts are found side by side: more take more memory.
const AT_ONCE: usize = 2;
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
    fn at_once(&self) -> usize {
        AT_ONCE
    }

    fn hear(
        &mut self,
        questions: &[Question<'_>],
        _: &Arc<AtomicBool>,
    ) -> Result<Vec<Heard>, TranscribeError> {
        self.thread.run(|| self.model.hear(questions))
    }
}

/// A batch that was listened to, and what was found out about its language.
struct Listened<'m, 'q> {
    question: Question<'q>,
    hearing: Hearing<'m>,
    heard: Heard,
}

impl NativeModel {
    /// Hears batches, whose texts are found side by side: what is heard in one depends on nothing
    /// else.
    fn hear(&self, questions: &[Question<'_>]) -> Result<Vec<Heard>, TranscribeError> {
        // The decoder remembers far more of a sound than comes out of the encoder: that comes last.
        let encode = |one: &Question<'_>| self.encode(&one.samples, frames_of(one.samples.len()));
        let encoded: Vec<_> = questions.iter().map(encode).collect::<Result<_, _>>()?;
        let listened: Vec<Listened<'_, '_>> = questions
            .iter()
            .zip(encoded)
            .map(|(question, encoded)| self.listen(question, &encoded))
            .collect::<Result<_, _>>()?;
        let asked = || listened.iter().filter(|one| !one.question.language_only);
        let begun: Vec<_> = asked()
            .map(|one| one.hearing.beginning(&self.opening(&one.question), one.question.most()))
            .collect::<Result<_, _>>()?;
        let (beginnings, no_speech): (Vec<_>, Vec<f32>) = begun.into_iter().unzip();
        let texts = self.texts(beginnings)?.into_iter().zip(no_speech);
        let words: Vec<Heard> = asked()
            .zip(texts)
            .map(|(one, text)| self.words(&one.hearing, &one.question, (text, true)))
            .collect::<Result<_, _>>()?;
        let mut words = words.into_iter();
        let answer = |Listened { question, heard, .. }: Listened<'_, '_>| {
            let Heard { language, language_scores, .. } = heard;
            let words = if question.language_only { None } else { words.next() };
            Heard { language, language_scores, ..words.unwrap_or_default() }
        };
        Ok(listened.into_iter().map(answer).collect())
    }

    fn listen<'q>(
        &self,
        question: &Question<'q>,
        encoded: &[f32],
    ) -> Result<Listened<'_, 'q>, TranscribeError> {
        let hearing = Hearing::of(self, encoded)?;
        let scores = self.language_scores(&hearing, question.languages)?;
        let told = question.chooser.as_ref().map(|chooser| chooser.told_by(&scores));
        let language = told.unwrap_or(question.language);
        let question = Question { language, ..question.clone() };
        let heard = Heard { language: told, language_scores: scores, ..Heard::default() };
        Ok(Listened { question, hearing, heard })
    }

    /// The texts that begin so, the likeliest token each time.
    pub(super) fn texts(
        &self,
        beginnings: Vec<Beginning<'_>>,
    ) -> Result<Vec<Vec<usize>>, TranscribeError> {
        let (kernels, not_first) = (Kernels::new(), self.vocabulary.not_first());
        self.search(&kernels, &not_first).likeliest(beginnings).map_err(failed)
    }

    fn search<'a>(&'a self, kernels: &'a Kernels, not_first: &'a [usize]) -> Search<'a> {
        let (decoder, vocabulary) = (&self.decoder, &self.vocabulary);
        let (end, never) = (vocabulary.text_end(), vocabulary.never());
        Search { kernels, decoder, end, never, not_first }
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

    /// The words of a batch whose text was found; one that can't be believed is looked for again,
    /// if it may be.
    fn words(
        &self,
        hearing: &Hearing<'_>,
        question: &Question<'_>,
        ((ids, no_speech), may_again): ((Vec<usize>, f32), bool),
    ) -> Result<Heard, TranscribeError> {
        if ids.is_empty() {
            return Ok(Heard { no_speech, ..Heard::default() });
        }
        let frames = (question.samples.len() / HOP).clamp(2, ALL_FRAMES);
        let read = hearing.read(&self.opening(question), &ids, frames)?;
        let tokens = timed(&self.vocabulary, &ids, (&read.probabilities, &read.starts));
        if may_again && is_doubtful(&tokens) {
            return self.words_again(question);
        }
        let mut words = words::join(&tokens, question.language);
        say_whole(&mut words);
        SecondLook { vocabulary: &self.vocabulary, hearing, read: &read, tokens: &tokens }
            .look_again(question, &mut words)?;
        let heard_to = tokens.last().map(|token| token.end);
        Ok(Heard { words, no_speech, heard_to, ..Heard::default() })
    }

    /// The words of a batch by several hypotheses, with more silence after it.
    fn words_again(&self, question: &Question<'_>) -> Result<Heard, TranscribeError> {
        let frames = (frames_of(question.samples.len()) + MORE_FRAMES).min(ALL_FRAMES);
        let hearing = Hearing::new(self, &question.samples, frames)?;
        let (beginning, no_speech) = hearing.beginning(&self.opening(question), question.most())?;
        let (kernels, not_first) = (Kernels::new(), self.vocabulary.not_first());
        let ids = self.search(&kernels, &not_first).best(beginning, BEAMS).map_err(failed)?;
        self.words(&hearing, question, ((ids, no_speech), false))
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

impl Question<'_> {
    /// Tokens that may be said in it.
    fn most(&self) -> usize {
        self.samples.len() / (HOP * 100) * TOKENS_A_SECOND + MORE_TOKENS
    }
}

pub(super) fn as_id(token: i32) -> Option<usize> {
    usize::try_from(token).ok()
}
