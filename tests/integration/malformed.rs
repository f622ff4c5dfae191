//! A broken file gets a reason that a person can read, and the rest of the archive goes on.

use crate::helpers::{Api, Bed, eventually, shared_data, sound};

#[tokio::test]
async fn broken_files_fail_with_a_reason_and_the_good_one_is_found() {
    let bed = Bed::new().await;
    let good = sound::call_clip(1, 10_200, 15_000);
    bed.put("a-noise.mp3", vec![0x5a_u8; 40_000]).await;
    bed.put("b-cut.wav", good[..30].to_vec()).await;
    bed.put("c-empty.flac", Vec::new()).await;
    bed.put("d-text.ogg", "not a recording".as_bytes().to_vec()).await;
    bed.put("z-good.wav", good).await;
    let mut up = bed.start(&["up"]);
    let api = Api::new(up.address(60));
    eventually("the good recording is found", 90, async || {
        (api.found("\"suitcase never arrived\"").await == ["Z good"]).then_some(())
    })
    .await;
    eventually("the broken ones are failed", 60, async || {
        (bed.count("SELECT count(*) FROM recordings WHERE state = 'failed'").await == 4)
            .then_some(())
    })
    .await;
    let status = api.json("/api/v1/status").await;
    let failed = status["failed"].as_array().unwrap();
    assert_eq!(failed.len(), 4, "{status}");
    for one in failed {
        let reason = one["message"].as_str().unwrap();
        assert!(reason.len() > 10 && !reason.contains("panicked"), "{one}");
        assert!(!one["advice"].as_str().unwrap().is_empty(), "{one}");
    }
    let (code, said, _) = bed.run(&["status"]);
    assert!(code == 0 && said.contains("a-noise.mp3"), "{said}");
}

/// The model and all.
const MOST_MIB: u64 = 512;

#[tokio::test]
async fn every_malformed_file_is_settled_and_the_worker_goes_on() {
    let Some(data) = shared_data() else { return };
    let bed = Bed::new().await;
    let mut count = 0;
    for folder in std::fs::read_dir(data.join("malformed")).unwrap() {
        let folder = folder.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().path();
            // Kept so that no extension is skipped for what it is called.
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            bed.put_file(&format!("{count:03}-{name}"), &file).await;
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
    let (status, _, log) = bed.run(&["crawl", "--now"]);
    assert_eq!(status, 0, "{log}");
    let (status, log, peak) = bed.start(&["work", "--until-idle"]).wait_and_weigh();
    assert_eq!(status, 0, "{log}");
    assert!(peak < MOST_MIB, "{peak} MiB at the peak");
    let open = bed.count("SELECT count(*) FROM recordings WHERE state = 'pending'").await;
    let failed = bed.count("SELECT count(*) FROM recordings WHERE state = 'failed'").await;
    let searchable = bed.count("SELECT count(*) FROM recordings WHERE state = 'searchable'").await;
    println!("{count} files: {searchable} searchable, {failed} failed with a reason; {peak} MiB");
    assert_eq!(open, 0);
    let crashed = bed.count("SELECT count(*) FROM recordings WHERE failure_code = 'crashed'").await;
    assert_eq!(crashed, 0, "a panic reached the worker:\n{log}");
}
