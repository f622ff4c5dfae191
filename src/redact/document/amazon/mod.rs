//! The JSON of an Amazon Transcribe batch job, read and written anew.
//!
//! See "Data input and output" in Amazon Transcribe's developer guide, and there "Example redacted
//! output". Its words are `results.items`; everything else that is written is made from them.

mod read;
mod write;

use std::ops::Range;

use super::language::languages_of;
use super::{DocumentSpan, RedactedDocument};
use crate::domain::{EntityKind, Language, TimeSpan};
use crate::redact::{RedactError, Redactor};
use crate::transcribe::{RawText, Segment, Word};

/// A transcript of Amazon's, with its raw text.
pub(super) struct AmazonTranscript {
    items: Vec<Item>,
    /// Its language, where it or somebody else tells.
    language: Option<Language>,
    /// Amazon's own code, such as `en-US`, where the document has one.
    language_code: Option<String>,
    audio_segments: Vec<AudioSegment>,
}

/// A word with the punctuation behind it.
struct Item {
    ids: Vec<u64>,
    content: RawText,
    stops: Vec<RawText>,
    span: TimeSpan,
    confidence: Option<f32>,
    channel: Option<u16>,
    speaker: Option<u16>,
    /// Of a transcript in several languages.
    language: Option<Language>,
}

/// A stretch of items that Amazon shows as one.
struct AudioSegment {
    id: u64,
    span: TimeSpan,
    items: Vec<u64>,
    channel: Option<u16>,
    speaker: Option<u16>,
}

/// Items masked as one, or one item that is kept.
struct Kept {
    items: Range<usize>,
    kind: Option<EntityKind>,
}

impl AmazonTranscript {
    pub(super) fn redact(self, redactor: &Redactor) -> Result<RedactedDocument, RedactError> {
        let turns = self.turns();
        let findings = redactor.findings(&self.segments(&turns))?;
        let mut kinds: Vec<Option<(usize, EntityKind)>> = vec![None; self.items.len()];
        for (number, finding) in findings.into_iter().enumerate() {
            for item in &turns[finding.segment][finding.words] {
                kinds[*item] = Some((number, finding.kind));
            }
        }
        let kept = kept(&kinds);
        let spans = kept.iter().filter_map(|kept| self.span(kept)).collect();
        Ok(RedactedDocument { text: self.write(&kept), spans })
    }

    /// The items of each turn, one index for each of their words: an item may hold several.
    fn turns(&self) -> Vec<Vec<usize>> {
        let voice = |index: usize| {
            let item = &self.items[index];
            (item.channel, item.speaker, item.language.as_ref())
        };
        let indexes: Vec<usize> = (0..self.items.len()).collect();
        let turns = indexes.chunk_by(|&a, &b| voice(a) == voice(b));
        let words = |&index: &usize| std::iter::repeat_n(index, self.items[index].texts().len());
        let turns = turns.map(|turn| turn.iter().flat_map(words).collect::<Vec<_>>());
        turns.filter(|turn| !turn.is_empty()).collect()
    }

    fn segments(&self, turns: &[Vec<usize>]) -> Vec<Segment> {
        let segment = |(turn, language): (&Vec<usize>, Language)| Segment {
            words: turn
                .chunk_by(|a, b| a == b)
                .flat_map(|words| self.items[words[0]].words())
                .collect(),
            language,
            channel: self.items[turn[0]].channel,
            suspect: None,
        };
        turns.iter().zip(self.languages(turns)).map(segment).collect()
    }

    /// The language of each turn.
    fn languages(&self, turns: &[Vec<usize>]) -> Vec<Language> {
        let said = |turn: &Vec<usize>| -> String {
            let items = turn.chunk_by(|a, b| a == b).map(|words| words[0]);
            items
                .flat_map(|item| self.items[item].texts())
                .fold(String::new(), |text, word| text + &word + " ")
        };
        let texts: Vec<String> = turns.iter().map(said).collect();
        let told =
            |turn: &Vec<usize>| self.items[turn[0]].language.as_ref().or(self.language.as_ref());
        let parts: Vec<_> = turns.iter().map(told).zip(texts.iter().map(String::as_str)).collect();
        languages_of(&parts)
    }

    fn span(&self, kept: &Kept) -> Option<DocumentSpan> {
        let items = &self.items[kept.items.clone()];
        Some(DocumentSpan::Speech {
            kind: kept.kind?,
            start_millis: items.first()?.span.start,
            end_millis: items.last()?.span.end,
            channel: items.first()?.channel,
        })
    }
}

impl Item {
    /// Its words, with the punctuation that follows.
    fn texts(&self) -> Vec<String> {
        let stops = self.stops.iter().map(RawText::expose);
        let whole: String = std::iter::once(self.content.expose()).chain(stops).collect();
        whole.split_whitespace().map(str::to_owned).collect()
    }

    fn words(&self) -> Vec<Word> {
        let word = |text: String| Word {
            text: RawText::new(text),
            span: self.span,
            confidence: self.confidence.unwrap_or(1.0),
            alternatives: Vec::new(),
        };
        self.texts().into_iter().map(word).collect()
    }
}

/// Runs of items under one finding, and the items that are kept, in order.
fn kept(kinds: &[Option<(usize, EntityKind)>]) -> Vec<Kept> {
    let mut start = 0;
    let runs = kinds.chunk_by(|a, b| a.is_some() && a == b);
    runs.map(|run| {
        let items = start..start + run.len();
        start = items.end;
        Kept { items, kind: run[0].map(|(_, kind)| kind) }
    })
    .collect()
}
