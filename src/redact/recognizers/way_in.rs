//! Passwords that no word for them announces: "to get in you type thimble nine", "pour entrer tu tapes …",
//! "user jroe42, pass Thimble9".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::value_shape::is_signed;
use super::values::value_end;
use crate::domain::EntityKind;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::cues::DigitCue;
use crate::redact::vocabulary;

/// How far before the password it may be said that it lets one in.
const REACH: usize = 12;

/// Finds them.
pub(super) fn find(words: &Canonical) -> Vec<Range<usize>> {
    let tokens = words.tokens();
    let begins = |at: &usize| {
        let lead = &tokens[*at - 1];
        let is_typed = is_typed(tokens, *at) && lets_in(tokens, *at);
        lead.stop() == Stop::None && (is_typed || is_pass(words, *at))
    };
    // "Gibst du dachs sieben ein".
    let end = |at: usize| {
        let end = value_end(tokens, at);
        let is_verb = end > at + 1 && matches!(tokens[end - 1].text(), "ein" | "1");
        end - usize::from(is_verb && tokens[at].lexicon() == Lexicon::German)
    };
    let values = (1..tokens.len()).filter(begins).map(|at| at..end(at));
    let is_free = |value: &Range<usize>| {
        tokens[value.clone()].iter().all(|token| token.mark().is_none()) && is_signed(tokens, value)
    };
    values.filter(is_free).collect()
}

static TYPES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "type enter put use key tape tapes tapez mets mettez entres entrez saisis saisissez \
         tippe tippst tippen gib gibst geben gebe nimm nimmst nehmen \
         pon pones pone ponga ponen pongo escribe escribes escriba tecleas teclea teclee mete metes meta",
    )
});

/// "You type", "gibst du", "geben Sie".
fn is_typed(tokens: &[Token], at: usize) -> bool {
    let is_who = |token: &Token| {
        matches!(token.text(), "du" | "sie" | "ihr" | "man" | "in" | "ich" | "usted")
    };
    let mut before = tokens[at.saturating_sub(2)..at].iter().rev();
    let verb = before.find(|token| !is_who(token));
    verb.is_some_and(|verb| verb.stop() == Stop::None && TYPES.contains(verb.text()))
}

/// "To get in", "zum Entsperren", "pour entrer", "para desbloquear".
fn lets_in(tokens: &[Token], at: usize) -> bool {
    let text = |at: usize| tokens[at].text();
    let first = at.saturating_sub(REACH);
    let start = (first..at)
        .rev()
        .find(|&at| tokens[at].stop() == Stop::Sentence)
        .map_or(first, |at| at + 1);
    (start..at).any(|at| {
        let before = at.checked_sub(1).map_or("", text);
        match text(at) {
            "in" | "on" => matches!(before, "get" | "getting" | "log" | "logging" | "sign" | "let"),
            "unlock" | "reinzukommen" | "reinkommen" | "reinkommst" | "hineinzukommen"
            | "einzuloggen" | "entsperren" | "aufzusperren" | "deverrouiller" | "desbloquear"
            | "desbloquearlo" => true,
            "einloggen" | "anmelden" => matches!(before, "zum" | "furs"),
            "entrer" | "entrar" | "acceder" | "connecter" => {
                matches!(before, "pour" | "para" | "te" | "me" | "se")
            }
            _ => false,
        }
    })
}

/// "User jroe42, pass Thimble9".
fn is_pass(words: &Canonical, at: usize) -> bool {
    let tokens = words.tokens();
    let is_apart = at >= 2 && tokens[at - 2].stop() != Stop::None;
    let of_user = DigitCue::Of(EntityKind::Username);
    let near = at.saturating_sub(REACH)..at;
    matches!(tokens[at - 1].text(), "pass" | "pw" | "pwd")
        && is_apart
        && words.cues().mentions().iter().any(|one| one.cue == of_user && near.contains(&one.start))
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn passwords_are_masked_that_let_one_in() {
        check(
            EntityKind::Password,
            &[
                ("en", "And to get in you type {capital B a d g e r one seven}."),
                ("de", "Und um reinzukommen, gibst du {dachs sieben sechs Ausrufezeichen} ein."),
                ("fr", "Et pour entrer tu tapes {Blaireau majuscule trente-deux}."),
                ("es", "Y para entrar pones {B mayúscula r ú j u l a cuatro uno}."),
                ("en", "User {USERNAME|kettle_17}, pass {capital Compass thirteen}."),
                (
                    "fr",
                    "J'ai changé mon code d'accès, maintenant c'est {boussole tiret tonnelle sept}.",
                ),
                ("en", "To get in you type your name."),
            ],
        );
    }
}
