//! What the groups of a run of digits look like: an identifier, or a list, years or scores.

use super::super::canonical::{Form, Stop, Token};

/// The lengths of the groups as they look on paper: digits tied one by one ("4-1-5, 5-5-5") are a
/// group a word.
pub(super) fn written_groups(groups: &[&Token]) -> Vec<usize> {
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

/// The lengths of the groups that pauses part: "nine oh one, two three, four five six seven".
pub(super) fn said_groups(groups: &[&Token]) -> Vec<usize> {
    let parts = groups.split_inclusive(|token| token.stop() != Stop::None);
    parts.map(|part| part.iter().map(|token| token.text().len()).sum()).collect()
}

pub(super) fn has_shape(lengths: &[usize], shape: &[usize]) -> bool {
    lengths == shape
}

/// Whether the groups are 3-2-4 digits, be it with one of them said again: "901, 23, no, 24, 4567".
pub(super) fn is_social(groups: &[&Token]) -> bool {
    const REPAIRED: [&[usize]; 4] = [&[3, 2, 4], &[3, 3, 2, 4], &[3, 2, 2, 4], &[3, 2, 4, 4]];
    let said = said_groups(groups);
    has_shape(&written_groups(groups), REPAIRED[0])
        || REPAIRED.iter().any(|shape| has_shape(&said, shape))
}

/// Ten digits or more with a cut after the third and the sixth, of which no 0 or 1 begins either:
/// "four hundred fifteen, five fifty-five, oh one seventy-four".
pub(super) fn is_nanp(groups: &[&Token]) -> bool {
    let digits: String = groups.iter().map(|token| token.text()).collect();
    let mut said = 0;
    let mut cuts = groups.iter().map(|token| {
        said += token.text().len();
        said
    });
    let is_cut = cuts.any(|cut| cut == 3) && cuts.any(|cut| cut == 6);
    let begins = |at: usize| matches!(digits.as_bytes().get(at), Some(b'2'..=b'9'));
    is_cut && (10..=17).contains(&digits.len()) && begins(0) && begins(3)
}

pub(super) fn is_dense(groups: &[&Token], is_plus: bool) -> bool {
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
        || is_spelled
        || has_tied_number(groups)
        || (is_plus && count >= 8)
        || (begins_with_zero && count >= 8)
        || (has_zero_first && (count >= 9 || is_local(groups, count)))
        || (long_groups >= 2 && count >= 8)
        || SHAPES.iter().any(|known| has_shape(&shape, known))
        || (has_shape(&shape, &[3, 3, 3]) && groups[..2].iter().all(|g| g.stop() == Stop::None))
}

/// Seven digits cut after the third, as of a number to call: "five fifty-five, oh one thirty-eight".
fn is_local(groups: &[&Token], count: usize) -> bool {
    let mut said = 0;
    let is_cut = groups.iter().any(|token| {
        said += token.text().len();
        said == 3
    });
    count == 7 && is_cut && groups.len() > 2
}

/// Whether signs tie seven or more digits together ("415-555-0142"), other than two years or a
/// date.
fn has_tied_number(groups: &[&Token]) -> bool {
    let is_tied =
        |a: &&Token, b: &&Token| a.words() == b.words() || matches!(b.joint(), Some('-' | '.'));
    groups.chunk_by(is_tied).any(|word| {
        let lengths: Vec<usize> = word.iter().map(|token| token.text().len()).collect();
        let is_date = matches!(lengths.as_slice(), [4, 2, 2] | [2, 2, 4]);
        word.len() > 1 && lengths.iter().sum::<usize>() >= 7 && !is_date && !is_years(word)
    })
}

/// Groups in which identifiers are written: SSN, telephone, cards.
const SHAPES: [&[usize]; 6] =
    [&[3, 2, 4], &[3, 3, 4], &[1, 3, 3, 4], &[4, 4, 4, 4], &[4, 6, 5], &[3, 3, 2, 2]];

/// A microphone test or ones and zeros read out.
pub(super) fn is_binary(groups: &[&Token]) -> bool {
    groups.iter().all(|token| matches!(token.text(), "0" | "1"))
}

fn is_year(token: &Token) -> bool {
    token.text().len() == 4
        && token.text().parse::<u32>().is_ok_and(|year| (1000..=2100).contains(&year))
}

/// Years, a date or amounts: what is no identifier even beside the name of one.
pub(super) fn is_dated_or_amounts(groups: &[&Token]) -> bool {
    let is_grouped = groups.iter().any(|token| token.form() == Form::Grouped);
    groups.iter().all(|token| is_year(token))
        || is_calendar_date(groups)
        || (is_grouped && (is_round(groups) || groups[0].text().ends_with("000")))
}

/// Years, also as pairs: "1914 1918", "nineteen fourteen, nineteen eighteen".
pub(super) fn is_years(groups: &[&Token]) -> bool {
    let is_century = |token: &Token| matches!(token.text(), "17" | "18" | "19" | "20");
    groups.iter().all(|token| is_year(token))
        || (groups.len().is_multiple_of(2)
            && groups.chunks(2).all(|pair| is_century(pair[0]) && pair[1].text().len() == 2))
}

/// Whether the groups count up or down: by equal steps, as in "one two three", or in numbers of two
/// and three digits, as in "10, 15, 30, 40". An identifier said digit by digit has no equal steps.
pub(super) fn is_count(groups: &[&Token]) -> bool {
    const FEWEST: usize = 4;
    if groups.len() < FEWEST || groups.iter().any(|token| token.text().len() > 3) {
        return false;
    }
    let value = |token: &&Token| token.text().parse::<i32>().unwrap_or_default();
    let step = value(&groups[1]) - value(&groups[0]);
    let steps_are_equal =
        step != 0 && groups.windows(2).all(|pair| value(&pair[1]) - value(&pair[0]) == step);
    let are_long = groups.iter().all(|token| token.text().len() > 1);
    steps_are_equal
        || (are_long
            && (groups.is_sorted_by(|a, b| value(a) < value(b))
                || groups.is_sorted_by(|a, b| value(a) > value(b))))
}

/// "700 000 000", thousands parted by spaces, and "320,000, 340,000".
pub(super) fn is_round(groups: &[&Token]) -> bool {
    let is_thousands = |token: &&Token| {
        token.text() == "000" || (token.form() == Form::Grouped && token.text().ends_with("000"))
    };
    groups.len() > 1
        && groups[1..].iter().all(is_thousands)
        && (groups[0].text().len() <= 3 || is_thousands(&groups[0]))
}

/// "6-4, 7-5, 6-3": every word is a pair of small numbers.
pub(super) fn is_scores(groups: &[&Token]) -> bool {
    groups.len() >= 4
        && groups.len().is_multiple_of(2)
        && groups.chunks(2).all(|pair| {
            let is_pair = pair[0].words() == pair[1].words() && pair[1].joint() == Some('-');
            is_pair && pair.iter().all(|token| token.text().len() <= 2)
        })
        && groups.chunks(2).map(|pair| pair[0].words().start).is_sorted_by(|a, b| a < b)
}

/// "1984-05-12", "12.05.1984".
pub(super) fn is_calendar_date(groups: &[&Token]) -> bool {
    let [first, second, third] = groups else { return false };
    let is_tied =
        [second, third].iter().all(|group| matches!(group.joint(), Some('-' | '.' | '/')));
    let is_small = |token: &Token| token.text().parse::<u32>().is_ok_and(|n| (1..=31).contains(&n));
    is_tied
        && is_small(second)
        && ((is_year(first) && is_small(third)) || (is_small(first) && is_year(third)))
}

/// Whether it passes without a group that was taken back: "5572, no, 5579".
pub(super) fn is_valid_but_for_a_group(digits: &str) -> bool {
    const GROUPS: std::ops::RangeInclusive<usize> = 1..=6;
    const WHOLE: std::ops::RangeInclusive<usize> = 15..=16;
    // No network's cards begin otherwise.
    if !digits.starts_with(['2', '3', '4', '5', '6']) {
        return false;
    }
    GROUPS.filter(|group| digits.len() > *group && WHOLE.contains(&(digits.len() - group))).any(
        |group| {
            (0..=digits.len() - group).any(|at| {
                let left = [&digits[..at], &digits[at + group..]].concat();
                // What is said again is much like what was taken back.
                let again = digits[at + group..].bytes().zip(digits[at..at + group].bytes());
                let alike = again.filter(|(a, b)| a == b).count();
                alike + 1 >= group && super::passes_luhn(&left)
            })
        },
    )
}
