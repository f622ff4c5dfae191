//! Crawler, worker and pipeline on a real Postgres and a bucket in memory.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::testing::{MemoryArchive, plan, wav, worker};
use super::{Crawler, RunControl, Scheduler, Sweeper, SweeperOptions};
use crate::domain::{ChannelMode, ModelUse, RecordingId};
use crate::redact::Redactor;
use crate::store::testing::{collection, fresh_store, listed};
use crate::store::{
    CrawlCounts, Failure, FailureCode, ListFilter, RecordingState, RetryFilter, ScheduleEntry,
    Stage, Store, StoredTranscript,
};
use crate::transcribe::{
    Observer, ScriptedTranscriber, SpeechSource, TranscribeError, TranscribeOptions, Transcriber,
    Transcript,
};

pub(super) fn redactor() -> Arc<Redactor> {
    Arc::new(crate::redact::testing::rules())
}

fn saying(text: &str) -> Arc<ScriptedTranscriber> {
    Arc::new(ScriptedTranscriber::saying(text))
}

async fn crawl(store: &Store, archive: &MemoryArchive) -> Result<CrawlCounts, super::IngestError> {
    let crawler = Crawler::new(store.clone(), Arc::new(archive.clone()));
    let control = RunControl::new(CancellationToken::new(), Stage::Crawl);
    crawler.crawl(&collection(), &plan(), &control).await
}

/// Crawls, then works until nothing is left to do.
async fn ingest(store: &Store, archive: &MemoryArchive, transcriber: Arc<dyn Transcriber>) {
    store.enqueue_crawl(&collection()).await.unwrap();
    let work = worker(store, archive, transcriber, plan());
    tokio::time::timeout(Duration::from_secs(60), work.run(CancellationToken::new()))
        .await
        .expect("the worker comes to an end");
}

async fn transcript(store: &Store, key: &str) -> Option<StoredTranscript> {
    let id = RecordingId::of(&collection(), &listed(key, "").key);
    store.transcript(id).await.unwrap()
}

async fn failure_of(store: &Store, key: &str) -> Failure {
    let rows = store.list_recordings(&ListFilter::default(), None, 100).await.unwrap();
    let row = rows.into_iter().find(|row| row.media.key == key).unwrap();
    assert_eq!(row.state, RecordingState::Failed);
    row.failure.unwrap()
}

#[tokio::test]
async fn a_recording_in_the_bucket_becomes_a_transcript_with_its_objects() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("talks/first-talk.wav", &wav(2, 1));
    ingest(&store, &archive, saying("good evening everybody")).await;
    let stored = transcript(&store, "talks/first-talk.wav").await.unwrap();
    assert_eq!(stored.segments[0].text, "good evening everybody");
    assert_eq!(stored.recording.duration.as_millis(), 2000);
    assert_eq!(archive.derived(), ["captions.vtt", "rendition.opus", "transcript.json"]);
    let media = stored.recording.playback.media;
    assert!(archive.read(&media).unwrap().starts_with(b"OggS"));
}

#[tokio::test]
async fn a_crawl_tells_new_changed_and_gone_and_a_second_one_finds_nothing() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    for n in 0..10 {
        archive.write(&format!("{n}.wav"), b"sound");
    }
    archive.write("notes.txt", b"text");
    archive.write("folder/", b"");
    let counts = crawl(&store, &archive).await.unwrap();
    let first = CrawlCounts { listed: 12, new: 10, skipped: 2, ..CrawlCounts::default() };
    assert_eq!(counts, first);
    let again = crawl(&store, &archive).await.unwrap();
    assert_eq!(again, CrawlCounts { listed: 12, skipped: 2, ..CrawlCounts::default() });

    archive.write("3.wav", b"other");
    archive.delete("4.wav");
    let third = crawl(&store, &archive).await.unwrap();
    assert_eq!((third.new, third.changed, third.gone), (0, 1, 1));
}

