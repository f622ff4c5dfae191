//! Runs of digits across words and segments, with the facts that tell what they are.
//!
//! Whisper groups spoken digits at will ("987654320", "987-654-320", "9876 54320") and may hear a
//! repeated digit too often, so recognizers go by the digits and the cue, and by the groups only
//! to leave lists, years and scores alone.

mod asides;
mod codes;
mod groups;

use std::ops::{Range, RangeInclusive};

use super::canonical::{Form, Stop, Token};
use super::cues::{self, Answers, Cues, DigitCue, Named};
use crate::domain::EntityKind;
use asides::Gap;
pub(super) use asides::{is_gap, is_moment};
pub use codes::CodeRun;
use codes::dates_around;
pub(super) use codes::{begins_as_iban, code_runs};
use groups::{
    has_shape, is_binary, is_calendar_date, is_count, is_dated_or_amounts, is_dense, is_nanp,
    is_round, is_scores, is_social, is_valid_but_for_a_group, is_years, written_groups,
};

/// Fewer digits than this identify nobody; three prove a payment card.
const FEWEST_DIGITS: usize = 4;
const FEWEST_CUED_DIGITS: usize = 3;
/// The most digits of one that nothing names, said with a break in it.
const LONGEST_UNNAMED: usize = 16;

/// A run of digits. It holds raw text: it has no `Debug`.
pub struct DigitRun {
    /// Its tokens, corrections within included.
    pub(super) tokens: Range<usize>,
    pub(super) digits: String,
    pub(super) cue: Option<DigitCue>,
    /// Whether its cue may be said of something else.
    pub(super) is_weakly_named: bool,
    /// Whether something else was said within it, though nothing says what it is.
    pub(super) has_break: bool,
    /// Whether words stand within it, which may take back what is before them.
    pub(super) has_repair: bool,
    /// Whether it has the look of an identifier, spoken or written digit by digit.
    pub(super) is_dense: bool,
    /// Whether its groups are years or count up or down.
    pub(super) is_list: bool,
    /// Whether its groups are whole years, a date or round amounts.
    is_dated_or_amounts: bool,
    /// Whether it is pairs as of scores, or ones and zeros.
    pub(super) is_game: bool,
    /// Whether its groups are 3-2-4 digits.
    pub(super) is_3_2_4: bool,
    /// Whether it begins as a number of the North American plan does, cut after the third digit and
    /// the sixth.
    pub(super) is_nanp: bool,
    /// Whether its groups are 3-3-4 digits.
    pub(super) is_3_3_4: bool,
    /// Whether it is said to be the end of a number: "ending in 4242".
    pub(super) is_ending: bool,
    /// Whether that is said right before it, so that a year it is not: "that ends in 1984".
    pub(super) is_right_ending: bool,
    /// Whether its groups are 5-4 digits, as of two numbers.
    pub(super) is_5_4: bool,
    /// Whether it is four numbers with dots between, as of a machine.
    pub(super) is_octets: bool,
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
        self.is_repaired_card() || self.is_valid_card()
    }

    /// Whether it does so without a group that was taken back.
    pub(super) fn is_repaired_card(&self) -> bool {
        self.has_repair && !self.is_plain() && is_valid_but_for_a_group(&self.digits)
    }

    fn is_valid_card(&self) -> bool {
        const CARD: std::ops::RangeInclusive<usize> = 15..=16;
        CARD.contains(&self.len()) && !self.is_plain() && passes_luhn(&self.digits)
    }

    /// Whether it has the look of years, a count, scores or one amount.
    pub(super) fn is_plain(&self) -> bool {
        self.is_list || self.is_game || self.is_one_grouped
    }

    /// Whether it is a list of something else though its kind is said near it. Where the kind is named
    /// outright ("What's the account number? 70 61 55 23.") only years, dates and amounts are:
    /// digits heard in pairs count down or look like scores by chance.
    pub(super) fn is_list_of_others(&self) -> bool {
        self.is_list && (self.is_weakly_named || self.is_dated_or_amounts)
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
        if !is_digits(&tokens[at]) || is_of_date((tokens, cues), at) {
            at += 1;
            continue;
        }
        let mut end = run_end((tokens, cues), at, Gap::Talk);
        let named = cues.around(tokens, (at, end), &answers);
        let is_unnamed = named.is_none_or(|named| named.cue == DigitCue::Number);
        // "Routing first, 067 986 798, and then the other long one".
        let of_account = Named { cue: DigitCue::Of(EntityKind::BankAccountNumber), is_weak: false };
        let named = if is_unnamed && answers.follows_routing(tokens, at) {
            Some(of_account)
        } else {
            named
        };
        if let Some(named) = named {
            end = whole_end((tokens, cues), at..end, named);
            let run = run(tokens, at..end, Some(named));
            answers.add(at, named.cue, run.as_ref().map_or(0, DigitRun::len));
            runs.extend(run);
        } else if let Some(card) = run(tokens, at..end, None).filter(DigitRun::is_card) {
            runs.push(card);
        } else {
            runs.extend(unnamed((tokens, cues), at..end));
        }
        at = end;
    }
    runs
}

