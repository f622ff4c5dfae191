//! The loudness of a recording over its time, for the picture of its sound.

use super::{Store, StoreError};
use crate::domain::{RecordingId, TranscriptId};

/// How loud a recording is, interval by interval, from its start to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peaks {
    /// How long an interval is, in milliseconds, at least 1; the last may be shorter.
    pub interval_ms: u32,
    /// For each interval the loudest absolute sample on any channel, 255 being full scale.
    pub values: Vec<u8>,
}

impl Store {
    /// Gives the peaks of a searchable recording with the transcript that they belong to, or
    /// `None` where there are none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn peaks(
        &self,
        id: RecordingId,
    ) -> Result<Option<(TranscriptId, Peaks)>, StoreError> {
        let row: Option<(TranscriptId, i32, Vec<u8>)> = sqlx::query_as(
            "SELECT id, peak_ms, peaks FROM transcripts
             WHERE recording_id = $1 AND peaks IS NOT NULL AND peak_ms IS NOT NULL",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.and_then(|(transcript, interval_ms, values)| {
            let interval_ms = u32::try_from(interval_ms).ok()?;
            Some((transcript, Peaks { interval_ms, values }))
        }))
    }
}
