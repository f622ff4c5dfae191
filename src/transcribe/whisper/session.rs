//! One recording on its way through Whisper, batch after batch.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;

use tracing::debug;

use super::batch::Batch;
use super::crew::{Crew, Ticket};
use super::doubt;
use super::engine::Loaded;
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

/// A batch that waits to be heard, and the language to try.
struct Asked {
    batch: Batch,
    language: &'static str,
    ticket: Ticket,
}

/// What has been heard so far of one recording.
pub(super) struct Session<'s, 't> {
    crew: Crew<'s, 't>,
    chooser: LanguageChooser,
    terms: &'t Terms,
    options: &'t TranscribeOptions,
    /// Whether the recognizers can tell the language before the words.
    tells_language: bool,
    /// So many batches wait at most.
    most_asked: usize,
    /// What the recording's first seconds sound like, where that was asked.
    listened: Option<&'static str>,
    /// Batches that are not settled yet, in their order.
    asked: VecDeque<Asked>,
    segments: Vec<Segment>,
    /// Where the last word ended.
    last_end: MediaTime,
}

impl<'s, 't> Session<'s, 't> {
    /// Begins a recording, which `crew` hears with `engine`.
    pub(super) fn new(
        crew: Crew<'s, 't>,
        engine: &Loaded,
        chooser: LanguageChooser,
        terms: &'t Terms,
        options: &'t TranscribeOptions,
    ) -> Self {
        Self {
            crew,
            chooser,
            terms,
            options,
            tells_language: engine.tells_language(),
            most_asked: engine.most_asked(),
            listened: None,
            asked: VecDeque::new(),
            segments: Vec::new(),
            last_end: MediaTime::ZERO,
        }
    }

    /// Takes the next batch, which is heard while others come. Once [`Loaded::most_asked`] wait, the
    /// first is settled, and never sooner, whatever is heard already: so that what each is heard
    /// after is the same every time.
    ///
    /// # Errors
    /// [`TranscribeError::Cancelled`] or [`TranscribeError::Engine`].
    pub(super) fn take(
        &mut self,
        batch: Batch,
        observer: &mut dyn Observer,
    ) -> Result<(), TranscribeError> {
        if self.asked.len() >= self.most_asked {
            self.settle_first(observer)?;
        }
        if self.asked.is_empty() {
            self.take_up(&batch);
        }
        let begins = self.waits_from().unwrap_or_else(|| batch.begins());
        let language = self.first_guess(&batch, &mut || observer.heard(begins))?;
        let is_open = !self.is_known() && self.tells_language;
        let chooser = is_open.then(|| self.chooser.clone());
        let question = Question { chooser, ..self.question(&batch, language) };
        let ticket = self.crew.ask(question);
        self.asked.push_back(Asked { batch, language, ticket });
        Ok(())
    }

    /// Settles all batches that were taken.
    ///
    /// # Errors
    /// [`TranscribeError::Cancelled`] or [`TranscribeError::Engine`].
    pub(super) fn settle_all(
        &mut self,
        observer: &mut dyn Observer,
    ) -> Result<(), TranscribeError> {
        while !self.asked.is_empty() {
            self.settle_first(observer)?;
        }
        Ok(())
    }

    fn settle_first(&mut self, observer: &mut dyn Observer) -> Result<(), TranscribeError> {
        let Some(Asked { batch, language, ticket }) = self.asked.pop_front() else { return Ok(()) };
        let begins = batch.begins();
        let mut tick = || observer.heard(begins);
        let heard = self.crew.wait(ticket, &mut tick)?;
        self.take_up(&batch);
        let until = batch.ends().max(self.last_end);
        let tried = heard.language.unwrap_or(language);
        let segments = self.settle(batch, heard, tried, &mut tick)?;
        self.last_end = until.max(self.last_end);
        debug!(at = %begins, segments = segments.len(), "heard speech");
        observer.finished(&segments, self.last_end);
        self.segments.extend(segments);
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

    /// Where the first batch that is not settled begins, if there is one.
    pub(super) fn waits_from(&self) -> Option<MediaTime> {
        self.asked.front().map(|asked| asked.batch.begins())
    }

    /// All segments, ordered by start.
    pub(super) fn into_segments(self) -> Vec<Segment> {
        self.segments
    }

    /// The language to try with a batch: the last one spoken, or at a recording's beginning what
    /// its first seconds sound like, which spares hearing whole batches twice.
    fn first_guess(
        &mut self,
        batch: &Batch,
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<&'static str, TranscribeError> {
        let guess = self.chooser.guess();
        if self.is_known() || self.tells_language {
            return Ok(guess);
        }
        if self.listened.is_none() && batch.speech_millis() >= WORTH_A_LISTEN_MILLIS {
            let first = Question {
                samples: batch.beginning(FIRST_LISTEN_MILLIS),
                language_only: true,
                ..self.question(batch, guess)
            };
            let heard = self.crew.hear(vec![first], tick)?.pop().unwrap_or_default();
            self.listened = Some(self.chooser.told_by(&heard.language_scores));
        }
        Ok(self.listened.unwrap_or(guess))
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
                None => self.ask(&part, language, tick)?,
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
            _ => self.ask(&batch, language, tick)?,
        };
        let stretches = batch.stretches(STRETCH_MILLIS);
        if stretches.len() < 2 || !(opinion.is_doubtful() || doubt::sounds_foreign(&heard.words)) {
            return Ok(vec![(batch, language, Some(heard))]);
        }
        let asked = stretches
            .iter()
            .map(|stretch| Question { language_only: true, ..self.question(stretch, language) });
        let answers = self.crew.hear(asked.collect(), tick)?;
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
            heard = self.ask(&rest, language, tick)?;
            batch = rest;
        }
        segments.extend(self.segments_of(&batch, heard, language));
        Ok(segments)
    }

    /// Hears a batch at once, in the language given.
    fn ask(
        &mut self,
        batch: &Batch,
        language: &'static str,
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Heard, TranscribeError> {
        let question = self.question(batch, language);
        Ok(self.crew.hear(vec![question], tick)?.pop().unwrap_or_default())
    }

    fn question(&self, batch: &Batch, language: &'static str) -> Question<'t> {
        let languages = if self.chooser.is_fixed() { 0 } else { self.chooser.languages() };
        Question {
            samples: Arc::clone(batch.samples()),
            language,
            languages,
            chooser: None,
            language_only: false,
            terms: self.terms,
        }
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
