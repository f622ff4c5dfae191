//! Street addresses by rule: a house number beside a street.

use std::ops::Range;

use super::street_words::{
    is_address_verb, is_german_street, is_lie, is_lie_by_adjective, is_spanish_street,
    is_street_after, is_street_before, is_sure_german_street, is_time, is_word_for_flat,
    is_word_for_number,
};
use crate::domain::EntityKind;
use crate::redact::canonical::{Lexicon, Stop, Token, is_caseless};
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
                .or_else(|| named_by_place(tokens, at))
                .or_else(|| told_to_be_one(tokens, at));
            let Some(range) = range else {
                at += 1;
                continue;
            };
            let end = past_rest(tokens, past_flat(tokens, range.end));
            let range = range.start..end;
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
    let is_twice = |at: usize| tokens.get(at).is_some_and(|token| is_bis(token.text()));
    let name = start + count + usize::from(is_twice(start + count));
    if tokens.get(name).is_some_and(|token| is_street_before(token.text())) {
        let end = name_end(tokens, name + 1);
        return (end > name + 1).then_some(start..end);
    }
    let furthest = tokens.len().min(name + LONGEST_NAME);
    let is_english = tokens[start].lexicon() == Lexicon::English;
    let is_caseless = is_english && is_caseless(tokens, start);
    let mut streets = (name + 1..furthest).filter(|&at| is_street_after(tokens[at].text()));
    // "Old Church Walk Road" ends with the road.
    let first = streets.next()?;
    let follows = |at: &usize| *at == first + 1 && tokens[first].stop() == Stop::None;
    let street = streets.next().filter(follows).unwrap_or(first);
    let name = &tokens[name..=street];
    let is_the = |token: &Token| token.text() == "the" && name.len() == 2;
    let is_part = |token: &Token| {
        let is_written_so = token.is_capital() || is_caseless;
        let is_plain = vocabulary::is_function(token.text()) && !is_the(token);
        token.is_word() && is_written_so && token.stop() == Stop::None && !is_plain
    };
    if is_caseless && !is_sure_in_lower_case(tokens, start..street + 1) {
        return None;
    }
    let is_tied = tokens[start..start + count].iter().all(|token| token.stop() == Stop::None);
    let is_name = is_tied && name[..name.len() - 1].iter().all(is_part);
    is_name.then_some(start..street + 1)
}

/// Whether where nothing has a capital the words around a street say that it is one: "come to 8
/// lakeview parkway", "12 oak street apartment 4".
fn is_sure_in_lower_case(tokens: &[Token], street: Range<usize>) -> bool {
    const REACH: usize = 4;
    let before = &tokens[street.start.saturating_sub(REACH)..street.start];
    let is_told = before.iter().any(|token| {
        matches!(token.text(), "at" | "to" | "address" | "live" | "lives" | "as" | "is" | "off")
            || is_address_verb(token.text())
    });
    let next = tokens.get(street.end);
    is_told || next.is_some_and(|next| is_word_for_flat(next.text()) || next.is_digits())
}

/// "17 bis".
fn is_bis(word: &str) -> bool {
    matches!(word, "bis" | "ter" | "quater")
}

/// "Lindenstraße 14", "calle Mayor 14".
fn street_first(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    let token = &tokens[start];
    let end = if token.is_word() && is_german_street(token.text()) {
        if !is_written_as_street(tokens, start) {
            return None;
        }
        start + 1
    } else if is_spanish_street(token.text()) && token.lexicon() != Lexicon::English {
        // "La carrera 12" is none without a name.
        let end = past_compass(tokens, name_end(tokens, start + 1));
        // "Calle Alfonso Doce, número 53".
        let is_king = tokens.get(end).is_some_and(Token::is_digits)
            && tokens.get(end + 1).is_some_and(|token| is_word_for_number(token.text()));
        end + usize::from(is_king)
    } else {
        return None;
    };
    let says_number = tokens.get(end).is_some_and(|token| is_word_for_number(token.text()));
    let number_at = end + usize::from(says_number);
    let number = tokens.get(number_at).filter(|token| token.is_digits() && token.text().len() <= 4);
    let is_named = end > start + 1 || token.lexicon() == Lexicon::German;
    (end > start && is_named && number.is_some()).then_some(start..number_at + 1)
}

