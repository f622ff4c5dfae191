//! Writes the mark over what was found, and gives the stretches of sound to silence.

use std::ops::Range;

use super::filter::Listed;
use super::merge::Masked;
use super::readings::Readings;
use super::surroundings::Surroundings;
use super::{RedactedAlternative, RedactedSegment, RedactedSpan, RedactedWord};
use crate::domain::{EntityKind, FilterMethod, MediaTime, TimeSpan};
use crate::transcribe::{Segment, Word};

/// Within a finding, a pause of up to this many milliseconds between segments is silenced too: it
/// may hold what was not heard as a word.
const PAUSE_MILLIS: u64 = 2_000;

/// The punctuation that a mark keeps.
const STOPS: [char; 7] = ['.', ',', '!', '?', ';', ':', '…'];

/// Where a word stands: its segment, and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) segment: usize,
    pub(super) word: usize,
}

/// Words of one segment that are masked as one.
pub(super) struct Finding {
    pub(super) kind: EntityKind,
    pub(super) segment: usize,
    pub(super) words: Range<usize>,
}

/// What is masked where, for a whole recording.
pub(super) struct Masks {
    /// By segment and word: the number of the finding that covers it.
    words: Vec<Vec<Option<usize>>>,
    kinds: Vec<EntityKind>,
    readings: Readings,
    listed: Listed,
}

impl Masks {
    pub(super) fn new(segments: &[Segment]) -> Self {
        let words = segments.iter().map(|segment| vec![None; segment.words.len()]).collect();
        Self { words, kinds: Vec::new(), readings: Readings::new(), listed: Listed::new() }
    }

    /// Masks words of the channel whose words stand at `places`.
    pub(super) fn cover(&mut self, places: &[Place], masked: &Masked) {
        let number = self.kinds.len();
        self.kinds.push(masked.kind);
        for place in &places[masked.words.clone()] {
            self.words[place.segment][place.word] = Some(number);
        }
    }

    /// The number and kind of the finding that covers the word there.
    pub(super) fn finding_at(&self, place: Place) -> Option<(usize, EntityKind)> {
        let number = self.words[place.segment][place.word]?;
        Some((number, self.kinds[number]))
    }

    /// The other readings that are kept of the word there.
    pub(super) fn readings_at(&self, place: Place) -> &[RedactedAlternative] {
        self.readings.get(&place).map_or(&[], Vec::as_slice)
    }

    /// What is done with the word there, where it is listed.
    pub(super) fn listed_at(&self, place: Place) -> Option<FilterMethod> {
        self.listed.get(&place).copied()
    }

    /// Lets marks that were there before be what they are, each by itself.
    pub(super) fn keep_marks(&mut self, segments: &[Segment]) {
        for (segment, masks) in segments.iter().zip(&mut self.words) {
            for (word, mask) in segment.words.iter().zip(masks) {
                if let Some(kind) = marked(word.text.expose()) {
                    *mask = Some(self.kinds.len());
                    self.kinds.push(kind);
                }
            }
        }
    }

    /// The same masks without those of marks that were there before.
    pub(super) fn without_marks(&self, segments: &[Segment]) -> Self {
        let new = |(segment, masks): (&Segment, &Vec<Option<usize>>)| {
            let words = segment.words.iter().zip(masks);
            words
                .map(|(word, mask)| mask.filter(|_| marked(word.text.expose()).is_none()))
                .collect()
        };
        let words = segments.iter().zip(&self.words).map(new).collect();
        let (readings, listed) = (Readings::new(), Listed::new());
        Self { words, kinds: self.kinds.clone(), readings, listed }
    }

    /// Whether the word there is masked.
    pub(super) fn covers(&self, place: Place) -> bool {
        self.words[place.segment][place.word].is_some()
    }

    /// The kind that the word there is masked as.
    pub(super) fn kind_at(&self, place: Place) -> Option<EntityKind> {
        self.finding_at(place).map(|(_, kind)| kind)
    }