/// The end of a number of a kind, past whatever is said within it while digits are wanted.
fn whole_end((tokens, cues): (&[Token], &Cues), range: Range<usize>, named: Named) -> usize {
    let DigitCue::Of(kind) = named.cue else { return range.end };
    if !is_of_digits(kind) {
        return range.end;
    }
    let count = |end: usize| {
        let groups = tokens[range.start..end].iter().filter(|token| is_digits(token));
        groups.map(|token| token.text().len()).sum::<usize>()
    };
    let is_sign = |at: usize| is_digits(&tokens[at]);
    let mut end = range.end;
    while count(end) < cues::whole(kind) {
        let gap = Gap::Anything.length(tokens, end, (is_sign, |at| cues.cover(at)));
        let Some(gap) = gap.filter(|_| tokens[end - 1].stop() != Stop::Sentence) else { break };
        end = run_end((tokens, cues), end + gap, Gap::Talk);
    }
    end
}

/// Whether values of the kind have no letters.
pub(in crate::redact) const fn is_of_digits(kind: EntityKind) -> bool {
    matches!(
        kind,
        EntityKind::Phone
            | EntityKind::Ssn
            | EntityKind::CreditDebitNumber
            | EntityKind::CreditDebitCvv
            | EntityKind::Pin
            | EntityKind::BankAccountNumber
            | EntityKind::BankRouting
    )
}

/// The runs of a stretch of digits that nothing names: what is joined over a correction is no
/// evidence, but what stands beside evidence goes with it, and hesitation changes nothing.
fn unnamed((tokens, cues): (&[Token], &Cues), range: Range<usize>) -> Vec<DigitRun> {
    let mut parts = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let stop = run_end((tokens, cues), start, Gap::Signs).min(range.end);
        parts.push(start..stop);
        let next = (stop..range.end).find(|&next| is_digits(&tokens[next]));
        start = next.unwrap_or(range.end);
    }
    let is_parted =
        |range: Range<usize>| tokens[range].iter().any(|token| token.stop() == Stop::Sentence);
    let is_whole = !is_parted(range.start..range.end - 1);
    if parts.len() > 1 && is_whole {
        let looks_like_one =
            |run: &DigitRun| run.is_dense && run.len() <= most_unnamed(&run.digits);
        if let Some(joined) = run(tokens, range.clone(), None).filter(looks_like_one) {
            return vec![DigitRun { has_break: true, ..joined }];
        }
    }
    let runs = parts.into_iter().filter_map(|part| run(tokens, part, None));
    runs.map(|run| {
        let looks_like_one = is_whole && (run.is_dense || run.is_3_2_4);
        let tokens = if looks_like_one { range.clone() } else { run.tokens.clone() };
        DigitRun { tokens, ..run }
    })
    .collect()
}

/// How many digits one has that nothing names, with what was taken back: numbers to call begin with
/// 0 in many countries, and nothing longer does.
fn most_unnamed(digits: &str) -> usize {
    const LONGEST_TO_CALL: usize = 20;
    if digits.starts_with('0') { LONGEST_TO_CALL } else { LONGEST_UNNAMED }
}

/// Whether a token is of a date, where one of birth is asked for, that stands apart from the digits before
/// it. "Eleven eleven March 29" may be a card's last digits and when it expires.
fn is_of_date((tokens, cues): (&[Token], &Cues), at: usize) -> bool {
    let stands_apart = |first: usize| {
        let is_tied =
            |before: usize| tokens[before].is_digits() && tokens[before].stop() == Stop::None;
        let is_begun = !tokens[first].is_digits() || tokens[first].stop() == Stop::None;
        is_begun && !first.checked_sub(1).is_some_and(is_tied) && cues.name_birth_before(first)
    };
    dates_around(tokens, at).any(stands_apart)
}

fn is_digits(token: &Token) -> bool {
    matches!(token.form(), Form::Number | Form::Grouped)
}

