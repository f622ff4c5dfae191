//! Runs the recognizers over a recording and masks what they find.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::echo::NameWords;
use super::filter::{FilterOptions, WordFilter};
use super::guard::confidentially;
use super::known::{Known, KnownWords};
use super::mask::{Masks, Place};
use super::readings::readings;
use super::{
    Canonical, Found, Recognizer, RedactError, RedactedTag, RedactedTranscript, SoFar,
    merge::merge, recognizers, tags,
};
use crate::decode::MediaTag;
use crate::domain::{EntityKind, Language, MediaTime, ModelUse};
use crate::transcribe::{Segment, Transcript};

/// What a collection wants redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedactionOptions {
    /// Whether personal data is redacted.
    pub enabled: bool,
    /// The kinds that are.
    pub kinds: Vec<EntityKind>,
    /// Words that are masked, left out or tagged, whether personal data is redacted or not.
    pub filter: Option<FilterOptions>,
}

impl Default for RedactionOptions {
    fn default() -> Self {
        Self { enabled: true, kinds: EntityKind::ALL.to_vec(), filter: None }
    }
}

/// Makes redacted transcripts out of raw ones. Cheap to clone.
#[derive(Clone)]
pub struct Redactor {
    recognizers: Arc<[Box<dyn Recognizer>]>,
    filter: Option<Arc<WordFilter>>,
    policy: String,
}

impl Redactor {
    /// Makes a redactor with the recognizers for the kinds wanted.
    ///
    /// # Errors
    /// [`RedactError::Recognizer`] if one can't be made, or if none finds a kind that is wanted.
    pub fn new(options: RedactionOptions) -> Result<Self, RedactError> {
        let policy = format!("{options:?}");
        let filter = options.filter.as_ref().map(|filter| Arc::new(WordFilter::new(filter)));
        let mut wanted = if options.enabled { options.kinds } else { Vec::new() };
        let mut chosen = recognizers::all()?;
        chosen.retain(|recognizer| wanted.contains(&recognizer.kind()));
        wanted.retain(|kind| !chosen.iter().any(|recognizer| recognizer.kind() == *kind));
        if let Some(kind) = wanted.first() {
            let reason = "no recognizer finds it".to_owned();
            return Err(RedactError::Recognizer { recognizer: kind.name(), reason });
        }
        Ok(Self { filter, policy, ..Self::with_recognizers(chosen) })
    }

    /// Makes a redactor with these recognizers.
    #[must_use]
    pub fn with_recognizers(recognizers: Vec<Box<dyn Recognizer>>) -> Self {
        let names: Vec<_> = recognizers.iter().map(|one| one.name()).collect();
        let policy = names.join(" ");
        Self { recognizers: recognizers.into(), filter: None, policy }
    }

