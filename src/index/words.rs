//! A segment's words with their times, packed beside its text.
//!
//! A word costs about 5 bytes: its length in the text, when it begins after the one before, how
//! long it lasts, how sure it is, and the kind where it is a mark. With them a hit finds its second
//! without asking Postgres.

use crate::domain::{EntityKind, TimeSpan};
use crate::store::StoredWord;

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
}

impl From<&StoredWord> for IndexedWord {
    fn from(word: &StoredWord) -> Self {
        let StoredWord { text, span, confidence, redacted } = word.clone();
        Self { text, span, confidence, redacted }
    }
}

/// Packs all but the words' text.
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
        bytes.push((word.confidence.clamp(0.0, 1.0) * 255.0).round() as u8);
        let mark = word.redacted.map_or("", EntityKind::name);
        put(&mut bytes, mark.len() as u64);
        bytes.extend_from_slice(mark.as_bytes());
    }
    bytes
}

/// Unpacks the words of `text`, which are joined by single spaces.
///
/// # Errors
/// [`IndexError::Damaged`] if the bytes and the text do not belong together.
pub(super) fn unpack(text: &str, bytes: &[u8]) -> Result<Vec<IndexedWord>, IndexError> {
    let mut reader = Reader { bytes, text, before: 0 };
    let mut words = Vec::new();
    while !reader.bytes.is_empty() {
        let word = reader.word(words.is_empty());
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

struct Reader<'a> {
    bytes: &'a [u8],
    text: &'a str,
    before: i64,
}

impl Reader<'_> {
    fn word(&mut self, is_first: bool) -> Option<IndexedWord> {
        let length = usize::try_from(self.number()?).ok()?;
        let step = self.number()?;
        let step = (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
        self.before = self.before.checked_add(step)?;
        let start = u64::try_from(self.before).ok()?;
        let end = start.checked_add(self.number()?)?;
        let confidence = f32::from(*self.take(1)?.first()?) / 255.0;
        let mark = usize::try_from(self.number()?).ok()?;
        let mark = std::str::from_utf8(self.take(mark)?).ok()?;
        let redacted = if mark.is_empty() { None } else { Some(mark.parse().ok()?) };
        let text = if is_first { self.text } else { self.text.strip_prefix(' ')? };
        let (word, rest) = text.split_at_checked(length)?;
        let word = word.to_owned();
        self.text = rest;
        Some(IndexedWord {
            text: word,
            span: TimeSpan::from_millis(start, end),
            confidence,
            redacted,
        })
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
        let span = TimeSpan::from_millis(start, end);
        IndexedWord { text: text.to_owned(), span, confidence: 1.0, redacted }
    }

    #[test]
    fn words_come_back_with_their_times_even_when_they_overlap_or_hold_a_space() {
        let words = vec![
            word("Été,", 7_200_000, 7_200_400, None),
            word("[NAME]", 7_200_100, 7_201_000, Some(EntityKind::Name)),
            word("two words", 0, 5, None),
        ];
        let text = "Été, [NAME] two words";
        assert_eq!(unpack(text, &pack(&words)).unwrap(), words);
    }

    #[test]
    fn bytes_that_do_not_belong_to_the_text_are_an_error_and_no_panic() {
        let bytes = pack(&[word("abc", 0, 10, None), word("dé", 20, 30, None)]);
        assert!(unpack("abc d", &bytes).is_err());
        assert!(unpack("abcé", &bytes).is_err());
        for cut in 1..bytes.len() {
            let _ = unpack("abc dé", &bytes[..cut]);
        }
        assert!(unpack("abc dé", &[0xff; 40]).is_err());
    }
}
