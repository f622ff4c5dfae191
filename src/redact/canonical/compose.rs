//! Puts spoken number words together: "seventy nine" is one token `79`, "double seven" is `77`.
//!
//! One pass with a bounded look-ahead, so its time is linear. Only what a listener would join is
//! joined: "nineteen eighty four" stays `19 84`, and a comma keeps numbers apart.

use super::lexicon::NumberWord;
use super::{Form, Stop, Token, spelling};
use crate::redact::digits::is_moment;

/// A number read from some tokens.
struct Reading {
    text: String,
    form: Form,
    /// How many tokens it takes.
    length: usize,
    /// Of an amount, its value, where that is small enough to be a year.
    amount: String,
}

impl Reading {
    fn number(text: String, length: usize) -> Self {
        Self { text, form: Form::Number, length, amount: String::new() }
    }

    fn amount(value: Option<u32>, length: usize) -> Self {
        let amount = value.map_or_else(String::new, |value| value.to_string());
        Self { text: "#".to_owned(), form: Form::Amount, length, amount }
    }
}

/// Replaces number words by numbers, and marks what money and percent words follow as amounts.
pub(super) fn compose(tokens: &[Token]) -> Vec<Token> {
    let mut composed: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let is_after_number = composed.last().is_some_and(Token::is_digits);
        if let Some((letter, length)) = spelling::read(&tokens[at..]) {
            let last = &tokens[at + length - 1];
            composed.push(Token {
                words: tokens[at].words.start..last.words.end,
                stop: last.stop,
                is_question: last.is_question,
                text: letter,
                is_spelled: true,
                ..tokens[at].clone()
            });
            at += length;
            continue;
        }
        let read = read(&tokens[at..], is_after_number);
        let Some(reading) = read.filter(|_| !is_pronoun(&tokens[at], composed.last())) else {
            composed.push(tokens[at].clone());
            at += 1;
            continue;
        };
        let last = &tokens[at + reading.length - 1];
        composed.push(Token {
            words: tokens[at].words.start..last.words.end,
            stop: last.stop,
            is_question: last.is_question,
            text: reading.text,
            form: reading.form,
            amount: reading.amount,
            ..tokens[at].clone()
        });
        at += reading.length;
    }
    mark_amounts(&mut composed);
    composed
}

/// "The blue one, 4242 …", "from the same one, 555 …": no digit.
fn is_pronoun(one: &Token, before: Option<&Token>) -> bool {
    one.text == "one"
        && one.stop != Stop::None
        && before.is_some_and(|before| {
            before.stop == Stop::None
                && matches!(
                    before.text.as_str(),
                    "same"
                        | "this"
                        | "that"
                        | "which"
                        | "other"
                        | "blue"
                        | "red"
                        | "green"
                        | "black"
                        | "white"
                        | "gold"
                        | "silver"
                        | "yellow"
                        | "grey"
                        | "gray"
                        | "pink"
                        | "old"
                        | "new"
                        | "right"
                        | "wrong"
                        | "first"
                        | "last"
                        | "long"
                        | "short"
                        | "big"
                        | "little"
                        | "small"
                        | "only"
                        | "another"
                        | "main"
                        | "usual"
                        | "good"
                        | "plastic"
                        | "company"
                        | "work"
                        | "joint"
                        | "personal"
                        | "business"
                )
        })
}

/// Makes an amount of a number before "dollars" and the like. The end of a longer run is none: an
/// identifier must not lose its last digits to a misheard word.
fn mark_amounts(tokens: &mut [Token]) {
    const MOST_DIGITS: usize = 6;
    for at in 1..tokens.len() {
        let is_within_run = at > 1 && tokens[at - 2].is_digits();
        let is_counted = is_unit_of_amount(&tokens[at].text) && !is_within_run;
        let number = &mut tokens[at - 1];
        let may_be = number.is_digits() && number.text.len() <= MOST_DIGITS;
        if is_counted && may_be && number.stop == Stop::None {
            number.form = Form::Amount;
            number.amount = std::mem::replace(&mut number.text, "#".to_owned());
        }
    }
}

