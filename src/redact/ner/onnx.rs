//! Reads weights out of an ONNX file: what it holds of protobuf, and of 4-bit numbers.

use std::collections::HashMap;

/// Numbers of four bits that share a scale.
const BLOCK: usize = 32;
/// The level of four bits that stands for zero.
const ZERO: f32 = 8.0;

/// The weights of a model, by name.
#[derive(Default)]
pub(super) struct Weights<'a> {
    tensors: HashMap<&'a str, Tensor<'a>>,
    /// What each node takes.
    inputs: HashMap<&'a str, Vec<&'a str>>,
}

/// A tensor as the file holds it: its numbers stand in one of the three.
#[derive(Default)]
struct Tensor<'a> {
    name: &'a str,
    raw: &'a [u8],
    floats: &'a [u8],
    integers: &'a [u8],
}

/// A table of numbers in eight bits.
pub(super) struct Table {
    levels: Vec<u8>,
    zero: u8,
    scale: f32,
}

impl Table {
    /// The numbers of a row.
    pub(super) fn row(&self, row: usize, width: usize) -> Option<impl Iterator<Item = f32>> {
        let levels = self.levels.get(row * width..(row + 1) * width)?;
        let value = |level: &u8| (f32::from(*level) - f32::from(self.zero)) * self.scale;
        Some(levels.iter().map(value))
    }
}

impl<'a> Weights<'a> {
    /// Reads the file; what can't be read is not there.
    pub(super) fn parse(file: &'a [u8]) -> Self {
        const GRAPH: u64 = 7;
        const NODE: u64 = 1;
        const TENSOR: u64 = 5;
        let mut weights = Self::default();
        let graphs = fields(file).filter(|(field, _)| *field == GRAPH);
        for (field, bytes) in graphs.flat_map(|(_, graph)| fields(graph)) {
            match field {
                NODE => weights.add_node(bytes),
                TENSOR => {
                    let tensor = Tensor::parse(bytes);
                    weights.tensors.insert(tensor.name, tensor);
                }
                _ => {}
            }
        }
        weights
    }

    fn add_node(&mut self, node: &'a [u8]) {
        const INPUT: u64 = 1;
        const NAME: u64 = 3;
        let texts = |wanted: u64| {
            fields(node).filter(move |(field, _)| *field == wanted).map(|(_, bytes)| text(bytes))
        };
        if let Some(name) = texts(NAME).next() {
            self.inputs.insert(name, texts(INPUT).collect());
        }
    }

