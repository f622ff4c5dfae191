//! Puts spoken number words together: "seventy nine" is one token `79`, "double seven" is `77`.
//!
//! One pass with a bounded look-ahead, so its time is linear. Only what a listener would join is
//! joined: "nineteen eighty four" stays `19 84`, and a comma keeps numbers apart.

use super::lexicon::NumberWord;
use super::{Form, Stop, Token};

/// A number read from some tokens.
struct Reading {
    text: String,
    form: Form,
    /// How many tokens it takes.
    length: usize,
}

/// Replaces number words by numbers, and marks what money and percent words follow as amounts.
pub(super) fn compose(tokens: Vec<Token>) -> Vec<Token> {
    let mut composed: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let is_after_number = composed.last().is_some_and(Token::is_digits);
        let Some(reading) = read(&tokens[at..], is_after_number) else {
            composed.push(tokens[at].clone());
            at += 1;
            continue;
        };
        let last = &tokens[at + reading.length - 1];
        composed.push(Token {
            words: tokens[at].words.start..last.words.end,
            stop: last.stop,
            text: reading.text,
            form: reading.form,
            ..tokens[at].clone()
        });
        at += reading.length;
    }
    for at in 1..composed.len() {
        if is_unit_of_amount(&composed[at].text) && composed[at - 1].stop == Stop::None {
            let number = &mut composed[at - 1];
            if number.is_digits() && number.text.len() < 7 {
                number.form = Form::Amount;
                "#".clone_into(&mut number.text);
            }
        }
    }
    composed
}

impl Token {
    fn is_digits(&self) -> bool {
        matches!(self.form, Form::Number | Form::Grouped)
    }

    fn number_word(&self) -> Option<NumberWord> {
        if self.form == Form::Word { self.lexicon.number(&self.text) } else { None }
    }
}

fn read(tokens: &[Token], is_after_number: bool) -> Option<Reading> {
    let first = tokens.first()?;
    if first.is_digits() {
        return read_large(tokens, 1);
    }
    match first.number_word()? {
        NumberWord::Repeat(times) => read_repeat(tokens, times),
        NumberWord::WeakUnit(digit) => {
            let number = || Reading { text: digit.to_string(), form: Form::Number, length: 1 };
            if is_after_number { Some(number()) } else { read_weak(tokens, number) }
        }
        NumberWord::Large | NumberWord::Hundred => read_hundreds(tokens, 1, 0),
        _ => read_spoken(tokens),
    }
}

/// An article or "oh" before a number is a digit if what follows it, past others like it, is a
/// number said apart; "eine Million" and "un cent" are read with what follows.
fn read_weak(tokens: &[Token], number: impl Fn() -> Reading) -> Option<Reading> {
    const FURTHEST: usize = 4;
    for next in tokens.iter().skip(1).take(FURTHEST) {
        match next.number_word() {
            Some(NumberWord::WeakUnit(_)) => {}
            Some(NumberWord::Large) => return read_large(tokens, 1),
            Some(_) => return Some(number()),
            None if next.is_digits() => return Some(number()),
            None => return None,
        }
    }
    None
}

/// "Double seven", "triple 9", "double oh".
fn read_repeat(tokens: &[Token], times: usize) -> Option<Reading> {
    let next = tokens.get(1)?;
    let digit = match next.number_word() {
        Some(NumberWord::Unit(digit) | NumberWord::WeakUnit(digit)) => digit.to_string(),
        None if next.form == Form::Number && next.text.len() == 1 => next.text.clone(),
        _ => return None,
    };
    Some(Reading { text: digit.repeat(times), form: Form::Number, length: 2 })
}

fn read_spoken(tokens: &[Token]) -> Option<Reading> {
    let (value, length) = below_hundred(tokens)?;
    let hundred = tokens.get(length).filter(|_| tokens[length - 1].stop == Stop::None);
    if value > 0 && hundred.and_then(Token::number_word) == Some(NumberWord::Hundred) {
        return read_hundreds(tokens, value, length);
    }
    read_large(tokens, length)
        .or_else(|| Some(Reading { text: value.to_string(), form: Form::Number, length }))
}

