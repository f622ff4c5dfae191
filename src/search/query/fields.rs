//! Reads the values of fields.

use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, Utc};

use crate::domain::{CollectionName, Language, MediaKind, ParseError, RecordingId};
use crate::index::in_parts;
use crate::search::request::SuspectFilter;

/// What a recording, passage or word is narrowed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::search) enum FieldTest {
    Recording(RecordingId),
    Collection(Vec<CollectionName>),
    Kind(Vec<MediaKind>),
    Channel(Vec<u64>),
    /// From the first, up to but not including the second.
    Date(Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    /// In milliseconds, both included.
    Duration(u64, u64),
    Language(Vec<Language>),
    Suspect(SuspectFilter),
    /// In parts of 255, both included.
    Confidence(u8, u8),
}

/// Reads a field's value.
///
/// # Errors
/// Says what is wrong with it, and what would be right.
pub(in crate::search) fn field_test(name: &str, value: &str) -> Result<FieldTest, ParseError> {
    match name {
        "recording" => value.parse().map(FieldTest::Recording),
        "collection" => listed(value).map(FieldTest::Collection),
        "lang" | "language" => listed(&value.to_lowercase()).map(FieldTest::Language),
        "kind" => names(value).map(kind_named).collect::<Result<_, _>>().map(FieldTest::Kind),
        "speaker" | "channel" => {
            names(value).map(channel).collect::<Result<_, _>>().map(FieldTest::Channel)
        }
        "date" => dates(value),
        "duration" => {
            let [least, most] = bounds(value, duration, 1)?;
            Ok(FieldTest::Duration(least.unwrap_or(0), most.unwrap_or(u64::MAX)))
        }
        "suspect" => value.parse().map(FieldTest::Suspect),
        "confidence" => {
            let [least, most] = bounds(value, share, 1)?;
            Ok(FieldTest::Confidence(
                u8::try_from(least.unwrap_or(0)).unwrap_or(u8::MAX),
                u8::try_from(most.unwrap_or(255)).unwrap_or(u8::MAX),
            ))
        }
        _ => Err(ParseError(format!("there is no field `{name}`"))),
    }
}

fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(|name| name.trim_matches(' ')).filter(|name| !name.is_empty())
}

fn listed<T: std::str::FromStr<Err = ParseError>>(list: &str) -> Result<Vec<T>, ParseError> {
    names(list).map(str::parse).collect()
}

fn kind_named(name: &str) -> Result<MediaKind, ParseError> {
    match name {
        "audio" => Ok(MediaKind::Audio),
        "video" => Ok(MediaKind::Video),
        _ => Err(ParseError(format!("`{name}` is no kind: use audio or video"))),
    }
}

fn channel(number: &str) -> Result<u64, ParseError> {
    let wrong = |_| ParseError(format!("`{number}` is no channel: use a number from 0"));
    number.parse::<u16>().map(u64::from).map_err(wrong)
}

/// Reads `>a`, `>=a`, `<a`, `<=a`, `a..b`, `a..`, `..b` or `a`; both bounds are included, and what is
/// greater is so by one `step`.
fn bounds(
    value: &str,
    read: impl Fn(&str) -> Result<u64, ParseError>,
    step: u64,
) -> Result<[Option<u64>; 2], ParseError> {
    let some = |text: &str| if text.is_empty() { Ok(None) } else { read(text).map(Some) };
    if let Some((least, most)) = value.split_once("..") {
        return Ok([some(least)?, some(most)?]);
    }
    if let Some(least) = value.strip_prefix(">=") {
        return Ok([Some(read(least)?), None]);
    }
    if let Some(most) = value.strip_prefix("<=") {
        return Ok([None, Some(read(most)?)]);
    }
    if let Some(least) = value.strip_prefix('>') {
        return Ok([Some(read(least)?.saturating_add(step)), None]);
    }
    if let Some(most) = value.strip_prefix('<') {
        return Ok([None, Some(read(most)?.saturating_sub(step))]);
    }
    let exact = read(value)?;
    Ok([Some(exact), Some(exact)])
}

/// Reads `90`, `90s`, `10m`, `1h` or `500ms`, in milliseconds.
pub(in crate::search) fn duration(text: &str) -> Result<u64, ParseError> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "ms" => 1.0,
        "" | "s" | "sec" => 1000.0,
        "m" | "min" => 60_000.0,
        "h" => 3_600_000.0,
        _ => return Err(ParseError(format!("`{text}` is no time: use 90s, 10m or 1h"))),
    };
    match digits.parse::<f64>() {
        Ok(count) if (0.0..1e9).contains(&count) => Ok((count * unit).round() as u64),
        _ => Err(ParseError(format!("`{text}` is no time: use 90s, 10m or 1h"))),
    }
}

