//! What search finds of what was truly said: `cargo bench --bench recall -- [phrases]` (300).
//!
//! English recordings whose words are known (`EARMARK_SHARED_DATA/audio` and the demo archive) and
//! sentences with rare names, read out by espeak-ng, are heard by `tiny.en` and by `base` as
//! ingestion hears them. Phrases of one to four words that were said are then looked for: plainly,
//! with the recognizer's other readings, with what is found besides where that is little (what sounds
//! alike, what has all words but one), and with both. A recording is right where its own words have
//! the phrase.
//!
//! `--misses` also prints what plain search misses, and what else was found.

#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]
#![expect(unreachable_pub, reason = "modules of one binary")]
#![expect(clippy::disallowed_methods, reason = "what is measured is told by the environment")]

mod archive;
#[expect(dead_code, reason = "shared with the tests, which use all of it")]
#[path = "../../tests/integration/helpers/hearing.rs"]
mod hearing;
mod material;
mod phrases;
mod score;

use archive::Archive;
use material::{Spoken, heard};
use score::{Score, WAYS};

const MODELS: [&str; 2] = ["tiny.en", "base"];

fn main() {
    earmark::cli::choose_kernels();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(300);
    let tells = arguments.iter().any(|argument| argument == "--misses");
    let spoken = material::spoken();
    let phrases = phrases::choose(&spoken, count);
    let names = phrases.iter().filter(|phrase| phrase.is_name).count();
    println!("{} recordings, {} phrases ({names} with a rare name)", spoken.len(), phrases.len());
    for model in MODELS {
        measure(model, &spoken, &phrases, tells);
    }
}

fn measure(model: &str, spoken: &[Spoken], phrases: &[phrases::Phrase], tells: bool) {
    let heard = heard(model, spoken);
    let (plain, full) = (Archive::without_alternatives(&heard), Archive::of(&heard));
    println!("\n## {model}\n");
    println!("| search | recall@10 | found of what plain misses | first hit right | hits right |");
    println!("|---|---|---|---|---|");
    let scores: Vec<Score> = WAYS
        .iter()
        .map(|way| {
            let archive = if way.alternatives { &full } else { &plain };
            Score::of(phrases, |phrase| archive.find(&phrase.text, way.widened))
        })
        .collect();
    for (way, score) in WAYS.iter().zip(&scores) {
        println!("| {} | {} |", way.name, score.against(&scores[0]));
    }
    if tells {
        scores[0].tell(scores.last().unwrap(), phrases, spoken);
    }
}