/// Whether somebody asks for something else between a sentence of a run and the next, where what was said
/// is as long as what was named before, and what follows as what is asked for: half of either would be
/// taken for nothing. The question is placed up to some words too early, as people talk over each other.
pub(super) fn is_parted(
    (tokens, cues): (&[Token], &Cues),
    start: usize,
    gap: RangeInclusive<usize>,
) -> bool {
    const OVERLAP: usize = 3;
    let (end, next) = (*gap.start(), *gap.end());
    let first = (start + 1).max(end.saturating_sub(OVERLAP));
    let is_sign = |token: &&Token| token.is_digits() || token.is_spelled();
    let signs = |range: Range<usize>, goes_on: fn(&Token) -> bool| -> usize {
        let said = tokens[range].iter().take_while(|token| goes_on(token)).filter(is_sign);
        said.map(|token| token.text().len()).sum()
    };
    let asked = || cues.asked_for_another(first..=next);
    tokens[end - 1].stop() == Stop::Sentence
        && asked().is_some_and(|(before, asked)| {
            signs(start..end, |_| true) >= cues::said_of(before)
                && signs(next..tokens.len(), |token| !token.is_word()) >= cues::asked_of(asked)
        })
}

/// The end of the digits from `start` on, over such gaps as these.
fn run_end((tokens, cues): (&[Token], &Cues), start: usize, gaps: Gap) -> usize {
    let is_sign = |at: usize| is_digits(&tokens[at]) && !is_of_date((tokens, cues), at);
    let mut end = start + 1;
    while let Some(gap) = gaps.length(tokens, end, (is_sign, |at| cues.cover(at))) {
        if is_parted((tokens, cues), start, end..=end + gap) {
            break;
        }
        end += gap + 1;
    }
    end
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
        is_dated_or_amounts: is_dated_or_amounts(&groups),
        has_break: false,
        has_repair: tokens[range.clone()].iter().any(|token| token.is_word()),
        is_octets: is_octets(&tokens[range.clone()]),
        is_spelled: groups.iter().all(|token| token.text().len() == 1),
        is_game,
        is_3_2_4: is_social(&groups),
        is_nanp: is_nanp(&groups),
        is_3_3_4: has_shape(&written_groups(&groups), &[3, 3, 4]),
        is_ending: is_ending(&tokens[..range.start]),
        is_right_ending: is_right_ending(&tokens[..range.start]),
        is_5_4: has_shape(&written_groups(&groups), &[5, 4]),
        is_one_grouped,
        is_english: groups[0].lexicon() == super::canonical::Lexicon::English,
        tokens: range,
        digits,
        cue: named.map(|named| named.cue),
        is_weakly_named: named.is_some_and(|named| named.is_weak),
    })
}

/// Whether dots part four numbers below 256.
fn is_octets(tokens: &[Token]) -> bool {
    let is_dot = |token: &Token| matches!(token.text(), "dot" | "point" | "punkt" | "punto");
    let is_octet = |part: &[Token]| {
        let digits: String =
            part.iter().filter(|token| is_digits(token)).map(Token::text).collect();
        digits.parse::<u32>().is_ok_and(|value| value < 256)
    };
    let ends = tokens.iter().position(|token| token.stop() != Stop::None);
    let tokens = &tokens[..ends.map_or(tokens.len(), |last| last + 1)];
    let parts: Vec<&[Token]> = tokens.split(is_dot).collect();
    let is_written = tokens.len() == 4
        && tokens[1..].iter().all(|token| token.joint() == Some('.'))
        && tokens.chunks(1).all(is_octet);
    is_written || (parts.len() == 4 && parts.iter().all(|part| is_octet(part)))
}

/// What says that a number ends a longer one, and what says so of its last digits.
const ENDS: [&str; 9] =
    ["ends", "ending", "termine", "finit", "endet", "endend", "termina", "terminada", "acaba"];
const LAST: [&str; 4] = ["last", "derniers", "letzten", "ultimos"];

/// Whether the words before a number say that it is the end of a longer one.
pub(super) fn is_ending(before: &[Token]) -> bool {
    const REACH: usize = 5;
    let is_told = |word: &str| word == "end" || ENDS.contains(&word) || LAST.contains(&word);
    before.iter().rev().take(REACH).any(|token| is_told(token.text()))
}

/// Whether they say so right before it: "ends in", "last four are", "termina en".
fn is_right_ending(before: &[Token]) -> bool {
    let is_between = |word: &str| {
        matches!(
            word,
            "in" | "with" | "on" | "are" | "is" | "par" | "sont" | "auf" | "mit" | "sind" | "en"
        )
    };
    let is_count = |word: &str| {
        matches!(word, "4" | "digits" | "chiffres" | "ziffern" | "stellen" | "digitos")
    };
    let mut rest = before.iter().rev().map(Token::text).skip_while(|word| is_between(word));
    let Some(last) = rest.next() else { return false };
    let is_last = |word: &str| LAST.contains(&word) || word == "4";
    ENDS.contains(&last) || (is_count(last) && rest.next().is_some_and(is_last))
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