impl Token {
    fn number_word(&self) -> Option<NumberWord> {
        if self.form == Form::Word { self.lexicon.number(&self.text) } else { None }
    }
}

fn read(tokens: &[Token], is_after_number: bool) -> Option<Reading> {
    let first = tokens.first()?;
    if let Some(reading) = read_times(tokens) {
        return Some(reading);
    }
    if first.is_digits() {
        return read_large(tokens, 1, first.text.parse().ok());
    }
    let is_moment = || {
        let is_article = !matches!(first.text.as_str(), "eins" | "uno");
        let next = tokens.get(1).filter(|_| is_article && first.stop == Stop::None);
        next.is_some_and(|next| is_moment(&next.text))
    };
    match first.number_word()? {
        // "Five, one moment, three".
        NumberWord::Unit(1) | NumberWord::WeakUnit(1) if is_moment() => None,
        NumberWord::Repeat(times) => read_repeat(tokens, times),
        NumberWord::WeakUnit(digit) => {
            let number = || Reading::number(digit.to_string(), 1);
            // "Tragen Sie 10 ein": the digit is "eins".
            let is_digit = is_after_number && first.lexicon != super::Lexicon::German;
            if is_digit { Some(number()) } else { read_weak(tokens, number) }
        }
        NumberWord::Large => read_leading_thousand(tokens),
        NumberWord::Thousands(value) => Some(Reading::amount(Some(value), 1)),
        NumberWord::Hundred => read_hundreds(tokens, 1, 0),
        NumberWord::Hundreds(value) => read_hundreds(tokens, value / 100, 0),
        _ => read_spoken(tokens),
    }
}

/// An article or "oh" before a number is a digit if what follows it, past others like it, is a
/// number said apart; "eine Million" and "un cent" are read with what follows.
fn read_weak(tokens: &[Token], number: impl Fn() -> Reading) -> Option<Reading> {
    const FURTHEST: usize = 4;
    for (back, next) in tokens.iter().skip(1).take(FURTHEST).enumerate() {
        match next.number_word() {
            Some(NumberWord::WeakUnit(_)) => {}
            // "Un slash trente et un".
            None if back == 0 && parts_numbers(&next.text) => {}
            Some(NumberWord::Large) => return read_large(tokens, 1, Some(1)),
            Some(_) => return Some(number()),
            None if next.is_digits() => return Some(number()),
            None => return None,
        }
    }
    // "Un un un un".
    let is_weak = |token: &Token| matches!(token.number_word(), Some(NumberWord::WeakUnit(_)));
    (tokens.len() > 2 && tokens[..3].iter().all(is_weak)).then(number)
}

/// A sign that is said between a month and a year.
fn parts_numbers(word: &str) -> bool {
    matches!(word, "slash" | "barre" | "barra" | "schragstrich")
}

/// "Double seven", "triple 9", "double oh".
fn read_repeat(tokens: &[Token], times: usize) -> Option<Reading> {
    // "Zweimal die acht".
    let at = 1 + usize::from(tokens.get(1)?.text == "die");
    Some(Reading::number(digit(tokens.get(at)?)?.repeat(times), at + 1))
}

/// "Deux fois zéro", "dos veces ocho", "2 times 5".
fn read_times(tokens: &[Token]) -> Option<Reading> {
    let times = match digit(tokens.first()?)?.as_str() {
        "2" => 2,
        "3" => 3,
        "4" => 4,
        _ => return None,
    };
    is_times(tokens.get(1)?).then_some(())?;
    Some(Reading::number(digit(tokens.get(2)?)?.repeat(times), 3))
}

fn is_times(token: &Token) -> bool {
    matches!(token.text.as_str(), "fois" | "veces" | "times" | "mal")
}

/// A digit said or written alone.
fn digit(token: &Token) -> Option<String> {
    match token.number_word() {
        Some(NumberWord::Unit(digit) | NumberWord::WeakUnit(digit)) => Some(digit.to_string()),
        None if token.form == Form::Number && token.text.len() == 1 => Some(token.text.clone()),
        _ => None,
    }
}

