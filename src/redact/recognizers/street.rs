//! Addresses that the model finds in their context: "I moved to 12 Oak, the flat upstairs".
//!
//! A city alone is no address, nor is a country: they say no more of a person than "here".

use std::ops::Range;

use super::address::{past_post_code, past_rest};
use super::street_words::is_word_for_flat;
use crate::domain::EntityKind;
use crate::redact::canonical::{Form, Lexicon, Stop, Token, is_caseless};
use crate::redact::ner::Evidence;
use crate::redact::vocabulary::{is_common, is_function};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// From here on a word is of an address.
const LIKELY: f32 = 0.5;
/// So many small words may stand between two parts: "12 Oak Street in Springfield".
const MOST_BETWEEN: usize = 2;

/// Finds addresses by the model's evidence.
pub(super) struct StreetRecognizer;

impl Recognizer for StreetRecognizer {
    fn name(&self) -> &'static str {
        "street"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Address
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.tokens().len() {
            if !is_part(words.evidence(at)) {
                at += 1;
                continue;
            }
            let range = stretch(words, at);
            at = range.end;
            if is_address(words, range.clone()) {
                found.push(Found {
                    kind: EntityKind::Address,
                    words: words.words_of(range),
                    strength: Strength::Shape,
                });
            }
        }
        Ok(found)
    }
}

fn is_part(evidence: Evidence) -> bool {
    evidence.street + evidence.place + evidence.zip >= LIKELY
}

/// The parts of one address from `start` on, with the number before its street.
fn stretch(words: &Canonical, start: usize) -> Range<usize> {
    let tokens = words.tokens();
    let mut first = start;
    while first > 0 && is_number(&tokens[first - 1]) && tokens[first - 1].stop() == Stop::None {
        first -= 1;
    }
    let mut end = start + 1;
    loop {
        let between = tokens[end..].iter().take(MOST_BETWEEN).take_while(|token| is_small(token));
        // "Elm Grove Road, the flat" ends with the road.
        let bridged = if tokens[end - 1].stop() == Stop::None { between.count() } else { 0 };
        let reach = end + bridged;
        let next = (end..tokens.len().min(reach + 1)).find(|&at| is_part(words.evidence(at)));
        // A number behind the street is the house's: "Lindenstraße 14", "número 5".
        let says_number = tokens.get(end).is_some_and(is_word_for_number);
        let number_at = end + usize::from(says_number);
        let is_counted = tokens.get(number_at + 1).is_some_and(|next| is_unit(next.text()));
        let number = tokens.get(number_at).filter(|token| is_number(token) && !is_counted);
        let is_tied =
            tokens[end - 1].stop() == Stop::None && words.evidence(end - 1).street >= LIKELY;
        // "…, apartment nine, Springfield".
        let is_flat = tokens.get(end).is_some_and(|token| is_word_for_flat(token.text()))
            && tokens.get(end + 1).is_some_and(is_number);
        match next {
            Some(next) => end = next + 1,
            None if is_flat => end += 2,
            None if is_tied && number.is_some() => end = number_at + 1,
            None => break,
        }
    }
    // "…, 34117 Kassel, bitte".
    let is_left_over = |token: &Token| {
        !token.is_capital() && is_function(token.text()) && !is_caseless(tokens, start)
    };
    while end > start + 1 && is_left_over(&tokens[end - 1]) {
        end -= 1;
    }
    first..past_rest(tokens, past_post_code(tokens, past_town(tokens, end)))
}

/// Past the town between a flat and a post code: ", flat 7, Stoneleigh, four six oh oh nine".
fn past_town(tokens: &[Token], end: usize) -> usize {
    const MOST_WORDS: usize = 2;
    let is_town = |token: &&Token| {
        token.is_word() && token.is_capital() && !is_common(token.text()) && token.text().len() > 2
    };
    if !is_number(&tokens[end - 1]) && tokens[end - 1].is_digits() {
        return end;
    }
    let words = tokens[end..].iter().take(MOST_WORDS).take_while(is_town).count();
    let next = end + words;
    let has_code = past_post_code(tokens, next) > next;
    let is_parted = tokens[next - 1].stop() == Stop::Sentence;
    if has_code && !is_parted { next } else { end }
}

/// Whether there is a street with a number, or a post code beside a place. Both are
/// written like names: "page 42" and "gate 65" are none.
fn is_address(words: &Canonical, range: Range<usize>) -> bool {
    // "189 zu 25 für den Radweg", and dates.
    let is_score = |at: usize| words.tokens().get(at).is_some_and(|next| next.text() == "zu");
    let is_house = |at: usize| {
        let token = &words.tokens()[at];
        is_number(token) && !is_score(at + 1) && !(at > 0 && is_score(at - 1))
    };
    let has_number = range.clone().any(is_house);
    let named = || range.clone().filter(|&at| is_named(words, at)).map(|at| words.evidence(at));
    let streets = named().filter(|one| one.street >= LIKELY).count();
    let has_place = named().any(|one| one.place >= LIKELY);
    let has_zip = range.clone().any(|at| {
        let has_digit = || words.tokens()[at].text().chars().any(|char| char.is_ascii_digit());
        words.evidence(at).zip >= LIKELY && has_digit()
    });
    (streets > 0 && has_number) || streets > 2 || (has_zip && (has_place || streets > 0))
}

fn is_named(words: &Canonical, at: usize) -> bool {
    let tokens = words.tokens();
    let begins_sentence = || at == 0 || tokens[at - 1].stop() == Stop::Sentence;
    let is_written_so = || !begins_sentence() || !is_common(tokens[at].text());
    let token = &tokens[at];
    // "IB 231" is a flight; and every German noun has a capital.
    let is_code = token.is_upper() && token.text().len() <= 3;
    let is_noun = token.lexicon() == Lexicon::German && is_common(token.text());
    token.is_word()
        && token.text().len() > 1
        && token.is_capital()
        && is_written_so()
        && !is_code
        && !is_noun
}

fn is_number(token: &Token) -> bool {
    const MOST_DIGITS: usize = 6;
    token.form() == Form::Number && token.text().len() <= MOST_DIGITS
}

fn is_small(token: &Token) -> bool {
    token.is_word() && (is_word_for_number(token) || is_function(token.text()))
}

/// What a number counts: "war der Brunnen 25 Wochen trocken".
fn is_unit(word: &str) -> bool {
    const UNITS: &str = "wochen tage stunden minuten sekunden monate jahre mal meter kilometer grad \
        prozent euro uhr leute menschen weeks days hours minutes months years times people semaines \
        jours heures mois ans fois semanas dias horas meses anos veces personas";
    UNITS.split_whitespace().any(|unit| unit == word)
}

fn is_word_for_number(token: &Token) -> bool {
    matches!(token.text(), "number" | "numero" | "nummer" | "nr" | "hausnummer")
}