#[tokio::test]
async fn a_listing_that_breaks_off_takes_nothing_for_gone() {
    let (store, mut archive) = (fresh_store().await, MemoryArchive::default());
    for n in 0..9 {
        archive.write(&format!("{n}.wav"), b"sound");
    }
    crawl(&store, &archive).await.unwrap();
    archive.fails_after_pages = Some(1);
    archive.delete("8.wav");
    crawl(&store, &archive).await.unwrap_err();
    let rows = store.list_recordings(&ListFilter::default(), None, 100).await.unwrap();
    assert_eq!(rows.len(), 9);
    let status = store.status().await.unwrap();
    assert!(status.collections[0].last_crawl.as_ref().unwrap().failure.is_some());
}

#[tokio::test]
async fn where_lists_have_no_etag_the_object_is_asked_and_the_next_crawl_finds_nothing_new() {
    let (store, mut archive) = (fresh_store().await, MemoryArchive::default());
    archive.lists_no_etag = true;
    archive.write("a.wav", b"sound");
    assert_eq!(crawl(&store, &archive).await.unwrap().new, 1);
    let known = store.known_versions(&collection(), "media", &["a.wav"]).await.unwrap();
    assert_eq!(known["a.wav"].etag.as_deref(), Some("etag-1"));
    let again = crawl(&store, &archive).await.unwrap();
    assert_eq!((again.new, again.changed), (0, 0));
    archive.write("a.wav", b"other");
    assert_eq!(crawl(&store, &archive).await.unwrap().changed, 1);
}

#[tokio::test]
async fn an_empty_object_and_a_text_named_wav_fail_with_their_reasons_and_the_rest_goes_on() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("empty.wav", b"");
    archive.write("lies.wav", b"this is no sound at all, whatever its name says");
    archive.write("talk.wav", &wav(1, 1));
    ingest(&store, &archive, saying("hello")).await;
    assert_eq!(failure_of(&store, "empty.wav").await.code, FailureCode::EmptyFile);
    let lies = failure_of(&store, "lies.wav").await;
    assert_eq!(lies.stage, Stage::Decode);
    assert!(!lies.message.is_empty());
    assert!(transcript(&store, "talk.wav").await.is_some());
}

#[tokio::test]
async fn what_is_broken_for_good_is_tried_again_only_when_asked_or_replaced() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", b"this is no sound");
    // A try, whatever becomes of it, writes the row.
    let last_try = async || {
        failure_of(&store, "a.wav").await;
        let rows = store.list_recordings(&ListFilter::default(), None, 10).await.unwrap();
        rows[0].updated_at
    };
    ingest(&store, &archive, saying("hello")).await;
    let first = last_try().await;
    for _ in 0..3 {
        ingest(&store, &archive, saying("hello")).await;
        assert_eq!(last_try().await, first, "no crawl brings it back");
    }
    assert_eq!(store.retry_failed(&RetryFilter::default()).await.unwrap(), 1);
    ingest(&store, &archive, saying("hello")).await;
    assert!(last_try().await > first);
    archive.write("a.wav", &wav(1, 1));
    ingest(&store, &archive, saying("hello")).await;
    assert!(transcript(&store, "a.wav").await.is_some());
}

#[tokio::test]
async fn a_replaced_object_replaces_its_transcript_and_a_deleted_one_takes_it_away() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", &wav(1, 1));
    ingest(&store, &archive, saying("old words")).await;
    archive.write("a.wav", &wav(2, 1));
    ingest(&store, &archive, saying("new words")).await;
    assert_eq!(transcript(&store, "a.wav").await.unwrap().segments[0].text, "new words");
    let options = SweeperOptions { poll: Duration::from_secs(1), grace: Duration::ZERO };
    let sweeper = Sweeper::new(store.clone(), Arc::new(archive.clone()), options);
    assert_eq!(sweeper.sweep().await.unwrap(), 1);
    assert_eq!(archive.derived().len(), 3);

    archive.delete("a.wav");
    ingest(&store, &archive, saying("nothing")).await;
    assert!(transcript(&store, "a.wav").await.is_none());
    sweeper.sweep().await.unwrap();
    assert!(archive.derived().is_empty());
}

#[tokio::test]
async fn an_unchanged_archive_is_transcribed_once() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", &wav(1, 1));
    let scripted = saying("hello");
    for _ in 0..3 {
        ingest(&store, &archive, scripted.clone()).await;
    }
    assert_eq!(scripted.calls(), 1);
}

