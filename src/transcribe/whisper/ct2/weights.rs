//! Writes a Whisper model as CTranslate2 keeps it (binary format 6, `WhisperSpec` revision 3):
//! matrices in 8 bits with a scale a row, what is else in 32 bits.

use super::super::tensors::Tensor;
use super::ggml::GgmlFile;

/// Every size of Whisper has attention heads of this width.
const HEAD_WIDTH: usize = 64;
/// CTranslate2's numbers for types.
const F32: u8 = 0;
const I8: u8 = 1;
const I16: u8 = 2;

/// The bytes of `model.bin`, with the first `tokens` tokens.
pub(super) fn model_bin(file: &mut GgmlFile, tokens: usize) -> Result<Vec<u8>, String> {
    let mut weights = Weights { file, out: Vec::new(), count: 0 };
    weights.side("encoder")?;
    weights.side("decoder")?;
    weights.convolutions()?;
    weights.embeddings(tokens)?;
    weights.constants()?;
    let Weights { out: variables, count, .. } = weights;
    let mut bytes = Vec::with_capacity(variables.len() + 256);
    bytes.extend(6_u32.to_le_bytes());
    text(&mut bytes, "WhisperSpec");
    bytes.extend(3_u32.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(variables);
    // The projection to the vocabulary is the embeddings once more.
    bytes.extend(2_u32.to_le_bytes());
    for part in ["weight", "weight_scale"] {
        text(&mut bytes, &format!("decoder/projection/{part}"));
        text(&mut bytes, &format!("decoder/embeddings/{part}"));
    }
    Ok(bytes)
}

/// Which of the matrices that are joined have biases.
#[derive(Clone, Copy)]
enum Biases {
    All,
    /// All but the key's, whose bias is zero.
    ButKeys(usize),
}

struct Weights<'f> {
    file: &'f mut GgmlFile,
    out: Vec<u8>,
    count: u32,
}

