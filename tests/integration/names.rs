//! The model for names and addresses, and what a collection finds and keeps by itself.

use std::path::Path;

use earmark::domain::{CustomKind, EntityKind};
use earmark::redact::{CustomRule, RedactionOptions};

use crate::helpers::scripted::said;
use crate::helpers::{Api, Bed, eventually, sound, variable};

const MODEL: &str = "rampart-1.4.0.whl";

#[tokio::test]
async fn without_the_right_model_for_names_nothing_is_heard_or_stored() {
    let bed = Bed::new().await;
    bed.put("call.wav", sound::call_clip(1, 10_200, 14_000)).await;
    let (models, whole) = models_without_names();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    let file = models.path().join(MODEL);
    let environment = [("EARMARK_MODELS_DIR", models.path().to_str().unwrap())];
    let run = |arguments: &[&str]| bed.start_with(arguments, &environment).wait();
    let recording = format!("s3://{}/call.wav", bed.bucket);
    let damages =
        [("missing", None), ("cut off", Some(&whole[..9_999])), ("changed", Some(&changed))];
    for (damage, bytes) in damages {
        if let Some(bytes) = bytes {
            std::fs::write(&file, bytes).unwrap();
        }
        let (status, said, _) = run(&["config", "check"]);
        assert_eq!(status, 2, "{damage}: {said}");
        let wrong = said.lines().find(|line| line.starts_with("WRONG")).unwrap();
        assert!(wrong.contains("names and addresses"), "{damage}: {said}");
        assert!(wrong.contains("earmark models pull rampart"), "{damage}: {said}");
        let (status, _, log) = run(&["ingest", &recording]);
        assert_eq!(status, 1, "{damage}: {log}");
        assert!(log.contains("earmark models pull rampart"), "{damage}: {log}");
        assert_eq!(bed.count("SELECT count(*) FROM transcripts").await, 0, "{damage}");
        assert_eq!(bed.count("SELECT count(*) FROM derived_objects").await, 0, "{damage}");
    }
    // It crawls without it, and hears as soon as the model is right.
    assert_eq!(run(&["crawl", "--now"]).0, 0);
    std::fs::write(&file, &whole).unwrap();
    let (status, _, log) = run(&["ingest", &recording]);
    assert_eq!(status, 0, "{log}");
    assert_eq!(bed.count("SELECT count(*) FROM transcripts").await, 1);
}

/// The models that there are but for the one that knows names, and that one's bytes.
fn models_without_names() -> (tempfile::TempDir, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let usual = variable("EARMARK_MODELS_DIR");
    for file in std::fs::read_dir(&usual).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "bin") {
            let own = folder.path().join(path.file_name().unwrap());
            std::os::unix::fs::symlink(&path, own).unwrap();
        }
    }
    let whole = std::fs::read(Path::new(&usual).join(MODEL)).unwrap();
    (folder, whole)
}

#[tokio::test]
async fn a_collections_own_kinds_reach_everything_and_its_own_people_keep_their_names() {
    let bed = Bed::new().await;
    let project = CustomRule {
        kind: EntityKind::Custom(CustomKind::new("PROJECT").unwrap()),
        pattern: Some(r"\bplan (\d ?){4}\b".to_owned()),
        words: vec!["Blue Heron".to_owned()],
    };
    let options = RedactionOptions {
        allow: vec!["Ada Lovelace".to_owned()],
        custom: vec![project],
        ..RedactionOptions::default()
    };
    let segments = vec![
        said(0, "en", "My name is Ada Lovelace, and this is about the blue heron lighthouse."),
        said(10, "en", "Ask Miriam Castellan for plan four four one nine, not Ada Castellan."),
        said(20, "en", "Write to ada.lovelace@example.com today."),
    ];
    bed.hear_with("talk.wav", segments, &options).await;
    let mut serve = bed.start(&["serve"]);
    let api = Api::new(serve.address(60));
    let hits = async |query: &str| api.search(query).await["total_hits"].as_u64().unwrap();
    eventually("it is searchable", 60, async || (hits("lighthouse").await == 1).then_some(()))
        .await;
    assert_eq!(hits("lovelace").await, 1);
    for hidden in ["heron", "castellan", "miriam", "4419", "\"four four one nine\""] {
        assert_eq!(hits(hidden).await, 0, "{hidden}");
    }
    let list = api.json("/api/v1/recordings").await;
    let id = list["recordings"][0]["id"].as_str().unwrap();
    let text = api.get(&format!("/api/v1/recordings/{id}/captions.txt")).await;
    let text = text.text().await.unwrap();
    assert!(text.contains("Ada Lovelace, and this is about the [PROJECT] lighthouse."), "{text}");
    assert!(text.contains("Ask [NAME] for [PROJECT], not [NAME]."), "{text}");
    assert!(text.contains("Write to [EMAIL] today."), "{text}");
    let recording = api.json(&format!("/api/v1/recordings/{id}")).await;
    let spans = recording["redacted_spans"].as_array().unwrap();
    assert!(spans.iter().any(|span| span["kind"] == "PROJECT"), "{spans:?}");
}
