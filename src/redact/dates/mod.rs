//! Dates, written and spoken: "the third of May nineteen sixty-two", "12/05/1984", "am dritten Mai".

mod words;

use super::canonical::{Form, Stop, Token};
use super::digits::is_gap;

/// Years that people who are alive, or are remembered, were born in, and that cards expire in.
const YEARS: std::ops::RangeInclusive<u32> = 1850..=2060;

/// A date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    /// The token after it.
    pub(super) end: usize,
    pub(super) day: Option<u32>,
    pub(super) month: Option<u32>,
    pub(super) year: Option<u32>,
    /// Whether a month is named in it, or signs make it a date.
    pub(super) is_sure: bool,
}

impl Date {
    /// Whether it has a day, a month and a year.
    pub(super) const fn is_whole(&self) -> bool {
        self.day.is_some() && self.month.is_some() && self.year.is_some()
    }
}

/// The longest date that begins at `tokens[at]`.
pub(super) fn date_at(tokens: &[Token], at: usize) -> Option<Date> {
    named(tokens, at).or_else(|| written(tokens, at)).or_else(|| in_digits(tokens, at)).or_else(
        || {
            let (year, end) = year(tokens, at, false)?;
            Some(Date { end, day: None, month: None, year: Some(year), is_sure: false })
        },
    )
}

/// With the month as a word: "3 May 1962", "May the third", "May 1962".
fn named(tokens: &[Token], at: usize) -> Option<Date> {
    if let Some(month) = words::month(tokens.get(at)?.text()) {
        let after = past_links(tokens, at + 1);
        let past = || Some(past_gap(tokens, after)).filter(|past| *past > after);
        let found = day(tokens, after).or_else(|| day(tokens, past()?)).filter(|(_, end)| {
            // "May 1962" has no day, "May nineteen sixty-two" neither.
            year(tokens, after, false).is_none_or(|(_, year_end)| year_end <= *end)
        });
        if let Some((day, end)) = found {
            return Some(with_year(tokens, end, Some(day), month));
        }
        let date = with_year(tokens, at + 1, None, month);
        return date.year.is_some().then_some(date);
    }
    let (day, end) = day(tokens, at)?;
    // "The third, uh, of May".
    let is_named = |at: &usize| tokens.get(*at).is_some_and(|token| is_month(token.text()));
    let past = Some(past_links(tokens, past_gap(tokens, end))).filter(is_named);
    let month_at = past.unwrap_or_else(|| past_links(tokens, end));
    let text = tokens.get(month_at)?.text();
    // "Six five six two, August 24th, 1964": the month begins a date of its own.
    let is_parted = tokens[month_at - 1].stop() != Stop::None;
    if is_parted && is_month(text) && named(tokens, month_at).is_some_and(|date| date.is_whole()) {
        return None;
    }
    // "Am dritten fünften", "the third of the fifth".
    let is_ordinal = words::ordinal(tokens[end - 1].text()).is_some();
    let counted = || words::ordinal(text).filter(|month| is_ordinal && *month <= 12);
    let month = words::month(text).or_else(counted).or_else(|| linked(tokens, end))?;
    Some(with_year(tokens, month_at + 1, Some(day), month))
}

/// "Veintidós del diez del ochenta y seis": the month after a day, both with such a link.
fn linked(tokens: &[Token], at: usize) -> Option<u32> {
    let is_link =
        |at: usize| tokens.get(at).is_some_and(|token| matches!(token.text(), "del" | "du"));
    let month = tokens.get(at + 1).filter(|token| token.is_digits())?.text().parse().ok()?;
    year(tokens, at + 3, true)?;
    (is_link(at) && is_link(at + 2) && (1..=12).contains(&month)).then_some(month)
}

fn with_year(tokens: &[Token], end: usize, day: Option<u32>, month: u32) -> Date {
    let after = past_links(tokens, end);
    let found = year(tokens, after, true)
        .or_else(|| year(tokens, past_gap(tokens, after), true))
        .or_else(|| year(tokens, past_aside(tokens, after)?, false))
        .or_else(|| short_past_aside(tokens, after));
    let (year, end) = found.map_or((None, end), |(year, end)| (Some(year), end));
    Date { end, day, month: Some(month), year, is_sure: true }
}

/// In digits with signs between, in one word: "12/05/1984", "12/05".
fn written(tokens: &[Token], at: usize) -> Option<Date> {
    let token = tokens.get(at).filter(|token| token.form() == Form::Amount)?;
    let signs: Vec<char> = token.amount().chars().filter(|c| !c.is_ascii_digit()).collect();
    let is_date = !signs.is_empty() && signs.iter().all(|sign| matches!(sign, '/' | '.' | '-'));
    let parts: Vec<u32> =
        token.amount().split(['/', '.', '-']).filter_map(|part| part.parse().ok()).collect();
    if !is_date || parts.len() != signs.len() + 1 {
        return None;
    }
    from_parts(&parts, at + 1, signs.contains(&'/'))
}

