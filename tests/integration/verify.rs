//! `earmark verify`: what is stored and should not be is found in each store, and mended in all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use earmark::domain::MediaKey;
use earmark::index::SegmentIndex;
use earmark::store::{KILL_POINTS, Store, StoredTranscript};
use futures::TryStreamExt as _;
use serde_json::Value;
use sqlx::AssertSqlSafe;

use crate::canary::{self, Sinks, holders};
use crate::helpers::scripted::said;
use crate::helpers::{Bed, eventually, sound, truths};

/// What is planted, as it must never be printed.
const SECRET: &str = "987-65-4320";

/// A bed with one recording that says nothing personal, searchable and in the index.
async fn bed() -> Bed {
    let bed = Bed::new().await;
    let words = "my SSN is no secret and we met on the pier at noon today";
    bed.hear("calls/one.wav", vec![said(2, "en", words), said(20, "en", "then we left")]).await;
    assert_eq!(verify(&bed, &[]).0, 0);
    bed
}

/// Runs `earmark verify --json`: its status and report.
fn verify(bed: &Bed, arguments: &[&str]) -> (i32, Value) {
    let mut all = vec!["--json", "verify"];
    all.extend(arguments);
    let (status, out, log) = bed.run(&all);
    for form in [SECRET, "4320", "987654320"] {
        assert!(!out.contains(form) && !log.contains(form), "a value is printed");
    }
    let report = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}\n{log}"));
    (status, report)
}

fn places(report: &Value) -> BTreeSet<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["place"].as_str().unwrap().to_owned()).collect()
}

async fn execute(bed: &Bed, sql: &str) {
    let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&bed.pool).await.unwrap();
    assert_eq!(done.rows_affected(), 1, "{sql}");
}

/// The objects of the one recording, by name.
async fn object(bed: &Bed, name: &str) -> (MediaKey, Vec<u8>) {
    let pages: Vec<_> = bed.objects.list(&bed.derived, "").try_collect().await.unwrap();
    let mut found: Vec<MediaKey> = pages.into_iter().flatten().map(|object| object.key).collect();
    found.retain(|key| key.key.ends_with(name));
    assert_eq!(found.len(), 1, "{found:?}");
    let body = bed.objects.read(&found[0], None, None).await.unwrap();
    (found.remove(0), body.stream.collect().await.unwrap().to_vec())
}

async fn replace_in(bed: &Bed, name: &str, from: &str, to: &str) {
    let (key, bytes) = object(bed, name).await;
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "{name}: {text}");
    let text = text.replacen(from, to, 1);
    bed.objects.put(&key, text.into_bytes().into(), "text/plain").await.unwrap();
}

async fn stored(bed: &Bed) -> StoredTranscript {
    let store = Store::from_pool(bed.pool.clone());
    let ids = store.searchable_ids(None, 10).await.unwrap();
    store.transcript(ids[0]).await.unwrap().unwrap()
}

/// Writes a document with a leak into the index, and nowhere else.
async fn plant_in_index(bed: &Bed) {
    let mut leaking = stored(bed).await;
    let segment = &mut leaking.segments[0];
    SECRET.clone_into(&mut segment.words[3].text);
    let identity = Store::from_pool(bed.pool.clone()).identity().await.unwrap();
    let folder = bed.folder.path().join("data/index");
    let written = tokio::task::spawn_blocking(move || {
        let index = SegmentIndex::open_or_create(&folder).unwrap();
        let mut writer = index.writer().unwrap();
        writer.replace(&leaking).unwrap();
        let seq = writer.seq();
        writer.commit(identity, seq).unwrap();
    });
    written.await.unwrap();
}

fn index_files(bed: &Bed) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![bed.folder.path().join("data/index")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => files.push(entry.path()),
            }
        }
    }
    files
}

fn holds(file: &Path, text: &str) -> bool {
    memchr::memmem::find(&std::fs::read(file).unwrap_or_default(), text.as_bytes()).is_some()
}

const WORD: &str = r#"UPDATE segments SET words = jsonb_set(words, '{3,text}', '"987-65-4320"'),
    text = replace(text, ' no ', ' 987-65-4320 ') WHERE ordinal = 0"#;

