//! The peak of a process that decodes and keeps one recording, by length.

use std::path::Path;
use std::process::Command;

use earmark::decode::{Master, MasterOptions};

use super::{decoder, make};

/// Asks this program to measure one file in a process of its own.
pub(super) const CHILD: &str = "--measure";

const HOUR: u32 = 3600;
const FILES: [(&str, u32, &str); 5] = [
    ("10min.mp3", HOUR / 6, "-ac 2 -ar 44100 -b:a 128k"),
    ("1h.mp3", HOUR, "-ac 2 -ar 44100 -b:a 128k"),
    ("4h.mp3", 4 * HOUR, "-ac 2 -ar 44100 -b:a 128k"),
    ("3gb.wav", 17_000, "-ac 2 -ar 44100 -c:a pcm_s16le"),
    ("5gb-rf64.wav", 28_400, "-ac 2 -ar 44100 -c:a pcm_s16le -rf64 always"),
];

pub(super) fn run(folder: &Path) {
    println!("peak of a process that decodes and keeps one recording");
    println!("{:14} {:>10} {:>9} {:>12} {:>10}", "file", "MB", "minutes", "peak in MiB", "seconds");
    for (name, seconds, arguments) in FILES {
        make(folder, name, seconds, arguments);
        let file = folder.join(name);
        let megabytes = std::fs::metadata(&file).unwrap().len() / 1_000_000;
        let this = std::env::current_exe().unwrap();
        let begun = std::time::Instant::now();
        let child = Command::new(this).arg(CHILD).arg(&file).output().unwrap();
        let took = begun.elapsed().as_secs_f64();
        let peak = String::from_utf8_lossy(&child.stdout).trim().to_owned();
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
        println!("{name:14} {megabytes:10} {:9} {peak:>12} {took:10.1}", seconds / 60);
        std::fs::remove_file(file).unwrap();
    }
}

pub(super) fn measure_in_this_process(file: &Path) {
    let master = Master::record(decoder(file), &MasterOptions::default(), |_| {}).unwrap();
    // Heard once and played once, as ingestion does.
    let mut speech = master.speech(None).unwrap();
    while speech.next_block().unwrap().is_some() {}
    let mut sound = master.sound().unwrap();
    while sound.next_chunk().unwrap().is_some() {}
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    println!("{}", kib / 1024);
}
