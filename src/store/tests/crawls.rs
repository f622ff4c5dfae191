use std::collections::HashMap;

use super::{collection, count, enqueue_and_claim, fresh_store, id_of, ingest, listed, save};
use crate::source::ListedObject;
use crate::store::{
    ChangeKind, CrawlPage, FailureCode, ListFilter, RecordingState, RefusedObject, SaveOutcome,
    Store,
};

async fn apply(store: &Store, wanted: Vec<ListedObject>, unchanged: Vec<ListedObject>) {
    let page = CrawlPage { wanted, unchanged, ..CrawlPage::default() };
    store.apply_page(&collection(), &page).await.unwrap();
}

async fn states(store: &Store) -> HashMap<String, RecordingState> {
    let rows = store.list_recordings(&ListFilter::default(), None, 100).await.unwrap();
    rows.into_iter().map(|row| (row.media.key, row.state)).collect()
}

#[tokio::test]
async fn a_page_applied_twice_enqueues_once() {
    let store = fresh_store().await;
    for _ in 0..2 {
        apply(&store, vec![listed("a.wav", "1"), listed("b.wav", "1")], vec![]).await;
    }
    assert_eq!(store.open_jobs(&[collection()]).await.unwrap(), 2);
    assert_eq!(count(&store, "SELECT count(*) FROM recordings").await, 2);
}

#[tokio::test]
async fn known_versions_are_those_wanted_and_not_gone() {
    let store = fresh_store().await;
    apply(&store, vec![listed("a.wav", "1"), listed("b.wav", "1")], vec![]).await;
    apply(&store, vec![listed("a.wav", "2")], vec![]).await;
    let keys = ["a.wav", "b.wav", "c.wav"];
    let known = store.known_versions(&collection(), "media", &keys).await.unwrap();
    assert_eq!(known["a.wav"].etag.as_deref(), Some("2"));
    assert_eq!(known.len(), 2);
    let elsewhere = store.known_versions(&collection(), "other", &keys).await.unwrap();
    assert!(elsewhere.is_empty());
}

#[tokio::test]
async fn what_a_crawl_did_not_see_is_gone_with_all_that_it_said() {
    let store = fresh_store().await;
    ingest(&store, "gone.wav", "1", &["secret plans [NAME]"]).await;
    ingest(&store, "stays.wav", "1", &["hello"]).await;
    apply(&store, vec![listed("never-ingested.wav", "1")], vec![]).await;

    let crawl = store.begin_crawl(&collection()).await.unwrap();
    apply(&store, vec![], vec![listed("stays.wav", "1")]).await;
    assert_eq!(store.mark_gone(&crawl).await.unwrap(), 2);

    assert!(store.transcript(id_of("gone.wav")).await.unwrap().is_none());
    assert!(store.transcript(id_of("stays.wav")).await.unwrap().is_some());
    assert_eq!(count(&store, "SELECT count(*) FROM segments").await, 1);
    assert_eq!(count(&store, "SELECT count(*) FROM redacted_spans").await, 0);
    assert_eq!(store.open_jobs(&[collection()]).await.unwrap(), 0);
    let deleted: Vec<_> = store.changes_after(0, 10).await.unwrap();
    let deleted: Vec<_> = deleted.iter().filter(|c| c.kind == ChangeKind::Deleted).collect();
    assert_eq!(deleted.len(), 1, "what was never searchable is no change to the index");
    assert_eq!(deleted[0].recording, id_of("gone.wav"));
    assert_eq!(store.garbage_derived(10).await.unwrap().len(), 1);
    assert_eq!(states(&store).await.len(), 1);
}

#[tokio::test]
async fn what_another_crawl_saw_meanwhile_is_not_gone() {
    let store = fresh_store().await;
    ingest(&store, "a.wav", "1", &["hello"]).await;
    let first = store.begin_crawl(&collection()).await.unwrap();
    let _second = store.begin_crawl(&collection()).await.unwrap();
    apply(&store, vec![], vec![listed("a.wav", "1")]).await;
    assert_eq!(store.mark_gone(&first).await.unwrap(), 0);
}

#[tokio::test]
async fn a_job_whose_object_is_gone_saves_nothing() {
    let store = fresh_store().await;
    let job = enqueue_and_claim(&store, "a.wav", "1").await;
    let crawl = store.begin_crawl(&collection()).await.unwrap();
    assert_eq!(store.mark_gone(&crawl).await.unwrap(), 1);
    assert_eq!(save(&store, &job, &["hello"]).await.unwrap(), SaveOutcome::Superseded);
    assert!(store.recording(id_of("a.wav")).await.unwrap().is_none());
    assert_eq!(store.open_jobs(&[collection()]).await.unwrap(), 0);
}

#[tokio::test]
async fn an_object_that_comes_back_is_ingested_under_the_same_id() {
    let store = fresh_store().await;
    ingest(&store, "a.wav", "1", &["hello"]).await;
    let crawl = store.begin_crawl(&collection()).await.unwrap();
    store.mark_gone(&crawl).await.unwrap();
    ingest(&store, "a.wav", "1", &["hello again"]).await;
    let stored = store.transcript(id_of("a.wav")).await.unwrap().unwrap();
    assert_eq!(stored.segments[0].text, "hello again");
}

#[tokio::test]
async fn a_job_that_finds_no_object_ends_with_the_recording_gone() {
    let store = fresh_store().await;
    ingest(&store, "a.wav", "1", &["hello"]).await;
    let job = enqueue_and_claim(&store, "a.wav", "2").await;
    store.mark_recording_gone(&job, id_of("a.wav")).await.unwrap();
    assert!(store.recording(id_of("a.wav")).await.unwrap().is_none());
    assert!(states(&store).await.is_empty());
}

#[tokio::test]
async fn a_refused_object_is_failed_with_its_reason_and_never_enqueued() {
    let store = fresh_store().await;
    let refused = vec![RefusedObject {
        object: listed("empty.wav", "0"),
        code: FailureCode::EmptyFile,
        message: "the object has no bytes".to_owned(),
    }];
    let page = CrawlPage { refused, ..CrawlPage::default() };
    store.apply_page(&collection(), &page).await.unwrap();
    assert_eq!(store.open_jobs(&[collection()]).await.unwrap(), 0);
    let status = store.status().await.unwrap();
    assert_eq!(status.failed[0].failure.code, FailureCode::EmptyFile);
    assert_eq!(status.failed[0].id, id_of("empty.wav"));
}

#[tokio::test]
async fn a_pending_recording_whose_job_was_lost_gets_a_new_one_when_seen() {
    let store = fresh_store().await;
    apply(&store, vec![listed("a.wav", "1")], vec![]).await;
    sqlx::query("DELETE FROM jobs").execute(&store.pool).await.unwrap();
    apply(&store, vec![], vec![listed("a.wav", "1")]).await;
    assert_eq!(store.open_jobs(&[collection()]).await.unwrap(), 1);
}
