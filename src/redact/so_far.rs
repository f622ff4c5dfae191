//! What was heard of a recording so far, which may have begun in an earlier run.
//!
//! ```text
//! channel:  stretch  stretch  stretch │ stretch  stretch │ heard now …
//!           known    known,   known   │ known, heard     │
//!                    heard again      │ again (context)  │
//!                                     tail               border
//! ```

use super::RedactError;
use super::known::{Known, KnownWords, LISTED, MASKED, MASKED_NAME};
use crate::domain::{Language, MediaTime, ModelUse, TimeSpan};
use crate::transcribe::{Again, Segment, Transcript, merge_channels};

/// What was heard of a recording so far, by channel and stretch. Raw: it stays in memory.
#[derive(Default)]
pub struct SoFar {
    pub(super) channels: Vec<HeardChannel>,
}

/// A channel of it.
#[derive(Default)]
pub(super) struct HeardChannel {
    pub(super) channel: Option<u16>,
    pub(super) stretches: Vec<Stretch>,
    /// Its length, once it was heard to its end.
    pub(super) duration: Option<MediaTime>,
    /// What an earlier run found in it.
    pub(super) known: KnownWords,
    /// Up to where the earlier run heard it.
    pub(super) border: MediaTime,
}

/// What is said up to a pause.
pub(super) struct Stretch {
    pub(super) until: MediaTime,
    pub(super) segments: Vec<Segment>,
    /// Whether it is known from an earlier run and must be heard again before it is of use.
    pub(super) is_awaited: bool,
}

impl Stretch {
    pub(super) fn word_count(&self) -> usize {
        self.segments.iter().map(|segment| segment.words.len()).sum()
    }
}

/// Where to begin hearing a channel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    /// What is said before is known.
    pub from: MediaTime,
    /// The language spoken last before.
    pub spoken_before: Option<Language>,
    /// Stretches before that are to be heard again.
    pub again: Vec<Again>,
    /// The channel's length, where all of it was heard.
    pub duration: Option<MediaTime>,
}

impl SoFar {
    /// Where to begin hearing this channel.
    #[must_use]
    pub fn start(&self, channel: Option<u16>) -> Start {
        let Some(heard) = self.channels.iter().find(|one| one.channel == channel) else {
            return Start::default();
        };
        let mut start = Start { duration: heard.duration, ..Start::default() };
        for stretch in &heard.stretches {
            if stretch.is_awaited {
                let span = TimeSpan::new(start.from, stretch.until);
                start.again.push(Again { span, spoken_before: start.spoken_before.clone() });
            }
            start.from = stretch.until;
            let last = stretch.segments.last().map(|segment| segment.language.clone());
            start.spoken_before = last.or(start.spoken_before);
        }
        start
    }

    /// Takes in a stretch that was heard: one that follows on what is known, or one that was to be
    /// heard again.
    ///
    /// # Errors
    /// [`RedactError::Unfitting`] where it is not what was heard there before.
    pub fn finished(
        &mut self,
        channel: Option<u16>,
        segments: &[Segment],
        until: MediaTime,
    ) -> Result<(), RedactError> {
        let heard = self.channel(channel);
        if until > heard.border {
            let segments = segments.to_vec();
            heard.stretches.push(Stretch { until, segments, is_awaited: false });
            return Ok(());
        }
        heard.hear_again(segments, until)
    }

    /// Ends a channel, of which `transcript` holds all that was heard now.
    ///
    /// # Errors
    /// [`RedactError::Unfitting`] where a stretch that was to be heard again was not.
    pub fn end(&mut self, channel: Option<u16>, transcript: Transcript) -> Result<(), RedactError> {
        let heard = self.channel(channel);
        if heard.stretches.iter().any(|stretch| stretch.is_awaited) {
            return Err(RedactError::Unfitting);
        }
        let told = heard.stretches.iter().map(|stretch| stretch.until).max();
        let told = told.unwrap_or(MediaTime::ZERO);
        let mut rest = transcript.segments;
        rest.retain(|segment| segment.span().start >= told);
        if !rest.is_empty() {
            let until = transcript.duration.max(told);
            heard.stretches.push(Stretch { until, segments: rest, is_awaited: false });
        }
        heard.duration.get_or_insert(transcript.duration);
        Ok(())
    }

