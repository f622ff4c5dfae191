//! Runs the recognizers over a recording and masks what they find.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::across::{Line, heard};
use super::allowed::Allowed;
use super::cues::Heard;
use super::echo::NameWords;
use super::guard::confidentially;
use super::mask::{Finding, Masks, Place};
use super::readings::readings;
use super::recognizers::CustomRecognizer;
use super::repeated::Numbers;
use super::{
    Canonical, CustomRule, Found, NameModel, Recognizer, RedactError, RedactedTag,
    RedactedTranscript, merge::merge, recognizers, tags,
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
    /// Names that are kept as said, each as it is written here and not its parts alone.
    pub allow: Vec<String>,
    /// What is redacted besides those kinds.
    pub custom: Vec<CustomRule>,
}

impl Default for RedactionOptions {
    fn default() -> Self {
        let kinds = EntityKind::ALL.to_vec();
        Self { enabled: true, kinds, allow: Vec::new(), custom: Vec::new() }
    }
}

impl RedactionOptions {
    /// Whether the model for names and addresses is needed.
    #[must_use]
    pub fn needs_model(&self) -> bool {
        self.enabled
            && [EntityKind::Name, EntityKind::Address].iter().any(|kind| self.kinds.contains(kind))
    }
}

/// Makes redacted transcripts out of raw ones. Cheap to clone.
#[derive(Clone)]
pub struct Redactor {
    recognizers: Arc<[Box<dyn Recognizer>]>,
    /// What knows names and addresses, where those are wanted.
    model: Option<NameModel>,
    allowed: Arc<Allowed>,
}

impl Redactor {
    /// Makes a redactor with the recognizers for the kinds wanted. `model` may be left out where
    /// neither names nor addresses are.
    ///
    /// # Errors
    /// [`RedactError::Recognizer`] if one can't be made, or if none finds a kind that is wanted;
    /// [`RedactError::Model`] if the model is needed and is not given.
    pub fn new(options: &RedactionOptions, model: Option<&NameModel>) -> Result<Self, RedactError> {
        let needs_model = options.needs_model();
        if needs_model && model.is_none() {
            return Err(RedactError::Model("it is not loaded".to_owned()));
        }
        let mut wanted = if options.enabled { options.kinds.clone() } else { Vec::new() };
        let mut chosen = recognizers::all()?;
        chosen.retain(|recognizer| wanted.contains(&recognizer.kind()));
        wanted.retain(|kind| !chosen.iter().any(|recognizer| recognizer.kind() == *kind));
        if let Some(kind) = wanted.first() {
            let reason = "no recognizer finds it".to_owned();
            return Err(RedactError::Recognizer { recognizer: kind.name(), reason });
        }
        for rule in options.custom.iter().filter(|_| options.enabled) {
            chosen.push(Box::new(CustomRecognizer::new(rule)?));
        }
        let allowed = Allowed::new(&options.allow)?;
        let model = model.filter(|_| needs_model).cloned();
        Ok(Self { model, allowed: allowed.into(), ..Self::with_recognizers(chosen) })
    }

    /// Makes a redactor with these recognizers.
    #[must_use]
    pub fn with_recognizers(recognizers: Vec<Box<dyn Recognizer>>) -> Self {
        Self { recognizers: recognizers.into(), model: None, allowed: Arc::default() }
    }

    /// A redactor for who only crawls: it fails whatever it is given.
    #[must_use]
    pub fn refusing() -> Self {
        Self::with_recognizers(vec![Box::new(Refusing)])
    }

