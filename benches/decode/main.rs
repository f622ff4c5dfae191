//! Decoding, measured: `taskset -c 0 cargo bench --bench decode -- [speed|memory|network]`.
//!
//! `speed` compares with ffmpeg on the same files in the same run, one core each; `memory` shows
//! the peak by length; `network` puts a delay in front of the S3 store and needs one
//! (`earmark dev -- cargo bench --bench decode -- network`). Files are made by ffmpeg from the demo
//! archive, in a folder that is removed.

#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]
#![expect(unreachable_pub, reason = "a module is shared with the tests")]

mod memory;
mod network;
#[path = "../../tests/integration/helpers/proxy.rs"]
mod proxy;
mod speed;

use std::path::Path;
use std::process::Command;

use earmark::decode::{DecodeOptions, Decoder, Ffmpeg};
use earmark::source::FileInput;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if let [what, file] = &arguments[..]
        && what == memory::CHILD
    {
        memory::measure_in_this_process(Path::new(file));
        return;
    }
    let wants = |what: &str| arguments.is_empty() || arguments.iter().any(|a| a == what);
    let folder = tempfile::tempdir().unwrap();
    if wants("speed") {
        speed::run(folder.path());
    }
    if wants("memory") {
        memory::run(folder.path());
    }
    if wants("network") {
        network::run(folder.path());
    }
}

/// Speech of the demo archive, over and over, as the arguments say.
fn make(folder: &Path, name: &str, seconds: u32, arguments: &str) {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/archive");
    let speech = archive.join("support-calls/missing-suitcase.wav");
    let status = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y", "-stream_loop", "-1", "-i"])
        .arg(speech)
        .args(["-t", &seconds.to_string()])
        .args(arguments.split_whitespace())
        .arg(name)
        .current_dir(folder)
        .status();
    assert!(status.expect("ffmpeg is installed").success(), "{name}");
}

fn decoder(file: &Path) -> Decoder {
    let input = Box::new(FileInput::open(file).unwrap());
    let extension = file.extension().map(|e| e.to_string_lossy().into_owned());
    let ffmpeg = Ffmpeg::find("/usr/local/bin:/usr/bin");
    let options = DecodeOptions { ffmpeg, ..DecodeOptions::default() };
    Decoder::open(input, extension.as_deref(), &options).unwrap()
}
