//! Runs the examples of the recognizers: texts with what should be masked in braces.

use crate::domain::{EntityKind, Language, MediaTime, TimeSpan};
use crate::transcribe::{RawText, Segment, Transcript, Word};

pub(super) use crate::redact::testing::redactor;

/// A segment with a word each half second.
pub(in crate::redact) fn segment(
    start: u64,
    channel: Option<u16>,
    language: &str,
    text: &str,
) -> Segment {
    let word = |(at, text): (usize, &str)| {
        let start = start + at as u64 * 500;
        Word {
            text: RawText::new(text.to_owned()),
            span: TimeSpan::from_millis(start, start + 400),
            confidence: 0.9,
            alternatives: Vec::new(),
        }
    };
    Segment {
        words: text.split_whitespace().enumerate().map(word).collect(),
        language: language.parse().unwrap(),
        channel,
        suspect: None,
    }
}

/// A transcript of these segments.
pub(in crate::redact) fn transcript(segments: Vec<Segment>) -> Transcript {
    let duration = segments.last().map_or(MediaTime::ZERO, |last| last.span().end.plus(1_000));
    Transcript {
        segments,
        language: Language::english(),
        duration,
        model: crate::domain::ModelUse::default(),
    }
}

/// Redacts a text with the recognizers of all kinds.
pub(super) fn redacted(language: &str, text: &str) -> String {
    let heard = transcript(vec![segment(0, None, language, text)]);
    redactor().redact(heard).unwrap().segments()[0].text()
}

/// Checks that what stands in braces is masked as `kind`, or as the kind that it begins with
/// (`{URL|example.com}`), and that nothing else is.
pub(super) fn check(kind: EntityKind, examples: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (language, example) in examples {
        let (mut expected, mut heard) = (String::new(), String::new());
        let mut rest = *example;
        while let Some((before, after)) = rest.split_once('{') {
            let (piece, after) = after.split_once('}').expect("a brace that is closed");
            let (kind, piece) = piece
                .split_once('|')
                .map_or((kind, piece), |(kind, piece)| (kind.parse().unwrap(), piece));
            for (text, inner) in [(&mut expected, kind.mark()), (&mut heard, piece)] {
                text.push_str(before);
                text.push_str(inner);
            }
            rest = after;
        }
        expected.push_str(rest);
        heard.push_str(rest);
        let masked = redacted(language, &heard);
        if masked != expected {
            wrong.push(format!("{language}: {example}\n  gives {masked}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), examples.len(), wrong.join("\n"));
}
