//! Canary: every piece of personal data of the demo is looked for everywhere that Earmark writes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use earmark::domain::MediaKey;
use earmark::source::{ObjectStore, S3Options};
use futures::TryStreamExt as _;
use secrecy::SecretString;
use sqlx::{AssertSqlSafe, PgPool};
use tantivy::TantivyDocument;
use tantivy::schema::Document as _;

use crate::helpers::{Api, Bed, demo, sound, truths};

/// Everything that was written, by where it lies.
pub type Sinks = BTreeMap<String, Vec<u8>>;

#[tokio::test]
async fn no_personal_data_of_the_demo_is_anywhere() {
    let sinks = sinks().await;
    let mut leaks = Vec::new();
    let mut looked_for = 0;
    for truth in truths() {
        for pii in &truth.pii {
            let forms = pii.variants.iter().chain([&pii.spoken, &pii.written]);
            // An age alone ("42") is in every file; it is looked for by its time instead.
            for form in forms.filter(|form| form.len() > 4) {
                looked_for += 1;
                let found = holders(&sinks, form);
                leaks.extend(found.map(|place| format!("{} `{form}` in {place}", pii.kind)));
            }
        }
    }
    assert!(looked_for > 50, "only {looked_for} forms were looked for");
    assert!(leaks.is_empty(), "personal data got out:\n{}", leaks.join("\n"));
}

#[tokio::test]
async fn the_canary_would_find_what_is_there() {
    let sinks = sinks().await;
    let found: Vec<&str> = holders(&sinks, "blue suitcase never arrived").collect();
    for place in ["table segments", "index documents", "transcript.json", "captions.vtt", "API "] {
        assert!(
            found.iter().any(|f| f.contains(place)),
            "the control is not in {place}: {found:?}"
        );
    }
    assert!(holders(&sinks, "suitcase").any(|place| place.contains("index terms")));
    assert!(sinks.keys().any(|place| place.contains("log of the demo")), "{:?}", sinks.keys());
}

#[tokio::test]
async fn no_word_is_kept_where_personal_data_is_spoken() {
    let demo = demo().await;
    let mut checked = 0;
    for truth in truths() {
        let recording = demo.recording(&truth.file).await;
        for pii in &truth.pii {
            for segment in recording["segments"].as_array().unwrap() {
                if segment["channel"].as_u64().is_some_and(|c| c != u64::from(pii.channel)) {
                    continue;
                }
                for word in segment["words"].as_array().unwrap() {
                    let start = word["start"].as_u64().unwrap();
                    let end = word["end"].as_u64().unwrap();
                    let middle = u64::midpoint(start, end);
                    let is_inside = pii.start_ms + 50 < middle && middle + 50 < pii.end_ms;
                    if is_inside {
                        checked += 1;
                        let mark = word["redacted"].as_str();
                        assert!(mark.is_some(), "{}: a word is kept in {}", truth.file, pii.kind);
                    }
                }
            }
        }
    }
    assert!(checked >= 10, "only {checked} marks lay where personal data is spoken");
}

#[tokio::test]
async fn every_piece_is_marked_with_its_kind() {
    let demo = demo().await;
    for truth in truths() {
        let recording = demo.recording(&truth.file).await;
        let spans = recording["redacted_spans"].as_array().unwrap();
        for pii in &truth.pii {
            let covers = |span: &&serde_json::Value| {
                let start = span["span"]["start"].as_u64().unwrap();
                let end = span["span"]["end"].as_u64().unwrap();
                span["kind"] == pii.kind && start < pii.end_ms && pii.start_ms < end
            };
            assert!(spans.iter().any(|s| covers(&s)), "{}: {} is not marked", truth.file, pii.kind);
        }
    }
}

/// What the tags of the recordings below hold, and what of it must not be found anywhere.
const TAGS: [(&str, &str); 4] = [
    ("title", "Lantern talk with card 4111 1111 1111 1111"),
    ("artist", "Peregrine Thistlewood"),
    ("album", "Thistlewood, SSN 987-65-4320"),
    ("comment", "call 415-555-0142 or write to p.thistle@example.com"),
];
const SECRETS: [&str; 6] = [
    "4111 1111 1111 1111",
    "Peregrine",
    "Thistlewood",
    "987-65-4320",
    "415-555-0142",
    "p.thistle@",
];

