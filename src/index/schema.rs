//! The fields of a document, which is one segment.

use tantivy::schema::{
    DateOptions, FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema,
    TextFieldIndexing, TextOptions,
};

use crate::domain::Suspicion;

/// The version of what is written: raised with every change to fields, terms or stored bytes.
pub const SCHEMA_VERSION: u32 = 2;

/// The recording's id, by which documents are grouped and replaced.
pub(crate) const RECORDING: &str = "recording";
/// The segment's place in its transcript.
pub(crate) const ORDINAL: &str = "ordinal";

/// Why the segment is doubtful, as [`suspect_code`] writes it.
pub(crate) const SUSPECT: &str = "suspect";
/// The least confidence of its words, other readings among them, in parts of 255.
pub(crate) const LEAST_SURE: &str = "least_sure";
/// The greatest.
pub(crate) const MOST_SURE: &str = "most_sure";

/// How a reason for doubt is written: 0 for none.
pub(crate) fn suspect_code(suspect: Option<Suspicion>) -> u64 {
    let place = Suspicion::ALL.iter().position(|one| Some(*one) == suspect);
    place.map_or(0, |place| place as u64 + 1)
}

/// Reads what [`suspect_code`] wrote; `None` where it never did.
pub(super) fn suspect_of(code: u64) -> Option<Option<Suspicion>> {
    let Some(place) = code.checked_sub(1) else { return Some(None) };
    Suspicion::ALL.get(usize::try_from(place).ok()?).map(|one| Some(*one))
}

/// Handles to the fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) recording: Field,
    pub(crate) collection: Field,
    pub(crate) language: Field,
    pub(crate) terms: Field,
    pub(crate) joined_terms: Field,
    pub(crate) possible_terms: Field,
    pub(crate) suspect: Field,
    pub(super) least_sure: Field,
    pub(super) most_sure: Field,
    pub(super) ordinal: Field,
    pub(super) start_ms: Field,
    pub(super) end_ms: Field,
    pub(super) channel: Field,
    pub(super) bucket: Field,
    pub(super) key: Field,
    pub(super) title: Field,
    pub(super) kind: Field,
    pub(super) duration_ms: Field,
    pub(super) recording_language: Field,
    pub(super) ingested_at: Field,
    pub(super) text: Field,
    pub(super) words: Field,
    pub(super) other_readings: Field,
}

impl Fields {
    /// Makes the schema and its handles; every call makes the same.
    pub(crate) fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        // Terms are made by our own tokenizer (see `terms`), so tantivy is given the raw one.
        let positions = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let positions = TextOptions::default().set_indexing_options(positions);
        let fields = Self {
            recording: schema.add_text_field(RECORDING, STRING | FAST | STORED),
            collection: schema.add_text_field("collection", STRING | STORED),
            language: schema.add_text_field("language", STRING | STORED),
            terms: schema.add_text_field("terms", positions.clone()),
            joined_terms: schema.add_text_field("joined_terms", positions.clone()),
            possible_terms: schema.add_text_field("possible_terms", positions),
            suspect: schema.add_u64_field(SUSPECT, INDEXED | FAST | STORED),
            least_sure: schema.add_u64_field(LEAST_SURE, FAST),
            most_sure: schema.add_u64_field(MOST_SURE, FAST),
            ordinal: schema.add_u64_field(ORDINAL, FAST | STORED),
            start_ms: schema.add_u64_field("start_ms", FAST | STORED),
            end_ms: schema.add_u64_field("end_ms", FAST | STORED),
            channel: schema.add_u64_field("channel", INDEXED | STORED),
            bucket: schema.add_text_field("bucket", STORED),
            key: schema.add_text_field("key", STORED),
            title: schema.add_text_field("title", STORED),
            kind: schema.add_text_field("kind", STORED),
            duration_ms: schema.add_u64_field("duration_ms", FAST | STORED),
            recording_language: schema.add_text_field("recording_language", STORED),
            ingested_at: schema.add_date_field("ingested_at", DateOptions::from(FAST | STORED)),
            text: schema.add_text_field("text", STORED),
            words: schema.add_bytes_field("words", STORED),
            other_readings: schema.add_text_field("other_readings", STORED),
        };
        (schema.build(), fields)
    }
}
