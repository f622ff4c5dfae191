//! From bytes to a redacted transcript, on one blocking thread: what was said raw is born and
//! dropped here.

use std::cell::OnceCell;
use std::time::{Duration, Instant};

use super::checkpoints::Checkpoints;
use super::hearing::{Hearing, HearingError, Turn};
use super::watched_input::WatchedInput;
use super::{Archive, CollectionPlan, IngestError, Models, RunControl};
use crate::decode::{DecodeError, DecodeOptions, Decoder, Master, MasterOptions};
use crate::domain::{ChannelLayout, ChannelMode, MediaTime};
use crate::redact::{HiddenWords, RedactedTag, RedactedTranscript, ShownName, SoFar};
use crate::store::{ClaimedJob, FailureCode, RecordingVersion, Stage, Store, kill_point};
use crate::transcribe::Transcriber;

/// Of the whole job's time, what goes into decoding, in thousandths.
pub(super) const DECODE_SHARE: u16 = 50;
/// Where redaction begins.
const REDACT_AT: u16 = 905;

/// What listening gives. The sound is still raw.
pub(super) struct Heard {
    pub(super) master: Master,
    /// How the channels were heard.
    pub(super) layout: ChannelLayout,
    pub(super) transcript: RedactedTranscript,
    pub(super) tags: Vec<RedactedTag>,
    /// What may be shown of its key.
    pub(super) shown: ShownName,
    /// What was masked: raw, and dropped with the sound.
    pub(super) hidden: HiddenWords,
}

/// What it takes to listen to a recording.
pub(super) struct Listener<'a> {
    pub(super) archive: &'a dyn Archive,
    pub(super) version: &'a RecordingVersion,
    pub(super) plan: &'a CollectionPlan,
    pub(super) decode: &'a DecodeOptions,
    pub(super) models: &'a Models,
    pub(super) store: &'a Store,
    pub(super) job: &'a ClaimedJob,
    /// How much work may be lost when this worker is.
    pub(super) checkpoint_every: Duration,
    pub(super) control: &'a RunControl,
}