#[tokio::test]
async fn a_leak_planted_in_any_store_is_found_and_mended_everywhere() {
    let bed = bed().await;
    let plants = [
        ("words", WORD),
        (
            "alternatives",
            r#"UPDATE segments SET words = jsonb_set(words, '{3,alternatives}',
                '[{"text": "987-65-4320", "probability": 0.25}]') WHERE ordinal = 0"#,
        ),
        (
            "tags",
            r#"UPDATE transcripts SET tags = '[{"kind": "comment", "text": "SSN 987-65-4320"}]'"#,
        ),
        ("name", "UPDATE recordings SET title = 'SSN 987-65-4320'"),
        ("name", "UPDATE recordings SET shown_key = 'calls/ssn-987-65-4320.wav'"),
        ("captions", ""),
        ("transcript_json", ""),
        ("index", ""),
    ];
    for (place, sql) in plants {
        match place {
            "captions" => replace_in(&bed, "captions.vtt", "SSN is", "SSN is 987-65-4320").await,
            "transcript_json" => {
                replace_in(&bed, "transcript.json", "\"secret\"", "\"987-65-4320\"").await;
            }
            "index" => plant_in_index(&bed).await,
            _ => execute(&bed, sql).await,
        }
        let (status, report) = verify(&bed, &[]);
        assert_eq!(status, 4, "{place}: {report}");
        assert!(places(&report).contains(place), "{place}: {report}");
        assert_eq!(report["findings"][0]["kind"], "SSN", "{place}: {report}");
        let (status, report) = verify(&bed, &["--fix"]);
        assert_eq!(status, 0, "{place}: {report}");
        assert_eq!(report["findings"][0]["mended"], true, "{place}: {report}");
        let (status, report) = verify(&bed, &[]);
        assert_eq!((status, places(&report).len()), (0, 0), "{place}: {report}");
        let mut sinks = Sinks::new();
        canary::tables(&bed.database_url, &mut sinks).await;
        canary::objects(&bed.objects, &bed.derived, &mut sinks).await;
        canary::index(&bed.folder.path().join("data/index"), &mut sinks);
        let found: Vec<_> = holders(&sinks, SECRET).collect();
        assert!(found.is_empty(), "{place}: still in {found:?}");
    }
    let words = &stored(&bed).await.segments[0].words;
    assert_eq!(words[3].text, "[SSN]");
    assert!(words[9].text == "the" && words[10].text == "pier", "what is not personal stays");
}

#[tokio::test]
async fn a_term_that_no_word_explains_is_found() {
    let bed = bed().await;
    let folder = bed.folder.path().join("data/index");
    let generation = index_files(&bed).into_iter().find(|file| file.ends_with("meta.json"));
    let generation = generation.unwrap().parent().unwrap().to_owned();
    let index = tantivy::Index::open_in_dir(&generation).unwrap();
    let terms = index.schema().get_field("terms").unwrap();
    let searcher = index.reader().unwrap().searcher();
    let mut document: tantivy::TantivyDocument =
        searcher.doc(tantivy::DocAddress::new(0, 0)).unwrap();
    let token =
        tantivy::tokenizer::Token { text: "987654320".into(), position: 0, ..Default::default() };
    let tokens =
        tantivy::tokenizer::PreTokenizedString { text: String::new(), tokens: vec![token] };
    document.add_pre_tokenized_text(terms, tokens);
    // A channel's document has these columns, and is replaced by its owner.
    let id = stored(&bed).await.recording.id.to_string();
    let columns = [
        ("owner", id.as_str()),
        ("recording", id.as_str()),
        ("collection", "test"),
        ("kind", "audio"),
        ("language", "en"),
    ];
    for (name, value) in columns {
        document.add_text(index.schema().get_field(name).unwrap(), value);
    }
    let payload = index.load_metas().unwrap().payload.unwrap();
    let mut writer: tantivy::IndexWriter = index.writer(20_000_000).unwrap();
    writer.add_document(document).unwrap();
    let mut commit = writer.prepare_commit().unwrap();
    commit.set_payload(&payload);
    commit.commit().unwrap();
    drop(writer);
    let (status, report) = verify(&bed, &[]);
    assert_eq!(status, 4, "{report}");
    assert!(places(&report).contains("index_terms"), "{report}");
    assert_eq!(verify(&bed, &["--fix"]).0, 0);
    assert_eq!(verify(&bed, &[]).0, 0);
    let mut sinks = Sinks::new();
    canary::index(&folder, &mut sinks);
    assert_eq!(holders(&sinks, "987654320").count(), 0);
}

