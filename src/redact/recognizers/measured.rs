//! How many names and addresses are found, and how many are none, on data at hand.

use std::collections::BTreeSet;
use std::path::Path;

use super::examples::{redactor, segment, transcript};
use crate::domain::EntityKind;

const DATA: &str = "/work/shared/data/pii/presidio_synth_v2.json";

/// Sentences as they are spoken; names in braces.
const SPOKEN: &[(&str, &str)] = &[
    ("en", "I'll ask {Okafor} to send it over tomorrow."),
    ("en", "So {Priya} and {Tom Brennan} are taking the early shift."),
    ("en", "did you talk to {sarah whitfield} about the invoice"),
    ("en", "we should invite {miguel} and his wife {ana} to the party"),
    ("en", "{Grant} will mark the route in May, and {Rose} will drive."),
    ("en", "Will you grant me a mark for the rose in May?"),
    ("en", "Thanks, {Desmond}, I'll put you through to {Mrs Achterberg} now."),
    ("en", "The tenant is {Li Wei}, the landlord is {Fatima Al Hassan}."),
    ("en", "{Oluwaseun Adeyemi} called twice, and {Adeyemi} wants a call back."),
    ("en", "My neighbour {Bob} fixed the fence in Boston on Sunday."),
    ("en", "Yeah, {Kowalczyk} said the shipment left Rotterdam on Monday."),
    ("en", "The river froze and the mill stopped until March."),
    ("en", "Apple and Goldman Sachs reported earnings on Tuesday in New York."),
    ("en", "I spoke with my doctor, {Henrietta Vance}, about the pills."),
    ("fr", "J'ai parlé avec {Hélène Vasseur} hier soir à Lyon."),
    ("fr", "C'est {Mathieu} qui a réparé la porte du garage."),
    ("fr", "Tu as vu {Camille} et {Jean-Luc Moreau} au marché ?"),
    ("fr", "demande à {benoît} si {sophie durand} vient demain"),
    ("fr", "Le docteur {Lefèvre} vous attend à Paris mardi."),
    ("fr", "La rivière a gelé et le moulin s'est arrêté."),
    ("fr", "Bonjour Monsieur {Okonkwo}, votre colis est arrivé."),
    ("de", "Ich habe gestern mit {Annika Brandt} in Köln gesprochen."),
    ("de", "Der Schlüssel liegt bei {Jürgen Großmann} im Büro."),
    ("de", "Frag doch {Matthias}, ob {Frau Öztürk} morgen kommt."),
    ("de", "kannst du {lukas} und {petra hoffmann} anrufen"),
    ("de", "Der Fluss ist zugefroren und die Mühle steht still."),
    ("de", "Herr {Schmidtbauer} hat die Rechnung in Berlin bezahlt."),
    ("es", "Ayer hablé con {Lucía Fernández} en Madrid."),
    ("es", "Dile a {Ignacio} que {Íñigo Núñez} llamó por teléfono."),
    ("es", "La casa es de {Carmen} y su hermano {Rafael Ortega}."),
    ("es", "pregúntale a {guadalupe} si viene {don ernesto}"),
    ("es", "El río se heló y el molino se detuvo en marzo."),
    ("es", "La señora {Quintanilla} vive en Sevilla desde enero."),
];

/// Street addresses as they are spoken.
const ADDRESSES: &[(&str, &str)] = &[
    ("en", "I live at {twelve Oak Street, Springfield}."),
    ("en", "send it to {14 Elm Grove Road, apartment 3B, Portland, Oregon 97201} please"),
    ("en", "the house at {two forty five maple avenue} burned down"),
    ("en", "I moved from Boston to Chicago in 1998."),
    ("en", "It was on Wall Street, and then on Main Street."),
    ("en", "my address is {forty two Harcourt Lane} in {Bristol}"),
    ("fr", "j'habite au {14 rue des Lilas à Lyon}"),
    ("fr", "c'est au {vingt-deux avenue Victor Hugo, 75016 Paris}"),
    ("de", "ich wohne in der {Lindenstraße 14 in Köln}"),
    ("de", "die Adresse ist {Am Alten Markt 7, 50667 Köln}"),
    ("es", "vivo en la {calle Mayor 14}, {Madrid}"),
    ("es", "la dirección es {avenida de la Constitución número 5, Sevilla}"),
];

#[derive(Default)]
struct Score {
    gold: usize,
    gone: usize,
    marks: usize,
    right: usize,
    missed: Vec<String>,
    wrong: Vec<String>,
}

impl Score {
    fn add(&mut self, kind: EntityKind, language: &str, text: &str, gold: &[BTreeSet<usize>]) {
        let heard = transcript(vec![segment(0, None, language, text)]);
        let redacted = redactor().redact(heard).unwrap();
        let segment = &redacted.segments()[0];
        let mut masked = BTreeSet::new();
        for word in segment.words() {
            let span = word.span();
            let words = span.start.as_millis() / 500..span.end.as_millis().div_ceil(500);
            let words: BTreeSet<usize> = words.map(|word| word as usize).collect();
            if let Some(found) = word.redacted() {
                masked.extend(words.iter().copied());
                if found == kind {
                    self.marks += 1;
                    if gold.iter().any(|gold| !gold.is_disjoint(&words)) {
                        self.right += 1;
                    } else {
                        self.wrong.push(format!("{language}: {text}\n      {}", segment.text()));
                    }
                }
            }
        }
        for gold in gold {
            self.gold += 1;
            if gold.is_subset(&masked) {
                self.gone += 1;
            } else {
                self.missed.push(format!("{language}: {text}\n      {}", segment.text()));
            }
        }
    }