#[tokio::test]
async fn no_personal_data_of_a_files_tags_is_anywhere() {
    let bed = Bed::new().await;
    let speech = sound::call_clip(1, 10_200, 15_000);
    let tagged = [with_riff_info(&speech), with_id3(&speech)];
    for (index, file) in tagged.iter().enumerate() {
        assert!(memchr::memmem::find(file, b"Thistlewood").is_some());
        bed.put(&format!("{index}.wav"), file.clone()).await;
    }
    if let Some(file) = with_vorbis_comments(&bed, &speech) {
        bed.put("2.opus", file).await;
    }
    let (status, _, crawl_log) = bed.run(&["-vv", "crawl", "--now"]);
    assert_eq!(status, 0, "{crawl_log}");
    let (status, _, work_log) = bed.run(&["-vv", "work", "--until-idle"]);
    assert_eq!(status, 0, "{work_log}");
    let mut serve = bed.start(&["-vv", "serve"]);
    let api = Api::new(serve.address(60));
    let mut sinks = Sinks::new();
    answers(&api, &mut sinks).await;
    tables(&bed.database_url, &mut sinks).await;
    objects(&bed.objects, &bed.derived, &mut sinks).await;
    files(bed.folder.path(), &mut sinks);
    let log = crawl_log + &work_log + &serve.log.lock().unwrap();
    sinks.insert("log of all".to_owned(), log.into_bytes());
    for secret in SECRETS {
        let found: Vec<_> = holders(&sinks, secret).collect();
        assert!(found.is_empty(), "`{secret}` is in {found:?}");
    }
    let controls: Vec<_> =
        holders(&sinks, "Lantern talk with card [CREDIT_DEBIT_NUMBER]").collect();
    assert!(controls.contains(&"table transcripts"), "{controls:?}");
    let recordings = bed.count("SELECT count(*) FROM recordings WHERE state = 'searchable'").await;
    // Each by itself, and as a file.
    let shown = controls.iter().filter(|place| place.starts_with("API ")).count();
    assert_eq!(shown as i64, 2 * recordings, "{controls:?}");
    assert!(recordings >= 2, "{recordings}");
}

pub fn with_riff_info(wave: &[u8]) -> Vec<u8> {
    let mut list = b"INFO".to_vec();
    for (kind, value) in TAGS {
        let id = match kind {
            "title" => b"INAM",
            "artist" => b"IART",
            "album" => b"IPRD",
            _ => b"ICMT",
        };
        let value = format!("{value}{}", if value.len() % 2 == 0 { "" } else { " " });
        list.extend(id);
        list.extend(u32::try_from(value.len()).unwrap().to_le_bytes());
        list.extend(value.as_bytes());
    }
    let mut chunk = b"LIST".to_vec();
    chunk.extend(u32::try_from(list.len()).unwrap().to_le_bytes());
    chunk.extend(list);
    let mut file = wave.to_vec();
    file.splice(36..36, chunk);
    let len = u32::try_from(file.len() - 8).unwrap();
    file[4..8].copy_from_slice(&len.to_le_bytes());
    file
}

/// ID3v2.4 before the file, in UTF-8.
fn with_id3(wave: &[u8]) -> Vec<u8> {
    let mut frames = Vec::new();
    for (kind, value) in TAGS {
        let (id, before) = match kind {
            "title" => (b"TIT2", "\u{3}"),
            "artist" => (b"TPE1", "\u{3}"),
            "album" => (b"TALB", "\u{3}"),
            _ => (b"COMM", "\u{3}eng\0"),
        };
        let body = format!("{before}{value}");
        assert!(body.len() < 128, "a size of one byte");
        frames.extend(id);
        frames.extend([0, 0, 0, u8::try_from(body.len()).unwrap(), 0, 0]);
        frames.extend(body.as_bytes());
    }
    let size = frames.len();
    let mut file = b"ID3\x04\0\0\0\0".to_vec();
    file.extend([u8::try_from(size >> 7).unwrap(), u8::try_from(size & 0x7f).unwrap()]);
    file.extend(frames);
    file.extend(wave);
    file
}

fn with_vorbis_comments(bed: &Bed, wave: &[u8]) -> Option<Vec<u8>> {
    let (from, to) = (bed.folder.path().join("from.wav"), bed.folder.path().join("to.opus"));
    std::fs::write(&from, wave).unwrap();
    let tags =
        TAGS.iter().flat_map(|(kind, value)| ["-metadata".into(), format!("{kind}={value}")]);
    let mut ffmpeg = std::process::Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-nostdin", "-i"]).arg(&from).args(tags).arg(&to);
    let run = ffmpeg.status();
    std::fs::remove_file(&from).unwrap();
    if !run.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: ffmpeg can't be run, so Vorbis comments are not tried");
        return None;
    }
    let bytes = std::fs::read(&to).unwrap();
    std::fs::remove_file(&to).unwrap();
    Some(bytes)
}

/// Where the form is found, however it is written: case, spaces and punctuation don't count.
pub fn holders<'a>(sinks: &'a Sinks, form: &str) -> impl Iterator<Item = &'a str> {
    let plain = form.to_lowercase().into_bytes();
    let folded = fold(form.as_bytes());
    sinks.iter().filter_map(move |(place, bytes)| {
        // Binary files are searched as they are, texts in folded form too.
        let is_text = place.starts_with("table")
            || place.starts_with("index")
            || place.starts_with("API")
            || place.ends_with(".json")
            || place.ends_with(".vtt")
            || place.contains("log");
        let has = |needle: &[u8], hay: &[u8]| memchr::memmem::find(hay, needle).is_some();
        let found = has(&plain, &bytes.to_ascii_lowercase())
            || (is_text && folded.len() > 6 && has(&folded, &fold(bytes)));
        found.then_some(place.as_str())
    })
}