/// In groups of digits: "12 05 1984", "0 3 0 5 6 2", "1984 05 12", "oh three oh five sixty-two".
fn in_digits(tokens: &[Token], at: usize) -> Option<Date> {
    const MOST_GROUPS: usize = 8;
    const MOST_DIGITS: usize = 8;
    let mut digits = String::new();
    let mut groups: Vec<u32> = Vec::new();
    let mut carried = false;
    let mut end = at;
    let mut best = None;
    while let Some(token) = tokens.get(end).filter(|_| end < at + 2 * MOST_GROUPS) {
        let is_sign = matches!(
            token.text(),
            "slash"
                | "dash"
                | "punkt"
                | "point"
                | "barra"
                | "barre"
                | "schragstrich"
                | "strich"
                | "hyphen"
                | "stroke"
                | "diagonal"
                | "oblique"
        );
        // "Four, uh, eleven, sixty-two".
        let is_hesitation = matches!(
            token.text(),
            "um" | "uh" | "er" | "erm" | "hm" | "hmm" | "euh" | "heu" | "ah" | "ahm" | "eh" | "ehm"
        );
        if (is_sign || is_hesitation) && end > at {
            end += 1;
            continue;
        }
        if let Some((year, end)) = counted_year(tokens, end) {
            return with_counted_year(&groups, year, end).or(best);
        }
        if !token.is_digits() || digits.len() + token.text().len() > MOST_DIGITS {
            break;
        }
        digits.push_str(token.text());
        let value: u32 = token.text().parse().ok()?;
        match groups.last_mut() {
            Some(last) if carried && token.text().len() == 1 => *last = *last * 10 + value,
            _ => groups.push(value),
        }
        // "Oh three" is one group.
        carried = token.text() == "0" && !carried;
        end += 1;
        let read =
            from_parts(&groups, end, token.joint().is_some()).or_else(|| from_digits(&digits, end));
        best = read.or(best);
    }
    best
}

/// A year that is read as an amount: "two thousand eleven", "mil novecientos sesenta".
fn counted_year(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    year(tokens, at, false).filter(|_| tokens[at].form() == Form::Amount)
}

/// "Oh four, eleven, two thousand eleven": the groups before such a year are a day and a month, or a
/// month.
fn with_counted_year(groups: &[u32], year: u32, end: usize) -> Option<Date> {
    match *groups {
        [a, b] => from_parts(&[a, b, year], end, false),
        [month] => from_parts(&[month, year], end, false),
        _ => None,
    }
}

fn from_digits(digits: &str, end: usize) -> Option<Date> {
    let part = |range: std::ops::Range<usize>| digits[range].parse::<u32>().ok();
    match digits.len() {
        6 => from_parts(&[part(0..2)?, part(2..4)?, part(4..6)?], end, false),
        8 => from_parts(&[part(0..2)?, part(2..4)?, part(4..8)?], end, false)
            .or_else(|| from_parts(&[part(0..4)?, part(4..6)?, part(6..8)?], end, false)),
        _ => None,
    }
}

fn from_parts(parts: &[u32], end: usize, is_sure: bool) -> Option<Date> {
    let is_day_and_month =
        |a: u32, b: u32| (1..=31).contains(&a) && (1..=31).contains(&b) && (a <= 12 || b <= 12);
    let is_year = |year: u32| year < 100 || YEARS.contains(&year);
    let (day, month, year) = match *parts {
        [a, b] if is_day_and_month(a, b) => (Some(a), Some(b), None),
        [month, year] if (1..=12).contains(&month) && is_year(year) => {
            (None, Some(month), Some(year))
        }
        [a, b, year] if is_day_and_month(a, b) && is_year(year) => (Some(a), Some(b), Some(year)),
        [year, a, b] if YEARS.contains(&year) && is_day_and_month(a, b) => {
            (Some(b), Some(a), Some(year))
        }
        [a, b, century @ (19 | 20), year] if is_day_and_month(a, b) && year < 100 => {
            (Some(a), Some(b), Some(century * 100 + year))
        }
        [a, b, century @ (19 | 20), 0, year] if is_day_and_month(a, b) && year < 10 => {
            (Some(a), Some(b), Some(century * 100 + year))
        }
        _ => return None,
    };
    Some(Date { end, day, month, year, is_sure })
}

/// Whether a folded word names a month.
pub(super) fn is_month(word: &str) -> bool {
    words::month(word).is_some()
}

/// Whether a folded word is an ordinal below 32: "first", "erster".
pub(super) fn is_ordinal(word: &str) -> bool {
    words::ordinal(word).is_some()
}

/// Whether a token may be the day of a month: "twelfth", "3rd", "12".
pub(super) fn is_day(token: &Token) -> bool {
    let number = token.is_digits().then(|| token.text().parse::<u32>().ok()).flatten();
    number.or_else(|| words::ordinal(token.text())).is_some_and(|day| (1..=31).contains(&day))
}

