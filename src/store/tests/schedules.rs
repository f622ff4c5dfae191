use chrono::{DateTime, Duration, Utc};

use super::{claimant, collection, fresh_store, ingest};
use crate::store::{ScheduleEntry, Store};

fn hourly(_cron: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    Some(now + Duration::hours(1))
}

fn entry(cron: Option<&str>) -> ScheduleEntry {
    ScheduleEntry { collection: collection(), cron: cron.map(str::to_owned) }
}

async fn next_run(store: &Store) -> Option<DateTime<Utc>> {
    store.status().await.unwrap().collections.first().and_then(|status| status.next_run_at)
}

#[tokio::test]
async fn two_nodes_enqueue_a_due_crawl_once() {
    let store = fresh_store().await;
    store.sync_schedules(&[entry(Some("0 * * * *"))]).await.unwrap();
    let nodes = (0..8).map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.run_due_schedules(hourly).await.unwrap().len() })
    });
    let mut enqueued = 0;
    for node in nodes.collect::<Vec<_>>() {
        enqueued += node.await.unwrap();
    }
    assert_eq!(enqueued, 1);
    assert!(store.claim(&claimant("w")).await.unwrap().is_some());
    assert!(store.claim(&claimant("w")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_new_schedule_is_due_at_once_and_a_restart_does_not_make_it_due_again() {
    let store = fresh_store().await;
    store.sync_schedules(&[entry(Some("0 * * * *"))]).await.unwrap();
    assert_eq!(store.run_due_schedules(hourly).await.unwrap(), [collection()]);
    let next = next_run(&store).await;
    store.sync_schedules(&[entry(Some("0 * * * *"))]).await.unwrap();
    assert_eq!(next_run(&store).await, next);
    assert!(store.run_due_schedules(hourly).await.unwrap().is_empty());
    store.sync_schedules(&[entry(Some("5 * * * *"))]).await.unwrap();
    assert_eq!(store.run_due_schedules(hourly).await.unwrap(), [collection()]);
}

#[tokio::test]
async fn a_collection_that_lost_its_schedule_is_not_crawled() {
    let store = fresh_store().await;
    store.sync_schedules(&[entry(Some("0 * * * *"))]).await.unwrap();
    store.sync_schedules(&[entry(None)]).await.unwrap();
    assert!(store.run_due_schedules(hourly).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_collection_taken_from_the_configuration_is_reported_and_stays_searchable() {
    let store = fresh_store().await;
    ingest(&store, "a.wav", "1", &["hello"]).await;
    assert!(store.sync_schedules(&[entry(None)]).await.unwrap().is_empty());
    assert_eq!(store.sync_schedules(&[]).await.unwrap(), [collection()]);
    assert_eq!(store.searchable_ids(None, 10).await.unwrap().len(), 1);
}