    /// What it redacts and lists, in a form of its own: two that say the same redact the same.
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
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
        self.redact_known(transcript, &Known::new(), raw_tags)
    }

    /// Redacts all that was heard of a recording, which may have been taken up where another run
    /// left it, and the tags of its file.
    ///
    /// # Errors
    /// As for [`redact`](Self::redact), and where what was to be heard again was not.
    pub fn redact_heard(
        &self,
        heard: SoFar,
        model: &ModelUse,
        raw_tags: &[MediaTag],
    ) -> Result<(RedactedTranscript, Vec<RedactedTag>), RedactError> {
        let (transcript, known) = heard.into_transcript(model)?;
        self.redact_known(transcript, &known, raw_tags)
    }

    fn redact_known(
        &self,
        transcript: Transcript,
        known: &Known,
        raw_tags: &[MediaTag],
    ) -> Result<(RedactedTranscript, Vec<RedactedTag>), RedactError> {
        confidentially(|| {
            let Findings { masks, names, .. } = self.find(&transcript.segments, known)?;
            let tags = self.tags(raw_tags, &transcript.language, names)?;
            let indexed = transcript.segments.iter().enumerate();
            // What the filter left nothing of goes.
            let segments = indexed.filter_map(|(index, segment)| {
                let kept = masks.segment(index, segment);
                (segment.words.is_empty() || !kept.words.is_empty()).then_some(kept)
            });
            let transcript = RedactedTranscript {
                segments: segments.collect(),
                spans: masks.spans(&transcript.segments, last_time(&transcript)),
                language: transcript.language,
                duration: transcript.duration,
                model: transcript.model,
            };
            Ok((transcript, tags))
        })
        .unwrap_or_else(|_panicked| Err(panicked("every kind")))
    }

    /// Finds all that may not be kept as it was said.
    pub(super) fn find(
        &self,
        segments: &[Segment],
        known: &Known,
    ) -> Result<Findings, RedactError> {
        let mut names = NameWords::default();
        let (mut masks, teachers) = self.masks(segments, &mut names, known)?;
        let (mut kept, taught) =
            readings(&self.recognizers, (segments, known), &masks, names.clone())?;
        if let Some(filter) = &self.filter {
            filter.thin_out(&mut kept);
            masks.list(filter.find(segments));
        }
        masks.keep(kept);
        Ok(Findings { masks, names, teachers, taught })
    }

    fn tags(
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
        let (mut masks, _) = self.masks(&segments, &mut names, &Known::new())?;
        if let Some(filter) = &self.filter {
            masks.list(filter.find(&segments));
        }
        Ok(tags::redacted(raw_tags, (&segments, &masks), hides_names))
    }

    /// Finds what is to be masked, and which names taught new words. The names are added to
    /// `names`, and what `names` holds is masked too.
    fn masks(
        &self,
        segments: &[Segment],
        names: &mut NameWords,
        known: &Known,
    ) -> Result<(Masks, Vec<Teacher>), RedactError> {
        let mut masks = Masks::new(segments);
        if self.recognizers.is_empty() {
            return Ok((masks, Vec::new()));
        }
        let mut channels = channels(segments);
        for channel in &mut channels {
            let tail = channel.tail(segments, known);
            let (words, first) =
                tail.as_ref().map_or((&channel.words, 0), |(words, first)| (words, *first));
            let count = channel.places.len() - first;
            for recognizer in self.recognizers.iter() {
                for found in find(recognizer.as_ref(), words, count)? {
                    let words = found.words.start + first..found.words.end + first;
                    channel.found.push(Found { words, ..found });
                }
            }
        }
        let mut teachers = Vec::new();
        for channel in &channels {
            let told = known.get(&channel.key).map_or(&[][..], |known| known.names.as_slice());
            let found = channel.found.iter().filter(|found| found.kind == EntityKind::Name);
            for name in told.iter().chain(found.map(|found| &found.words)) {
                if names.add(&channel.words, name.clone()) {
                    teachers.push((channel.key, name.clone()));
                }
            }
        }
        let mut to_find = names.clone();
        if !known.is_empty() {
            to_find.add_masked();
        }
        for mut channel in channels {
            channel.found.extend(known.get(&channel.key).into_iter().flat_map(KnownWords::found));
            channel.found.extend(to_find.find(&channel.words));
            for masked in merge(channel.found) {
                masks.cover(&channel.places, &masked);
            }
        }
        Ok((masks, teachers))
    }
}

/// All that may not be kept as it was said.
pub(super) struct Findings {
    pub(super) masks: Masks,
    names: NameWords,
    /// The names that taught new words.
    pub(super) teachers: Vec<Teacher>,
    /// Where another reading did.
    pub(super) taught: Vec<Place>,
}

/// A name's channel and its words' positions there.
pub(super) type Teacher = (Option<u16>, Range<usize>);

/// The words of one channel over the whole recording: a number may go on in the next segment.
struct Channel {
    key: Option<u16>,
    words: Canonical,
    places: Vec<Place>,
    found: Vec<Found>,
}

impl Channel {
    /// The words that recognizers are to read and the position of the first of them, where these
    /// are not all.
    fn tail(&self, segments: &[Segment], known: &Known) -> Option<(Canonical, usize)> {
        let first = known.get(&self.key)?.tail.min(self.places.len());
        let words = self.places[first..].iter().map(|place| {
            let segment = &segments[place.segment];
            (segment.words[place.word].text.expose(), &segment.language)
        });
        Some((Canonical::new(words), first))
    }
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

/// Where the words of these segments stand.
pub(super) fn places_of(segments: &[Segment], indexes: &[usize]) -> Vec<Place> {
    let places = indexes.iter().flat_map(|&segment| {
        (0..segments[segment].words.len()).map(move |word| Place { segment, word })
    });
    places.collect()
}

fn channel(segments: &[Segment], indexes: &[usize]) -> Channel {
    let key = indexes.first().and_then(|&first| segments[first].channel);
    let words = indexes.iter().map(|&index| &segments[index]).flat_map(|segment| {
        segment.words.iter().map(|word| (word.text.expose(), &segment.language))
    });
    let (words, places) = (Canonical::new(words), places_of(segments, indexes));
    Channel { key, words, places, found: Vec::new() }
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

fn panicked(recognizer: &'static str) -> RedactError {
    RedactError::Recognizer { recognizer, reason: "it panicked".to_owned() }
}

/// Where the recording ends: where the sound does, or the last word if that is later.
fn last_time(transcript: &Transcript) -> MediaTime {
    let ends = transcript.segments.iter().map(|segment| segment.span().end);
    ends.chain([transcript.duration]).max().unwrap_or(transcript.duration)
}
