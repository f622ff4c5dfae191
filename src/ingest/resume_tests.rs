//! A worker that is lost in the middle of a recording loses only what it heard last.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::testing::{MemoryArchive, noise, plan, wav, worker};
use super::*;
use crate::domain::{Language, MediaTime, ModelUse, RecordingId, TimeSpan};
use crate::store::testing::{collection, fresh_store, listed};
use crate::store::{Store, StoredTranscript};
use crate::transcribe::{
    Observer, RawText, Segment, SpeechSource, TranscribeError, TranscribeOptions, Transcriber,
    Transcript, Word,
};
use sqlx::Row as _;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Ten seconds a line, a stretch each; hears what it is asked to.
struct Stepping {
    lines: Vec<String>,
    /// Fails once, after so many stretches that it has heard in all.
    fails_after: usize,
    heard: AtomicUsize,
    starts: Mutex<Vec<MediaTime>>,
    model: ModelUse,
}

impl Stepping {
    fn new(lines: &[&str], fails_after: usize) -> Self {
        let filler = "and then we went over the bridge and down to the water where boats were";
        Self {
            lines: lines.iter().map(|line| line.replace("FILLER", filler)).collect(),
            fails_after,
            heard: AtomicUsize::new(0),
            starts: Mutex::default(),
            model: ModelUse { name: "stepping".to_owned(), ..ModelUse::default() },
        }
    }

    fn segment(&self, index: usize, channel: Option<u16>) -> Segment {
        let start = index as u64 * 10_000;
        let word = |(at, text): (u64, &str)| Word {
            text: RawText::new(text.to_owned()),
            span: TimeSpan::from_millis(start + at * 200, start + at * 200 + 150),
            confidence: 0.9,
            alternatives: Vec::new(),
        };
        let words = (0..).zip(self.lines[index].split_whitespace()).map(word).collect();
        Segment { words, language: Language::english(), channel, suspect: None }
    }
}

impl Transcriber for Stepping {
    fn transcribe(
        &self,
        source: &mut dyn SpeechSource,
        options: &TranscribeOptions,
        observer: &mut dyn Observer,
    ) -> Result<Transcript, TranscribeError> {
        while source.next_block()?.is_some() {}
        self.starts.lock().unwrap().push(options.from);
        let mut segments = Vec::new();
        for index in 0..self.lines.len() {
            let until = MediaTime::from_millis((index as u64 + 1) * 10_000);
            if !options.wants(until) {
                continue;
            }
            if self.heard.fetch_add(1, Ordering::SeqCst) == self.fails_after {
                return Err(TranscribeError::Engine("the worker is lost".to_owned()));
            }
            let segment = self.segment(index, options.channel);
            observer.finished(std::slice::from_ref(&segment), until);
            if observer.heard(until).is_break() {
                return Err(TranscribeError::Cancelled);
            }
            segments.push(segment);
        }
        let duration = MediaTime::from_millis(self.lines.len() as u64 * 10_000);
        let (language, model) = (Language::english(), self.model.clone());
        Ok(Transcript { segments, language, duration, model })
    }

    fn model(&self) -> &ModelUse {
        &self.model
    }
}

const LINES: [&str; 20] = [
    "Castellan was here FILLER",
    "hello my name is Dana Castellan FILLER",
    "FILLER FILLER",
    "FILLER FILLER",
    "FILLER my card number is four one one one one one one one",
    "one one one one one one one one thank you FILLER",
    "FILLER FILLER",
    "FILLER FILLER",
    "FILLER so Castellan said FILLER",
    "FILLER FILLER",
    "FILLER FILLER",
    "FILLER my number is four one five five five five",
    "oh one four two FILLER",
    "FILLER FILLER",
    "and Thistlewood said FILLER",
    "FILLER FILLER",
    "FILLER FILLER",
    "FILLER my name is Peregrine Thistlewood FILLER",
    "FILLER FILLER",
    "FILLER and Castellan left FILLER",
];

async fn ingested(
    store: &Store,
    archive: &MemoryArchive,
    transcriber: &Arc<Stepping>,
    plan: CollectionPlan,
) {
    store.enqueue_crawl(&collection()).await.unwrap();
    worker(store, archive, transcriber.clone(), plan).run(CancellationToken::new()).await;
}

async fn transcript(store: &Store) -> StoredTranscript {
    let id = RecordingId::of(&collection(), &listed("talk.wav", "").key);
    store.transcript(id).await.unwrap().expect("it is searchable")
}

async fn checkpoints(store: &Store) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM checkpoints").fetch_one(store.pool()).await.unwrap()
}

