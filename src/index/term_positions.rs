//! Where a term stands in each document, read by the block.
//!
//! tantivy's own cursor adds up the frequencies before a document and fills a list anew for each; a
//! search reads a million positions, and twenty at a time that takes longer than to unpack them.

use std::io;

use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::SegmentComponent;
use tantivy::positions::PositionReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, InvertedIndexReader, SegmentReader};

use super::IndexError;

/// So many documents are in a block of tantivy's.
const BLOCK: usize = 128;
/// So many positions are read ahead where one document after another is asked for.
const AHEAD: usize = 2_048;

/// The positions of all terms of a tantivy segment.
pub(super) struct PositionFile(CompositeFile);

impl PositionFile {
    pub(super) fn open(reader: &SegmentReader) -> Result<Self, IndexError> {
        let file =
            reader.open_read(SegmentComponent::Positions).map_err(tantivy::TantivyError::from)?;
        Ok(Self(CompositeFile::open(&file).map_err(tantivy::TantivyError::from)?))
    }

    fn of(&self, field: Field) -> FileSlice {
        self.0.open_read(field).unwrap_or_else(FileSlice::empty)
    }
}

/// A term's documents and positions in one tantivy segment. Documents are asked for in rising order.
pub(crate) struct TermPositions {
    documents: BlockSegmentPostings,
    /// The current document's place in its block.
    at: usize,
    /// How many positions the documents before the block have.
    before: u64,
    /// How many those of the block have before each of it, and behind the last how many they have.
    begins: [u32; BLOCK + 1],
    positions: PositionReader,
    /// Distances from each position to the next, those of the first from 0 in each document.
    buffer: Vec<u32>,
    /// The number of the buffer's first in the whole list.
    buffered: u64,
    /// The number of that which follows the last document that was read.
    next: u64,
}

impl TermPositions {
    pub(super) fn open(
        inverted: &InvertedIndexReader,
        positions: &PositionFile,
        field: Field,
        term: &TermInfo,
    ) -> io::Result<Self> {
        let option = IndexRecordOption::WithFreqs;
        let documents = inverted.read_block_postings_from_terminfo(term, option)?;
        let positions = positions.of(field).read_bytes_slice(term.positions_range.clone())?;
        let mut opened = Self {
            documents,
            at: 0,
            before: 0,
            begins: [0; BLOCK + 1],
            positions: PositionReader::open(positions)?,
            buffer: Vec::new(),
            buffered: 0,
            next: u64::MAX,
        };
        opened.add_up();
        Ok(opened)
    }

    fn add_up(&mut self) {
        let mut sum = 0;
        for (end, frequency) in self.begins[1..].iter_mut().zip(self.documents.freqs()) {
            sum += frequency;
            *end = sum;
        }
    }

    /// How many positions the documents of the block have.
    fn in_block(&self) -> u32 {
        self.begins[self.documents.docs().len()]
    }

    /// Moves on to a document; whether the term is in it.
    pub(crate) fn seek(&mut self, document: DocId) -> bool {
        let last = |documents: &BlockSegmentPostings| documents.docs().last().copied();
        while last(&self.documents).is_some_and(|last| last < document) {
            self.before += u64::from(self.in_block());
            self.documents.advance();
            self.at = 0;
            self.add_up();
        }
        let docs = self.documents.docs();
        while docs.get(self.at).is_some_and(|there| *there < document) {
            self.at += 1;
        }
        docs.get(self.at) == Some(&document)
    }

    /// How many positions the term has in the current document.
    pub(crate) fn frequency(&self) -> u32 {
        self.documents.freqs().get(self.at).copied().unwrap_or(0)
    }

    /// Adds the term's positions in the current document, in rising order.
    pub(crate) fn read(&mut self, positions: &mut Vec<u32>) {
        let count = self.frequency() as usize;
        let begin = self.begins.get(self.at).copied().unwrap_or(0);
        let number = self.before + u64::from(begin);
        let from = self.buffer_at(number, begin, count);
        let mut position = 0;
        positions.extend(self.buffer[from..from + count].iter().map(|distance| {
            position += distance;
            position
        }));
        self.next = number + count as u64;
    }

    /// Where in the buffer some positions begin, having read them and, where one document follows
    /// another, those of the next ones in the block.
    fn buffer_at(&mut self, number: u64, begin: u32, count: usize) -> usize {
        let held = number.checked_sub(self.buffered).map(|from| from as usize);
        if let Some(from) = held.filter(|from| from + count <= self.buffer.len()) {
            return from;
        }
        let goes_on = number == self.next;
        let ahead = if goes_on { AHEAD.min((self.in_block() - begin) as usize) } else { 0 };
        self.buffer.resize(count.max(ahead), 0);
        self.positions.read(number, &mut self.buffer);
        self.buffered = number;
        0
    }
}