    /// Redacts a transcript. It takes CPU time: a few seconds for an hour of speech.
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
        confidentially(|| {
            let mut names = NameWords::default();
            let (mut masks, context) = self.masks(&transcript.segments, &mut names)?;
            let heard = &transcript.segments;
            let known = (names.clone(), &context);
            let readers = (&*self.recognizers, self.model.as_ref());
            masks.keep(readings(readers, heard, &masks, known)?);
            let tags = self.tags(raw_tags, &transcript.language, names)?;
            let indexed = transcript.segments.iter().enumerate();
            let transcript = RedactedTranscript {
                segments: indexed.map(|(index, segment)| masks.segment(index, segment)).collect(),
                spans: masks.spans(&transcript.segments, last_time(&transcript)),
                language: transcript.language,
                duration: transcript.duration,
                model: transcript.model,
            };
            Ok((transcript, tags))
        })
        .unwrap_or_else(|_panicked| Err(panicked("every kind")))
    }

    /// Finds what is to be masked in the segments of a document.
    pub(super) fn findings(&self, segments: &[Segment]) -> Result<Vec<Finding>, RedactError> {
        confidentially(|| Ok(self.masks(segments, &mut NameWords::default())?.0.findings()))
            .unwrap_or_else(|_panicked| Err(panicked("every kind")))
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
        let (masks, _) = self.masks(&segments, &mut names)?;
        Ok(tags::redacted(raw_tags, (&segments, &masks), hides_names))
    }

    /// Finds what is to be masked. The names among it are added to `names`, and what `names` holds
    /// is masked too.
    fn masks(
        &self,
        segments: &[Segment],
        names: &mut NameWords,
    ) -> Result<(Masks, Context), RedactError> {
        let mut masks = Masks::new(segments);
        if self.recognizers.is_empty() {
            return Ok((masks, Context::default()));
        }
        let mut channels = channels(segments);
        let heard = questions(segments, &channels);
        for (channel, heard) in channels.iter_mut().zip(&heard) {
            channel.words.hear(heard);
            if let Some(model) = &self.model {
                model.read(&mut channel.words)?;
            }
            for recognizer in self.recognizers.iter() {
                let count = channel.places.len();
                channel.found.extend(find(recognizer.as_ref(), &channel.words, count)?);
            }
            self.allowed.spare(&channel.words, &mut channel.found);
        }
        let mut numbers = Numbers::default();
        for channel in &channels {
            channel.found.iter().for_each(|one| numbers.add(&channel.words, one));
            let found = channel.found.iter().filter(|found| found.kind == EntityKind::Name);
            found.for_each(|name| names.add(&channel.words, name));
        }
        for mut channel in channels {
            channel.found.extend(names.find(&channel.words));
            self.allowed.spare(&channel.words, &mut channel.found);
            let repeated = numbers.find(&channel.words, &channel.found);
            channel.found.extend(repeated);
            for masked in merge(channel.found) {
                masks.cover(&channel.places, &masked);
            }
        }
        Ok((masks, Context { heard, numbers }))
    }
}

/// Finds nothing and fails.
struct Refusing;

impl Recognizer for Refusing {
    fn name(&self) -> &'static str {
        "anything"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Name
    }

    fn find(&self, _words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let reason = "this process only crawls".to_owned();
        Err(RedactError::Recognizer { recognizer: self.name(), reason })
    }
}

/// What is known of a channel's words besides them.
#[derive(Default)]
pub(super) struct Context {
    /// By channel, what it hears of the others.
    pub(super) heard: Vec<Vec<Heard>>,
    /// The numbers found.
    pub(super) numbers: Numbers,
}

/// The words of one channel over the whole recording: a number may go on in the next segment.
struct Channel {
    words: Canonical,
    places: Vec<Place>,
    found: Vec<Found>,
}

impl Channel {
    fn line(&self, segments: &[Segment]) -> Line<'_> {
        let time = |place: &Place| segments[place.segment].words[place.word].span;
        Line { words: &self.words, times: self.places.iter().map(time).collect() }
    }
}

fn channels(segments: &[Segment]) -> Vec<Channel> {
    by_channel(segments).into_iter().map(|indexes| channel(segments, &indexes)).collect()
}

/// What each channel hears of the others.
fn questions(segments: &[Segment], channels: &[Channel]) -> Vec<Vec<Heard>> {
    let lines: Vec<Line<'_>> = channels.iter().map(|channel| channel.line(segments)).collect();
    heard(&lines)
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

fn panicked(recognizer: &'static str) -> RedactError {
    RedactError::Recognizer { recognizer, reason: "it panicked".to_owned() }
}

/// Where the recording ends: where the sound does, or the last word if that is later.
fn last_time(transcript: &Transcript) -> MediaTime {
    let ends = transcript.segments.iter().map(|segment| segment.span().end);
    ends.chain([transcript.duration]).max().unwrap_or(transcript.duration)
}
