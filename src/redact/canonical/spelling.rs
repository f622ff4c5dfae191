//! Letters said for themselves: "b as in boy", "capital j", "m wie Martha", "double t".

use super::{Stop, Token};
use crate::redact::vocabulary;

/// The letter, or the doubled letter, that `tokens` begin with, and how many tokens say it.
pub(super) fn read(tokens: &[Token]) -> Option<(String, usize)> {
    let first = tokens.first()?;
    if let Some(letter) = letter(first) {
        if letter == 'x' && tokens.get(1).is_some_and(|next| next.text() == "ray") {
            return Some(("x".to_owned(), 2));
        }
        return read_likened(tokens, letter).or_else(|| read_with_case_after(tokens, letter));
    }
    if first.stop() != Stop::None {
        return None;
    }
    let next = tokens.get(1)?;
    match first.text() {
        "capital" | "uppercase" | "lowercase" | "majuscule" | "minuscule" | "mayuscula"
        | "minuscula" | "grosses" | "kleines" => {
            let letter = letter(next)?;
            Some(
                read_likened(&tokens[1..], letter).map_or_else(
                    || (letter.to_string(), 2),
                    |(letter, length)| (letter, length + 1),
                ),
            )
        }
        "double" | "doppel" | "doble" if matches!(next.text(), "u" | "v" | "uve" | "ve") => {
            Some(("w".to_owned(), 2))
        }
        "double" | "doppel" | "doble" => Some((letter(next)?.to_string().repeat(2), 2)),
        _ => None,
    }
}

fn letter(token: &Token) -> Option<char> {
    let mut chars = token.text().chars();
    let letter = chars.next().filter(char::is_ascii_lowercase)?;
    (chars.next().is_none() && token.is_word()).then_some(letter)
}

/// "B as in boy", "b for boy", "b comme Bernard", "b wie Berta", "b de Barcelona".
fn read_likened(tokens: &[Token], letter: char) -> Option<(String, usize)> {
    let text = |at: usize| tokens.get(at).map_or("", Token::text);
    let (length, is_sure) = match (text(1), text(2)) {
        ("as", "in" | "and") => (3, true),
        ("comme" | "wie" | "como", _) => (2, true),
        ("for" | "like" | "de", _) => (2, false),
        _ => return None,
    };
    let is_whole = tokens[1..length].iter().all(|token| token.stop() == Stop::None);
    let likened = tokens.get(length)?;
    let begins = likened.text().starts_with(letter) && likened.text().len() > 1;
    let is_plain = is_sure || !vocabulary::is_function(likened.text());
    let is_x_ray = letter == 'x' && likened.text() == "x" && text(length + 1) == "ray";
    let is_parted = tokens[0].stop() == Stop::Sentence;
    if is_parted || !is_whole || !(is_x_ray || (begins && is_plain)) {
        return None;
    }
    Some((letter.to_string(), length + 1 + usize::from(is_x_ray)))
}

/// "J majuscule".
fn read_with_case_after(tokens: &[Token], letter: char) -> Option<(String, usize)> {
    let case = tokens.get(1)?.text();
    let is_case = matches!(case, "majuscule" | "minuscule" | "mayuscula" | "minuscula");
    (is_case && tokens[0].stop() == Stop::None).then(|| (letter.to_string(), 2))
}