/// Every row of every table, as text.
async fn everything(store: &Store) -> String {
    let tables: Vec<String> =
        sqlx::query_scalar("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            .fetch_all(store.pool())
            .await
            .unwrap();
    let mut all = String::new();
    for table in tables {
        let rows = sqlx::AssertSqlSafe(format!("SELECT t::text AS line FROM {table} t"));
        for row in sqlx::query(rows).fetch_all(store.pool()).await.unwrap() {
            all.push_str(&row.get::<String, _>("line").to_lowercase());
            all.push('\n');
        }
    }
    all
}

async fn uninterrupted() -> StoredTranscript {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("talk.wav", &noise(4));
    let whole = Arc::new(Stepping::new(&LINES, usize::MAX));
    ingested(&store, &archive, &whole, plan()).await;
    transcript(&store).await
}

#[tokio::test]
async fn a_lost_workers_recording_is_gone_on_with_and_ends_the_same() {
    let whole = uninterrupted().await;
    assert!(whole.spans.len() >= 6);
    for fails_after in [9, 13, 17] {
        let (store, archive) = (fresh_store().await, MemoryArchive::default());
        archive.write("talk.wav", &noise(4));
        let lossy = Arc::new(Stepping::new(&LINES, fails_after));
        ingested(&store, &archive, &lossy, plan()).await;
        let resumed = transcript(&store).await;
        assert_eq!(resumed.segments, whole.segments, "{fails_after}");
        assert_eq!(resumed.spans, whole.spans, "{fails_after}");
        let starts = lossy.starts.lock().unwrap().clone();
        assert!(starts[0] == MediaTime::ZERO && starts[1] > MediaTime::ZERO, "{starts:?}");
        // What is held back, what gives the context, and where a name or number was learnt.
        let twice = lossy.heard.load(Ordering::SeqCst) - LINES.len();
        assert!(twice <= 12, "{twice} stretches were heard twice");
        assert_eq!(checkpoints(&store).await, 0, "none is left");
    }
}

#[tokio::test]
async fn no_table_holds_a_name_or_number_while_the_work_is_broken_off() {
    for fails_after in 5..LINES.len() {
        let (store, archive) = (fresh_store().await, MemoryArchive::default());
        archive.write("talk.wav", &noise(4));
        let lossy = Arc::new(Stepping::new(&LINES, fails_after));
        let cancel = CancellationToken::new();
        store.enqueue_crawl(&collection()).await.unwrap();
        let work = super::testing::worker_that_waits(&store, &archive, lossy.clone(), plan());
        let (token, watched) = (cancel.clone(), lossy.clone());
        let watch = async move {
            while watched.heard.load(Ordering::SeqCst) <= watched.fails_after {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            token.cancel();
        };
        tokio::join!(work.run(cancel), watch);
        let all = everything(&store).await;
        assert_eq!(checkpoints(&store).await, 1, "{fails_after}");
        // Not those that nothing has told to be names yet, either: the row is sealed.
        for secret in ["castellan", "dana", "thistlewood", "peregrine", "bridge"] {
            assert!(!all.contains(secret), "{secret} at {fails_after}");
        }
    }
}

#[tokio::test]
async fn a_checkpoint_is_of_no_use_for_another_version_or_another_policy() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("talk.wav", &noise(4));
    let lossy = Arc::new(Stepping::new(&LINES, 15));
    let cancel = CancellationToken::new();
    store.enqueue_crawl(&collection()).await.unwrap();
    let work = super::testing::worker_that_waits(&store, &archive, lossy.clone(), plan());
    let token = cancel.clone();
    let watched = lossy.clone();
    tokio::join!(work.run(cancel), async move {
        while watched.heard.load(Ordering::SeqCst) <= 15 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        token.cancel();
    });
    assert_eq!(checkpoints(&store).await, 1);
    assert_eq!(store.sweep_checkpoints().await.unwrap(), 0, "its job is open");
    sqlx::query("UPDATE jobs SET run_after = now()").execute(store.pool()).await.unwrap();
    let mut other = plan();
    other.languages = vec!["en".parse().unwrap(), "fr".parse().unwrap()];
    worker(&store, &archive, lossy.clone(), other).run(CancellationToken::new()).await;
    assert_eq!(lossy.starts.lock().unwrap().as_slice(), [MediaTime::ZERO; 2]);
    assert_eq!(checkpoints(&store).await, 0);
}

#[tokio::test]
async fn what_no_job_will_take_up_is_swept_and_silence_makes_no_checkpoint() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("talk.wav", &noise(4));
    let lossy = Arc::new(Stepping::new(&LINES, 15));
    ingested(&store, &archive, &lossy, plan()).await;
    sqlx::query(
        "INSERT INTO checkpoints (recording_id, job_id, etag, size_bytes, basis, heard_ms, body)
         SELECT r.id, j.id, r.etag, r.size_bytes, '', 0, '' FROM recordings r
         JOIN jobs j ON j.recording_id = r.id",
    )
    .execute(store.pool())
    .await
    .unwrap();
    assert_eq!(store.sweep_checkpoints().await.unwrap(), 1, "its job is done");

    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("talk.wav", &wav(4, 1));
    let lossy = Arc::new(Stepping::new(&LINES, 15));
    ingested(&store, &archive, &lossy, plan()).await;
    assert_eq!(lossy.starts.lock().unwrap().as_slice(), [MediaTime::ZERO; 2]);
}
