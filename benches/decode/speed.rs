//! Seconds for half an hour of stereo at 44.1 kHz to mono at 16 kHz, beside ffmpeg's.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use earmark::decode::{Master, MasterOptions, Resampler, SPEECH_RATE, mix};

use super::{decoder, make};

const SECONDS: u32 = 1800;
const ROUNDS: usize = 3;
const FORMATS: [(&str, &str); 6] = [
    ("a.wav", "-c:a pcm_s16le"),
    ("a.flac", ""),
    ("a.mp3", "-b:a 128k"),
    ("a.m4a", "-c:a aac -b:a 128k"),
    ("a.ogg", "-c:a libvorbis -b:a 112k"),
    ("a.opus", "-b:a 64k"),
];

pub(super) fn run(folder: &Path) {
    println!(
        "{SECONDS} s of stereo to 16 kHz mono, the fastest of {ROUNDS} rounds each, in seconds"
    );
    println!("{:8} {:>8} {:>8} {:>7} {:>12}", "format", "earmark", "ffmpeg", "ratio", "and kept");
    for (name, arguments) in FORMATS {
        make(folder, name, SECONDS, &format!("-ac 2 -ar {} {arguments}", rate(name)));
        let file = folder.join(name);
        let mut best = [f64::MAX; 3];
        for _ in 0..ROUNDS {
            // Interleaved, so that a slow moment of the machine meets all alike.
            best[0] = best[0].min(timed(|| ours(&file)));
            best[1] = best[1].min(timed(|| ffmpeg(&file)));
        }
        best[2] = timed(|| kept(&file));
        let ratio = best[1] / best[0];
        println!("{name:8} {:8.2} {:8.2} {ratio:6.2}x {:12.2}", best[0], best[1], best[2]);
    }
}

fn rate(name: &str) -> u32 {
    if name.ends_with("opus") { 48_000 } else { 44_100 }
}

fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64()
}

fn ours(file: &Path) {
    let mut decoder = decoder(file);
    let mut resampler = Resampler::new(decoder.info().sample_rate, SPEECH_RATE, 1).unwrap();
    let mut samples = 0;
    while let Some(chunk) = decoder.next_chunk().unwrap() {
        samples += resampler.push(vec![mix(&chunk.channels)]).unwrap()[0].len();
    }
    samples += resampler.finish().unwrap()[0].len();
    assert!(samples.abs_diff((SECONDS * SPEECH_RATE) as usize) < SPEECH_RATE as usize, "{samples}");
}

/// What ingestion does in all: the sound is kept in memory too.
fn kept(file: &Path) {
    let master = Master::record(decoder(file), &MasterOptions::default(), |_| {}).unwrap();
    assert!(master.duration().as_millis().abs_diff(u64::from(SECONDS) * 1000) < 1000);
}

fn ffmpeg(file: &Path) {
    let status = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y", "-threads", "1", "-i"])
        .arg(file)
        .args(["-f", "f32le", "-ac", "1", "-ar", "16000", "/dev/null"])
        .stdin(Stdio::null())
        .status();
    assert!(status.unwrap().success());
}
