//! What every search asks of each channel that it goes through, read once and kept: to look into a
//! column that one document in eighty has takes longer than to count a word.

use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term};

use super::IndexError;
use super::schema::{CHANNEL_OWNER, Fields};

/// A channel of a tantivy segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChannelFacts {
    pub(crate) channel: DocId,
    /// The first document of its recording.
    pub(crate) first_document: DocId,
    pub(crate) positions: u32,
    /// The mean confidence of all words, in parts of 255.
    pub(crate) mean_sure: u8,
    pub(crate) has_suspects: bool,
    /// See [`super::date_of`].
    pub(crate) date: u64,
    /// When it was transcribed.
    pub(crate) added: u64,
    /// Decides between recordings that are equal otherwise.
    pub(crate) tie: u64,
}

/// Reads the facts of every channel, in rising order, those that were removed included.
pub(super) fn read(
    reader: &SegmentReader,
    fields: &Fields,
    word_start: &Column<u64>,
) -> Result<Vec<ChannelFacts>, IndexError> {
    let numbers = &fields.numbers;
    let open = |field| reader.fast_fields().u64(reader.schema().get_field_name(field));
    let (back, mean_sure) = (open(numbers.back)?, open(numbers.mean_sure)?);
    let (has_suspects, date) = (open(numbers.has_suspects)?, open(numbers.date)?);
    let (added, tie) = (open(numbers.added)?, open(numbers.tie)?);
    let facts = |channel: DocId| ChannelFacts {
        channel,
        first_document: channel.saturating_sub(small(&back, channel).unwrap_or(0)),
        positions: word_start.index.value_row_ids(channel).len() as u32,
        mean_sure: small(&mean_sure, channel).unwrap_or(u8::MAX),
        has_suspects: has_suspects.first(channel) == Some(1),
        date: date.first(channel).unwrap_or(0),
        added: added.first(channel).unwrap_or(0),
        tie: tie.first(channel).unwrap_or(0),
    };
    Ok(channels(reader, fields)?.into_iter().map(facts).collect())
}

/// The documents that are channels.
fn channels(reader: &SegmentReader, fields: &Fields) -> Result<Vec<DocId>, IndexError> {
    let term = Term::from_field_text(fields.owner, CHANNEL_OWNER);
    let inverted = reader.inverted_index(fields.owner)?;
    let found = inverted.read_postings(&term, IndexRecordOption::Basic);
    let mut channels = Vec::new();
    if let Some(mut found) = found.map_err(TantivyError::from)? {
        while found.doc() != TERMINATED {
            channels.push(found.doc());
            found.advance();
        }
    }
    Ok(channels)
}

fn small<T: TryFrom<u64>>(column: &Column<u64>, channel: DocId) -> Option<T> {
    column.first(channel).and_then(|value| T::try_from(value).ok())
}
