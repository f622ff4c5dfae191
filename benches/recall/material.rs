//! What was said, and what a model hears of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use earmark::domain::{Language, TimeSpan};
use earmark::store::{StoredAlternative, StoredSegment, StoredWord};
use earmark::transcribe::score::normalized;
use earmark::transcribe::{Segment, TranscribeOptions, Word};

use crate::hearing;

/// A recording and its own words.
pub struct Spoken {
    pub file: PathBuf,
    pub text: String,
    /// The words as they are compared.
    pub words: Vec<String>,
    /// A rare name in it.
    pub name: Option<String>,
}

impl Spoken {
    fn new(file: PathBuf, text: String, name: Option<String>) -> Self {
        let words = normalized(&text, &Language::english());
        Self { file, text, words, name }
    }
}

/// Where sound that was made and what was heard is kept.
fn cache() -> PathBuf {
    let folder = PathBuf::from(std::env::var("HOME").unwrap()).join(".cache/earmark/recall");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// All recordings, each text once.
pub fn spoken() -> Vec<Spoken> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var("EARMARK_SHARED_DATA")
        .map_or_else(|_| project.join("../shared/data"), PathBuf::from);
    let mut all: Vec<Spoken> = hearing::references(&shared.join("audio"))
        .into_iter()
        .filter(|one| one.language == Language::english() && !one.file.ends_with("es-mx_en-us.wav"))
        .map(|one| Spoken::new(one.file, one.said, None))
        .collect();
    all.extend(of_demo(&project.join("demo")));
    all.extend(of_names(&project.join("benches/hearing/rare_names.tsv")));
    let mut seen = std::collections::HashSet::new();
    all.retain(|one| seen.insert(one.words.clone()));
    all
}

fn of_demo(folder: &Path) -> Vec<Spoken> {
    let mut truths: Vec<PathBuf> = std::fs::read_dir(folder.join("truth"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    truths.sort();
    let truths = truths.iter().map(|file| -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
    });
    truths
        .filter(|truth| truth["language"] == "en")
        .map(|truth| {
            let file = folder.join("archive").join(truth["file"].as_str().unwrap());
            let words = truth["words"].as_array().unwrap().iter();
            let words: Vec<&str> = words.map(|word| word["text"].as_str().unwrap()).collect();
            Spoken::new(file, words.join(" "), None)
        })
        .collect()
}

/// Sentences with rare names, read out.
fn of_names(list: &Path) -> Vec<Spoken> {
    let list = std::fs::read_to_string(list).unwrap();
    let rows = list.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.enumerate()
        .map(|(number, row)| {
            let file = cache().join(format!("name-{number}.wav"));
            if !file.exists() {
                let voice = ["en-us", "en-gb", "en-us+f3", "en-gb+f2"][number % 4];
                let read = Command::new("espeak-ng")
                    .args(["-v", voice, "-s", "150", "-w"])
                    .arg(&file)
                    .arg(row[2])
                    .status();
                assert!(read.expect("espeak-ng is installed by `make test`").success());
            }
            Spoken::new(file, row[2].to_owned(), Some(row[1].to_owned()))
        })
        .collect()
}

/// What a model hears in each. It is heard anew every time: as it is not redacted, it is not kept.
pub fn heard(model: &str, spoken: &[Spoken]) -> Vec<Vec<StoredSegment>> {
    let model = hearing::model(model, 2);
    let options = TranscribeOptions { languages: vec![Language::english()], ..Default::default() };
    let of = |one: &Spoken| {
        let transcript = hearing::hear_file(&model, &one.file, &options);
        (0..).zip(&transcript.segments).map(stored).collect()
    };
    spoken.iter().map(of).collect()
}

fn stored((ordinal, segment): (u32, &Segment)) -> StoredSegment {
    let word = |word: &Word| StoredWord {
        text: word.text.expose().to_owned(),
        span: word.span,
        confidence: word.confidence,
        redacted: None,
        alternatives: word
            .alternatives
            .iter()
            .map(|other| StoredAlternative {
                text: other.text.expose().to_owned(),
                probability: other.probability,
            })
            .collect(),
        is_listed: false,
    };
    let words: Vec<StoredWord> = segment.words.iter().map(word).collect();
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    StoredSegment {
        ordinal,
        span: TimeSpan::new(segment.span().start, segment.span().end),
        language: segment.language.clone(),
        channel: segment.channel,
        text: texts.join(" "),
        words,
        suspect: segment.suspect,
    }
}
