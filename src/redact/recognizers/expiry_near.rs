//! The month and year of a card where nothing says that they are its end: "does it still say 04/27 on your
//! card", "the little date on the card, that's June 2026".

use crate::domain::EntityKind;
use crate::redact::Canonical;
use crate::redact::canonical::{Stop, Token};
use crate::redact::cues::DigitCue;
use crate::redact::dates::{Date, date_at};

/// Cards that are spoken of now end in one of these, with or without the century.
const YEARS: std::ops::RangeInclusive<u32> = 22..=45;

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = (usize, Date)> + '_ {
    let tokens = words.tokens();
    (0..tokens.len()).filter_map(move |at| {
        let date = month_and_year(tokens, at)?;
        let is_told = is_near_card(tokens, at, date.end) || answers_for_date(tokens, at, date);
        (is_told && !is_of_birth(words, at)).then_some((at, date))
    })
}

/// A month and a year without a day, that are no part of a longer number.
fn month_and_year(tokens: &[Token], at: usize) -> Option<Date> {
    let is_tied = |at: usize| tokens[at].stop() == Stop::None;
    let is_free = at == 0 || !tokens[at - 1].is_digits();
    let date = date_at(tokens, at).filter(|_| is_free && tokens[at].mark().is_none())?;
    let goes_on = is_tied(date.end - 1) && tokens.get(date.end).is_some_and(Token::is_digits);
    let is_short = |year: u32| YEARS.contains(&(year % 100));
    let is_card = match (date.day, date.month, date.year) {
        (None, Some(_), Some(year)) => {
            year < 100 && is_short(year) || year > 2000 && is_short(year)
        }
        // "04/27" may be read as the 4th of a 27th month, or the 27th of April.
        (Some(day), Some(month), None) => {
            let is_digits = tokens[at..date.end].iter().all(|token| !is_month_name(token));
            is_digits && (is_short(month) && day <= 12 || is_short(day) && month <= 12)
        }
        _ => false,
    };
    // A lone number of four digits may be of anything.
    let is_one = date.end == at + 1 && tokens[at].is_digits();
    (is_card && !goes_on && !is_one).then_some(date)
}

fn is_month_name(token: &Token) -> bool {
    token.is_word()
        && !matches!(token.text(), "slash" | "barra" | "schragstrich" | "dash" | "punkt" | "point")
}

/// Whether a card is spoken of in its sentence, or in the one before.
fn is_near_card(tokens: &[Token], at: usize, end: usize) -> bool {
    const BEFORE: usize = 24;
    const AFTER: usize = 10;
    let mut stops = 0;
    let before = tokens[at.saturating_sub(BEFORE)..at].iter().rev().take_while(|token| {
        stops += usize::from(token.stop() == Stop::Sentence);
        stops <= 2
    });
    let mut is_over = tokens[end - 1].stop() == Stop::Sentence;
    let after = tokens[end..tokens.len().min(end + AFTER)].iter().take_while(|token| {
        let was_over = is_over;
        is_over |= token.stop() == Stop::Sentence;
        !was_over
    });
    before.chain(after).any(is_card)
}

fn is_card(token: &Token) -> bool {
    let text = token.text();
    matches!(
        text,
        "card"
            | "card's"
            | "mastercard"
            | "amex"
            | "maestro"
            | "karte"
            | "kreditkarte"
            | "girokarte"
            | "bankkarte"
            | "debitkarte"
            | "kartennummer"
            | "ec-karte"
            | "carte"
            | "tarjeta"
            | "cvv"
            | "cvc"
    ) || (text == "visa" && token.is_capital())
}

/// "Month and year? Oh four twenty-seven.": an answer that is nothing else, to a question for a date.
fn answers_for_date(tokens: &[Token], at: usize, date: Date) -> bool {
    const REACH: usize = 14;
    const MOST_BEFORE: usize = 4;
    let is_whole = date.end == tokens.len() || tokens[date.end - 1].stop() != Stop::None;
    let first = at.saturating_sub(MOST_BEFORE);
    let Some(asked) = (first..at).rev().find(|&at| tokens[at].stop() == Stop::Sentence) else {
        return false;
    };
    let is_digits = tokens[at..date.end].iter().all(|token| !is_month_name(token));
    let question = &tokens[asked.saturating_sub(REACH)..=asked];
    let words = question.iter().rev().skip(1).take_while(|token| token.stop() != Stop::Sentence);
    let mut words = question.iter().rev().take(1).chain(words);
    is_whole && is_digits && words.any(asks_for_end)
}

/// What is asked for with a month and a year.
fn asks_for_end(token: &Token) -> bool {
    let text = token.text();
    [
        "expir", "valid", "valab", "gultig", "ablauf", "ablauf", "caduc", "venc", "verfall",
        "perim", "echean",
    ]
    .iter()
    .any(|start| text.starts_with(start))
        || matches!(
            text,
            "month"
                | "monat"
                | "mois"
                | "mes"
                | "until"
                | "till"
                | "thru"
                | "through"
                | "datum"
                | "fecha"
                | "lapse"
                | "lapses"
        )
}

fn is_of_birth(words: &Canonical, at: usize) -> bool {
    const NEAR: usize = 14;
    let of_birth = DigitCue::Of(EntityKind::DateOfBirth);
    let near = at.saturating_sub(NEAR)..at + NEAR;
    words.cues().mentions().iter().any(|other| other.cue == of_birth && near.contains(&other.start))
}
