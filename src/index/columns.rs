//! What is known of every position, segment and channel, at once and without reading any text.

use std::io;

use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{DocId, InvertedIndexReader, SegmentReader};

use crate::domain::{Language, MediaTime, Suspicion, TimeSpan};

use super::IndexError;
use super::facts::{self, ChannelFacts};
use super::frequent::FrequentWords;
use super::schema::{Fields, language_of, suspect_of};
use super::term_positions::{PositionFile, TermPositions};

/// The columns of one tantivy segment.
pub(crate) struct Columns {
    pub(crate) recording: StrColumn,
    pub(crate) collection: StrColumn,
    pub(crate) kind: StrColumn,
    pub(crate) language: StrColumn,
    pub(crate) title: StrColumn,
    pub(crate) channel: Column<u64>,
    pub(crate) duration: Column<u64>,
    /// See [`super::date_of`].
    pub(crate) date: Column<u64>,
    has_suspects: Column<u64>,
    word_start: Column<u64>,
    word_length: Column<u64>,
    word_sure: Column<u64>,
    segment_position: Column<u64>,
    segment_ordinal: Column<u64>,
    segment_start: Column<u64>,
    segment_length: Column<u64>,
    segment_language: Column<u64>,
    segment_suspect: Column<u64>,
    position_file: PositionFile,
    /// What is known of each channel, in rising order.
    pub(crate) channels: Vec<ChannelFacts>,
    pub(crate) frequent: FrequentWords,
}

impl Columns {
    pub(super) fn open(reader: &SegmentReader, fields: &Fields) -> Result<Self, IndexError> {
        let (columns, schema) = (reader.fast_fields(), reader.schema());
        let number = |field| columns.u64(schema.get_field_name(field));
        let text = |field| {
            let name = schema.get_field_name(field);
            columns.str(name)?.ok_or_else(|| IndexError::Damaged(format!("no column {name}")))
        };
        let numbers = &fields.numbers;
        let word_start = number(numbers.word_start)?;
        Ok(Self {
            channels: facts::read(reader, fields, &word_start)?,
            recording: text(fields.recording)?,
            collection: text(fields.collection)?,
            kind: text(fields.kind)?,
            language: text(fields.language)?,
            title: text(fields.title)?,
            channel: number(numbers.channel)?,
            duration: number(numbers.duration)?,
            date: number(numbers.date)?,
            has_suspects: number(numbers.has_suspects)?,
            word_start,
            word_length: number(numbers.word_length)?,
            word_sure: number(numbers.word_sure)?,
            segment_position: number(numbers.segment_position)?,
            segment_ordinal: number(numbers.segment_ordinal)?,
            segment_start: number(numbers.segment_start)?,
            segment_length: number(numbers.segment_length)?,
            segment_language: number(numbers.segment_language)?,
            segment_suspect: number(numbers.segment_suspect)?,
            position_file: PositionFile::open(reader)?,
            frequent: FrequentWords::default(),
        })
    }

    /// Where a term of a field stands in each channel.
    ///
    /// # Errors
    /// The file can't be read.
    pub(crate) fn term_positions(
        &self,
        inverted: &InvertedIndexReader,
        field: Field,
        term: &TermInfo,
    ) -> io::Result<TermPositions> {
        TermPositions::open(inverted, &self.position_file, field, term)
    }

    /// How many positions a channel has.
    pub(crate) fn positions(&self, channel: DocId) -> u32 {
        self.word_start.index.value_row_ids(channel).len() as u32
    }

    /// How many positions all channels have, those that were removed included.
    pub(crate) fn all_positions(&self) -> u64 {
        self.word_start.values.num_vals().into()
    }

    /// How many segments a channel has.
    pub(crate) fn segments(&self, channel: DocId) -> u32 {
        self.segment_position.index.value_row_ids(channel).len() as u32
    }

    pub(crate) fn has_suspects(&self, channel: DocId) -> bool {
        self.has_suspects.first(channel) == Some(1)
    }

