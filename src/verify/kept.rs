//! What is stored, as redaction takes it.

use std::sync::Arc;

use crate::decode::{MediaTag, TagKind};
use crate::domain::{CollectionName, MediaKey, TimeSpan};
use crate::ingest::Plans;
use crate::redact::{AudibleSpan, KeptTranscript, RedactError, Redactor, ShownName};
use crate::store::{StoredAlternative, StoredSegment, StoredTag, StoredTranscript, StoredWord};
use crate::transcribe::{Alternative, RawText, Segment, Transcript, Word};

/// What reads each collection.
#[derive(Clone)]
pub struct Redactors {
    /// The collections that are configured.
    pub plans: Arc<Plans>,
    /// For those that are not any more: they stay searchable.
    pub unplanned: Arc<Redactor>,
}

impl Redactors {
    pub(super) fn of(&self, collection: &CollectionName) -> Arc<Redactor> {
        self.plans.get(collection).map_or(&self.unplanned, |plan| &plan.redactor).clone()
    }
}

/// The whole of a stored transcript. A segment's text that its words do not make is read in their
/// place: it is what people see.
pub(super) fn kept(stored: &StoredTranscript) -> KeptTranscript {
    let span = |span: &crate::store::StoredSpan| AudibleSpan {
        kind: span.kind,
        span: span.span,
        channel: span.channel,
    };
    KeptTranscript {
        transcript: Transcript {
            segments: stored.segments.iter().map(segment).collect(),
            language: stored.recording.language.clone(),
            duration: stored.recording.duration,
            model: stored.recording.model.clone(),
        },
        spans: stored.spans.iter().map(span).collect(),
        tags: stored.recording.facts.tags.iter().map(tag).collect(),
    }
}

/// A stored segment as if it had just been heard.
pub(super) fn segment(stored: &StoredSegment) -> Segment {
    let joined = stored.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let words = if joined == stored.text || stored.words.is_empty() {
        stored.words.iter().map(word).collect()
    } else {
        spread(&stored.text, stored.span)
    };
    Segment {
        words,
        language: stored.language.clone(),
        channel: stored.channel,
        suspect: stored.suspect,
    }
}

fn word(stored: &StoredWord) -> Word {
    let alternative = |other: &StoredAlternative| Alternative {
        text: RawText::new(other.text.clone()),
        probability: other.probability,
    };
    Word {
        text: RawText::new(stored.text.clone()),
        span: stored.span,
        confidence: stored.confidence,
        alternatives: stored.alternatives.iter().map(alternative).collect(),
    }
}

/// Words of which only the time of all is known.
pub(super) fn spread(text: &str, span: TimeSpan) -> Vec<Word> {
    let texts: Vec<&str> = text.split_whitespace().collect();
    let count = texts.len().max(1) as u64;
    let at = |index: u64| span.start.plus(span.millis() * index / count);
    let timed = texts.into_iter().zip(0..).map(|(text, index)| Word {
        text: RawText::new(text.to_owned()),
        span: TimeSpan::new(at(index), at(index + 1)),
        confidence: 1.0,
        alternatives: Vec::new(),
    });
    timed.collect()
}

fn tag(stored: &StoredTag) -> MediaTag {
    let kinds = [TagKind::Title, TagKind::Artist, TagKind::Album, TagKind::Date];
    let kind = kinds.into_iter().find(|kind| kind.name() == stored.kind);
    MediaTag::new(kind.unwrap_or(TagKind::Comment), &stored.text)
}

/// Title and key as they are shown, redacted once more.
pub(super) fn name(
    redactor: &Redactor,
    media: &MediaKey,
    title: &str,
) -> Result<ShownName, RedactError> {
    redactor.shown_again(title, &media.key)
}
