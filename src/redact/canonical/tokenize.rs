//! Cuts words into runs of letters and digits, and tells amounts from other numbers.

use super::fold::{Folded, fold};
use super::{Form, Lexicon, Stop, Token};
use crate::domain::Language;
use crate::redact::mask::marked;

/// From this many digits on, digits that touch letters are a number all the same.
const NUMBER_WITHIN_WORD: usize = 7;
/// From this many digits on, signs between them don't make them an amount.
const IDENTIFIER: usize = 9;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letters,
    Digits,
}

/// A run of letters or of digits, and the signs before it.
struct Chunk {
    class: Class,
    text: String,
    signs: String,
    is_capital: bool,
    is_upper: bool,
}

/// Reads words; fillers and words without a letter or digit leave no token.
pub(super) fn tokenize<'a>(words: impl IntoIterator<Item = (&'a str, &'a Language)>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (index, (word, language)) in words.into_iter().enumerate() {
        let lexicon = Lexicon::of(language);
        // A mark is no word and no cue: what stood there is masked, and nothing is read across it.
        if let Some(mark) = marked(word) {
            tokens.push(Token {
                text: "#".to_owned(),
                form: Form::Amount,
                mark: Some(mark),
                stop: stop_of(word.rsplit(']').next().unwrap_or_default(), ""),
                ..Token::blank(index, lexicon)
            });
            continue;
        }
        let folded = fold(word);
        let (chunks, tail) = chunks(&folded);
        if chunks.is_empty() {
            raise_stop(&mut tokens, &tail);
        }
        push_word(&mut tokens, index, (chunks, &tail), lexicon);
    }
    join_leading_zeros(&mut tokens);
    tokens
}

/// A number to call that Whisper begins as a fraction, `0,5 36 49 12 22`, begins with `05`.
fn join_leading_zeros(tokens: &mut [Token]) {
    const PAIRS: usize = 3;
    let is_pair = |token: &Token| token.form == Form::Number && token.text.len() == 2;
    for at in 0..tokens.len() {
        let is_fraction = matches!(tokens[at].amount.as_bytes(), [b'0', b',', b'1'..=b'9']);
        let pairs = tokens[at + 1..].iter().take(PAIRS).filter(|token| is_pair(token)).count();
        if is_fraction && pairs == PAIRS {
            let amount = std::mem::take(&mut tokens[at].amount);
            tokens[at].text = amount.replace(',', "");
            tokens[at].form = Form::Number;
        }
    }
}

fn push_word(
    tokens: &mut Vec<Token>,
    index: usize,
    (chunks, tail): (Vec<Chunk>, &str),
    lexicon: Lexicon,
) {
    if let [only] = chunks.as_slice()
        && lexicon.is_filler(&only.text)
    {
        return raise_stop(tokens, tail);
    }
    let form = number_form(&chunks, tail);
    let blank = Token::blank(index, lexicon);
    if form == Form::Grouped {
        let text = chunks.into_iter().map(|chunk| chunk.text).collect();
        let stop = stop_of(tail, "0");
        tokens.push(Token { text, form, stop, ..blank });
        return;
    }
    let amount = if form == Form::Amount { written(&chunks) } else { String::new() };
    for chunk in joined_to_letters(chunks) {
        let is_number = chunk.class == Class::Digits;
        let is_within = tokens.last().is_some_and(|last| last.words.start == index);
        if is_number && form == Form::Amount && is_within && ends_in_amount(tokens) {
            continue;
        }
        let joint = joint(&chunk.signs, is_within);
        tokens.push(Token {
            is_international: is_number && chunk.signs.contains('+'),
            form: if is_number { form } else { Form::Word },
            text: if is_number && form == Form::Amount { "#".to_owned() } else { chunk.text },
            joint,
            is_capital: chunk.is_capital,
            is_upper: chunk.is_upper,
            amount: if is_number { amount.clone() } else { String::new() },
            ..blank.clone()
        });
    }
    if tail.contains('@') {
        tokens.push(Token { text: "@".to_owned(), ..blank });
    }
    let last_text = tokens.last().map_or_else(String::new, |token| token.text.clone());
    if let Some(last) = tokens.last_mut().filter(|token| token.words.start == index) {
        last.stop = last.stop.max(stop_of(tail, &last_text));
        last.is_question |= tail.contains(['?', '؟']);
    }
}

/// The digits of a word and the signs between them.
fn written(chunks: &[Chunk]) -> String {
    const LONGEST: usize = 16;
    let mut written = String::new();
    for chunk in chunks.iter().filter(|chunk| chunk.class == Class::Digits).take(LONGEST) {
        if !written.is_empty() {
            written.push_str(&chunk.signs);
        }
        written.push_str(&chunk.text);
    }
    written
}

/// The sign that ties a run to what is before it. Whisper also begins words with one: `Jane` `.roe`,
/// `987` `-654`.
fn joint(signs: &str, is_within: bool) -> Option<char> {
    let is_tie = |sign: char| matches!(sign, '@' | '.' | '-');
    let mut signs = signs.chars();
    signs.next().filter(|&sign| is_within || (is_tie(sign) && signs.next().is_none()))
}

/// The parts of an amount, such as the hours and minutes of a time, are one token.
fn ends_in_amount(tokens: &[Token]) -> bool {
    tokens.last().is_some_and(|last| last.form == Form::Amount)
}

/// Punctuation that stands as a word of its own, or after a filler, ends the clause before it.
fn raise_stop(tokens: &mut [Token], tail: &str) {
    if let Some(last) = tokens.last_mut() {
        last.stop = last.stop.max(stop_of(tail, ""));
        last.is_question |= tail.contains(['?', '؟']);
    }
}

