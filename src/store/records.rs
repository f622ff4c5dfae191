//! What storage gives back.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{
    ChannelLayout, CollectionName, EntityKind, Language, MediaKey, MediaKind, MediaTime, ModelUse,
    ObjectVersion, RecordingId, Suspicion, TimeSpan, TranscriptId,
};

/// A searchable recording, without its words.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRecording {
    /// Its id, the same for the key's whole life.
    pub id: RecordingId,
    /// The current version's transcript.
    pub transcript: TranscriptId,
    /// The collection it belongs to.
    pub collection: CollectionName,
    /// Where the original lies, as far as that may be shown.
    pub media: MediaKey,
    /// The version that was transcribed.
    pub version: ObjectVersion,
    /// What people see.
    pub title: String,
    /// Sound alone, or with a picture.
    pub kind: MediaKind,
    /// Its length.
    pub duration: MediaTime,
    /// The language most of it is in.
    pub language: Language,
    /// The model that heard it, and how it was set.
    pub model: ModelUse,
    /// When it was transcribed.
    pub ingested_at: DateTime<Utc>,
    /// What the player is given.
    pub playback: Playback,
    /// What the file says about itself.
    pub facts: StoredFacts,
}

/// What a file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredFacts {
    /// The codec's short name.
    pub codec: Option<String>,
    /// Channels, as recorded.
    pub channels: Option<u16>,
    /// How its channels were heard, where that was noted.
    pub channels_heard: Option<ChannelLayout>,
    /// Samples a second, as recorded.
    pub sample_rate: Option<u32>,
    /// Bits a second of the sound, where known.
    pub bit_rate: Option<u32>,
    /// What its writer noted, redacted.
    pub tags: Vec<StoredTag>,
    /// Whether there are [`Peaks`](crate::domain::Peaks) of it.
    pub has_peaks: bool,
}

/// What a file's writer noted, redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StoredTag {
    /// What it is about: `title`, `artist`, `album`, `date` or `comment`.
    pub kind: String,
    /// Its words, and the marks of what was redacted, such as `[NAME]`.
    pub text: String,
}

/// What the player is given: a rendition with redacted spans silenced. The original never is: its
/// tags and subtitles may say what its sound does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Playback {
    /// Where it lies.
    pub media: MediaKey,
    /// Its media type.
    pub mime: String,
}

/// A recording's words.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredTranscript {
    /// The recording.
    pub recording: StoredRecording,
    /// The segments, by ordinal.
    pub segments: Vec<StoredSegment>,
    /// What was redacted, by start.
    pub spans: Vec<StoredSpan>,
}

impl StoredTranscript {
    /// How long each language is spoken, the most spoken first. What is likely no speech doesn't
    /// count; what is said on two channels at a time counts twice.
    #[must_use]
    pub fn languages(&self) -> Vec<(Language, MediaTime)> {
        let mut spoken: BTreeMap<&Language, MediaTime> = BTreeMap::new();
        let said = self.segments.iter().filter(|one| one.suspect != Some(Suspicion::NoSpeech));
        for segment in said {
            let sum = spoken.entry(&segment.language).or_insert(MediaTime::ZERO);
            *sum = sum.plus(segment.span.millis());
        }
        let mut spoken: Vec<(Language, MediaTime)> =
            spoken.into_iter().map(|(language, time)| (language.clone(), time)).collect();
        spoken.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
        spoken
    }
}

/// A timed piece of transcript.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredSegment {
    /// Its place in the transcript, from 0.
    pub ordinal: u32,
    /// When it is said.
    pub span: TimeSpan,
    /// The language spoken.
    pub language: Language,
    /// The channel, where channels were transcribed apart.
    pub channel: Option<u16>,
    /// The words joined by single spaces.
    pub text: String,
    /// The words, in order.
    pub words: Vec<StoredWord>,
    /// Why its words may not have been said, where that is doubtful.
    pub suspect: Option<Suspicion>,
}

/// A word, or the mark of what was redacted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredWord {
    /// The word or mark.
    pub text: String,
    /// When it is said.
    pub span: TimeSpan,
    /// From 0 to 1.
    pub confidence: f32,
    /// The kind of personal data, where this is a mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<EntityKind>,
    /// What else it may be, likeliest first, as far as redaction lets it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<StoredAlternative>,
    /// Whether the collection's vocabulary filter lists it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_listed: bool,
}

/// Another reading of a word, at the same time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StoredAlternative {
    /// The reading.
    pub text: String,
    /// How probable it is, from 0 to 1.
    pub probability: f32,
}

/// A stretch that was redacted: kind and time, never the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StoredSpan {
    /// What was said there.
    pub kind: EntityKind,
    /// When.
    pub span: TimeSpan,
    /// On which channel, where channels were transcribed apart.
    pub channel: Option<u16>,
}

/// Something that the index must follow, in commit order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its place in commit order: a change seen has every smaller one before it.
    pub seq: i64,
    /// The recording that changed.
    pub recording: RecordingId,
    /// How.
    pub kind: ChangeKind,
}

/// How a recording changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new, or its transcript was replaced.
    Upserted,
    /// It is gone.
    Deleted,
    /// It was redacted once more: what stood there before must leave the index's files too.
    Redacted,
}