    /// Whether all that was to be heard again was.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.channels.iter().flat_map(|channel| &channel.stretches).all(|one| !one.is_awaited)
    }

    fn channel(&mut self, channel: Option<u16>) -> &mut HeardChannel {
        let place = self.channels.iter().position(|one| one.channel == channel);
        let place = place.unwrap_or_else(|| {
            self.channels.push(HeardChannel { channel, ..HeardChannel::default() });
            self.channels.len() - 1
        });
        &mut self.channels[place]
    }

    /// All of it as one transcript, and what an earlier run found.
    ///
    /// # Errors
    /// [`RedactError::Unfitting`] where a stretch that was to be heard again was not.
    pub(super) fn into_transcript(
        self,
        model: &ModelUse,
    ) -> Result<(Transcript, Known), RedactError> {
        if !self.is_whole() {
            return Err(RedactError::Unfitting);
        }
        let known = self.known();
        let transcripts = self.channels.into_iter().map(|channel| {
            let duration = channel.duration.unwrap_or(MediaTime::ZERO);
            let segments = channel.stretches.into_iter().flat_map(|one| one.segments).collect();
            let (language, model) = (Language::undetermined(), model.clone());
            Transcript { segments, language, duration, model }
        });
        Ok((merge_channels(transcripts.collect()), known))
    }

    /// The same while the work goes on.
    pub(super) fn view(&self) -> (Vec<Segment>, Known) {
        let stretches = self.channels.iter().flat_map(|channel| &channel.stretches);
        let mut segments: Vec<Segment> =
            stretches.flat_map(|stretch| stretch.segments.iter().cloned()).collect();
        segments.sort_by_key(|segment| (segment.span().start, segment.channel));
        (segments, self.known())
    }

    fn known(&self) -> Known {
        let known = self.channels.iter().filter(|channel| channel.border > MediaTime::ZERO);
        known.map(|channel| (channel.channel, channel.known.clone())).collect()
    }
}

impl HeardChannel {
    fn hear_again(&mut self, segments: &[Segment], until: MediaTime) -> Result<(), RedactError> {
        let (mut first, tail) = (0, self.known.tail);
        for stretch in &mut self.stretches {
            if stretch.until != until || !stretch.is_awaited {
                first += stretch.word_count();
                continue;
            }
            if !is_same(&stretch.segments, segments) {
                return Err(RedactError::Unfitting);
            }
            let words = stretch.segments.iter().flat_map(|segment| &segment.words);
            for (at, word) in (first..).zip(words).filter(|(at, _)| *at < tail) {
                let kept = word.alternatives.iter().map(|one| one.text.expose().to_owned());
                self.known.kept_readings.insert(at, kept.collect());
            }
            stretch.segments = segments.to_vec();
            stretch.is_awaited = false;
            return Ok(());
        }
        Err(RedactError::Unfitting)
    }
}

/// Whether the same was heard, as far as it is known what was heard before.
fn is_same(known: &[Segment], heard: &[Segment]) -> bool {
    let same_words = |(known, heard): (&Segment, &Segment)| {
        let mut words = known.words.iter().zip(&heard.words);
        known.language == heard.language
            && known.words.len() == heard.words.len()
            && words.all(|(known, heard)| {
                known.span == heard.span
                    && (is_stand_in(known.text.expose()) || known.text == heard.text)
            })
    };
    known.len() == heard.len() && known.iter().zip(heard).all(same_words)
}

fn is_stand_in(text: &str) -> bool {
    [MASKED_NAME, MASKED, LISTED].iter().any(|one| text.starts_with(one))
}
