//! Whisper, run here: the weights of the same ggml file in 8 bits, multiplied by rten's kernels.
//!
//! ```text
//! sound ─► Features ─► Encoder ─► Decoder ─► Search ─► tokens ─► words
//!                                 (Sound)             (Attention: when)
//! ```
//!
//! It takes a fraction of whisper.cpp's time on a processor (measured: see ARCHITECTURE.md), so it is
//! the first choice; whisper.cpp hears with the models that this can't read. What a library gives
//! is left to it: the products, and what is done to rows between them.

mod alignment;
mod attention;
mod block;
mod decoder;
mod encoder;
mod features;
mod ggml;
mod heads;
mod hearing;
mod length;
mod load;
mod numbers;
mod recognizer;
mod search;
mod second_look;
mod tokens;
mod vocabulary;
mod word_search;

use std::path::Path;

pub(super) use self::recognizer::NativeEar;

use self::decoder::Decoder;
use self::encoder::Encoder;
use self::features::Features;
use self::ggml::GgmlFile;
use self::load::Loader;
use self::vocabulary::Vocabulary;
use super::header::ModelHeader;
use crate::kernels::Kernels;

/// A model in memory; any number of recordings may be heard with it at once.
pub(super) struct NativeModel {
    encoder: Encoder,
    decoder: Decoder,
    vocabulary: Vocabulary,
    features: Features,
    /// Layers and heads of the decoder's attention that follow the sound.
    heads: Vec<[usize; 2]>,
    is_multilingual: bool,
}

impl NativeModel {
    /// Loads the ggml file at `path`; the error says in words why it can't be.
    pub(super) fn load(path: &Path, header: ModelHeader) -> Result<Self, String> {
        let mut file = GgmlFile::open(path)?;
        let is_multilingual = header.is_multilingual();
        let words = std::mem::take(&mut file.words);
        let vocabulary = Vocabulary::new(words, header.tokens(), is_multilingual);
        let features = Features::new(&file.filters, file.mels)?;
        let kernels = Kernels::new();
        let mut loader = Loader { file: &mut file, kernels: &kernels };
        let encoder = Encoder::load(&mut loader)?;
        let decoder = Decoder::load(&mut loader, vocabulary.used())?;
        let heads = heads::of(header);
        Ok(Self { encoder, decoder, vocabulary, features, heads, is_multilingual })
    }

    /// The tokens of a text, at most `most`; none if it can't be written in them.
    pub(super) fn tokens(&self, text: &str, most: usize) -> Vec<usize> {
        self.vocabulary.tokens(text, most)
    }
}