/// A day from 1 to 31 as a number or an ordinal, and the token after it.
fn day(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let token = tokens.get(at)?;
    let number = || {
        let is_number = token.is_digits() && token.text().len() <= 2;
        is_number.then(|| token.text().parse::<u32>().ok()).flatten()
    };
    let amount = || {
        // "3." in German.
        token.amount().parse::<u32>().ok().filter(|_| token.form() == Form::Amount)
    };
    let value = number().or_else(amount).or_else(|| words::ordinal(token.text()))?;
    let next = tokens.get(at + 1).map(Token::text);
    // "Twenty first", "oh three".
    let (value, end) = match (value, next.and_then(words::ordinal)) {
        // "Zwanzigsten dritten" is a day and a month.
        (20 | 30, Some(unit @ 1..=9)) if words::ordinal(token.text()).is_none() => {
            (value + unit, at + 2)
        }
        (0, None) => {
            let unit = next.filter(|text| text.len() == 1)?.parse::<u32>().ok()?;
            (unit, at + 2)
        }
        _ => (value, at + 1),
    };
    (1..=31).contains(&value).then_some((value, end))
}

/// A year, and the token after it; `may_be_short` if it may have two digits.
fn year(tokens: &[Token], at: usize, may_be_short: bool) -> Option<(u32, usize)> {
    let token = tokens.get(at)?;
    let value = |token: &Token| token.text().parse::<u32>().ok();
    if token.form() == Form::Amount {
        let year = token.amount().parse().ok().filter(|year| YEARS.contains(year))?;
        return Some(with_rest(tokens, year, at + 1));
    }
    if !token.is_digits() {
        return None;
    }
    let first = value(token)?;
    if YEARS.contains(&first) && token.text().len() == 4 {
        return Some(with_rest(tokens, first, at + 1));
    }
    let next = tokens.get(at + 1).filter(|next| next.is_digits());
    if matches!(first, 18..=20) && token.text().len() == 2 {
        match next.map(|next| (next.text().len(), value(next))) {
            // "Nineteen oh five".
            Some((1, Some(0))) => {
                let unit = tokens.get(at + 2).filter(|unit| unit.is_digits());
                let unit = unit.filter(|unit| unit.text().len() == 1).and_then(value);
                if let Some(unit) = unit {
                    return Some((first * 100 + unit, at + 3));
                }
            }
            Some((2, Some(rest))) => return Some((first * 100 + rest, at + 2)),
            _ => {}
        }
    }
    let is_single = tokens[at..].iter().take(4).filter(|token| token.text().len() == 1);
    if matches!(first, 1 | 2) && is_single.clone().all(Token::is_digits) && is_single.count() == 4 {
        // "One nine six two".
        let digits: String = tokens[at..at + 4].iter().map(Token::text).collect();
        if let Some(year) = digits.parse().ok().filter(|year| YEARS.contains(year)) {
            return Some((year, at + 4));
        }
    }
    (may_be_short && token.text().len() == 2).then_some((first, at + 1))
}

/// Past hesitation within a date: "August eighth, hang on, two thousand seven".
fn past_gap(tokens: &[Token], at: usize) -> usize {
    const LONGEST: usize = 4;
    let gap = tokens.get(at..).unwrap_or_default().iter().take(LONGEST);
    at + gap.take_while(|token| token.is_word() && is_gap(token)).count()
}

/// Past words between two commas within a date: "December the eighth, if memory serves, 1987".
fn past_aside(tokens: &[Token], at: usize) -> Option<usize> {
    const LONGEST: usize = 5;
    let is_comma = |at: usize| tokens[at].stop() == Stop::Clause;
    let is_parted = at > 0 && is_comma(at - 1);
    let mut aside = (at..tokens.len().min(at + LONGEST)).take_while(|&at| tokens[at].is_word());
    aside.find(|&at| is_comma(at)).filter(|_| is_parted).map(|last| last + 1)
}

/// "May sixteenth, how does it go, eighty-one.": two digits that end what is said.
fn short_past_aside(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    const SOONEST: u32 = 32;
    let (short, end) = year(tokens, past_aside(tokens, at)?, true)?;
    let ends = end == tokens.len() || tokens[end - 1].stop() != Stop::None;
    (ends && short >= SOONEST).then_some((short, end))
}

/// "Neunzehnhundert zweiundsechzig": a century, and the rest of the year in the next word.
fn with_rest(tokens: &[Token], year: u32, end: usize) -> (u32, usize) {
    let is_century = year.is_multiple_of(100) && tokens[end - 1].stop() == Stop::None;
    let rest = tokens.get(end).filter(|next| is_century && next.is_digits());
    match rest.and_then(|next| next.text().parse::<u32>().ok()).filter(|rest| *rest < 100) {
        Some(rest) => (year + rest, end + 1),
        None => (year, end),
    }
}

/// Past the small words within a date.
fn past_links(tokens: &[Token], mut at: usize) -> usize {
    const MOST: usize = 3;
    let end = at + MOST;
    while at < end
        && tokens.get(at).is_some_and(|token| {
            matches!(
                token.text(),
                "of" | "the"
                    | "de"
                    | "du"
                    | "le"
                    | "den"
                    | "der"
                    | "im"
                    | "des"
                    | "del"
                    | "en"
                    | "el"
                    | "in"
                    | "year"
                    | "jahr"
                    | "jahre"
                    | "ano"
                    | "l'annee"
                    | "annee"
            )
        })
    {
        at += 1;
    }
    at
}
