//! Runs of digits across words and segments, with the facts that tell what they are.
//!
//! Whisper groups spoken digits at will ("987654320", "987-654-320", "9876 54320") and may hear a
//! repeated digit too often, so recognizers go by the digits and the cue, and by the groups only
//! to leave lists, years and scores alone.

use std::ops::Range;

use super::canonical::{Form, Token};
use super::cues;

/// How many tokens of hesitation or correction may stand within a run.
const LONGEST_GAP: usize = 4;
/// Fewer digits than this identify nobody.
const FEWEST_DIGITS: usize = 4;

/// What the words around a run say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigitCue {
    /// A social security number.
    Ssn,
    /// A payment card.
    Card,
    /// A telephone.
    Phone,
    /// A number of some kind.
    Number,
}

/// A run of digits. It holds raw text: it has no `Debug`.
pub struct DigitRun {
    /// Its tokens, corrections within included.
    pub(super) tokens: Range<usize>,
    pub(super) digits: String,
    pub(super) cue: Option<DigitCue>,
    /// Whether it has the look of an identifier, spoken or written digit by digit.
    pub(super) is_dense: bool,
    /// Whether its groups are years or count up or down.
    pub(super) is_list: bool,
    /// Whether its groups are 3-2-4 digits.
    pub(super) is_3_2_4: bool,
    /// Whether it is one number written in groups of thousands.
    pub(super) is_one_grouped: bool,
    pub(super) is_english: bool,
}

impl DigitRun {
    /// The number of digits.
    pub(super) fn len(&self) -> usize {
        self.digits.len()
    }
}

/// Finds the runs of at least four digits, in order, none overlapping another.
///
/// With a cue a run goes on over corrections ("no, sorry, 412"); without one it does not, as what
/// is joined would be no evidence.
pub(super) fn runs(tokens: &[Token]) -> Vec<DigitRun> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !is_digits(&tokens[at]) {
            at += 1;
            continue;
        }
        let end = run_end(tokens, at, is_gap);
        if let Some(cue) = cues::cue_around(tokens, at, end) {
            runs.extend(run(tokens, at..end, Some(cue)));
        } else {
            let mut start = at;
            while start < end {
                let stop = run_end(tokens, start, is_separator).min(end);
                runs.extend(run(tokens, start..stop, None));
                start = (stop..end).find(|&next| is_digits(&tokens[next])).unwrap_or(end);
            }
        }
        at = end;
    }
    runs
}

fn is_digits(token: &Token) -> bool {
    matches!(token.form(), Form::Number | Form::Grouped)
}

fn run_end(tokens: &[Token], start: usize, may_be_within: impl Fn(&str) -> bool) -> usize {
    let mut end = start + 1;
    loop {
        let gap = tokens[end..]
            .iter()
            .take(LONGEST_GAP)
            .take_while(|token| token.is_word() && may_be_within(token.text()))
            .count();
        match tokens.get(end + gap) {
            Some(next) if is_digits(next) => end += gap + 1,
            _ => return end,
        }
    }
}

/// Signs read aloud.
fn is_separator(word: &str) -> bool {
    matches!(
        word,
        "dash"
            | "hyphen"
            | "minus"
            | "space"
            | "dot"
            | "tiret"
            | "guion"
            | "punto"
            | "bindestrich"
            | "strich"
            | "plus"
            | "mas"
    )
}

/// Signs read aloud, corrections, and what the listener puts in.
fn is_gap(word: &str) -> bool {
    is_separator(word)
        || matches!(
            word,
            "no" | "not"
                | "sorry"
                | "wait"
                | "actually"
                | "i"
                | "mean"
                | "make"
                | "that"
                | "that's"
                | "correction"
                | "rather"
                | "let"
                | "me"
                | "see"
                | "then"
                | "again"
                | "pardon"
                | "ok"
                | "okay"
                | "yeah"
                | "yes"
                | "right"
                | "so"
                | "it's"
                | "is"
                | "point"
                | "non"
                | "oui"
                | "alors"
                | "nein"
                | "ja"
                | "dann"
                | "also"
                | "entschuldigung"
                | "perdon"
                | "digo"
                | "si"
                | "luego"
        )
}

fn run(tokens: &[Token], range: Range<usize>, cue: Option<DigitCue>) -> Option<DigitRun> {
    let groups: Vec<&Token> = tokens[range.clone()].iter().filter(|t| is_digits(t)).collect();
    let digits: String = groups.iter().map(|token| token.text()).collect();
    if digits.len() < FEWEST_DIGITS {
        return None;
    }
    let is_plus = groups[0].is_international()
        || range.start.checked_sub(1).is_some_and(|before| tokens[before].text() == "plus");
    let is_list = is_years(&groups) || is_count(&groups) || is_round(&groups);
    let is_one_grouped = groups.len() == 1 && groups[0].form() == Form::Grouped;
    Some(DigitRun {
        is_dense: !is_list && !is_one_grouped && !is_scores(&groups) && is_dense(&groups, is_plus),
        is_list,
        is_3_2_4: has_shape(&written_groups(&groups), &[3, 2, 4]),
        is_one_grouped,
        is_english: groups[0].lexicon() == super::canonical::Lexicon::English,
        tokens: range,
        digits,
        cue,
    })
}

