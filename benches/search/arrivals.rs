//! Search while recordings arrive, and how long it takes until they are found.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use earmark::domain::RecordingId;
use earmark::index::{ChangeFeed, Follower, FollowerOptions, SegmentIndex};
use earmark::search::Searcher;
use earmark::store::{Change, ChangeKind, StoreError, StoredTranscript};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::corpus::Corpus;
use super::questions::Question;
use super::times::Times;

/// So many arrive, one every 1.2 s: 50 a minute.
const ARRIVALS: usize = 50;
const EVERY: Duration = Duration::from_millis(1200);
/// How often it is looked whether a recording is found.
const LOOK: Duration = Duration::from_millis(5);

/// What has arrived, as Postgres tells it to a follower.
struct Arrived {
    before: i64,
    recordings: Mutex<Vec<StoredTranscript>>,
}

impl Arrived {
    /// Adds a recording, whose change has the number that is given back.
    fn add(&self, recording: StoredTranscript) -> i64 {
        let mut recordings = self.recordings.lock().unwrap();
        recordings.push(recording);
        self.before + recordings.len() as i64
    }
}

#[async_trait]
impl ChangeFeed for Arrived {
    async fn changes_after(&self, seq: i64, limit: u32) -> Result<Vec<Change>, StoreError> {
        let recordings = self.recordings.lock().unwrap();
        let numbered = (self.before + 1..).zip(recordings.iter());
        let changes = numbered.map(|(seq, transcript)| Change {
            seq,
            recording: transcript.recording.id,
            kind: ChangeKind::Upserted,
        });
        Ok(changes.filter(|change| change.seq > seq).take(limit as usize).collect())
    }

    async fn identity(&self) -> Result<Uuid, StoreError> {
        Ok(Uuid::nil())
    }

    async fn latest_seq(&self) -> Result<i64, StoreError> {
        Ok(self.before + self.recordings.lock().unwrap().len() as i64)
    }

    async fn transcript(&self, id: RecordingId) -> Result<Option<StoredTranscript>, StoreError> {
        let recordings = self.recordings.lock().unwrap();
        Ok(recordings.iter().rfind(|transcript| transcript.recording.id == id).cloned())
    }
}

/// Asks all questions for a minute while 50 recordings arrive that the real follower indexes; it is
/// not woken, so that each waits for its next look as in a `serve` that Postgres tells nothing.
/// Reading them from Postgres is not in it.
pub fn while_recordings_arrive(
    index: &SegmentIndex,
    segments: usize,
    asked: &[Question],
    answer: impl Fn(&Searcher, &Question) + Sync,
) {
    let before = index.status().watermark;
    let arrived = Arc::new(Arrived { before, recordings: Mutex::default() });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (feed, options) = (Arc::clone(&arrived), FollowerOptions::default());
    let follower = Follower::new(feed, index.clone(), Arc::default(), options);
    let shutdown = CancellationToken::new();
    let following = runtime.spawn(follower.run(shutdown.clone()));
    let (searcher, stop) = (Searcher::new(index.clone()), AtomicBool::new(false));
    let (times, found) = std::thread::scope(|scope| {
        let asking = scope.spawn(|| Times::until(&stop, asked, |one| answer(&searcher, one)));
        let found = Corpus::after(segments).take(ARRIVALS).map(|one| arrive(index, &arrived, one));
        let found = Times::sorted(found.collect());
        stop.store(true, Ordering::Relaxed);
        (asking.join().unwrap(), found)
    });
    shutdown.cancel();
    runtime.block_on(following).unwrap();
    println!("| all, while recordings arrive | | {times} | | | |\n");
    println!("freshness: found after {found} ms (median / p95 / p99 of {ARRIVALS})");
}

/// Tells after what time a recording is found; ends when the next one is due.
fn arrive(index: &SegmentIndex, arrived: &Arrived, recording: StoredTranscript) -> Duration {
    let began = Instant::now();
    let seq = arrived.add(recording);
    while index.status().watermark < seq {
        std::thread::sleep(LOOK);
    }
    let took = began.elapsed();
    // Nobody asks for it again, and what this process holds is to be the index's.
    arrived.recordings.lock().unwrap().iter_mut().for_each(|one| one.segments = Vec::new());
    std::thread::sleep(EVERY.saturating_sub(took));
    took
}
