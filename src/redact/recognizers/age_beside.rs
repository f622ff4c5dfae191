//! Ages beside whom they are of: "my brother, 54, …", "Marta, 34, lives here", "Early twenties, thank
//! you".

use std::ops::Range;

use super::age_cues::is_kin;
use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::vocabulary::{is_common, is_function, is_given_name, is_role, is_surname};
use crate::redact::{Canonical, Found, Strength};

const OLDEST: u32 = 125;

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Found> + '_ {
    let tokens = words.tokens();
    let is_age = move |at: &usize| is_apposed(tokens, *at) || is_decade(tokens, *at);
    (1..tokens.len()).filter(is_age).map(move |at| Found {
        kind: EntityKind::Age,
        words: words.words_of(at..at + 1),
        strength: Strength::Cued,
    })
}

/// A number between commas, after somebody.
fn is_apposed(tokens: &[Token], at: usize) -> bool {
    let number = &tokens[at];
    let value = number.text().parse::<u32>();
    let is_years = number.is_digits() && value.is_ok_and(|years| (1..=OLDEST).contains(&years));
    // "Patientin, 82 Jahre, …".
    let is_unit = |token: &Token| {
        let text = token.text();
        matches!(text, "jahre" | "ans" | "anos" | "years") && token.stop() != Stop::None
    };
    let ends = number.stop() != Stop::None || tokens.get(at + 1).is_some_and(is_unit);
    // "Marta Peña, de 73 años, …".
    let is_of = at > 1 && tokens[at - 1].text() == "de" && tokens.get(at + 1).is_some_and(is_unit);
    let before = if is_of && tokens[at - 1].stop() == Stop::None { at - 2 } else { at - 1 };
    let is_parted = tokens[before].stop() == Stop::Clause && ends;
    // "Dial 5, 4, 3".
    let is_list = tokens.get(at + 1).is_some_and(Token::is_digits) || number.joint().is_some();
    is_years && is_parted && !is_list && (is_somebody(&tokens[before]) || ends_name(tokens, before))
}

/// The last of a name: "Heike Lang", "the victim, Zoran Ungerathen".
fn ends_name(tokens: &[Token], last: usize) -> bool {
    const LONGEST: usize = 3;
    let first = (last.saturating_sub(LONGEST)..=last)
        .rev()
        .take_while(|&at| {
            tokens[at].is_capital() && (at == last || tokens[at].stop() == Stop::None)
        })
        .last();
    let Some(first) = first.filter(|first| *first < last) else { return false };
    let is_told_who =
        first > 0 && tokens[first - 1].stop() == Stop::Clause && is_somebody(&tokens[first - 1]);
    // "Grace Blackwood, 47, of no fixed address": "grace" is a word, too.
    let ends_as_name = is_surname(tokens[last].text())
        || (is_given_name(tokens[first].text()) && !is_common(tokens[last].text()));
    let is_whole = ends_as_name && !is_function(tokens[first].text());
    let is_full = is_whole && (first == 0 || tokens[first - 1].stop() == Stop::Sentence);
    is_told_who
        || is_full
        || (is_given_name(tokens[first].text()) && !is_common(tokens[first].text()))
}

/// "There were three of us", "j'en ai deux, mais", "éramos tres": few, and no ages.
pub(super) fn counts_of_them(tokens: &[Token], number: Range<usize>) -> bool {
    let is_few = tokens[number.start].text().len() == 1;
    let before = number.start.checked_sub(1).map_or("", |at| tokens[at].text());
    let of = |at: usize| number.start.checked_sub(at).map_or("", |at| tokens[at].text());
    is_few
        && (matches!(before, "eramos" | "somos" | "sommes" | "etions" | "waren" | "eran")
            || (matches!(of(2), "j'en" | "t'en" | "en") && matches!(before, "ai" | "as" | "a")))
}

fn is_somebody(token: &Token) -> bool {
    let text = token.text();
    let is_named = token.is_capital()
        && !token.is_upper()
        && !is_common(text)
        && (is_given_name(text) || is_surname(text));
    is_named || is_role(text) || is_kin(token.lexicon(), text)
}

/// "Early twenties", where a clause begins with it.
fn is_decade(tokens: &[Token], at: usize) -> bool {
    let is_part = matches!(tokens[at - 1].text(), "early" | "mid" | "middle" | "late");
    let begins = at == 1 || tokens[at - 2].stop() != Stop::None;
    let is_decade = matches!(
        tokens[at].text(),
        "twenties"
            | "thirties"
            | "forties"
            | "fifties"
            | "sixties"
            | "seventies"
            | "eighties"
            | "nineties"
            | "20s"
            | "30s"
            | "40s"
            | "50s"
            | "60s"
            | "70s"
            | "80s"
            | "90s"
    );
    is_part && begins && is_decade && tokens[at].stop() != Stop::None
}

/// "The third child of five", "the youngest of seven".
pub(super) fn counts_children(tokens: &[Token], number: usize) -> bool {
    let before = |back: usize| number.checked_sub(back).map_or("", |at| tokens[at].text());
    let is_rank = |word: &str| {
        matches!(
            word,
            "first"
                | "second"
                | "third"
                | "fourth"
                | "fifth"
                | "sixth"
                | "eldest"
                | "oldest"
                | "youngest"
                | "middle"
                | "last"
                | "only"
                | "one"
        )
    };
    before(1) == "of" && (is_rank(before(2)) || is_rank(before(3)))
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn ages_are_masked_beside_whole_names() {
        check(
            EntityKind::Age,
            &[
                (
                    "en",
                    "{NAME|Grace Blackwood}, {forty-seven}, of no fixed address, appeared in court.",
                ),
                ("es", "{NAME|Marisol Peña}, de {73} años, sin domicilio fijo, compareció ayer."),
                ("en", "On Monday, 47, then 48 came."),
            ],
        );
    }
}
