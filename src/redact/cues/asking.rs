//! Whether a cue asks for what it names.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::super::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary;

/// How far before its cue a question may begin.
const QUESTION_WORDS: usize = 8;

/// Whether a question mark ends the clause.
pub(in crate::redact) fn is_in_question(tokens: &[Token], end: usize) -> bool {
    const FURTHEST: usize = 6;
    let rest = tokens[end - 1..].iter().take(FURTHEST);
    rest.map(|token| (token.is_question(), token.stop()))
        .find(|(is_question, stop)| *is_question || *stop == Stop::Sentence)
        .is_some_and(|(is_question, _)| is_question)
}

/// Whether it is asked when, as in what is heard without a question mark.
pub(super) fn asks_when(tokens: &[Token], start: usize, end: usize) -> bool {
    const FURTHEST: usize = 4;
    let around = start.saturating_sub(FURTHEST)..tokens.len().min(end + 1);
    tokens[around]
        .iter()
        .any(|token| matches!(token.text(), "when" | "when's" | "quand" | "wann" | "cuando"))
}

/// Whether the cue stands in a question, or in a request.
pub(super) fn asks(tokens: &[Token], start: usize, end: usize) -> bool {
    const FURTHEST_MARK: usize = 8;
    for token in &tokens[end - 1..tokens.len().min(end + FURTHEST_MARK)] {
        if token.is_question() {
            return true;
        }
        if token.stop() == Stop::Sentence {
            break;
        }
    }
    let before = tokens[start.saturating_sub(QUESTION_WORDS)..end].iter().rev();
    let is_own = |(back, token): &(usize, &Token)| *back == 0 || token.stop() != Stop::Sentence;
    let sentence = before.enumerate().take_while(is_own).map(|(_, token)| token);
    let after = &tokens[end..tokens.len().min(end + FURTHEST_MARK)];
    let is_missed = tokens[end - 1].stop() == Stop::None
        && after.iter().take(3).any(|token| is_missed(token.text()));
    sentence.into_iter().any(is_request) || is_missed
}

static REQUESTS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "can could may what what's give tell need confirm verify provide repeat read please \
         quel quelle quels quelles pouvez puis donnez donner besoin confirmer confirmez indiquer \
         rappelez peux wie lautet konnen konnten kann geben nennen sagen brauche brauchen \
         bestatigen verraten welche welcher welches welchen cual cuales puede podria dar darme \
         digame necesito necesitamos dime confirmar deme diga who who's wer quien spell catch \
         missed saisi compris entendu entendi oi capte whose how how's enter which",
    )
});

fn is_request(token: &Token) -> bool {
    let is_german = token.lexicon() == Lexicon::German;
    REQUESTS.contains(token.text()) || (is_german && token.text() == "was")
}

/// Said of what one wants to hear again: "Ihren Namen nicht verstanden".
fn is_missed(word: &str) -> bool {
    matches!(
        word,
        "verstanden" | "mitbekommen" | "gehort" | "saisi" | "entendu" | "again" | "encore"
    )
}