/// "(eight) hundred (and) five": `length` tokens were read before the word "hundred".
fn read_hundreds(tokens: &[Token], count: u32, length: usize) -> Option<Reading> {
    let word = tokens.get(length)?;
    if word.number_word() == Some(NumberWord::Large) {
        return None;
    }
    let mut length = length + 1;
    let mut value = count * 100;
    if word.stop == Stop::None {
        let has_and = tokens.get(length).is_some_and(|next| next.text == next.lexicon.and());
        let rest = tokens.get(length + usize::from(has_and)..).and_then(below_hundred);
        if let Some((rest, rest_length)) = rest.filter(|(rest, _)| *rest > 0) {
            value += rest;
            length += usize::from(has_and) + rest_length;
        }
    }
    if count == 1 && length == 1 && word.lexicon == super::Lexicon::English {
        // "A hundred", "hundred": no digits were said.
        return read_large(tokens, length);
    }
    read_large(tokens, length)
        .or_else(|| Some(Reading { text: value.to_string(), form: Form::Number, length }))
}

/// The amount that "thousand" and the like make of the number before it, with what follows.
fn read_large(tokens: &[Token], length: usize) -> Option<Reading> {
    const MOST_WORDS: usize = 12;
    let is_large =
        |at: usize| tokens.get(at).is_some_and(|t| t.number_word() == Some(NumberWord::Large));
    if !is_large(length) || tokens[length - 1].stop != Stop::None {
        return None;
    }
    let mut end = length + 1;
    while end < MOST_WORDS && tokens[end - 1].stop == Stop::None {
        let Some(next) = tokens.get(end) else { break };
        let is_and = next.text == next.lexicon.and()
            && tokens.get(end + 1).is_some_and(|after| after.number_word().is_some());
        if !is_and && next.number_word().is_none() {
            break;
        }
        end += 1;
    }
    Some(Reading { text: "#".to_owned(), form: Form::Amount, length: end })
}

/// A number from 0 to 99 and how many tokens say it.
fn below_hundred(tokens: &[Token]) -> Option<(u32, usize)> {
    use super::Lexicon::French;
    let first = tokens.first()?;
    let is_french = first.lexicon == French;
    let next = if first.stop == Stop::None { tokens.get(1) } else { None };
    let next_number = next.and_then(Token::number_word);
    match (first.number_word()?, next_number) {
        (NumberWord::Unit(4), Some(NumberWord::Tens(20))) if is_french => {
            let (rest, length) = added(&tokens[1..], true).unwrap_or((0, 0));
            Some((80 + rest, 2 + length))
        }
        (NumberWord::Whole(10), Some(NumberWord::Unit(unit @ 7..=9))) if is_french => {
            Some((10 + unit, 2))
        }
        (NumberWord::Unit(value) | NumberWord::Whole(value), _) => Some((value, 1)),
        (NumberWord::Tens(tens), _) => {
            let (rest, length) = added(tokens, is_french && tens == 60).unwrap_or((0, 0));
            Some((tens + rest, 1 + length))
        }
        _ => None,
    }
}

/// What is added to the tens that `tokens` begin with: "two", "et un", "y dos", "dix-neuf".
fn added(tokens: &[Token], may_pass_nine: bool) -> Option<(u32, usize)> {
    let (tens, after) = tokens.split_first()?;
    if tens.stop != Stop::None {
        return None;
    }
    let has_and = tens.lexicon != super::Lexicon::English
        && after.first().is_some_and(|next| next.text == next.lexicon.and());
    let rest = after.get(usize::from(has_and)..)?;
    let (value, length) = match (rest.first()?.number_word()?, may_pass_nine) {
        (NumberWord::Unit(unit @ 1..=9), _) => (unit, 1),
        // "Vingt et un", "treinta y un": after the tens "un" is no article.
        (NumberWord::WeakUnit(1), _) => (1, 1),
        (NumberWord::Whole(10..=19), true) => below_hundred(rest)?,
        _ => return None,
    };
    Some((value, usize::from(has_and) + length))
}

/// Words after which a number is money or a share.
fn is_unit_of_amount(word: &str) -> bool {
    matches!(
        word,
        "dollar"
            | "dollars"
            | "bucks"
            | "cents"
            | "euro"
            | "euros"
            | "pounds"
            | "percent"
            | "quid"
            | "prozent"
            | "dolares"
            | "pesos"
            | "francs"
            | "franken"
            | "per"
    )
}
