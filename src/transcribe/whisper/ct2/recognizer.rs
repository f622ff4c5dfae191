//! Hears several batches in one run: features, encoder, greedy decoder, alignment.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use ct2rs::Device;
use ct2rs::sys::{StorageView, WhisperOptions};

use super::super::crew::{Ears, attend};
use super::super::recognizer::{Heard, Question};
use super::super::words;
use super::features::HOP;
use super::grouping::{ALL_FRAMES, AT_ONCE, frames_of, groups};
use super::numbers::say_whole;
use super::second_look::{Row, SecondLook};
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

/// Hears one recording.
pub(in super::super) struct Ct2Ears<'m> {
    model: &'m Ct2Model,
}

impl<'m> Ct2Ears<'m> {
    /// Hears with `model`.
    pub(in super::super) const fn new(model: &'m Ct2Model) -> Self {
        Self { model }
    }
}

impl Ears for Ct2Ears<'_> {
    fn at_once(&self) -> usize {
        AT_ONCE
    }

    fn tells_language(&self) -> bool {
        true
    }

    fn hear(
        &mut self,
        questions: &[Question<'_>],
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Heard>, TranscribeError> {
        let stop = &AtomicBool::new(false);
        let (model, runs) = (self.model, self.model.replicas());
        let groups = &Mutex::new(groups(questions, runs));
        let work = || {
            let mut heard: Vec<(usize, Heard)> = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                let next = groups.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let Some(group) = next else { break };
                let some: Vec<_> = group.iter().map(|index| questions[*index]).collect();
                heard.extend(group.into_iter().zip(model.hear(&some)?));
            }
            Ok(heard)
        };
        let mut heard =
            attend(vec![work; runs], stop, tick)?.into_iter().flatten().collect::<Vec<_>>();
        heard.sort_by_key(|(index, _)| *index);
        Ok(heard.into_iter().map(|(_, heard)| heard).collect())
    }
}

/// What the decoder made of one batch.
struct Decoded {
    /// The tokens of the text.
    ids: Vec<usize>,
    no_speech: f32,
}

