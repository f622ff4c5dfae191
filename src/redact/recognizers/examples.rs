//! Runs the examples of the recognizers: texts with what should be masked in braces.

use crate::domain::{EntityKind, Language, MediaTime, TimeSpan};
use crate::redact::{RedactionOptions, Redactor};
use crate::transcribe::{RawText, Segment, Transcript, Word};

/// A transcript of one segment.
pub(super) fn heard(language: &str, text: &str) -> Transcript {
    let language: Language = language.parse().unwrap();
    let word = |(at, text): (usize, &str)| Word {
        text: RawText::new(text.to_owned()),
        span: TimeSpan::from_millis(at as u64 * 500, at as u64 * 500 + 400),
        confidence: 0.9,
    };
    let words: Vec<Word> = text.split_whitespace().enumerate().map(word).collect();
    let duration = words.last().map_or(MediaTime::ZERO, |word| word.span.end);
    Transcript {
        segments: vec![Segment { words, language: language.clone(), channel: None }],
        language,
        duration,
        model: "scripted".to_owned(),
    }
}

/// Redacts a text with the recognizers of all kinds.
pub(super) fn redacted(language: &str, text: &str) -> String {
    let redactor = Redactor::new(RedactionOptions::default()).unwrap();
    redactor.redact(heard(language, text)).unwrap().segments()[0].text()
}

/// Checks that what stands in braces is masked as `kind`, and nothing else is.
pub(super) fn check(kind: EntityKind, examples: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (language, example) in examples {
        let mut expected = String::new();
        let mut rest = *example;
        while let Some((before, after)) = rest.split_once('{') {
            let (_, after) = after.split_once('}').expect("a brace that is closed");
            expected.push_str(before);
            expected.push_str(kind.mark());
            rest = after;
        }
        expected.push_str(rest);
        let masked = redacted(language, &example.replace(['{', '}'], ""));
        if masked != expected {
            wrong.push(format!("{language}: {example}\n  gives {masked}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), examples.len(), wrong.join("\n"));
}
