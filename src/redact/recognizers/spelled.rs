//! Names said letter by letter: "Roe, that's R O E", "lima india november".

use std::ops::Range;

use crate::redact::Canonical;
use crate::redact::canonical::Token;

/// How far after a name its spelling may begin: "Roe, that's spelled R O E".
const REACH: usize = 12;
/// Fewer letters are initials.
const FEWEST: usize = 3;
/// No name has more.
const MOST: usize = 64;

/// Three or more letters said one by one soon after `start`.
pub(super) fn spelling(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    let reach = tokens.len().min(start + REACH);
    let mut at = start;
    while at < reach {
        let letters = tokens[at..].iter().take(MOST).take_while(|token| letter(token).is_some());
        let length = letters.count();
        if length >= FEWEST {
            return Some(at..at + length);
        }
        at += length + 1;
    }
    None
}

/// A word with a capital that is spelled right after, and its spelling: "Fields, F I E L D S".
pub(super) fn spelled_out(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    let is_word = |token: &Token| token.is_word() && token.is_capital() && letter(token).is_none();
    let begins = move |at: &usize| letter(&tokens[*at]).is_some() && is_word(&tokens[*at - 1]);
    (1..tokens.len()).filter(begins).filter_map(move |at| {
        let letters: String = tokens[at..].iter().take(MOST).map_while(letter).collect();
        let count = letters.chars().count();
        // "Le Bihan, L E B I H A N".
        let is_spelled = |start: usize| {
            let said = tokens[start..at].iter().flat_map(|token| token.text().chars());
            said.filter(|char| char.is_alphabetic()).eq(letters.chars())
        };
        let start = (1..=FEWEST).filter_map(|back| at.checked_sub(back)).find(|&at| is_spelled(at));
        start.filter(|_| count >= FEWEST).map(|start| start..at + count)
    })
}

/// The spelling of a name found: it begins as one of its words does.
pub(super) fn spelling_of(tokens: &[Token], name: &Range<usize>) -> Option<Range<usize>> {
    let spelled = spelling(tokens, name.end)?;
    let first = letter(&tokens[spelled.start]);
    let begins_so = |token: &Token| token.text().chars().next() == first;
    tokens[name.clone()].iter().any(begins_so).then_some(spelled)
}

/// Whether radio operators say the word for a letter.
pub(super) fn is_radio_word(token: &Token) -> bool {
    token.text().len() > 1 && letter(token).is_some()
}

/// The letter that a token says, be it by the word that radio operators say for it.
fn letter(token: &Token) -> Option<char> {
    const ALPHABET: &str = "alfa alpha bravo charlie delta echo foxtrot golf hotel india juliet \
        juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor \
        whiskey xray yankee zulu";
    let text = token.text();
    let first = text.chars().next().filter(|first| first.is_alphabetic() && token.is_word())?;
    let is_alone = text.chars().count() == 1;
    (is_alone || ALPHABET.split_whitespace().any(|word| word == text)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn a_names_spelling_goes_with_it() {
        check(
            EntityKind::Name,
            &[
                ("en", "my name is {Castellan}, that's {C A S T E L L A N}, thanks"),
                ("en", "It's for {Lindqvist, lima india november delta}, thanks."),
                ("de", "Schreibt man so: {Berg, B E R G}, wie der Berg."),
                ("en", "I asked {Okafor}, and the B C D line is closed."),
            ],
        );
    }
}
