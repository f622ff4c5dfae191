//! Street addresses by rule: a house number beside a street.

use std::ops::Range;

use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token, is_caseless};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength, vocabulary};

/// How many words a street's name may have.
const LONGEST_NAME: usize = 4;

/// Finds street addresses.
pub(super) struct AddressRecognizer;

impl Recognizer for AddressRecognizer {
    fn name(&self) -> &'static str {
        "address"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Address
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let tokens = words.tokens();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let range = number_first(tokens, at)
                .or_else(|| street_first(tokens, at))
                .or_else(|| named_by_place(tokens, at));
            let Some(range) = range else {
                at += 1;
                continue;
            };
            let range = range.start..past_post_code(tokens, past_city(tokens, range.end));
            at = range.end;
            let (kind, strength) = (EntityKind::Address, Strength::Cued);
            found.push(Found { kind, words: words.words_of(range), strength });
        }
        Ok(found)
    }
}

/// "14 Elm Street", "12 rue des Lilas".
fn number_first(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    const MOST_GROUPS: usize = 4;
    let count =
        tokens[start..].iter().take(MOST_GROUPS + 1).take_while(|token| token.is_digits()).count();
    if !(1..=MOST_GROUPS).contains(&count) {
        return None;
    }
    let name = start + count;
    if tokens.get(name).is_some_and(|token| is_street_before(token.text())) {
        let end = name_end(tokens, name + 1);
        return (end > name + 1).then_some(start..end);
    }
    let furthest = tokens.len().min(name + LONGEST_NAME);
    let street = (name + 1..furthest).find(|&at| is_street_after(tokens[at].text()))?;
    let name = &tokens[name..=street];
    let is_part = |token: &Token| {
        let is_capital = token.is_word() && token.is_capital();
        is_capital && token.stop() == Stop::None && !vocabulary::is_function(token.text())
    };
    let is_tied = tokens[start..start + count].iter().all(|token| token.stop() == Stop::None);
    let is_name = is_tied && name[..name.len() - 1].iter().all(is_part);
    is_name.then_some(start..street + 1)
}

/// "Lindenstraße 14", "calle Mayor 14".
fn street_first(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    let token = &tokens[start];
    let is_joined = token.is_word()
        && token.text().len() > 7
        && (token.text().ends_with("strasse")
            || ["weg", "platz", "allee", "gasse", "ring", "damm", "ufer", "chaussee"]
                .iter()
                .any(|ending| token.text().ends_with(ending)));
    let end = if is_joined && token.is_capital() {
        start + 1
    } else if is_spanish_street(token.text()) {
        name_end(tokens, start + 1)
    } else {
        return None;
    };
    let says_number = tokens.get(end).is_some_and(|token| is_word_for_number(token.text()));
    let number_at = end + usize::from(says_number);
    let number = tokens.get(number_at).filter(|token| token.is_digits() && token.text().len() <= 4);
    (end > start && number.is_some()).then_some(start..number_at + 1)
}

/// "Am Anger 48", "Unter den Eichen 45": German streets that are named by where they lie. Within a
/// sentence, the capital tells the name from the preposition.
fn named_by_place(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    const LONGEST_NUMBER: usize = 3;
    let is_place = |token: &Token| {
        matches!(
            token.text(),
            "am" | "an"
                | "im"
                | "in"
                | "auf"
                | "unter"
                | "zum"
                | "zur"
                | "hinter"
                | "vor"
                | "bei"
                | "beim"
                | "vom"
                | "alter"
                | "alte"
                | "neuer"
                | "neue"
                | "lange"
                | "kleine"
                | "grosse"
                | "obere"
                | "untere"
                | "hohe"
        )
    };
    let first = tokens.get(start).filter(|token| token.is_capital() && is_place(token))?;
    let has_article = matches!(tokens.get(start + 1)?.text(), "der" | "den" | "dem");
    let noun_at = start + 1 + usize::from(has_article);
    let noun = tokens.get(noun_at).filter(|noun| noun.is_word() && noun.is_capital())?;
    let number = tokens.get(noun_at + 1)?;
    let begins = start == 0 || tokens[start - 1].stop() == Stop::Sentence;
    let is_plain = begins
        && !has_article
        && !matches!(first.text(), "am" | "unter" | "zum" | "zur" | "alter" | "lange");
    let ends = number.stop() != Stop::None
        || noun_at + 2 == tokens.len()
        || (!begins && tokens.get(noun_at + 2).is_some_and(|next| next.text() == "in"));
    let is_number = number.form() == crate::redact::Form::Number
        && number.text().len() <= LONGEST_NUMBER
        && first.lexicon() == crate::redact::canonical::Lexicon::German;
    let is_name = !is_plain && !vocabulary::is_common(noun.text()) && !is_time(noun.text());
    let is_tied = tokens[start..=noun_at].iter().all(|token| token.stop() == Stop::None);
    (is_number && is_name && is_tied && ends).then_some(start..noun_at + 2)
}

/// Of what a number is counted or dated, in German.
fn is_time(word: &str) -> bool {
    matches!(
        word,
        "montag"
            | "dienstag"
            | "mittwoch"
            | "donnerstag"
            | "freitag"
            | "samstag"
            | "sonntag"
            | "januar"
            | "februar"
            | "marz"
            | "april"
            | "mai"
            | "juni"
            | "juli"
            | "august"
            | "september"
            | "oktober"
            | "november"
            | "dezember"
            | "jahr"
            | "jahre"
            | "sommer"
            | "winter"
            | "herbst"
            | "fruhling"
            | "monat"
            | "alter"
            | "schnitt"
            | "durchschnitt"
            | "stand"
            | "kapitel"
            | "saal"
            | "zimmer"
            | "raum"
            | "gleis"
            | "band"
            | "halle"
            | "etage"
            | "stock"
            | "seite"
            | "gruppe"
            | "klasse"
            | "teil"
            | "spiel"
            | "linie"
    )
}

