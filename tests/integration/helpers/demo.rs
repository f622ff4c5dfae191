//! The demo archive, ingested once for all tests by the real `earmark demo`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::OnceCell;

use super::{Api, Earmark, eventually};

/// The running demo.
pub struct Demo {
    pub api: Api,
    pub folder: PathBuf,
    pub process: std::sync::Mutex<Earmark>,
}

static DEMO: OnceCell<Demo> = OnceCell::const_new();

/// Gives the demo, ingesting it at the first call; it ends with the test process.
pub async fn demo() -> &'static Demo {
    DEMO.get_or_init(start).await
}

async fn start() -> Demo {
    if let Some(running) = running() {
        return running;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demo");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let environment =
        [("EARMARK_DATA_DIR", folder.to_str().unwrap()), ("EARMARK_LISTEN", "127.0.0.1:0")];
    let mut process =
        Earmark::start(&["demo", "--archive", archive().to_str().unwrap()], &environment);
    let api = Api::new(process.address(120));
    let expected = truths().len() as u64;
    eventually("the whole demo archive is searchable", 900, async || {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let status = api.json("/api/v1/status").await;
        let collections = status["collections"].as_array()?;
        let sum = |key: &str| collections.iter().filter_map(|c| c[key].as_u64()).sum::<u64>();
        assert_eq!(sum("failed"), 0, "{status}");
        let is_fresh = status["index"]["is_fresh"] == true;
        (sum("searchable") == expected && is_fresh).then_some(())
    })
    .await;
    Demo { api, folder, process: std::sync::Mutex::new(process) }
}

/// A demo that runs already, for quick rounds of work on the page: `EARMARK_TEST_DEMO` has its
/// address and its data folder, with a space between them.
#[expect(clippy::disallowed_methods, reason = "the tests' own environment")]
fn running() -> Option<Demo> {
    let named = std::env::var("EARMARK_TEST_DEMO").ok()?;
    let (address, folder) = named.split_once(' ')?;
    let process = std::sync::Mutex::new(Earmark::start(&["--version"], &[]));
    Some(Demo { api: Api::new(address.to_owned()), folder: folder.into(), process })
}

pub fn archive() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/archive")
}

/// What is truly said in one recording of the demo.
#[derive(serde::Deserialize, Debug)]
pub struct Truth {
    pub file: String,
    pub phrase: Phrase,
    pub more_phrases: Vec<Phrase>,
    pub pii: Vec<Pii>,
    pub words: Vec<Value>,
}

#[derive(serde::Deserialize, Debug)]
pub struct Phrase {
    pub text: String,
    pub start_ms: u64,
}

#[derive(serde::Deserialize, Debug)]
pub struct Pii {
    pub kind: String,
    pub spoken: String,
    pub written: String,
    pub variants: Vec<String>,
    pub start_ms: u64,
    pub end_ms: u64,
    pub channel: u16,
}

pub fn truths() -> Vec<Truth> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/truth");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
    };
    files.into_iter().map(read).collect()
}

impl Demo {
    /// The recording of this file, as the API lists it.
    pub async fn recording(&self, file: &str) -> Value {
        let list = self.api.json("/api/v1/recordings?limit=100").await;
        let all = list["recordings"].as_array().unwrap();
        let found = all.iter().find(|r| r["media"]["key"] == file);
        let found = found.unwrap_or_else(|| panic!("{file} is not listed: {list}"));
        let id = found["id"].as_str().unwrap();
        self.api.json(&format!("/api/v1/recordings/{id}")).await
    }

    /// Where its Postgres is.
    pub fn database_url(&self) -> String {
        self.setting("database", "url")
    }

    pub fn setting(&self, table: &str, key: &str) -> String {
        let text = std::fs::read_to_string(self.folder.join("demo/earmark.toml")).unwrap();
        let parsed: toml::Table = text.parse().unwrap();
        parsed[table][key].as_str().unwrap().to_owned()
    }
}
