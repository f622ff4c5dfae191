//! Turns sound into words with times, confidence and language.
//!
//! In comes a [`SpeechSource`] (one channel at 16 kHz), out comes a [`Transcript`]. What is made
//! here is raw: it may hold personal data, so it can't be printed, logged or serialized. The only
//! way onward is [`redact`](crate::redact).
//!
//! [`WhisperTranscriber`] is the engine, [`ScriptedTranscriber`] stands in for it in tests.

mod channels;
mod error;
pub mod models;
mod observer;
pub mod score;
mod scripted;
mod sentences;
mod transcript;
mod vocabulary;
mod whisper;

use std::sync::Arc;

use crate::decode::{DecodeError, MasterSpeech};
use crate::domain::{Language, MediaTime, ModelUse, TimeSpan};

pub use channels::merge_channels;
pub use error::TranscribeError;
pub use observer::Observer;
pub use scripted::ScriptedTranscriber;
pub use transcript::{Alternative, RawText, Segment, Transcript, Word};
pub use vocabulary::{Vocabulary, VocabularyTerm};
pub use whisper::{WhisperOptions, WhisperTranscriber};

/// Sound to transcribe: one channel at [`SPEECH_RATE`](crate::decode::SPEECH_RATE), block after
/// block, each beginning where the last one ended.
pub trait SpeechSource {
    /// Gives the next samples, in -1.0 to 1.0, or `None` at the end.
    ///
    /// # Errors
    /// Fails when the recording can't be read or decoded any further.
    fn next_block(&mut self) -> Result<Option<Vec<f32>>, DecodeError>;
}

/// What is known about a recording before it is heard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TranscribeOptions {
    /// The languages that may be spoken; empty means any.
    pub languages: Vec<Language>,
    /// The channel that the sound comes from, noted on each segment.
    pub channel: Option<u16>,
    /// Where to begin: what is said before is known already.
    pub from: MediaTime,
    /// The language spoken last before that.
    pub spoken_before: Option<Language>,
    /// Stretches before that are to be heard all the same, in order.
    pub again: Vec<Again>,
    /// What is likely to be said.
    pub vocabulary: Arc<Vocabulary>,
}

/// A stretch that ends where an earlier transcription told of finished segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// From where the stretch before it ended to where it ends.
    pub span: TimeSpan,
    /// The language spoken last before it.
    pub spoken_before: Option<Language>,
}

impl TranscribeOptions {
    /// The stretch to be heard again that speech until `ends` belongs to.
    #[must_use]
    pub fn again_at(&self, ends: MediaTime) -> Option<&Again> {
        self.again.iter().find(|again| again.span.start < ends && ends <= again.span.end)
    }

    /// Whether speech until `ends` is to be heard.
    #[must_use]
    pub fn wants(&self, ends: MediaTime) -> bool {
        ends > self.from || self.again_at(ends).is_some()
    }
}

/// A speech recognizer.
pub trait Transcriber: Send + Sync {
    /// Transcribes one channel to its end; blocks, so call it off the async threads.
    ///
    /// The segments come ordered by start and don't overlap, and neither do their words; none is
    /// empty. `observer` is told all the while.
    ///
    /// # Errors
    /// [`TranscribeError::Decode`] when the source fails, [`TranscribeError::Engine`] when the
    /// recognizer does, [`TranscribeError::Cancelled`] when `observer` called the work off.
    fn transcribe(
        &self,
        source: &mut dyn SpeechSource,
        options: &TranscribeOptions,
        observer: &mut dyn Observer,
    ) -> Result<Transcript, TranscribeError>;

    /// The model and its settings, as they are kept with the transcripts.
    fn model(&self) -> &ModelUse;
}

impl SpeechSource for MasterSpeech<'_> {
    fn next_block(&mut self) -> Result<Option<Vec<f32>>, DecodeError> {
        Self::next_block(self)
    }
}
