//! Makes a recording searchable: one transaction a version, all of it or nothing.

use sqlx::types::Json;
use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use super::codec::to_bigint;
use super::jobs::RecordingVersion;
use super::{
    ChangeKind, ClaimedJob, DerivedRun, Playback, Store, StoreError, StoredAlternative, StoredWord,
    changes, derived, job_outcomes, kill_point,
};
use crate::domain::{ChannelLayout, MediaKind, ObjectVersion, Peaks, Suspicion, TranscriptId};
use crate::redact::{
    RedactedAlternative, RedactedSegment, RedactedSpan, RedactedTag, RedactedTranscript,
    RedactedWord, ShownName,
};

/// Segments in one statement; an hour of speech has about a thousand.
const SEGMENTS_A_STATEMENT: usize = 1000;

/// What decoding told about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFacts {
    /// Whether there is a picture.
    pub kind: MediaKind,
    /// The codec's short name.
    pub codec: String,
    /// Channels, as recorded.
    pub channels: u16,
    /// How they were heard.
    pub channels_heard: ChannelLayout,
    /// Samples a second, as recorded.
    pub sample_rate: u32,
    /// Bits a second of the sound, where known.
    pub bit_rate: Option<u32>,
    /// What its writer noted, redacted.
    pub tags: Vec<RedactedTag>,
}

/// All that is kept of one version of a recording.
#[derive(Debug, Clone)]
pub struct NewTranscript<'a> {
    /// Which version of which recording.
    pub version: &'a RecordingVersion,
    /// What may be shown of its key.
    pub shown: &'a ShownName,
    /// What decoding told.
    pub media: &'a MediaFacts,
    /// What was said, redacted.
    pub transcript: &'a RedactedTranscript,
    /// What the player is given.
    pub playback: &'a Playback,
    /// How loud it is over its time, where that was measured.
    pub peaks: Option<&'a Peaks>,
    /// Where the run wrote its objects.
    pub derived: &'a DerivedRun,
}

/// What became of a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It is kept and will be searchable.
    Saved,
    /// It was dropped: the object was replaced or deleted meanwhile, and what is there now has a
    /// job of its own.
    Superseded,
}

impl Store {
    /// Keeps a transcript in place of the recording's former one, makes the recording searchable,
    /// the run's objects live and the job done, and tells the index, all in one transaction.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] where another worker has the job; nothing is kept on any error.
    pub async fn save(
        &self,
        job: &ClaimedJob,
        new: &NewTranscript<'_>,
    ) -> Result<SaveOutcome, StoreError> {
        let mut tx = self.pool.begin().await?;
        let is_wanted = lock_wanted(&mut tx, new.version).await?;
        job_outcomes::lock_claimed(&mut tx, job).await?;
        if !is_wanted {
            derived::abandon_run(&mut tx, job.run()).await?;
            job_outcomes::finish(&mut tx, job.id).await?;
            tx.commit().await?;
            return Ok(SaveOutcome::Superseded);
        }
        replace_transcript(&mut tx, new).await?;
        mark_searchable(&mut tx, new).await?;
        derived::make_live(&mut tx, new.version.recording, new.derived.run).await?;
        job_outcomes::finish(&mut tx, job.id).await?;
        let changed = [new.version.recording.0];
        changes::append(&mut tx, &changed, ChangeKind::Upserted).await?;
        kill_point("ingest_before_commit");
        tx.commit().await?;
        kill_point("ingest_after_commit");
        Ok(SaveOutcome::Saved)
    }
}

/// Locks the recording and tells whether this version is still the wanted one.
pub(super) async fn lock_wanted(
    tx: &mut Transaction<'_, Postgres>,
    version: &RecordingVersion,
) -> Result<bool, StoreError> {
    let row: Option<(String, Option<String>, Option<String>, i64)> = sqlx::query_as(
        "SELECT state, etag, version_id, size_bytes FROM recordings WHERE id = $1 FOR UPDATE",
    )
    .bind(version.recording)
    .fetch_optional(&mut **tx)
    .await?;
    let Some((state, etag, version_id, size)) = row else { return Ok(false) };
    let ObjectVersion { etag: our_etag, version_id: our_id, size_bytes, .. } = &version.version;
    let is_same = etag == *our_etag && version_id == *our_id && size == to_bigint(*size_bytes);
    Ok(is_same && state != "gone")
}

async fn replace_transcript(
    tx: &mut Transaction<'_, Postgres>,
    new: &NewTranscript<'_>,
) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM transcripts WHERE recording_id = $1",
        "DELETE FROM checkpoints WHERE recording_id = $1",
    ] {
        sqlx::query(sql).bind(new.version.recording).execute(&mut **tx).await?;
    }
    let version = &new.version.version;
    let id = TranscriptId::of(new.version.recording, version);
    sqlx::query(
        "INSERT INTO transcripts (id, recording_id, etag, version_id, size_bytes, last_modified,
            language, model, duration_ms, playback, bit_rate, tags, peaks, peak_ms, channels_heard,
            model_sha256, model_settings)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
            $15, $16, $17)",
    )
    .bind(id)
    .bind(new.version.recording)
    .bind(&version.etag)
    .bind(&version.version_id)
    .bind(to_bigint(version.size_bytes))
    .bind(version.last_modified)
    .bind(new.transcript.language().code())
    .bind(&new.transcript.model().name)
    .bind(new.transcript.duration().as_i64())
    .bind(Json(new.playback))
    .bind(new.media.bit_rate.map(i64::from))
    .bind(Json(&new.media.tags))
    .bind(new.peaks.map(|peaks| peaks.values.as_slice()))
    .bind(new.peaks.map(|peaks| i32::try_from(peaks.interval_ms).unwrap_or(i32::MAX)))
    .bind(new.media.channels_heard)
    .bind(&new.transcript.model().sha256)
    .bind(Json(&new.transcript.model().settings))
    .execute(&mut **tx)
    .await?;
    insert_words(tx, id.0, new.transcript).await
}