    /// When the word at a position begins and ends, in milliseconds.
    pub(crate) fn words(&self, channel: DocId) -> WordTimes<'_> {
        let rows = self.word_start.index.value_row_ids(channel);
        WordTimes {
            rows: (rows.start, rows.end),
            start: &*self.word_start.values,
            length: &*self.word_length.values,
            sure: &*self.word_sure.values,
        }
    }

    /// The segments of a channel.
    pub(crate) fn segment_table(&self, channel: DocId) -> SegmentTable {
        let all = |column: &Column<u64>| column.values_for_doc(channel).collect::<Vec<_>>();
        SegmentTable {
            positions: all(&self.segment_position),
            ordinals: all(&self.segment_ordinal),
            starts: all(&self.segment_start),
            lengths: all(&self.segment_length),
            languages: all(&self.segment_language),
            suspects: all(&self.segment_suspect),
        }
    }
}

/// When each position of a channel is said, and how surely.
#[derive(Clone, Copy)]
pub(crate) struct WordTimes<'a> {
    rows: (u32, u32),
    start: &'a dyn ColumnValues<u64>,
    length: &'a dyn ColumnValues<u64>,
    sure: &'a dyn ColumnValues<u64>,
}

impl WordTimes<'_> {
    fn row(&self, position: u32) -> Option<u32> {
        let row = self.rows.0.checked_add(position)?;
        (row < self.rows.1).then_some(row)
    }

    /// When the word at a position begins.
    pub(crate) fn start(&self, position: u32) -> u64 {
        self.row(position).map_or(0, |row| self.start.get_val(row))
    }

    /// When the word at a position ends.
    pub(crate) fn end(&self, position: u32) -> u64 {
        let end = |row| self.start.get_val(row).saturating_add(self.length.get_val(row));
        self.row(position).map_or(0, end)
    }

    /// How sure the word at a position is, in parts of 255.
    pub(crate) fn sure(&self, position: u32) -> u8 {
        let sure = |row| u8::try_from(self.sure.get_val(row)).unwrap_or(u8::MAX);
        self.row(position).map_or(0, sure)
    }

    /// How sure the least sure of some words is.
    pub(crate) fn least_sure(&self, first: u32, last: u32) -> u8 {
        (first..=last).map(|position| self.sure(position)).min().unwrap_or(0)
    }

    /// When the words from `first` to `last` are said.
    pub(crate) fn span(&self, first: u32, last: u32) -> TimeSpan {
        let start = (first..=last).map(|position| self.start(position)).min();
        let end = (first..=last).map(|position| self.end(position)).max();
        TimeSpan::from_millis(start.unwrap_or(0), end.unwrap_or(0))
    }

    /// The word at a position, as [`super::words::unpack`] asks for it.
    pub(super) fn timed(&self, position: u32) -> Option<(TimeSpan, u8)> {
        self.row(position)?;
        Some((self.span(position, position), self.sure(position)))
    }
}

/// The segments of a channel, by position.
pub(crate) struct SegmentTable {
    positions: Vec<u64>,
    ordinals: Vec<u64>,
    starts: Vec<u64>,
    lengths: Vec<u64>,
    languages: Vec<u64>,
    suspects: Vec<u64>,
}

impl SegmentTable {
    /// The place, in this table, of the segment that a position stands in.
    pub(crate) fn at(&self, position: u32) -> usize {
        let after = self.positions.partition_point(|first| *first <= u64::from(position));
        after.saturating_sub(1)
    }

    /// The positions of a segment: from the first up to but not including the last.
    pub(crate) fn bounds(&self, place: usize, positions: u32) -> (u32, u32) {
        let at = |place: usize| self.positions.get(place).and_then(|at| u32::try_from(*at).ok());
        (at(place).unwrap_or(0), at(place + 1).unwrap_or(positions))
    }

    pub(crate) fn ordinal(&self, place: usize) -> u32 {
        self.ordinals.get(place).and_then(|value| u32::try_from(*value).ok()).unwrap_or(0)
    }

    pub(crate) fn span(&self, place: usize) -> TimeSpan {
        let value = |column: &[u64]| column.get(place).copied().unwrap_or(0);
        let start = value(&self.starts);
        TimeSpan::new(
            MediaTime::from_millis(start),
            MediaTime::from_millis(start.saturating_add(value(&self.lengths))),
        )
    }

    /// The language as [`super::language_code`] writes it.
    pub(crate) fn language_code(&self, place: usize) -> u64 {
        self.languages.get(place).copied().unwrap_or(0)
    }

    pub(crate) fn language(&self, place: usize) -> Language {
        language_of(self.language_code(place)).unwrap_or_else(Language::undetermined)
    }

    pub(crate) fn suspect(&self, place: usize) -> Option<Suspicion> {
        suspect_of(self.suspects.get(place).copied().unwrap_or(0))
    }
}
