//! Packs numbers as ggml stores them: plain, or quantised in blocks of 32 (ggml-common.h).

use half::f16;
use serde::Deserialize;

/// Numbers in a block.
const BLOCK: usize = 32;

/// How a model's matrices are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Quantization {
    /// 16-bit floating point.
    #[serde(rename = "f16")]
    F16,
    /// 8 bits a number and a scale a block.
    #[serde(rename = "q8_0")]
    Q8_0,
    /// 5 bits a number, a scale and a minimum a block.
    #[serde(rename = "q5_1")]
    Q5_1,
}

impl Quantization {
    /// The file's type in its header; the thousands are ggml's quantisation version.
    pub(super) const fn file_type(self) -> i32 {
        match self {
            Self::F16 => 1,
            Self::Q8_0 => 2007,
            Self::Q5_1 => 2009,
        }
    }
}

/// How one tensor is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    /// 32-bit floating point.
    F32,
    /// As the model's matrices are.
    Matrix(Quantization),
}

impl Storage {
    /// ggml's number for the type.
    pub(super) const fn ggml_type(self) -> i32 {
        match self {
            Self::F32 => 0,
            Self::Matrix(Quantization::F16) => 1,
            Self::Matrix(Quantization::Q5_1) => 7,
            Self::Matrix(Quantization::Q8_0) => 8,
        }
    }

    /// Whether rows of this many numbers can be stored so.
    pub(super) const fn fits(self, row: usize) -> bool {
        match self {
            Self::F32 | Self::Matrix(Quantization::F16) => true,
            Self::Matrix(_) => row.is_multiple_of(BLOCK),
        }
    }

    /// Packs the numbers.
    pub(super) fn pack(self, values: &[f32]) -> Vec<u8> {
        match self {
            Self::F32 => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::Matrix(Quantization::F16) => {
                values.iter().flat_map(|value| f16::from_f32(*value).to_le_bytes()).collect()
            }
            Self::Matrix(Quantization::Q8_0) => blocks(values, q8_0),
            Self::Matrix(Quantization::Q5_1) => blocks(values, q5_1),
        }
    }
}

fn blocks(values: &[f32], pack: fn(&[f32; BLOCK], &mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::with_capacity(values.len() / BLOCK * 34);
    values.as_chunks::<BLOCK>().0.iter().for_each(|block| pack(block, &mut out));
    out
}

/// Scale, then 32 signed bytes.
fn q8_0(block: &[f32; BLOCK], out: &mut Vec<u8>) {
    let scale = block.iter().fold(0.0_f32, |most, value| most.max(value.abs())) / 127.0;
    out.extend(f16::from_f32(scale).to_le_bytes());
    out.extend(block.iter().map(|value| {
        let level = if scale > 0.0 { (value / scale).round_ties_even() } else { 0.0 };
        to_i8(level).to_le_bytes()[0]
    }));
}

/// Scale and minimum, the 32 fifth bits, then the low four bits, number n beside number n + 16.
fn q5_1(block: &[f32; BLOCK], out: &mut Vec<u8>) {
    let low = block.iter().copied().fold(f32::INFINITY, f32::min);
    let high = block.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let scale = (high - low) / 31.0;
    let levels = block.map(|value| {
        let level = if scale > 0.0 { (value - low) / scale } else { 0.0 };
        to_level(level + 0.5)
    });
    out.extend(f16::from_f32(scale).to_le_bytes());
    out.extend(f16::from_f32(low).to_le_bytes());
    let fifth_bits =
        levels.iter().rev().fold(0_u32, |bits, level| bits << 1 | u32::from(level >> 4));
    out.extend(fifth_bits.to_le_bytes());
    let (first, second) = levels.split_at(BLOCK / 2);
    out.extend(first.iter().zip(second).map(|(a, b)| (a & 15) | (b & 15) << 4));
}

#[expect(clippy::cast_possible_truncation, reason = "a level lies within -127 to 127")]
fn to_i8(level: f32) -> i8 {
    level as i8
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to five bits; the fraction is meant to fall away"
)]
fn to_level(level: f32) -> u8 {
    level.clamp(0.0, 31.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that rise and fall, so that every level occurs.
    fn wave() -> [f32; BLOCK] {
        std::array::from_fn(|index| ((index * 7) % BLOCK) as f32 / 10.0 - 1.5)
    }

    #[test]
    fn a_q8_0_block_read_back_is_within_half_a_step() {
        let packed = Storage::Matrix(Quantization::Q8_0).pack(&wave());
        assert_eq!(packed.len(), 34);
        let scale = f16::from_le_bytes([packed[0], packed[1]]).to_f32();
        for (value, byte) in wave().iter().zip(&packed[2..]) {
            let back = f32::from(i8::from_le_bytes([*byte])) * scale;
            assert!((value - back).abs() <= scale * 0.51 + 1e-3, "{value} {back}");
        }
    }

    #[test]
    fn a_q5_1_block_read_back_is_within_half_a_step() {
        let packed = Storage::Matrix(Quantization::Q5_1).pack(&wave());
        assert_eq!(packed.len(), 24);
        let scale = f16::from_le_bytes([packed[0], packed[1]]).to_f32();
        let low = f16::from_le_bytes([packed[2], packed[3]]).to_f32();
        let fifth_bits = u32::from_le_bytes(packed[4..8].try_into().unwrap());
        for (index, value) in wave().iter().enumerate() {
            let byte = packed[8 + index % 16];
            let low_bits = if index < 16 { byte & 15 } else { byte >> 4 };
            let level = u32::from(low_bits) | (fifth_bits >> index & 1) << 4;
            let back = level as f32 * scale + low;
            assert!((value - back).abs() <= scale * 0.51 + 1e-3, "{index}: {value} {back}");
        }
    }

    #[test]
    fn a_block_of_equal_numbers_has_no_division_by_zero() {
        for quantization in [Quantization::Q8_0, Quantization::Q5_1] {
            let packed = Storage::Matrix(quantization).pack(&[0.0; BLOCK]);
            assert!(packed.iter().all(|byte| *byte == 0), "{quantization:?}");
        }
    }
}
