//! Whisper by CTranslate2: the same ggml file, its matrices in 8 bits, a batch on each thread.
//!
//! It takes half of whisper.cpp's time on a processor (measured: see ARCHITECTURE.md), so it is the
//! first choice; whisper.cpp hears with the models that this can't read.

mod features;
mod ggml;
mod heads;
mod length;
mod numbers;
mod recognizer;
mod second_look;
mod tokens;
mod vocabulary;
mod weights;

use std::path::Path;

use ct2rs::sys::{ModelMemoryReader, Whisper};
use ct2rs::{ComputeType, Config, Device, LogLevel, set_log_level};

pub(super) use self::recognizer::Ct2Ear;

use self::features::Features;
use self::ggml::GgmlFile;
use self::vocabulary::Vocabulary;
use super::header::ModelHeader;

/// A model in memory; any number of recordings may be heard with it at once.
pub(super) struct Ct2Model {
    whisper: Whisper,
    vocabulary: Vocabulary,
    features: Features,
    is_multilingual: bool,
    /// How many runs go on at once.
    replicas: usize,
}

/// Each replica has the weights once more.
const MOST_REPLICAS: usize = 4;

impl Ct2Model {
    /// Loads the ggml file at `path`, to work on `threads` threads; the error says in words why it
    /// can't be.
    pub(super) fn load(path: &Path, header: ModelHeader, threads: usize) -> Result<Self, String> {
        // It writes to stderr otherwise.
        set_log_level(LogLevel::Off);
        let mut file = GgmlFile::open(path)?;
        let is_multilingual = header.is_multilingual();
        let words = std::mem::take(&mut file.words);
        let vocabulary = Vocabulary::new(words, header.tokens(), is_multilingual);
        let features = Features::new(&file.filters, file.mels)?;
        let failed = |error: anyhow::Error| error.to_string();
        let mut reader = ModelMemoryReader::new("whisper").map_err(failed)?;
        reader.register_file("model.bin", &weights::model_bin(&mut file, vocabulary.given())?);
        reader.register_file("vocabulary.json", &vocabulary.names());
        reader.register_file("config.json", &vocabulary.config(&heads::of(header)));
        // Runs on a thread each, side by side, are quicker than one on several threads, which wait for
        // one another after every product.
        let replicas = threads.clamp(1, MOST_REPLICAS);
        let config = Config {
            device: Device::CPU,
            compute_type: ComputeType::INT8,
            device_indices: vec![0; replicas],
            num_threads_per_replica: (threads / replicas).max(1),
            ..Config::default()
        };
        let whisper = Whisper::new_from_memory(&mut reader, config).map_err(failed)?;
        Ok(Self { whisper, vocabulary, features, is_multilingual, replicas })
    }

    /// How many runs go on at once.
    pub(super) const fn replicas(&self) -> usize {
        self.replicas
    }

    /// The tokens of a text, at most `most`; none if it can't be written in them.
    pub(super) fn tokens(&self, text: &str, most: usize) -> Vec<usize> {
        self.vocabulary.tokens(text, most)
    }
}
