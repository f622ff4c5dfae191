//! What redaction makes, and what storage accepts.

use serde::Serialize;

use crate::domain::{Cue, EntityKind, Language, MediaTime, ModelUse, Suspicion, TimeSpan};

/// A word that may be kept. A run of words that was redacted is one word: the mark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RedactedWord {
    pub(super) text: String,
    pub(super) span: TimeSpan,
    pub(super) confidence: f32,
    pub(super) redacted: Option<EntityKind>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) alternatives: Vec<RedactedAlternative>,
    #[serde(rename = "vocabulary_filter_match", skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_listed: bool,
}

/// Another reading of a word, which may be kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RedactedAlternative {
    pub(super) text: String,
    pub(super) probability: f32,
}

impl RedactedAlternative {
    /// The reading.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How probable it is, from 0 to 1.
    #[must_use]
    pub const fn probability(&self) -> f32 {
        self.probability
    }
}

impl RedactedWord {
    /// The word, or the mark that stands for what was said.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// When it is said.
    #[must_use]
    pub const fn span(&self) -> TimeSpan {
        self.span
    }

    /// How sure the recognizer is, from 0 to 1.
    #[must_use]
    pub const fn confidence(&self) -> f32 {
        self.confidence
    }

    /// What else it may be, likeliest first; never with a mark.
    #[must_use]
    pub fn alternatives(&self) -> &[RedactedAlternative] {
        &self.alternatives
    }

    /// Whether the collection's vocabulary filter lists it: it is `***` then, or as it was said.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        self.is_listed
    }

    /// The kind of personal data, where this is a mark.
    #[must_use]
    pub const fn redacted(&self) -> Option<EntityKind> {
        self.redacted
    }
}

/// A segment that may be kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RedactedSegment {
    pub(super) span: TimeSpan,
    pub(super) language: Language,
    pub(super) channel: Option<u16>,
    pub(super) words: Vec<RedactedWord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suspect: Option<Suspicion>,
}

impl RedactedSegment {
    /// When it is said.
    #[must_use]
    pub const fn span(&self) -> TimeSpan {
        self.span
    }

    /// The language spoken.
    #[must_use]
    pub const fn language(&self) -> &Language {
        &self.language
    }

    /// The channel, where channels were transcribed apart.
    #[must_use]
    pub const fn channel(&self) -> Option<u16> {
        self.channel
    }

    /// Why its words may not have been said, where that is doubtful.
    #[must_use]
    pub const fn suspect(&self) -> Option<Suspicion> {
        self.suspect
    }

    /// The words in order.
    #[must_use]
    pub fn words(&self) -> &[RedactedWord] {
        &self.words
    }

    /// The words joined by spaces: `words()[i]` is the i-th word of this text.
    #[must_use]
    pub fn text(&self) -> String {
        self.words.iter().map(RedactedWord::text).collect::<Vec<_>>().join(" ")
    }
}

/// A stretch of sound that was redacted: kind and time, never the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RedactedSpan {
    pub(super) kind: EntityKind,
    pub(super) span: TimeSpan,
    pub(super) channel: Option<u16>,
}

impl RedactedSpan {
    /// What was said there.
    #[must_use]
    pub const fn kind(&self) -> EntityKind {
        self.kind
    }

    /// When, with the padding that the sound is silenced by.
    #[must_use]
    pub const fn span(&self) -> TimeSpan {
        self.span
    }

    /// On which channel, where channels were transcribed apart.
    #[must_use]
    pub const fn channel(&self) -> Option<u16> {
        self.channel
    }
}

/// A transcript without personal data, the only thing that storage accepts.
///
/// Only [`redact`](crate::redact) can make one: its fields are private and it can't be
/// deserialized.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RedactedTranscript {
    pub(super) segments: Vec<RedactedSegment>,
    pub(super) spans: Vec<RedactedSpan>,
    pub(super) language: Language,
    pub(super) duration: MediaTime,
    pub(super) model: ModelUse,
}

impl RedactedTranscript {
    /// The segments, ordered by start.
    #[must_use]
    pub fn segments(&self) -> &[RedactedSegment] {
        &self.segments
    }

    /// What was redacted, ordered by start.
    #[must_use]
    pub fn spans(&self) -> &[RedactedSpan] {
        &self.spans
    }

    /// The language most of it is in.
    #[must_use]
    pub const fn language(&self) -> &Language {
        &self.language
    }

    /// The recording's length.
    #[must_use]
    pub const fn duration(&self) -> MediaTime {
        self.duration
    }

    /// The model that heard it, with its settings.
    #[must_use]
    pub const fn model(&self) -> &ModelUse {
        &self.model
    }

    /// The segments as captions.
    #[must_use]
    pub fn captions(&self, format: crate::domain::CaptionFormat) -> String {
        let texts: Vec<String> = self.segments.iter().map(RedactedSegment::text).collect();
        format.write(self.segments.iter().zip(&texts).map(|(segment, text)| Cue {
            span: segment.span,
            speaker: segment.channel.map(|channel| format!("ch_{channel}")),
            text,
        }))
    }
}
