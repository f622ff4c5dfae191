//! How far words are from where they are truly said.

use std::path::Path;

use serde_json::Value;

use crate::hearing::model;
use crate::word_times::{TimedWord, of_recording, quantile};

pub(super) fn run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = model(&crate::model_name(), 2);
    println!("errors in ms of words heard rightly; starts: how late in the mean, then how far off");
    println!(
        "{:34} {:>6} {:>6} {:>7} {:>6} {:>6} | ends {:>6}",
        "recording", "words", "late", "median", "95 %", "most", "median"
    );
    let mut all = Vec::new();
    for truth in truths(root) {
        let words = of_recording(&model, root, &truth);
        line(truth["file"].as_str().unwrap(), &words);
        all.extend(words);
    }
    line("all", &all);
    let (after, within): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| one.pause_before >= 150);
    line("words after a pause of 0.15 s", &after);
    line("words within speech", &within);
}

fn line(name: &str, words: &[TimedWord]) {
    let starts = || words.iter().map(|word| word.start_error);
    let late = starts().sum::<i64>() / i64::try_from(words.len().max(1)).unwrap();
    println!(
        "{name:34} {:>6} {late:>6} {:>7} {:>6} {:>6} |      {:>6}",
        words.len(),
        quantile(starts(), 0.5),
        quantile(starts(), 0.95),
        quantile(starts(), 1.0),
        quantile(words.iter().map(|word| word.end_error), 0.5),
    );
}

/// What is said in the demo's recordings, by the archive's own truth.
fn truths(root: &Path) -> Vec<Value> {
    let folder = std::fs::read_dir(root.join("demo/truth")).unwrap();
    let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |file| serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    files.into_iter().map(read).collect()
}