/// Puts other words in the place of a transcript's.
pub(super) async fn replace_words(
    tx: &mut Transaction<'_, Postgres>,
    id: Uuid,
    transcript: &RedactedTranscript,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM segments WHERE transcript_id = $1")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM redacted_spans WHERE transcript_id = $1")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    insert_words(tx, id, transcript).await
}

async fn insert_words(
    tx: &mut Transaction<'_, Postgres>,
    id: Uuid,
    transcript: &RedactedTranscript,
) -> Result<(), StoreError> {
    let batches = transcript.segments().chunks(SEGMENTS_A_STATEMENT);
    for (batch, segments) in batches.enumerate() {
        insert_segments(tx, id, (batch * SEGMENTS_A_STATEMENT, segments)).await?;
    }
    insert_spans(tx, id, transcript.spans()).await
}

async fn insert_segments(
    tx: &mut Transaction<'_, Postgres>,
    transcript: Uuid,
    (first, segments): (usize, &[RedactedSegment]),
) -> Result<(), StoreError> {
    let words = |segment: &RedactedSegment| -> Json<Vec<StoredWord>> {
        Json(segment.words().iter().map(stored_word).collect())
    };
    sqlx::query(
        "INSERT INTO segments (transcript_id, ordinal, start_ms, end_ms, language, channel, text,
            words, suspect)
         SELECT $1, ordinal, start_ms, end_ms, language, channel, text, words, suspect
         FROM unnest($2::integer[], $3::bigint[], $4::bigint[], $5::text[], $6::integer[],
            $7::text[], $8::jsonb[], $9::text[])
            AS segment (ordinal, start_ms, end_ms, language, channel, text, words, suspect)",
    )
    .bind(transcript)
    .bind(ordinals(first, segments.len()))
    .bind(segments.iter().map(|s| s.span().start.as_i64()).collect::<Vec<_>>())
    .bind(segments.iter().map(|s| s.span().end.as_i64()).collect::<Vec<_>>())
    .bind(segments.iter().map(|s| s.language().code()).collect::<Vec<_>>())
    .bind(segments.iter().map(|s| s.channel().map(i32::from)).collect::<Vec<_>>())
    .bind(segments.iter().map(RedactedSegment::text).collect::<Vec<_>>())
    .bind(segments.iter().map(words).collect::<Vec<_>>())
    .bind(segments.iter().map(|s| s.suspect().map(Suspicion::name)).collect::<Vec<_>>())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_spans(
    tx: &mut Transaction<'_, Postgres>,
    transcript: Uuid,
    spans: &[RedactedSpan],
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO redacted_spans (transcript_id, ordinal, kind, start_ms, end_ms, channel)
         SELECT $1, ordinal, kind, start_ms, end_ms, channel
         FROM unnest($2::integer[], $3::text[], $4::bigint[], $5::bigint[], $6::integer[])
            AS span (ordinal, kind, start_ms, end_ms, channel)",
    )
    .bind(transcript)
    .bind(ordinals(0, spans.len()))
    .bind(spans.iter().map(|s| s.kind().name()).collect::<Vec<_>>())
    .bind(spans.iter().map(|s| s.span().start.as_i64()).collect::<Vec<_>>())
    .bind(spans.iter().map(|s| s.span().end.as_i64()).collect::<Vec<_>>())
    .bind(spans.iter().map(|s| s.channel().map(i32::from)).collect::<Vec<_>>())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn mark_searchable(
    tx: &mut Transaction<'_, Postgres>,
    new: &NewTranscript<'_>,
) -> Result<(), StoreError> {
    let kind = match new.media.kind {
        MediaKind::Audio => "audio",
        MediaKind::Video => "video",
    };
    sqlx::query(
        "UPDATE recordings SET state = 'searchable', kind = $2, codec = $3, channels = $4,
            sample_rate = $5, duration_ms = $6, title = $7, shown_key = $8, updated_at = now(),
            failure_stage = NULL, failure_code = NULL, failure_message = NULL, failed_at = NULL
         WHERE id = $1",
    )
    .bind(new.version.recording)
    .bind(kind)
    .bind(&new.media.codec)
    .bind(i32::from(new.media.channels))
    .bind(i64::from(new.media.sample_rate))
    .bind(new.transcript.duration().as_i64())
    .bind(new.shown.title())
    .bind(new.shown.key())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn ordinals(first: usize, count: usize) -> Vec<i32> {
    (first..first + count).map(|ordinal| i32::try_from(ordinal).unwrap_or(i32::MAX)).collect()
}

fn stored_word(word: &RedactedWord) -> StoredWord {
    StoredWord {
        text: word.text().to_owned(),
        span: word.span(),
        confidence: word.confidence(),
        redacted: word.redacted(),
        alternatives: word.alternatives().iter().map(stored_alternative).collect(),
        is_listed: word.is_listed(),
    }
}

fn stored_alternative(other: &RedactedAlternative) -> StoredAlternative {
    StoredAlternative { text: other.text().to_owned(), probability: other.probability() }
}
