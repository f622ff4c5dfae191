//! A segment's words with their times, packed beside its text.
//!
//! A word costs about 5 bytes: its length in the text, when it begins after the one before, how
//! long it lasts, how sure it is, the kind where it is a mark, and how many other readings it has.
//! With them a hit finds its second without asking Postgres. The other readings stand in a text of
//! their own, joined by spaces: what the index holds can be read, and looked through for what it
//! must not hold.

use crate::domain::{EntityKind, TimeSpan};
use crate::store::{StoredAlternative, StoredWord};

use super::IndexError;

/// A word of a segment as the index keeps it.
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
}

impl IndexedWord {
    /// How sure the word and each other reading of it are, in parts of 255.
    pub(super) fn in_parts(&self) -> impl Iterator<Item = u8> {
        let others = self.alternatives.iter().map(|other| in_parts(other.probability));
        std::iter::once(in_parts(self.confidence)).chain(others)
    }
}

impl From<&StoredWord> for IndexedWord {
    fn from(word: &StoredWord) -> Self {
        let StoredWord { text, span, confidence, redacted, alternatives } = word.clone();
        Self { text, span, confidence, redacted, alternatives }
    }
}

/// A confidence or probability as one part in 255.
pub(crate) fn in_parts(confidence: f32) -> u8 {
    (confidence.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// The other readings of all words, joined by spaces.
pub(super) fn other_readings(words: &[IndexedWord]) -> String {
    let others = words.iter().flat_map(|word| &word.alternatives);
    others.map(|other| other.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Packs all but the texts.
pub(super) fn pack(words: &[IndexedWord]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(words.len() * 6);
    let mut before = 0_i64;
    for word in words {
        let start = word.span.start.as_i64();
        let step = start - before;
        before = start;
        put(&mut bytes, word.text.len() as u64);
        // Zigzag: words of two channels may step back in time.
        put(&mut bytes, ((step << 1) ^ (step >> 63)).cast_unsigned());
        put(&mut bytes, word.span.millis());
        bytes.push(in_parts(word.confidence));
        let mark = word.redacted.map_or("", EntityKind::name);
        put(&mut bytes, mark.len() as u64);
        bytes.extend_from_slice(mark.as_bytes());
        put(&mut bytes, word.alternatives.len() as u64);
        for other in &word.alternatives {
            put(&mut bytes, other.text.len() as u64);
            bytes.push(in_parts(other.probability));
        }
    }
    bytes
}

/// Unpacks the words of `text` and their `other_readings`, each joined by single spaces.
///
/// # Errors
/// [`IndexError::Damaged`] if the bytes and the texts do not belong together.
pub(super) fn unpack(
    text: &str,
    other_readings: &str,
    bytes: &[u8],
) -> Result<Vec<IndexedWord>, IndexError> {
    let (text, others) = (Spaced::of(text), Spaced::of(other_readings));
    let mut reader = Reader { bytes, text, others, before: 0 };
    let mut words = Vec::new();
    while !reader.bytes.is_empty() {
        let word = reader.word();
        words.push(word.ok_or_else(|| IndexError::Damaged("a segment's words".to_owned()))?);
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

    fn take(&mut self, length: usize) -> Option<String> {
        let rest = if self.is_first { self.rest } else { self.rest.strip_prefix(' ')? };
        let (text, rest) = rest.split_at_checked(length)?;
        *self = Self { rest, is_first: false };
        Some(text.to_owned())
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    text: Spaced<'a>,
    others: Spaced<'a>,
    before: i64,
}

impl Reader<'_> {
    fn word(&mut self) -> Option<IndexedWord> {
        let length = usize::try_from(self.number()?).ok()?;
        let step = self.number()?;
        let step = (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
        self.before = self.before.checked_add(step)?;
        let start = u64::try_from(self.before).ok()?;
        let end = start.checked_add(self.number()?)?;
        let confidence = self.parts()?;
        let mark = usize::try_from(self.number()?).ok()?;
        let mark = std::str::from_utf8(self.take(mark)?).ok()?;
        let redacted = if mark.is_empty() { None } else { Some(EntityKind::stored(mark).ok()?) };
        let text = self.text.take(length)?;
        let mut alternatives = Vec::new();
        for _ in 0..self.number()? {
            let length = usize::try_from(self.number()?).ok()?;
            let probability = self.parts()?;
            alternatives.push(StoredAlternative { text: self.others.take(length)?, probability });
        }
        let span = TimeSpan::from_millis(start, end);
        Some(IndexedWord { text, span, confidence, redacted, alternatives })
    }

    /// Reads parts of 255 as a share of one.
    fn parts(&mut self) -> Option<f32> {
        Some(f32::from(*self.take(1)?.first()?) / 255.0)
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

    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, start: u64, end: u64, redacted: Option<EntityKind>) -> IndexedWord {
        let (text, span) = (text.to_owned(), TimeSpan::from_millis(start, end));
        IndexedWord { text, span, confidence: 1.0, redacted, alternatives: Vec::new() }
    }

    fn other(text: &str, probability: f32) -> StoredAlternative {
        StoredAlternative { text: text.to_owned(), probability }
    }

    #[test]
    fn words_come_back_with_their_times_even_when_they_overlap_or_hold_a_space() {
        let mut words = vec![
            word("Été,", 7_200_000, 7_200_400, None),
            word("[NAME]", 7_200_100, 7_201_000, Some(EntityKind::Name)),
            word("two words", 0, 5, None),
        ];
        words[0].alternatives = vec![other("Était", 0.2), other("a b", 0.0)];
        words[2].alternatives = vec![other("to", 1.0)];
        let text = "Été, [NAME] two words";
        let others = other_readings(&words);
        assert_eq!(others, "Était a b to");
        assert_eq!(unpack(text, &others, &pack(&words)).unwrap(), words);
        assert!(unpack(text, "Était a b", &pack(&words)).is_err());
    }

    #[test]
    fn bytes_that_do_not_belong_to_the_text_are_an_error_and_no_panic() {
        let bytes = pack(&[word("abc", 0, 10, None), word("dé", 20, 30, None)]);
        assert!(unpack("abc d", "", &bytes).is_err());
        assert!(unpack("abcé", "", &bytes).is_err());
        for cut in 1..bytes.len() {
            let _ = unpack("abc dé", "", &bytes[..cut]);
        }
        assert!(unpack("abc dé", "", &[0xff; 40]).is_err());
    }
}
