//! What a search gives back, as the API writes it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::query::Problem;
use crate::domain::{
    CollectionName, EntityKind, Language, MediaKind, MediaTime, RecordingId, Suspicion, TimeSpan,
};

/// The answer to a query. Times are in milliseconds.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchResults {
    /// In how many places the query is said, shown or not.
    pub total_hits: usize,
    /// How many recordings they are in.
    pub total_recordings: usize,
    /// This page's recordings, the best first.
    pub recordings: Vec<RecordingHits>,
    /// Where the next page begins, if there is one.
    pub next_cursor: Option<String>,
    /// The query as it was understood, in the language in which it is typed.
    pub understood: String,
    /// What of it could not be read.
    pub problems: Vec<Problem>,
    /// A query that finds more, where a word is not in the archive but one like it is.
    pub did_you_mean: Option<String>,
    /// What was looked for besides, since little was found.
    pub widened: Option<Widened>,
    /// Recordings counted by what they have in common, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<Facets>,
    /// How long the search took.
    #[serde(rename = "took_ms", serialize_with = "as_millis")]
    #[schema(value_type = f64, minimum = 0)]
    pub took: Duration,
}

/// What was looked for besides the words themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Widened {
    /// What sounds like them.
    Sounds,
    /// Also what has all of them but one.
    Partly,
}

/// Recordings counted by what they have in common; those with most first, months by time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Facets {
    /// By collection.
    pub collection: Vec<Facet>,
    /// By each language that is spoken.
    pub language: Vec<Facet>,
    /// By the month in which they were recorded.
    pub month: Vec<Facet>,
    /// By the channels in which the query is said.
    pub channel: Vec<Facet>,
    /// By kind.
    pub kind: Vec<Facet>,
}

/// So many recordings that have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Facet {
    /// What they have in common.
    pub value: String,
    /// How many they are.
    pub count: usize,
}

/// A recording in which the query is said.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RecordingHits {
    /// The recording.
    pub recording: RecordingId,
    /// What people see.
    pub title: String,
    /// The collection it belongs to.
    pub collection: CollectionName,
    /// The language most of it is in.
    pub language: Language,
    /// Sound alone, or with a picture.
    pub kind: MediaKind,
    /// Its length.
    pub duration: MediaTime,
    /// When it was recorded, as far as anything tells.
    pub date: DateTime<Utc>,
    /// When it was transcribed.
    pub added: DateTime<Utc>,
    /// In how many places the query is said, shown or not.
    pub hit_count: usize,
    /// Whether there are more hits than those shown.
    pub more: bool,
    /// How many places are in each of so many equal parts of the recording.
    pub density: Vec<u32>,
    /// How well it matches; only good for comparing within one answer.
    pub score: f32,
    /// Its best hits, by time.
    pub hits: Vec<SearchHit>,
}

/// A segment in which the query is said.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchHit {
    /// The segment's place in the transcript, from 0.
    pub ordinal: u32,
    /// The place of the last segment that the best match reaches into.
    pub last_ordinal: u32,
    /// When those segments are said.
    pub segment_span: TimeSpan,
    /// From the first to the last matching word of the best match: where to begin playing.
    pub span: TimeSpan,
    /// Where `span` begins in the recording, from 0 to 1.
    #[serde(serialize_with = "as_share")]
    #[schema(minimum = 0, maximum = 1)]
    pub place: f32,
    /// When each matched word or phrase is said, by time.
    pub matches: Vec<TimeSpan>,
    /// The channel, where channels were transcribed apart.
    pub channel: Option<u16>,
    /// The language spoken.
    pub language: Language,
    /// Whether the best guess says it, or only another reading of a word does.
    pub matched: Matched,
    /// How sure the least sure word of the best match is, from 0 to 1.
    #[serde(serialize_with = "as_percent")]
    #[schema(minimum = 0, maximum = 1)]
    pub confidence: f32,
    /// Why the segment's words may not have been said, where that is doubtful.
    pub suspect: Option<Suspicion>,
    /// The words around the best match; the parts are to be joined by single spaces.
    pub snippet: Vec<SnippetPart>,
    /// Whether the segment goes on before the snippet.
    pub is_cut_before: bool,
    /// Whether the segment goes on after the snippet.
    pub is_cut_after: bool,
}

/// What a query was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Matched {
    /// In the words as they were heard.
    Word,
    /// In another reading of at least one of them.
    Alternative,
    /// In words that sound like at least one of them.
    Sounds,
    /// In all words but one.
    Partly,
}

/// A run of a snippet's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SnippetPart {
    /// The words, joined by single spaces. Plain text: escape it where it becomes markup.
    pub text: String,
    /// Whether these words matched.
    pub highlighted: bool,
    /// What was found in the place of this one word, where that is another reading of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternative: Option<String>,
    /// The kind of personal data, where this is a mark.
    pub redacted: Option<EntityKind>,
    /// When the first of the words is said.
    pub start: MediaTime,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn as_share<S: Serializer>(share: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((f64::from(*share) * 10_000.0).round() / 10_000.0)
}

/// The index keeps no more than two digits of it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn as_percent<S: Serializer>(share: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((f64::from(*share) * 100.0).round() / 100.0)
}

pub(super) fn as_millis<S: Serializer>(took: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((took.as_secs_f64() * 100_000.0).round() / 100.0)
}
