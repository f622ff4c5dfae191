//! The fields of a document.
//!
//! What one channel of a recording says is one document, so that nothing is cut at a segment's end,
//! and 10 million segments are some 20,000 documents. Terms stand at positions; the columns tell
//! when each position is said and how surely, and at which positions segments begin. The words to
//! show lie in documents of their own that follow: [`CHUNK_POSITIONS`] positions each.

use chrono::{DateTime, Utc};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::domain::{Language, Suspicion};

/// The version of what is written: raised with every change to fields, terms or stored bytes.
pub const SCHEMA_VERSION: u32 = 3;

/// So many positions' words are stored together.
pub(super) const CHUNK_POSITIONS: u32 = 128;
/// Every channel's document has this owner beside its recording.
pub(crate) const CHANNEL_OWNER: &str = "*";
/// Parts what a word of the lexicon is found by from the word.
pub(crate) const LEXICON_GAP: char = '\u{1f}';

/// How a reason for doubt is written: 0 for none.
pub(crate) fn suspect_code(suspect: Option<Suspicion>) -> u64 {
    let place = Suspicion::ALL.iter().position(|one| Some(*one) == suspect);
    place.map_or(0, |place| place as u64 + 1)
}

/// Reads what [`suspect_code`] wrote; nothing where it never did.
pub(super) fn suspect_of(code: u64) -> Option<Suspicion> {
    let place = usize::try_from(code.checked_sub(1)?).ok()?;
    Suspicion::ALL.get(place).copied()
}

/// A language as a number: its letters, of which there are at most three.
pub(crate) fn language_code(language: &Language) -> u64 {
    let letters = language.code().bytes();
    letters.fold(0, |code, letter| code * 27 + u64::from(letter.saturating_sub(b'a')) + 1)
}

/// Reads what [`language_code`] wrote; `None` where it never did.
pub(crate) fn language_of(mut code: u64) -> Option<Language> {
    let mut letters = Vec::new();
    while code > 0 && letters.len() < 4 {
        letters.push(char::from(b'a' + u8::try_from((code % 27).checked_sub(1)?).ok()?));
        code /= 27;
    }
    letters.iter().rev().collect::<String>().parse().ok()
}

/// The beginning of the time that dates are counted from, in seconds before 1970: the year 1.
const BEFORE_1970: i64 = 62_135_596_800;

/// A date as a number, in seconds.
pub(crate) fn date_code(date: DateTime<Utc>) -> u64 {
    u64::try_from(date.timestamp().saturating_add(BEFORE_1970)).unwrap_or(0)
}

/// Reads what [`date_code`] wrote.
pub(crate) fn date_of(code: u64) -> DateTime<Utc> {
    let seconds = i64::try_from(code).unwrap_or(BEFORE_1970) - BEFORE_1970;
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// Handles to the fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The recording's id, on each of its documents: what is replaced or removed by.
    pub(crate) owner: Field,
    /// The same, on channels only.
    pub(crate) recording: Field,
    pub(crate) collection: Field,
    pub(crate) kind: Field,
    /// Every language that is spoken on the channel.
    pub(crate) language: Field,
    pub(super) title: Field,
    /// What else a hit shows of its recording.
    pub(super) about: Field,
    /// Words as they are said.
    pub(crate) terms: Field,
    /// Words of several parts as one, behind the number of their parts.
    pub(crate) joined: Field,
    /// The stem of each word.
    pub(crate) stems: Field,
    /// Other readings of words, and behind a `~` their stems.
    pub(crate) possible: Field,
    /// Kinds of what was redacted.
    pub(crate) marks: Field,
    /// Words by how they are written and how they sound.
    pub(crate) lexicon: Field,
    pub(super) text: Field,
    pub(super) words: Field,
    pub(super) other_readings: Field,
    pub(super) numbers: Numbers,
}

