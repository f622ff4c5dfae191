//! The command line as scripts meet it.

use crate::helpers::{Bed, archive, earmark};

#[tokio::test]
async fn config_check_says_what_is_wrong_and_what_is_well() {
    let bed = Bed::new().await;
    let (status, said, log) = bed.run(&["config", "check", "--json"]);
    assert_eq!(status, 0, "{said}{log}");
    let checks: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert!(checks.as_array().unwrap().iter().all(|check| check["ok"] == true), "{said}");

    bed.configure("tiny.en", "[collection.redaction]\nenabled = false\n");
    let (status, said, _) = bed.run(&["config", "check"]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("OFF. PERSONAL DATA IS STORED"), "{said}");

    bed.configure("no-such-model", "");
    let (status, said, _) = bed.run(&["config", "check"]);
    assert_eq!(status, 2);
    assert!(said.contains("no-such-model") && said.contains("tiny.en"), "{said}");

    bed.configure("tiny.en", "model = 'no-such-model'\n");
    let (status, said, _) = bed.run(&["config", "check"]);
    assert_eq!(status, 2);
    assert!(said.contains("it is to hear `test`"), "{said}");

    bed.configure("tiny.en", "vocabulary_filter = { method = 'mask', words = [] }\n");
    let (status, _, log) = bed.run(&["config", "check"]);
    assert_eq!(status, 2);
    assert!(log.contains("collection.test.vocabulary_filter.words"), "{log}");

    bed.configure("tiny.en", "shedule = '* * * * *'\n");
    let (status, _, log) = bed.run(&["up"]);
    assert_eq!(status, 2);
    assert!(log.contains("shedule") && log.contains("schedule"), "{log}");
}

#[test]
fn a_local_file_becomes_redacted_text_in_every_format_and_nothing_is_stored() {
    let file = archive().join("support-calls/cold-radiator.opus");
    let file = file.to_str().unwrap();
    let run = |format: &str| {
        let folder = tempfile::tempdir().unwrap();
        let environment =
            [("EARMARK_MODEL", "tiny.en"), ("EARMARK_DATA_DIR", folder.path().to_str().unwrap())];
        let arguments = ["transcribe", file, "--format", format];
        let (status, said, log) = crate::helpers::Earmark::start(&arguments, &environment).wait();
        assert_eq!(status, 0, "{log}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something was stored");
        said
    };
    let text = run("txt");
    assert!(text.contains("kitchen radiator is cold"), "{text}");
    assert!(text.contains("[NAME]") && text.contains("[EMAIL]"), "{text}");
    assert!(!text.contains("Hannah") && !text.contains("Baker"), "{text}");
    assert!(run("vtt").starts_with("WEBVTT\n\n00:00:"));
    assert!(run("srt").starts_with("1\n00:00:"));
    let json: serde_json::Value = serde_json::from_str(&run("json")).unwrap();
    assert!(json["segments"][0]["words"][0]["span"]["start"].is_u64(), "{json}");
}

#[test]
fn a_model_whose_sum_is_wrong_is_never_loaded() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ggml-tiny.en-q5_1.bin"), b"not a model").unwrap();
    let environment =
        [("EARMARK_MODEL", "tiny.en"), ("EARMARK_MODELS_DIR", folder.path().to_str().unwrap())];
    let file = archive().join("field-notes/owls-at-dusk.aiff");
    let arguments = ["transcribe", file.to_str().unwrap()];
    let (status, said, log) = crate::helpers::Earmark::start(&arguments, &environment).wait();
    assert_eq!((status, said.as_str()), (1, ""), "{log}");
    assert!(log.contains("earmark models pull tiny.en"), "{log}");
}

#[test]
fn help_teaches_and_a_wrong_command_is_told_apart() {
    let (status, help, _) = earmark(&["--help"]);
    assert_eq!(status, 0);
    for word in ["Examples:", "Exit status:", "earmark ingest s3://", "transcribe", "reindex"] {
        assert!(help.contains(word), "{word}\n{help}");
    }
    assert_eq!(earmark(&["sing"]).0, 2);
}

#[tokio::test]
async fn ingest_waits_for_the_result_and_tells_failures_by_its_status() {
    let bed = Bed::new().await;
    bed.put("good.wav", crate::helpers::sound::call_clip(1, 10_200, 14_000)).await;
    bed.put("bad.mp3", vec![1_u8; 3000]).await;
    let good = format!("s3://{}/good.wav", bed.bucket);
    let bad = format!("s3://{}/bad.mp3", bed.bucket);
    let (status, said, log) = bed.run(&["ingest", &good]);
    assert_eq!(status, 0, "{log}");
    assert!(said.contains("good.wav"), "{said}");
    let (status, _, log) = bed.run(&["ingest", &bad]);
    assert_eq!(status, 3, "{log}");
    assert!(log.contains("bad.mp3"), "{log}");
    let (status, _, log) = bed.run(&["ingest", "s3://elsewhere/x.wav"]);
    assert_eq!(status, 1);
    assert!(log.contains("no collection holds"), "{log}");
}
