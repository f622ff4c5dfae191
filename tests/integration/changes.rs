//! What changes in the bucket changes in search, without a restart.

use crate::helpers::{Api, Bed, eventually, sound};

#[tokio::test]
async fn a_new_a_replaced_and_a_deleted_recording_are_followed_while_it_runs() {
    let bed = Bed::new().await;
    let mut up = bed.start(&["up"]);
    let api = Api::new(up.address(60));

    bed.put("talk.wav", sound::call_clip(1, 10_200, 15_000)).await;
    eventually("the new recording is found", 60, async || {
        (api.found("\"suitcase never arrived\"").await == ["Talk"]).then_some(())
    })
    .await;
    let before = bed.count("SELECT count(*) FROM transcripts").await;
    assert_eq!(before, 1);

    bed.put("talk.wav", sound::call_clip(0, 0, 6_000)).await;
    eventually("what was replaced is not found any more", 60, async || {
        api.found("\"suitcase never arrived\"").await.is_empty().then_some(())
    })
    .await;
    assert_eq!(bed.count("SELECT count(*) FROM transcripts").await, 1);
    assert_eq!(bed.count("SELECT count(*) FROM recordings").await, 1);

    bed.objects.delete_prefix(&bed.bucket, "talk.wav").await.unwrap();
    eventually("what was deleted is gone everywhere", 60, async || {
        let rows = bed.count("SELECT count(*) FROM recordings").await
            + bed.count("SELECT count(*) FROM transcripts").await
            + bed.count("SELECT count(*) FROM segments").await
            + bed.count("SELECT count(*) FROM redacted_spans").await
            + bed.count("SELECT count(*) FROM derived_objects").await;
        let status = api.json("/api/v1/status").await;
        (rows == 0 && status["index"]["documents"] == 0).then_some(())
    })
    .await;
    let derived = futures::TryStreamExt::try_collect::<Vec<_>>(bed.objects.list(&bed.derived, ""));
    assert!(derived.await.unwrap().concat().is_empty());
}

#[tokio::test]
async fn an_unchanged_bucket_costs_no_transcription_and_ctrl_c_ends_cleanly() {
    let bed = Bed::new().await;
    bed.put("talk.wav", sound::call_clip(1, 10_200, 13_000)).await;
    let mut up = bed.start(&["up"]);
    up.address(60);
    eventually("it is searchable", 60, async || {
        (bed.count("SELECT count(*) FROM transcripts").await == 1).then_some(())
    })
    .await;
    let crawls = bed.count("SELECT count(*) FROM crawls WHERE state = 'done'").await;
    eventually("it is crawled again", 30, async || {
        (bed.count("SELECT count(*) FROM crawls WHERE state = 'done'").await > crawls + 1)
            .then_some(())
    })
    .await;
    assert_eq!(bed.count("SELECT count(*) FROM jobs WHERE kind = 'ingest'").await, 1);
    assert_eq!(up.interrupt(), 0);
}

#[tokio::test]
async fn crawl_work_and_serve_apart_do_what_up_does() {
    let bed = Bed::new().await;
    bed.put("talk.wav", sound::call_clip(1, 10_200, 15_000)).await;
    let (status, said, log) = bed.run(&["crawl", "--now"]);
    assert_eq!(status, 0, "{log}");
    assert!(said.contains("1 listed, 1 new"), "{said}");
    let (status, _, log) = bed.run(&["work", "--until-idle"]);
    assert_eq!(status, 0, "{log}");
    let mut serve = bed.start(&["serve"]);
    let api = Api::new(serve.address(60));
    eventually("serve follows what work stored", 20, async || {
        (api.found("\"suitcase never arrived\"").await.len() == 1).then_some(())
    })
    .await;
    let (status, found, log) = bed.run(&["search", "--json", "suitcase", "arrived"]);
    assert_eq!(status, 0, "{log}");
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found["total_recordings"], 1);
    let (status, said, log) = bed.run(&["reindex"]);
    assert_eq!(status, 0, "{said}{log}");
    eventually("search goes on over the new index", 20, async || {
        (api.found("\"suitcase never arrived\"").await.len() == 1).then_some(())
    })
    .await;
}
