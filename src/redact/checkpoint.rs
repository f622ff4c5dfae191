//! What is kept of a recording while it is still being heard, so that another worker can go on.
//!
//! All that was heard so far is redacted, and what lies well before the end of it is kept: masked
//! words are not in it. A number or name that goes on past the border was heard to its end when it
//! was masked. Whoever takes the work up hears again the stretches whose masked words it needs:
//! those in which a name or number was learnt, which is masked wherever else it is said, and the
//! last ones before the border, in which something may begin that ends behind it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::guard::confidentially;
use super::known::{KnownWords, LISTED, stand_in};
use super::mask::{Place, with_stop_of};
use super::redactor::{Findings, by_channel, panicked, places_of};
use super::so_far::{HeardChannel, Stretch};
use super::{RedactError, Redactor, SoFar};
use crate::domain::{EntityKind, FilterMethod, Language, MediaTime, Suspicion, TimeSpan};
use crate::transcribe::{Alternative, RawText, Segment, Word};

/// So many words at the end are not kept: what is said in them may yet turn out to be part of
/// something. Recognizers look 32 words around at most.
const HELD_BACK_WORDS: usize = 96;
/// So many words before the border are heard again.
const CONTEXT_WORDS: usize = 96;

/// The finished part of a recording, redacted.
///
/// Only a [`Redactor`] can make one, and it leaves memory sealed only.
#[derive(Serialize, Deserialize)]
pub struct Checkpoint {
    channels: Vec<ChannelRecord>,
}

#[derive(Serialize, Deserialize)]
struct ChannelRecord {
    channel: Option<u16>,
    duration: Option<MediaTime>,
    stretches: Vec<StretchRecord>,
    tail: usize,
    masked: Vec<(EntityKind, Range<usize>)>,
    teachers: Vec<(EntityKind, Range<usize>)>,
}

#[derive(Serialize, Deserialize)]
struct StretchRecord {
    until: MediaTime,
    is_awaited: bool,
    segments: Vec<SegmentRecord>,
}

#[derive(Serialize, Deserialize)]
struct SegmentRecord {
    language: Language,
    suspect: Option<Suspicion>,
    words: Vec<WordRecord>,
}

#[derive(Serialize, Deserialize)]
struct WordRecord {
    text: String,
    span: TimeSpan,
    confidence: f32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    alternatives: Vec<(String, f32)>,
}

impl Redactor {
    /// Redacts all that was heard so far and gives the part of it that is settled, if there is
    /// one. Blocks for some hundred milliseconds where hours were heard.
    ///
    /// # Errors
    /// As for [`redact`](Self::redact).
    pub fn checkpoint(&self, so_far: &SoFar) -> Result<Option<Checkpoint>, RedactError> {
        if !so_far.is_whole() {
            return Ok(None);
        }
        let made = confidentially(|| -> Result<Option<Checkpoint>, RedactError> {
            let (segments, known) = so_far.view();
            let findings = self.find(&segments, &known)?;
            let maker = Maker { segments: &segments, findings: &findings };
            let channels: Vec<ChannelRecord> =
                so_far.channels.iter().map(|channel| maker.record(channel)).collect();
            let is_something = channels.iter().any(|channel| !channel.stretches.is_empty());
            Ok(is_something.then_some(Checkpoint { channels }))
        });
        made.unwrap_or_else(|_panicked| Err(panicked("every kind")))
    }
}

impl Checkpoint {
    /// How much of the recording it holds, all its channels together.
    #[must_use]
    pub fn heard(&self) -> MediaTime {
        let until = |channel: &ChannelRecord| {
            let last = channel.stretches.last().map_or(MediaTime::ZERO, |last| last.until);
            channel.duration.unwrap_or(last).as_millis()
        };
        MediaTime::from_millis(self.channels.iter().map(until).sum())
    }
}

/// Takes up what an earlier run left.
impl From<Checkpoint> for SoFar {
    fn from(checkpoint: Checkpoint) -> Self {
        Self { channels: checkpoint.channels.into_iter().map(HeardChannel::from).collect() }
    }
}

impl From<ChannelRecord> for HeardChannel {
    fn from(record: ChannelRecord) -> Self {
        let ChannelRecord { channel, duration, stretches, tail, masked, teachers } = record;
        let border = stretches.last().map_or(MediaTime::ZERO, |last| last.until);
        let stretch = |record: StretchRecord| Stretch {
            until: record.until,
            is_awaited: record.is_awaited,
            segments: record.segments.into_iter().map(|one| one.into_segment(channel)).collect(),
        };
        let stretches = stretches.into_iter().map(stretch).collect();
        let known = KnownWords { tail, masked, teachers, ..KnownWords::default() };
        Self { channel, stretches, duration, known, border }
    }
}

