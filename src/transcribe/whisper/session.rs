//! One recording on its way through Whisper, batch after batch.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::time::Instant;

use tracing::debug;

use super::batch::Batch;
use super::crew::Ears;
use super::doubt;
use super::language::LanguageChooser;
use super::recognizer::{Heard, Question};
use super::terms::Terms;
use super::words::HeardWord;
use crate::domain::{Language, MediaTime, TimeSpan};
use crate::transcribe::{
    Alternative, Observer, RawText, Segment, TranscribeError, TranscribeOptions, Word, sentences,
};

/// So much speech left over after Whisper's last word is given to it again.
const REST_MILLIS: u64 = 2_000;
/// How often what is left of a batch is given to Whisper again.
const MOST_RESTS: usize = 3;
/// No word is shorter, so that a player can show each.
const SHORTEST_WORD_MILLIS: u64 = 40;
/// Stretches of at least so much speech are asked for their language each.
const STRETCH_MILLIS: u64 = 2_000;
/// So much sound tells the language to try first.
const FIRST_LISTEN_MILLIS: u64 = 8_000;
/// With less speech than this, trying a wrong language first costs no more than listening.
const WORTH_A_LISTEN_MILLIS: u64 = 10_000;

/// Speech in one language, and what was heard in it where that is known already.
type Part = (Batch, &'static str, Option<Heard>);

/// What has been heard so far of one recording.
pub(super) struct Session<'m> {
    ears: Box<dyn Ears + 'm>,
    chooser: LanguageChooser,
    terms: Terms,
    options: TranscribeOptions,
    /// Batches that wait until there are as many as are best heard at once.
    waiting: Vec<Batch>,
    segments: Vec<Segment>,
    /// Whether the language of what is heard now is still to be told.
    is_open: bool,
    /// Where the last word ended.
    last_end: MediaTime,
}

impl<'m> Session<'m> {
    /// Begins a recording.
    pub(super) fn new(
        ears: Box<dyn Ears + 'm>,
        chooser: LanguageChooser,
        terms: Terms,
        options: &TranscribeOptions,
    ) -> Self {
        let (waiting, segments, options) = (Vec::new(), Vec::new(), options.clone());
        Self {
            ears,
            chooser,
            terms,
            options,
            waiting,
            segments,
            is_open: false,
            last_end: MediaTime::ZERO,
        }
    }

    /// Takes the next batch, and hears what has come once it is as many as are best heard at once.
    ///
    /// # Errors
    /// [`TranscribeError::Cancelled`] or [`TranscribeError::Engine`].
    pub(super) fn take(
        &mut self,
        batch: Batch,
        observer: &mut dyn Observer,
    ) -> Result<(), TranscribeError> {
        self.waiting.push(batch);
        if self.waiting.len() >= self.ears.at_once() { self.hear_waiting(observer) } else { Ok(()) }
    }

    /// Hears all batches that wait.
    ///
    /// # Errors
    /// [`TranscribeError::Cancelled`] or [`TranscribeError::Engine`].
    pub(super) fn hear_waiting(
        &mut self,
        observer: &mut dyn Observer,
    ) -> Result<(), TranscribeError> {
        let batches = std::mem::take(&mut self.waiting);
        let Some(first) = batches.first() else { return Ok(()) };
        let begins = first.begins();
        self.take_up(first);
        let mut tick = || observer.heard(begins);
        let guess = self.first_guess(&batches, &mut tick)?;
        self.is_open = !self.is_known() && self.ears.tells_language();
        let languages = vec![guess; batches.len()];
        let heard = self.ask(&batches.iter().collect::<Vec<_>>(), &languages, &mut tick)?;
        self.is_open = false;
        for (batch, heard) in batches.into_iter().zip(heard) {
            let tried = heard.language.unwrap_or(guess);
            let begins = batch.begins();
            let mut tick = || observer.heard(begins);
            self.take_up(&batch);
            let until = batch.ends().max(self.last_end);
            let segments = self.settle(batch, heard, tried, &mut tick)?;
            self.last_end = until.max(self.last_end);
            observer.finished(&segments, self.last_end);
            self.segments.extend(segments);
        }
        Ok(())
    }

