//! Reads the tensors of a ggml file, as whisper.cpp writes them for its models: one at a time, as
//! plain numbers.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::blocks::BlockFormat;

/// No name, axis or word is longer; a file that says so is none of ours.
const MOST: usize = 1 << 20;

/// Where a tensor lies in the file.
struct Place {
    /// The length of each axis, the slowest first.
    shape: Vec<usize>,
    format: BlockFormat,
    offset: u64,
}

/// A tensor's numbers, row after row.
pub(super) struct Tensor {
    /// The length of each axis, the slowest first.
    pub(super) shape: Vec<usize>,
    /// The numbers.
    pub(super) values: Vec<f32>,
}

/// A file whose tensors are known by name.
pub(super) struct Tensors {
    file: BufReader<File>,
    places: HashMap<String, Place>,
}

impl Tensors {
    /// Whether there is a tensor of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
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
}

/// The fields of the file in their order.
pub(super) struct Fields(BufReader<File>);

impl Fields {
    /// Opens the file at `path`; the error says in words why that can't be.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let file = File::open(path).map_err(|error| error.to_string())?;
        Ok(Self(BufReader::new(file)))
    }

    /// Finds the tensors, which are all that is left.
    pub(super) fn tensors(mut self) -> Result<Tensors, String> {
        let mut places = HashMap::new();
        while let Some((name, place)) = self.tensor()? {
            places.insert(name, place);
        }
        Ok(Tensors { file: self.0, places })
    }

    /// Passes over so many bytes.
    pub(super) fn skip(&mut self, count: u64) -> Result<(), String> {
        let count = i64::try_from(count).map_err(|error| error.to_string())?;
        self.0.seek_relative(count).map_err(|error| error.to_string())
    }

    /// So many bytes.
    pub(super) fn bytes(&mut self, count: usize) -> Result<Vec<u8>, String> {
        let mut bytes = vec![0; count];
        self.0.read_exact(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    /// A length or a number of things.
    pub(super) fn size(&mut self) -> Result<usize, String> {
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