fn read_spoken(tokens: &[Token]) -> Option<Reading> {
    let (value, length) = below_hundred(tokens)?;
    let hundred = tokens.get(length).filter(|_| tokens[length - 1].stop == Stop::None);
    if value > 0 && hundred.and_then(Token::number_word) == Some(NumberWord::Hundred) {
        return read_hundreds(tokens, value, length);
    }
    read_large(tokens, length, Some(value))
        .or_else(|| Some(Reading::number(value.to_string(), length)))
}

/// "(eight) hundred (and) five": `length` tokens were read before the word "hundred".
fn read_hundreds(tokens: &[Token], count: u32, length: usize) -> Option<Reading> {
    let (value, length) = hundreds(tokens, count, length)?;
    let is_bare = value == 100 && length == 1 && tokens[0].lexicon == super::Lexicon::English;
    if is_bare {
        // "A hundred", "hundred": no digits were said.
        return read_large(tokens, length, Some(value));
    }
    read_large(tokens, length, Some(value))
        .or_else(|| Some(Reading::number(value.to_string(), length)))
}

/// The value of "(eight) hundred (and) five", and how many tokens say it.
fn hundreds(tokens: &[Token], count: u32, length: usize) -> Option<(u32, usize)> {
    let word = tokens.get(length)?;
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
    Some((value, length))
}

/// The value of the number below a thousand that `tokens` begin with.
fn below_thousand(tokens: &[Token]) -> Option<u32> {
    match tokens.first()?.number_word() {
        Some(NumberWord::Hundred) => hundreds(tokens, 1, 0).map(|(value, _)| value),
        Some(NumberWord::Hundreds(value)) => {
            hundreds(tokens, value / 100, 0).map(|(value, _)| value)
        }
        _ => {
            let (value, length) = below_hundred(tokens)?;
            let has_hundred =
                tokens.get(length).and_then(Token::number_word) == Some(NumberWord::Hundred);
            if has_hundred {
                hundreds(tokens, value, length).map(|(value, _)| value)
            } else {
                Some(value)
            }
        }
    }
}

/// "Mille neuf cent soixante-deux", "mil novecientos": a thousand that nothing counts.
fn read_leading_thousand(tokens: &[Token]) -> Option<Reading> {
    let follows = tokens.get(1).and_then(Token::number_word);
    let is_counted = tokens[0].stop == Stop::None
        && follows.is_some_and(|next| !matches!(next, NumberWord::WeakUnit(_)));
    if tokens[0].lexicon == super::Lexicon::English || !is_counted {
        return None;
    }
    read_large(tokens, 0, Some(1))
}

/// The amount that "thousand" and the like make of the number before it, with what follows;
/// `count` is the number before it, where it is known.
fn read_large(tokens: &[Token], length: usize, count: Option<u32>) -> Option<Reading> {
    const MOST_WORDS: usize = 12;
    let is_large =
        |at: usize| tokens.get(at).is_some_and(|t| t.number_word() == Some(NumberWord::Large));
    let is_parted = length.checked_sub(1).is_some_and(|before| tokens[before].stop != Stop::None);
    if !is_large(length) || is_parted {
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
    Some(Reading::amount(thousands(&tokens[length..end], count), end))
}

/// The value of "thousand (and) four" for so many thousands, if no more than a year has.
fn thousands(tokens: &[Token], count: Option<u32>) -> Option<u32> {
    let (word, rest) = tokens.split_first()?;
    let count = count.filter(|count| (1..10).contains(count))?;
    let is_thousand = matches!(word.text.as_str(), "thousand" | "mille" | "tausend" | "mil");
    let has_and = rest.first().is_some_and(|next| next.text == next.lexicon.and());
    let rest = rest.get(usize::from(has_and)..).unwrap_or_default();
    is_thousand.then(|| count * 1000 + below_thousand(rest).unwrap_or(0))
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
        // "Quarante, deux fois zéro".
        (NumberWord::Unit(_), _)
            if rest.get(1).is_some_and(is_times) && rest.get(2).and_then(digit).is_some() =>
        {
            return None;
        }
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
    )
}
