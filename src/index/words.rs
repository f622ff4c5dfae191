//! The words to show, packed by runs of positions.
//!
//! When a word is said and how surely stands in columns by its position; what is here is how long it
//! is in the run's text, how many positions it takes up, and where it has them its mark and other
//! readings. The other readings stand in a text of their own, joined by spaces: what the index holds
//! can be read, and looked through for what it must not hold.

use crate::domain::{EntityKind, TimeSpan};
use crate::store::{StoredAlternative, StoredWord};

use super::IndexError;

/// A word as the index keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexedWord {
    /// The word or mark.
    pub text: String,
    /// When it is said.
    pub span: TimeSpan,
    /// From 0 to 1, to one part in 255.
    pub confidence: f32,
    /// The kind of personal data, where this is a mark.
    pub redacted: Option<EntityKind>,
    /// What else it may be, likeliest first; never with a mark.
    pub alternatives: Vec<StoredAlternative>,
    /// Its first position in the channel; of a word without terms, that of the next.
    pub position: u32,
    /// How many positions it takes up: none if it has no terms.
    pub width: u32,
}

impl IndexedWord {
    /// Whether it takes up one of the positions from `first` to `last`.
    pub(crate) const fn stands_in(&self, first: u32, last: u32) -> bool {
        self.width > 0 && self.position <= last && first < self.position + self.width
    }
}

/// A confidence or probability as one part in 255.
pub(crate) fn in_parts(confidence: f32) -> u8 {
    (confidence.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// A run of words being packed.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) other_readings: String,
    pub(super) bytes: Vec<u8>,
    is_begun: bool,
}

impl Run {
    /// Begins a run at a position.
    pub(super) fn at(position: u32) -> Self {
        let mut run = Self::default();
        put(&mut run.bytes, position.into());
        run
    }

    /// Adds a word that takes up so many positions.
    pub(super) fn push(&mut self, word: &StoredWord, width: u32) {
        if self.is_begun {
            self.text.push(' ');
        }
        self.is_begun = true;
        self.text.push_str(&word.text);
        put(&mut self.bytes, word.text.len() as u64);
        let (is_mark, has_others) = (word.redacted.is_some(), !word.alternatives.is_empty());
        let flags = u64::from(width) << 2 | u64::from(is_mark) << 1 | u64::from(has_others);
        put(&mut self.bytes, flags);
        if width == 0 {
            put(&mut self.bytes, word.span.start.as_millis());
            put(&mut self.bytes, word.span.millis());
            self.bytes.push(in_parts(word.confidence));
        }
        if let Some(kind) = word.redacted {
            put(&mut self.bytes, kind.name().len() as u64);
            self.bytes.extend_from_slice(kind.name().as_bytes());
        }
        if has_others {
            self.push_others(&word.alternatives);
        }
    }

    fn push_others(&mut self, others: &[StoredAlternative]) {
        put(&mut self.bytes, others.len() as u64);
        for other in others {
            if !self.other_readings.is_empty() {
                self.other_readings.push(' ');
            }
            self.other_readings.push_str(&other.text);
            put(&mut self.bytes, other.text.len() as u64);
            self.bytes.push(in_parts(other.probability));
        }
    }
}

/// A packed run: its text, its other readings, and its bytes.
pub(super) type Packed<'a> = (&'a str, &'a str, &'a [u8]);

/// The position of a run's first word.
pub(super) fn first_position((_, _, bytes): Packed<'_>) -> Option<u32> {
    Reader { bytes, text: Spaced::of(""), others: Spaced::of(""), position: 0 }.small()
}

/// Unpacks the words of a run that stand at positions from `first` up to but not including `end`, or
/// beside them; `timed` tells when a position is said, and how surely in parts of 255.
///
/// # Errors
/// [`IndexError::Damaged`] if the bytes and the texts do not belong together.
pub(super) fn unpack(
    (text, other_readings, bytes): Packed<'_>,
    (first, end): (u32, u32),
    timed: &dyn Fn(u32) -> Option<(TimeSpan, u8)>,
) -> Result<Vec<IndexedWord>, IndexError> {
    let (text, others) = (Spaced::of(text), Spaced::of(other_readings));
    let mut reader = Reader { bytes, text, others, position: 0 };
    let damaged = || IndexError::Damaged("a recording's words".to_owned());
    reader.position = reader.small().ok_or_else(damaged)?;
    let mut words = Vec::new();
    while !reader.bytes.is_empty() {
        let entry = reader.entry().ok_or_else(damaged)?;
        if entry.position < end && entry.position + entry.width.max(1) > first {
            words.push(entry.word(timed).ok_or_else(damaged)?);
        }
    }
    Ok(words)
}

fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Texts joined by single spaces, taken off by their lengths.
struct Spaced<'a> {
    rest: &'a str,
    is_first: bool,
}

impl<'a> Spaced<'a> {
    const fn of(rest: &'a str) -> Self {
        Self { rest, is_first: true }
    }

    fn take(&mut self, length: usize) -> Option<&'a str> {
        let rest = if self.is_first { self.rest } else { self.rest.strip_prefix(' ')? };
        let (text, rest) = rest.split_at_checked(length)?;
        *self = Self { rest, is_first: false };
        Some(text)
    }
}

/// A word as it is packed.
struct Entry<'a> {
    text: &'a str,
    redacted: Option<EntityKind>,
    others: Vec<(&'a str, u8)>,
    position: u32,
    width: u32,
    /// When it is said and how surely, where it has no position.
    own_time: Option<(TimeSpan, u8)>,
}

