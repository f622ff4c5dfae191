//! What is looked for.

use std::collections::HashSet;

use earmark::domain::Language;
use earmark::transcribe::score::normalized;

use crate::material::Spoken;

/// Something that was said, and where.
pub struct Phrase {
    pub text: String,
    pub is_name: bool,
    /// The recordings in whose own words it stands.
    pub said_in: HashSet<usize>,
}

/// Rare names first, then phrases of one to four words from everywhere, as many of each length; the
/// same ones every time.
pub fn choose(spoken: &[Spoken], count: usize) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    let mut seen = HashSet::new();
    for one in spoken {
        phrases.extend(one.name.iter().filter_map(|name| phrase(name, true, spoken, &mut seen)));
    }
    let mut dice = 6_u64;
    let mut roll = |limit: usize| {
        // Knuth's MMIX generator.
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % limit
    };
    for attempt in 0..count * 100 {
        if phrases.len() >= count {
            break;
        }
        let words: Vec<&str> = spoken[roll(spoken.len())].text.split_whitespace().collect();
        let length = 1 + attempt % 4;
        if words.len() < length {
            continue;
        }
        let at = roll(words.len() - length + 1);
        let text = words[at..at + length].join(" ");
        // What somebody types, and what says something: at least one word of some length.
        let is_plain = text.chars().all(|c| c.is_alphanumeric() || " ,.;:?!".contains(c));
        let text = text.replace([',', '.', ';', ':', '?', '!'], "").to_lowercase();
        if is_plain && text.split(' ').any(|word| word.len() > 4) {
            phrases.extend(phrase(&text, false, spoken, &mut seen));
        }
    }
    phrases
}

fn phrase(
    text: &str,
    is_name: bool,
    spoken: &[Spoken],
    seen: &mut HashSet<String>,
) -> Option<Phrase> {
    let words = normalized(text, &Language::english());
    if words.is_empty() || !seen.insert(words.join(" ")) {
        return None;
    }
    let says = |one: &Spoken| one.words.windows(words.len()).any(|run| run == words);
    let said_in: HashSet<usize> =
        (0..).zip(spoken).filter(|(_, one)| says(one)).map(|(at, _)| at).collect();
    (!said_in.is_empty()).then(|| Phrase { text: text.to_owned(), is_name, said_in })
}
