//! Plain text: its words are redacted and the spaces between them stay as they are.

use std::ops::Range;

use super::language::languages_of;
use super::{DocumentSpan, RedactedDocument};
use crate::domain::{Language, MediaTime, TimeSpan};
use crate::redact::{RedactError, Redactor};
use crate::transcribe::{RawText, Segment, Word};

/// How long a word counts, in milliseconds: a text has no times, and some recognizers want order.
const WORD_MILLIS: u64 = 400;

/// A text, and where its words are.
pub(super) struct TextDocument {
    text: String,
    /// By line that has any: the words, as ranges of bytes.
    lines: Vec<Vec<Range<usize>>>,
    /// Of each of these lines.
    languages: Vec<Language>,
}

impl TextDocument {
    pub(super) fn new(text: String, language: Option<&Language>) -> Self {
        let (mut lines, mut told) = (Vec::new(), Vec::new());
        let mut line_start = 0;
        for line in text.split_inclusive('\n') {
            let words = words_of(line, line_start);
            line_start += line.len();
            if !words.is_empty() {
                lines.push(words);
                told.push((language, line));
            }
        }
        let languages = languages_of(&told);
        Self { text, lines, languages }
    }

    pub(super) fn redact(self, redactor: &Redactor) -> Result<RedactedDocument, RedactError> {
        let findings = redactor.findings(&self.segments())?;
        let (mut text, mut spans) = (String::with_capacity(self.text.len()), Vec::new());
        let (mut at, mut chars) = (0, 0);
        for finding in findings {
            let words = &self.lines[finding.segment][finding.words];
            let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
            let end = last.end - stop_of(&self.text[last.clone()]).len();
            let kept = &self.text[at..first.start];
            text.push_str(kept);
            text.push_str(finding.kind.mark());
            let start = chars + kept.chars().count();
            chars = start + self.text[first.start..end].chars().count();
            spans.push(DocumentSpan::Text { kind: finding.kind, start, end: chars });
            at = end;
        }
        text.push_str(&self.text[at..]);
        Ok(RedactedDocument { text, spans })
    }

    fn segments(&self) -> Vec<Segment> {
        let mut start = MediaTime::ZERO;
        let mut word = |range: &Range<usize>| {
            let span = TimeSpan::new(start, start.plus(WORD_MILLIS));
            start = span.end;
            let text = RawText::new(self.text[range.clone()].to_owned());
            Word { text, span, confidence: 1.0, alternatives: Vec::new() }
        };
        let segment = |(words, language): (&Vec<Range<usize>>, &Language)| Segment {
            words: words.iter().map(&mut word).collect(),
            language: language.clone(),
            channel: None,
            suspect: None,
        };
        self.lines.iter().zip(&self.languages).map(segment).collect()
    }
}

fn words_of(line: &str, offset: usize) -> Vec<Range<usize>> {
    let start_of = |word: &str| offset + (word.as_ptr() as usize - line.as_ptr() as usize);
    line.split_whitespace().map(|word| start_of(word)..start_of(word) + word.len()).collect()
}

/// The punctuation that ends a word and stays; a word of nothing else has none.
pub(super) fn stop_of(word: &str) -> &str {
    let unstopped = word.trim_end_matches(['.', ',', '!', '?', ';', ':', '…']);
    if unstopped.is_empty() { "" } else { &word[unstopped.len()..] }
}