impl Entry<'_> {
    fn word(self, timed: &dyn Fn(u32) -> Option<(TimeSpan, u8)>) -> Option<IndexedWord> {
        let (span, sure) = self.own_time.or_else(|| timed(self.position))?;
        let other = |(text, probability): (&str, u8)| StoredAlternative {
            text: text.to_owned(),
            probability: f32::from(probability) / 255.0,
        };
        Some(IndexedWord {
            text: self.text.to_owned(),
            span,
            confidence: f32::from(sure) / 255.0,
            redacted: self.redacted,
            alternatives: self.others.into_iter().map(other).collect(),
            position: self.position,
            width: self.width,
        })
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    text: Spaced<'a>,
    others: Spaced<'a>,
    position: u32,
}

impl<'a> Reader<'a> {
    fn entry(&mut self) -> Option<Entry<'a>> {
        let length = usize::try_from(self.number()?).ok()?;
        let flags = self.number()?;
        let width = u32::try_from(flags >> 2).ok()?;
        let own_time = if width > 0 { None } else { Some(self.own_time()?) };
        let redacted = if flags & 2 > 0 { Some(self.mark()?) } else { None };
        let text = self.text.take(length)?;
        let others = if flags & 1 > 0 { self.others()? } else { Vec::new() };
        let position = self.position;
        self.position = position.checked_add(width)?;
        Some(Entry { text, redacted, others, position, width, own_time })
    }

    fn own_time(&mut self) -> Option<(TimeSpan, u8)> {
        let start = self.number()?;
        let end = start.checked_add(self.number()?)?;
        Some((TimeSpan::from_millis(start, end), *self.take(1)?.first()?))
    }

    fn mark(&mut self) -> Option<EntityKind> {
        let length = usize::try_from(self.number()?).ok()?;
        EntityKind::stored(std::str::from_utf8(self.take(length)?).ok()?).ok()
    }

    fn others(&mut self) -> Option<Vec<(&'a str, u8)>> {
        let mut others = Vec::new();
        for _ in 0..self.number()? {
            let length = usize::try_from(self.number()?).ok()?;
            let probability = *self.take(1)?.first()?;
            others.push((self.others.take(length)?, probability));
        }
        Some(others)
    }

    fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, start: u64, redacted: Option<EntityKind>) -> StoredWord {
        let (text, span) = (text.to_owned(), TimeSpan::from_millis(start, start + 10));
        let alternatives = Vec::new();
        StoredWord { text, span, confidence: 1.0, redacted, alternatives, is_listed: false }
    }

    const ALL: (u32, u32) = (0, u32::MAX);

    fn timed(position: u32) -> Option<(TimeSpan, u8)> {
        let start = u64::from(position) * 100;
        (position < 12).then(|| (TimeSpan::from_millis(start, start + 50), 128))
    }

    fn run() -> Run {
        let mut run = Run::at(7);
        let mut said = word("Été,", 0, None);
        let other = |text: &str| StoredAlternative { text: text.to_owned(), probability: 1.0 };
        said.alternatives = vec![other("Était"), other("a b")];
        run.push(&said, 1);
        run.push(&word("—", 7_777, None), 0);
        run.push(&word("[NAME]", 0, Some(EntityKind::Name)), 1);
        run.push(&word("two-words", 0, None), 2);
        run
    }

    #[test]
    fn words_come_back_with_the_times_of_their_positions() {
        let run = run();
        assert_eq!(run.text, "Été, — [NAME] two-words");
        assert_eq!(run.other_readings, "Était a b");
        let words = unpack((&run.text, &run.other_readings, &run.bytes), ALL, &timed).unwrap();
        let shape: Vec<_> = words.iter().map(|word| (word.position, word.width)).collect();
        assert_eq!(shape, [(7, 1), (8, 0), (8, 1), (9, 2)]);
        let starts: Vec<_> = words.iter().map(|word| word.span.start.as_millis()).collect();
        assert_eq!(starts, [700, 7_777, 800, 900]);
        assert_eq!(words[2].redacted, Some(EntityKind::Name));
        assert_eq!(words[0].alternatives[1].text, "a b");
        assert!(words[3].stands_in(10, 11) && !words[3].stands_in(11, 12));
        assert!(!words[1].stands_in(8, 8));
    }

    #[test]
    fn bytes_that_do_not_belong_to_the_text_are_an_error_and_no_panic() {
        let run = run();
        assert!(unpack(("Été", "", &run.bytes), ALL, &timed).is_err());
        assert!(unpack((&run.text, "", &run.bytes), ALL, &timed).is_err());
        assert!(unpack((&run.text, &run.other_readings, &run.bytes), ALL, &|_| None).is_err());
        for cut in 0..run.bytes.len() {
            let _ = unpack((&run.text, &run.other_readings, &run.bytes[..cut]), ALL, &timed);
        }
        assert!(unpack((&run.text, "", &[0xff; 40]), ALL, &timed).is_err());
    }

    #[test]
    fn only_the_words_that_are_asked_for_come_back() {
        let run = run();
        let packed = (run.text.as_str(), run.other_readings.as_str(), run.bytes.as_slice());
        assert_eq!(first_position(packed), Some(7));
        for (window, expected) in [
            ((7, 8), vec!["Été,"]),
            ((8, 9), vec!["—", "[NAME]"]),
            ((10, 11), vec!["two-words"]),
            ((11, 20), vec![]),
            ((0, 7), vec![]),
        ] {
            let words = unpack(packed, window, &timed).unwrap();
            let texts: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
            assert_eq!(texts, expected, "{window:?}");
        }
    }
}
