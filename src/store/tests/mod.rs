//! The store against a real Postgres, a database for each test.

mod changes;
mod crawls;
mod derived;
mod jobs;
mod overview;
mod saves;
mod schedules;
mod status;

use super::testing::{claimant, collection, fresh_store, listed};
use super::{
    ClaimedJob, MediaFacts, NewTranscript, Playback, SaveOutcome, Store, StoreError, Task,
};
use crate::domain::{ChannelLayout, MediaKey, MediaKind, Peaks, RecordingId};
use crate::redact::RedactedTranscript;
use crate::redact::testing::{redacted, redacted_tags, shown_name};

/// Puts an object into the queue and claims its job.
async fn enqueue_and_claim(store: &Store, key: &str, etag: &str) -> ClaimedJob {
    store.enqueue_ingest(&collection(), listed(key, etag)).await.unwrap();
    claim(store).await
}

async fn claim(store: &Store) -> ClaimedJob {
    store.claim(&claimant("w")).await.unwrap().expect("a job is due")
}

fn id_of(key: &str) -> RecordingId {
    RecordingId::of(&collection(), &listed(key, "").key)
}

/// Saves what a job's recording says, with derived objects under the run's own prefix.
async fn save(store: &Store, job: &ClaimedJob, texts: &[&str]) -> Result<SaveOutcome, StoreError> {
    save_transcript(store, job, &redacted(texts)).await
}

async fn save_transcript(
    store: &Store,
    job: &ClaimedJob,
    transcript: &RedactedTranscript,
) -> Result<SaveOutcome, StoreError> {
    let Task::Ingest(version) = &job.task else { panic!("not an ingest job") };
    let prefix = format!("{}/", job.run());
    let derived = store.begin_derived(job, version.recording, ("derived", &prefix)).await?;
    let media = MediaFacts {
        kind: MediaKind::Audio,
        codec: "pcm".to_owned(),
        channels: 1,
        channels_heard: ChannelLayout::Mono,
        sample_rate: 16_000,
        bit_rate: Some(256_000),
        tags: redacted_tags(),
    };
    let playback = Playback {
        media: MediaKey { bucket: "derived".to_owned(), key: "rendition.opus".to_owned() },
        mime: "audio/ogg".to_owned(),
    };
    let new = NewTranscript {
        version,
        shown: &shown_name(&version.media),
        media: &media,
        transcript,
        playback: &playback,
        peaks: Some(&Peaks { interval_ms: 100, values: vec![0, 7, 255] }),
        derived: &derived,
    };
    store.save(job, &new).await
}

async fn ingest(store: &Store, key: &str, etag: &str, texts: &[&str]) {
    let job = enqueue_and_claim(store, key, etag).await;
    assert_eq!(save(store, &job, texts).await.unwrap(), SaveOutcome::Saved);
}

/// Counts a table's rows.
async fn count(store: &Store, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&store.pool).await.unwrap()
}

/// Lets every lease run out.
async fn let_leases_expire(store: &Store) {
    sqlx::query(
        "UPDATE jobs SET lease_until = now() - interval '1 second' WHERE state = 'running'",
    )
    .execute(&store.pool)
    .await
    .unwrap();
}

/// Makes every waiting job due.
async fn end_backoff(store: &Store) {
    sqlx::query("UPDATE jobs SET run_after = now() WHERE state = 'queued'")
        .execute(&store.pool)
        .await
        .unwrap();
}
