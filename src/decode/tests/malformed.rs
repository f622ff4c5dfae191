//! Broken, truncated and hostile files of other projects' tests: sound or a typed error, soon.

use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::{files_below, opened, shared};
use crate::decode::DecodeError;
use crate::domain::MediaTime;

const TIME_LIMIT: Duration = Duration::from_secs(10);

fn outcome(path: &Path) -> Result<MediaTime, DecodeError> {
    let mut decoder = opened(path)?;
    while decoder.next_chunk()?.is_some() {}
    Ok(decoder.position())
}

#[test]
fn every_malformed_file_gives_sound_or_a_typed_error_in_time() {
    let folders = [shared("malformed"), shared("audio")];
    for folder in folders.into_iter().flatten() {
        for path in files_below(&folder) {
            let (sender, receiver) = mpsc::channel();
            let begun = Instant::now();
            let job = path.clone();
            let worker = std::thread::spawn(move || sender.send(outcome(&job)));
            let result = receiver.recv_timeout(TIME_LIMIT);
            let name = path.strip_prefix(&folder).unwrap().display().to_string();
            let result = result.unwrap_or_else(|error| panic!("`{name}`: {error}"));
            worker.join().unwrap().unwrap();
            let millis = begun.elapsed().as_millis();
            match result {
                Ok(length) => eprintln!("{millis:5} ms  {name}: {} ms", length.as_millis()),
                Err(error) => eprintln!("{millis:5} ms  {name}: {error}"),
            }
        }
    }
}
