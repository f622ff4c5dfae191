//! Street addresses by rule: a house number beside a street.

use std::ops::Range;

use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
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
            let Some(range) = number_first(tokens, at).or_else(|| street_first(tokens, at)) else {
                at += 1;
                continue;
            };
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
            || token.text().ends_with("weg")
            || token.text().ends_with("platz"));
    let end = if is_joined && token.is_capital() {
        start + 1
    } else if matches!(token.text(), "calle" | "avenida" | "plaza" | "paseo") {
        name_end(tokens, start + 1)
    } else {
        return None;
    };
    let number = tokens.get(end).filter(|token| token.is_digits() && token.text().len() <= 4)?;
    (end > start && number.is_digits()).then_some(start..end + 1)
}

/// The end of a name of capitals and the small words between.
fn name_end(tokens: &[Token], start: usize) -> usize {
    let mut end = start;
    let mut last = start;
    while let Some(token) = tokens.get(end).filter(|_| end < start + LONGEST_NAME) {
        let is_small =
            matches!(token.text(), "de" | "des" | "du" | "la" | "le" | "les" | "del" | "los");
        if !token.is_capital() && !is_small {
            break;
        }
        end += 1;
        if !is_small {
            last = end;
        }
        if token.stop() != Stop::None {
            break;
        }
    }
    last
}

fn is_street_before(word: &str) -> bool {
    matches!(word, "rue" | "avenue" | "boulevard" | "place" | "chemin" | "impasse" | "quai")
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
                ("en", "we had 14 of them on the street"),
            ],
        );
    }
}
