//! Joins Whisper's tokens into words.
//!
//! A token is a run of bytes that may end in the middle of a letter, so bytes are joined before
//! they are read as text. A space before a token begins a word; in languages that are written
//! without spaces, each group of tokens that makes whole letters is a word.

use std::ops::Range;

use super::recognizer::Token;

/// Languages written without spaces between words, by Whisper's codes.
const UNSPACED: &[&str] = &["zh", "yue", "ja", "th", "lo", "my", "km", "bo"];
/// Signs that are said, so that they make a word without any letter.
const SPOKEN_SIGNS: &[char] = &['%', '&', '$', '€', '£', '¥', '+', '=', '@', '#', '°', '½'];

/// A word on the batch's clock.
pub(super) struct HeardWord {
    /// The word with its punctuation; raw text, never shown.
    pub(super) text: String,
    /// When it is said, in centiseconds of the batch.
    pub(super) span: Range<u64>,
    /// The mean probability of its tokens.
    pub(super) confidence: f32,
    /// Which of the batch's tokens it is made of.
    pub(super) tokens: Range<usize>,
    /// What else it may be, likeliest first.
    pub(super) readings: Vec<Reading>,
}

/// Another reading of a word.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// The reading; raw text, never shown.
    pub(super) text: String,
    /// How probable it is, from 0 to 1.
    pub(super) probability: f32,
}

impl HeardWord {
    /// A word without a place.
    pub(super) const fn new(text: String, confidence: f32) -> Self {
        Self { text, span: 0..0, confidence, tokens: 0..0, readings: Vec::new() }
    }
}

/// Joins the tokens of one batch, which is in `language`.
pub(super) fn join(tokens: &[Token], language: &str) -> Vec<HeardWord> {
    let is_unspaced = UNSPACED.contains(&language);
    let mut words = Words::default();
    let mut open: Vec<&Token> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let begins_word = match open.last() {
            None => false,
            Some(_) if token.bytes.first() == Some(&b' ') => true,
            Some(last) => is_unspaced && is_whole(&open) && !continues(last, token),
        };
        if begins_word {
            words.add(&open, index);
            open.clear();
        }
        open.push(token);
    }
    words.add(&open, tokens.len());
    words.without_descriptions()
}

/// Whether the tokens' bytes are whole letters.
fn is_whole(tokens: &[&Token]) -> bool {
    let bytes: Vec<u8> = tokens.iter().flat_map(|token| token.bytes.iter().copied()).collect();
    std::str::from_utf8(&bytes).is_ok()
}

/// Whether a Latin word or a number goes on from one token to the next.
fn continues(last: &Token, next: &Token) -> bool {
    let is_latin = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    is_latin(last.bytes.last()) && is_latin(next.bytes.first())
}

/// A word's letters and digits in lower case, to compare words by.
pub(super) fn bare(text: &str) -> String {
    let text = text.replace(['-', '‑'], " ");
    text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').flat_map(char::to_lowercase).collect()
}

#[derive(Default)]
struct Words(Vec<HeardWord>);

impl Words {
    /// Adds the word that `tokens` make, which end before the batch's token number `until`.
    fn add(&mut self, tokens: &[&Token], until: usize) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let bytes: Vec<u8> = tokens.iter().flat_map(|token| token.bytes.iter().copied()).collect();
        let text = String::from_utf8_lossy(&bytes).replace(char::REPLACEMENT_CHARACTER, "");
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let is_spoken = |c: char| c.is_alphanumeric() || SPOKEN_SIGNS.contains(&c);
        let is_bracketed = text.contains(['[', ']', '(', ')']);
        if !text.contains(is_spoken) && !is_bracketed {
            // Punctuation alone belongs to the word before it; a dash between words is none.
            let is_dash = text.chars().all(|c| matches!(c, '-' | '–' | '—' | '♪' | '♫' | '*'));
            if let Some(previous) = self.0.last_mut().filter(|_| !is_dash) {
                previous.text.push_str(text);
            }
            return;
        }
        let sum: f32 = tokens.iter().map(|token| token.probability).sum();
        // The silence after a word counts as its full stop's.
        let is_said = |token: &&&Token| !token.bytes.iter().all(u8::is_ascii_punctuation);
        let end = tokens.iter().rfind(is_said).map_or(last.end, |token| token.end);
        let confidence = (sum / tokens.len() as f32).clamp(0.0, 1.0);
        self.0.push(HeardWord {
            span: first.start..end.max(first.start),
            tokens: until - tokens.len()..until,
            ..HeardWord::new(text.to_owned(), confidence)
        });
    }

    /// Takes out what describes a sound instead of being said, such as `[Music]` or `(laughs)`.
    fn without_descriptions(self) -> Vec<HeardWord> {
        /// A longer bracket is text, not a description.
        const MOST_WORDS: usize = 6;
        let mut kept: Vec<HeardWord> = Vec::with_capacity(self.0.len());
        let mut opened_at: Option<usize> = None;
        for word in self.0 {
            if word.text.starts_with(['[', '(']) {
                opened_at = Some(kept.len());
            }
            let closes = word.text.trim_end_matches(['.', ',', '!', '?']).ends_with([']', ')']);
            kept.push(word);
            if let Some(from) = opened_at.filter(|_| closes) {
                if kept.len() - from <= MOST_WORDS {
                    kept.truncate(from);
                }
                opened_at = None;
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(parts: &[&[u8]]) -> Vec<Token> {
        let token = |(index, bytes): (u64, &&[u8])| Token {
            id: 0,
            bytes: bytes.to_vec(),
            probability: 0.5,
            start: index * 10,
            end: index * 10 + 10,
        };
        (0..).zip(parts).map(token).collect()
    }

    fn texts(parts: &[&[u8]], language: &str) -> Vec<String> {
        join(&tokens(parts), language).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn tokens_are_joined_at_spaces_with_their_punctuation() {
        let words = join(&tokens(&[b" Ask", b" not", b",", b" Amer", b"icans", b"."]), "en");
        let texts: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["Ask", "not,", "Americans."]);
        assert_eq!(words[2].span, 30..50);
        assert!((words[2].confidence - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_letter_split_over_two_tokens_stays_whole() {
        assert_eq!(texts(&[b" caf\xc3", b"\xa9", b" noir"], "fr"), ["café", "noir"]);
        // Two characters of three bytes each, the second one in two tokens.
        let parts: &[&[u8]] = &["語".as_bytes(), &"言".as_bytes()[..2], &"言".as_bytes()[2..]];
        assert_eq!(texts(parts, "ja"), ["語", "言"]);
    }

    #[test]
    fn a_latin_word_stays_whole_among_chinese_ones() {
        let parts: &[&[u8]] = &["我".as_bytes(), b"i", b"Pad", "。".as_bytes(), b"5", b"0"];
        assert_eq!(texts(parts, "zh"), ["我", "iPad。", "50"]);
    }

    #[test]
    fn broken_bytes_at_the_end_are_left_out() {
        assert_eq!(texts(&[b" ok", b" \xe8\xaa"], "en"), ["ok"]);
    }

    #[test]
    fn descriptions_of_sounds_are_left_out_and_signs_that_are_said_are_not() {
        let parts: &[&[u8]] =
            &[b" [", b"MUS", b"IC", b"]", b" five", b" %", b" -", b" (la", b"ughs)."];
        assert_eq!(texts(parts, "en"), ["five", "%"]);
    }
}
