//! Takes layers out of a ggml file.

use super::attention::HEAD;
use super::ggml::GgmlFile;
use crate::kernels::linear::{Levels, Linear};
use crate::kernels::{Kernels, Norm};
use crate::transcribe::whisper::layer::Layer;
use crate::transcribe::whisper::tensors::Tensor;

/// Reads a file for the kernels at hand.
pub(super) struct Loader<'f> {
    pub(super) file: &'f mut GgmlFile,
    pub(super) kernels: &'f Kernels,
}

impl Loader<'_> {
    /// The numbers of a tensor.
    pub(super) fn values(&mut self, name: &str) -> Result<Vec<f32>, String> {
        Ok(self.file.tensor(name)?.values)
    }

    /// A tensor in rows of 8 bits.
    pub(super) fn levels(&mut self, name: &str, rows: usize) -> Result<Levels, String> {
        let Tensor { shape, mut values } = self.file.tensor(name)?;
        let columns = columns_of(&shape);
        values.truncate(rows.saturating_mul(columns));
        Ok(Levels::new(self.kernels, &values, columns))
    }

    /// A layer that normalises.
    pub(super) fn norm(&mut self, name: &str) -> Result<Norm, String> {
        let scale = self.values(&format!("{name}.weight"))?;
        Ok(Norm::new(scale, self.values(&format!("{name}.bias"))?))
    }

    /// A convolution of 32 bits: it is a small part of the work, and hears the sound itself.
    pub(super) fn convolution(&mut self, name: &str) -> Result<Layer, String> {
        let weights = self.values(&format!("{name}.weight"))?;
        let biases = self.values(&format!("{name}.bias"))?;
        Ok(Layer::convolution(&self.kernels.floats, &weights, biases))
    }

    /// One layer out of several, one below the other; those of keys have no biases.
    pub(super) fn linear(&mut self, names: &[&str]) -> Result<Linear, String> {
        let (mut weights, mut biases, mut columns) = (Vec::new(), Vec::new(), 1);
        for name in names {
            let Tensor { shape, mut values } = self.file.tensor(&format!("{name}.weight"))?;
            columns = columns_of(&shape);
            let bias = format!("{name}.bias");
            let mut bias = match name.ends_with(".key") {
                true => vec![0.0; values.len() / columns],
                false => self.values(&bias)?,
            };
            if name.ends_with(".query") {
                // Scores are taken by the root of the head's width; in 8 bits this costs nothing.
                let scale = (HEAD as f32).sqrt().recip();
                values.iter_mut().chain(&mut bias).for_each(|value| *value *= scale);
            }
            weights.append(&mut values);
            biases.append(&mut bias);
        }
        let levels = Levels::new(self.kernels, &weights, columns);
        Ok(Linear::new(self.kernels, &levels, biases))
    }
}

fn columns_of(shape: &[usize]) -> usize {
    shape.last().copied().unwrap_or(0).max(1)
}
