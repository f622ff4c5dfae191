//! A process killed at any instant leaves nothing missing, doubled or half-visible.

use earmark::store::KILL_POINTS;
use futures::TryStreamExt as _;

use crate::helpers::{Api, Bed, eventually, sound};

#[tokio::test]
async fn a_kill_at_any_point_of_a_first_ingestion_loses_and_doubles_nothing() {
    // Only a long recording passes a checkpoint: see `resume.rs`.
    let later = ["sweep", "checkpoint", "verify"];
    let is_later = |point: &&&str| later.iter().any(|what| point.starts_with(what));
    let points = KILL_POINTS.iter().filter(|point| !is_later(point));
    let mut count = 0;
    for point in points {
        let bed = Bed::new().await;
        bed.put("suitcase.wav", sound::call_clip(1, 10_200, 15_000)).await;
        kill_at(&bed, point);
        settle_and_check(&bed, "\"suitcase never arrived\"", point).await;
        count += 1;
    }
    assert!(count >= 10, "only {count} points");
}

#[tokio::test]
async fn a_kill_while_the_old_version_is_swept_leaves_only_the_new_one() {
    for point in KILL_POINTS.iter().filter(|point| point.starts_with("sweep")) {
        let bed = Bed::new().await;
        bed.put("suitcase.wav", sound::call_clip(1, 20_000, 24_000)).await;
        let mut first = bed.start(&["up"]);
        let api = Api::new(first.address(60));
        eventually("the first version is searchable", 60, async || {
            (bed.count("SELECT count(*) FROM transcripts").await == 1).then_some(())
        })
        .await;
        drop(api);
        first.kill();
        bed.put("suitcase.wav", sound::call_clip(1, 10_200, 15_000)).await;
        kill_at(&bed, point);
        settle_and_check(&bed, "\"suitcase never arrived\"", point).await;
    }
}

fn kill_at(bed: &Bed, point: &str) {
    let process = bed.start_with(&["up"], &[("EARMARK_KILL_AT", point)]);
    let (status, _, log) = process.wait();
    assert_eq!(status, -1, "{point} was not passed; the process ended with {status}:\n{log}");
}

async fn settle_and_check(bed: &Bed, phrase: &str, point: &str) {
    let mut process = bed.start(&["up"]);
    let api = Api::new(process.address(60));
    eventually(&format!("found again after a kill at {point}"), 90, async || {
        (api.found(phrase).await.len() == 1).then_some(())
    })
    .await;
    let derived = eventually(&format!("swept after a kill at {point}"), 60, async || {
        let pages: Vec<_> = bed.objects.list(&bed.derived, "").try_collect().await.ok()?;
        let objects: Vec<_> = pages.into_iter().flatten().map(|o| o.key.key).collect();
        let is_settled = bed.count("SELECT count(*) FROM derived_objects").await == 1
            && bed.count("SELECT count(*) FROM jobs WHERE state IN ('queued', 'running')").await
                == 0;
        (is_settled && objects.len() == 3).then_some(objects)
    })
    .await;
    let prefix = derived[0].rsplit_once('/').unwrap().0.to_owned();
    assert!(derived.iter().all(|key| key.starts_with(&prefix)), "{point}: {derived:?}");
    assert_eq!(bed.count("SELECT count(*) FROM recordings").await, 1, "{point}");
    assert_eq!(bed.count("SELECT count(*) FROM transcripts").await, 1, "{point}");
    let segments = bed.count("SELECT count(*) FROM segments").await;
    assert!(segments > 0, "{point}");
    let hits = api.search(phrase).await["total_hits"].as_u64().unwrap();
    assert_eq!(hits, 1, "{point}: the phrase is said once");
    let status = api.json("/api/v1/status").await;
    assert_eq!(status["index"]["documents"].as_i64().unwrap(), segments, "{point}: {status}");
}
