//! E-mail addresses: written, spoken ("jane dot roe at example dot com") and as Whisper mixes the
//! two ("Jane.row at example.com", "janedot.ro at example.com").

use std::ops::Range;

use super::spelled::is_radio_word;
use crate::domain::EntityKind;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength, vocabulary};

/// How many tokens a local part, or a domain, is looked for in.
const LONGEST_PART: usize = 24;
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
        let domain = domain(tokens, domain_start, true);
        if domain.is_none() && token.joint().is_none() {
            return None;
        }
        let end = domain.map_or(domain_start + 1, |domain| domain.range.end);
        return Some((start..end.min(tokens.len()), Strength::Cued));
    }
    let domain = domain(tokens, domain_start, is_cued)?;
    // "You can e-mail Jane Roe at jane dot roe at example dot com": the second "at" is the sign.
    let is_local = tokens[domain_start + 1..tokens.len().min(domain.range.end + 1)]
        .iter()
        .any(|token| is_at_word(token.text()));
    if tokens[domain_start].text() == "www" || is_local {
        return None;
    }
    let start = local_start(tokens, local_end, is_cued);
    let local = tokens.get(start..local_end).filter(|local| !local.is_empty())?;
    let looks_like_local =
        local.len() > 1 || !local[0].is_word() || !vocabulary::is_common(local[0].text());
    let is_address = is_cued
        || ((looks_like_local || is_provider(tokens[domain_start].text())) && domain.is_one_word);
    let strength = if is_cued { Strength::Cued } else { Strength::Shape };
    is_address.then_some((start..domain.range.end, strength))
}

/// "My email is janeroe.example.com": the sign was not heard. `at` is the first word of a domain.
fn domain_after_cue(tokens: &[Token], at: usize) -> Option<(Range<usize>, Strength)> {
    const NEAR: usize = 6;
    let begins_word = tokens[at].joint().is_none() && tokens[at].text() != "www";
    let is_start = begins_word && tokens.get(at + 1).is_some_and(|next| next.joint() == Some('.'));
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
    } else if is_dot(token) && tokens.get(at + 1).is_some() {
        Some(at + 1)
    } else {
        None
    }
}

fn is_dot(token: &Token) -> bool {
    match token.text() {
        "dot" | "punkt" | "punto" => true,
        // In English "at this point in time" is no address.
        "point" => token.lexicon() == Lexicon::French,
        _ => false,
    }
}

/// Whether `tokens[at]` is a sign that is read aloud, also its second word: "tiret bas".
fn is_connector_at(tokens: &[Token], at: usize) -> bool {
    let is_second = matches!(tokens[at].text(), "bas" | "bajo" | "medio")
        && at
            .checked_sub(1)
            .is_some_and(|before| matches!(tokens[before].text(), "tiret" | "guion"));
    is_second || is_connector(&tokens[at])
}

fn is_connector(token: &Token) -> bool {
    is_dot(token)
        || matches!(
            token.text(),
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
    let mut words = 0;
    for at in start..tokens.len().min(start + LONGEST_PART) {
        // Letters said one by one are one word.
        words += usize::from(at == start || !may_be_words || !is_spelled(&tokens[at]));
        if words > furthest {
            break;
        }
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
        return Some(Domain { range: start..end, is_one_word: words <= 1 });
    }
    let is_provider = tokens.get(start).is_some_and(|name| is_provider(name.text()));
    is_provider.then_some(Domain { range: start..start + 1, is_one_word: true })
}

fn is_within_hyphens(tokens: &[Token], at: usize) -> bool {
    let is_hyphen = |at: usize| {
        let text = tokens.get(at).map_or("", Token::text);
        matches!(text, "dash" | "hyphen" | "minus" | "tiret" | "guion" | "bindestrich")
    };
    let follows = at > 0 && is_hyphen(at - 1) && tokens.get(at).is_some();
    follows || is_hyphen(at) || tokens.get(at).is_some_and(|token| token.joint() == Some('-'))
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
        let is_tied = !is_first
            && (tokens[start].joint().is_some()
                || tokens[start].is_digits()
                || is_connector_at(tokens, start));
        let is_part = is_tied
            || is_first
            || is_connector_at(tokens, start - 1)
            || (is_spelled(before) && (is_spelled(&tokens[start]) || !is_word_too(before)))
            || (is_radio_word(before) && is_radio_word(&tokens[start]));
        let leads_up = !is_tied
            && ((vocabulary::is_function(before.text()) && !is_spelled(before))
                || is_cue(before.text())
                || is_at_word(before.text()));
        let ends_clause =
            !is_first && before.stop() == Stop::Sentence && !is_misread_dot(tokens, start);
        if leads_up || ends_clause || !(is_part || is_cued) {
            break;
        }
        start -= 1;
    }
    start
}