    /// Goes on at a batch as if what was passed over before it had been heard just now.
    fn take_up(&mut self, batch: &Batch) {
        let Self { options, chooser, last_end, .. } = self;
        if let Some(again) = options.again_at(batch.ends()) {
            *last_end = again.span.start;
            chooser.take_up(again.spoken_before.as_ref());
        } else if *last_end < options.from {
            *last_end = options.from;
            chooser.take_up(options.spoken_before.as_ref());
        }
    }

    /// Where the first batch that waits begins, if one does.
    pub(super) fn waits_from(&self) -> Option<MediaTime> {
        self.waiting.first().map(Batch::begins)
    }

    /// All segments, ordered by start.
    pub(super) fn into_segments(self) -> Vec<Segment> {
        self.segments
    }

    /// The language to try with `batches`: the last one spoken, or at a recording's beginning what
    /// its first seconds sound like, which spares hearing whole batches twice.
    fn first_guess(
        &mut self,
        batches: &[Batch],
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<&'static str, TranscribeError> {
        let guess = self.chooser.guess();
        let speech: u64 = batches.iter().map(Batch::speech_millis).sum();
        let is_worth_it = speech >= WORTH_A_LISTEN_MILLIS && !self.ears.tells_language();
        if self.is_known() || !is_worth_it {
            return Ok(guess);
        }
        let first = Question {
            samples: batches[0].beginning(FIRST_LISTEN_MILLIS),
            language_only: true,
            ..question(&batches[0], guess, &self.chooser, &self.terms)
        };
        let heard = self.ears.hear(&[first], tick)?.pop().unwrap_or_default();
        let opinion = self.chooser.opinion(&heard.language_scores);
        Ok(opinion.settle(FIRST_LISTEN_MILLIS, None))
    }

    /// Whether there is a language to try that is more than a guess.
    fn is_known(&self) -> bool {
        self.chooser.is_fixed() || self.chooser.current().is_some()
    }

