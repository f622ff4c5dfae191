//! Runs the recognizers over a recording and masks what they find.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::across::{Line, heard};
use super::allowed::Allowed;
use super::cues::Heard;
use super::echo::NameWords;
use super::filter::{FilterOptions, WordFilter};
use super::guard::confidentially;
use super::known::{Known, KnownWords};
use super::mask::{Finding, Masks, Place};
use super::readings::{Read, Refused, readings};
use super::recognizers::CustomRecognizer;
use super::repeated::Numbers;
use super::{
    Canonical, CustomRule, Found, HiddenWords, NameModel, Recognizer, RedactError, RedactedTag,
    RedactedTranscript, SoFar, merge::merge, recognizers, tags,
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
    /// Names that are kept as said, each as it is written here and not its parts alone.
    pub allow: Vec<String>,
    /// What is redacted besides those kinds.
    pub custom: Vec<CustomRule>,
    /// Words that are masked, left out or tagged, whether personal data is redacted or not.
    pub filter: Option<FilterOptions>,
}

impl Default for RedactionOptions {
    fn default() -> Self {
        let kinds = EntityKind::ALL.to_vec();
        Self { enabled: true, kinds, allow: Vec::new(), custom: Vec::new(), filter: None }
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
    filter: Option<Arc<WordFilter>>,
    policy: String,
}

impl Redactor {
    /// Makes a redactor with the recognizers for the kinds wanted. `model` may be left out where
    /// neither names nor addresses are.
    ///
    /// # Errors
    /// [`RedactError::Recognizer`] if one can't be made, or if none finds a kind that is wanted;
    /// [`RedactError::Model`] if the model is needed and is not given.
    pub fn new(options: &RedactionOptions, model: Option<&NameModel>) -> Result<Self, RedactError> {
        let policy = format!("{options:?}");
        let filter = options.filter.as_ref().map(|filter| Arc::new(WordFilter::new(filter)));
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
        let allowed = allowed.into();
        Ok(Self { model, allowed, filter, policy, ..Self::with_recognizers(chosen) })
    }

    /// Makes a redactor with these recognizers.
    #[must_use]
    pub fn with_recognizers(recognizers: Vec<Box<dyn Recognizer>>) -> Self {
        let names: Vec<_> = recognizers.iter().map(|one| one.name()).collect();
        let policy = names.join(" ");
        let (recognizers, allowed) = (recognizers.into(), Arc::default());
        Self { recognizers, model: None, allowed, filter: None, policy }
    }

    /// The same by rules alone, for what is no speech: the model knows sentences.
    pub(super) fn by_rules(&self) -> Self {
        Self { model: None, ..self.clone() }
    }

    /// What it redacts and lists, in a form of its own: two that say the same redact the same.
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// A redactor for who only crawls: it fails whatever it is given, and shows no name.
    #[must_use]
    pub fn refusing() -> Self {
        Self::with_recognizers(vec![Box::new(Refusing)])
    }

    /// Whether it is one that fails whatever it is given.
    pub(super) fn refuses(&self) -> bool {
        self.policy == REFUSING
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
        self.redact_known(transcript, &Known::new(), raw_tags)
    }

    /// Redacts all that was heard of a recording, which may have been taken up where another run
    /// left it, and the tags of its file; gives what was masked too. Of words that were masked by
    /// another run and not heard again, only kind and time are known.
    ///
    /// # Errors
    /// As for [`redact`](Self::redact), and where what was to be heard again was not.
    pub fn redact_heard(
        &self,
        heard: SoFar,
        model: &ModelUse,
        raw_tags: &[MediaTag],
    ) -> Result<(RedactedTranscript, Vec<RedactedTag>, HiddenWords), RedactError> {
        let (transcript, known) = heard.into_transcript(model)?;
        self.redact_known(transcript, &known, raw_tags)
    }

