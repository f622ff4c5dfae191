use std::collections::HashSet;
use std::time::Duration;

use super::{
    claim, claimant, collection, count, end_backoff, enqueue_and_claim, fresh_store, id_of,
    let_leases_expire, listed, save,
};
use crate::store::{
    CrawlPage, FailOutcome, Failure, FailureCode, ListFilter, Progress, RecordingState,
    RetryFilter, SaveOutcome, Stage, Store, StoreError, Task,
};

fn failure(retryable: bool) -> Failure {
    Failure {
        stage: Stage::Decode,
        code: FailureCode::ReadFailed,
        message: "the store did not answer".to_owned(),
        retryable,
    }
}

async fn state_of(store: &Store, key: &str) -> RecordingState {
    let all = store.list_recordings(&ListFilter::default(), None, 100).await.unwrap();
    all.into_iter().find(|row| row.id == id_of(key)).unwrap().state
}

#[tokio::test]
async fn four_workers_claim_two_hundred_jobs_without_a_duplicate() {
    let store = fresh_store().await;
    let wanted = (0..200).map(|n| listed(&format!("{n:03}.wav"), "a")).collect();
    let page = CrawlPage { wanted, ..CrawlPage::default() };
    store.apply_page(&collection(), &page).await.unwrap();
    let workers = (0..4).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut claimed = Vec::new();
            while let Some(job) = store.claim(&claimant(&format!("w{n}"))).await.unwrap() {
                claimed.push(job.id);
            }
            claimed
        })
    });
    let mut all = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        all.extend(worker.await.unwrap());
    }
    assert_eq!(all.len(), 200);
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 200);
}

#[tokio::test]
async fn a_job_of_a_collection_without_a_plan_is_left_alone() {
    let store = fresh_store().await;
    store.enqueue_crawl(&"others".parse().unwrap()).await.unwrap();
    assert!(store.claim(&claimant("w")).await.unwrap().is_none());
}

#[tokio::test]
async fn crawls_come_before_recordings() {
    let store = fresh_store().await;
    store.enqueue_ingest(&collection(), listed("a.wav", "a")).await.unwrap();
    store.enqueue_crawl(&collection()).await.unwrap();
    assert_eq!(claim(&store).await.task, Task::Crawl(collection()));
    assert!(matches!(claim(&store).await.task, Task::Ingest(_)));
}

#[tokio::test]
async fn a_crawl_asked_for_twice_waits_once_and_one_asked_for_while_it_runs_follows() {
    let store = fresh_store().await;
    let first = store.enqueue_crawl(&collection()).await.unwrap();
    assert_eq!(store.enqueue_crawl(&collection()).await.unwrap(), first);
    let job = claim(&store).await;
    store.enqueue_crawl(&collection()).await.unwrap();
    assert!(store.claim(&claimant("other")).await.unwrap().is_none(), "one at a time");
    store.complete(&job).await.unwrap();
    let again = claim(&store).await;
    store.complete(&again).await.unwrap();
    assert!(store.claim(&claimant("w")).await.unwrap().is_none());
}

#[tokio::test]
async fn an_expired_lease_goes_to_another_worker_and_the_first_can_do_nothing_more() {
    let store = fresh_store().await;
    let first = enqueue_and_claim(&store, "a.wav", "a").await;
    let progress = Progress { stage: Stage::Decode, permille: 100, remaining: None };
    store.heartbeat(&first, progress).await.unwrap();
    assert!(store.claim(&claimant("w2")).await.unwrap().is_none(), "the lease holds");
    let_leases_expire(&store).await;
    let second = claim(&store).await;
    assert_eq!((second.id, second.attempt), (first.id, 2));

    let lost = |result: Result<(), StoreError>| matches!(result, Err(StoreError::LeaseLost));
    assert!(lost(store.heartbeat(&first, progress).await));
    assert!(lost(save(&store, &first, &["hello"]).await.map(drop)));
    assert!(lost(store.fail(&first, &failure(false)).await.map(drop)));
    assert!(lost(store.release(&first).await));
    assert_eq!(count(&store, "SELECT count(*) FROM transcripts").await, 0);
    assert_eq!(save(&store, &second, &["hello"]).await.unwrap(), SaveOutcome::Saved);
}

