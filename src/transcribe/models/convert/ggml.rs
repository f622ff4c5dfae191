//! Writes whisper.cpp's model file: header, mel filters, vocabulary, tensors.

use std::io::Write;

use super::ct2::Tensor;
use super::quantize::{Quantization, Storage};
use super::tensors::Named;
use super::{ConvertError, malformed, mel};

/// `ggml`, as whisper.cpp's first four bytes.
const MAGIC: i32 = 0x6767_6d6c;
/// Every size of Whisper has attention heads of this width.
const HEAD_WIDTH: usize = 64;

/// Writes the file.
pub(super) fn write(
    tensors: &Named<'_>,
    words: &[Vec<u8>],
    quantization: Quantization,
    out: &mut dyn Write,
) -> Result<(), ConvertError> {
    let mel_count = header(tensors, quantization, out)?;
    write_ints(out, &[mel_count, mel::BINS])?;
    for weight in mel::filters(mel_count) {
        out.write_all(&weight.to_le_bytes())?;
    }
    write_ints(out, &[words.len()])?;
    for word in words {
        write_ints(out, &[word.len()])?;
        out.write_all(word)?;
    }
    for (name, tensor) in tensors {
        write_tensor(name, tensor, quantization, out)?;
    }
    Ok(())
}

/// Writes the header and returns the number of mel filters.
fn header(
    tensors: &Named<'_>,
    quantization: Quantization,
    out: &mut dyn Write,
) -> Result<usize, ConvertError> {
    let axis = |name: &str, axis: usize| {
        let tensor = tensors.iter().find(|(known, _)| known == name);
        tensor
            .and_then(|(_, tensor)| tensor.shape.get(axis).copied())
            .ok_or_else(|| malformed(format!("`{name}` has no axis {axis}")))
    };
    let layers = |side: &str| {
        let last = format!("{side}.blocks.");
        tensors
            .iter()
            .filter(|(name, _)| name.starts_with(&last) && name.ends_with(".mlp_ln.weight"))
            .count()
    };
    let audio_state = axis("encoder.positional_embedding", 1)?;
    let text_state = axis("decoder.token_embedding.weight", 1)?;
    let mel_count = axis("encoder.conv1.weight", 1)?;
    out.write_all(&MAGIC.to_le_bytes())?;
    write_ints(
        out,
        &[
            axis("decoder.token_embedding.weight", 0)?,
            axis("encoder.positional_embedding", 0)?,
            audio_state,
            audio_state / HEAD_WIDTH,
            layers("encoder"),
            axis("decoder.positional_embedding", 0)?,
            text_state,
            text_state / HEAD_WIDTH,
            layers("decoder"),
            mel_count,
        ],
    )?;
    out.write_all(&quantization.file_type().to_le_bytes())?;
    Ok(mel_count)
}

fn write_tensor(
    name: &str,
    tensor: &Tensor<'_>,
    quantization: Quantization,
    out: &mut dyn Write,
) -> Result<(), ConvertError> {
    let storage = storage_of(name, tensor.shape.len(), quantization);
    if !storage.fits(tensor.shape.last().copied().unwrap_or(1)) {
        return Err(malformed(format!("a row of `{name}` is not a whole number of blocks")));
    }
    write_ints(out, &[tensor.shape.len(), name.len()])?;
    out.write_all(&storage.ggml_type().to_le_bytes())?;
    // ggml names the fastest axis first.
    let axes: Vec<usize> = tensor.shape.iter().rev().copied().collect();
    write_ints(out, &axes)?;
    out.write_all(name.as_bytes())?;
    out.write_all(&storage.pack(&tensor.values()))?;
    Ok(())
}

/// whisper.cpp wants vectors, positions and convolution biases whole and convolutions in 16 bits.
fn storage_of(name: &str, rank: usize, quantization: Quantization) -> Storage {
    let is_conv_bias = name.starts_with("encoder.conv") && name.ends_with(".bias");
    if rank < 2 || name.ends_with("positional_embedding") || is_conv_bias {
        Storage::F32
    } else if rank == 3 {
        Storage::Matrix(Quantization::F16)
    } else {
        Storage::Matrix(quantization)
    }
}

fn write_ints(out: &mut dyn Write, numbers: &[usize]) -> Result<(), ConvertError> {
    for number in numbers {
        let number = i32::try_from(*number).map_err(|_| malformed("a size is too large"))?;
        out.write_all(&number.to_le_bytes())?;
    }
    Ok(())
}
