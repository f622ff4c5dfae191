//! Texts in a form in which they can be compared.
//!
//! After the normalisers of Whisper's paper (Radford et al. 2022, appendix C), with two changes:
//! numbers that follow one another are not joined ("one two three" and "1, 2, 3" are alike), and
//! there is no table of British and American spellings.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::domain::{ENGLISH_TENS, ENGLISH_UNITS, Language};

const FILLERS: &[&str] = &["hmm", "mm", "mhm", "mmm", "uh", "um"];

/// What English words stand for, as a whole.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("won't", "will not"),
    ("can't", "can not"),
    ("let's", "let us"),
    ("ain't", "aint"),
    ("y'all", "you all"),
    ("wanna", "want to"),
    ("gotta", "got to"),
    ("gonna", "going to"),
    ("woulda", "would have"),
    ("coulda", "could have"),
    ("shoulda", "should have"),
    ("ma'am", "madam"),
    ("mr", "mister"),
    ("mrs", "missus"),
    ("st", "saint"),
    ("dr", "doctor"),
    ("prof", "professor"),
    ("capt", "captain"),
    ("gov", "governor"),
    ("gen", "general"),
    ("sen", "senator"),
    ("rep", "representative"),
    ("pres", "president"),
    ("rev", "reverend"),
    ("lt", "lieutenant"),
    ("col", "colonel"),
    ("jr", "junior"),
    ("sr", "senior"),
];

/// What the ends of English words stand for.
const SHORT_ENDS: &[(&str, &str)] = &[
    ("n't", " not"),
    ("'re", " are"),
    ("'s", " is"),
    ("'d", " would"),
    ("'ll", " will"),
    ("'t", " not"),
    ("'ve", " have"),
    ("'m", " am"),
];

const POWERS: &[(&str, u64)] = &[("thousand", 1_000), ("million", 1_000_000)];

/// The words of a text in `language`, in lower case and without punctuation.
///
/// What stands in brackets was not said. In English short forms are written out, accents and
/// fillers go, and numbers become digits.
#[must_use]
pub fn normalized(text: &str, language: &Language) -> Vec<String> {
    let text = without_brackets(&text.to_lowercase());
    if language.code() != "en" {
        let words = text.nfkc().map(|c| if is_sign(c) { ' ' } else { c }).collect::<String>();
        return words.split_whitespace().map(str::to_owned).collect();
    }
    let text = text.replace(['’', '‘'], "'").replace(" '", "'");
    let text = without_marks_within_numbers(&text);
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || (is_sign(c) && !is_kept(c)))
        .filter(|word| !FILLERS.contains(word))
        .flat_map(|word| written_out(word).split(' ').map(plain).collect::<Vec<_>>())
        .filter(|word| !word.is_empty())
        .collect();
    in_digits(&words)
}

fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !is_combining_mark(c)
}

/// Signs that belong to the word beside them.
const fn is_kept(c: char) -> bool {
    matches!(c, '\'' | '.' | '%' | '$' | '¢' | '€' | '£')
}

/// Leaves out `[…]`, `<…>` and `(…)`.
fn without_brackets(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['[', '<', '(']) {
        let closing = match rest.as_bytes()[open] {
            b'[' => ']',
            b'<' => '>',
            _ => ')',
        };
        let Some(length) = rest[open..].find(closing) else { break };
        kept.push_str(&rest[..open]);
        rest = &rest[open + length + 1..];
    }
    kept + rest
}

/// `1,200.` becomes `1200`, and `3.5` stays.
fn without_marks_within_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_digit =
        |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        match c {
            ',' if is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)) => {}
            '.' if !is_digit(Some(at + 1)) => out.push(' '),
            _ => out.push(*c),
        }
    }
    out
}

fn written_out(word: &str) -> String {
    if let Some((_, long)) = SHORT_FORMS.iter().find(|(short, _)| *short == word) {
        return (*long).to_owned();
    }
    let end = SHORT_ENDS.iter().find_map(|(short, long)| Some((word.strip_suffix(short)?, long)));
    end.map_or_else(|| word.to_owned(), |(stem, long)| format!("{stem}{long}"))
}

/// Without accents, and without signs that stand by no number.
fn plain(word: &str) -> String {
    let has_digit = word.contains(|c: char| c.is_ascii_digit());
    let letters = word.nfkd().filter(|c| !is_combining_mark(*c));
    letters.filter(|c| c.is_alphanumeric() || (has_digit && is_kept(*c) && *c != '\'')).collect()
}

/// Numbers in words as digits: "two hundred and five" is "205".
fn in_digits(words: &[String]) -> Vec<String> {
    let mut out = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        match number(&words[at..]) {
            Some((value, length)) => {
                out.push(value.to_string());
                at += length;
            }
            None => {
                out.push(words[at].clone());
                at += 1;
            }
        }
    }
    out
}

/// The number that `words` begin with, and how many of them it takes.
fn number(words: &[String]) -> Option<(u64, usize)> {
    let (mut total, mut length) = (0, 0);
    let (mut group, mut at) = below_thousand(words)?;
    while let Some((_, power)) =
        words.get(at).and_then(|word| POWERS.iter().find(|(name, _)| name == word))
    {
        total += group * power;
        (length, group) = (at + 1, 0);
        at = length;
        let Some((next, more)) = words.get(at..).and_then(below_thousand) else { break };
        (group, at) = (next, at + more);
        length = at;
    }
    Some((total + group, length.max(at)))
}

fn below_thousand(words: &[String]) -> Option<(u64, usize)> {
    let (value, length) = below_hundred(words)?;
    if words.get(length).map(String::as_str) != Some("hundred") {
        return Some((value, length));
    }
    let after = length + 1;
    let joined = usize::from(words.get(after).is_some_and(|word| word == "and"));
    match words.get(after + joined..).and_then(below_hundred) {
        Some((rest, more)) => Some((value * 100 + rest, after + joined + more)),
        None => Some((value * 100, after)),
    }
}

fn below_hundred(words: &[String]) -> Option<(u64, usize)> {
    let place = |names: &[&str], at: usize| {
        words.get(at).and_then(|word| names.iter().position(|name| name == word))
    };
    if let Some(ones) = place(&ENGLISH_UNITS, 0) {
        return Some((ones as u64, 1));
    }
    let tens = (place(&ENGLISH_TENS, 0)? as u64 + 2) * 10;
    match place(&ENGLISH_UNITS, 1).filter(|ones| (1..10).contains(ones)) {
        Some(ones) => Some((tens + ones as u64, 2)),
        None => Some((tens, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(text: &str) -> String {
        normalized(text, &Language::english()).join(" ")
    }

    #[test]
    fn what_sounds_alike_is_written_alike_in_english() {
        let alike = [
            ("Mr. Dashwood, I can’t — um — won't!", "mister dashwood i can not will not"),
            ("1, 2, 3.", "one two three"),
            ("She's got $1,200.50 (laughs)", "she is got $1200.50"),
            ("Two hundred and five café tables", "205 cafe tables"),
            ("forty-two thousand and six", "42000 and six"),
            ("It’s 9. We’ll go", "it is nine we will go"),
        ];
        for (one, other) in alike {
            assert_eq!(english(one), english(other), "{one}");
        }
        assert_eq!(english("three hundred thousand twenty one boats"), "300021 boats");
    }

    #[test]
    fn other_languages_keep_their_accents() {
        let french: Language = "fr".parse().unwrap();
        let words = normalized("Déjà, l’audio [musique] : d'où ?", &french).join(" ");
        assert_eq!(words, "déjà l audio d où");
    }
}
