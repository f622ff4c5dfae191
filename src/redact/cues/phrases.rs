//! The phrases that are cues, from a list in four languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::DigitCue;
use crate::redact::canonical::{Lexicon, Token};

/// What a phrase says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) cue: DigitCue,
    /// Whether it says so only where it stands close by, in the same mouth.
    pub(super) is_weak: bool,
}

/// A phrase after its first word.
struct Phrase {
    rest: Vec<&'static str>,
    meaning: Meaning,
    /// The only language in which it says so.
    language: Option<Lexicon>,
}

/// Phrases by their first word, the longest first.
static PHRASES: LazyLock<HashMap<&str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<&str, Vec<Phrase>> = HashMap::new();
    for line in include_str!("../words/cues.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((name, list)) = line.split_once(' ') else { continue };
        let (name, language) = of_language(name);
        let Some(cue) = cue(name) else { continue };
        for phrase in list.split(',').map(str::trim) {
            let (phrase, is_weak) =
                phrase.strip_prefix('~').map_or((phrase, false), |weak| (weak, true));
            let mut words = phrase.split(' ');
            let first = words.next().unwrap_or_default();
            let meaning = Meaning { cue, is_weak };
            let phrase = Phrase { rest: words.collect(), meaning, language };
            phrases.entry(first).or_default().push(phrase);
        }
    }
    // The sort is stable: of two that are the same, the first in the list counts.
    phrases.values_mut().for_each(|list| list.sort_by_key(|phrase| usize::MAX - phrase.rest.len()));
    phrases
});

/// The name of a line, and the language after its `@`.
fn of_language(name: &str) -> (&str, Option<Lexicon>) {
    let Some((name, language)) = name.split_once('@') else { return (name, None) };
    let lexicon = match language {
        "fr" => Lexicon::French,
        "de" => Lexicon::German,
        "es" => Lexicon::Spanish,
        _ => Lexicon::English,
    };
    (name, Some(lexicon))
}

fn cue(name: &str) -> Option<DigitCue> {
    match name {
        "NUMBER" => Some(DigitCue::Number),
        "OTHER" => Some(DigitCue::Other),
        kind => kind.parse().ok().map(DigitCue::Of),
    }
}

/// The longest phrase that begins at `tokens[at]`: how many tokens it has and what it says.
pub(super) fn phrase_at(tokens: &[Token], at: usize) -> Option<(usize, Meaning)> {
    let text = tokens[at].text();
    let look_up = |word: &str| longest_in(PHRASES.get(word), tokens, at);
    look_up(text)
        .or_else(|| Some(unelided(text)).filter(|word| *word != text).and_then(look_up))
        .or_else(|| head(&tokens[at]).and_then(look_up))
        .or_else(|| {
            let one = singular(text).and_then(look_up);
            // "Calls" and "desks" are of much else.
            one.filter(|(_, meaning)| !meaning.is_weak && matches!(meaning.cue, DigitCue::Of(_)))
        })
}

/// "Passports", "dates" of birth, "pasaportes".
fn singular(word: &str) -> Option<&str> {
    const SHORTEST: usize = 4;
    word.strip_suffix('s').filter(|one| one.len() >= SHORTEST)
}

fn longest_in(list: Option<&Vec<Phrase>>, tokens: &[Token], at: usize) -> Option<(usize, Meaning)> {
    let begins = |phrase: &&Phrase| {
        let is_spoken = phrase.language.is_none_or(|one| one == tokens[at].lexicon());
        let after = tokens.get(at + 1..at + 1 + phrase.rest.len());
        is_spoken
            && after.is_some_and(|after| {
                after.iter().zip(&phrase.rest).all(|(token, word)| {
                    token.text() == *word
                        || unelided(token.text()) == *word
                        || singular(token.text()) == Some(*word)
                })
            })
    };
    let phrase = list?.iter().find(begins)?;
    Some((phrase.rest.len() + 1, phrase.meaning))
}

/// What a German compound is a sort of: "Einmalpasswort", "Ersatzkarte".
fn head(token: &Token) -> Option<&str> {
    const HEADS: [&str; 18] = [
        "passwort",
        "kennwort",
        "kontonummer",
        "telefonnummer",
        "handynummer",
        "rufnummer",
        "kartennummer",
        "ausweisnummer",
        "passnummer",
        "steuernummer",
        "versicherungsnummer",
        "konto",
        "kennzeichen",
        "geburtsdatum",
        "benutzername",
        "spielername",
        "karte",
        "telefon",
    ];
    let text = token.text();
    let is_compound = |head: &&&str| text.len() > head.len() + 2 && text.ends_with(**head);
    let head = HEADS.iter().find(is_compound)?;
    (token.lexicon() == Lexicon::German).then_some(*head)
}

/// A word without a French elided article ("l'expiration") and without "is" ("number's").
fn unelided(word: &str) -> &str {
    const ARTICLES: [&str; 3] = ["l'", "d'", "qu'"];
    let word = ARTICLES.iter().find_map(|article| word.strip_prefix(article)).unwrap_or(word);
    word.strip_suffix("'s").unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_of_a_kind_and_folded() {
        for line in include_str!("../words/cues.txt").lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, list) = line.split_once(' ').unwrap();
            let (name, _) = of_language(name);
            assert!(cue(name).is_some(), "{name}");
            assert_eq!(crate::redact::canonical::fold_text(list), list);
        }
        assert!(PHRASES.len() > 200);
    }
}
