//! Broken, truncated and hostile files of other projects' tests: sound or a typed error, soon.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::{files_below, machines_ffmpeg, opened_with, shared};
use crate::decode::{DecodeError, DecodeOptions};
use crate::domain::MediaTime;

const TIME_LIMIT: Duration = Duration::from_secs(15);

/// How long it is, and who decoded it.
type Outcome = Result<(MediaTime, &'static str), DecodeError>;

fn outcome(path: &Path, options: &DecodeOptions) -> Outcome {
    let mut decoder = opened_with(path, options)?;
    while decoder.next_chunk()?.is_some() {}
    let reader = if decoder.is_by_ffmpeg() { "ffmpeg" } else { "symphonia" };
    Ok((decoder.position(), reader))
}

/// The outcome, and how many milliseconds it took.
fn timed(path: &Path, name: &str, options: &DecodeOptions) -> (Outcome, u128) {
    let (sender, receiver) = mpsc::channel();
    let begun = Instant::now();
    let (job, options) = (path.to_owned(), options.clone());
    let worker = std::thread::spawn(move || sender.send(outcome(&job, &options)));
    let result = receiver.recv_timeout(TIME_LIMIT);
    let result = result.unwrap_or_else(|error| panic!("`{name}`: {error}"));
    worker.join().unwrap().unwrap();
    (result, begun.elapsed().as_millis())
}

/// What ffmpeg alone makes of each file, where the folder's manifest says so.
fn manifest(folder: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap_or_default();
    let row = |line: &str| {
        let (name, verdict) = (line.split('\t').next()?, line.split('\t').next_back()?);
        Some((name.strip_prefix("malformed/")?.to_owned(), verdict.to_owned()))
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn every_malformed_file_gives_sound_or_a_typed_error_in_time() {
    let options = DecodeOptions { ffmpeg: machines_ffmpeg(), ..DecodeOptions::default() };
    let folders = [shared("malformed"), shared("audio")];
    for folder in folders.into_iter().flatten() {
        let verdicts = manifest(&folder);
        for path in files_below(&folder) {
            let name = path.strip_prefix(&folder).unwrap().display().to_string();
            let (result, millis) = timed(&path, &name, &options);
            let theirs = verdicts.get(&name).map_or("-", String::as_str);
            let ours = match result {
                Ok((length, reader)) => format!("{} ms by {reader}", length.as_millis()),
                Err(error) => error.to_string(),
            };
            eprintln!("|{name}|{ours}|{theirs}|{millis}|");
        }
    }
}
