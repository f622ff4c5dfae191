//! Recordings as the API writes them. Times are in milliseconds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{
    ChannelLayout, CollectionName, EntityKind, Language, MediaKey, MediaKind, MediaTime,
    RecordingId, Suspicion, TimeSpan,
};
use crate::store::{
    JobProgress, Playback, RecordingState, RecordingSummary, StoredAlternative, StoredSegment,
    StoredSpan, StoredTag, StoredTranscript, StoredWord,
};

/// A recording with all that was said.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordingView {
    id: RecordingId,
    title: String,
    collection: CollectionName,
    redaction_enabled: bool,
    kind: MediaKind,
    language: Language,
    duration: MediaTime,
    size_bytes: u64,
    codec: Option<String>,
    /// As recorded.
    channels: Option<u16>,
    /// How its channels were heard, where that was noted.
    channels_heard: Option<ChannelLayout>,
    /// Samples a second.
    sample_rate: Option<u32>,
    /// Bits a second of the sound.
    bit_rate: Option<u32>,
    /// What its writer noted, redacted.
    tags: Vec<StoredTag>,
    /// Whether there is something at `peaks`.
    has_peaks: bool,
    media: MediaKey,
    /// The model that heard it, the SHA-256 of its file, and how it was set.
    model: String,
    model_sha256: String,
    model_settings: BTreeMap<String, String>,
    /// How long each language is spoken, the most spoken first.
    languages: Vec<LanguageView>,
    ingested_at: DateTime<Utc>,
    /// When the file was written, as the bucket tells.
    modified_at: Option<DateTime<Utc>>,
    playback: PlaybackView,
    segments: Vec<SegmentView>,
    redacted_spans: Vec<StoredSpan>,
}

#[derive(Debug, Serialize, ToSchema)]
struct LanguageView {
    language: Language,
    duration: MediaTime,
}

#[derive(Debug, Serialize, ToSchema)]
struct PlaybackView {
    url: String,
    mime: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct SegmentView {
    ordinal: u32,
    span: TimeSpan,
    language: Language,
    channel: Option<u16>,
    text: String,
    words: Vec<WordView>,
    /// Why its words may not have been said, where that is doubtful.
    suspect: Option<Suspicion>,
}

/// A word, flat and with nothing that is usual: there are ten thousand of them an hour.
#[derive(Debug, Serialize, ToSchema)]
struct WordView {
    text: String,
    start: MediaTime,
    end: MediaTime,
    confidence: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    redacted: Option<EntityKind>,
    /// What else it may be, likeliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alternatives: Vec<StoredAlternative>,
    /// Whether the collection's vocabulary filter lists it.
    #[serde(rename = "vocabulary_filter_match", skip_serializing_if = "std::ops::Not::not")]
    is_listed: bool,
}

impl RecordingView {
    pub(super) fn new(transcript: StoredTranscript, redaction_enabled: bool) -> Self {
        let languages = transcript.languages().into_iter();
        let languages = languages.map(|(language, duration)| LanguageView { language, duration });
        let recording = transcript.recording;
        let facts = recording.facts;
        Self {
            id: recording.id,
            title: recording.title,
            collection: recording.collection,
            redaction_enabled,
            kind: recording.kind,
            language: recording.language,
            duration: recording.duration,
            size_bytes: recording.version.size_bytes,
            codec: facts.codec,
            channels: facts.channels,
            channels_heard: facts.channels_heard,
            sample_rate: facts.sample_rate,
            bit_rate: facts.bit_rate,
            tags: facts.tags,
            has_peaks: facts.has_peaks,
            media: recording.media,
            model: recording.model.name,
            model_sha256: recording.model.sha256,
            model_settings: recording.model.settings,
            languages: languages.collect(),
            ingested_at: recording.ingested_at,
            modified_at: recording.version.last_modified,
            playback: PlaybackView::new(recording.id, recording.playback),
            segments: transcript.segments.into_iter().map(SegmentView::from).collect(),
            redacted_spans: transcript.spans,
        }
    }
}

impl PlaybackView {
    fn new(id: RecordingId, playback: Playback) -> Self {
        Self { url: format!("/api/v1/recordings/{id}/media"), mime: playback.mime }
    }
}

impl From<StoredSegment> for SegmentView {
    fn from(segment: StoredSegment) -> Self {
        Self {
            ordinal: segment.ordinal,
            span: segment.span,
            language: segment.language,
            channel: segment.channel,
            text: segment.text,
            words: segment.words.into_iter().map(WordView::from).collect(),
            suspect: segment.suspect,
        }
    }
}

impl From<StoredWord> for WordView {
    fn from(word: StoredWord) -> Self {
        Self {
            text: word.text,
            start: word.span.start,
            end: word.span.end,
            confidence: word.confidence,
            redacted: word.redacted,
            alternatives: word.alternatives,
            is_listed: word.is_listed,
        }
    }
}

/// A recording in a list, in whatever state.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SummaryView {
    pub(super) id: RecordingId,
    title: String,
    collection: CollectionName,
    media: MediaKey,
    state: RecordingState,
    size_bytes: u64,
    kind: Option<MediaKind>,
    language: Option<Language>,
    duration: Option<MediaTime>,
    updated_at: DateTime<Utc>,
    /// Whether there is a transcript to open, be it of an older version.
    is_playable: bool,
    failure: Option<FailureView>,
    job: Option<JobView>,
}

/// Why something failed, and what to do.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FailureView {
    stage: &'static str,
    code: &'static str,
    message: String,
    advice: &'static str,
    is_retryable: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct JobView {
    is_running: bool,
    stage: Option<&'static str>,
    progress: f64,
    attempts: u32,
    run_after: DateTime<Utc>,
}

impl From<RecordingSummary> for SummaryView {
    fn from(summary: RecordingSummary) -> Self {
        Self {
            id: summary.id,
            title: summary.title,
            collection: summary.collection,
            media: summary.media,
            state: summary.state,
            size_bytes: summary.size_bytes,
            kind: summary.kind,
            is_playable: summary.language.is_some() && summary.state != RecordingState::Gone,
            language: summary.language,
            duration: summary.duration,
            updated_at: summary.updated_at,
            failure: summary.failure.map(FailureView::from),
            job: summary.job.map(JobView::from),
        }
    }
}

impl From<crate::store::Failure> for FailureView {
    fn from(failure: crate::store::Failure) -> Self {
        Self {
            stage: failure.stage.name(),
            code: failure.code.name(),
            message: failure.message,
            advice: failure.code.advice(),
            is_retryable: failure.retryable,
        }
    }
}

impl From<JobProgress> for JobView {
    fn from(job: JobProgress) -> Self {
        Self {
            is_running: job.is_running,
            stage: job.stage.map(crate::store::Stage::name),
            progress: f64::from(job.permille) / 1000.0,
            attempts: job.attempts,
            run_after: job.run_after,
        }
    }
}
