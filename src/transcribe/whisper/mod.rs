//! Speech recognition by Whisper, run here or by whisper.cpp.
//!
//! ```text
//! sound ─► Listener ─► Batch ─► Crew ─► tokens ─► words ─► Segment
//!          (Silero)            (Whisper)           on the recording's clock
//! ```
//!
//! Who waits for the crew listens on ([`Ahead`]).
//!
//! Whisper sees speech only: it invents words in silence, and smears times over it. Sound is held
//! for a few minutes at most, however long the recording is.

mod ahead;
mod batch;
mod blocks;
mod crew;
mod doubt;
mod engine;
mod gate;
mod header;
mod invented;
mod language;
mod layer;
mod listener;
mod native;
mod packer;
mod processor;
mod recognizer;
mod second_look;
mod session;
mod silero;
mod tensors;
mod terms;
#[cfg(test)]
mod tests;
mod window;
mod words;

use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

use self::ahead::Ahead;
use self::crew::with_crew;
use self::engine::Loaded;
use self::header::ModelHeader;
use self::language::LanguageChooser;
use self::listener::Listener;
use self::session::Session;
use super::channels::main_language;
use super::{
    Observer, Segment, SpeechSource, TranscribeError, TranscribeOptions, Transcriber, Transcript,
};
use crate::domain::{ModelUse, SpeechEngine};

/// Which models to use, and how much of the machine.
#[derive(Debug, Clone)]
pub struct WhisperOptions {
    /// The model's name, as it is kept with the transcripts, such as `base`.
    pub name: String,
    /// The SHA-256 of its file in hexadecimal, as it was checked.
    pub sha256: String,
    /// The Whisper model, a ggml file.
    pub model: PathBuf,
    /// The Silero voice activity model, a ggml file.
    pub vad_model: PathBuf,
    /// What runs the Whisper model.
    pub engine: SpeechEngine,
    /// Threads for one recording; 0 means one a core.
    pub threads: usize,
}

/// A Whisper model in memory; any number of recordings may be transcribed with it at once.
pub struct WhisperTranscriber {
    model: ModelUse,
    header: ModelHeader,
    engine: Loaded,
    vad_model: PathBuf,
}

impl WhisperTranscriber {
    /// Loads the models; blocks while reading up to some gigabytes.
    ///
    /// # Errors
    /// [`TranscribeError::Model`] when a file is missing or is no such model.
    pub fn load(options: WhisperOptions) -> Result<Self, TranscribeError> {
        // whisper.cpp writes to stderr otherwise.
        whisper_rs::install_logging_hooks();
        let WhisperOptions { name, sha256, model, vad_model, engine, threads } = options;
        let bad_model = |reason: String| TranscribeError::Model { name: name.clone(), reason };
        processor::check().map_err(TranscribeError::Engine)?;
        let header = ModelHeader::read(&model).map_err(bad_model)?;
        let cores = || thread::available_parallelism().map_or(1, NonZero::get);
        let threads = if threads == 0 { cores() } else { threads };
        let engine = Loaded::load(engine, &model, header, threads).map_err(|error| {
            let path = model.display();
            bad_model(format!("`{path}` can't be loaded ({error}): pull it again"))
        })?;
        // Opened once now, so that a missing file is told before any work begins.
        Listener::open(&vad_model, engine.longest_batch())?;
        let model = ModelUse { name, sha256, settings: engine.settings() };
        Ok(Self { model, header, engine, vad_model })
    }

    /// Hears the batches that `ahead` gives, and gives the segments, ordered by start.
    fn hear(
        &self,
        ahead: &mut Ahead<'_>,
        options: &TranscribeOptions,
    ) -> Result<Vec<Segment>, TranscribeError> {
        let chooser = LanguageChooser::new(options, self.header)?;
        let terms = self.engine.terms(&options.vocabulary);
        with_crew(self.engine.ears()?, |crew| {
            let mut session = Session::new(crew, &self.engine, chooser, &terms, options);
            while let Some(batch) = ahead.next_batch(session.waits_from())? {
                // What was transcribed before is passed over, but listened to: where batches begin
                // and end then is the same as if nothing had been interrupted.
                if options.wants(batch.ends()) {
                    session.take(batch, ahead)?;
                }
            }
            session.settle_all(ahead)?;
            Ok(session.into_segments())
        })
    }
}

impl Transcriber for WhisperTranscriber {
    fn transcribe(
        &self,
        source: &mut dyn SpeechSource,
        options: &TranscribeOptions,
        observer: &mut dyn Observer,
    ) -> Result<Transcript, TranscribeError> {
        let listener = Listener::open(&self.vad_model, self.engine.longest_batch())?;
        let mut ahead = Ahead::new(listener, source, observer);
        let segments = self.hear(&mut ahead, options)?;
        let duration = ahead.finish()?;
        let language = main_language(&segments);
        Ok(Transcript { segments, language, duration, model: self.model.clone() })
    }

    fn model(&self) -> &ModelUse {
        &self.model
    }
}
