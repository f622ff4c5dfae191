//! Puts transcripts of a recording's channels together.

use std::collections::HashMap;

use super::{Segment, Transcript};
use crate::domain::{Language, MediaTime};

/// Merges the transcripts of one recording's channels into one, ordered by start, then channel.
///
/// The duration is the longest; the language is the one most is spoken in.
#[must_use]
pub fn merge_channels(transcripts: Vec<Transcript>) -> Transcript {
    let duration = transcripts.iter().map(|one| one.duration).max().unwrap_or(MediaTime::ZERO);
    let model = transcripts.first().map(|one| one.model.clone()).unwrap_or_default();
    let mut segments: Vec<Segment> = transcripts.into_iter().flat_map(|one| one.segments).collect();
    segments.sort_by_key(|segment| (segment.span().start, segment.channel));
    Transcript { language: main_language(&segments), segments, duration, model }
}

/// The language that is spoken longest, or `und` where nothing is said.
pub(super) fn main_language(segments: &[Segment]) -> Language {
    let mut spoken: HashMap<&Language, u64> = HashMap::new();
    for segment in segments {
        *spoken.entry(&segment.language).or_default() += segment.span().millis();
    }
    // The code decides a draw, so that the answer is always the same.
    let longest = spoken.into_iter().max_by_key(|(language, millis)| (*millis, language.code()));
    longest.map_or_else(Language::undetermined, |(language, _)| language.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ModelUse, TimeSpan};
    use crate::transcribe::{RawText, Word};

    fn said(start: u64, end: u64, language: &str, channel: u16) -> Segment {
        let text = RawText::new("word".to_owned());
        let word = Word {
            text,
            span: TimeSpan::from_millis(start, end),
            confidence: 1.0,
            alternatives: Vec::new(),
        };
        let language = language.parse().unwrap();
        Segment { words: vec![word], language, channel: Some(channel), suspect: None }
    }

    fn base() -> ModelUse {
        ModelUse { name: "base".to_owned(), ..ModelUse::default() }
    }

    fn transcript(segments: Vec<Segment>, millis: u64) -> Transcript {
        let duration = MediaTime::from_millis(millis);
        Transcript { segments, language: Language::english(), duration, model: base() }
    }

    #[test]
    fn channels_are_merged_by_time_then_channel() {
        let agent = transcript(vec![said(0, 900, "en", 0), said(2000, 2500, "en", 0)], 3000);
        let caller = transcript(vec![said(1000, 1900, "en", 1), said(2000, 2100, "en", 1)], 3500);
        let both = merge_channels(vec![caller, agent]);
        let order: Vec<_> =
            both.segments.iter().map(|s| (s.span().start.as_millis(), s.channel)).collect();
        assert_eq!(order, [(0, Some(0)), (1000, Some(1)), (2000, Some(0)), (2000, Some(1))]);
        assert_eq!(both.duration, MediaTime::from_millis(3500));
        assert_eq!(both.model, base());
    }

    #[test]
    fn the_language_is_the_one_spoken_longest() {
        let both = merge_channels(vec![
            transcript(vec![said(0, 1000, "en", 0)], 5000),
            transcript(vec![said(0, 4000, "fr", 1)], 5000),
        ]);
        assert_eq!(both.language.code(), "fr");
        assert_eq!(merge_channels(Vec::new()).language, Language::undetermined());
    }
}