    fn redact_known(
        &self,
        transcript: Transcript,
        known: &Known,
        raw_tags: &[MediaTag],
    ) -> Result<(RedactedTranscript, Vec<RedactedTag>, HiddenWords), RedactError> {
        confidentially(|| {
            let Findings { masks, names, .. } = self.find(&transcript.segments, known)?;
            let hidden = HiddenWords::new(&transcript.segments, &masks, names.clone());
            let tags = self.tags(raw_tags, &transcript.language, names)?;
            let transcript = RedactedTranscript {
                segments: masks.segments(&transcript.segments),
                spans: masks.spans(&transcript.segments, last_time(&transcript)),
                language: transcript.language,
                duration: transcript.duration,
                model: transcript.model,
            };
            Ok((transcript, tags, hidden))
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
        let (mut masks, context) = self.masks(segments, &mut names, known)?;
        let readers = (&*self.recognizers, self.model.as_ref());
        let heard = (names.clone(), &context);
        let read = readings(readers, (segments, known), &masks, heard)?;
        let Read { mut kept, refused, taught } = read;
        if let Some(filter) = &self.filter {
            filter.thin_out(&mut kept);
            masks.list(filter.find(segments));
        }
        masks.keep(kept);
        Ok(Findings { masks, names, teachers: context.teachers, taught, refused })
    }

    /// Finds what is to be masked in the segments of a document; marks that are there stay.
    pub(super) fn findings(&self, segments: &[Segment]) -> Result<Vec<Finding>, RedactError> {
        let (mut names, known) = (NameWords::default(), Known::new());
        confidentially(|| {
            let (masks, _) = self.masks(segments, &mut names, &known)?;
            Ok(masks.without_marks(segments).findings())
        })
        .unwrap_or_else(|_panicked| Err(panicked("every kind")))
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
        let (mut masks, _) = self.masks(&segments, &mut names, &Known::new())?;
        if let Some(filter) = &self.filter {
            masks.list(filter.find(&segments));
        }
        Ok(tags::redacted(raw_tags, (&segments, &masks), hides_names))
    }

    /// Finds what is to be masked. The names among it are added to `names`, and what `names` holds
    /// is masked too. What an earlier run masked stays so; the words that it kept are read again,
    /// for what was said since may tell more of them.
    pub(super) fn masks(
        &self,
        segments: &[Segment],
        names: &mut NameWords,
        known: &Known,
    ) -> Result<(Masks, Context), RedactError> {
        let mut masks = Masks::new(segments);
        if self.recognizers.is_empty() {
            masks.keep_marks(segments);
            return Ok((masks, Context::default()));
        }
        let mut channels = channels(segments);
        let heard = questions(segments, &channels);
        for (channel, heard) in channels.iter_mut().zip(&heard) {
            self.read(channel, heard)?;
        }
        let mut context = Context { heard, ..Context::default() };
        for channel in &channels {
            context.learn(channel, known.get(&channel.key), names);
        }
        let mut to_find = names.clone();
        if !known.is_empty() {
            to_find.add_masked();
        }
        for mut channel in channels {
            channel.found.extend(known.get(&channel.key).into_iter().flat_map(KnownWords::found));
            channel.found.extend(to_find.find(&channel.words));
            self.allowed.spare(&channel.words, &mut channel.found);
            let repeated = context.numbers.find(&channel.words, &channel.found);
            channel.found.extend(repeated);
            for masked in merge(channel.found) {
                masks.cover(&channel.places, &masked);
            }
        }
        masks.keep_marks(segments);
        Ok((masks, context))
    }

    /// Has the model and all recognizers read a channel.
    fn read(&self, channel: &mut Channel, heard: &[Heard]) -> Result<(), RedactError> {
        channel.words.hear(heard);
        if let Some(model) = &self.model {
            model.read(std::slice::from_mut(&mut channel.words))?;
        }
        for recognizer in self.recognizers.iter() {
            let count = channel.places.len();
            channel.found.extend(find(recognizer.as_ref(), &channel.words, count)?);
        }
        self.allowed.spare(&channel.words, &mut channel.found);
        Ok(())
    }
}

/// The name of [`Refusing`].
const REFUSING: &str = "anything";

/// Finds nothing and fails.
struct Refusing;

impl Recognizer for Refusing {
    fn name(&self) -> &'static str {
        REFUSING
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Name
    }

    fn find(&self, _words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let reason = "this process only crawls".to_owned();
        Err(RedactError::Recognizer { recognizer: self.name(), reason })
    }
}

/// All that may not be kept as it was said.
pub(super) struct Findings {
    pub(super) masks: Masks,
    pub(super) names: NameWords,
    /// The names and numbers that are masked wherever else they are said.
    pub(super) teachers: Vec<Teacher>,
    /// Where another reading taught a name.
    pub(super) taught: Vec<Place>,
    /// Other readings that say what is hidden.
    pub(super) refused: Vec<Refused>,
}

/// The channel of a name or number, its kind, and its words' positions there.
pub(super) type Teacher = (Option<u16>, EntityKind, Range<usize>);

/// What is known of a channel's words besides them.
#[derive(Default)]
pub(super) struct Context {
    /// By channel, what it hears of the others.
    pub(super) heard: Vec<Vec<Heard>>,
    /// The numbers found.
    pub(super) numbers: Numbers,
    teachers: Vec<Teacher>,
}

impl Context {
    /// Takes in what was found in a channel, now and in an earlier run.
    fn learn(&mut self, channel: &Channel, known: Option<&KnownWords>, names: &mut NameWords) {
        let told = known.into_iter().flat_map(|known| &known.teachers);
        let told = told.map(|(kind, words)| (*kind, words));
        let found = channel.found.iter().map(|found| (found.kind, &found.words));
        for (kind, words) in told.chain(found) {
            let is_new = match kind {
                EntityKind::Name => names.add(&channel.words, words.clone()),
                _ => self.numbers.add(&channel.words, kind, words),
            };
            if is_new {
                self.teachers.push((channel.key, kind, words.clone()));
            }
        }
    }
}

/// The words of one channel over the whole recording: a number may go on in the next segment.
struct Channel {
    key: Option<u16>,
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

pub(super) fn panicked(recognizer: &'static str) -> RedactError {
    RedactError::Recognizer { recognizer, reason: "it panicked".to_owned() }
}

/// Where the recording ends: where the sound does, or the last word if that is later.
pub(super) fn last_time(transcript: &Transcript) -> MediaTime {
    let ends = transcript.segments.iter().map(|segment| segment.span().end);
    ends.chain([transcript.duration]).max().unwrap_or(transcript.duration)
}