    fn tensor(&self, name: &str) -> Result<&Tensor<'a>, String> {
        self.tensors.get(name).ok_or_else(|| format!("it lacks `{name}`"))
    }

    /// The numbers of a tensor.
    pub(super) fn numbers(&self, name: &str) -> Result<Vec<f32>, String> {
        let tensor = self.tensor(name)?;
        let bytes = if tensor.raw.is_empty() { tensor.floats } else { tensor.raw };
        let (numbers, _) = bytes.as_chunks();
        Ok(numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    /// A tensor in eight bits.
    pub(super) fn table(&self, name: &str) -> Result<Table, String> {
        let zero = self.tensor(&format!("{name}_zero_point"))?;
        let zero = match zero.raw {
            [] => varint(zero.integers).and_then(|(zero, _)| u8::try_from(zero).ok()),
            [zero, ..] => Some(*zero),
        };
        let scale = self.numbers(&format!("{name}_scale"))?.first().copied();
        let levels = self.tensor(&format!("{name}_quantized"))?.raw.to_vec();
        let missing = || format!("`{name}` has no scale");
        Ok(Table { levels, zero: zero.ok_or_else(missing)?, scale: scale.ok_or_else(missing)? })
    }

    /// The weights of a node that multiplies with a matrix in four bits, output after output.
    pub(super) fn matrix(&self, node: &str) -> Result<Vec<f32>, String> {
        let inputs = self.inputs.get(node).map_or(&[][..], Vec::as_slice);
        let [_, levels, scales] = inputs else { return Err(format!("it lacks `{node}`")) };
        let (levels, scales) = (self.tensor(levels)?.raw, self.numbers(scales)?);
        if levels.len() * 2 != scales.len() * BLOCK {
            return Err(format!("`{node}` has another form"));
        }
        let mut numbers = Vec::with_capacity(levels.len() * 2);
        for (levels, scale) in levels.chunks_exact(BLOCK / 2).zip(scales) {
            let number = |level: u8| (f32::from(level) - ZERO) * scale;
            for pair in levels {
                numbers.extend([number(pair & 15), number(pair >> 4)]);
            }
        }
        Ok(numbers)
    }
}

impl<'a> Tensor<'a> {
    fn parse(bytes: &'a [u8]) -> Self {
        const FLOATS: u64 = 4;
        const INTEGERS: u64 = 5;
        const NAME: u64 = 8;
        const RAW: u64 = 9;
        let mut tensor = Self::default();
        for (field, bytes) in fields(bytes) {
            match field {
                FLOATS => tensor.floats = bytes,
                INTEGERS => tensor.integers = bytes,
                NAME => tensor.name = text(bytes),
                RAW => tensor.raw = bytes,
                _ => {}
            }
        }
        tensor
    }
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap_or_default()
}

/// The fields of a protobuf message that have a length, each with its number.
fn fields(mut message: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    std::iter::from_fn(move || {
        loop {
            let (key, rest) = varint(message)?;
            let (value, rest) = match key & 7 {
                0 => (None, varint(rest)?.1),
                1 => (None, rest.get(8..)?),
                2 => {
                    let (length, rest) = varint(rest)?;
                    let (bytes, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
                    (Some(bytes), rest)
                }
                5 => (None, rest.get(4..)?),
                _ => return None,
            };
            message = rest;
            if let Some(bytes) = value {
                return Some((key >> 3, bytes));
            }
        }
    })
}

/// The whole number that a message begins with, and what follows it.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = bytes.iter().take(10).position(|byte| byte & 0x80 == 0)?;
    let (number, rest) = bytes.split_at(end + 1);
    let sum = |sum: u64, byte: &u8| (sum << 7) | u64::from(byte & 0x7f);
    Some((number.iter().rev().fold(0, sum), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field of bytes.
    fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
        [&[number << 3 | 2, u8::try_from(bytes.len()).unwrap()], bytes].concat()
    }

    #[test]
    fn a_matrix_in_four_bits_is_found_by_the_node_that_multiplies_with_it() {
        let node = ["rows", "levels", "scales"].map(|input| field(1, input.as_bytes())).concat();
        let node = [node, field(3, b"product")].concat();
        let levels: Vec<u8> = (0..16).map(|pair| pair | (15 - pair) << 4).collect();
        let levels = [field(8, b"levels"), field(9, &levels)].concat();
        let scales = [field(8, b"scales"), field(9, &0.5_f32.to_le_bytes())].concat();
        let graph = [field(1, &node), field(5, &levels), field(5, &scales)].concat();
        // What is no field of bytes is passed over: a version, 300.
        let file = [vec![8, 0xac, 2], field(7, &graph)].concat();
        let weights = Weights::parse(&file);
        let matrix = weights.matrix("product").unwrap();
        assert_eq!((matrix.len(), &matrix[..4]), (32, &[-4.0, 3.5, -3.5, 3.0][..]));
        assert!(weights.matrix("rows").is_err() && weights.numbers("biases").is_err());
    }

    #[test]
    fn a_file_that_ends_early_or_is_none_holds_less() {
        let file = field(7, &field(5, &[field(8, b"name"), field(9, &[0; 8])].concat()));
        assert_eq!(Weights::parse(&file).numbers("name").unwrap(), [0.0, 0.0]);
        for end in 0..file.len() {
            assert!(Weights::parse(&file[..end]).numbers("name").is_err(), "{end}");
        }
        assert!(Weights::parse(&[0xff; 64]).numbers("name").is_err());
    }

    #[test]
    fn a_table_in_eight_bits_gives_its_rows() {
        let part = |name: &str, number: u8, bytes: &[u8]| {
            field(5, &[field(8, name.as_bytes()), field(number, bytes)].concat())
        };
        let graph = [
            part("table_quantized", 9, &[0, 128, 129, 255]),
            part("table_scale", 4, &2.0_f32.to_le_bytes()),
            part("table_zero_point", 5, &[0x80, 1]),
        ];
        let file = field(7, &graph.concat());
        let table = Weights::parse(&file).table("table").unwrap();
        assert_eq!(table.row(1, 2).unwrap().collect::<Vec<_>>(), [2.0, 254.0]);
        assert!(table.row(2, 2).is_none());
    }
}
