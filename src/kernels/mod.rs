//! Products of matrices, by rten's kernels for the processor at hand, and what is done to rows of
//! numbers between them.

pub(crate) mod linear;

use rten_gemm::{GemmError, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::{SimdOp as _, SimdUnaryOp as _};
use rten_tensor::{Matrix, NdTensorView};
use rten_vecmath::{Gelu, Normalize, NormalizeOptions, Softmax, Sum, SumSquareSub};

/// What is added to the variance before it divides (PyTorch's `LayerNorm`).
const LEAST_VARIANCE: f32 = 1e-5;

/// The kernels; each thread picks its own, which takes no time.
pub(crate) struct Kernels {
    /// Numbers in 32 bits.
    pub(crate) floats: GemmExecutor,
    /// Numbers in 8 bits, which are added up in 32.
    pub(crate) levels: GemmExecutor<u8, i8, i32>,
}

impl Kernels {
    /// Picks those that suit the processor.
    pub(crate) fn new() -> Self {
        Self { floats: GemmExecutor::new(), levels: GemmExecutor::new() }
    }

    /// Writes `left` times `right` to `out`, row after row.
    pub(crate) fn multiply(
        &self,
        out: &mut [f32],
        left: Matrix<'_>,
        right: GemmInputB<'_, f32>,
    ) -> Result<(), GemmError> {
        self.floats.gemm(out, GemmInputA::Unpacked(left), right, GemmOptions::default())
    }

    /// Makes a matrix ready to be multiplied with many times.
    pub(crate) fn pack(&self, matrix: Matrix<'_>) -> PackedBMatrix<f32> {
        self.floats.prepack_b(matrix)
    }
}

/// So many columns of `rows` rows that are `width` wide, from column `first` on.
pub(crate) fn columns(
    rows: &[f32],
    width: usize,
    first: usize,
    count: usize,
) -> Result<Matrix<'_>, GemmError> {
    let shape = [rows.len() / width, count];
    let from = rows.get(first..).unwrap_or_default();
    NdTensorView::from_slice_with_strides(shape, from, [width, 1])
        .map_err(|_| GemmError::KSizeMismatch)
}

/// Brings each row to a mean of zero and a variance of one, then to what the model learned.
pub(crate) struct Norm {
    scale: Vec<f32>,
    bias: Vec<f32>,
    least_variance: f32,
}

impl Norm {
    /// Takes what each number of a row is multiplied with, and what is added to it.
    pub(crate) const fn new(scale: Vec<f32>, bias: Vec<f32>) -> Self {
        Self { scale, bias, least_variance: LEAST_VARIANCE }
    }

    /// The same with this added to the variance before it divides.
    pub(crate) fn with_least_variance(self, least_variance: f32) -> Self {
        Self { least_variance, ..self }
    }

    /// How many numbers a row has.
    pub(crate) const fn width(&self) -> usize {
        self.scale.len()
    }

    /// The rows, normalised.
    pub(crate) fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let mut normal = rows.to_vec();
        for row in normal.chunks_exact_mut(self.scale.len()) {
            let count = row.len() as f32;
            let mean = Sum::new(row).dispatch() / count;
            let variance = SumSquareSub::new(row, mean).dispatch() / count;
            let options = NormalizeOptions {
                pre_scale_bias: mean,
                scale: (variance + self.least_variance).sqrt().recip(),
                element_scale: Some(&self.scale),
                element_bias: Some(&self.bias),
                ..NormalizeOptions::default()
            };
            Normalize::new_mut(row, options).dispatch();
        }
        normal
    }
}

/// The model's activation.
pub(crate) fn gelu(values: &mut [f32]) {
    Gelu {}.map_mut(values);
}

/// Makes a row of scores one of shares.
pub(crate) fn softmax(row: &mut [f32]) {
    Softmax::new_mut(row).dispatch();
}

/// Adds `more` to `values`.
pub(crate) fn add(values: &mut [f32], more: &[f32]) {
    values.iter_mut().zip(more).for_each(|(value, more)| *value += more);
}

#[cfg(test)]
mod tests {
    use rten_tensor::AsView as _;

    use super::*;

    #[test]
    fn a_row_is_normalised_by_itself() {
        let norm = Norm::new(vec![2.0, 2.0], vec![0.0, 1.0]);
        let rows = norm.apply(&[1.0, 3.0, 5.0, 5.0]);
        let expected = [-2.0, 3.0, 0.0, 1.0];
        assert!(rows.iter().zip(expected).all(|(row, one)| (row - one).abs() < 1e-3), "{rows:?}");
    }

    #[test]
    fn columns_of_wide_rows_are_a_matrix() {
        let rows = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let matrix = columns(&rows, 3, 1, 2).unwrap();
        assert_eq!(matrix.to_vec(), [2.0, 3.0, 5.0, 6.0]);
    }
}