#[tokio::test]
async fn channels_heard_apart_are_told_apart() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("call.wav", &wav(2, 2));
    store.enqueue_crawl(&collection()).await.unwrap();
    let mut plan = plan();
    plan.channels = ChannelMode::Separate;
    let work = worker(&store, &archive, saying("hello there"), plan);
    work.run(CancellationToken::new()).await;
    let stored = transcript(&store, "call.wav").await.unwrap();
    let channels: Vec<_> = stored.segments.iter().map(|segment| segment.channel).collect();
    assert_eq!(channels, [Some(0), Some(1)]);
}

#[tokio::test]
async fn a_recognizer_that_fails_twice_succeeds_at_the_third_try() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", &wav(1, 1));
    let scripted = Arc::new(ScriptedTranscriber::saying("hello").failing(2));
    ingest(&store, &archive, scripted.clone()).await;
    assert_eq!(scripted.calls(), 3);
    assert!(transcript(&store, "a.wav").await.is_some());
}

#[tokio::test]
async fn a_store_that_is_down_condemns_no_recording_as_damaged() {
    let (store, mut archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", &wav(1, 1));
    archive.is_down = true;
    ingest(&store, &archive, saying("hello")).await;
    let failure = failure_of(&store, "a.wav").await;
    assert_eq!(failure.code, FailureCode::ObjectStoreFailed);
    assert!(failure.message.contains("it is down"), "{}", failure.message);
}

/// Panics on its first call, as a fault in a library would.
struct PanickingOnce(ScriptedTranscriber, std::sync::atomic::AtomicBool);

impl Transcriber for PanickingOnce {
    fn transcribe(
        &self,
        source: &mut dyn SpeechSource,
        options: &TranscribeOptions,
        observer: &mut dyn Observer,
    ) -> Result<Transcript, TranscribeError> {
        assert!(self.1.swap(true, std::sync::atomic::Ordering::SeqCst), "a fault of its own");
        self.0.transcribe(source, options, observer)
    }

    fn model(&self) -> &ModelUse {
        self.0.model()
    }
}

#[tokio::test]
async fn a_panic_in_a_job_is_caught_and_the_worker_goes_on() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", &wav(1, 1));
    archive.write("b.wav", &wav(1, 1));
    let panicking = PanickingOnce(ScriptedTranscriber::saying("hello"), false.into());
    ingest(&store, &archive, Arc::new(panicking)).await;
    assert!(transcript(&store, "a.wav").await.is_some(), "the second try succeeds");
    assert!(transcript(&store, "b.wav").await.is_some());
}

/// Replaces or deletes the object while it is heard.
struct Meddling {
    inner: ScriptedTranscriber,
    meddle: Box<dyn Fn() + Send + Sync>,
}

impl Transcriber for Meddling {
    fn transcribe(
        &self,
        source: &mut dyn SpeechSource,
        options: &TranscribeOptions,
        observer: &mut dyn Observer,
    ) -> Result<Transcript, TranscribeError> {
        if self.inner.calls() == 0 {
            (self.meddle)();
        }
        self.inner.transcribe(source, options, observer)
    }

    fn model(&self) -> &ModelUse {
        self.inner.model()
    }
}

#[tokio::test]
async fn an_object_replaced_during_the_work_is_ingested_as_it_is_now() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", &wav(1, 1));
    let other = archive.clone();
    let meddling = Meddling {
        inner: ScriptedTranscriber::saying("hello"),
        meddle: Box::new(move || other.write("a.wav", &wav(3, 1))),
    };
    ingest(&store, &archive, Arc::new(meddling)).await;
    let stored = transcript(&store, "a.wav").await.unwrap();
    assert_eq!(stored.recording.version.etag.as_deref(), Some("etag-2"));
    assert_eq!(stored.recording.duration.as_millis(), 3000);
}

#[tokio::test]
async fn an_object_deleted_during_the_work_is_gone_at_once() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", &wav(1, 1));
    let other = archive.clone();
    let meddling = Meddling {
        inner: ScriptedTranscriber::saying("hello"),
        meddle: Box::new(move || other.delete("a.wav")),
    };
    ingest(&store, &archive, Arc::new(meddling)).await;
    assert!(transcript(&store, "a.wav").await.is_none());
    let rows = store.list_recordings(&ListFilter::default(), None, 100).await.unwrap();
    assert!(rows.is_empty());
}