fn fold(bytes: &[u8]) -> Vec<u8> {
    let lower = String::from_utf8_lossy(bytes).to_lowercase();
    lower.chars().filter(|c| c.is_alphanumeric()).collect::<String>().into_bytes()
}

async fn sinks() -> Sinks {
    let demo = demo().await;
    let mut sinks = Sinks::new();
    tables(&demo.database_url(), &mut sinks).await;
    objects(&demo_objects(demo).await, &demo.setting("derived", "bucket"), &mut sinks).await;
    index(&demo.folder.join("demo/index"), &mut sinks);
    files(&demo.folder, &mut sinks);
    sinks.insert(
        "log of the demo".to_owned(),
        demo.process.lock().unwrap().log.lock().unwrap().clone().into_bytes(),
    );
    answers(&demo.api, &mut sinks).await;
    sinks
}

/// What the API says of every recording.
pub async fn answers(api: &Api, sinks: &mut Sinks) {
    let list = api.get("/api/v1/recordings?limit=100").await.text().await.unwrap();
    let ids: serde_json::Value = serde_json::from_str(&list).unwrap();
    sinks.insert("API recordings".to_owned(), list.into_bytes());
    for recording in ids["recordings"].as_array().unwrap() {
        let id = recording["id"].as_str().unwrap();
        for tail in ["", "/captions.vtt", "/captions.srt", "/captions.txt", "/transcript.json"] {
            let path = format!("/api/v1/recordings/{id}{tail}");
            let body = api.get(&path).await.bytes().await.unwrap();
            sinks.insert(format!("API {path}"), body.to_vec());
        }
    }
    let status = api.get("/api/v1/status").await.bytes().await.unwrap();
    sinks.insert("API status".to_owned(), status.to_vec());
}

pub async fn tables(url: &str, sinks: &mut Sinks) {
    let pool = PgPool::connect(url).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    for table in tables {
        let sql = format!("SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {table} t");
        let text: String = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&pool).await.unwrap();
        sinks.insert(format!("table {table}"), text.into_bytes());
    }
}

async fn demo_objects(demo: &crate::helpers::Demo) -> ObjectStore {
    let secret = SecretString::from(demo.setting("s3", "secret_access_key"));
    ObjectStore::connect(&S3Options {
        endpoint: Some(demo.setting("s3", "endpoint")),
        credentials: Some((demo.setting("s3", "access_key_id"), secret)),
        ..S3Options::default()
    })
    .await
}

pub async fn objects(store: &ObjectStore, derived: &str, sinks: &mut Sinks) {
    let pages: Vec<_> = store.list(derived, "").try_collect().await.unwrap();
    for object in pages.into_iter().flatten() {
        let key: MediaKey = object.key;
        let body = store.read(&key, None, None).await.unwrap();
        let bytes = body.stream.collect().await.unwrap().into_bytes();
        sinks.insert(format!("object {}", key.key), bytes.to_vec());
    }
}

/// Documents and terms of the index: its files are compressed, so they are read by tantivy.
pub fn index(folder: &Path, sinks: &mut Sinks) {
    let (mut documents, mut terms) = (String::new(), Vec::new());
    for meta in walk(folder).into_iter().filter(|file| file.ends_with("meta.json")) {
        let index = tantivy::Index::open_in_dir(meta.parent().unwrap()).unwrap();
        let searcher = index.reader().unwrap().searcher();
        for reader in searcher.segment_readers() {
            let store = reader.get_store_reader(1).unwrap();
            for document in 0..reader.max_doc() {
                let document: TantivyDocument = store.get(document).unwrap();
                documents.push_str(&document.to_json(&index.schema()));
                documents.push('\n');
            }
            for (field, entry) in index.schema().fields().filter(|(_, entry)| entry.is_indexed()) {
                if !matches!(entry.field_type(), tantivy::schema::FieldType::Str(_)) {
                    continue;
                }
                let inverted = reader.inverted_index(field).unwrap();
                let mut stream = inverted.terms().stream().unwrap();
                while stream.advance() {
                    terms.extend_from_slice(stream.key());
                    terms.push(b'\n');
                }
            }
        }
    }
    assert!(!documents.is_empty(), "the index is empty");
    sinks.insert("index documents".to_owned(), documents.into_bytes());
    sinks.insert("index terms".to_owned(), terms);
}

/// Every file of the data folder, but the programs that were fetched, and the volumes in which the
/// S3 store keeps the originals.
pub fn files(folder: &Path, sinks: &mut Sinks) {
    for file in walk(folder) {
        let is_original = file.extension().is_some_and(|e| e == "dat");
        let is_program = file.starts_with(folder.join("demo/tools"));
        if is_original || is_program {
            continue;
        }
        // Postgres removes files of its own while we look.
        let Ok(bytes) = std::fs::read(&file) else { continue };
        sinks.insert(format!("file {}", file.display()), bytes);
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => found.extend(walk(&path)),
            false => found.push(path),
        }
    }
    found
}
