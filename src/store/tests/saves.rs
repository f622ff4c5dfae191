use super::{
    count, enqueue_and_claim, fresh_store, id_of, ingest, let_leases_expire, save, save_transcript,
};
use crate::domain::{ChannelLayout, EntityKind, Peaks, Suspicion};
use crate::redact::testing::redacted_with_doubts;
use crate::store::{
    ChangeKind, FailOutcome, Failure, FailureCode, SaveOutcome, Stage, StoreError,
    StoredAlternative, StoredTranscript,
};

#[tokio::test]
async fn what_is_saved_is_read_back_the_same() {
    let store = fresh_store().await;
    ingest(&store, "calls/first-call.wav", "a", &["my name is [NAME]", "good bye"]).await;
    let stored = store.transcript(id_of("calls/first-call.wav")).await.unwrap().unwrap();
    assert_eq!(stored.recording.title, "First call");
    assert_eq!(stored.recording.version.etag.as_deref(), Some("a"));
    assert_eq!(stored.recording.duration.as_millis(), 20_000);
    let texts: Vec<_> = stored.segments.iter().map(|segment| segment.text.as_str()).collect();
    assert_eq!(texts, ["my name is [NAME]", "good bye"]);
    let mark = &stored.segments[0].words[3];
    assert_eq!((mark.text.as_str(), mark.redacted), ("[NAME]", Some(EntityKind::Name)));
    assert_eq!(stored.spans[0].span, mark.span);
    assert_eq!(stored.spans[0].kind, EntityKind::Name);
}

#[tokio::test]
async fn what_the_file_says_and_how_loud_it_is_are_read_back() {
    let store = fresh_store().await;
    ingest(&store, "a.wav", "a", &["good bye"]).await;
    let facts = store.recording(id_of("a.wav")).await.unwrap().unwrap().facts;
    assert_eq!((facts.codec.as_deref(), facts.channels), (Some("pcm"), Some(1)));
    assert_eq!((facts.sample_rate, facts.bit_rate), (Some(16_000), Some(256_000)));
    let tags: Vec<_> =
        facts.tags.iter().map(|tag| (tag.kind.as_str(), tag.text.as_str())).collect();
    assert_eq!(tags, [("title", "The pier"), ("artist", "[NAME]")]);
    assert_eq!(facts.channels_heard, Some(ChannelLayout::Mono));
    let (_, peaks) = store.peaks(id_of("a.wav")).await.unwrap().unwrap();
    assert_eq!(peaks, Peaks { interval_ms: 100, values: vec![0, 7, 255] });
    assert_eq!(store.peaks(id_of("b.wav")).await.unwrap(), None);
}

#[tokio::test]
async fn what_the_transcript_doubts_and_who_heard_it_are_read_back() {
    let store = fresh_store().await;
    let job = enqueue_and_claim(&store, "a.wav", "a").await;
    let heard = redacted_with_doubts();
    save_transcript(&store, &job, &heard).await.unwrap();
    let stored = store.transcript(id_of("a.wav")).await.unwrap().unwrap();
    assert_eq!(&stored.recording.model, heard.model());
    let suspect: Vec<_> = stored.segments.iter().map(|segment| segment.suspect).collect();
    assert_eq!(suspect, [None, Some(Suspicion::Unsure)]);
    let [the, smooth, sea] = stored.segments[0].words.as_slice() else { panic!("three words") };
    let other = StoredAlternative { text: "Smyth".to_owned(), probability: 0.125 };
    assert_eq!((smooth.confidence, smooth.alternatives.as_slice()), (0.25, &[other][..]));
    assert!(the.alternatives.is_empty() && sea.alternatives.is_empty());
}

#[tokio::test]
async fn each_languages_time_is_told_and_what_is_likely_no_speech_is_no_time() {
    let store = fresh_store().await;
    let job = enqueue_and_claim(&store, "a.wav", "a").await;
    save_transcript(&store, &job, &redacted_with_doubts()).await.unwrap();
    let mut stored = store.transcript(id_of("a.wav")).await.unwrap().unwrap();
    let told = |stored: &StoredTranscript| -> Vec<(String, u64)> {
        let languages = stored.languages().into_iter();
        languages.map(|(language, time)| (language.to_string(), time.as_millis())).collect()
    };
    assert_eq!(told(&stored), [("en".to_owned(), 1_500), ("fr".to_owned(), 1_000)]);
    stored.segments[1].suspect = Some(Suspicion::NoSpeech);
    assert_eq!(told(&stored), [("en".to_owned(), 1_500)]);
}

