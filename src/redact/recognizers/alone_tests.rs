//! What stands at a recording's very beginning or end has nothing before or behind it to look at.

use super::examples::redacted;

const NAMES: &str = include_str!("../words/given_names.txt");
const FUNCTION: &str = include_str!("../words/function.txt");
const CUES: &str = include_str!("../words/cues.txt");

/// Every so many are taken: all of them would take minutes.
const NAMES_STEP: usize = 500;
const PHRASES_STEP: usize = 6;

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// Phrases of the list of cues, without the kind that each line begins with.
fn phrases() -> impl Iterator<Item = &'static str> {
    let lines = CUES.lines().filter(|line| !line.starts_with('#'));
    let phrases =
        lines.filter_map(|line| line.split_once(' ')).flat_map(|(_, list)| list.split(','));
    phrases.map(|phrase| phrase.trim_matches(['~', '@', ' '])).filter(|phrase| !phrase.is_empty())
}

#[test]
fn whatever_a_recording_consists_of_is_read_without_a_panic() {
    let names = words(NAMES).step_by(NAMES_STEP);
    let small = words(FUNCTION).step_by(PHRASES_STEP);
    let all: Vec<&str> = names.chain(small).chain(phrases().step_by(PHRASES_STEP)).collect();
    assert!(all.len() > 400, "the lists are read: {}", all.len());
    for (index, word) in all.iter().enumerate() {
        let other = all[(index * 7 + 3) % all.len()];
        let language = ["fr", "en", "de", "es"][index % 4];
        redacted(language, &format!("{word} {other} 42"));
        // A colon joins what is said to what never comes.
        redacted(language, &format!("{other} {word}:"));
    }
}
