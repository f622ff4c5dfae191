//! Whether a segment that the index found says the query surely enough.
//!
//! The index finds terms whatever their confidence. Two columns decide most segments: where every
//! word is sure enough nothing need be asked, and where none is there is nothing to find. The others
//! are matched again by their words.

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, SegmentReader};

use crate::index::{IndexSnapshot, LEAST_SURE, MOST_SURE};

use super::SearchError;
use super::matcher::SegmentMatch;
use super::query::SearchQuery;

/// A query that must be said with some confidence.
pub(super) struct Sure {
    query: SearchQuery,
    /// In parts of 255.
    least: u8,
    snapshot: IndexSnapshot,
}

/// How sure the words of each segment are, in one tantivy segment.
pub(super) struct SureColumns {
    least: Column<u64>,
    most: Column<u64>,
}

impl SureColumns {
    pub(super) fn of(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        Ok(Self { least: columns.u64(LEAST_SURE)?, most: columns.u64(MOST_SURE)? })
    }
}

impl Sure {
    pub(super) const fn new(query: SearchQuery, least: u8, snapshot: IndexSnapshot) -> Self {
        Self { query, least, snapshot }
    }

    /// Whether a segment that matches does so by words that are sure enough.
    pub(super) fn accepts(
        &self,
        columns: &SureColumns,
        address: DocAddress,
    ) -> Result<bool, SearchError> {
        let of = |column: &Column<u64>, document: DocId| column.first(document).unwrap_or(0);
        let wanted = u64::from(self.least);
        if of(&columns.least, address.doc_id) >= wanted {
            return Ok(true);
        }
        if of(&columns.most, address.doc_id) < wanted {
            return Ok(false);
        }
        let words = self.snapshot.document(address)?.words;
        Ok(SegmentMatch::of(&self.query, &words, self.least).is_some())
    }
}