impl SegmentRecord {
    fn into_segment(self, channel: Option<u16>) -> Segment {
        let alternative = |(text, probability): (String, f32)| Alternative {
            text: RawText::new(text),
            probability,
        };
        let word = |word: WordRecord| Word {
            text: RawText::new(word.text),
            span: word.span,
            confidence: word.confidence,
            alternatives: word.alternatives.into_iter().map(alternative).collect(),
        };
        let words = self.words.into_iter().map(word).collect();
        Segment { words, language: self.language, channel, suspect: self.suspect }
    }
}

/// What a checkpoint is made of.
struct Maker<'a> {
    segments: &'a [Segment],
    findings: &'a Findings,
}

impl Maker<'_> {
    fn record(&self, heard: &HeardChannel) -> ChannelRecord {
        let channel = heard.channel;
        let indexes = by_channel(self.segments)
            .into_iter()
            .find(|indexes| indexes.iter().any(|&one| self.segments[one].channel == channel));
        let places = places_of(self.segments, &indexes.unwrap_or_default());
        let ends: Vec<usize> = heard
            .stretches
            .iter()
            .scan(0, |end, stretch| {
                *end += stretch.word_count();
                Some(*end)
            })
            .collect();
        let count = match heard.duration {
            Some(_) => ends.len(),
            None => ends.partition_point(|end| end + HELD_BACK_WORDS <= places.len()),
        };
        let border = count.checked_sub(1).map_or(0, |last| ends[last]);
        let tail = match heard.duration {
            Some(_) => border,
            None => start_of_context(&ends[..count]),
        };
        let mut teachers = self.teachers(channel);
        let taught = |range: &Range<usize>| {
            let holds_one = teachers
                .iter()
                .any(|(_, words)| words.start < range.end && range.start < words.end);
            holds_one || places[range.clone()].iter().any(|at| self.findings.taught.contains(at))
        };
        let mut start = 0;
        let stretches = heard.stretches[..count].iter().zip(&ends).map(|(stretch, &end)| {
            let range = start..end;
            start = end;
            let is_awaited = !range.is_empty() && (range.start >= tail || taught(&range));
            self.stretch(stretch, &places[range], is_awaited)
        });
        let stretches = stretches.collect();
        let masked = self.masked(&places[..border]);
        teachers.retain(|(_, words)| words.end <= border);
        ChannelRecord { channel, duration: heard.duration, stretches, tail, masked, teachers }
    }

    /// The names and numbers of a channel that are masked wherever else they are said.
    fn teachers(&self, channel: Option<u16>) -> Vec<(EntityKind, Range<usize>)> {
        let of_channel = self.findings.teachers.iter().filter(|(of, ..)| *of == channel);
        of_channel.map(|(_, kind, words)| (*kind, words.clone())).collect()
    }

    fn stretch(&self, stretch: &Stretch, places: &[Place], is_awaited: bool) -> StretchRecord {
        let mut places = places.iter();
        let segments = stretch.segments.iter().map(|segment| {
            let words = segment.words.iter().zip(places.by_ref());
            SegmentRecord {
                language: segment.language.clone(),
                suspect: segment.suspect,
                words: words.map(|(word, place)| self.word(word, *place)).collect(),
            }
        });
        StretchRecord { until: stretch.until, is_awaited, segments: segments.collect() }
    }

    /// A word as it may be kept: the word, or a stand-in.
    fn word(&self, word: &Word, place: Place) -> WordRecord {
        let masks = &self.findings.masks;
        let kept = masks.readings_at(place).iter();
        let kept = || kept.map(|one| (one.text().to_owned(), one.probability())).collect();
        let (text, alternatives) = match (masks.finding_at(place), masks.listed_at(place)) {
            (Some((_, kind)), _) => (with_stop_of(word, stand_in(kind)), Vec::new()),
            (None, Some(FilterMethod::Mask | FilterMethod::Remove)) => {
                (with_stop_of(word, LISTED), Vec::new())
            }
            (None, Some(FilterMethod::Tag) | None) => (word.text.expose().to_owned(), kept()),
        };
        WordRecord { text, span: word.span, confidence: word.confidence, alternatives }
    }

    /// The runs of masked words.
    fn masked(&self, places: &[Place]) -> Vec<(EntityKind, Range<usize>)> {
        let mut masked: Vec<(usize, EntityKind, Range<usize>)> = Vec::new();
        for (at, place) in places.iter().enumerate() {
            let Some((number, kind)) = self.findings.masks.finding_at(*place) else { continue };
            match masked.last_mut() {
                Some((last, _, words)) if *last == number && words.end == at => words.end += 1,
                _ => masked.push((number, kind, at..at + 1)),
            }
        }
        masked.into_iter().map(|(_, kind, words)| (kind, words)).collect()
    }
}

/// The first word of the stretches that hold the last words before the border.
fn start_of_context(ends: &[usize]) -> usize {
    let border = ends.last().copied().unwrap_or(0);
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.take_while(|start| start + CONTEXT_WORDS <= border).last().unwrap_or(0)
}
