//! E-mail addresses: written, spoken ("jane dot roe at example dot com") and as Whisper mixes the
//! two ("Jane.row at example.com", "janedot.ro at example.com").

use std::ops::Range;

use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength, vocabulary};

/// How many tokens a local part, or a domain, is looked for in.
const LONGEST_PART: usize = 10;
/// How far before an address a cue may stand.
const CUE_REACH: usize = 14;
/// How many words a domain's name may be heard as: "my company dot com".
const LONGEST_NAME: usize = 4;

/// Finds e-mail addresses.
pub(super) struct EmailRecognizer;

impl Recognizer for EmailRecognizer {
    fn name(&self) -> &'static str {
        "email"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Email
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let tokens = words.tokens();
        let mut found = Vec::new();
        for at in 0..tokens.len() {
            let address = address_around(tokens, at).or_else(|| domain_after_cue(tokens, at));
            if let Some((range, strength)) = address {
                let words = words.words_of(range);
                found.push(Found { kind: EntityKind::Email, words, strength });
            }
        }
        Ok(found)
    }
}

/// Where a domain begins and ends, in tokens.
struct Domain {
    range: Range<usize>,
    /// Whether its name is one word, or several that were heard for one.
    is_one_word: bool,
}

/// The address whose sign is "at": as a word at `at`, or before `at` in the same word.
fn address_around(tokens: &[Token], at: usize) -> Option<(Range<usize>, Strength)> {
    let token = &tokens[at];
    let is_sign = token.joint() == Some('@') || token.text() == "@";
    let is_word = !is_sign && is_at_word(token.text());
    if !is_sign && !is_word {
        return None;
    }
    let (local_end, domain_start) =
        if token.joint() == Some('@') { (at, at) } else { (at, at + 1) };
    let is_cued = has_cue(tokens, local_end);
    if is_sign {
        let start = local_start(tokens, local_end, is_cued);
        let end = domain(tokens, domain_start, true).map_or(domain_start + 1, |d| d.range.end);
        return Some((start..end.min(tokens.len()), Strength::Cued));
    }
    let domain = domain(tokens, domain_start, is_cued)?;
    let start = local_start(tokens, local_end, is_cued);
    let local = tokens.get(start..local_end).filter(|local| !local.is_empty())?;
    let looks_like_local =
        local.len() > 1 || !local[0].is_word() || !vocabulary::is_common(local[0].text());
    let is_address = is_cued || (looks_like_local && domain.is_one_word);
    let strength = if is_cued { Strength::Cued } else { Strength::Shape };
    is_address.then_some((start..domain.range.end, strength))
}

/// "My email is janeroe.example.com": the sign was not heard. `at` is the first word of a domain.
fn domain_after_cue(tokens: &[Token], at: usize) -> Option<(Range<usize>, Strength)> {
    const NEAR: usize = 6;
    let is_start = tokens.get(at + 1).is_some_and(|next| next.joint() == Some('.'));
    if !is_start || !(at.saturating_sub(NEAR)..at).any(|before| is_cue(tokens[before].text())) {
        return None;
    }
    let domain = domain(tokens, at, false)?;
    Some((local_start(tokens, at, true)..domain.range.end, Strength::Cued))
}

fn has_cue(tokens: &[Token], before: usize) -> bool {
    tokens[before.saturating_sub(CUE_REACH)..before].iter().any(|token| is_cue(token.text()))
}

fn is_cue(word: &str) -> bool {
    matches!(
        word,
        "email"
            | "emails"
            | "e-mail"
            | "mail"
            | "emailed"
            | "emailing"
            | "gmail"
            | "inbox"
            | "courriel"
            | "mel"
            | "correo"
            | "electronico"
            | "mailadresse"
            | "emailadresse"
            | "adresse"
            | "address"
            | "direccion"
            | "write"
            | "contact"
    )
}

fn is_at_word(word: &str) -> bool {
    matches!(word, "at" | "arroba" | "arobase" | "arobas" | "klammeraffe")
}

/// Whether `tokens[at]` is tied to what stands before it by a dot, as written or as spoken; gives
/// where the label after the dot stands.
fn label_after_dot(tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    if token.joint() == Some('.') {
        Some(at)
    } else if is_dot(token.text()) && tokens.get(at + 1).is_some() {
        Some(at + 1)
    } else {
        None
    }
}

fn is_dot(word: &str) -> bool {
    matches!(word, "dot" | "punkt" | "punto" | "point")
}

fn is_connector(word: &str) -> bool {
    is_dot(word)
        || matches!(
            word,
            "underscore"
                | "dash"
                | "hyphen"
                | "minus"
                | "plus"
                | "tiret"
                | "guion"
                | "bindestrich"
                | "unterstrich"
                | "souligne"
        )
}

/// Reads a domain from `start` on: a name and one or more labels after dots, or a known provider.
fn domain(tokens: &[Token], start: usize, may_be_words: bool) -> Option<Domain> {
    let furthest = if may_be_words { LONGEST_NAME } else { 1 };
    let mut end = start;
    for at in start..tokens.len().min(start + furthest) {
        end = at + 1;
        if label_after_dot(tokens, end).is_some() || is_within_hyphens(tokens, end) {
            break;
        }
        if tokens[at].stop() == Stop::Sentence {
            break;
        }
    }
    while is_within_hyphens(tokens, end) && end < start + LONGEST_PART {
        end += 1;
    }
    let name_end = end;
    while let Some(label) =
        label_after_dot(tokens, end).filter(|label| *label < start + LONGEST_PART)
    {
        end = label + 1;
        if tokens[label].stop() == Stop::Sentence {
            break;
        }
    }
    let top = tokens.get(end.checked_sub(1)?)?;
    let has_labels = end > name_end && is_top_level(top.text());
    if has_labels {
        return Some(Domain { range: start..end, is_one_word: name_end == start + 1 });
    }
    let is_provider = tokens.get(start).is_some_and(|name| is_provider(name.text()));
    is_provider.then_some(Domain { range: start..start + 1, is_one_word: true })
}

fn is_within_hyphens(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.joint() == Some('-'))
}

fn is_top_level(label: &str) -> bool {
    (2..=6).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_provider(word: &str) -> bool {
    matches!(
        word,
        "gmail"
            | "hotmail"
            | "outlook"
            | "yahoo"
            | "icloud"
            | "aol"
            | "gmx"
            | "protonmail"
            | "proton"
            | "googlemail"
            | "orange"
            | "wanadoo"
    )
}

/// Where the local part that ends before `end` begins. With a cue it reaches back to the words
/// that lead up to it ("is", "to", "email"); without, over what dots and the like tie together.
fn local_start(tokens: &[Token], end: usize, is_cued: bool) -> usize {
    let mut start = end;
    while start > 0 && end - start < LONGEST_PART {
        let before = &tokens[start - 1];
        let is_first = start == end;
        let is_tied =
            !is_first && (tokens[start].joint().is_some() || is_connector(tokens[start].text()));
        let is_part = is_tied || is_first || is_connector(before.text()) || is_spelled(before);
        let leads_up = !is_tied
            && (vocabulary::is_function(before.text())
                || is_cue(before.text())
                || is_at_word(before.text()));
        let ends_clause = !is_first && !is_tied && before.stop() == Stop::Sentence;
        if leads_up || ends_clause || !(is_part || is_cued) {
            break;
        }
        start -= 1;
    }
    start
}

/// A letter or a number on its own, as addresses are spelled.
fn is_spelled(token: &Token) -> bool {
    token.text().chars().count() == 1 || !token.is_word()
}
