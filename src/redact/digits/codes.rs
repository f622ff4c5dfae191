//! Runs of letters and digits said or written one by one: "A B 1 2 3", "bravo four six", "AB-123-CD".

use std::ops::Range;

use super::asides::Gap;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::cues::{Answers, Cues, DigitCue};
use crate::redact::dates::{date_at, is_month};

/// Shorter codes identify nobody.
const FEWEST_SIGNS: usize = 4;

/// A run of letters and digits. It holds raw text: it has no `Debug`.
pub struct CodeRun {
    /// Its tokens, corrections within included.
    pub(in crate::redact) tokens: Range<usize>,
    /// Its letters and digits, lower case.
    pub(in crate::redact) text: String,
    pub(in crate::redact) cue: Option<DigitCue>,
    /// Whether its cue may be said of something else.
    pub(in crate::redact) is_weakly_named: bool,
    pub(in crate::redact) lexicon: Lexicon,
}

impl CodeRun {
    /// How many of its signs are digits.
    pub(in crate::redact) fn digits(&self) -> usize {
        self.text.bytes().filter(u8::is_ascii_digit).count()
    }

    /// How many letters and digits it has.
    pub(in crate::redact) fn len(&self) -> usize {
        self.text.len()
    }
}

/// Finds the runs of at least four letters and digits with a digit or with letters said one by
/// one, in order, none overlapping another.
pub(in crate::redact) fn code_runs(tokens: &[Token], cues: &Cues) -> Vec<CodeRun> {
    let mut runs = Vec::new();
    let mut answers = Answers::new(tokens);
    let mut at = 0;
    while at < tokens.len() {
        if signs((tokens, cues), at, false).is_none() {
            at += 1;
            continue;
        }
        let plain_end = run_end((tokens, cues), at, Gap::Signs);
        // What is told after it may be said behind a correction.
        let cue_at = |end: usize| cues.around(tokens, (at, end), &answers);
        let named = cue_at(plain_end)
            .filter(|named| named.cue != DigitCue::Number)
            .or_else(|| cue_at(run_end((tokens, cues), at, Gap::Talk)));
        let cue = named.map(|named| named.cue);
        let is_weakly_named = named.is_some_and(|named| named.is_weak);
        let text_to = |end: usize| {
            let mut text = String::new();
            for one in at..end {
                text.extend(signs((tokens, cues), one, one > at));
            }
            text
        };
        let mut text = text_to(plain_end);
        let mut end = plain_end;
        if cue.is_some() || begins_as_iban(&text) {
            end = run_end((tokens, cues), at, Gap::Talk);
            text = text_to(end);
        }
        if let Some(cue) = cue {
            answers.add(at, cue, text.len());
        }
        if text.len() >= FEWEST_SIGNS {
            let lexicon = tokens[at].lexicon();
            runs.push(CodeRun { tokens: at..end, text, cue, is_weakly_named, lexicon });
        }
        at = end;
    }
    runs
}

/// The countries whose IBANs are told by their beginning.
const COUNTRIES: [&str; 24] = [
    "at", "be", "bg", "ch", "cy", "cz", "de", "dk", "es", "fi", "fr", "gb", "gr", "hu", "ie", "it",
    "li", "lu", "nl", "no", "pl", "pt", "se", "sk",
];

/// Whether it begins as an IBAN does: with a country and a digit.
pub(in crate::redact) fn begins_as_iban(text: &str) -> bool {
    let has_country = text.get(..2).is_some_and(|head| COUNTRIES.contains(&head));
    has_country && text.as_bytes().get(2).is_some_and(u8::is_ascii_digit)
}

fn run_end((tokens, cues): (&[Token], &Cues), start: usize, gaps: Gap) -> usize {
    let mut end = start + 1;
    loop {
        let is_sign = |at: usize| signs((tokens, cues), at, at == end).is_some();
        let Some(gap) = gaps.length(tokens, end, (is_sign, |at| cues.cover(at))) else {
            return end;
        };
        if super::is_parted((tokens, cues), start, end..=end + gap) {
            return end;
        }
        end += gap + 1;
    }
}

