//! Rare names with and without a vocabulary.

use std::path::Path;
use std::sync::Arc;

use earmark::domain::Language;
use earmark::transcribe::score::{WordErrors, matches, normalized};
use earmark::transcribe::{TranscribeOptions, Vocabulary, VocabularyTerm};

use crate::hearing::{hear_file, model, text};

struct Sentence {
    name: String,
    said: String,
}

pub(super) fn run(folder: &Path) {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/hearing/rare_names.tsv");
    let list = std::fs::read_to_string(list).unwrap();
    let sentences: Vec<Sentence> = list
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|row| Sentence { name: row[1].to_owned(), said: row[2].to_owned() })
        .collect();
    let term = |one: &Sentence| VocabularyTerm { text: one.name.clone(), ..Default::default() };
    let terms = Vocabulary { terms: sentences.iter().map(term).collect() };
    let model = model(&crate::model_name(), 2);
    println!("{:28} {:>14} {:>12} {:>22}", "", "names found", "of", "other words wrong");
    for (label, vocabulary) in [("without a vocabulary", Vocabulary::default()), ("with it", terms)]
    {
        let options = TranscribeOptions {
            languages: vec![Language::english()],
            vocabulary: Arc::new(vocabulary),
            ..TranscribeOptions::default()
        };
        let (mut found, mut others) = (0, WordErrors::default());
        for (number, one) in sentences.iter().enumerate() {
            let file = folder.join(format!("{:02}.wav", number + 1));
            let heard = text(&hear_file(&model, &file, &options));
            let (is_found, errors) = compared(one, &heard);
            if !is_found {
                println!("  {:24} {heard}", one.name);
            }
            found += usize::from(is_found);
            others += errors;
        }
        let (names, rate) = (sentences.len(), others.rate() * 100.0);
        println!(
            "{label:28} {found:>14} {names:>12} {:>14} of {} ({rate:.1} %)",
            others.wrong, others.words
        );
    }
}

/// Whether the name was heard, and how many of the other words were not.
fn compared(one: &Sentence, heard: &str) -> (bool, WordErrors) {
    let plain = |text: &str| normalized(text, &Language::english());
    let (said, name, heard) = (plain(&one.said), plain(&one.name), plain(heard));
    let at = said.windows(name.len()).position(|run| run == name).unwrap();
    let of_name = at..at + name.len();
    let right: Vec<usize> = matches(&said, &heard).into_iter().map(|(i, _)| i).collect();
    let others = (0..said.len()).filter(|i| !of_name.contains(i));
    let wrong = others.clone().filter(|i| !right.contains(i)).count();
    (of_name.clone().all(|i| right.contains(&i)), WordErrors { words: others.count(), wrong })
}