impl Ct2Model {
    /// Hears batches that are alike.
    fn hear(&self, questions: &[Question<'_>]) -> Result<Vec<Heard>, TranscribeError> {
        let Some(first) = questions.first().copied() else { return Ok(Vec::new()) };
        let longest = questions.iter().map(|question| question.samples.len()).max().unwrap_or(0);
        let encoded = self.encode(questions, frames_of(longest))?;
        let scores = self.language_scores(&encoded, first.languages, questions.len())?;
        let told = first.chooser.map(|chooser| chooser.told_by(&scores));
        let language = told.unwrap_or(first.language);
        let mut heard = if first.language_only {
            questions.iter().map(|_| Heard::default()).collect()
        } else {
            let questions: Vec<_> =
                questions.iter().map(|question| Question { language, ..*question }).collect();
            self.words(&encoded, &questions, 1)?
        };
        for (heard, scores) in heard.iter_mut().zip(scores) {
            heard.language = told;
            heard.language_scores = scores;
        }
        Ok(heard)
    }

    /// The encoder's view of each batch, on `frames` frames.
    fn encode(
        &self,
        questions: &[Question<'_>],
        frames: usize,
    ) -> Result<StorageView<'static>, TranscribeError> {
        let mut features = Vec::with_capacity(questions.len() * frames * self.features.mels());
        for question in questions {
            features.extend(
                self.features.of(question.samples, frames).map_err(TranscribeError::Engine)?,
            );
        }
        let shape = [questions.len(), self.features.mels(), frames];
        let features =
            StorageView::new(&shape, &mut features, Device::CPU).map_err(|error| failed(&error))?;
        self.whisper.encode(&features, true).map_err(|error| failed(&error))
    }

    /// How likely each language is in each batch, by Whisper's number; empty where nobody asks.
    fn language_scores(
        &self,
        encoded: &StorageView<'_>,
        languages: u32,
        batches: usize,
    ) -> Result<Vec<Vec<f32>>, TranscribeError> {
        if languages == 0 || !self.is_multilingual {
            return Ok(vec![Vec::new(); batches]);
        }
        let detected = self.whisper.detect_language(encoded).map_err(|error| failed(&error))?;
        let scores = detected.into_iter().map(|languages_of| {
            let mut scores = vec![f32::NEG_INFINITY; usize::try_from(languages).unwrap_or(0)];
            for one in languages_of {
                let number = self.vocabulary.language_number(&one.language);
                if let Some(score) = number.and_then(|number| scores.get_mut(number)) {
                    *score = one.probability.max(f32::MIN_POSITIVE).ln();
                }
            }
            scores
        });
        Ok(scores.collect())
    }

    /// The words of each batch.
    fn words(
        &self,
        encoded: &StorageView<'_>,
        questions: &[Question<'_>],
        beams: usize,
    ) -> Result<Vec<Heard>, TranscribeError> {
        let opening = self.opening(questions[0]);
        let decoded = self.decode(encoded, questions, &opening, beams)?;
        let texts: Vec<Vec<usize>> = decoded.iter().map(|one| self.or_filler(&one.ids)).collect();
        let frames = questions.iter().map(|question| question.samples.len() / HOP);
        let frames: Vec<usize> = frames.map(|frames| frames.clamp(2, ALL_FRAMES)).collect();
        let alignments = self
            .whisper
            .align(encoded, &opening, &texts, &frames, MEDIAN)
            .map_err(|error| failed(&error))?;
        let mut rows = Vec::with_capacity(questions.len());
        for ((question, decoded), alignment) in questions.iter().zip(decoded).zip(alignments) {
            let tokens = aligned(&self.vocabulary, &decoded.ids, &alignment);
            let mut words = words::join(&tokens, question.language);
            say_whole(&mut words);
            let heard = Heard {
                words,
                no_speech: decoded.no_speech,
                heard_to: tokens.last().map(|token| token.end),
                ..Heard::default()
            };
            if beams == 1 && is_doubtful(&tokens) {
                let frames = (frames_of(question.samples.len()) + MORE_FRAMES).min(ALL_FRAMES);
                let wide = self.encode(&[*question], frames)?;
                let again = self.words(&wide, &[*question], BEAMS)?.pop().unwrap_or_default();
                rows.push(Row { heard: again, tokens: Vec::new() });
            } else {
                rows.push(Row { heard, tokens });
            }
        }
        SecondLook::new(self, encoded, &opening).look_again(questions, &mut rows)?;
        Ok(rows.into_iter().map(|row| row.heard).collect())
    }

    /// What the decoder begins with: what was said before, and what it is to do.
    fn opening(&self, question: Question<'_>) -> Vec<usize> {
        let vocabulary = &self.vocabulary;
        let mut opening = Vec::new();
        if !question.terms.prompt().is_empty() {
            opening.push(vocabulary.previous());
            opening.extend(question.terms.prompt().iter().copied().filter_map(as_id));
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
        questions: &[Question<'_>],
        opening: &[usize],
        beams: usize,
    ) -> Result<Vec<Decoded>, TranscribeError> {
        let longest = questions.iter().map(|question| question.samples.len()).max().unwrap_or(0);
        let tokens = longest / (HOP * 100) * TOKENS_A_SECOND + MORE_TOKENS;
        let options = WhisperOptions {
            beam_size: beams,
            max_length: places(opening.len(), tokens),
            return_no_speech_prob: true,
            ..WhisperOptions::default()
        };
        let prompts = vec![self.prompt(opening, &[]); questions.len()];
        let results =
            self.whisper.generate(encoded, &prompts, &options).map_err(|error| failed(&error))?;
        let decoded = results.into_iter().map(|result| {
            let ids = result.sequences_ids.into_iter().next().unwrap_or_default();
            let is_text = |id: &usize| self.vocabulary.bytes(*id).is_some();
            let ids = ids.into_iter().filter(is_text).collect();
            Decoded { ids, no_speech: result.no_speech_prob }
        });
        Ok(decoded.collect())
    }

    /// The text, or some token where there is none: the alignment wants one for each batch.
    pub(super) fn or_filler(&self, ids: &[usize]) -> Vec<usize> {
        if ids.is_empty() { vec![self.vocabulary.start() - 2] } else { ids.to_vec() }
    }

    pub(super) const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub(super) const fn engine(&self) -> &ct2rs::sys::Whisper {
        &self.whisper
    }
}

pub(super) fn as_id(token: i32) -> Option<usize> {
    usize::try_from(token).ok()
}

pub(super) fn failed(error: &anyhow::Error) -> TranscribeError {
    TranscribeError::Engine(error.to_string())
}
