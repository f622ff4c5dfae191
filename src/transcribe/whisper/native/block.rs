//! What every block of the encoder and of the decoder has.

use rten_gemm::GemmError;

use super::load::Loader;
use crate::kernels::linear::Linear;
use crate::kernels::{Kernels, Norm, add, gelu};

/// Rows that go through at a time: the widest part of the block stays in the processor's cache.
const AT_ONCE: usize = 64;

/// Attention of rows among themselves.
pub(super) struct SelfAttention {
    norm: Norm,
    /// Queries, keys and values, beside one another.
    joined: Linear,
    out: Linear,
}

/// The block's last part, which looks at each row by itself.
pub(super) struct Mlp {
    norm: Norm,
    up: Linear,
    down: Linear,
}

impl SelfAttention {
    /// Reads the part of the block `name`.
    pub(super) fn load(loader: &mut Loader<'_>, name: &str) -> Result<Self, String> {
        let part = |part: &str| format!("{name}.attn.{part}");
        let joined = ["query", "key", "value"].map(part);
        Ok(Self {
            norm: loader.norm(&format!("{name}.attn_ln"))?,
            joined: loader.linear(&joined.each_ref().map(String::as_str))?,
            out: loader.linear(&[&part("out")])?,
        })
    }

    /// Queries, keys and values of the rows.
    pub(super) fn joined(&self, kernels: &Kernels, rows: &[f32]) -> Result<Vec<f32>, GemmError> {
        self.joined.apply(kernels, &self.norm.apply(rows))
    }

    /// Adds the answers to the rows.
    pub(super) fn add(
        &self,
        kernels: &Kernels,
        rows: &mut [f32],
        answers: &[f32],
    ) -> Result<(), GemmError> {
        add(rows, &self.out.apply(kernels, answers)?);
        Ok(())
    }
}

impl Mlp {
    /// Reads the part of the block `name`.
    pub(super) fn load(loader: &mut Loader<'_>, name: &str) -> Result<Self, String> {
        Ok(Self {
            norm: loader.norm(&format!("{name}.mlp_ln"))?,
            up: loader.linear(&[&format!("{name}.mlp.0")])?,
            down: loader.linear(&[&format!("{name}.mlp.2")])?,
        })
    }

    /// Adds what this part makes of the rows to them.
    pub(super) fn add(&self, kernels: &Kernels, rows: &mut [f32]) -> Result<(), GemmError> {
        for rows in rows.chunks_mut(AT_ONCE * self.down.outputs()) {
            let mut wide = self.up.apply(kernels, &self.norm.apply(rows))?;
            gelu(&mut wide);
            add(rows, &self.down.apply(kernels, &wide)?);
        }
        Ok(())
    }
}
