use std::time::Duration;

use tokio::time::timeout;
use uuid::Uuid;

use super::{fresh_store, ingest};
use crate::store::{ChangeKind, Store, changes};

/// How long a thing that must not happen is waited for.
const A_WHILE: Duration = Duration::from_millis(300);

async fn append(store: &Store) -> sqlx::Transaction<'static, sqlx::Postgres> {
    let mut tx = store.pool.begin().await.unwrap();
    changes::append(&mut tx, &[Uuid::new_v4()], ChangeKind::Upserted).await.unwrap();
    tx
}

async fn seqs(store: &Store) -> Vec<i64> {
    store.changes_after(0, 100).await.unwrap().iter().map(|change| change.seq).collect()
}

#[tokio::test]
async fn a_later_change_can_not_be_seen_before_an_earlier_one_that_is_not_committed() {
    let store = fresh_store().await;
    let first = append(&store).await;
    let other = store.clone();
    let mut second = tokio::spawn(async move { append(&other).await.commit().await.unwrap() });
    assert!(timeout(A_WHILE, &mut second).await.is_err(), "the second waits for the first");
    assert!(seqs(&store).await.is_empty());
    first.commit().await.unwrap();
    second.await.unwrap();
    let seen = seqs(&store).await;
    assert_eq!(seen.len(), 2);
    assert!(seen[0] < seen[1]);
}

#[tokio::test]
async fn a_transaction_that_began_earlier_and_changes_later_has_the_later_seq() {
    let store = fresh_store().await;
    let mut early = store.pool.begin().await.unwrap();
    sqlx::query("SELECT 1").execute(&mut *early).await.unwrap();
    append(&store).await.commit().await.unwrap();
    let before = store.latest_seq().await.unwrap();
    changes::append(&mut early, &[Uuid::new_v4()], ChangeKind::Upserted).await.unwrap();
    early.commit().await.unwrap();
    assert!(store.latest_seq().await.unwrap() > before);
}

#[tokio::test]
async fn a_change_rolled_back_holds_nobody_up() {
    let store = fresh_store().await;
    append(&store).await.rollback().await.unwrap();
    append(&store).await.commit().await.unwrap();
    assert_eq!(seqs(&store).await.len(), 1);
}

#[tokio::test]
async fn a_follower_polling_under_load_misses_no_change() {
    let store = fresh_store().await;
    let writers = (0..4).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            for _ in 0..25 {
                append(&store).await.commit().await.unwrap();
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let (mut watermark, mut seen) = (0, 0);
    let follow = async {
        while seen < 100 {
            for change in store.changes_after(watermark, 7).await.unwrap() {
                watermark = change.seq;
                seen += 1;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(20), follow).await.expect("every change is seen");
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(seqs(&store).await.len(), 100);
}

#[tokio::test]
async fn a_listener_is_woken_by_a_save() {
    let store = fresh_store().await;
    let mut listener = store.listen_changes().await.unwrap();
    assert!(timeout(A_WHILE, listener.changed()).await.is_err(), "nothing changed yet");
    ingest(&store, "a.wav", "a", &["hello"]).await;
    timeout(Duration::from_secs(5), listener.changed()).await.unwrap().unwrap();
}

#[tokio::test]
async fn two_databases_are_told_apart() {
    let (one, other) = (fresh_store().await, fresh_store().await);
    assert_ne!(one.identity().await.unwrap(), other.identity().await.unwrap());
    one.migrate().await.unwrap();
    assert_eq!(one.identity().await.unwrap(), one.identity().await.unwrap());
}
