//! Reads the loudness of a recording over its time, for the picture of its sound.

use super::{Store, StoreError};
use crate::domain::{Peaks, RecordingId, TranscriptId};

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