impl Weights<'_> {
    fn side(&mut self, side: &str) -> Result<(), String> {
        let positions = self.file.tensor(&format!("{side}.positional_embedding"))?;
        self.numbers(&format!("{side}/position_encodings/encodings"), &positions);
        let last = if side == "encoder" { "encoder.ln_post" } else { "decoder.ln" };
        self.norm(&format!("{side}/layer_norm"), last)?;
        for index in 0..self.file.layers(side) {
            self.layer(&format!("{side}/layer_{index}"), &format!("{side}.blocks.{index}"))?;
        }
        let width = positions.shape.last().copied().unwrap_or(0);
        let heads = i16::try_from(width / HEAD_WIDTH).map_err(|error| error.to_string())?;
        self.variable(&format!("{side}/num_heads"), &[], I16, &heads.to_le_bytes());
        Ok(())
    }

    fn layer(&mut self, to: &str, from: &str) -> Result<(), String> {
        self.norm(&format!("{to}/self_attention/layer_norm"), &format!("{from}.attn_ln"))?;
        let part = |attention: &str, part: &str| format!("{from}.{attention}.{part}");
        let joined = ["query", "key", "value"].map(|name| part("attn", name));
        let joined = joined.each_ref().map(String::as_str);
        self.matrix(&format!("{to}/self_attention/linear_0"), &joined, Biases::ButKeys(1))?;
        let out = part("attn", "out");
        self.matrix(&format!("{to}/self_attention/linear_1"), &[&out], Biases::All)?;
        if to.starts_with("decoder") {
            self.norm(&format!("{to}/attention/layer_norm"), &format!("{from}.cross_attn_ln"))?;
            let query = part("cross_attn", "query");
            self.matrix(&format!("{to}/attention/linear_0"), &[&query], Biases::All)?;
            let joined = ["key", "value"].map(|name| part("cross_attn", name));
            let joined = joined.each_ref().map(String::as_str);
            self.matrix(&format!("{to}/attention/linear_1"), &joined, Biases::ButKeys(0))?;
            let out = part("cross_attn", "out");
            self.matrix(&format!("{to}/attention/linear_2"), &[&out], Biases::All)?;
        }
        self.norm(&format!("{to}/ffn/layer_norm"), &format!("{from}.mlp_ln"))?;
        self.matrix(&format!("{to}/ffn/linear_0"), &[&part("mlp", "0")], Biases::All)?;
        self.matrix(&format!("{to}/ffn/linear_1"), &[&part("mlp", "2")], Biases::All)
    }

    fn norm(&mut self, to: &str, from: &str) -> Result<(), String> {
        for (name, part) in [("gamma", "weight"), ("beta", "bias")] {
            let tensor = self.file.tensor(&format!("{from}.{part}"))?;
            self.numbers(&format!("{to}/{name}"), &tensor);
        }
        Ok(())
    }

    fn convolutions(&mut self) -> Result<(), String> {
        for number in [1, 2] {
            let weight = self.file.tensor(&format!("encoder.conv{number}.weight"))?;
            self.numbers(&format!("encoder/conv{number}/weight"), &weight);
            let mut bias = self.file.tensor(&format!("encoder.conv{number}.bias"))?;
            // ggml adds it as a column.
            bias.shape = vec![bias.values.len()];
            self.numbers(&format!("encoder/conv{number}/bias"), &bias);
        }
        Ok(())
    }

    /// One matrix out of several, one below the other, with its biases.
    fn matrix(&mut self, to: &str, from: &[&str], biases: Biases) -> Result<(), String> {
        let (mut levels, mut scales, mut all_biases) = (Vec::new(), Vec::new(), Vec::new());
        let mut columns = 0;
        for (index, name) in from.iter().enumerate() {
            let Tensor { shape, values } = self.file.tensor(&format!("{name}.weight"))?;
            columns = shape.last().copied().unwrap_or(0).max(1);
            quantize(&values, columns, &mut levels, &mut scales);
            match biases {
                Biases::ButKeys(key) if key == index => {
                    all_biases.extend(std::iter::repeat_n(0.0, values.len() / columns));
                }
                _ => all_biases.extend(self.file.tensor(&format!("{name}.bias"))?.values),
            }
        }
        self.eight_bits(to, columns, (&levels, &scales));
        if !all_biases.is_empty() {
            self.floats(&format!("{to}/bias"), &[all_biases.len()], &all_biases);
        }
        Ok(())
    }

    /// The numbers of the first `tokens` tokens: the decoder weighs each of them at each step.
    fn embeddings(&mut self, tokens: usize) -> Result<(), String> {
        let Tensor { shape, mut values } = self.file.tensor("decoder.token_embedding.weight")?;
        let columns = shape.last().copied().unwrap_or(0).max(1);
        values.truncate(tokens * columns);
        let (mut levels, mut scales) = (Vec::new(), Vec::new());
        quantize(&values, columns, &mut levels, &mut scales);
        self.eight_bits("decoder/embeddings", columns, (&levels, &scales));
        Ok(())
    }

    fn eight_bits(&mut self, to: &str, columns: usize, (levels, scales): (&[u8], &[f32])) {
        let rows = scales.len();
        self.variable(&format!("{to}/weight"), &[rows, columns], I8, levels);
        self.floats(&format!("{to}/weight_scale"), &[rows], scales);
    }

    /// What CTranslate2 asks about the layers: normalised before, GELU, nothing special.
    fn constants(&mut self) -> Result<(), String> {
        for (name, value) in [
            ("activation", 3),
            ("alibi", 0),
            ("pre_norm", 1),
            ("scale_embeddings", 0),
            ("start_from_zero_embedding", 0),
        ] {
            self.variable(&format!("decoder/{name}"), &[], I8, &[value]);
        }
        for (name, value) in [("alignment_heads", 1_i16), ("alignment_layer", -1)] {
            self.variable(&format!("decoder/{name}"), &[], I16, &value.to_le_bytes());
        }
        Ok(())
    }

    fn numbers(&mut self, name: &str, tensor: &Tensor) {
        self.floats(name, &tensor.shape, &tensor.values);
    }

    fn floats(&mut self, name: &str, shape: &[usize], values: &[f32]) {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.variable(name, shape, F32, &bytes);
    }

    fn variable(&mut self, name: &str, shape: &[usize], kind: u8, bytes: &[u8]) {
        self.count += 1;
        text(&mut self.out, name);
        self.out.push(u8::try_from(shape.len()).unwrap_or(u8::MAX));
        shape.iter().for_each(|axis| self.out.extend(word(*axis)));
        self.out.push(kind);
        self.out.extend(word(bytes.len()));
        self.out.extend(bytes);
    }
}

/// Rows in 8 bits: a level is the number times its row's scale (CTranslate2, `model_spec.py`).
fn quantize(values: &[f32], columns: usize, levels: &mut Vec<u8>, scales: &mut Vec<f32>) {
    for row in values.chunks(columns) {
        let most = row.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        let scale = if most > 0.0 { 127.0 / most } else { 1.0 };
        scales.push(scale);
        levels.extend(row.iter().map(|value| to_i8((value * scale).round_ties_even())));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a level lies within -127 to 127")]
fn to_i8(level: f32) -> u8 {
    (level as i8).cast_unsigned()
}

/// A text: its length with the closing zero, its bytes, the zero.
fn text(out: &mut Vec<u8>, text: &str) {
    out.extend(u16::try_from(text.len() + 1).unwrap_or(u16::MAX).to_le_bytes());
    out.extend(text.as_bytes());
    out.push(0);
}

fn word(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_keeps_its_largest_number_and_a_row_of_zeros_stays_one() {
        let (mut levels, mut scales) = (Vec::new(), Vec::new());
        quantize(&[0.5, -1.0, 0.0, 0.0], 2, &mut levels, &mut scales);
        assert_eq!(
            levels.iter().map(|one| one.cast_signed()).collect::<Vec<_>>(),
            [64, -127, 0, 0]
        );
        assert_eq!(scales, [127.0, 1.0]);
    }
}
