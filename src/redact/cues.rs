//! Words that tell what a number near them is.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::canonical::Token;
use super::digits::DigitCue;

/// How far before a number a cue may stand, in tokens: "the number that you can best reach me on
/// is, let me see, it's".
const REACH_BEFORE: usize = 12;
/// How far after: "is my mobile number".
const REACH_AFTER: usize = 5;

const PHONE: &str = "phone phones telephone tel cell cellphone mobile fax call calling called reach \
    dial text texting ring contact landline whatsapp hotline pager callback telefax \
    portable appeler appelez appelle-moi joindre contacter rappeler rappelez \
    telefon telefonnummer handy handynummer rufnummer mobilnummer mobiltelefon anrufen erreichen \
    erreichbar durchwahl festnetz ruckruf \
    telefono telefonos movil celular llamar llame llamame llamarme llamenos contacto";
const CARD: &str = "card cards visa mastercard amex maestro discover cc carte bancaire karte \
    kreditkarte kartennummer kreditkartennummer tarjeta tarjetas";
const SSN: &str = "ssn sozialversicherungsnummer";
const NUMBER: &str = "number digits numero nummer account";

static CUES: LazyLock<HashMap<&str, DigitCue>> = LazyLock::new(|| {
    let of = |words: &'static str, cue| words.split_whitespace().map(move |word| (word, cue));
    of(PHONE, DigitCue::Phone)
        .chain(of(CARD, DigitCue::Card))
        .chain(of(SSN, DigitCue::Ssn))
        .chain(of(NUMBER, DigitCue::Number))
        .collect()
});

/// What the words around `tokens[start..end]` say that its digits are: the nearest before it that
/// names a kind, else one after it, else one that says no more than "number".
pub(super) fn cue_around(tokens: &[Token], start: usize, end: usize) -> Option<DigitCue> {
    let mut says_number = false;
    for at in (start.saturating_sub(REACH_BEFORE)..start).rev() {
        match cue_at(tokens, at) {
            Some(DigitCue::Number) => says_number = true,
            Some(cue) => return Some(cue),
            None => {}
        }
    }
    for at in end..tokens.len().min(end + REACH_AFTER) {
        match cue_at(tokens, at) {
            Some(DigitCue::Number) => says_number = true,
            Some(cue) => return Some(cue),
            None => {}
        }
    }
    says_number.then_some(DigitCue::Number)
}

fn cue_at(tokens: &[Token], at: usize) -> Option<DigitCue> {
    let text = tokens[at].text();
    let next = tokens.get(at + 1).map_or("", Token::text);
    let previous = at.checked_sub(1).map_or("", |before| tokens[before].text());
    if is_social_security(previous, text, next) {
        return Some(DigitCue::Ssn);
    }
    if matches!(text, "credit" | "debit") && next != "to" {
        return Some(DigitCue::Card);
    }
    let is_quantity = matches!(next, "of" | "de" | "von");
    CUES.get(text).copied().filter(|cue| *cue != DigitCue::Number || !is_quantity)
}

/// "Social security", "sécurité sociale", "seguridad social", "your social".
fn is_social_security(previous: &str, text: &str, next: &str) -> bool {
    match text {
        "social" => {
            matches!(next, "security" | "insurance" | "number")
                || matches!(previous, "my" | "your" | "his" | "her" | "their" | "seguridad")
        }
        "sociale" => previous == "securite",
        "security" => next == "number",
        _ => false,
    }
}
