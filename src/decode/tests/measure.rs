//! Speed and memory, by hand: `cargo test --lib decode::tests::measure -- --ignored --nocapture`.

use std::time::Instant;

use super::{ffmpeg, machines_ffmpeg};
use crate::decode::{ChannelPlan, DecodeOptions, Decoder, SpeechStream};
use crate::source::FileInput;

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or(0)
}

#[test]
#[ignore = "measures, and proves nothing"]
fn decoding_is_this_fast_and_takes_this_much_memory() {
    let folder = tempfile::tempdir().unwrap();
    let options = DecodeOptions { ffmpeg: machines_ffmpeg(), ..DecodeOptions::default() };
    let source = "aevalsrc=0.3*sin(880*t)+0.2*random(0)|0.3*sin(1320*t)+0.2*random(1):s=44100";
    for (name, seconds) in [
        ("10min.wav", 600),
        ("10min.flac", 600),
        ("10min.mp3", 600),
        ("10min.m4a", 600),
        ("10min.opus", 600),
        ("1h.mp3", 3600),
        ("10min.wma", 600),
        ("1h.ts", 3600),
        ("10min.w64", 600),
    ] {
        let made = format!("-f lavfi -i {source}:d={seconds} {name}");
        if !ffmpeg(folder.path(), &made) {
            return;
        }
        let before = peak_kib();
        let begun = Instant::now();
        let input = FileInput::open(&folder.path().join(name)).unwrap();
        let decoder = Decoder::open(Box::new(input), None, &options).unwrap();
        let opened = begun.elapsed().as_millis();
        let mut stream = SpeechStream::new(decoder, ChannelPlan::Mix).unwrap();
        while stream.next_block().unwrap().is_some() {}
        let took = begun.elapsed().as_secs_f64();
        let times = stream.heard().as_secs_f64() / took;
        eprintln!(
            "{name}: {times:.0} x real time, opened in {opened} ms; peak {before} -> {} KiB",
            peak_kib()
        );
    }
}
