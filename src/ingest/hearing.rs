//! Hears a recording channel by channel, and keeps what is finished on the way.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use super::checkpoints::Checkpoints;
use super::listen::{DECODE_SHARE, part};
use super::{CollectionPlan, IngestError, RunControl};
use crate::decode::Master;
use crate::domain::{ChannelLayout, MediaTime};
use crate::redact::{RedactError, SoFar, Start};
use crate::store::{Progress, Stage};
use crate::transcribe::{
    Observer, Segment, SpeechSource, TranscribeError, TranscribeOptions, Transcriber,
};

/// Of the whole job's time, what goes into transcription, in thousandths.
const TRANSCRIBE_SHARE: u16 = 850;
/// What goes into all that follows.
const REST_SHARE: u16 = 1000 - DECODE_SHARE - TRANSCRIBE_SHARE;
/// An estimate after less is a guess.
const LEAST_MEASURED: Duration = Duration::from_secs(3);

/// What it takes to hear a recording.
pub(super) struct Hearing<'a> {
    pub(super) plan: &'a CollectionPlan,
    pub(super) control: &'a RunControl,
    pub(super) transcriber: &'a dyn Transcriber,
}

/// Why hearing stopped.
pub(super) enum HearingError {
    /// What was taken up is not what is heard.
    Unfitting,
    /// Any other reason.
    Failed(IngestError),
}

impl HearingError {
    /// The same as a failure of the job.
    pub(super) fn into_ingest(self) -> IngestError {
        match self {
            Self::Unfitting => IngestError::of_redact(Stage::Redact, &RedactError::Unfitting),
            Self::Failed(error) => error,
        }
    }

    fn of_redact(error: &RedactError) -> Self {
        match error {
            RedactError::Unfitting => Self::Unfitting,
            _ => Self::Failed(IngestError::of_redact(Stage::Redact, error)),
        }
    }

    fn of_transcribe(error: &TranscribeError) -> Self {
        Self::Failed(IngestError::of_transcribe(error))
    }
}

impl Hearing<'_> {
    /// Hears all channels of `master`, going on from `so_far`; blocks.
    pub(super) fn hear(
        &self,
        (master, layout): (&Master, ChannelLayout),
        mut so_far: SoFar,
        checkpoints: &mut Checkpoints<'_>,
    ) -> Result<SoFar, HearingError> {
        let channels = master.speeches(layout);
        let mut turn = Turn::first(master.duration(), channels.len());
        for channel in channels {
            turn.channel = channel;
            let speech = master.speech(channel).map_err(TranscribeError::from);
            let mut speech = speech.map_err(|error| HearingError::of_transcribe(&error))?;
            so_far = self.hear_one(&mut speech, &mut turn, so_far, checkpoints)?;
        }
        Ok(so_far)
    }

    /// Hears the channel whose turn it is, going on from `so_far`; blocks.
    pub(super) fn hear_one(
        &self,
        speech: &mut dyn SpeechSource,
        turn: &mut Turn,
        mut so_far: SoFar,
        checkpoints: &mut Checkpoints<'_>,
    ) -> Result<SoFar, HearingError> {
        let channel = turn.channel;
        let Start { from, spoken_before, again, duration } = so_far.start(channel);
        if duration.is_some() && again.is_empty() {
            turn.end();
            return Ok(so_far);
        }
        let options = TranscribeOptions {
            languages: self.plan.languages.clone(),
            channel,
            from: duration.unwrap_or(from),
            spoken_before,
            again,
            vocabulary: self.plan.vocabulary.clone(),
        };
        let mut follower = Follower {
            control: self.control,
            checkpoints,
            so_far: &mut so_far,
            options: &options,
            turn,
            fault: None,
        };
        let heard = self.transcriber.transcribe(speech, &options, &mut follower);
        if let Some(fault) = follower.fault {
            return Err(fault);
        }
        turn.end();
        let heard = heard.map_err(|error| HearingError::of_transcribe(&error))?;
        so_far.end(channel, heard).map_err(|error| HearingError::of_redact(&error))?;
        Ok(so_far)
    }
}