/// Past a post code of five digits that were said one by one, of which some were taken in.
pub(super) fn past_post_code(tokens: &[Token], end: usize) -> usize {
    const POST_CODE: usize = 5;
    let is_part = |at: &usize| tokens[*at].is_digits();
    let start = (0..end).rev().take(POST_CODE).take_while(is_part).last().unwrap_or(end);
    let is_tied = |at: usize| at == start || tokens[at - 1].stop() == Stop::None;
    let last = (start..tokens.len()).take_while(|at| is_part(at) && is_tied(*at)).last();
    let digits: usize = last
        .map_or(&[][..], |last| &tokens[start..=last])
        .iter()
        .map(|token| token.text().len())
        .sum();
    last.filter(|_| digits == POST_CODE && start > 0).map_or(end, |last| end.max(last + 1))
}

/// Past the post code and the city behind an address: ", 44000 Nantes", "in Kassel".
fn past_city(tokens: &[Token], end: usize) -> usize {
    const POST_CODE: usize = 5;
    let is_link = |token: &&Token| matches!(token.text(), "in" | "a" | "en");
    let mut next = end;
    let mut digits = 0;
    while let Some(token) = tokens.get(next).filter(|token| token.is_digits() && digits < POST_CODE)
    {
        digits += token.text().len();
        next += 1;
    }
    if digits != 0 && digits != POST_CODE {
        return end;
    }
    let is_tied = tokens[end - 1].stop() == Stop::None;
    let is_linked = digits == 0 && is_tied && tokens.get(next).filter(is_link).is_some();
    next += usize::from(is_linked);
    if digits == 0 && !is_linked {
        return end;
    }
    let is_caseless = is_caseless(tokens, end - 1);
    let is_city = |token: &&Token| {
        token.is_word()
            && (token.is_capital() || is_caseless)
            && !vocabulary::is_common(token.text())
    };
    let city = tokens.get(next).filter(is_city);
    let is_parted = tokens[next - 1].stop() == Stop::Sentence;
    match city {
        Some(_) if !is_parted => next + 1,
        _ if digits == POST_CODE => next,
        _ => end,
    }
}

/// The end of a name of capitals and the small words between.
fn name_end(tokens: &[Token], start: usize) -> usize {
    let mut end = start;
    let mut last = start;
    let is_caseless = is_caseless(tokens, start);
    while let Some(token) = tokens.get(end).filter(|_| end < start + LONGEST_NAME) {
        let is_small =
            matches!(token.text(), "de" | "des" | "du" | "la" | "le" | "les" | "del" | "los");
        // "Rue de l'Église".
        let is_elided = token.text().starts_with("l'") || token.text().starts_with("d'");
        let is_name = token.is_word()
            && (token.is_capital()
                || is_elided
                || (is_caseless && !vocabulary::is_function(token.text())));
        if !is_name && !is_small {
            break;
        }
        end += 1;
        if !is_small {
            last = end;
        }
        // Without capitals a name is one word, but for "san" and the like.
        let is_whole =
            is_caseless && !is_small && !matches!(token.text(), "san" | "santa" | "saint");
        if token.stop() != Stop::None || is_whole {
            break;
        }
    }
    last
}

fn is_street_before(word: &str) -> bool {
    matches!(
        word,
        "rue"
            | "avenue"
            | "boulevard"
            | "place"
            | "chemin"
            | "impasse"
            | "quai"
            | "allee"
            | "cours"
            | "ruelle"
            | "faubourg"
    )
}

fn is_spanish_street(word: &str) -> bool {
    matches!(
        word,
        "calle"
            | "avenida"
            | "plaza"
            | "paseo"
            | "camino"
            | "carretera"
            | "ronda"
            | "travesia"
            | "pasaje"
            | "glorieta"
            | "callejon"
    )
}

fn is_word_for_number(word: &str) -> bool {
    matches!(word, "numero" | "nummer" | "number" | "nr" | "hausnummer")
}

fn is_street_after(word: &str) -> bool {
    matches!(
        word,
        "street"
            | "avenue"
            | "road"
            | "lane"
            | "boulevard"
            | "drive"
            | "court"
            | "terrace"
            | "close"
            | "crescent"
            | "square"
            | "way"
            | "place"
    )
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn street_addresses_are_masked() {
        check(
            EntityKind::Address,
            &[
                ("en", "I live at {14 Elm Street}."),
                ("en", "it's {fourteen twenty-two Elm Grove Road, the flat}"),
                ("fr", "j'habite au {12 rue des Lilas}"),
                ("de", "ich wohne in der {Lindenstraße 14}"),
                ("es", "vivo en la {calle Mayor 14}"),
                ("es", "la {plaza del Mercado, número 51, 50807 Mérida}, por favor"),
                ("es", "vivo en el {paseo del río once}"),
                ("fr", "au {12 rue des Lilas, 44000 Nantes}, merci"),
                ("fr", "au {12 rue des Lilas à Nantes}, merci"),
                ("de", "in der {Ahornallee 14, 34117 Kassel}, bitte"),
                ("en", "we had 14 of them on the street"),
            ],
        );
    }
}
