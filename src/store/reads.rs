//! Reads searchable recordings and their transcripts.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use sqlx::types::Json;

use super::codec::{self, VersionRow};
use super::{
    Playback, Store, StoreError, StoredFacts, StoredRecording, StoredSegment, StoredSpan,
    StoredTag, StoredTranscript, StoredWord,
};
use crate::domain::{
    ChannelLayout, CollectionName, EntityKind, Language, MediaKey, MediaKind, ModelUse,
    RecordingId, TranscriptId,
};

#[derive(sqlx::FromRow)]
struct RecordingRow {
    id: RecordingId,
    transcript_id: TranscriptId,
    collection: String,
    bucket: String,
    key: String,
    #[sqlx(flatten)]
    version: VersionRow,
    title: String,
    kind: MediaKind,
    duration_ms: i64,
    language: String,
    model: String,
    model_sha256: String,
    model_settings: Json<BTreeMap<String, String>>,
    ingested_at: DateTime<Utc>,
    playback: Json<Playback>,
    #[sqlx(flatten)]
    facts: FactsRow,
}

#[derive(sqlx::FromRow)]
struct FactsRow {
    codec: Option<String>,
    channels: Option<i32>,
    channels_heard: Option<ChannelLayout>,
    sample_rate: Option<i64>,
    bit_rate: Option<i64>,
    tags: Json<Vec<StoredTag>>,
    has_peaks: bool,
}

impl From<FactsRow> for StoredFacts {
    fn from(row: FactsRow) -> Self {
        Self {
            codec: row.codec,
            channels: row.channels.and_then(|count| count.try_into().ok()),
            channels_heard: row.channels_heard,
            sample_rate: row.sample_rate.and_then(|rate| rate.try_into().ok()),
            bit_rate: row.bit_rate.and_then(|rate| rate.try_into().ok()),
            tags: row.tags.0,
            has_peaks: row.has_peaks,
        }
    }
}

impl TryFrom<RecordingRow> for StoredRecording {
    type Error = StoreError;

    fn try_from(row: RecordingRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            transcript: row.transcript_id,
            collection: CollectionName::try_from(row.collection)?,
            media: MediaKey { bucket: row.bucket, key: row.key },
            version: row.version.into(),
            title: row.title,
            kind: row.kind,
            duration: codec::time(row.duration_ms),
            language: Language::try_from(row.language)?,
            model: ModelUse {
                name: row.model,
                sha256: row.model_sha256,
                settings: row.model_settings.0,
            },
            ingested_at: row.ingested_at,
            playback: row.playback.0,
            facts: row.facts.into(),
        })
    }
}

#[derive(sqlx::FromRow)]
struct SegmentRow {
    ordinal: i32,
    start_ms: i64,
    end_ms: i64,
    language: String,
    channel: Option<i32>,
    text: String,
    words: Json<Vec<StoredWord>>,
    suspect: Option<String>,
}

impl TryFrom<SegmentRow> for StoredSegment {
    type Error = StoreError;

    fn try_from(row: SegmentRow) -> Result<Self, StoreError> {
        Ok(Self {
            ordinal: codec::ordinal(row.ordinal)?,
            span: codec::span(row.start_ms, row.end_ms),
            language: Language::try_from(row.language)?,
            channel: codec::channel(row.channel)?,
            text: row.text,
            words: row.words.0,
            suspect: row.suspect.as_deref().map(str::parse).transpose()?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct SpanRow {
    kind: String,
    start_ms: i64,
    end_ms: i64,
    channel: Option<i32>,
}

impl TryFrom<SpanRow> for StoredSpan {
    type Error = StoreError;

    fn try_from(row: SpanRow) -> Result<Self, StoreError> {
        Ok(Self {
            kind: EntityKind::stored(&row.kind)?,
            span: codec::span(row.start_ms, row.end_ms),
            channel: codec::channel(row.channel)?,
        })
    }
}

impl Store {
    /// Gives a searchable recording, or `None` where there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recording(&self, id: RecordingId) -> Result<Option<StoredRecording>, StoreError> {
        recording(&self.pool, id).await
    }

    /// Gives a recording with all that was said, as of one instant, or `None`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn transcript(
        &self,
        id: RecordingId,
    ) -> Result<Option<StoredTranscript>, StoreError> {
        // One snapshot for the three queries: a transcript replaced between them would be torn.
        let mut tx =
            self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let Some(recording) = recording(&mut *tx, id).await? else { return Ok(None) };
        let segments: Vec<SegmentRow> = sqlx::query_as(
            "SELECT ordinal, start_ms, end_ms, language, channel, text, words, suspect
             FROM segments WHERE transcript_id = $1 ORDER BY ordinal",
        )
        .bind(recording.transcript)
        .fetch_all(&mut *tx)
        .await?;
        let spans: Vec<SpanRow> = sqlx::query_as(
            "SELECT kind, start_ms, end_ms, channel
             FROM redacted_spans WHERE transcript_id = $1 ORDER BY ordinal",
        )
        .bind(recording.transcript)
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Some(StoredTranscript {
            recording,
            segments: segments.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            spans: spans.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
        }))
    }

    /// Gives up to `limit` ids of searchable recordings after `after`, in id order: all of them,
    /// page by page, for an index that is built anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn searchable_ids(
        &self,
        after: Option<RecordingId>,
        limit: u32,
    ) -> Result<Vec<RecordingId>, StoreError> {
        let ids = sqlx::query_scalar(
            "SELECT recording_id FROM transcripts WHERE $1::uuid IS NULL OR recording_id > $1
             ORDER BY recording_id LIMIT $2",
        );
        Ok(ids.bind(after).bind(i64::from(limit)).fetch_all(&self.pool).await?)
    }
}

async fn recording(
    executor: impl PgExecutor<'_>,
    id: RecordingId,
) -> Result<Option<StoredRecording>, StoreError> {
    let row: Option<RecordingRow> = sqlx::query_as(
        "SELECT r.id, t.id AS transcript_id, r.collection, r.bucket, r.shown_key AS key, t.etag, t.version_id,
            t.size_bytes, t.last_modified, r.title, coalesce(r.kind, 'audio') AS kind,
            t.duration_ms, t.language, t.model, t.model_sha256, t.model_settings, t.ingested_at,
            t.playback, r.codec, r.channels, t.channels_heard, r.sample_rate, t.bit_rate, t.tags,
            t.peaks IS NOT NULL AS has_peaks
         FROM recordings r JOIN transcripts t ON t.recording_id = r.id WHERE r.id = $1",
    )
    .bind(id)
    .fetch_optional(executor)
    .await?;
    row.map(TryInto::try_into).transpose()
}
