//! Hours of sound an hour, and memory, with so many workers of so many threads on one model.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use earmark::domain::Language;
use earmark::transcribe::TranscribeOptions;

use crate::hearing::{hear_file, model};

/// Each worker takes the next file, decodes it and hears it, as ingestion does.
pub(super) fn run(workers: usize, threads: usize, files: &[&str]) {
    let model = model(&crate::model_name(), threads);
    println!("model loaded: {} MB, at most {} MB until then", memory("VmRSS"), memory("VmHWM"));
    let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let options =
        TranscribeOptions { languages: vec![Language::english()], ..TranscribeOptions::default() };
    let (queue, seconds) = (Mutex::new(files.iter()), Mutex::new(0.0));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let Some(file) = queue.lock().unwrap().next() else { break };
                    let heard = hear_file(&model, file, &options);
                    *seconds.lock().unwrap() += heard.duration.as_secs_f64();
                }
            });
        }
    });
    let (took, seconds) = (began.elapsed().as_secs_f64(), seconds.into_inner().unwrap());
    let cores = (workers * threads) as f64;
    println!(
        "{workers} worker(s) of {threads} thread(s): {seconds:.0} s of sound in {took:.1} s, \
         {:.1} hours an hour, {:.1} for each core; peak {} MB",
        seconds / took,
        seconds / took / cores,
        memory("VmHWM"),
    );
}

/// A line of this process's status, in megabytes.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string(Path::new("/proc/self/status")).unwrap();
    let line = status.lines().find(|one| one.starts_with(line)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024 / 1_000_000
}
