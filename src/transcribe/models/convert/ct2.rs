//! Reads CTranslate2's binary format (version 4 to 6): named tensors, then aliases.

use std::collections::HashMap;

use half::f16;

use super::{ConvertError, malformed};

/// What a number in a tensor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dtype {
    /// 32-bit floating point.
    F32,
    /// 16-bit floating point.
    F16,
    /// Something that weights to be converted don't have (whole numbers).
    Other,
}

impl Dtype {
    const fn of(code: u8) -> Self {
        match code {
            0 => Self::F32,
            4 => Self::F16,
            _ => Self::Other,
        }
    }

    /// Bytes a number.
    const fn width(self) -> usize {
        if matches!(self, Self::F32) { 4 } else { 2 }
    }
}

/// A tensor, or some of its rows, as it lies in the file.
#[derive(Debug, Clone)]
pub(super) struct Tensor<'a> {
    /// The length of each axis, the slowest first.
    pub(super) shape: Vec<usize>,
    dtype: Dtype,
    bytes: &'a [u8],
}

impl<'a> Tensor<'a> {
    /// Its numbers in order.
    pub(super) fn values(&self) -> Vec<f32> {
        match self.dtype {
            Dtype::F32 => chunks(self.bytes).map(f32::from_le_bytes).collect(),
            _ => chunks(self.bytes).map(|bytes| f16::from_le_bytes(bytes).to_f32()).collect(),
        }
    }

    /// Cuts it along its first axis into `count` equal parts.
    pub(super) fn split(&self, count: usize) -> Result<Vec<Self>, ConvertError> {
        let rows = self.shape.first().copied().unwrap_or(0);
        if rows == 0 || !rows.is_multiple_of(count) {
            return Err(malformed(format!("a tensor of {rows} rows can't be cut in {count}")));
        }
        let part = self.bytes.len() / count;
        let parts = self.bytes.chunks_exact(part).map(|bytes| {
            let mut shape = self.shape.clone();
            shape[0] = rows / count;
            Self { shape, dtype: self.dtype, bytes }
        });
        Ok(parts.collect())
    }

    /// The same numbers under another shape of the same size.
    pub(super) fn reshaped(mut self, shape: &[usize]) -> Self {
        debug_assert_eq!(shape.iter().product::<usize>(), self.shape.iter().product::<usize>());
        self.shape = shape.to_vec();
        self
    }
}

fn chunks<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> {
    bytes.as_chunks::<N>().0.iter().copied()
}

/// The tensors of a Whisper model by their CTranslate2 names.
pub(super) struct Weights<'a>(HashMap<String, Tensor<'a>>);

impl<'a> Weights<'a> {
    /// Reads the whole file; the tensors' numbers stay where they are.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, ConvertError> {
        let mut reader = Reader { bytes };
        let version = reader.u32()?;
        if !(4..=6).contains(&version) {
            return Err(malformed(format!(
                "CTranslate2 format {version} is not supported (4 to 6)"
            )));
        }
        let spec = reader.text()?;
        if spec != "WhisperSpec" {
            return Err(malformed(format!("`{spec}` is not a Whisper model")));
        }
        let _revision = reader.u32()?;
        let mut tensors = HashMap::new();
        for _ in 0..reader.u32()? {
            let name = reader.text()?;
            tensors.insert(name, reader.tensor()?);
        }
        for _ in 0..reader.u32()? {
            let (alias, name) = (reader.text()?, reader.text()?);
            if let Some(tensor) = tensors.get(&name).cloned() {
                tensors.insert(alias, tensor);
            }
        }
        Ok(Self(tensors))
    }

    /// Whether there is a tensor of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The floating-point tensor of this name.
    pub(super) fn get(&self, name: &str) -> Result<Tensor<'a>, ConvertError> {
        let tensor = self.0.get(name).ok_or_else(|| malformed(format!("`{name}` is missing")))?;
        if tensor.dtype == Dtype::Other {
            return Err(malformed(format!("`{name}` is neither float16 nor float32")));
        }
        Ok(tensor.clone())
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], ConvertError> {
        let (taken, rest) =
            self.bytes.split_at_checked(count).ok_or_else(|| malformed("the file is cut short"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ConvertError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    fn u32(&mut self) -> Result<u32, ConvertError> {
        self.array().map(u32::from_le_bytes)
    }

    fn size(&mut self) -> Result<usize, ConvertError> {
        usize::try_from(self.u32()?).map_err(|_| malformed("a size is too large"))
    }

    /// A text: its length with the closing zero, then its bytes.
    fn text(&mut self) -> Result<String, ConvertError> {
        let length = usize::from(u16::from_le_bytes(self.array()?));
        let bytes = self.take(length)?;
        let text = bytes.strip_suffix(&[0]).unwrap_or(bytes);
        String::from_utf8(text.to_vec()).map_err(|_| malformed("a name is not UTF-8"))
    }

    fn tensor(&mut self) -> Result<Tensor<'a>, ConvertError> {
        let rank = usize::from(self.array::<1>()?[0]);
        let shape = (0..rank).map(|_| self.size()).collect::<Result<Vec<_>, _>>()?;
        let dtype = Dtype::of(self.array::<1>()?[0]);
        let length = self.size()?;
        let bytes = self.take(length)?;
        let count = shape.iter().try_fold(1_usize, |count, axis| count.checked_mul(*axis));
        let wanted = count.and_then(|count| count.checked_mul(dtype.width()));
        if dtype != Dtype::Other && wanted != Some(length) {
            return Err(malformed("a tensor's size does not fit its shape"));
        }
        Ok(Tensor { shape, dtype, bytes })
    }
}
