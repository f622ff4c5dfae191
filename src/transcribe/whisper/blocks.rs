//! How ggml packs numbers (ggml-common.h): plain, or in blocks of 32 with a scale each.

use half::f16;

/// Numbers in a block.
const BLOCK: usize = 32;

/// How a tensor's numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockFormat {
    /// 32-bit floating point.
    F32,
    /// 16-bit floating point.
    F16,
    /// 5 bits a number and a scale a block.
    Q5_0,
    /// 5 bits a number, a scale and a minimum a block.
    Q5_1,
    /// 8 bits a number and a scale a block.
    Q8_0,
}

impl BlockFormat {
    /// The format of ggml's number `code`.
    pub(super) fn of(code: usize) -> Result<Self, String> {
        Ok(match code {
            0 => Self::F32,
            1 => Self::F16,
            6 => Self::Q5_0,
            7 => Self::Q5_1,
            8 => Self::Q8_0,
            _ => return Err(format!("tensors of ggml's type {code} are not supported")),
        })
    }

    /// How many bytes so many numbers take.
    pub(super) const fn bytes(self, count: usize) -> usize {
        match self {
            Self::F32 => count * 4,
            Self::F16 => count * 2,
            Self::Q5_0 => count / BLOCK * 22,
            Self::Q5_1 => count / BLOCK * 24,
            Self::Q8_0 => count / BLOCK * 34,
        }
    }

    /// The numbers.
    pub(super) fn unpack(self, bytes: &[u8]) -> Vec<f32> {
        match self {
            Self::F32 => bytes.as_chunks().0.iter().map(|one| f32::from_le_bytes(*one)).collect(),
            Self::F16 => bytes.as_chunks::<2>().0.iter().map(|one| half(one)).collect(),
            Self::Q5_0 => bytes.as_chunks::<22>().0.iter().flat_map(q5_0).collect(),
            Self::Q5_1 => bytes.as_chunks::<24>().0.iter().flat_map(q5_1).collect(),
            Self::Q8_0 => bytes.as_chunks::<34>().0.iter().flat_map(q8_0).collect(),
        }
    }
}

fn half(bytes: &[u8]) -> f32 {
    f16::from_le_bytes([bytes[0], bytes[1]]).to_f32()
}

/// Scale, then 32 signed bytes.
fn q8_0(block: &[u8; 34]) -> [f32; BLOCK] {
    let scale = half(block);
    std::array::from_fn(|index| f32::from(block[2 + index].cast_signed()) * scale)
}

/// Scale, the fifth bits, the low four bits; 16 stands for zero.
fn q5_0(block: &[u8; 22]) -> [f32; BLOCK] {
    let scale = half(block);
    let levels = levels(&block[2..]);
    std::array::from_fn(|index| (f32::from(levels[index]) - 16.0) * scale)
}

/// Scale, minimum, the fifth bits, the low four bits.
fn q5_1(block: &[u8; 24]) -> [f32; BLOCK] {
    let (scale, low) = (half(block), half(&block[2..]));
    let levels = levels(&block[4..]);
    std::array::from_fn(|index| f32::from(levels[index]) * scale + low)
}

/// Levels of five bits: 32 fifth bits, then the low four bits, number n beside number n + 16.
fn levels(packed: &[u8]) -> [u8; BLOCK] {
    std::array::from_fn(|index| {
        let pair = packed[4 + index % (BLOCK / 2)];
        let low = if index < BLOCK / 2 { pair & 15 } else { pair >> 4 };
        low | (packed[index / 8] >> (index % 8) & 1) << 4
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_read_as_ggml_writes_them() {
        let scale = f16::from_f32(0.5).to_le_bytes();
        let mut eight = vec![scale[0], scale[1]];
        eight.extend((0_u8..32).map(|value| value.wrapping_sub(16)));
        let numbers = BlockFormat::Q8_0.unpack(&eight);
        assert_eq!((numbers[0], numbers[31]), (-8.0, 7.5));
        // Number 0 has the levels 1 and the fifth bit, number 16 the level 2.
        let mut five = vec![scale[0], scale[1], 1, 0, 0, 0, 0x21];
        five.resize(22, 0);
        let numbers = BlockFormat::Q5_0.unpack(&five);
        assert_eq!((numbers[0], numbers[16], numbers[1]), (0.5, -7.0, -8.0));
        five.splice(2..2, f16::from_f32(3.0).to_le_bytes());
        let numbers = BlockFormat::Q5_1.unpack(&five);
        assert_eq!((numbers[0], numbers[16], numbers[1]), (11.5, 4.0, 3.0));
    }
}
