//! A layer of weights in 8 bits: each row of numbers times a matrix, plus biases.
//!
//! A level is a number times the scale of its row, as CTranslate2 has it; the rows that come in are
//! brought to 8 bits as they are, from their least number to their largest (what an activation lets
//! through is hardly ever below zero), so that only whole numbers are multiplied. Sums of those are
//! exact: what comes out for a row doesn't depend on the rows beside it.

use rten_gemm::{GemmError, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdOp as _;
use rten_tensor::NdTensorView;
use rten_vecmath::{ExtendInit as _, MinMax, Quantize};

use super::Kernels;

/// The highest level of a row that comes in.
const MOST_OF_ROW: f32 = 255.0;
/// The highest level of a weight.
const MOST: f32 = 127.0;
/// The highest level of a weight where the processor adds two products in 16 bits.
const MOST_IN_16_BITS: f32 = 63.0;
/// Rows that are multiplied at a time: what they take stays in the processor's cache.
const AT_ONCE: usize = 64;

/// Weights and biases, ready for the processor.
pub(crate) struct Linear {
    weights: PackedBMatrix<i8>,
    /// What a level of each output's weights stands for.
    units: Vec<f32>,
    /// The levels of each output's weights, added up: so much of a sum comes of each level by which
    /// a row's zero is not level 0. (rten 0.27 takes the zeros of the first rows for all.)
    totals: Vec<i32>,
    /// None are zeros.
    biases: Vec<f32>,
    inputs: usize,
}

/// Weights of each output in turn, in 8 bits.
pub(crate) struct Levels {
    pub(crate) levels: Vec<i8>,
    /// What a level of each row stands for.
    pub(crate) units: Vec<f32>,
    columns: usize,
}

impl Levels {
    /// Brings rows of `columns` numbers to 8 bits.
    pub(crate) fn new(kernels: &Kernels, values: &[f32], columns: usize) -> Self {
        let top = if kernels.levels.may_saturate() { MOST_IN_16_BITS } else { MOST };
        let mut all = Self { levels: Vec::with_capacity(values.len()), units: Vec::new(), columns };
        for row in values.chunks_exact(columns) {
            let scale = scale_of(row, top);
            all.units.push(scale.recip());
            all.levels.extend(row.iter().map(|value| to_level(value * scale)));
        }
        all
    }

    /// The levels of each row, added up.
    fn totals(&self) -> Vec<i32> {
        let rows = self.levels.chunks_exact(self.columns);
        rows.map(|row| row.iter().map(|level| i32::from(*level)).sum()).collect()
    }

    /// The numbers of one row.
    pub(crate) fn row(&self, index: usize) -> impl Iterator<Item = f32> {
        let unit = self.units[index];
        let levels = &self.levels[index * self.columns..(index + 1) * self.columns];
        levels.iter().map(move |level| f32::from(*level) * unit)
    }
}

impl Linear {
    /// Takes the weights, and a bias for each output or none.
    pub(crate) fn new(kernels: &Kernels, weights: &Levels, biases: Vec<f32>) -> Self {
        let shape = [weights.units.len(), weights.columns];
        let by_output = NdTensorView::from_data(shape, weights.levels.as_slice());
        Self {
            weights: kernels.levels.prepack_b(by_output.transposed()),
            units: weights.units.clone(),
            totals: weights.totals(),
            biases,
            inputs: weights.columns,
        }
    }

    /// How many numbers come out for a row.
    pub(crate) const fn outputs(&self) -> usize {
        self.units.len()
    }

    /// The outputs for each row of `rows`.
    pub(crate) fn apply(&self, kernels: &Kernels, rows: &[f32]) -> Result<Vec<f32>, GemmError> {
        let mut outputs = Vec::with_capacity(rows.len() / self.inputs * self.outputs());
        let mut sums = vec![0; AT_ONCE.min(rows.len() / self.inputs) * self.outputs()];
        for rows in rows.chunks(AT_ONCE * self.inputs) {
            let count = rows.len() / self.inputs;
            let sums = &mut sums[..count * self.outputs()];
            let mut levels = Vec::with_capacity(rows.len());
            let mut ranges = Vec::with_capacity(count);
            for row in rows.chunks_exact(self.inputs) {
                let (scale, zero) = range_of(row);
                ranges.push((scale.recip(), i32::from(zero)));
                let from = levels.len();
                levels.extend_init(|to| {
                    Quantize::new(row, &mut to[..row.len()], scale, zero).dispatch()
                });
                debug_assert_eq!(levels.len(), from + row.len());
            }
            kernels.levels.gemm(
                sums,
                GemmInputA::Unpacked(NdTensorView::from_data([count, self.inputs], &levels[..])),
                GemmInputB::Packed(&self.weights),
                GemmOptions::default(),
            )?;
            for (sums, range) in sums.chunks_exact(self.outputs()).zip(ranges) {
                self.add_to(&mut outputs, sums, range);
            }
        }
        Ok(outputs)
    }

    /// Appends what the sums of a row stand for.
    fn add_to(&self, outputs: &mut Vec<f32>, sums: &[i32], (unit, zero): (f32, i32)) {
        let weighed = sums.iter().zip(&self.totals).zip(&self.units);
        let value = |((sum, total), weight): ((&i32, &i32), &f32)| {
            (sum - total * zero) as f32 * (weight * unit)
        };
        if self.biases.is_empty() {
            outputs.extend(weighed.map(value));
        } else {
            outputs.extend(weighed.zip(&self.biases).map(|(sum, bias)| value(sum) + bias));
        }
    }
}

/// What brings a row's largest number to level `top`.
fn scale_of(row: &[f32], top: f32) -> f32 {
    let (least, most) = MinMax::new(row).dispatch();
    let most = most.max(-least);
    if most > 0.0 { top / most } else { 1.0 }
}

/// What spreads a row over all levels, and the level that then stands for zero.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a level of 8 bits")]
fn range_of(row: &[f32]) -> (f32, u8) {
    let (least, most) = MinMax::new(row).dispatch();
    let (least, most) = (least.min(0.0), most.max(0.0));
    let scale = if most > least { MOST_OF_ROW / (most - least) } else { 1.0 };
    (scale, (-least * scale).round_ties_even() as u8)
}

#[expect(clippy::cast_possible_truncation, reason = "a level lies within -127 to 127")]
fn to_level(level: f32) -> i8 {
    level.round_ties_even() as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_keeps_its_largest_number_and_a_row_of_zeros_stays_one() {
        let levels = Levels::new(&Kernels::new(), &[0.5, -1.0, 0.0, 0.0], 2);
        let first: Vec<f32> = levels.row(0).collect();
        assert!((first[0] - 0.5).abs() < 0.01 && (first[1] + 1.0).abs() < 1e-6, "{first:?}");
        assert_eq!(levels.row(1).collect::<Vec<_>>(), [0.0, 0.0]);
    }

    #[test]
    fn a_layer_gives_nearly_what_whole_numbers_would_and_a_row_the_same_among_others() {
        let kernels = Kernels::new();
        let number = |index: usize| ((index * 37) % 101) as f32 / 50.0 - 1.0;
        let (inputs, outputs) = (48, 20);
        let weights: Vec<f32> = (0..inputs * outputs).map(number).collect();
        let biases: Vec<f32> = (0..outputs).map(|index| index as f32).collect();
        let levels = Levels::new(&kernels, &weights, inputs);
        let layer = Linear::new(&kernels, &levels, biases);
        let rows: Vec<f32> = (0..inputs * 70).map(|index| number(index * 3 + 1)).collect();
        let all = layer.apply(&kernels, &rows).unwrap();
        for (index, row) in rows.chunks(inputs).enumerate() {
            let alone = layer.apply(&kernels, row).unwrap();
            assert_eq!(alone, all[index * outputs..(index + 1) * outputs]);
            for (output, value) in alone.iter().enumerate() {
                let weights = &weights[output * inputs..(output + 1) * inputs];
                let exact: f32 = row.iter().zip(weights).map(|(a, b)| a * b).sum();
                assert!((value - exact - output as f32).abs() < 0.06, "{value} {exact}");
            }
        }
    }
}