/// The letters and digits that a token stands for within a code.
fn signs<'a>((tokens, cues): (&'a [Token], &Cues), at: usize, is_within: bool) -> Option<&'a str> {
    let token = tokens.get(at)?;
    let text = token.text();
    if (token.is_digits() || token.is_word()) && is_in_date(tokens, at) {
        return None;
    }
    if token.is_digits() || token.is_spelled() {
        return Some(text);
    }
    if !token.is_word() || !text.is_ascii() || cues.cover(at) {
        return None;
    }
    let is_letter = text.len() == 1;
    let is_mixed = text.bytes().any(|byte| byte.is_ascii_digit()) && !is_ordinal(text);
    let is_after_stop = at > 0 && tokens[at - 1].stop() == Stop::Sentence;
    let follows = (tokens.get(at + 1).is_some_and(is_plain_sign)
        || leads_to_digits(tokens, at + 1))
        && token.stop() != Stop::Sentence;
    let is_beside = follows || (is_within && !is_after_stop);
    if is_mixed || (is_letter && !is_weak(text)) || (token.is_upper() && is_beside) {
        return Some(text);
    }
    // "A ES17" is Spanish; "A 1 2 3" is a code.
    let is_article = text == "a" && matches!(token.lexicon(), Lexicon::French | Lexicon::Spanish);
    let is_sure = token.is_capital() || (is_letter_at(tokens, at + 1) && !is_article);
    let begins = follows && (is_within || is_sure);
    if is_letter && (begins || (is_within && !is_after_stop && token.is_capital())) {
        return Some(text);
    }
    // "Oh R Y B one one four".
    let is_zero = text == "oh" && is_letter_at(tokens, at + 1) && token.stop() == Stop::None;
    word_for_letter(text).or_else(|| is_zero.then_some("0")).filter(|_| is_beside)
}

/// Whether a token is of a date with its month as a word: "geboren am 4. August 1986, L 0 1 X".
fn is_in_date(tokens: &[Token], at: usize) -> bool {
    dates_around(tokens, at).next().is_some()
}

/// Where whole dates with their months as words begin that a token is of.
pub(super) fn dates_around(tokens: &[Token], at: usize) -> impl Iterator<Item = usize> + '_ {
    const BEFORE: usize = 4;
    const AFTER: usize = 4;
    let near = &tokens[at.saturating_sub(BEFORE)..tokens.len().min(at + AFTER)];
    let has_month = near.iter().any(|token| token.is_word() && is_month(token.text()));
    let firsts = if has_month { at.saturating_sub(BEFORE)..at + 1 } else { 0..0 };
    firsts.filter(move |&first| {
        // "November" spells a letter as well.
        let is_letter = |token: &Token| word_for_letter(token.text()).is_some();
        date_at(tokens, first).is_some_and(|date| {
            date.is_sure
                && date.is_whole()
                && at < date.end
                && !tokens[first..date.end].iter().any(is_letter)
                && tokens[first..date.end].iter().any(|token| is_month(token.text()))
        })
    })
}

/// "HH YK 676": a few capitals, then digits.
fn leads_to_digits(tokens: &[Token], at: usize) -> bool {
    const MOST_LETTERS: usize = 3;
    let is_short = |token: &Token| {
        token.is_upper() && token.text().len() <= MOST_LETTERS && token.stop() == Stop::None
    };
    tokens.get(at).is_some_and(is_short) && tokens.get(at + 1).is_some_and(Token::is_digits)
}

fn is_letter_at(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is_word() && token.text().len() == 1)
}

/// Whether a token is a part of a code by itself.
fn is_plain_sign(token: &Token) -> bool {
    let text = token.text();
    token.is_digits()
        || token.is_spelled()
        || (token.is_word() && text.len() == 1 && !is_weak(text) && text.is_ascii())
        || (text.bytes().any(|byte| byte.is_ascii_digit()) && !is_ordinal(text))
        || word_for_letter(text).is_some()
}

/// "42nd", "1960s", "5th", "3pm": no codes.
fn is_ordinal(text: &str) -> bool {
    let letters = text.trim_start_matches(|c: char| c.is_ascii_digit());
    letters.len() < text.len()
        && matches!(
            letters,
            "st" | "nd"
                | "rd"
                | "th"
                | "s"
                | "pm"
                | "am"
                | "er"
                | "eme"
                | "e"
                | "h"
                | "m"
                | "km"
                | "k"
                | "x"
                | "bn"
                | "mm"
                | "cm"
                | "kg"
                | "ms"
                | "g"
                | "d"
        )
}

/// Letters that are words too.
fn is_weak(letter: &str) -> bool {
    matches!(letter, "a" | "i" | "o" | "y" | "e" | "u")
}

/// Words of spelling alphabets and names of letters.
fn word_for_letter(word: &str) -> Option<&'static str> {
    Some(match word {
        "alpha" | "alfa" => "a",
        "bravo" => "b",
        "charlie" => "c",
        "delta" => "d",
        "echo" => "e",
        "foxtrot" | "efe" => "f",
        "golf" => "g",
        "hotel" | "hache" => "h",
        "india" => "i",
        "juliet" | "juliett" | "jota" => "j",
        "kilo" | "ka" => "k",
        "lima" | "ele" => "l",
        "mike" | "eme" => "m",
        "november" | "ene" => "n",
        "oscar" => "o",
        "papa" => "p",
        "quebec" | "cu" => "q",
        "romeo" | "erre" => "r",
        "sierra" => "s",
        "tango" => "t",
        "uniform" => "u",
        "victor" | "uve" => "v",
        "whiskey" | "whisky" => "w",
        "xray" | "equis" => "x",
        "yankee" | "ypsilon" => "y",
        "zulu" | "zed" | "zee" | "zeta" => "z",
        _ => return None,
    })
}
