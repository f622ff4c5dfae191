//! Runs the recognizers over a recording and masks what they find.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::echo::NameWords;
use super::guard::confidentially;
use super::mask::{Masks, Place};
use super::readings::{Readings, Refused, readings};
use super::{
    Canonical, Found, HiddenWords, Recognizer, RedactError, RedactedTag, RedactedTranscript,
    merge::merge, recognizers, tags,
};
use crate::decode::MediaTag;
use crate::domain::{EntityKind, Language, MediaTime};
use crate::transcribe::{Segment, Transcript};

/// What a collection wants redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedactionOptions {
    /// Whether anything is redacted.
    pub enabled: bool,
    /// The kinds that are.
    pub kinds: Vec<EntityKind>,
}

impl Default for RedactionOptions {
    fn default() -> Self {
        Self { enabled: true, kinds: EntityKind::ALL.to_vec() }
    }
}

/// Makes redacted transcripts out of raw ones. Cheap to clone.
#[derive(Clone)]
pub struct Redactor {
    recognizers: Arc<[Box<dyn Recognizer>]>,
}

impl Redactor {
    /// Makes a redactor with the recognizers for the kinds wanted.
    ///
    /// # Errors
    /// [`RedactError::Recognizer`] if one can't be made, or if none finds a kind that is wanted.
    pub fn new(options: RedactionOptions) -> Result<Self, RedactError> {
        let mut wanted = if options.enabled { options.kinds } else { Vec::new() };
        let mut chosen = recognizers::all()?;
        chosen.retain(|recognizer| wanted.contains(&recognizer.kind()));
        wanted.retain(|kind| !chosen.iter().any(|recognizer| recognizer.kind() == *kind));
        if let Some(kind) = wanted.first() {
            let reason = "no recognizer finds it".to_owned();
            return Err(RedactError::Recognizer { recognizer: kind.name(), reason });
        }
        Ok(Self::with_recognizers(chosen))
    }

    /// Makes a redactor with these recognizers.
    #[must_use]
    pub fn with_recognizers(recognizers: Vec<Box<dyn Recognizer>>) -> Self {
        Self { recognizers: recognizers.into() }
    }

    /// Redacts a transcript. It takes CPU time: a few hundred milliseconds for hours of speech.
    ///
    /// # Errors
    /// [`RedactError::Recognizer`] if any recognizer fails or panics: then nothing may be kept.
    pub fn redact(&self, transcript: Transcript) -> Result<RedactedTranscript, RedactError> {
        self.redact_with_tags(transcript, &[]).map(|(transcript, _)| transcript)
    }

    /// Redacts a transcript and the tags of its file: the names in what is said are masked in the
    /// tags too, and the artist is masked wholly where names are. The tags change nothing of the
    /// transcript.
    ///
    /// # Errors
    /// As for [`redact`](Self::redact), be it in the speech or in a tag.
    pub fn redact_with_tags(
        &self,
        transcript: Transcript,
        raw_tags: &[MediaTag],
    ) -> Result<(RedactedTranscript, Vec<RedactedTag>), RedactError> {
        self.redact_recording(transcript, raw_tags).map(|(transcript, tags, _)| (transcript, tags))
    }

    /// The same, and what was masked, for whoever makes the recording's sound.
    ///
    /// # Errors
    /// As for [`redact_with_tags`](Self::redact_with_tags).
    pub fn redact_recording(
        &self,
        transcript: Transcript,
        raw_tags: &[MediaTag],
    ) -> Result<(RedactedTranscript, Vec<RedactedTag>, HiddenWords), RedactError> {
        confidentially(|| {
            let mut names = NameWords::default();
            let mut masks = self.masks(&transcript.segments, &mut names)?;
            let heard = &transcript.segments;
            masks.keep(self.readings(heard, &masks, &names)?.0);
            let hidden = HiddenWords::new(heard, &masks, names.clone());
            let tags = self.tags(raw_tags, &transcript.language, names)?;
            let indexed = transcript.segments.iter().enumerate();
            let transcript = RedactedTranscript {
                segments: indexed.map(|(index, segment)| masks.segment(index, segment)).collect(),
                spans: masks.spans(&transcript.segments, last_time(&transcript)),
                language: transcript.language,
                duration: transcript.duration,
                model: transcript.model,
            };
            Ok((transcript, tags, hidden))
        })
        .unwrap_or_else(|_panicked| Err(panicked("every kind")))
    }

