use super::{claim, collection, enqueue_and_claim, fresh_store, id_of, ingest, listed};
use crate::redact::testing::shown_names;
use crate::store::{
    CrawlCounts, CrawlPage, Failure, FailureCode, ListFilter, Progress, RecordingState, Stage,
};

#[tokio::test]
async fn an_empty_archive_has_a_status() {
    let store = fresh_store().await;
    let status = store.status().await.unwrap();
    assert!(status.collections.is_empty() && status.running.is_empty());
    assert_eq!(status.latest_change, 0);
}

#[tokio::test]
async fn the_status_counts_by_state_and_shows_what_runs_and_what_failed() {
    let store = fresh_store().await;
    ingest(&store, "done.wav", "1", &["hello"]).await;
    let bad = enqueue_and_claim(&store, "bad.wav", "1").await;
    let failure = Failure {
        stage: Stage::Decode,
        code: FailureCode::NoAudio,
        message: "there is no sound in this file".to_owned(),
        retryable: false,
    };
    store.fail(&bad, &failure).await.unwrap();
    let running = enqueue_and_claim(&store, "running.wav", "1").await;
    let progress = Progress { stage: Stage::Transcribe, permille: 500, remaining: None };
    store.heartbeat(&running, progress).await.unwrap();

    let status = store.status().await.unwrap();
    let calls = &status.collections[0];
    assert_eq!((calls.searchable, calls.failed, calls.pending), (1, 1, 1));
    assert_eq!(calls.duration.as_millis(), 10_000);
    assert_eq!(status.failed[0].failure, failure);
    let job = &status.running[0];
    assert_eq!((job.stage, job.permille), (Some(Stage::Transcribe), 500));
    assert_eq!(job.recording.as_ref().unwrap().0, id_of("running.wav"));
    assert!(job.remaining.is_some());
    assert_eq!(status.queued, 0);
}

#[tokio::test]
async fn a_crawl_is_shown_with_what_it_counted() {
    let store = fresh_store().await;
    let crawl = store.begin_crawl(&collection()).await.unwrap();
    let counts = CrawlCounts { listed: 12, new: 3, ..CrawlCounts::default() };
    store.finish_crawl(&crawl, counts, Some("the store did not answer")).await.unwrap();
    let status = store.status().await.unwrap();
    let shown = status.collections[0].last_crawl.clone().unwrap();
    assert_eq!(shown.counts, counts);
    assert_eq!(shown.failure.as_deref(), Some("the store did not answer"));
    assert!(shown.finished_at.is_some());
}

#[tokio::test]
async fn a_list_is_paged_by_key_without_a_gap_or_a_double() {
    let store = fresh_store().await;
    for key in ["b.wav", "a.wav", "C.wav", "ä.wav", "d.wav"] {
        let object = listed(key, "1");
        let shown = shown_names(&object.key);
        let page = CrawlPage { wanted: vec![object], shown, ..CrawlPage::default() };
        store.apply_page(&collection(), &page).await.unwrap();
    }
    let (mut keys, mut after) = (Vec::new(), None);
    loop {
        let page = store.list_recordings(&ListFilter::default(), after, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        keys.extend(page.into_iter().map(|row| row.media.key));
    }
    assert_eq!(keys, ["C.wav", "a.wav", "b.wav", "d.wav", "ä.wav"]);
}

#[tokio::test]
async fn a_list_is_filtered_by_state_and_shows_the_job() {
    let store = fresh_store().await;
    ingest(&store, "done.wav", "1", &["hello"]).await;
    store.enqueue_ingest(&collection(), listed("waits.wav", "1")).await.unwrap();
    let filter = ListFilter {
        state: Some(RecordingState::Pending),
        collection: Some(collection()),
        ..ListFilter::default()
    };
    let pending = store.list_recordings(&filter, None, 10).await.unwrap();
    assert_eq!(pending.len(), 1);
    assert!(!pending[0].job.as_ref().unwrap().is_running);
    claim(&store).await;
    let pending = store.list_recordings(&filter, None, 10).await.unwrap();
    assert!(pending[0].job.as_ref().unwrap().is_running);
}

#[tokio::test]
async fn work_that_is_handed_on_is_never_taken_for_done() {
    let store = fresh_store().await;
    let first = store.enqueue_crawl(&collection()).await.unwrap();
    let handing = {
        let store = store.clone();
        tokio::spawn(async move {
            let mut last = claim(&store).await;
            assert_eq!(last.id, first);
            for turn in 0..200 {
                // As a crawl does: what is found is queued before the crawl is done.
                store.enqueue_ingest(&collection(), listed(&format!("{turn}.wav"), "1")).await?;
                store.complete(&last).await?;
                last = claim(&store).await;
            }
            Ok::<_, crate::store::StoreError>(())
        })
    };
    while !handing.is_finished() {
        let status = store.status().await.unwrap();
        assert!(status.queued > 0 || !status.running.is_empty(), "an open job was not seen");
    }
    handing.await.unwrap().unwrap();
}
