//! Puts a transcript that was redacted once more in the place of what is stored: one transaction,
//! without a job, and only if nothing has changed meanwhile.

use std::time::Duration;

use sqlx::types::Json;
use uuid::Uuid;

use super::records::StoredRecording;
use super::{
    ChangeKind, DerivedRun, Playback, SaveOutcome, Store, StoreError, changes, derived, kill_point,
    save,
};
use crate::domain::{MediaKey, Peaks, RecordingId};
use crate::redact::{RedactedTag, RedactedTranscript, ShownName};

/// What replaces the words, tags and names of a recording, and where its objects lie now.
#[derive(Debug)]
pub struct MendedTranscript<'a> {
    /// As it was when it was read.
    pub recording: &'a StoredRecording,
    /// What may be shown of its key.
    pub shown: &'a ShownName,
    /// What was said, redacted.
    pub transcript: &'a RedactedTranscript,
    /// What its writer noted, redacted.
    pub tags: &'a [RedactedTag],
    /// What the player is given.
    pub playback: &'a Playback,
    /// How loud that is; `None` leaves what is there.
    pub peaks: Option<&'a Peaks>,
    /// Where its objects were written.
    pub derived: &'a DerivedRun,
}

impl Store {
    /// Notes where a recording's objects are about to be written anew. What is not made live within
    /// `hold` is swept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_mending(
        &self,
        recording: RecordingId,
        place: &MediaKey,
        hold: Duration,
    ) -> Result<DerivedRun, StoreError> {
        let run = Uuid::now_v7();
        let prefix = format!("{}{run}/", place.key);
        sqlx::query(
            "INSERT INTO derived_objects (run, bucket, prefix, recording_id, state, held_until)
             VALUES ($1, $2, $3, $4, 'writing', now() + make_interval(secs => $5))",
        )
        .bind(run)
        .bind(&place.bucket)
        .bind(&prefix)
        .bind(recording)
        .bind(hold.as_secs_f64())
        .execute(&self.pool)
        .await?;
        Ok(DerivedRun { run, bucket: place.bucket.clone(), prefix })
    }

    /// Replaces what is stored and tells the index; its old objects become garbage.
    /// [`SaveOutcome::Superseded`] where the recording was ingested anew, or went, since it was
    /// read: nothing is changed then.
    ///
    /// # Errors
    /// When the database fails; nothing is changed then either.
    pub async fn save_mended(&self, new: &MendedTranscript<'_>) -> Result<SaveOutcome, StoreError> {
        let mut tx = self.pool.begin().await?;
        let id = new.recording.id;
        sqlx::query("SELECT 1 FROM recordings WHERE id = $1 FOR UPDATE")
            .bind(id)
            .execute(&mut *tx)
            .await?;
        let kept: Option<Uuid> = sqlx::query_scalar(
            "UPDATE transcripts SET playback = $4, tags = $5, peaks = coalesce($6, peaks),
                peak_ms = coalesce($7, peak_ms)
             WHERE recording_id = $1 AND id = $2 AND ingested_at = $3 RETURNING id",
        )
        .bind(id)
        .bind(new.recording.transcript)
        .bind(new.recording.ingested_at)
        .bind(Json(new.playback))
        .bind(Json(new.tags))
        .bind(new.peaks.map(|peaks| peaks.values.as_slice()))
        .bind(new.peaks.map(|peaks| i32::try_from(peaks.interval_ms).unwrap_or(i32::MAX)))
        .fetch_optional(&mut *tx)
        .await?;
        let Some(transcript) = kept else {
            derived::abandon_run(&mut tx, new.derived.run).await?;
            tx.commit().await?;
            return Ok(SaveOutcome::Superseded);
        };
        save::replace_words(&mut tx, transcript, new.transcript).await?;
        rename(&mut tx, id, new.shown).await?;
        derived::make_live(&mut tx, id, new.derived.run).await?;
        changes::append(&mut tx, &[id.0], ChangeKind::Redacted).await?;
        kill_point("verify_before_commit");
        tx.commit().await?;
        kill_point("verify_after_commit");
        Ok(SaveOutcome::Saved)
    }

    /// Shows a recording that has no transcript under this name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rename(&self, id: RecordingId, shown: &ShownName) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        rename(&mut tx, id, shown).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Has Postgres take the old versions of rows out of the tables that hold text. They stay in
    /// its write-ahead log and in backups until these are recycled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vacuum_texts(&self) -> Result<(), StoreError> {
        sqlx::query("VACUUM recordings, transcripts, segments, redacted_spans")
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

async fn rename(
    tx: &mut sqlx::Transaction<'_, sqlx::Postgres>,
    id: RecordingId,
    shown: &ShownName,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE recordings SET title = $2, shown_key = $3, updated_at = now() WHERE id = $1",
    )
    .bind(id)
    .bind(shown.title())
    .bind(shown.key())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
