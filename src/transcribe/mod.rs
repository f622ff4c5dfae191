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
mod scripted;
mod sentences;
mod transcript;
mod whisper;

use std::ops::ControlFlow;

use crate::decode::{DecodeError, MasterSpeech};
use crate::domain::{Language, MediaTime};

pub use channels::merge_channels;
pub use error::TranscribeError;
pub use scripted::ScriptedTranscriber;
pub use transcript::{RawText, Segment, Transcript, Word};
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
}

/// A speech recognizer.
pub trait Transcriber: Send + Sync {
    /// Transcribes one channel to its end; blocks, so call it off the async threads.
    ///
    /// The segments come ordered by start and don't overlap, and neither do their words; none is
    /// empty. `progress` is told the time up to which sound has been heard, which never goes back,
    /// several times a second: it may keep a lease alive, and by answering
    /// [`ControlFlow::Break`] it calls the work off.
    ///
    /// # Errors
    /// [`TranscribeError::Decode`] when the source fails, [`TranscribeError::Engine`] when the
    /// recognizer does, [`TranscribeError::Cancelled`] when `progress` called the work off.
    fn transcribe(
        &self,
        source: &mut dyn SpeechSource,
        options: &TranscribeOptions,
        progress: &mut dyn FnMut(MediaTime) -> ControlFlow<()>,
    ) -> Result<Transcript, TranscribeError>;

    /// The model's name, as it is kept with the transcripts.
    fn model_name(&self) -> &str;
}

impl SpeechSource for MasterSpeech<'_> {
    fn next_block(&mut self) -> Result<Option<Vec<f32>>, DecodeError> {
        Self::next_block(self)
    }
}
