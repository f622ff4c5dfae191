//! What stands between a cue and what is said of it: "als jroe42 angemeldet", "user jroe is locked".

use std::ops::Range;

use super::values::{is_article, is_role};
use crate::redact::canonical::{Stop, Token};
use crate::redact::cues::Mention;
use crate::redact::vocabulary;

/// "Als jroe42 angemeldet", "Benutzer jroe existiert nicht", "user jroe is locked".
pub(super) fn value_between(tokens: &[Token], mention: &Mention) -> Option<Range<usize>> {
    const LONGEST: usize = 8;
    let is_heard = mention.is_heard();
    let last = mention.end.checked_sub(1).filter(|_| !is_heard).map(|at| &tokens[at])?;
    let is_plain = |at: usize| {
        let text = tokens[at].text();
        vocabulary::is_function(text) && text.len() > 1 || is_article(text)
    };
    if matches!(last.text(), "angemeldet" | "eingeloggt" | "registriert" | "unterwegs") {
        let first = mention.start.saturating_sub(LONGEST);
        let link = (first..mention.start).rev().find(|&at| is_role(tokens[at].text()))?;
        let value = link + 1..mention.start;
        return (!value.is_empty() && !is_plain(value.start) && !ends_within(tokens, &value))
            .then_some(value);
    }
    if last.stop() != Stop::None {
        return None;
    }
    let furthest = tokens.len().min(mention.end + LONGEST);
    let end = (mention.end..furthest).find(|&at| fails(tokens, at))?;
    let value = mention.end..end;
    let is_common = |at: usize| vocabulary::is_common(tokens[at].text());
    (!value.is_empty() && !value.clone().all(is_common) && !is_plain(value.start))
        .then_some(value)
        .filter(|value| !ends_within(tokens, value))
}

fn ends_within(tokens: &[Token], value: &Range<usize>) -> bool {
    let mut stops = tokens[value.clone()].iter();
    stops.any(|token| token.stop() == Stop::Sentence || token.mark().is_some())
}

/// What an account does that can't be got into.
fn fails(tokens: &[Token], at: usize) -> bool {
    let next = |ahead: usize| tokens.get(at + ahead).map_or("", Token::text);
    matches!(
        (next(0), next(1)),
        ("existiert" | "existe" | "unbekannt" | "unknown" | "gesperrt" | "invalid", _)
            | ("n'existe", _)
            | ("doesn't", "exist")
            | ("does" | "was" | "is" | "has", "not" | "locked" | "blocked" | "been" | "unknown")
            | ("no", "existe" | "figura" | "aparece")
            | ("n'est", "pas")
            | ("ist", "gesperrt" | "unbekannt" | "nicht" | "blockiert")
            | ("est", "bloque" | "inconnu" | "verrouille")
            | ("esta", "bloqueado" | "dado")
            | ("wurde", "gesperrt" | "nicht")
    )
}
