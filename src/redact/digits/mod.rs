//! Runs of digits across words and segments, with the facts that tell what they are.
//!
//! Whisper groups spoken digits at will ("987654320", "987-654-320", "9876 54320") and may hear a
//! repeated digit too often, so recognizers go by the digits and the cue, and by the groups only
//! to leave lists, years and scores alone.

mod codes;
mod groups;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::canonical::{Form, Token};
use super::cues::{Answers, Cues, DigitCue, Named};
use super::vocabulary;
use crate::domain::EntityKind;
pub use codes::CodeRun;
pub(super) use codes::{begins_as_iban, code_runs};
use groups::{
    has_shape, is_binary, is_calendar_date, is_count, is_dense, is_round, is_scores, is_years,
    written_groups,
};

/// How many tokens of hesitation or correction may stand within a run.
const LONGEST_GAP: usize = 4;
/// Fewer digits than this identify nobody; three prove a payment card.
const FEWEST_DIGITS: usize = 4;
const FEWEST_CUED_DIGITS: usize = 3;

/// A run of digits. It holds raw text: it has no `Debug`.
pub struct DigitRun {
    /// Its tokens, corrections within included.
    pub(super) tokens: Range<usize>,
    pub(super) digits: String,
    pub(super) cue: Option<DigitCue>,
    /// Whether its cue may be said of something else.
    pub(super) is_weakly_named: bool,
    /// Whether it has the look of an identifier, spoken or written digit by digit.
    pub(super) is_dense: bool,
    /// Whether its groups are years or count up or down.
    pub(super) is_list: bool,
    /// Whether it is pairs as of scores, or ones and zeros.
    pub(super) is_game: bool,
    /// Whether its groups are 3-2-4 digits.
    pub(super) is_3_2_4: bool,
    /// Whether it is said to be the end of a number: "ending in 4242".
    pub(super) is_ending: bool,
    /// Whether its groups are 5-4 digits, as of two numbers.
    pub(super) is_5_4: bool,
    /// Whether it was said digit by digit.
    pub(super) is_spelled: bool,
    /// Whether it is one number written in groups of thousands.
    pub(super) is_one_grouped: bool,
    pub(super) is_english: bool,
}

impl DigitRun {
    /// The number of digits.
    pub(super) fn len(&self) -> usize {
        self.digits.len()
    }

    /// Whether the words around it say that it is of this kind.
    pub(super) fn is_said_to_be(&self, kind: EntityKind) -> bool {
        self.cue == Some(DigitCue::Of(kind))
    }

    /// Whether nothing around it says what it is of, or no more than that it is a number.
    pub(super) fn is_unnamed(&self) -> bool {
        matches!(self.cue, None | Some(DigitCue::Number))
    }

    /// Whether its check digit says that it is a payment card's, said with a break in it.
    fn is_card(&self) -> bool {
        const CARD: std::ops::RangeInclusive<usize> = 15..=16;
        CARD.contains(&self.len()) && !self.is_plain() && passes_luhn(&self.digits)
    }

    /// Whether it has the look of years, a count, scores or one amount.
    pub(super) fn is_plain(&self) -> bool {
        self.is_list || self.is_game || self.is_one_grouped
    }
}

/// Finds the runs of at least four digits, in order, none overlapping another.
///
/// With a cue a run goes on over corrections ("no, sorry, 412"); without one it does not, as what
/// is joined would be no evidence, but for a card, which its check digit tells.
pub(super) fn runs(tokens: &[Token], cues: &Cues) -> Vec<DigitRun> {
    let mut runs: Vec<DigitRun> = Vec::new();
    let mut answers = Answers::new(tokens);
    let mut at = 0;
    while at < tokens.len() {
        if !is_digits(&tokens[at]) {
            at += 1;
            continue;
        }
        let end = run_end(tokens, at, is_gap);
        if let Some(named) = cues.around(tokens, (at, end), &answers) {
            let run = run(tokens, at..end, Some(named));
            answers.add(at, named.cue, run.as_ref().map_or(0, DigitRun::len));
            runs.extend(run);
        } else if let Some(card) = run(tokens, at..end, None).filter(DigitRun::is_card) {
            runs.push(card);
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

/// Corrections, and what the listener puts in.
static GAPS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "no not sorry wait actually i mean make that that's correction rather let me see \
         then again pardon ok okay yeah yes right so it's is point non oui alors nein ja \
         dann also entschuldigung perdon digo si luego attendez a ver hein quatsch hang este \
         je voulais veux dire ich meine quiero decir enfin plutot espere espera mejor dicho \
         bueno pues nee moment warten warte doch hold on scratch un momento",
    )
});

/// Signs read aloud, corrections, and what the listener puts in.
pub(super) fn is_gap(word: &str) -> bool {
    is_separator(word) || GAPS.contains(word)
}

fn run(tokens: &[Token], range: Range<usize>, named: Option<Named>) -> Option<DigitRun> {
    let groups: Vec<&Token> = tokens[range.clone()].iter().filter(|t| is_digits(t)).collect();
    let digits: String = groups.iter().map(|token| token.text()).collect();
    let fewest = if named.is_some() { FEWEST_CUED_DIGITS } else { FEWEST_DIGITS };
    if digits.len() < fewest {
        return None;
    }
    let is_plus = groups[0].is_international()
        || range.start.checked_sub(1).is_some_and(|before| tokens[before].text() == "plus");
    let is_list =
        is_years(&groups) || is_count(&groups) || is_round(&groups) || is_calendar_date(&groups);
    let is_one_grouped = groups.len() == 1 && groups[0].form() == Form::Grouped;
    let is_game = is_scores(&groups) || is_binary(&groups);
    Some(DigitRun {
        is_dense: !is_list && !is_game && !is_one_grouped && is_dense(&groups, is_plus),
        is_list,
        is_spelled: groups.iter().all(|token| token.text().len() == 1),
        is_game,
        is_3_2_4: has_shape(&written_groups(&groups), &[3, 2, 4]),
        is_ending: is_ending(&tokens[..range.start]),
        is_5_4: has_shape(&written_groups(&groups), &[5, 4]),
        is_one_grouped,
        is_english: groups[0].lexicon() == super::canonical::Lexicon::English,
        tokens: range,
        digits,
        cue: named.map(|named| named.cue),
        is_weakly_named: named.is_some_and(|named| named.is_weak),
    })
}

/// Whether the words before a number say that it is the end of a longer one.
fn is_ending(before: &[Token]) -> bool {
    const REACH: usize = 5;
    before.iter().rev().take(REACH).any(|token| {
        matches!(
            token.text(),
            "ends"
                | "ending"
                | "end"
                | "last"
                | "termine"
                | "finit"
                | "derniers"
                | "endet"
                | "endend"
                | "letzten"
                | "termina"
                | "terminada"
                | "acaba"
                | "ultimos"
        )
    })
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
    sum.is_multiple_of(10)
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