#[tokio::test]
async fn old_index_files_hold_nothing_afterwards_and_are_gone() {
    let bed = bed().await;
    plant_in_index(&bed).await;
    let before: BTreeSet<PathBuf> =
        index_files(&bed).into_iter().filter(|file| holds(file, SECRET)).collect();
    assert!(!before.is_empty(), "the control: the leak can be seen in the files' bytes");
    assert_eq!(verify(&bed, &["--fix"]).0, 0);
    for file in &before {
        assert!(!file.exists(), "{} is still there", file.display());
    }
    for file in index_files(&bed) {
        assert!(!holds(&file, SECRET) && !holds(&file, "4320"), "{}", file.display());
    }
}

#[tokio::test]
async fn a_kill_while_mending_leaves_all_as_it_was_or_all_mended() {
    for point in KILL_POINTS.iter().filter(|point| point.starts_with("verify")) {
        let bed = bed().await;
        execute(&bed, WORD).await;
        let process = bed.start_with(&["verify", "--fix"], &[("EARMARK_KILL_AT", point)]);
        let (status, _, log) = process.wait();
        assert_eq!(status, -1, "{point} was not passed: {status}\n{log}");
        let text = &stored(&bed).await.segments[0].text;
        let is_whole = text.contains("987-65-4320") != text.contains("[SSN]");
        assert!(is_whole && text.ends_with("noon today"), "{point}: {text}");
        let (status, report) = verify(&bed, &["--fix"]);
        assert_eq!(status, 0, "{point}: {report}");
        assert_eq!(verify(&bed, &[]).0, 0, "{point}");
        // What the killed one wrote is held for an hour; then it is swept.
        sqlx::query("UPDATE derived_objects SET held_until = now()")
            .execute(&bed.pool)
            .await
            .unwrap();
        let _sweeping = bed.start(&["crawl"]);
        eventually(&format!("swept after a kill at {point}"), 60, async || {
            let runs = bed.count("SELECT count(*) FROM derived_objects").await;
            let pages: Vec<_> = bed.objects.list(&bed.derived, "").try_collect().await.ok()?;
            (runs == 1 && pages.into_iter().flatten().count() == 3).then_some(())
        })
        .await;
    }
}

/// The caller gives her card's number.
const CALL: &str = "support-calls/missing-suitcase.wav";

#[tokio::test]
async fn an_archive_of_before_redaction_is_mended_with_its_sound() {
    let bed = Bed::new().await;
    bed.configure("base", "languages = ['en']\n[collection.redaction]\nenabled = false\n");
    let truth = truths().into_iter().find(|truth| truth.file == CALL).unwrap();
    let card = truth.pii.iter().find(|pii| pii.kind == "CREDIT_DEBIT_NUMBER").unwrap();
    let from = card.start_ms.saturating_sub(4_000);
    let clip = sound::call_clip(card.channel.into(), from, card.end_ms + 4_000);
    bed.put("before.wav", clip).await;
    assert_eq!(bed.run(&["crawl", "--now"]).0, 0);
    let (status, _, log) = bed.run(&["work", "--until-idle"]);
    assert_eq!(status, 0, "{log}");
    let (_, loud) = object(&bed, "rendition.opus").await;
    bed.configure("base", "languages = ['en']\n");
    let (status, report) = verify(&bed, &["--audio"]);
    assert_eq!(status, 4, "{report}");
    let expected = ["captions", "index", "transcript_json", "words"];
    let found = places(&report);
    assert!(expected.iter().all(|place| found.contains(*place)), "{report}");
    let (status, report) = verify(&bed, &["--fix", "--audio"]);
    assert_eq!(status, 0, "{report}");
    let (status, report) = verify(&bed, &["--audio"]);
    assert_eq!(status, 0, "{report}");
    let (_, quiet) = object(&bed, "rendition.opus").await;
    let (start, end) = (card.start_ms - from, card.end_ms - from);
    let peak = |bytes: Vec<u8>| sound::peak(&sound::decoded(bytes)[0], start + 300, end - 300);
    assert!(peak(loud) > 0.05, "the control: the number is there");
    assert!(peak(quiet) < 0.01);
    let spans = stored(&bed).await.spans;
    assert!(spans.iter().any(|span| span.kind.name() == "CREDIT_DEBIT_NUMBER"), "{spans:?}");
}
