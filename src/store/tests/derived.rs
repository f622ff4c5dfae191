use std::time::Duration;

use super::{claim, count, enqueue_and_claim, fresh_store, id_of, ingest, let_leases_expire, save};
use crate::store::{Store, StoreError};

async fn garbage(store: &Store) -> Vec<String> {
    store.garbage_derived(10).await.unwrap().into_iter().map(|run| run.prefix).collect()
}

#[tokio::test]
async fn what_a_new_version_supersedes_is_swept_and_what_is_live_is_not() {
    let store = fresh_store().await;
    ingest(&store, "a.wav", "1", &["one"]).await;
    assert!(garbage(&store).await.is_empty());
    ingest(&store, "a.wav", "2", &["two"]).await;
    let swept = store.garbage_derived(10).await.unwrap();
    assert_eq!(swept.len(), 1);
    store.forget_derived(&swept[0]).await.unwrap();
    assert!(garbage(&store).await.is_empty());
    let live = "SELECT count(*) FROM derived_objects WHERE state = 'live'";
    assert_eq!(count(&store, live).await, 1);
}

#[tokio::test]
async fn a_run_given_back_leaves_garbage_at_once() {
    let store = fresh_store().await;
    let job = enqueue_and_claim(&store, "a.wav", "1").await;
    store.begin_derived(&job, id_of("a.wav"), ("derived", "one/")).await.unwrap();
    store.release(&job).await.unwrap();
    assert_eq!(garbage(&store).await, ["one/"]);
}

#[tokio::test]
async fn a_dead_run_is_swept_after_its_lease_and_its_grace_and_never_before() {
    let store = fresh_store().await;
    let dead = enqueue_and_claim(&store, "a.wav", "1").await;
    store.begin_derived(&dead, id_of("a.wav"), ("derived", "dead/")).await.unwrap();
    store.abandon_orphaned_derived(Duration::ZERO).await.unwrap();
    assert!(garbage(&store).await.is_empty(), "its lease holds");
    let_leases_expire(&store).await;
    let alive = claim(&store).await;
    store.abandon_orphaned_derived(Duration::from_secs(60)).await.unwrap();
    assert!(garbage(&store).await.is_empty(), "its worker may still write");
    sqlx::query("UPDATE derived_objects SET sweep_after = now() WHERE state = 'garbage'")
        .execute(&store.pool)
        .await
        .unwrap();
    save(&store, &alive, &["hello"]).await.unwrap();
    assert_eq!(garbage(&store).await, ["dead/"]);
}

#[tokio::test]
async fn a_run_without_a_lease_may_not_begin_to_write() {
    let store = fresh_store().await;
    let job = enqueue_and_claim(&store, "a.wav", "1").await;
    let_leases_expire(&store).await;
    claim(&store).await;
    let refused = store.begin_derived(&job, id_of("a.wav"), ("derived", "late/")).await;
    assert!(matches!(refused, Err(StoreError::LeaseLost)));
}