/// The lengths of the groups as they look on paper: digits tied one by one ("4-1-5, 5-5-5") are a
/// group a word.
fn written_groups(groups: &[&Token]) -> Vec<usize> {
    const MOST: usize = 8;
    let mut lengths: Vec<usize> = Vec::new();
    let mut word = usize::MAX;
    for token in groups {
        let is_tied = token.words().start == word && token.text().len() == 1;
        match lengths.last_mut() {
            Some(last) if is_tied => *last += 1,
            _ => lengths.push(token.text().len()),
        }
        word = token.words().start;
        if lengths.len() > MOST {
            break;
        }
    }
    lengths
}

fn has_shape(lengths: &[usize], shape: &[usize]) -> bool {
    lengths == shape
}

fn is_dense(groups: &[&Token], is_plus: bool) -> bool {
    let count: usize = groups.iter().map(|token| token.text().len()).sum();
    if count < 7 {
        return false;
    }
    let singles = groups.iter().filter(|token| token.text().len() == 1).count();
    let has_zero_first = groups.iter().any(|token| token.text().starts_with('0'));
    let longest = groups.iter().map(|token| token.text().len()).max().unwrap_or(0);
    let long_groups =
        groups.iter().filter(|token| token.text().len() >= 4 && !is_year(token)).count();
    let is_spelled = singles >= 7 && singles * 10 >= groups.len() * 7;
    let begins_with_zero = groups[0].text().starts_with('0') && groups[0].text().len() > 1;
    let shape = written_groups(groups);
    longest >= 7
        || (is_spelled && !is_binary(groups))
        || has_tied_number(groups)
        || (is_plus && count >= 8)
        || (begins_with_zero && count >= 8)
        || (has_zero_first && count >= 9)
        || (long_groups >= 2 && count >= 8)
        || SHAPES.iter().any(|known| has_shape(&shape, known))
}

/// Whether one word ties seven or more digits together ("415-555-0142"), other than two years or a
/// date.
fn has_tied_number(groups: &[&Token]) -> bool {
    groups.chunk_by(|a, b| a.words() == b.words()).any(|word| {
        let lengths: Vec<usize> = word.iter().map(|token| token.text().len()).collect();
        let is_date = matches!(lengths.as_slice(), [4, 2, 2] | [2, 2, 4]);
        word.len() > 1 && lengths.iter().sum::<usize>() >= 7 && !is_date && !is_years(word)
    })
}

/// Groups in which identifiers are written: SSN, telephone, cards.
const SHAPES: [&[usize]; 7] =
    [&[3, 2, 4], &[3, 3, 4], &[1, 3, 3, 4], &[3, 3, 3], &[4, 4, 4, 4], &[4, 6, 5], &[3, 3, 2, 2]];

/// A microphone test or ones and zeros read out.
fn is_binary(groups: &[&Token]) -> bool {
    groups.iter().all(|token| matches!(token.text(), "0" | "1"))
}

fn is_year(token: &Token) -> bool {
    token.text().len() == 4
        && token.text().parse::<u32>().is_ok_and(|year| (1000..=2100).contains(&year))
}

/// Years, also as pairs: "1914 1918", "nineteen fourteen, nineteen eighteen".
fn is_years(groups: &[&Token]) -> bool {
    let is_century = |token: &Token| matches!(token.text(), "17" | "18" | "19" | "20");
    groups.iter().all(|token| is_year(token))
        || (groups.len() % 2 == 0
            && groups.chunks(2).all(|pair| is_century(pair[0]) && pair[1].text().len() == 2))
}

/// Whether the groups count up or down: "one two three", "10, 20, 30, 40". What is longer than
/// three digits is not counted by.
fn is_count(groups: &[&Token]) -> bool {
    let values: Option<Vec<u32>> = groups
        .iter()
        .map(|token| token.text().parse().ok().filter(|_| token.text().len() <= 3))
        .collect();
    let Some(values) = values.filter(|values| values.len() >= 4) else { return false };
    values.is_sorted_by(|a, b| a < b) || values.is_sorted_by(|a, b| a > b)
}

/// "700 000 000": thousands parted by spaces.
fn is_round(groups: &[&Token]) -> bool {
    groups.len() > 1 && groups[1..].iter().all(|token| token.text() == "000")
}

/// "6-4, 7-5, 6-3": every word is a pair of small numbers.
fn is_scores(groups: &[&Token]) -> bool {
    groups.len() >= 4
        && groups.len() % 2 == 0
        && groups.chunks(2).all(|pair| {
            let is_pair = pair[0].words() == pair[1].words() && pair[1].joint() == Some('-');
            is_pair && pair.iter().all(|token| token.text().len() <= 2)
        })
        && groups.chunks(2).map(|pair| pair[0].words().start).is_sorted_by(|a, b| a < b)
}

/// Whether the digits pass the check of payment cards (ISO/IEC 7812-1, annex B).
pub(super) fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([false, true].into_iter().cycle())
        .map(|(byte, is_doubled)| {
            let digit = u32::from(byte.saturating_sub(b'0'));
            let value = if is_doubled { digit * 2 } else { digit };
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_tells_test_cards_from_others() {
        for card in ["4111111111111111", "6011000990139424", "378282246310005", "4222222222222"] {
            assert!(passes_luhn(card), "{card}");
        }
        assert!(!passes_luhn("4111111111111112"));
    }
}