/// "Avenida Insurgentes sur 12".
fn past_compass(tokens: &[Token], end: usize) -> usize {
    let is_compass = tokens.get(end).is_some_and(|token| {
        matches!(token.text(), "sur" | "norte" | "este" | "oeste" | "poniente" | "oriente")
    });
    end + usize::from(is_compass && tokens.get(end + 1).is_some_and(Token::is_digits))
}

/// Whether a German word that ends as streets do is one: with a capital, where it is not of much
/// else, or where a town follows its number.
fn is_written_as_street(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let is_cased = token.is_capital() || is_caseless(tokens, at);
    let is_followed = || {
        let next = at + 2;
        let is_in = tokens.get(next).is_some_and(|token| token.text() == "in");
        is_in || tokens.get(next).is_some_and(Token::is_digits)
    };
    let is_led_to = || {
        let before = at.checked_sub(1).map_or("", |at| tokens[at].text());
        matches!(before, "der" | "die" | "zur" | "zum" | "am" | "im" | "auf" | "lautet" | "ist")
            || (at > 0 && tokens[at - 1].stop() != Stop::None)
            || is_address_verb(before)
    };
    let is_sure = is_sure_german_street(token.text());
    is_cased
        && token.lexicon() == Lexicon::German
        && token.stop() == Stop::None
        && !vocabulary::is_common(token.text())
        && (is_sure || is_followed() || is_led_to())
}

/// What is said to be an address and holds a number and a name: "wohnhaft Domfreiheit 26", "ich wohne
/// Sonnenleite 12 in Ulm".
fn told_to_be_one(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    const REACH: usize = 3;
    let name = tokens.get(start).filter(|token| {
        token.is_word()
            && token.is_capital()
            && token.lexicon() == Lexicon::German
            && token.stop() == Stop::None
            && token.text().len() > 4
            && !vocabulary::is_common(token.text())
            && !is_time(token.text())
    })?;
    let number = start + 1;
    let is_number = |at: usize| {
        tokens.get(at).is_some_and(|token| token.is_digits() && token.text().len() <= 3)
    };
    let first = start.saturating_sub(REACH);
    let is_told = (first..start).any(|at| is_address_verb(tokens[at].text()));
    let is_town = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.is_word() && token.is_capital() && !vocabulary::is_common(token.text())
        })
    };
    let is_in_town = tokens.get(number + 1).is_some_and(|token| token.text() == "in")
        && is_town(number + 2)
        && name.text().len() > 6;
    // "Bankleitzahl 999 402 69, Konto …".
    let is_number_word = ["zahl", "nummer", "konto"].iter().any(|end| name.text().ends_with(end));
    let is_written_out = is_coded(tokens, number + 1) && !is_number_word;
    let is_sure = is_told || is_in_town || is_written_out;
    (is_number(number) && is_sure).then_some(start..number + 1)
}

/// Past "apartment five", "flat 4", "troisième étage".
fn past_flat(tokens: &[Token], end: usize) -> usize {
    let is_flat = tokens.get(end).is_some_and(|token| is_word_for_flat(token.text()));
    let number = tokens.get(end + 1).filter(|token| token.is_digits() || token.text().len() == 1);
    let is_parted = tokens[end - 1].stop() == Stop::Sentence;
    if is_flat && !is_parted && number.is_some() { end + 2 } else { end }
}

/// Past the post code and the town, in either order.
pub(super) fn past_rest(tokens: &[Token], end: usize) -> usize {
    let coded = past_post_code(tokens, past_city(tokens, end));
    if coded > end && tokens[coded - 1].is_digits() {
        return past_town_after_code(tokens, coded);
    }
    if coded > end { coded } else { past_town_and_code(tokens, end) }
}

/// ", 44000 Nantes": the town after a post code that was said digit by digit.
fn past_town_after_code(tokens: &[Token], end: usize) -> usize {
    let is_caseless = is_caseless(tokens, end - 1);
    let town = tokens.get(end).filter(|token| {
        token.is_word()
            && (token.is_capital() || is_caseless)
            && !vocabulary::is_common(token.text())
            && tokens[end - 1].stop() == Stop::None
    });
    end + usize::from(town.is_some())
}

