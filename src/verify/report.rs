//! What verification tells.

use serde::Serialize;

use crate::domain::{EntityKind, RecordingId, TimeSpan};
use crate::index::IndexError;
use crate::ingest::IngestError;
use crate::redact::{RedactError, Remnant, RemnantPlace};
use crate::store::StoreError;

/// What was looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The words in Postgres.
    Words,
    /// Other readings of words in Postgres.
    Alternatives,
    /// A file's tags in Postgres.
    Tags,
    /// Title and key, as they are shown.
    Name,
    /// Documents of the search index.
    Index,
    /// A term of the search index that no word has.
    IndexTerms,
    /// The captions in S3.
    Captions,
    /// The transcript in S3.
    TranscriptJson,
    /// What the player is given.
    Sound,
}

impl Place {
    /// Its name for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Words => "transcript",
            Self::Alternatives => "other readings",
            Self::Tags => "tags",
            Self::Name => "title or key",
            Self::Index => "index",
            Self::IndexTerms => "index terms",
            Self::Captions => "captions",
            Self::TranscriptJson => "transcript.json",
            Self::Sound => "sound",
        }
    }
}

/// Personal data that is stored. Never its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Of which recording.
    pub recording: RecordingId,
    /// Where.
    pub place: Place,
    /// What it is; unknown of a lone term.
    pub kind: Option<EntityKind>,
    /// When it is said, where it is speech.
    pub span: Option<TimeSpan>,
    /// On which channel, where channels were transcribed apart.
    pub channel: Option<u16>,
}

impl Finding {
    pub(super) fn of(recording: RecordingId, place: Place, remnant: &Remnant) -> Self {
        let Remnant { kind, span, channel, .. } = *remnant;
        Self { recording, place, kind: Some(kind), span, channel }
    }

    pub(super) fn in_rows(recording: RecordingId, remnant: &Remnant) -> Self {
        let place = match remnant.place {
            RemnantPlace::Words => Place::Words,
            RemnantPlace::Alternative => Place::Alternatives,
            RemnantPlace::Tag => Place::Tags,
        };
        Self::of(recording, place, remnant)
    }
}

/// Something that could not be looked through, or not be mended.
#[derive(Debug, Clone, Serialize)]
pub struct Unchecked {
    /// Of which recording.
    pub recording: RecordingId,
    /// What.
    pub place: Place,
    /// Why. Never carries transcript text.
    pub reason: String,
}

/// Why verification can't go on. Never carries transcript text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// Postgres.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A recognizer, or the sound.
    #[error(transparent)]
    Redact(#[from] RedactError),
    /// The recording's objects.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// The sound of a rendition.
    #[error(transparent)]
    Decode(#[from] crate::decode::DecodeError),
    /// The object store.
    #[error(transparent)]
    Source(#[from] crate::source::SourceError),
    /// An object is not what was written.
    #[error("`{0}` is not what Earmark writes")]
    Damaged(&'static str),
    /// The work was called off.
    #[error("the work was called off")]
    Cancelled,
}
