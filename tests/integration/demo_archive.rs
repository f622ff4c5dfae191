//! The main job, whole: the demo archive through the real binary.

use crate::helpers::sound::{decoded, peak};
use crate::helpers::{Truth, archive, demo, earmark, truths};

#[tokio::test]
async fn every_recording_is_found_by_what_it_says_within_half_a_second() {
    let demo = demo().await;
    let mut worst = 0.0_f64;
    for truth in truths() {
        let recording = demo.recording(&truth.file).await;
        for phrase in std::iter::once(&truth.phrase).chain(&truth.more_phrases) {
            let results = demo.api.search(&format!("\"{}\"", phrase.text)).await;
            let found = results["recordings"].as_array().unwrap();
            let mine = found.iter().find(|r| r["recording"] == recording["id"]);
            let mine =
                mine.unwrap_or_else(|| panic!("{}: `{}` not found", truth.file, phrase.text));
            let start = mine["hits"][0]["span"]["start"].as_u64().unwrap();
            let off = (start as f64 - phrase.start_ms as f64) / 1000.0;
            println!("{:<38} {off:+.3} s  {}", truth.file, phrase.text);
            assert!(off.abs() < 0.5, "{}: `{}` is {off} s off", truth.file, phrase.text);
            worst = worst.max(off.abs());
        }
    }
    println!("worst start: {worst:.3} s");
}

#[tokio::test]
async fn the_languages_of_the_archive_are_told() {
    let demo = demo().await;
    for (file, expected) in [
        ("newsroom/boulangerie.webm", &["fr"][..]),
        ("oral-history/estrellas.mp3", &["es"]),
        ("newsroom/border-market.ogg", &["en", "fr"]),
        ("lectures/restless-rivers.m4a", &["en"]),
    ] {
        let recording = demo.recording(file).await;
        let segments = recording["segments"].as_array().unwrap();
        let mut languages: Vec<_> =
            segments.iter().map(|s| s["language"].as_str().unwrap()).collect();
        languages.sort_unstable();
        languages.dedup();
        assert_eq!(languages, expected, "{file}");
    }
}

#[tokio::test]
async fn a_speaker_on_each_channel_is_told_apart() {
    let recording = demo().await.recording("support-calls/missing-suitcase.wav").await;
    let text_of = |channel: u64| {
        let segments = recording["segments"].as_array().unwrap();
        let mine = segments.iter().filter(|s| s["channel"].as_u64() == Some(channel));
        mine.map(|s| s["text"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
    };
    assert!(text_of(1).contains("blue suitcase never arrived"), "{}", text_of(1));
    assert!(!text_of(0).contains("blue suitcase never arrived"), "{}", text_of(0));
}

#[tokio::test]
async fn what_the_player_gets_is_silent_in_redacted_spans_and_untouched_beside_them() {
    let demo = demo().await;
    for truth in truths().into_iter().filter(|truth| !truth.pii.is_empty()) {
        let recording = demo.recording(&truth.file).await;
        let id = recording["id"].as_str().unwrap();
        let media = demo.api.get(&format!("/api/v1/recordings/{id}/media")).await;
        assert_eq!(media.headers()["content-type"], "audio/ogg; codecs=opus", "{}", truth.file);
        let played = decoded(media.bytes().await.unwrap());
        let original = decoded(std::fs::read(archive().join(&truth.file)).unwrap());
        let spans: Vec<(u64, u64)> = recording["redacted_spans"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| (s["span"]["start"].as_u64().unwrap(), s["span"]["end"].as_u64().unwrap()))
            .collect();
        for (start, end) in &spans {
            // Opus smears some milliseconds over an edge.
            let loudest = is_silent_on_a_channel(&played, start + 30, end - 30);
            assert!(loudest < 0.001, "{}: {start}-{end} sounds: {loudest}", truth.file);
        }
        check_true_spans(&truth, &played);
        check_beside(&truth, &spans, &played, &original);
    }
}

/// A span of one channel is silenced there; mixed recordings have it silent on all.
fn is_silent_on_a_channel(channels: &[Vec<f32>], start: u64, end: u64) -> f32 {
    channels.iter().map(|samples| peak(samples, start, end)).fold(f32::MAX, f32::min)
}

/// Where personal data is truly spoken nothing may be heard, whatever times were recognized.
fn check_true_spans(truth: &Truth, played: &[Vec<f32>]) {
    for pii in &truth.pii {
        let channel = usize::from(pii.channel).min(played.len() - 1);
        let loudest = peak(&played[channel], pii.start_ms + 30, pii.end_ms - 30);
        println!("{:<38} {:<20} peak {loudest:.4}", truth.file, pii.kind);
        assert!(loudest < 0.001, "{}: {} is heard: peak {loudest}", truth.file, pii.kind);
    }
}

/// Words away from every span are as loud as in the original.
fn check_beside(truth: &Truth, spans: &[(u64, u64)], played: &[Vec<f32>], original: &[Vec<f32>]) {
    let mut compared = 0;
    for word in &truth.words {
        let (start, end) = (word["start_ms"].as_u64().unwrap(), word["end_ms"].as_u64().unwrap());
        if spans.iter().any(|(s, e)| start < e + 100 && end + 100 > *s) {
            continue;
        }
        let channel = usize::try_from(word["channel"].as_u64().unwrap()).unwrap();
        let (Some(played), Some(original)) = (played.get(channel), original.get(channel)) else {
            continue;
        };
        let (now, before) = (peak(played, start, end), peak(original, start, end));
        if before > 0.1 {
            assert!(now > before * 0.5, "{}: {start}-{end} lost: {now} of {before}", truth.file);
            compared += 1;
        }
    }
    assert!(compared > 20, "{}: only {compared} words compared", truth.file);
}

#[tokio::test]
async fn a_demo_started_again_transcribes_nothing_twice() {
    let folder = tempfile::Builder::new().prefix("earmark-again-").tempdir().unwrap();
    let archive_folder = folder.path().join("archive/notes");
    std::fs::create_dir_all(&archive_folder).unwrap();
    std::fs::copy(
        archive().join("field-notes/owls-at-dusk.aiff"),
        archive_folder.join("owls.aiff"),
    )
    .unwrap();
    let archive_path = folder.path().join("archive");
    let run = || {
        let environment =
            [("EARMARK_DATA_DIR", folder.path().to_str().unwrap()), ("EARMARK_MODEL", "tiny.en")];
        let arguments = ["demo", "--once", "--archive", archive_path.to_str().unwrap()];
        crate::helpers::Earmark::start(&arguments, &environment).wait()
    };
    let (status, first, log) = run();
    assert_eq!(status, 0, "{first}\n{log}");
    assert!(first.contains("1 of 1 recordings searchable"), "{first}");
    let (status, second, log) = run();
    assert_eq!(status, 0, "{second}\n{log}");
    // A recording that is transcribed is told on standard error.
    assert!(!log.contains("searchable: Owls"), "{log}");
}

#[test]
fn a_demo_without_an_archive_says_what_to_do() {
    let (status, _, log) = earmark(&["demo", "--archive", "/nowhere"]);
    assert_eq!(status, 1);
    assert!(log.contains("/nowhere") && log.contains("--archive"), "{log}");
}
