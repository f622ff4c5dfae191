//! A layer of weights in 32 bits: each row of numbers times a matrix, plus biases.

use rten_gemm::{
    BiasVector, GemmError, GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix,
};
use rten_tensor::NdTensorView;

/// Neighbours that a convolution looks at.
const TAPS: usize = 3;

/// Weights and biases, ready for the processor.
pub(super) struct Layer {
    weights: PackedBMatrix<f32>,
    biases: Vec<f32>,
    inputs: usize,
}

impl Layer {
    /// Takes the weights of each output in turn, and a bias for each.
    pub(super) fn new(gemm: &GemmExecutor, weights: &[f32], biases: Vec<f32>) -> Self {
        let outputs = biases.len();
        let inputs = weights.len() / outputs.max(1);
        let by_output = NdTensorView::from_data([outputs, inputs], weights);
        Self { weights: gemm.prepack_b(by_output.transposed()), biases, inputs }
    }

    /// Takes a convolution's weights, where each channel's taps stand together.
    pub(super) fn convolution(gemm: &GemmExecutor, weights: &[f32], biases: Vec<f32>) -> Self {
        let inputs = weights.len() / biases.len().max(1);
        let channels = inputs / TAPS;
        let by_tap = weights.chunks_exact(inputs.max(1)).flat_map(|output| {
            let at = move |tap: usize, channel: usize| output[channel * TAPS + tap];
            (0..TAPS).flat_map(move |tap| (0..channels).map(move |channel| at(tap, channel)))
        });
        Self::new(gemm, &by_tap.collect::<Vec<_>>(), biases)
    }

    /// The outputs for each row of `rows`.
    pub(super) fn apply(&self, gemm: &GemmExecutor, rows: &[f32]) -> Result<Vec<f32>, GemmError> {
        let count = rows.len() / self.inputs;
        let mut outputs = vec![0.0; count * self.biases.len()];
        let input = NdTensorView::from_data([count, self.inputs], rows);
        gemm.gemm(
            &mut outputs,
            GemmInputA::Unpacked(input),
            GemmInputB::Packed(&self.weights),
            GemmOptions { bias: Some(BiasVector::Row(&self.biases)), ..GemmOptions::default() },
        )?;
        Ok(outputs)
    }

    /// Convolves each run of `positions` rows by itself, with silence around it, at every
    /// `stride`th of them.
    pub(super) fn convolve(
        &self,
        gemm: &GemmExecutor,
        rows: &[f32],
        (positions, stride): (usize, usize),
    ) -> Result<Vec<f32>, GemmError> {
        let channels = self.inputs / TAPS;
        let run = positions * channels;
        let mut around = Vec::with_capacity(rows.len() * TAPS / stride);
        for rows in rows.chunks_exact(run) {
            for position in (0..positions).step_by(stride) {
                for tap in 0..TAPS {
                    let at = (position + tap).checked_sub(1).filter(|at| *at < positions);
                    match at.map(|at| at * channels) {
                        Some(at) => around.extend_from_slice(&rows[at..at + channels]),
                        None => around.resize(around.len() + channels, 0.0),
                    }
                }
            }
        }
        self.apply(gemm, &around)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_convolution_looks_at_both_neighbours_and_at_silence_beyond_the_ends() {
        let gemm = GemmExecutor::new();
        // Two channels: what was before in the first, what comes in the second.
        let layer = Layer::convolution(&gemm, &[1.0, 0.0, 0.0, 0.0, 0.0, 1.0], vec![0.5]);
        let rows = [1.0, 10.0, 2.0, 20.0, 3.0, 30.0];
        assert_eq!(layer.convolve(&gemm, &rows, (3, 1)).unwrap(), [20.5, 31.5, 2.5]);
        assert_eq!(layer.convolve(&gemm, &rows, (3, 2)).unwrap(), [20.5, 2.5]);
        assert_eq!(layer.convolve(&gemm, &rows, (1, 1)).unwrap(), [0.5; 3]);
    }
}
