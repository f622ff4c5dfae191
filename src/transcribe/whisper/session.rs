//! One recording on its way through Whisper, batch after batch.

use std::ops::ControlFlow;
use std::time::Instant;

use tracing::debug;

use super::batch::Batch;
use super::language::LanguageChooser;
use super::recognizer::{Heard, Recognizer};
use super::words::HeardWord;
use super::{invented, words};
use crate::domain::{Language, MediaTime, TimeSpan};
use crate::transcribe::{Observer, RawText, Segment, TranscribeError, Word, sentences};

/// So much speech left over after Whisper's last word is given to it again.
const REST_MILLIS: u64 = 2_000;
/// How often what is left of a batch is given to Whisper again.
const MOST_RESTS: usize = 3;
/// No word is shorter, so that a player can show each.
const SHORTEST_WORD_MILLIS: u64 = 40;

/// What has been heard so far of one recording.
pub(super) struct Session<'m> {
    recognizer: Recognizer<'m>,
    chooser: LanguageChooser,
    /// Languages that the model knows.
    languages: u32,
    channel: Option<u16>,
    segments: Vec<Segment>,
    /// Where the last word ended.
    last_end: MediaTime,
}

impl<'m> Session<'m> {
    /// Begins a recording.
    pub(super) fn new(
        recognizer: Recognizer<'m>,
        chooser: LanguageChooser,
        languages: u32,
        channel: Option<u16>,
    ) -> Self {
        let last_end = MediaTime::ZERO;
        Self { recognizer, chooser, languages, channel, segments: Vec::new(), last_end }
    }

    /// Hears the next batch.
    ///
    /// # Errors
    /// [`TranscribeError::Cancelled`] or [`TranscribeError::Engine`].
    pub(super) fn hear(
        &mut self,
        batch: Batch,
        observer: &mut dyn Observer,
    ) -> Result<(), TranscribeError> {
        let mut next = Some(batch);
        for _ in 0..=MOST_RESTS {
            let Some(batch) = next.take() else { break };
            let begins = batch.begins();
            let mut tick = || observer.heard(begins);
            let started = Instant::now();
            let (heard, language) = self.recognize(&batch, &mut tick)?;
            debug!(
                at = %begins,
                speech.millis = batch.speech_millis(),
                took.millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
                language,
                tokens = heard.tokens.len(),
                "heard a batch of speech"
            );
            // Whisper at times ends early; what it did not hear gets another run.
            let last_token = heard.tokens.last().map(|token| token.end);
            next = match heard.heard_to.max(last_token) {
                Some(heard_to) if last_token.is_some() => batch.rest_after(heard_to, REST_MILLIS),
                _ => None,
            };
            let words = words::join(&heard.tokens, language);
            self.keep(&batch, invented::without(words, heard.no_speech), language);
        }
        Ok(())
    }

    /// All segments, ordered by start.
    pub(super) fn into_segments(self) -> Vec<Segment> {
        self.segments
    }

    /// Hears a batch in the language last spoken, and again if it turns out to be another one.
    fn recognize(
        &mut self,
        batch: &Batch,
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<(Heard, &'static str), TranscribeError> {
        let guess = self.chooser.guess();
        let heard = self.recognizer.hear(batch.samples(), guess, tick)?;
        if self.chooser.is_fixed() {
            return Ok((heard, guess));
        }
        let scores = self.recognizer.language_scores(self.languages)?;
        let language = self.chooser.settle(&scores, batch.speech_millis());
        if language == guess {
            return Ok((heard, guess));
        }
        Ok((self.recognizer.hear(batch.samples(), language, tick)?, language))
    }

    /// Puts the words on the recording's clock and keeps them as segments.
    fn keep(&mut self, batch: &Batch, words: Vec<HeardWord>, language: &str) {
        let mut timed = Vec::with_capacity(words.len());
        for word in words {
            let placed = batch.place(word.span);
            let start = placed.start.max(self.last_end);
            let end = placed.end.max(start.plus(SHORTEST_WORD_MILLIS));
            self.last_end = end;
            let span = TimeSpan::new(start, end);
            timed.push(Word {
                text: RawText::new(word.text),
                span,
                confidence: word.confidence,
                alternatives: Vec::new(),
            });
        }
        let language: Language = language.parse().unwrap_or_else(|_| Language::undetermined());
        let channel = self.channel;
        self.segments.extend(sentences::split(timed).into_iter().map(|words| Segment {
            words,
            language: language.clone(),
            channel,
            suspect: None,
        }));
    }
}
