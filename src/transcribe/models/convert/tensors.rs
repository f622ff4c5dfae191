//! From CTranslate2's tensors to OpenAI's: other names, and the fused projections taken apart.

use super::ConvertError;
use super::ct2::{Tensor, Weights};

/// Tensors under OpenAI's names, in the order in which they are written.
pub(super) type Named<'a> = Vec<(String, Tensor<'a>)>;

/// Renames all tensors of a Whisper model.
pub(super) fn openai_tensors<'a>(weights: &Weights<'a>) -> Result<Named<'a>, ConvertError> {
    let mut renaming = Renaming { weights, named: Vec::new() };
    for (from, to) in [
        ("encoder/position_encodings/encodings", "encoder.positional_embedding"),
        ("decoder/position_encodings/encodings", "decoder.positional_embedding"),
        ("decoder/embeddings/weight", "decoder.token_embedding.weight"),
    ] {
        renaming.push(to.to_owned(), weights.get(from)?);
    }
    renaming.convolution(1)?;
    renaming.convolution(2)?;
    renaming.norm("encoder/layer_norm", "encoder.ln_post")?;
    renaming.layers("encoder")?;
    renaming.norm("decoder/layer_norm", "decoder.ln")?;
    renaming.layers("decoder")?;
    Ok(renaming.named)
}

struct Renaming<'w, 'a> {
    weights: &'w Weights<'a>,
    named: Named<'a>,
}

impl<'a> Renaming<'_, 'a> {
    fn push(&mut self, name: String, tensor: Tensor<'a>) {
        self.named.push((name, tensor));
    }

    fn rename(&mut self, from: &str, to: String) -> Result<(), ConvertError> {
        let tensor = self.weights.get(from)?;
        self.push(to, tensor);
        Ok(())
    }

    fn linear(&mut self, from: &str, to: &str) -> Result<(), ConvertError> {
        self.rename(&format!("{from}/weight"), format!("{to}.weight"))?;
        self.rename(&format!("{from}/bias"), format!("{to}.bias"))
    }

    fn norm(&mut self, from: &str, to: &str) -> Result<(), ConvertError> {
        self.rename(&format!("{from}/gamma"), format!("{to}.weight"))?;
        self.rename(&format!("{from}/beta"), format!("{to}.bias"))
    }

    /// whisper.cpp adds a convolution's bias as a column.
    fn convolution(&mut self, number: usize) -> Result<(), ConvertError> {
        let (from, to) = (format!("encoder/conv{number}"), format!("encoder.conv{number}"));
        self.rename(&format!("{from}/weight"), format!("{to}.weight"))?;
        let bias = self.weights.get(&format!("{from}/bias"))?;
        let length = bias.shape.iter().product();
        self.push(format!("{to}.bias"), bias.reshaped(&[length, 1]));
        Ok(())
    }

    fn layers(&mut self, side: &str) -> Result<(), ConvertError> {
        for index in 0.. {
            let (from, to) = (format!("{side}/layer_{index}"), format!("{side}.blocks.{index}"));
            if !self.weights.has(&format!("{from}/ffn/layer_norm/gamma")) {
                break;
            }
            self.norm(&format!("{from}/self_attention/layer_norm"), &format!("{to}.attn_ln"))?;
            self.self_attention(&format!("{from}/self_attention"), &format!("{to}.attn"))?;
            if side == "decoder" {
                self.norm(&format!("{from}/attention/layer_norm"), &format!("{to}.cross_attn_ln"))?;
                self.cross_attention(&format!("{from}/attention"), &format!("{to}.cross_attn"))?;
            }
            self.norm(&format!("{from}/ffn/layer_norm"), &format!("{to}.mlp_ln"))?;
            self.linear(&format!("{from}/ffn/linear_0"), &format!("{to}.mlp.0"))?;
            self.linear(&format!("{from}/ffn/linear_1"), &format!("{to}.mlp.2"))?;
        }
        Ok(())
    }

    /// CTranslate2 keeps query, key and value of a self attention in one matrix.
    fn self_attention(&mut self, from: &str, to: &str) -> Result<(), ConvertError> {
        let weight = self.weights.get(&format!("{from}/linear_0/weight"))?.split(3)?;
        let bias = self.weights.get(&format!("{from}/linear_0/bias"))?.split(3)?;
        self.projections(to, &weight, &bias);
        self.linear(&format!("{from}/linear_1"), &format!("{to}.out"))
    }

    /// CTranslate2 keeps key and value of a cross attention in one matrix.
    fn cross_attention(&mut self, from: &str, to: &str) -> Result<(), ConvertError> {
        let mut weight = vec![self.weights.get(&format!("{from}/linear_0/weight"))?];
        weight.extend(self.weights.get(&format!("{from}/linear_1/weight"))?.split(2)?);
        let mut bias = vec![self.weights.get(&format!("{from}/linear_0/bias"))?];
        bias.extend(self.weights.get(&format!("{from}/linear_1/bias"))?.split(2)?);
        self.projections(to, &weight, &bias);
        self.linear(&format!("{from}/linear_2"), &format!("{to}.out"))
    }

    /// Takes query, key and value; Whisper's key projection has no bias.
    fn projections(&mut self, to: &str, weight: &[Tensor<'a>], bias: &[Tensor<'a>]) {
        self.push(format!("{to}.query.weight"), weight[0].clone());
        self.push(format!("{to}.query.bias"), bias[0].clone());
        self.push(format!("{to}.key.weight"), weight[1].clone());
        self.push(format!("{to}.value.weight"), weight[2].clone());
        self.push(format!("{to}.value.bias"), bias[2].clone());
    }
}