    /// Keeps these other readings of words; those of a masked word are never kept.
    pub(super) fn keep(&mut self, readings: Readings) {
        self.readings = readings;
    }

    /// Treats these words as the collection wants its listed words treated.
    pub(super) fn list(&mut self, listed: Listed) {
        self.listed = listed;
    }

    /// Lets words that were listed and written over before be that.
    pub(super) fn keep_listed(&mut self, segments: &[Segment]) {
        for (segment, one) in segments.iter().enumerate() {
            for (word, heard) in one.words.iter().enumerate() {
                if heard.text.expose() == with_stop_of(heard, FilterMethod::MASK) {
                    self.listed.insert(Place { segment, word }, FilterMethod::Mask);
                }
            }
        }
    }

    /// The segments as they may be kept, without those of which the filter left nothing.
    pub(super) fn segments(&self, segments: &[Segment]) -> Vec<RedactedSegment> {
        let kept = segments.iter().enumerate().filter_map(|(index, segment)| {
            let kept = self.segment(index, segment);
            (segment.words.is_empty() || !kept.words.is_empty()).then_some(kept)
        });
        kept.collect()
    }

    /// What is masked, by segments and their words, in order.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let of_segment = |segment: usize| {
            self.runs(segment).filter_map(move |words| {
                let kind = self.kinds[self.words[segment][words.start]?];
                Some(Finding { kind, segment, words })
            })
        };
        (0..self.words.len()).flat_map(of_segment).collect()
    }

    /// A segment as it may be kept: each run of words of one finding is one mark.
    pub(super) fn segment(&self, index: usize, segment: &Segment) -> RedactedSegment {
        let mut words: Vec<RedactedWord> = Vec::with_capacity(segment.words.len());
        for run in self.runs(index) {
            let heard = &segment.words[run.clone()];
            match self.words[index][run.start] {
                Some(number) => words.push(mark(self.kinds[number], heard)),
                None => words.extend(run.zip(heard).filter_map(|(word, heard)| {
                    self.kept_word(Place { segment: index, word }, heard)
                })),
            }
        }
        RedactedSegment {
            span: segment.span(),
            language: segment.language.clone(),
            channel: segment.channel,
            words,
            suspect: segment.suspect,
        }
    }

    /// A word that is not masked, unless it is to be left out.
    fn kept_word(&self, place: Place, heard: &Word) -> Option<RedactedWord> {
        let readings = || self.readings.get(&place).cloned().unwrap_or_default();
        match self.listed.get(&place) {
            None => Some(kept(heard, readings())),
            Some(FilterMethod::Tag) => {
                Some(RedactedWord { is_listed: true, ..kept(heard, readings()) })
            }
            Some(FilterMethod::Mask) => {
                let text = with_stop_of(heard, FilterMethod::MASK);
                Some(RedactedWord { text, is_listed: true, ..kept(heard, Vec::new()) })
            }
            Some(FilterMethod::Remove) => None,
        }
    }

    /// The stretches to silence, ordered by start, none overlapping another on its channel.
    pub(super) fn spans(&self, segments: &[Segment], duration: MediaTime) -> Vec<RedactedSpan> {
        // By channel, the last stretch: segments are in order of time.
        let mut pieces: Vec<(usize, RedactedSpan)> = Vec::new();
        for (index, segment) in segments.iter().enumerate() {
            for run in self.runs(index) {
                let Some(number) = self.words[index][run.start] else { continue };
                let span = span_of(&segment.words[run]);
                let (kind, channel) = (self.kinds[number], segment.channel);
                pieces.push((number, RedactedSpan { kind, span, channel }));
            }
        }
        pieces.sort_by_key(|(number, piece)| (piece.channel, piece.span.start, *number));
        let surroundings = Surroundings::new(self.kept(segments));
        let mut spans: Vec<RedactedSpan> = Vec::new();
        let mut last_number = None;
        for (number, mut piece) in pieces {
            let unpadded_start = piece.span.start;
            piece.span = surroundings.stretch(piece.channel, piece.span, duration);
            match spans.last_mut().filter(|last| last.channel == piece.channel) {
                Some(last) if last.kind == piece.kind && last.span.end >= piece.span.start => {
                    last.span = last.span.union(piece.span);
                }
                Some(last)
                    if last_number == Some(number)
                        && last.span.end.plus(PAUSE_MILLIS) >= unpadded_start =>
                {
                    last.span = last.span.union(piece.span);
                }
                Some(last) if last.span.end >= piece.span.end => {}
                Some(last) => {
                    // Two kinds side by side: each keeps its own, and the sound between is shared out.
                    piece.span.start = piece.span.start.max(last.span.end);
                    spans.push(piece);
                }
                None => spans.push(piece),
            }
            last_number = Some(number);
        }
        spans.sort_by_key(|piece| (piece.span.start, piece.channel));
        spans
    }

    /// The words that are not masked, with their channels.
    fn kept<'a>(
        &'a self,
        segments: &'a [Segment],
    ) -> impl Iterator<Item = (Option<u16>, TimeSpan)> + 'a {
        segments.iter().zip(&self.words).flat_map(|(segment, masks)| {
            let words = segment.words.iter().zip(masks);
            words.filter(|(_, mask)| mask.is_none()).map(|(word, _)| (segment.channel, word.span))
        })
    }

    /// The words of a segment cut where the finding changes.
    fn runs(&self, index: usize) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        self.words[index].chunk_by(|a, b| a == b).map(move |run| {
            let range = start..start + run.len();
            start = range.end;
            range
        })
    }
}