fn chunks(folded: &[Folded]) -> (Vec<Chunk>, String) {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut signs = String::new();
    for (at, &Folded { char, is_capital }) in folded.iter().enumerate() {
        let is_letter_at = |at: usize| folded.get(at).is_some_and(|next| next.char.is_alphabetic());
        let is_inner_apostrophe =
            char == '\'' && at > 0 && is_letter_at(at - 1) && is_letter_at(at + 1);
        let class = if char.is_ascii_digit() {
            Class::Digits
        } else if char.is_alphabetic() || is_inner_apostrophe {
            Class::Letters
        } else {
            signs.push(char);
            continue;
        };
        match chunks.last_mut() {
            Some(last) if last.class == class && signs.is_empty() => {
                last.text.push(char);
                last.is_upper = class == Class::Letters
                    && is_capital
                    && (last.is_upper || (last.is_capital && last.text.len() == 2));
            }
            _ => {
                let signs = std::mem::take(&mut signs);
                chunks.push(Chunk {
                    class,
                    text: char.to_string(),
                    signs,
                    is_capital,
                    is_upper: false,
                });
            }
        }
    }
    (chunks, signs)
}

/// Joins a few digits to the Latin letters that they touch: `42nd`, `1960s`, `b12` are words.
fn joined_to_letters(chunks: Vec<Chunk>) -> Vec<Chunk> {
    let mut joined: Vec<Chunk> = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        let is_short = |chunk: &Chunk| {
            if chunk.class == Class::Digits {
                chunk.text.len() < NUMBER_WITHIN_WORD
            } else {
                chunk.text.is_ascii()
            }
        };
        match joined.last_mut() {
            Some(last) if chunk.signs.is_empty() && is_short(&chunk) && is_short(last) => {
                last.text.push_str(&chunk.text);
                last.class = Class::Letters;
            }
            _ => joined.push(chunk),
        }
    }
    joined
}

/// What the digits of a word are, told by the signs between them.
fn number_form(chunks: &[Chunk], tail: &str) -> Form {
    let is_money = |signs: &str| signs.contains(['$', '€', '£', '¥', '₹', '₽', '%', '‰', '°']);
    if chunks.iter().any(|chunk| is_money(&chunk.signs)) || is_money(tail) {
        return Form::Amount;
    }
    let digits: Vec<(&str, &str)> = chunks
        .windows(2)
        .filter(|pair| pair.iter().all(|chunk| chunk.class == Class::Digits))
        .map(|pair| (pair[1].signs.as_str(), pair[1].text.as_str()))
        .collect();
    let Some(first) = chunks.iter().find(|chunk| chunk.class == Class::Digits) else {
        return Form::Word;
    };
    if digits.iter().any(|(sign, _)| *sign == ":") {
        return Form::Amount;
    }
    let is_thousands = |sign: &str| {
        first.text.len() <= 3
            && chunks.len() == digits.len() + 1
            && digits.iter().all(|(between, text)| *between == sign && text.len() == 3)
    };
    let is_address = digits.len() == 3
        && digits.iter().all(|(sign, text)| *sign == "." && is_octet(text))
        && is_octet(&first.text);
    match digits.as_slice() {
        [] => Form::Number,
        _ if is_address => Form::Number,
        _ if is_thousands(",")
            || is_indian(first, &digits)
            || (digits.len() > 1 && is_thousands(".")) =>
        {
            Form::Grouped
        }
        // More digits than a date, a time or a fraction has.
        rest if count(first, rest) >= IDENTIFIER => Form::Number,
        // 3.14 and 3,5, but 555.0142.
        [(".", text)] if (first.text.len(), text.len()) != (3, 4) => Form::Amount,
        [(",", text)] if first.text.len() <= 3 && text.len() <= 2 => Form::Amount,
        // 12/05/1984 and 1/2, but 030/123456.
        [("/", text)] if first.text.starts_with('0') && text.len() >= 5 => Form::Number,
        signs if signs.iter().any(|(sign, _)| *sign == "/") => Form::Amount,
        _ => Form::Number,
    }
}

/// Whether it may be part of an address in the internet protocol.
fn is_octet(text: &str) -> bool {
    text.parse::<u32>().is_ok_and(|value| value < 256)
}

fn count(first: &Chunk, rest: &[(&str, &str)]) -> usize {
    first.text.len() + rest.iter().map(|(_, text)| text.len()).sum::<usize>()
}

/// Lakhs and crores: `14,45,918`.
fn is_indian(first: &Chunk, rest: &[(&str, &str)]) -> bool {
    let Some(((last_sign, last), middle)) = rest.split_last() else { return false };
    let is_pair = |(sign, text): &(&str, &str)| *sign == "," && text.len() == 2;
    let is_last = *last_sign == "," && last.len() == 3;
    first.text.len() <= 2 && is_last && !middle.is_empty() && middle.iter().all(is_pair)
}

fn stop_of(tail: &str, text: &str) -> Stop {
    const TITLES: [&str; 11] =
        ["mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "sra", "hr", "mme"];
    let is_abbreviated = tail == "."
        && (TITLES.contains(&text)
            || (text.chars().count() == 1 && text.chars().all(char::is_alphabetic)));
    if is_abbreviated {
        Stop::None
    } else if tail.contains("..") || tail.contains('…') {
        // A pause.
        Stop::Clause
    } else if tail.contains(['.', '!', '?', '。', '؟', '।']) {
        Stop::Sentence
    } else if tail.contains([',', ';', ':', '-', '،', '、', ')', '"', '»', '”']) {
        Stop::Clause
    } else {
        Stop::None
    }
}
