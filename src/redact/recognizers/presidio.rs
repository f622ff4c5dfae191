//! How much of a public set of written personal data is found (Presidio's synthetic set), where
//! the data is at hand.

use std::path::Path;

use super::examples::redacted;
use crate::domain::EntityKind;

const DATA: &str = "/work/shared/data/pii/presidio_synth_v2.json";

const KINDS: [(&str, EntityKind, usize); 5] = [
    ("PHONE_NUMBER", EntityKind::Phone, 60),
    ("US_SSN", EntityKind::Ssn, 95),
    ("CREDIT_CARD", EntityKind::CreditDebitNumber, 95),
    ("EMAIL_ADDRESS", EntityKind::Email, 95),
    ("AGE", EntityKind::Age, 90),
];

#[test]
#[ignore = "needs the shared data; prints figures"]
fn most_of_the_written_set_is_found() {
    assert!(Path::new(DATA).exists(), "`{DATA}` is missing");
    let samples: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(DATA).unwrap()).unwrap();
    let samples = samples.as_array().unwrap();
    let mut marks = vec![(0, 0); KINDS.len()];
    let mut all = [(0, 0, 0); KINDS.len()];
    let mut missed = Vec::new();
    for sample in samples {
        let text = sample["full_text"].as_str().unwrap();
        let masked = redacted("en", text);
        for (at, (name, kind, _)) in KINDS.iter().enumerate() {
            let values: Vec<&str> = sample["spans"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|span| span["entity_type"] == *name)
                .map(|span| span["entity_value"].as_str().unwrap())
                .collect();
            for value in &values {
                let is_gone = !contains(&masked, value);
                let is_kind = is_gone && masked.contains(kind.mark());
                all[at].0 += 1;
                all[at].1 += usize::from(is_gone);
                all[at].2 += usize::from(is_kind);
                if !is_gone {
                    missed.push(format!("{name}: {value}: {masked}"));
                }
            }
            let count = masked.matches(kind.mark()).count();
            marks[at].0 += count;
            marks[at].1 += usize::from(values.is_empty() && count > 0);
        }
    }
    println!("{}", missed.join("\n---\n"));
    for ((name, kind, bound), ((total, gone, right), (marks, without))) in
        KINDS.iter().zip(all.iter().zip(&marks))
    {
        println!(
            "{name}: {gone} of {total} masked, {right} in a text with {}; {marks} marks, {without} \
             texts with a mark and no {name}",
            kind.mark()
        );
        assert!(gone * 100 >= total * bound, "{name}");
    }
}

/// Whether the value's words still stand in the text, in order.
fn contains(text: &str, value: &str) -> bool {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let words: Vec<String> = text.split_whitespace().map(bare).collect();
    let value: Vec<String> = value.split_whitespace().map(bare).collect();
    words.windows(value.len()).any(|window| window == value)
}