    fn print(&self, what: &str) {
        println!("MISSED {what}:\n  {}", self.missed.join("\n  "));
        println!("WRONG {what}:\n  {}", self.wrong.join("\n  "));
        println!(
            "RESULT {what}: recall {}/{} = {:.3}, precision {}/{} = {:.3}",
            self.gone,
            self.gold,
            self.gone as f64 / self.gold as f64,
            self.right,
            self.marks,
            self.right as f64 / self.marks as f64
        );
    }
}

/// The words that share a character with each of these ranges of characters.
fn words_of(text: &str, spans: &[(usize, usize)]) -> Vec<BTreeSet<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, char) in text.chars().chain([' ']).enumerate() {
        match (char.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    let holds = |at: usize, (from, to): (usize, usize)| {
        let is_word = text
            .chars()
            .skip(words[at].0.max(from))
            .take(words[at].1.min(to).saturating_sub(words[at].0.max(from)))
            .any(char::is_alphanumeric);
        words[at].0 < to && from < words[at].1 && is_word
    };
    spans.iter().map(|span| (0..words.len()).filter(|at| holds(*at, *span)).collect()).collect()
}

fn braced(example: &str) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut open = 0;
    let mut at = 0;
    for char in example.chars() {
        match char {
            '{' => open = at,
            '}' => spans.push((open, at)),
            char => {
                text.push(char);
                at += 1;
            }
        }
    }
    (text, spans)
}

#[test]
#[ignore = "prints figures"]
fn spoken_names_and_addresses_are_measured() {
    for (kind, examples) in [(EntityKind::Name, SPOKEN), (EntityKind::Address, ADDRESSES)] {
        for language in ["en", "fr", "de", "es"] {
            let mut score = Score::default();
            for (_, example) in examples.iter().filter(|(own, _)| *own == language) {
                let (text, spans) = braced(example);
                score.add(kind, language, &text, &words_of(&text, &spans));
            }
            score.print(&format!("{kind} {language}"));
        }
    }
}

#[test]
#[ignore = "needs the shared data; prints figures"]
fn written_names_and_addresses_are_measured() {
    assert!(Path::new(DATA).exists(), "`{DATA}` is missing");
    let samples: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(DATA).unwrap()).unwrap();
    for (kind, name) in [(EntityKind::Name, "PERSON"), (EntityKind::Address, "STREET_ADDRESS")] {
        let mut score = Score::default();
        for sample in samples.as_array().unwrap() {
            let text = sample["full_text"].as_str().unwrap();
            let spans = sample["spans"].as_array().unwrap();
            let spans: Vec<(usize, usize)> = spans
                .iter()
                .filter(|span| span["entity_type"] == name)
                .map(|span| {
                    let at = |key: &str| span[key].as_u64().unwrap() as usize;
                    (at("start_position"), at("end_position"))
                })
                .collect();
            score.add(kind, "en", text, &words_of(text, &spans));
        }
        score.print(name);
    }
}

#[test]
#[ignore = "needs the shared data; prints figures"]
fn names_in_earnings_calls_are_measured() {
    use std::io::BufRead as _;
    const CALLS: &str = "/work/shared/data/transcripts/earnings22_segments.jsonl.gz";
    let file = flate2::read::GzDecoder::new(std::fs::File::open(CALLS).unwrap());
    let mut calls: std::collections::BTreeMap<String, Vec<String>> = Default::default();
    for line in std::io::BufReader::new(file).lines() {
        let line: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let name = line["file"].as_str().unwrap().to_owned();
        calls.entry(name).or_default().push(line["text"].as_str().unwrap().to_owned());
    }
    let (mut count, mut millis) = (0, 0);
    let mut shown = std::collections::BTreeMap::<String, usize>::new();
    for (_, texts) in calls.iter().step_by(25) {
        let segments = (0..).zip(texts).map(|(at, text)| segment(at * 600_000, None, "en", text));
        let segments: Vec<_> = segments.collect();
        let words: Vec<Vec<String>> =
            texts.iter().map(|text| text.split_whitespace().map(str::to_owned).collect()).collect();
        count += words.iter().map(Vec::len).sum::<usize>();
        let before = std::time::Instant::now();
        let redacted = redactor().redact(transcript(segments)).unwrap();
        millis += before.elapsed().as_millis();
        for (at, segment) in redacted.segments().iter().enumerate() {
            for word in segment.words() {
                let Some(kind) = word.redacted() else { continue };
                let base = at as u64 * 600_000;
                let first = (word.span().start.as_millis() - base) / 500;
                let end = (word.span().end.as_millis() - base).div_ceil(500);
                let own = &words[at][first as usize..end as usize];
                let before = words[at][..first as usize].iter().rev().take(2).rev();
                let after = words[at][end as usize..].iter().take(2);
                let context =
                    |words: Vec<&String>| words.into_iter().cloned().collect::<Vec<_>>().join(" ");
                if matches!(kind, EntityKind::Name | EntityKind::Address) {
                    let key = format!("{kind} {}", own.join(" "));
                    let line = format!(
                        "{key}    ({} _ {})",
                        context(before.collect()),
                        context(after.collect())
                    );
                    *shown.entry(line).or_default() += 1;
                }
            }
        }
    }
    for (line, times) in &shown {
        println!("{times} {line}");
    }
    println!("RESULT calls: {count} words in {millis} ms, {} kinds of findings", shown.len());
}