/// "My email is Thomas. Cooper at …": where one word is all that a sentence would be, its full stop
/// is a dot.
fn is_misread_dot(tokens: &[Token], start: usize) -> bool {
    let before = start.checked_sub(2).and_then(|before| tokens.get(before));
    before.is_some_and(|word| vocabulary::is_function(word.text()) || is_cue(word.text()))
}

/// A letter that is a word: "à", "y".
fn is_word_too(token: &Token) -> bool {
    matches!(token.text(), "a" | "y" | "e" | "o" | "i" | "u")
}

/// A letter or a number on its own, as addresses are spelled.
fn is_spelled(token: &Token) -> bool {
    token.text().chars().count() == 1 || !token.is_word()
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn addresses_are_masked_however_they_are_said_or_written() {
        check(
            EntityKind::Email,
            &[
                ("en", "you can e-mail us at {j r o e at example dot org} for that"),
                ("en", "you can e-mail us at {jane dot roe at example dot org} for that"),
                ("en", "My email is {Jane.Roe@example.com}."),
                ("en", "My email is {Jane.row at example.com}."),
                ("en", "it's {janedot.ro at example.com}"),
                ("en", "{jane dot roe at example dot com}"),
                ("en", "my e-mail is {jane underscore roe 42 at example dot com}, okay"),
                ("en", "write to {jane.roe at example dot co dot uk}."),
                ("en", "email me at {jane at gmail dot com}"),
                ("en", "{jroe42@example.org}, that's it"),
                ("en", "my email address is {J Roe at my company dot com}"),
                ("en", "my email is {j dash roe at ex-ample.com}"),
                ("en", "{jane.roe @example.com}"),
                ("en", "{jane.roe @ example.com}"),
                ("en", "email is {jane.roe.example.com}"),
                ("en", "You said {castellan at example.com}. Is that right?"),
                ("en", "my email is {jane dot, uh, roe at example dot com}"),
                ("en", "my email is {jane at gmail}"),
                ("en", "It is {Thomas .cooper at example .com}."),
                ("en", "my email is {Thomas. Cooper at example.com}"),
                ("en", "my email is {j a n e at e x a m p l e dot com}"),
                ("en", "our address is {orbit at example dot org}."),
                ("fr", "mon courriel est {jeanne point roux arobase exemple point fr}"),
                ("de", "meine Mail ist {jana punkt roth at beispiel punkt de}"),
                ("fr", "écrivez à {jean tiret bas dupont arobase mon tiret exemple point fr}"),
                ("en", "{sunshine at gmail dot com}, please"),
                ("es", "mi correo es {juana punto ruiz arroba ejemplo punto es}"),
            ],
        );
    }

    #[test]
    fn other_words_are_not_taken_for_addresses() {
        check(
            EntityKind::Email,
            &[
                ("en", "look at {URL|example.com}"),
                ("en", "visit us at {URL|www.example.com}"),
                ("en", "find it at {URL|example dot com}"),
                ("en", "I sent an email at noon"),
                ("en", "at the dot com boom"),
                ("en", "we met at a party. Dot came too."),
                ("en", "at 3.45 we left"),
                ("en", "at home, at work, at sea"),
                ("en", "check your email at home"),
                ("en", "the U.S. at war"),
                ("en", "email is fine"),
                ("en", "a dot at the end"),
                ("en", "see {URL|example.com} for more"),
                ("en", "he looked at dot and line"),
                ("en", "listen at {URL|news dot com}"),
                ("en", "our website at {URL|www dot example dot com}"),
                ("en", "we are at Gull Point. Mind your head at this point in time."),
                ("fr", "un point à la ligne"),
            ],
        );
    }
}
