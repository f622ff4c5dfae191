//! From bytes to a redacted transcript, on one blocking thread: what was said raw is born and
//! dropped here.

use std::ops::ControlFlow;

use super::watched_input::WatchedInput;
use super::{Archive, CollectionPlan, IngestError, RunControl};
use crate::decode::{DecodeError, DecodeOptions, Decoder, Master, MasterOptions};
use crate::domain::{ChannelLayout, ChannelMode, MediaTime};
use crate::redact::{HiddenWords, RedactedTag, RedactedTranscript, ShownName};
use crate::store::{FailureCode, RecordingVersion, Stage, kill_point};
use crate::transcribe::{
    TranscribeError, TranscribeOptions, Transcriber, Transcript, merge_channels,
};

/// Of the whole job's time, what goes into decoding, in thousandths.
const DECODE_SHARE: u16 = 50;
/// And what goes into transcription.
const TRANSCRIBE_SHARE: u16 = 850;
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
    pub(super) transcriber: &'a dyn Transcriber,
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
        let transcript = self.transcribe(&master, layout)?;
        kill_point("ingest_transcribed");
        self.control.check()?;
        self.control.report(Stage::Redact, REDACT_AT);
        let redacted = self.plan.redactor.redact_recording(transcript, &master.info().tags);
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

    /// Hears each channel by itself, or all as one.
    fn transcribe(
        &self,
        master: &Master,
        layout: ChannelLayout,
    ) -> Result<Transcript, IngestError> {
        let length = master.duration().as_millis();
        let channels = master.speeches(layout);
        let whole = length * channels.len() as u64;
        let mut transcripts = Vec::with_capacity(channels.len());
        for (turn, channel) in channels.into_iter().enumerate() {
            let options = TranscribeOptions {
                languages: self.plan.languages.clone(),
                channel,
                ..TranscribeOptions::default()
            };
            let mut progress = |heard: MediaTime| {
                let heard = turn as u64 * length + heard.as_millis();
                let done = DECODE_SHARE + part(heard, whole, TRANSCRIBE_SHARE);
                self.control.report(Stage::Transcribe, done);
                match self.control.is_cancelled() {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            };
            let told = |error: &TranscribeError| IngestError::of_transcribe(error);
            let mut speech = master.speech(channel).map_err(|error| told(&error.into()))?;
            let heard = self.transcriber.transcribe(&mut speech, &options, &mut progress);
            transcripts.push(heard.map_err(|error| told(&error))?);
        }
        Ok(merge_channels(transcripts))
    }
}

/// `done` of `whole`, in thousandths of the job of which this is `share`. Where a header claims no
/// length, the job stays at the beginning until it is known.
fn part(done: u64, whole: u64, share: u16) -> u16 {
    let done = done.min(whole) * u64::from(share);
    u16::try_from(done.checked_div(whole).unwrap_or(0)).unwrap_or(share)
}