impl Listener<'_> {
    /// Decodes, transcribes and redacts the recording; blocks for as long as that takes.
    pub(super) fn listen(&self) -> Result<Heard, IngestError> {
        self.control.report(Stage::Open, 0);
        if self.version.version.size_bytes == 0 {
            let (code, message) = (FailureCode::EmptyFile, "the object has no bytes");
            return Err(IngestError::failed(Stage::Open, code, message, false));
        }
        let transcriber = self.models.named(&self.plan.model);
        let transcriber = transcriber.map_err(|error| IngestError::of_transcribe(&error))?;
        let (master, layout, so_far) = self.hear(&*transcriber)?;
        kill_point("ingest_transcribed");
        self.control.check()?;
        self.control.report(Stage::Redact, REDACT_AT);
        let (model, tags) = (transcriber.model(), &master.info().tags);
        let redacted = self.plan.redactor.redact_heard(so_far, model, tags);
        let (transcript, tags, hidden) =
            redacted.map_err(|error| IngestError::of_redact(Stage::Redact, &error))?;
        let key = &self.version.media;
        let shown = self.plan.redactor.shown_name(key, &hidden, transcript.language());
        let shown = shown.map_err(|error| IngestError::of_redact(Stage::Redact, &error))?;
        kill_point("ingest_redacted");
        Ok(Heard { master, layout, transcript, tags, shown, hidden })
    }

    /// Fetches and decodes the recording, once and to its end, and hears it.
    ///
    /// Where it is known from the beginning how its channels are to be heard, that begins at once;
    /// else all of them are decoded first, as they tell it.
    fn hear(
        &self,
        transcriber: &dyn Transcriber,
    ) -> Result<(Master, ChannelLayout, SoFar), IngestError> {
        let input = self.archive.open(&self.version.media, &self.version.version);
        let (input, fault) = WatchedInput::new(input, self.control.clone());
        let told = |error: &DecodeError| fault.or(IngestError::of_decode(Stage::Decode, error));
        let extension = self.version.media.extension();
        let decoder = Decoder::open(Box::new(input), extension.as_deref(), self.decode);
        let decoder = decoder.map_err(|error| told(&error))?;
        kill_point("ingest_opened");
        let hearing = Hearing { plan: self.plan, control: self.control, transcriber };
        let layout = self.plan.channels.layout(decoder.info().channels);
        if let Some(layout @ (ChannelLayout::Mono | ChannelLayout::Mix)) = layout
            && let Some(length) = decoder.info().claimed_duration
        {
            let heard = self.hear_while_decoding(&hearing, (layout, length), decoder);
            let (master, so_far) = heard.map_err(|error| told(&error))?;
            self.control.check()?;
            return Ok((master, layout, so_far?));
        }
        let length = decoder.info().claimed_duration.map_or(0, MediaTime::as_millis);
        let master = Master::record(decoder, &self.master_options(), |decoded| {
            self.control.report(Stage::Decode, part(decoded.as_millis(), length, DECODE_SHARE));
            kill_point("ingest_decoding");
        });
        let master = master.map_err(|error| told(&error))?;
        self.control.check()?;
        let layout = master.layout_for(self.plan.channels);
        tracing::info!(channels = master.info().channels, ?layout, "the sound is decoded");
        let mut checkpoints = self.checkpoints(transcriber, layout);
        let so_far = hearing.hear((&master, layout), checkpoints.take_up(), &mut checkpoints);
        let so_far = self.hear_anew(&hearing, (&master, layout), so_far)?;
        Ok((master, layout, so_far))
    }

    /// Hears all channels as one, of which a header claims that they are so long, from where
    /// another run stopped, if one did and what it left fits.
    fn hear_while_decoding(
        &self,
        hearing: &Hearing<'_>,
        (layout, length): (ChannelLayout, MediaTime),
        decoder: Decoder,
    ) -> Result<(Master, Result<SoFar, IngestError>), DecodeError> {
        let options = self.master_options();
        let progress = |_| kill_point("ingest_decoding");
        let (master, heard) = Master::record_while(decoder, &options, progress, |speech| {
            let mut checkpoints = self.checkpoints(hearing.transcriber, layout);
            let mut turn = Turn::first(length, 1);
            hearing.hear_one(speech, &mut turn, checkpoints.take_up(), &mut checkpoints)
        })?;
        let so_far = self.hear_anew(hearing, (&master, layout), heard);
        Ok((master, so_far))
    }

    /// Hears all once more where what another run left does not fit.
    fn hear_anew(
        &self,
        hearing: &Hearing<'_>,
        (master, layout): (&Master, ChannelLayout),
        heard: Result<SoFar, HearingError>,
    ) -> Result<SoFar, IngestError> {
        let Err(HearingError::Unfitting) = heard else {
            return heard.map_err(HearingError::into_ingest);
        };
        tracing::warn!("what another run heard is heard otherwise now: all is heard anew");
        let mut checkpoints = self.checkpoints(hearing.transcriber, layout);
        checkpoints.forget();
        let anew = hearing.hear((master, layout), SoFar::default(), &mut checkpoints);
        anew.map_err(HearingError::into_ingest)
    }

    fn checkpoints(&self, transcriber: &dyn Transcriber, layout: ChannelLayout) -> Checkpoints<'_> {
        Checkpoints {
            store: self.store,
            archive: self.archive,
            job: self.job,
            version: self.version,
            redactor: &self.plan.redactor,
            basis: self.plan.basis(transcriber.model(), layout),
            every: self.checkpoint_every,
            written: Instant::now(),
            key: OnceCell::new(),
        }
    }

    fn master_options(&self) -> MasterOptions {
        MasterOptions {
            keeps_channels: self.plan.channels != ChannelMode::Mix,
            ..MasterOptions::default()
        }
    }
}

/// `done` of `whole`, in thousandths of the job of which this is `share`. Where a header claims no
/// length, the job stays at the beginning until it is known.
pub(super) fn part(done: u64, whole: u64, share: u16) -> u16 {
    let done = done.min(whole) * u64::from(share);
    u16::try_from(done.checked_div(whole).unwrap_or(0)).unwrap_or(share)
}