/// Handles to the columns of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    /// How many documents of the recording stand before the channel's own.
    pub(super) back: Field,
    /// Decides between recordings that are equal otherwise.
    pub(super) tie: Field,
    /// Where channels were transcribed apart.
    pub(super) channel: Field,
    /// In milliseconds.
    pub(super) duration: Field,
    /// As [`date_code`] writes it.
    pub(super) date: Field,
    /// When it was transcribed, as [`date_code`] writes it.
    pub(super) added: Field,
    /// The mean confidence of all words, in parts of 255.
    pub(super) mean_sure: Field,
    /// Whether some segment is doubtful.
    pub(super) has_suspects: Field,
    /// Of each position: when its word begins, in milliseconds.
    pub(super) word_start: Field,
    /// Of each position: how long its word lasts.
    pub(super) word_length: Field,
    /// Of each position: its confidence in parts of 255.
    pub(super) word_sure: Field,
    /// Of each segment: its first position.
    pub(super) segment_position: Field,
    /// Of each segment: its place in the transcript.
    pub(super) segment_ordinal: Field,
    /// Of each segment: when it begins, in milliseconds.
    pub(super) segment_start: Field,
    /// Of each segment: how long it lasts.
    pub(super) segment_length: Field,
    /// Of each segment: its language, as [`language_code`] writes it.
    pub(super) segment_language: Field,
    /// Of each segment: why it is doubtful, as [`suspect_code`] writes it.
    pub(super) segment_suspect: Field,
}

impl Fields {
    /// Makes the schema and its handles; every call makes the same.
    pub(crate) fn build() -> (Schema, Self) {
        let mut schema = Schema::builder();
        // Terms are made by our own tokenizer (see `terms`), so tantivy is given the raw one.
        let indexed = |option| {
            let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false);
            TextOptions::default().set_indexing_options(indexing.set_index_option(option))
        };
        let positions = indexed(IndexRecordOption::WithFreqsAndPositions);
        let mut number = |name: &str| schema.add_u64_field(name, FAST);
        let numbers = Numbers {
            back: number("back"),
            tie: number("tie"),
            channel: number("channel"),
            duration: number("duration"),
            date: number("date"),
            added: number("added"),
            mean_sure: number("mean_sure"),
            has_suspects: number("has_suspects"),
            word_start: number("word_start"),
            word_length: number("word_length"),
            word_sure: number("word_sure"),
            segment_position: number("segment_position"),
            segment_ordinal: number("segment_ordinal"),
            segment_start: number("segment_start"),
            segment_length: number("segment_length"),
            segment_language: number("segment_language"),
            segment_suspect: number("segment_suspect"),
        };
        let fields = Self {
            numbers,
            owner: schema.add_text_field("owner", STRING),
            recording: schema.add_text_field("recording", STRING | FAST),
            collection: schema.add_text_field("collection", STRING | FAST),
            kind: schema.add_text_field("kind", STRING | FAST),
            language: schema.add_text_field("language", STRING | FAST),
            title: schema.add_text_field("title", FAST | STORED),
            about: schema.add_text_field("about", STORED),
            terms: schema.add_text_field("terms", positions.clone()),
            joined: schema.add_text_field("joined", positions.clone()),
            stems: schema.add_text_field("stems", positions.clone()),
            possible: schema.add_text_field("possible", positions.clone()),
            marks: schema.add_text_field("marks", positions),
            lexicon: schema.add_text_field("lexicon", indexed(IndexRecordOption::Basic)),
            text: schema.add_text_field("text", STORED),
            words: schema.add_bytes_field("words", STORED),
            other_readings: schema.add_text_field("other_readings", STORED),
        };
        (schema.build(), fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_dates_and_doubts_come_back_from_their_numbers() {
        for code in ["en", "fr", "yue", "und", "aa", "zzz"] {
            let language: Language = code.parse().unwrap();
            assert_eq!(language_of(language_code(&language)), Some(language));
        }
        assert_eq!(language_of(0), None);
        for seconds in [0, 1_700_000_000, -3_000_000_000] {
            let date = DateTime::from_timestamp(seconds, 0).unwrap();
            assert_eq!(date_of(date_code(date)), date);
        }
        for suspect in Suspicion::ALL.iter().copied().map(Some).chain([None]) {
            assert_eq!(suspect_of(suspect_code(suspect)), suspect);
        }
    }
}
