//! Makes the ggml file that whisper.cpp reads out of a CTranslate2 Whisper model.
//!
//! In: the bytes of `model.bin` and of the vocabulary. Out: the same weights under OpenAI's tensor
//! names, quantised in ggml's blocks, with the mel filters and the vocabulary in front. The result
//! depends on the input alone, byte for byte, so that it can have a pinned sum.

mod ct2;
mod ggml;
mod mel;
mod quantize;
mod tensors;
mod vocabulary;

use std::io::{self, Write};

pub use quantize::Quantization;

/// A failure to convert a model.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    /// The input is not a CTranslate2 Whisper model that this can read.
    #[error("the weights can't be converted: {0}")]
    Malformed(String),
    /// The result could not be written.
    #[error("the converted model can't be written: {0}")]
    Write(#[from] io::Error),
}

/// Converts a model and writes it to `out`.
///
/// `words` is the vocabulary that came with the weights.
///
/// # Errors
/// [`ConvertError::Malformed`] if the input is not such a model, or `out` fails.
pub(super) fn convert(
    model: &[u8],
    words: &Words<'_>,
    quantization: Quantization,
    out: &mut dyn Write,
) -> Result<(), ConvertError> {
    let weights = ct2::Weights::parse(model)?;
    let tensors = tensors::openai_tensors(&weights)?;
    let words = vocabulary::words(words)?;
    ggml::write(&tensors, &words, quantization, out)
}

/// A vocabulary file, in either of the two forms that packages have.
pub(super) enum Words<'a> {
    /// One word a line.
    Lines(&'a [u8]),
    /// A JSON array of words.
    Json(&'a [u8]),
}

fn malformed(reason: impl Into<String>) -> ConvertError {
    ConvertError::Malformed(reason.into())
}

#[cfg(test)]
mod tests;
