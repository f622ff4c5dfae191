//! The encoder: what the sound is like, in steps of 0.02 s (Radford et al. 2022, section 2.2).

use rten_gemm::GemmError;

use super::attention::{HEAD, Memory};
use super::block::{Mlp, SelfAttention};
use super::load::Loader;
use crate::kernels::{Kernels, Norm, add, columns, gelu};
use crate::transcribe::whisper::layer::Layer;

/// The encoder's layers.
pub(super) struct Encoder {
    convolutions: [Layer; 2],
    positions: Vec<f32>,
    blocks: Vec<(SelfAttention, Mlp)>,
    norm: Norm,
    width: usize,
}

impl Encoder {
    /// Reads the encoder.
    pub(super) fn load(loader: &mut Loader<'_>) -> Result<Self, String> {
        let blocks = (0..loader.file.layers("encoder")).map(|index| {
            let name = format!("encoder.blocks.{index}");
            Ok((SelfAttention::load(loader, &name)?, Mlp::load(loader, &name)?))
        });
        let blocks = blocks.collect::<Result<Vec<_>, String>>()?;
        let norm = loader.norm("encoder.ln_post")?;
        Ok(Self {
            convolutions: [
                loader.convolution("encoder.conv1")?,
                loader.convolution("encoder.conv2")?,
            ],
            positions: loader.values("encoder.positional_embedding")?,
            blocks,
            width: norm.width(),
            norm,
        })
    }

    /// A row for each two of `frames` frames, whose `features` come filter after filter.
    pub(super) fn encode(
        &self,
        kernels: &Kernels,
        features: &[f32],
        frames: usize,
    ) -> Result<Vec<f32>, GemmError> {
        let filters = features.len() / frames;
        let by_frame = (0..frames)
            .flat_map(|frame| (0..filters).map(move |filter| features[filter * frames + frame]));
        let by_frame: Vec<f32> = by_frame.collect();
        let [first, second] = &self.convolutions;
        let mut rows = first.convolve(&kernels.floats, &by_frame, (frames, 1))?;
        gelu(&mut rows);
        let mut rows = second.convolve(&kernels.floats, &rows, (frames, 2))?;
        gelu(&mut rows);
        add(&mut rows, &self.positions);
        for (attention, mlp) in &self.blocks {
            self.attend(kernels, attention, &mut rows)?;
            mlp.add(kernels, &mut rows)?;
        }
        Ok(self.norm.apply(&rows))
    }

    fn attend(
        &self,
        kernels: &Kernels,
        attention: &SelfAttention,
        rows: &mut [f32],
    ) -> Result<(), GemmError> {
        let joined = attention.joined(kernels, rows)?;
        let mut answers = vec![0.0; rows.len()];
        for first in (0..self.width).step_by(HEAD) {
            let places = (self.width + first, 2 * self.width + first);
            let memory = Memory::new(kernels, (&joined, 3 * self.width), places)?;
            let queries = columns(&joined, 3 * self.width, first, HEAD)?;
            memory.ask(kernels, queries, (&mut answers, self.width, first), &mut |_| ())?;
        }
        attention.add(kernels, rows, &answers)
    }
}
