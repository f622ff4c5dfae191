//! Word errors by file, and how often words of a confidence are right.

use std::path::Path;

use earmark::transcribe::TranscribeOptions;
use earmark::transcribe::score::{WordErrors, matches, normalized};

use crate::hearing::{hear_file, model, references, text, words};

const BANDS: [f32; 7] = [0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97];

pub(super) fn run(folder: &Path) {
    let model = model(&crate::model_name(), 2);
    // Confidence, whether it is right, and whether the right word is among its other readings.
    let mut all = WordErrors::default();
    let mut heard_words: Vec<(f32, bool, bool)> = Vec::new();
    for reference in references(folder) {
        let said = normalized(&reference.said, &reference.language);
        let heard = hear_file(&model, &reference.file, &TranscribeOptions::default());
        let errors = WordErrors::between(&said, &normalized(&text(&heard), &reference.language));
        let name = reference.file.file_name().unwrap().to_string_lossy();
        println!(
            "{:>6.1}% of {:>4}  {} {name}",
            errors.rate() * 100.0,
            errors.words,
            heard.language
        );
        all += errors;
        let (mut tokens, mut of_word, mut confidences) = (Vec::new(), Vec::new(), Vec::new());
        for (number, (_, word)) in words(&heard).enumerate() {
            let parts = normalized(word.text.expose(), &reference.language);
            of_word.extend(parts.iter().map(|_| number));
            tokens.extend(parts);
            let readings = word
                .alternatives
                .iter()
                .flat_map(|one| normalized(one.text.expose(), &reference.language));
            let is_said = readings.into_iter().any(|one| said.contains(&one));
            confidences.push((word.confidence, is_said));
        }
        let right: Vec<usize> =
            matches(&said, &tokens).into_iter().map(|(_, at)| of_word[at]).collect();
        let rows = confidences.into_iter().enumerate();
        heard_words.extend(rows.map(|(n, (sure, other))| (sure, right.contains(&n), other)));
    }
    println!("{:>6.1}% of {:>4}  all\n", all.rate() * 100.0, all.words);
    table(&heard_words);
}

fn table(words: &[(f32, bool, bool)]) {
    println!(
        "{:>12} {:>6} {:>10} {:>12} {:>28}",
        "confidence", "words", "mean", "right", "wrong, another reading said"
    );
    for (index, from) in BANDS.into_iter().enumerate() {
        let to = BANDS.get(index + 1).copied().unwrap_or(1.01);
        let band: Vec<_> = words.iter().filter(|one| (from..to).contains(&one.0)).collect();
        let count = band.len().max(1) as f32;
        let mean = band.iter().map(|one| one.0).sum::<f32>() / count;
        let right = band.iter().filter(|one| one.1).count() as f32 / count;
        let saved = band.iter().filter(|one| !one.1 && one.2).count();
        println!(
            "{from:>5.2}-{:<6.2} {:>6} {mean:>10.2} {:>11.1}% {saved:>28}",
            to.min(1.0),
            band.len(),
            right * 100.0
        );
    }
}