/// ", Cold Spring, oh eight seven two six": up to three words and a post code.
fn past_town_and_code(tokens: &[Token], end: usize) -> usize {
    const MOST_WORDS: usize = 3;
    let is_caseless = is_caseless(tokens, end - 1);
    if tokens[end - 1].stop() == Stop::Sentence {
        return end;
    }
    let is_town = |token: &&Token| {
        token.is_word()
            && (token.is_capital() || is_caseless)
            && !vocabulary::is_function(token.text())
    };
    let words = tokens[end..].iter().take(MOST_WORDS).take_while(is_town).count();
    let next = end + words;
    if words == 0 || tokens[next - 1].stop() == Stop::Sentence {
        return end;
    }
    let code = tokens[next..].iter().take(5).take_while(|token| token.is_digits());
    let digits: usize = code.clone().map(|token| token.text().len()).sum();
    if digits == 5 { next + code.count() } else { end }
}

/// "Am Anger 48", "Unter den Eichen 45": German streets that are named by where they lie. Within a
/// sentence, the capital tells the name from the preposition.
fn named_by_place(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    const LONGEST_NUMBER: usize = 3;
    let is_caseless = is_caseless(tokens, start);
    let is_cased = |token: &Token| token.is_capital() || is_caseless;
    let first = tokens.get(start).filter(|token| is_cased(token) && is_lie(token.text()))?;
    let has_article = matches!(tokens.get(start + 1)?.text(), "der" | "den" | "dem");
    let noun_at = start + 1 + usize::from(has_article);
    let noun = tokens.get(noun_at).filter(|noun| noun.is_word() && is_cased(noun))?;
    let number = tokens.get(noun_at + 1)?;
    let begins = start == 0 || tokens[start - 1].stop() == Stop::Sentence;
    let is_plain = begins
        && !has_article
        && !matches!(first.text(), "am" | "unter" | "zum" | "zur")
        && !is_lie_by_adjective(first.text());
    let has_code = is_coded(tokens, noun_at + 2);
    let ends = has_code
        || number.stop() != Stop::None
        || noun_at + 2 == tokens.len()
        || (!begins && tokens.get(noun_at + 2).is_some_and(|next| next.text() == "in"));
    let is_number = number.form() == crate::redact::Form::Number
        && number.text().len() <= LONGEST_NUMBER
        && first.lexicon() == crate::redact::canonical::Lexicon::German;
    // Within a sentence no preposition has a capital: "ich wiederhole, Hinter der Kirche 5".
    let is_written_so = has_article && (begins || tokens[start - 1].stop() == Stop::Clause);
    let is_known = !vocabulary::is_common(noun.text()) || is_written_so;
    let is_name = !is_plain && is_known && !is_time(noun.text());
    let is_tied = tokens[start..=noun_at].iter().all(|token| token.stop() == Stop::None);
    let is_sure = has_code || !is_caseless;
    (is_number && is_name && is_tied && ends && is_sure).then_some(start..noun_at + 2)
}

/// Whether five digits, which are a post code, and a town come next.
fn is_coded(tokens: &[Token], start: usize) -> bool {
    const POST_CODE: usize = 5;
    let code = tokens.iter().skip(start).take(POST_CODE).take_while(|token| token.is_digits());
    let digits: usize = code.clone().map(|token| token.text().len()).sum();
    let town = tokens.get(start + code.count());
    digits == POST_CODE && town.is_some_and(|town| town.is_word() && town.text().len() > 2)
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
    // "À Le Puy", "en Las Palmas".
    let is_article = |token: &Token| {
        let is_small = matches!(
            token.text(),
            "le" | "la" | "les" | "el" | "los" | "las" | "bad" | "san" | "santa"
        );
        is_small && token.is_capital() && token.stop() == Stop::None
    };
    let has_article = tokens.get(next).is_some_and(is_article)
        && tokens.get(next + 1).filter(is_city).is_some_and(Token::is_capital);
    next += usize::from(has_article);
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