fn share(text: &str) -> Result<u64, ParseError> {
    match text.parse::<f32>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(in_parts(share).into()),
        _ => Err(ParseError(format!("`{text}` is no confidence: use a number from 0 to 1"))),
    }
}

fn dates(value: &str) -> Result<FieldTest, ParseError> {
    let some = |text: &str| if text.is_empty() { Ok(None) } else { period(text).map(Some) };
    let (from, until) = if let Some((from, until)) = value.split_once("..") {
        (some(from)?.map(|period| period.0), some(until)?.map(|period| period.1))
    } else if let Some(from) = value.strip_prefix(">=") {
        (Some(period(from)?.0), None)
    } else if let Some(until) = value.strip_prefix("<=") {
        (None, Some(period(until)?.1))
    } else if let Some(from) = value.strip_prefix('>') {
        (Some(period(from)?.1), None)
    } else if let Some(until) = value.strip_prefix('<') {
        (None, Some(period(until)?.0))
    } else {
        let (from, until) = period(value)?;
        (Some(from), Some(until))
    };
    Ok(FieldTest::Date(from, until))
}

/// When a year, month or day begins, and when the next does.
fn period(text: &str) -> Result<(DateTime<Utc>, DateTime<Utc>), ParseError> {
    let wrong = || ParseError(format!("`{text}` is no date: use 2024, 2024-03 or 2024-03-01"));
    let mut numbers = Vec::new();
    for part in text.split('-') {
        numbers.push(part.parse::<u32>().map_err(|_| wrong())?);
    }
    let day = |year: u32, month, day| {
        let year = i32::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
        NaiveDate::from_ymd_opt(year, month, day)
    };
    let (first, next) = match numbers.as_slice() {
        [year] => (day(*year, 1, 1), day(*year, 1, 1).and_then(|d| d.with_year(d.year() + 1))),
        [year, month] => {
            let first = day(*year, *month, 1);
            (first, first.and_then(|first| first.checked_add_months(Months::new(1))))
        }
        [year, month, date] => {
            let first = day(*year, *month, *date);
            (first, first.and_then(|first| first.checked_add_signed(TimeDelta::days(1))))
        }
        _ => (None, None),
    };
    let midnight = |date: NaiveDate| Some(date.and_hms_opt(0, 0, 0)?.and_utc());
    first.and_then(midnight).zip(next.and_then(midnight)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> String {
        let Ok(FieldTest::Date(from, until)) = field_test("date", text) else {
            panic!("{text} is no date")
        };
        let day = |time: Option<DateTime<Utc>>| {
            time.map_or_else(String::new, |time| time.date_naive().to_string())
        };
        format!("{} {}", day(from), day(until))
    }

    #[test]
    fn dates_are_years_months_days_and_what_lies_between() {
        assert_eq!(date("2024"), "2024-01-01 2025-01-01");
        assert_eq!(date("2024-12"), "2024-12-01 2025-01-01");
        assert_eq!(date("2024-02-29"), "2024-02-29 2024-03-01");
        assert_eq!(date("2024-01..2024-06"), "2024-01-01 2024-07-01");
        assert_eq!(date("..2024"), " 2025-01-01");
        assert_eq!(date(">2024"), "2025-01-01 ");
        assert_eq!(date("<2024-03"), " 2024-03-01");
        for wrong in ["", "24-", "2024-13", "2023-02-29", "yesterday", "2024-1-1-1", "99999"] {
            assert!(field_test("date", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn lengths_and_shares_have_bounds() {
        assert_eq!(field_test("duration", ">10m"), Ok(FieldTest::Duration(600_001, u64::MAX)));
        assert_eq!(field_test("duration", "90s..1.5h"), Ok(FieldTest::Duration(90_000, 5_400_000)));
        assert_eq!(field_test("confidence", ">=0.8"), Ok(FieldTest::Confidence(204, 255)));
        assert_eq!(field_test("confidence", "<0.8"), Ok(FieldTest::Confidence(0, 203)));
        assert_eq!(field_test("confidence", ">1"), Ok(FieldTest::Confidence(255, 255)));
        for wrong in ["10 minutes", "-1", "1e99h", "NaN", "", ">"] {
            assert!(field_test("duration", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_wrong_value_is_named_with_a_right_one() {
        for (name, value, told) in [
            ("kind", "film", "audio or video"),
            ("channel", "left", "number"),
            ("suspect", "maybe", "no, only or any"),
            ("lang", "klingon", "language code"),
        ] {
            let error = field_test(name, value).unwrap_err().to_string();
            assert!(error.contains(value) && error.contains(told), "{error}");
        }
    }
}
