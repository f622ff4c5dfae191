//! Redacts once more what was redacted before, with today's recognizers.
//!
//! What is stored has marks in it, which stay what they are; everything else is read as if it had
//! just been heard. Nothing else than this leads from the store back into it.

use super::echo::NameWords;
use super::guard::confidentially;
use super::known::Known;
use super::listening::widen::{widened, without_overlaps};
use super::mask::{Masks, Place, marked};
use super::redactor::{Findings, last_time, panicked};
use super::{
    AudibleSpan, HiddenWords, RedactError, RedactedSpan, RedactedTag, RedactedTranscript, Redactor,
};
use crate::decode::MediaTag;
use crate::domain::{EntityKind, TimeSpan};
use crate::transcribe::{Segment, Transcript};

/// A transcript as it is stored: words, and marks such as `[NAME]` among them.
#[derive(Debug, Clone)]
pub struct KeptTranscript {
    /// What it says.
    pub transcript: Transcript,
    /// What is silenced.
    pub spans: Vec<AudibleSpan>,
    /// The file's tags.
    pub tags: Vec<MediaTag>,
}

/// What redacting once more came to.
pub struct Again {
    /// The transcript as it may be kept, with what is to be silenced.
    pub transcript: RedactedTranscript,
    /// The tags as they may be kept.
    pub tags: Vec<RedactedTag>,
    /// What was masked only now, raw.
    pub hidden: HiddenWords,
    /// What was found.
    pub remnants: Vec<Remnant>,
}

/// Personal data that was still there; never its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remnant {
    /// What it is.
    pub kind: EntityKind,
    /// In what it is.
    pub place: RemnantPlace,
    /// When it is said, where it is speech.
    pub span: Option<TimeSpan>,
    /// On which channel, where channels were transcribed apart.
    pub channel: Option<u16>,
}

/// What holds personal data still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemnantPlace {
    /// The words.
    Words,
    /// Another reading of a word.
    Alternative,
    /// A tag.
    Tag,
}

impl Redactor {
    /// Redacts a stored transcript; `audible` is what is heard in its rendition, to be silenced too.
    ///
    /// # Errors
    /// As for [`redact`](Self::redact).
    pub fn redact_again(
        &self,
        kept: KeptTranscript,
        audible: &[AudibleSpan],
    ) -> Result<Again, RedactError> {
        confidentially(|| self.again(kept, audible))
            .unwrap_or_else(|_panicked| Err(panicked("every kind")))
    }

    fn again(&self, kept: KeptTranscript, audible: &[AudibleSpan]) -> Result<Again, RedactError> {
        let KeptTranscript { transcript, spans, tags: raw_tags } = kept;
        let segments = &transcript.segments;
        let Reread { masks, new, names, mut remnants } = self.reread(segments)?;
        let hidden = HiddenWords::new(segments, &new, names.clone());
        let tags = self.tags(&raw_tags, &transcript.language, names)?;
        remnants.extend(raw_tags.iter().zip(&tags).filter_map(|(raw, tag)| found_in_tag(raw, tag)));
        let last = last_time(&transcript);
        let mut silent: Vec<RedactedSpan> = spans.iter().map(silenced).collect();
        silent.extend(new.spans(segments, last));
        let transcript = RedactedTranscript {
            segments: masks.segments(segments),
            spans: widened(without_overlaps(silent), audible, 0, last),
            language: transcript.language,
            duration: transcript.duration,
            model: transcript.model,
        };
        Ok(Again { transcript, tags, hidden, remnants })
    }

    fn reread(&self, segments: &[Segment]) -> Result<Reread, RedactError> {
        let found = self.find(segments, &Known::new())?;
        let Findings { mut masks, names, refused, .. } = found;
        masks.keep_listed(segments);
        let new = masks.without_marks(segments);
        let mut remnants = found_in_words(segments, &new);
        remnants.extend(refused.iter().map(|refused| {
            let segment = &segments[refused.place.segment];
            let span = Some(segment.words[refused.place.word].span);
            let (kind, channel) = (refused.kind, segment.channel);
            Remnant { kind, place: RemnantPlace::Alternative, span, channel }
        }));
        remnants.extend(found_beside_marks(segments));
        Ok(Reread { masks, new, names, remnants })
    }

    /// Finds what is personal in words that stand by themselves, such as a caption's or a
    /// document's; each segment with its time.
    ///
    /// # Errors
    /// As for [`redact`](Self::redact).
    pub fn remnants_in(&self, segments: &[Segment]) -> Result<Vec<Remnant>, RedactError> {
        confidentially(|| self.reread(segments).map(|read| read.remnants))
            .unwrap_or_else(|_panicked| Err(panicked("every kind")))
    }
}

/// What the recognizers say of stored segments.
struct Reread {
    masks: Masks,
    /// Without those of marks that were there before.
    new: Masks,
    names: NameWords,
    remnants: Vec<Remnant>,
}

fn silenced(span: &AudibleSpan) -> RedactedSpan {
    RedactedSpan { kind: span.kind, span: span.span, channel: span.channel }
}

/// One remnant for each run of masked words.
fn found_in_words(segments: &[Segment], masks: &Masks) -> Vec<Remnant> {
    let mut remnants: Vec<Remnant> = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let mut before = None;
        for (at, word) in segment.words.iter().enumerate() {
            let kind = masks.kind_at(Place { segment: index, word: at });
            match (kind, remnants.last_mut()) {
                (Some(kind), Some(last)) if before == Some(kind) => {
                    last.span = last.span.map(|span| span.union(word.span));
                }
                (Some(kind), _) => {
                    let (place, span) = (RemnantPlace::Words, Some(word.span));
                    remnants.push(Remnant { kind, place, span, channel: segment.channel });
                }
                (None, _) => {}
            }
            before = kind;
        }
    }
    remnants
}

/// A mark has no other readings: they would be of what it stands for.
fn found_beside_marks(segments: &[Segment]) -> impl Iterator<Item = Remnant> {
    let words = segments
        .iter()
        .flat_map(|segment| segment.words.iter().map(move |word| (word, segment.channel)));
    words.filter(|(word, _)| !word.alternatives.is_empty()).filter_map(|(word, channel)| {
        let kind = marked(word.text.expose())?;
        let (place, span) = (RemnantPlace::Alternative, Some(word.span));
        Some(Remnant { kind, place, span, channel })
    })
}

/// A tag whose words are others now holds what was masked in it.
fn found_in_tag(raw: &MediaTag, tag: &RedactedTag) -> Option<Remnant> {
    if raw.raw() == tag.text() {
        return None;
    }
    let mut before: Vec<&str> = raw.raw().split(' ').collect();
    let kind = tag.text().split(' ').find_map(|word| {
        match before.iter().position(|old| *old == word) {
            Some(at) => {
                before.swap_remove(at);
                None
            }
            None => marked(word),
        }
    })?;
    Some(Remnant { kind, place: RemnantPlace::Tag, span: None, channel: None })
}