    pub(super) fn readings(
        &self,
        segments: &[Segment],
        masks: &Masks,
        names: &NameWords,
    ) -> Result<(Readings, Vec<Refused>), RedactError> {
        readings(&self.recognizers, segments, masks, names.clone())
    }

    pub(super) fn tags(
        &self,
        raw_tags: &[MediaTag],
        language: &Language,
        mut names: NameWords,
    ) -> Result<Vec<RedactedTag>, RedactError> {
        let hides_names = self.recognizers.iter().any(|one| one.kind() == EntityKind::Name);
        let segments = tags::as_segments(raw_tags, language);
        if hides_names {
            tags::note_artist(&mut names, raw_tags, &segments);
        }
        let masks = self.masks(&segments, &mut names)?;
        Ok(tags::redacted(raw_tags, (&segments, &masks), hides_names))
    }

    /// Finds what is to be masked. The names among it are added to `names`, and what `names` holds
    /// is masked too.
    pub(super) fn masks(
        &self,
        segments: &[Segment],
        names: &mut NameWords,
    ) -> Result<Masks, RedactError> {
        let mut masks = Masks::new(segments);
        if self.recognizers.is_empty() {
            masks.keep_marks(segments);
            return Ok(masks);
        }
        let mut channels = channels(segments);
        for channel in &mut channels {
            for recognizer in self.recognizers.iter() {
                let count = channel.places.len();
                channel.found.extend(find(recognizer.as_ref(), &channel.words, count)?);
            }
        }
        for channel in &channels {
            let found = channel.found.iter().filter(|found| found.kind == EntityKind::Name);
            found.for_each(|name| names.add(&channel.words, name));
        }
        for mut channel in channels {
            channel.found.extend(names.find(&channel.words));
            for masked in merge(channel.found) {
                masks.cover(&channel.places, &masked);
            }
        }
        masks.keep_marks(segments);
        Ok(masks)
    }
}

/// The words of one channel over the whole recording: a number may go on in the next segment.
struct Channel {
    words: Canonical,
    places: Vec<Place>,
    found: Vec<Found>,
}

fn channels(segments: &[Segment]) -> Vec<Channel> {
    by_channel(segments).into_iter().map(|indexes| channel(segments, &indexes)).collect()
}

/// The indexes of the segments of each channel.
pub(super) fn by_channel(segments: &[Segment]) -> Vec<Vec<usize>> {
    let mut by_channel: BTreeMap<Option<u16>, Vec<usize>> = BTreeMap::new();
    for (index, segment) in segments.iter().enumerate() {
        by_channel.entry(segment.channel).or_default().push(index);
    }
    by_channel.into_values().collect()
}

fn channel(segments: &[Segment], indexes: &[usize]) -> Channel {
    let places = indexes
        .iter()
        .flat_map(|&segment| {
            (0..segments[segment].words.len()).map(move |word| Place { segment, word })
        })
        .collect();
    let words = indexes.iter().map(|&index| &segments[index]).flat_map(|segment| {
        segment.words.iter().map(|word| (word.text.expose(), &segment.language))
    });
    Channel { words: Canonical::new(words), places, found: Vec::new() }
}

/// Asks one recognizer about so many words; an error, a panic or words that are not there fail the
/// recording.
pub(super) fn find(
    recognizer: &dyn Recognizer,
    words: &Canonical,
    count: usize,
) -> Result<Vec<Found>, RedactError> {
    let found = confidentially(|| recognizer.find(words))
        .unwrap_or_else(|_panicked| Err(panicked(recognizer.name())))?;
    if found.iter().any(|found| found.words.end > count) {
        let reason = "it found words that are not there".to_owned();
        return Err(RedactError::Recognizer { recognizer: recognizer.name(), reason });
    }
    Ok(found)
}

pub(super) fn panicked(recognizer: &'static str) -> RedactError {
    RedactError::Recognizer { recognizer, reason: "it panicked".to_owned() }
}

/// Where the recording ends: where the sound does, or the last word if that is later.
pub(super) fn last_time(transcript: &Transcript) -> MediaTime {
    let ends = transcript.segments.iter().map(|segment| segment.span().end);
    ends.chain([transcript.duration]).max().unwrap_or(transcript.duration)
}
