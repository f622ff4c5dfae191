//! Reads a ggml Whisper file (whisper.cpp, `whisper_model_load`): mel filters, vocabulary, tensors.

use std::path::Path;

use super::super::tensors::{Fields, Tensor, Tensors};

/// Magic and 11 hyper-parameters, 4 bytes each.
const HEAD_BYTES: u64 = 48;

/// An open model file.
pub(super) struct GgmlFile {
    /// The mel filters one after the other, each a weight for every frequency.
    pub(super) filters: Vec<f32>,
    /// How many filters there are.
    pub(super) mels: usize,
    /// The vocabulary's words up to the special tokens.
    pub(super) words: Vec<Vec<u8>>,
    tensors: Tensors,
}

impl GgmlFile {
    /// Opens the file and reads all but the tensors; the error says in words what is wrong.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let mut read = Fields::open(path)?;
        read.skip(HEAD_BYTES)?;
        let (mels, bins) = (read.size()?, read.size()?);
        let filters = read.bytes(mels * bins * 4)?;
        let filters =
            filters.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        let count = read.size()?;
        let words = (0..count).map(|_| {
            let length = read.size()?;
            read.bytes(length)
        });
        let words = words.collect::<Result<Vec<_>, _>>()?;
        Ok(Self { filters, mels, words, tensors: read.tensors()? })
    }

    /// Reads the tensor of this name.
    pub(super) fn tensor(&mut self, name: &str) -> Result<Tensor, String> {
        self.tensors.tensor(name)
    }

    /// The layers of one side, `encoder` or `decoder`.
    pub(super) fn layers(&self, side: &str) -> usize {
        let is_last =
            |index: &usize| !self.tensors.has(&format!("{side}.blocks.{index}.mlp_ln.weight"));
        (0..).find(is_last).unwrap_or(0)
    }
}