#[tokio::test]
async fn a_shutdown_gives_the_job_back_untried() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", &wav(60, 1));
    crawl(&store, &archive).await.unwrap();
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let meddling = Meddling {
        inner: ScriptedTranscriber::saying("hello"),
        meddle: Box::new(move || stop.cancel()),
    };
    let work = worker(&store, &archive, Arc::new(meddling), plan());
    work.run(cancel).await;
    assert!(transcript(&store, "a.wav").await.is_none());
    assert!(store.status().await.unwrap().running.is_empty());
    ingest(&store, &archive, saying("hello")).await;
    assert!(transcript(&store, "a.wav").await.is_some());
}

#[tokio::test]
async fn a_job_whose_lease_was_taken_stops_and_keeps_nothing() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", &wav(1, 1));
    crawl(&store, &archive).await.unwrap();
    let pool = store.pool().clone();
    let (sender, receiver) = std::sync::mpsc::channel::<()>();
    let receiver = std::sync::Mutex::new(receiver);
    let meddling = Meddling {
        inner: ScriptedTranscriber::saying("mine"),
        meddle: Box::new(move || {
            let runtime = tokio::runtime::Handle::current();
            let steal = "UPDATE jobs SET lease_token = gen_random_uuid()";
            runtime.block_on(sqlx::query(steal).execute(&pool)).unwrap();
            // Until the heartbeat has found out.
            let _ = receiver.lock().unwrap().recv_timeout(Duration::from_secs(4));
        }),
    };
    let cancel = CancellationToken::new();
    let work = worker(&store, &archive, Arc::new(meddling), plan());
    let running = tokio::spawn({
        let cancel = cancel.clone();
        async move { work.run(cancel).await }
    });
    tokio::time::sleep(Duration::from_secs(5)).await;
    cancel.cancel();
    running.await.unwrap();
    drop(sender);
    assert!(transcript(&store, "a.wav").await.is_none());
    assert!(archive.derived().is_empty(), "what lost its lease writes nothing");
    assert_eq!(store.open_jobs(&[collection()]).await.unwrap(), 1, "the thief's");
}

#[tokio::test]
async fn a_due_schedule_brings_what_is_new_into_search() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("a.wav", &wav(1, 1));
    let cron = Some("*/5 * * * *".to_owned());
    let entry = ScheduleEntry { collection: collection(), cron };
    store.sync_schedules(&[entry]).await.unwrap();
    let scheduler = Scheduler::new(store.clone(), Duration::from_secs(1));
    assert_eq!(scheduler.tick().await.unwrap(), [collection()]);
    assert!(scheduler.tick().await.unwrap().is_empty());
    worker(&store, &archive, saying("hello"), plan()).run(CancellationToken::new()).await;
    assert!(transcript(&store, "a.wav").await.is_some());
}

#[tokio::test]
async fn what_another_model_heard_is_counted_and_heard_anew_on_demand() {
    let (store, archive) = (fresh_store().await, MemoryArchive::default());
    archive.write("talk.wav", &wav(2, 1));
    ingest(&store, &archive, saying("good evening")).await;
    assert_eq!(store.count_outdated(&collection(), "scripted").await.unwrap(), 0);
    assert_eq!(store.count_outdated(&collection(), "small").await.unwrap(), 1);
    assert_eq!(store.retry_outdated(&collection(), "small").await.unwrap(), 1);
    assert!(transcript(&store, "talk.wav").await.is_some(), "it stays searchable meanwhile");
    let small = ModelUse { name: "small".to_owned(), ..ModelUse::default() };
    let small = Arc::new(ScriptedTranscriber::saying("good evening all").heard_by(small));
    ingest(&store, &archive, small).await;
    let stored = transcript(&store, "talk.wav").await.unwrap();
    assert_eq!(stored.segments[0].text, "good evening all");
    assert_eq!(stored.recording.model.name, "small");
    assert_eq!(store.count_outdated(&collection(), "small").await.unwrap(), 0);
}