#[tokio::test]
async fn a_new_version_replaces_the_old_transcript_whole() {
    let store = fresh_store().await;
    ingest(&store, "a.wav", "old", &["one [NAME]", "two", "three"]).await;
    ingest(&store, "a.wav", "new", &["only this"]).await;
    let stored = store.transcript(id_of("a.wav")).await.unwrap().unwrap();
    assert_eq!(stored.segments.len(), 1);
    assert_eq!(stored.segments[0].text, "only this");
    assert!(stored.spans.is_empty());
    assert_eq!(count(&store, "SELECT count(*) FROM segments").await, 1);
    assert_eq!(count(&store, "SELECT count(*) FROM redacted_spans").await, 0);
    let changes = store.changes_after(0, 10).await.unwrap();
    assert_eq!(changes.len(), 1, "a recording's newest change stands for all");
    assert_eq!(changes[0].kind, ChangeKind::Upserted);
}

#[tokio::test]
async fn the_old_words_stay_searchable_until_the_new_ones_are_there() {
    let store = fresh_store().await;
    ingest(&store, "a.wav", "old", &["old words"]).await;
    let job = enqueue_and_claim(&store, "a.wav", "new").await;
    let during = store.transcript(id_of("a.wav")).await.unwrap().unwrap();
    assert_eq!(during.segments[0].text, "old words");
    assert_eq!(during.recording.version.etag.as_deref(), Some("old"));
    save(&store, &job, &["new words"]).await.unwrap();
    let after = store.transcript(id_of("a.wav")).await.unwrap().unwrap();
    assert_eq!(after.segments[0].text, "new words");
}

#[tokio::test]
async fn a_save_that_fails_half_way_leaves_everything_as_it_was() {
    let store = fresh_store().await;
    ingest(&store, "a.wav", "old", &["old words"]).await;
    let job = enqueue_and_claim(&store, "a.wav", "new").await;
    // The last table that a save writes refuses.
    sqlx::query("ALTER TABLE changes ADD CHECK (seq < 2)").execute(&store.pool).await.unwrap();
    let failed = save(&store, &job, &["new words"]).await;
    assert!(matches!(failed, Err(StoreError::Database(_))), "{failed:?}");
    let stored = store.transcript(id_of("a.wav")).await.unwrap().unwrap();
    assert_eq!(stored.segments[0].text, "old words");
    assert_eq!(count(&store, "SELECT count(*) FROM jobs WHERE state = 'running'").await, 1);
    let live = "SELECT count(*) FROM derived_objects WHERE state = 'live'";
    assert_eq!(count(&store, live).await, 1);
    assert_eq!(store.latest_seq().await.unwrap(), 1);
}

#[tokio::test]
async fn a_recording_of_sixty_thousand_words_is_saved() {
    let store = fresh_store().await;
    let line = "word ".repeat(20);
    let texts = vec![line.as_str(); 3_000];
    ingest(&store, "long.wav", "a", &texts).await;
    let stored = store.transcript(id_of("long.wav")).await.unwrap().unwrap();
    let words: usize = stored.segments.iter().map(|segment| segment.words.len()).sum();
    assert_eq!((stored.segments.len(), words), (3_000, 60_000));
    assert!(stored.segments.iter().enumerate().all(|(n, s)| s.ordinal as usize == n));
}

#[tokio::test]
async fn a_recording_without_speech_is_searchable_and_empty() {
    let store = fresh_store().await;
    ingest(&store, "silence.wav", "a", &[]).await;
    let stored = store.transcript(id_of("silence.wav")).await.unwrap().unwrap();
    assert!(stored.segments.is_empty());
}

#[tokio::test]
async fn a_save_after_the_lease_went_over_keeps_nothing() {
    let store = fresh_store().await;
    let job = enqueue_and_claim(&store, "a.wav", "a").await;
    let_leases_expire(&store).await;
    let other = super::claim(&store).await;
    let lost = save(&store, &job, &["mine"]).await;
    assert!(matches!(lost, Err(StoreError::LeaseLost)));
    assert_eq!(save(&store, &other, &["theirs"]).await.unwrap(), SaveOutcome::Saved);
    let stored = store.transcript(id_of("a.wav")).await.unwrap().unwrap();
    assert_eq!(stored.segments[0].text, "theirs");
}

#[tokio::test]
async fn a_damaged_new_version_withdraws_what_the_bucket_holds_no_more() {
    let store = fresh_store().await;
    ingest(&store, "a.wav", "good", &["old words"]).await;
    let job = enqueue_and_claim(&store, "a.wav", "damaged").await;
    let failure = Failure {
        stage: Stage::Decode,
        code: FailureCode::MalformedMedia,
        message: "the file is damaged".to_owned(),
        retryable: false,
    };
    assert_eq!(store.fail(&job, &failure).await.unwrap(), FailOutcome::Failed);
    assert!(store.recording(id_of("a.wav")).await.unwrap().is_none());
    let changes = store.changes_after(0, 10).await.unwrap();
    assert_eq!(changes.last().unwrap().kind, ChangeKind::Deleted);
}