    /// Makes segments of a batch that was heard in language `tried`, which may be the wrong one.
    fn settle(
        &mut self,
        batch: Batch,
        heard: Heard,
        tried: &'static str,
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Segment>, TranscribeError> {
        let mut segments = Vec::new();
        let mut parts: VecDeque<Part> = VecDeque::new();
        if self.chooser.is_fixed() {
            parts.push_back((batch, tried, Some(heard)));
        } else {
            parts.extend(self.by_language(batch, heard, tried, tick)?);
        }
        while let Some((part, language, heard)) = parts.pop_front() {
            let heard = match heard {
                Some(heard) => heard,
                None => self.ask(&[&part], &[language], tick)?.pop().unwrap_or_default(),
            };
            segments.extend(self.segments_with_rests(part, heard, language, tick)?);
        }
        Ok(segments)
    }

    /// The batch in one part, or in several where its language changes; with what was heard, if
    /// that was in the right language.
    fn by_language(
        &mut self,
        batch: Batch,
        heard: Heard,
        tried: &'static str,
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Part>, TranscribeError> {
        let opinion = self.chooser.opinion(&heard.language_scores);
        let before = self.chooser.current();
        let language = opinion.settle(batch.speech_millis(), before);
        let heard = match heard {
            heard if language == tried => heard,
            _ => self.ask(&[&batch], &[language], tick)?.pop().unwrap_or_default(),
        };
        let stretches = batch.stretches(STRETCH_MILLIS);
        if stretches.len() < 2 || !(opinion.is_doubtful() || doubt::sounds_foreign(&heard.words)) {
            return Ok(vec![(batch, language, Some(heard))]);
        }
        let asked = stretches.iter().map(|stretch| Question {
            language_only: true,
            ..question(stretch, language, &self.chooser, &self.terms)
        });
        let answers = self.ears.hear(&asked.collect::<Vec<_>>(), tick)?;
        let mut before = before;
        let mut parts: Vec<(Batch, &'static str)> = Vec::with_capacity(stretches.len());
        for (stretch, answer) in stretches.into_iter().zip(answers) {
            let opinion = self.chooser.opinion(&answer.language_scores);
            let settled = opinion.settle(stretch.speech_millis(), before);
            before = Some(settled);
            match parts.last_mut() {
                Some((part, spoken)) if *spoken == settled => part.append(stretch),
                _ => parts.push((stretch, settled)),
            }
        }
        if let [(_, only)] = parts.as_slice() {
            return Ok(vec![(batch, only, (*only == language).then_some(heard))]);
        }
        Ok(parts.into_iter().map(|(part, language)| (part, language, None)).collect())
    }

    /// Makes segments of what was heard in a batch, and hears again what Whisper left out of it: at
    /// times it ends early.
    fn segments_with_rests(
        &mut self,
        batch: Batch,
        heard: Heard,
        language: &'static str,
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Segment>, TranscribeError> {
        let (mut batch, mut heard) = (batch, heard);
        let mut segments = Vec::new();
        for _ in 0..MOST_RESTS {
            let rest = heard.heard_to.and_then(|to| batch.rest_after(to, REST_MILLIS));
            segments.extend(self.segments_of(&batch, heard, language));
            let Some(rest) = rest else { return Ok(segments) };
            heard = self.ask(&[&rest], &[language], tick)?.pop().unwrap_or_default();
            batch = rest;
        }
        segments.extend(self.segments_of(&batch, heard, language));
        Ok(segments)
    }

    /// Hears batches in the languages given.
    fn ask(
        &mut self,
        batches: &[&Batch],
        languages: &[&'static str],
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Heard>, TranscribeError> {
        let started = Instant::now();
        let asked = batches.iter().zip(languages);
        let questions: Vec<_> = asked
            .map(|(batch, language)| Question {
                chooser: self.is_open.then_some(&self.chooser),
                ..question(batch, language, &self.chooser, &self.terms)
            })
            .collect();
        let heard = self.ears.hear(&questions, tick)?;
        debug!(
            at = %batches.first().map_or(MediaTime::ZERO, |batch| batch.begins()),
            batches = batches.len(),
            speech.millis = batches.iter().map(|batch| batch.speech_millis()).sum::<u64>(),
            took.millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            words = heard.iter().map(|one| one.words.len()).sum::<usize>(),
            "heard speech"
        );
        Ok(heard)
    }

    /// Puts the words on the recording's clock and into segments; drops what is surely invented.
    fn segments_of(&mut self, batch: &Batch, heard: Heard, language: &'static str) -> Vec<Segment> {
        let no_speech = heard.no_speech;
        let words = doubt::without_invented(heard.words, no_speech);
        if !words.is_empty() {
            self.chooser.spoke(language);
        }
        let timed: Vec<Word> = words.into_iter().map(|word| self.timed(batch, word)).collect();
        let language: Language = language.parse().unwrap_or_else(|_| Language::undetermined());
        let channel = self.options.channel;
        let segment = |words: Vec<Word>| Segment {
            suspect: doubt::suspicion(&words, no_speech),
            words,
            language: language.clone(),
            channel,
        };
        sentences::split(timed).into_iter().map(segment).collect()
    }

    fn timed(&mut self, batch: &Batch, word: HeardWord) -> Word {
        let placed = batch.place(word.span);
        let start = placed.start.max(self.last_end);
        let end = placed.end.max(start.plus(SHORTEST_WORD_MILLIS));
        self.last_end = end;
        let alternative = |reading: super::words::Reading| Alternative {
            text: RawText::new(reading.text),
            probability: reading.probability,
        };
        Word {
            text: RawText::new(word.text),
            span: TimeSpan::new(start, end),
            confidence: word.confidence,
            alternatives: word.readings.into_iter().map(alternative).collect(),
        }
    }
}

fn question<'a>(
    batch: &'a Batch,
    language: &'static str,
    chooser: &LanguageChooser,
    terms: &'a Terms,
) -> Question<'a> {
    let languages = if chooser.is_fixed() { 0 } else { chooser.languages() };
    Question {
        samples: batch.samples(),
        language,
        languages,
        chooser: None,
        language_only: false,
        terms,
    }
}
