//! What Whisper hears, measured: `cargo bench --bench hearing -- WHAT`.
//!
//! ```text
//! times                      how far words' starts are from the demo archive's true ones
//! confidence AUDIO_FOLDER    word errors, and right words by confidence, on files of a MANIFEST.tsv
//! vocabulary SPOKEN_FOLDER   rare names with and without a vocabulary (speak.py makes the sound)
//! workers N THREADS FILE…    hours of English sound an hour, and peak memory
//! print FILE…                each segment with its language, doubts and times
//! ```
//!
//! The models are taken from EARMARK_MODELS_DIR, `base` unless EARMARK_MODEL names another.

#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]
#![expect(unreachable_pub, reason = "a module is shared with the tests")]

mod confidence;
#[path = "../../tests/integration/helpers/hearing.rs"]
mod hearing;
mod times;
mod vocabulary;
#[path = "../../tests/integration/helpers/word_times.rs"]
mod word_times;
mod workers;

use std::path::Path;

use earmark::transcribe::TranscribeOptions;

fn main() {
    earmark::cli::choose_kernels();
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["times"] => times::run(),
        ["confidence", folder] => confidence::run(Path::new(folder)),
        ["vocabulary", folder] => vocabulary::run(Path::new(folder)),
        ["workers", workers, threads, files @ ..] => {
            workers::run(workers.parse().unwrap(), threads.parse().unwrap(), files);
        }
        ["print", files @ ..] => files.iter().for_each(|file| print(Path::new(file))),
        _ => eprintln!("see the head of benches/hearing/main.rs"),
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement's own environment")]
fn model_name() -> String {
    std::env::var("EARMARK_MODEL").unwrap_or_else(|_| "base".to_owned())
}

fn print(file: &Path) {
    let model = hearing::model(&model_name(), 2);
    let heard = hearing::hear_file(&model, file, &TranscribeOptions::default());
    println!("{}", file.display());
    for segment in &heard.segments {
        let said: Vec<_> = segment.words.iter().map(|word| word.text.expose()).collect();
        let sure: f32 = segment.words.iter().map(|word| word.confidence).sum();
        println!(
            "{:>7} {:>7} {} {:.2} {:?} {}",
            segment.span().start.as_millis(),
            segment.span().end.as_millis(),
            segment.language,
            sure / segment.words.len() as f32,
            segment.suspect,
            said.join(" ")
        );
    }
}