#[tokio::test]
async fn a_file_that_kills_its_worker_each_time_ends_as_failed() {
    let store = fresh_store().await;
    store.enqueue_ingest(&collection(), listed("poison.wav", "a")).await.unwrap();
    for attempt in 1..=3 {
        assert_eq!(claim(&store).await.attempt, attempt);
        let_leases_expire(&store).await;
    }
    assert!(store.claim(&claimant("w")).await.unwrap().is_none());
    let status = store.status().await.unwrap();
    assert_eq!(status.failed[0].failure.code, FailureCode::WorkerDied);
    assert_eq!(state_of(&store, "poison.wav").await, RecordingState::Failed);

    // The version that failed stays failed; a new one gets its tries.
    store.enqueue_ingest(&collection(), listed("poison.wav", "b")).await.unwrap();
    assert_eq!(claim(&store).await.attempt, 1);
}

#[tokio::test]
async fn what_may_succeed_later_is_tried_again_with_growing_pauses_and_then_fails() {
    let store = fresh_store().await;
    store.enqueue_ingest(&collection(), listed("a.wav", "a")).await.unwrap();
    for wait in [10, 20] {
        let job = claim(&store).await;
        let outcome = store.fail(&job, &failure(true)).await.unwrap();
        assert_eq!(outcome, FailOutcome::WillRetry(Duration::from_secs(wait)));
        assert!(store.claim(&claimant("w")).await.unwrap().is_none(), "it waits");
        end_backoff(&store).await;
    }
    assert_eq!(state_of(&store, "a.wav").await, RecordingState::Pending);
    let job = claim(&store).await;
    assert_eq!(store.fail(&job, &failure(true)).await.unwrap(), FailOutcome::Failed);
    assert_eq!(state_of(&store, "a.wav").await, RecordingState::Failed);

    let filter = RetryFilter { recording: Some(id_of("a.wav")), ..RetryFilter::default() };
    assert_eq!(store.retry_failed(&filter).await.unwrap(), 1);
    assert_eq!(claim(&store).await.attempt, 1);
}

#[tokio::test]
async fn a_job_given_back_at_shutdown_has_lost_no_try() {
    let store = fresh_store().await;
    let job = enqueue_and_claim(&store, "a.wav", "a").await;
    store.release(&job).await.unwrap();
    let again = claim(&store).await;
    assert_eq!((again.id, again.attempt), (job.id, 1));
    assert_ne!(again.run(), job.run());
}

#[tokio::test]
async fn a_version_that_comes_while_the_old_one_runs_is_ingested_after_it() {
    let store = fresh_store().await;
    let old = enqueue_and_claim(&store, "a.wav", "old").await;
    store.enqueue_ingest(&collection(), listed("a.wav", "new")).await.unwrap();
    assert!(store.claim(&claimant("w2")).await.unwrap().is_none(), "one at a time");
    assert_eq!(save(&store, &old, &["old words"]).await.unwrap(), SaveOutcome::Superseded);
    assert_eq!(count(&store, "SELECT count(*) FROM transcripts").await, 0);

    let new = claim(&store).await;
    assert_eq!(new.attempt, 1);
    assert_eq!(save(&store, &new, &["new words"]).await.unwrap(), SaveOutcome::Saved);
    assert!(store.claim(&claimant("w")).await.unwrap().is_none());
    assert_eq!(store.open_jobs(&[collection()]).await.unwrap(), 0);
}

#[tokio::test]
async fn a_failed_version_does_not_condemn_the_one_that_came_meanwhile() {
    let store = fresh_store().await;
    let old = enqueue_and_claim(&store, "a.wav", "old").await;
    store.enqueue_ingest(&collection(), listed("a.wav", "new")).await.unwrap();
    assert_eq!(store.fail(&old, &failure(false)).await.unwrap(), FailOutcome::Rerun);
    assert_eq!(state_of(&store, "a.wav").await, RecordingState::Pending);
    assert_eq!(claim(&store).await.attempt, 1);
}