/// The kind of a mark, such as `[NAME].`; `None` for a word.
pub(super) fn marked(word: &str) -> Option<EntityKind> {
    let inside = word.strip_prefix('[')?;
    let (name, stop) = inside.split_once(']')?;
    let is_mark = stop.chars().all(|c| STOPS.contains(&c));
    EntityKind::known(name).filter(|_| is_mark)
}

fn kept(word: &Word, alternatives: Vec<RedactedAlternative>) -> RedactedWord {
    RedactedWord {
        text: word.text.expose().to_owned(),
        span: word.span,
        confidence: word.confidence,
        redacted: None,
        alternatives,
        is_listed: false,
    }
}

/// What stands for a word, with the punctuation after it.
pub(super) fn with_stop_of(heard: &Word, text: &str) -> String {
    let said = heard.text.expose();
    let unstopped = said.trim_end_matches(STOPS);
    // A word of nothing but punctuation is no end of a sentence.
    let stop = if unstopped.is_empty() { "" } else { &said[unstopped.len()..] };
    format!("{text}{stop}")
}

fn mark(kind: EntityKind, heard: &[Word]) -> RedactedWord {
    let text = heard.last().map_or_else(String::new, |last| with_stop_of(last, kind.mark()));
    RedactedWord {
        text,
        span: span_of(heard),
        confidence: heard.iter().map(|word| word.confidence).fold(1.0, f32::min),
        redacted: Some(kind),
        alternatives: Vec::new(),
        is_listed: false,
    }
}

/// From the earliest start to the latest end.
fn span_of(words: &[Word]) -> TimeSpan {
    let spans = words.iter().map(|word| word.span);
    spans.reduce(TimeSpan::union).unwrap_or(TimeSpan::new(MediaTime::ZERO, MediaTime::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CustomKind;

    #[test]
    fn a_mark_of_a_kind_that_is_known_is_no_word() {
        assert_eq!(marked("[NAME]."), Some(EntityKind::Name));
        assert_eq!(marked("[WARD_MARK]"), None, "as Whisper writes [MUSIC]");
        let own = EntityKind::Custom(CustomKind::new("WARD_MARK").unwrap());
        assert_eq!(marked("[WARD_MARK],"), Some(own));
        assert_eq!(marked("[NAME]s"), None);
    }
}
