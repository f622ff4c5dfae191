//! Reads a ggml Whisper file (whisper.cpp, `whisper_model_load`): mel filters, vocabulary, and
//! tensors, which are read out of the file one at a time as plain numbers.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::blocks::BlockFormat;

/// Magic and 11 hyper-parameters, 4 bytes each.
const HEAD_BYTES: u64 = 48;
/// No name, axis or word is longer; a file that says so is none of ours.
const MOST: usize = 1 << 20;

/// Where a tensor lies in the file.
struct Place {
    /// The length of each axis, the slowest first.
    shape: Vec<usize>,
    format: BlockFormat,
    offset: u64,
}

/// An open model file.
pub(super) struct GgmlFile {
    file: BufReader<File>,
    /// The mel filters one after the other, each a weight for every frequency.
    pub(super) filters: Vec<f32>,
    /// How many filters there are.
    pub(super) mels: usize,
    /// The vocabulary's words up to the special tokens.
    pub(super) words: Vec<Vec<u8>>,
    places: HashMap<String, Place>,
}

/// A tensor's numbers, row after row.
pub(super) struct Tensor {
    /// The length of each axis, the slowest first.
    pub(super) shape: Vec<usize>,
    /// The numbers.
    pub(super) values: Vec<f32>,
}

impl GgmlFile {
    /// Opens the file and reads all but the tensors; the error says in words what is wrong.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| error.to_string())?;
        let mut read = Fields(BufReader::new(file));
        read.skip(HEAD_BYTES)?;
        let (mels, bins) = (read.size()?, read.size()?);
        let filters = read.bytes(mels * bins * 4)?;
        let filters =
            filters.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        let count = read.size()?;
        let words = (0..count).map(|_| {
            let length = read.size()?;
            read.bytes(length)
        });
        let words = words.collect::<Result<Vec<_>, _>>()?;
        let mut places = HashMap::new();
        while let Some((name, place)) = read.tensor()? {
            places.insert(name, place);
        }
        Ok(Self { file: read.0, filters, mels, words, places })
    }

    /// Reads the tensor of this name.
    pub(super) fn tensor(&mut self, name: &str) -> Result<Tensor, String> {
        let place = self.places.get(name).ok_or_else(|| format!("`{name}` is missing"))?;
        let count = place.shape.iter().product();
        let failed = |error: std::io::Error| error.to_string();
        self.file.seek(SeekFrom::Start(place.offset)).map_err(failed)?;
        let mut bytes = vec![0; place.format.bytes(count)];
        self.file.read_exact(&mut bytes).map_err(failed)?;
        Ok(Tensor { shape: place.shape.clone(), values: place.format.unpack(&bytes) })
    }

    /// The layers of one side, `encoder` or `decoder`.
    pub(super) fn layers(&self, side: &str) -> usize {
        let is_last = |index: &usize| {
            !self.places.contains_key(&format!("{side}.blocks.{index}.mlp_ln.weight"))
        };
        (0..).find(is_last).unwrap_or(0)
    }
}

/// The fields of the file in their order.
struct Fields(BufReader<File>);

impl Fields {
    fn skip(&mut self, count: u64) -> Result<(), String> {
        let count = i64::try_from(count).map_err(|error| error.to_string())?;
        self.0.seek_relative(count).map_err(|error| error.to_string())
    }

    fn bytes(&mut self, count: usize) -> Result<Vec<u8>, String> {
        let mut bytes = vec![0; count];
        self.0.read_exact(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    fn size(&mut self) -> Result<usize, String> {
        let mut bytes = [0; 4];
        self.0.read_exact(&mut bytes).map_err(|error| error.to_string())?;
        let size = usize::try_from(u32::from_le_bytes(bytes)).map_err(|error| error.to_string())?;
        if size <= MOST { Ok(size) } else { Err(format!("a length of {size}")) }
    }

    /// The next tensor's name and place; `None` at the file's end.
    fn tensor(&mut self) -> Result<Option<(String, Place)>, String> {
        let mut at_end = [0; 1];
        if self.0.read(&mut at_end).map_err(|error| error.to_string())? == 0 {
            return Ok(None);
        }
        self.0.seek_relative(-1).map_err(|error| error.to_string())?;
        let (rank, length) = (self.size()?, self.size()?);
        let format = BlockFormat::of(self.size()?)?;
        // ggml names the fastest axis first.
        let mut shape = (0..rank.min(4)).map(|_| self.size()).collect::<Result<Vec<_>, _>>()?;
        shape.reverse();
        let name = String::from_utf8(self.bytes(length)?).map_err(|error| error.to_string())?;
        let offset = self.0.stream_position().map_err(|error| error.to_string())?;
        self.skip(format.bytes(shape.iter().product()) as u64)?;
        Ok(Some((name, Place { shape, format, offset })))
    }
}
