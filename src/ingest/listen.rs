//! From bytes to a redacted transcript, on one blocking thread: what was said raw is born and
//! dropped here.

use std::cell::OnceCell;
use std::time::{Duration, Instant};

use super::checkpoints::Checkpoints;
use super::hearing::{Hearing, HearingError};
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
        let master = self.record()?;
        let layout = master.layout_for(self.plan.channels);
        tracing::info!(channels = master.info().channels, ?layout, "the sound is decoded");
        let transcriber = self.models.named(&self.plan.model);
        let transcriber = transcriber.map_err(|error| IngestError::of_transcribe(&error))?;
        let so_far = self.transcribe(&master, layout, &*transcriber)?;
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

    /// Fetches and decodes the recording, once and to its end.
    fn record(&self) -> Result<Master, IngestError> {
        let input = self.archive.open(&self.version.media, &self.version.version);
        let (input, fault) = WatchedInput::new(input, self.control.clone());
        let told = |error: &DecodeError| fault.or(IngestError::of_decode(Stage::Decode, error));
        let extension = self.version.media.extension();
        let decoder = Decoder::open(Box::new(input), extension.as_deref(), self.decode);
        let decoder = decoder.map_err(|error| told(&error))?;
        kill_point("ingest_opened");
        let length = decoder.info().claimed_duration.map_or(0, MediaTime::as_millis);
        let options = MasterOptions {
            keeps_channels: self.plan.channels != ChannelMode::Mix,
            ..MasterOptions::default()
        };
        let master = Master::record(decoder, &options, |decoded| {
            self.control.report(Stage::Decode, part(decoded.as_millis(), length, DECODE_SHARE));
            kill_point("ingest_decoding");
        });
        let master = master.map_err(|error| told(&error))?;
        self.control.check()?;
        Ok(master)
    }

    /// Hears each channel by itself, or all as one: from where another run stopped, if one did and
    /// what it left fits.
    fn transcribe(
        &self,
        master: &Master,
        layout: ChannelLayout,
        transcriber: &dyn Transcriber,
    ) -> Result<SoFar, IngestError> {
        let mut checkpoints = Checkpoints {
            store: self.store,
            archive: self.archive,
            job: self.job,
            version: self.version,
            redactor: &self.plan.redactor,
            basis: self.plan.basis(transcriber.model(), layout),
            every: self.checkpoint_every,
            written: Instant::now(),
            key: OnceCell::new(),
        };
        let so_far = checkpoints.take_up();
        let (plan, control) = (self.plan, self.control);
        let hearing = Hearing { plan, control, transcriber, master, layout };
        match hearing.hear(so_far, &mut checkpoints) {
            Err(HearingError::Unfitting) => {
                tracing::warn!("what another run heard is heard otherwise now: all is heard anew");
                checkpoints.forget();
                let anew = hearing.hear(SoFar::default(), &mut checkpoints);
                anew.map_err(HearingError::into_ingest)
            }
            heard => heard.map_err(HearingError::into_ingest),
        }
    }
}

/// `done` of `whole`, in thousandths of the job of which this is `share`. Where a header claims no
/// length, the job stays at the beginning until it is known.
pub(super) fn part(done: u64, whole: u64, share: u16) -> u16 {
    let done = done.min(whole) * u64::from(share);
    u16::try_from(done.checked_div(whole).unwrap_or(0)).unwrap_or(share)
}