/// Which channel is heard, and how far that is.
pub(super) struct Turn {
    channel: Option<u16>,
    /// Each channel's length; times of sound are in milliseconds.
    length: u64,
    /// The length of the channels before.
    before: u64,
    pace: Pace,
}

impl Turn {
    /// The first of `channels`, each as long as `length`.
    pub(super) const fn first(length: MediaTime, channels: usize) -> Self {
        let length = length.as_millis();
        let pace = Pace { whole: length * channels as u64, measured_from: None };
        Self { channel: None, length, before: 0, pace }
    }

    const fn end(&mut self) {
        self.before += self.length;
    }
}

/// Follows the transcription of one channel.
struct Follower<'a, 'c> {
    control: &'a RunControl,
    checkpoints: &'a mut Checkpoints<'c>,
    so_far: &'a mut SoFar,
    options: &'a TranscribeOptions,
    turn: &'a mut Turn,
    fault: Option<HearingError>,
}

impl Observer for Follower<'_, '_> {
    fn heard(&mut self, until: MediaTime) -> ControlFlow<()> {
        let heard = self.turn.before + until.as_millis();
        let is_new = until > self.options.from;
        self.control.report_progress(self.turn.pace.progress(heard, is_new));
        match self.control.is_cancelled() || self.fault.is_some() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    fn finished(&mut self, segments: &[Segment], until: MediaTime) {
        if self.fault.is_some() {
            return;
        }
        let taken = self.so_far.finished(self.options.channel, segments, until);
        let kept = match taken {
            Ok(()) => self.checkpoints.keep(self.so_far).map_err(HearingError::Failed),
            Err(error) => Err(HearingError::of_redact(&error)),
        };
        self.fault = kept.err();
    }
}

/// How fast sound is heard; times of sound in milliseconds.
struct Pace {
    whole: u64,
    /// When what was not known yet began to be heard, and where.
    measured_from: Option<(Instant, u64)>,
}

impl Pace {
    fn progress(&mut self, heard: u64, is_new: bool) -> Progress {
        let permille = DECODE_SHARE + part(heard, self.whole, TRANSCRIBE_SHARE);
        if is_new && self.measured_from.is_none() {
            self.measured_from = Some((Instant::now(), heard));
        }
        let remaining = self.measured_from.and_then(|(since, from)| {
            remaining(since.elapsed(), heard.saturating_sub(from), heard, self.whole)
        });
        Progress { stage: Stage::Transcribe, permille, remaining }
    }
}

/// How long it takes yet where `done` of the sound was heard in `elapsed`; the time of what follows
/// is taken for a share of the hearing's own.
fn remaining(elapsed: Duration, done: u64, heard: u64, whole: u64) -> Option<Duration> {
    if elapsed < LEAST_MEASURED || done == 0 {
        return None;
    }
    let rest = whole as f64 * f64::from(REST_SHARE) / f64::from(TRANSCRIBE_SHARE);
    let left = whole.saturating_sub(heard) as f64 + rest;
    Duration::try_from_secs_f64(elapsed.as_secs_f64() * left / done as f64).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_how_fast_new_sound_is_heard() {
        let hour = 3_600_000;
        let left = |elapsed: u64, done: u64, heard: u64| {
            remaining(Duration::from_secs(elapsed), done, heard, 4 * hour).map(|it| it.as_secs())
        };
        assert_eq!(left(1, hour, hour), None, "too early to tell");
        // Taken up after 3 hours: half an hour was heard in 3 minutes, so half an hour takes as
        // long, and what follows (100 of 850) of 4 hours 169 s.
        assert_eq!(left(180, hour / 2, 3 * hour + hour / 2), Some(180 + 169));
    }
}
