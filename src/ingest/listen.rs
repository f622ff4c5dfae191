//! From bytes to a redacted transcript, on one blocking thread: what was said raw is born and
//! dropped here.

use std::ops::ControlFlow;

use super::watched_input::{ReadFault, WatchedInput};
use super::{Archive, CollectionPlan, IngestError, RunControl};
use crate::decode::{ChannelPlan, DecodeError, DecodeOptions, Decoder, MediaInfo, SpeechStream};
use crate::domain::MediaTime;
use crate::redact::RedactedTranscript;
use crate::store::{FailureCode, RecordingVersion, Stage, kill_point};
use crate::transcribe::{
    SpeechSource, TranscribeError, TranscribeOptions, Transcriber, Transcript, merge_channels,
};

/// Of the whole job's time, what goes into transcription, in thousandths.
const TRANSCRIBE_SHARE: u64 = 900;

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
    pub(super) fn listen(&self) -> Result<(MediaInfo, RedactedTranscript), IngestError> {
        self.control.report(Stage::Open, 0);
        if self.version.version.size_bytes == 0 {
            let (code, message) = (FailureCode::EmptyFile, "the object has no bytes");
            return Err(IngestError::failed(Stage::Open, code, message, false));
        }
        let (decoder, fault) = self.open()?;
        kill_point("ingest_opened");
        let info = decoder.info().clone();
        let transcript = self.transcribe(decoder, &info, fault)?;
        kill_point("ingest_transcribed");
        self.control.check()?;
        self.control.report(Stage::Redact, 905);
        let redacted = self.plan.redactor.redact(transcript);
        let redacted = redacted.map_err(|error| IngestError::of_redact(Stage::Redact, &error))?;
        kill_point("ingest_redacted");
        Ok((info, redacted))
    }

    /// Opens the recording from its beginning.
    pub(super) fn open(&self) -> Result<(Decoder, ReadFault), IngestError> {
        let input = self.archive.open(&self.version.media, &self.version.version);
        let (input, fault) = WatchedInput::new(input, self.control.clone());
        let extension = self.version.media.extension();
        match Decoder::open(Box::new(input), extension.as_deref(), self.decode) {
            Ok(decoder) => Ok((decoder, fault)),
            Err(error) => Err(fault.or(IngestError::of_decode(Stage::Decode, &error))),
        }
    }

    fn transcribe(
        &self,
        decoder: Decoder,
        info: &MediaInfo,
        fault: ReadFault,
    ) -> Result<Transcript, IngestError> {
        if !self.plan.separate_channels || info.channels < 2 {
            return self.hear(decoder, None, &fault, |heard| share(heard, info, 0, 1));
        }
        // Each channel is a pass of its own: memory stays the same however long the recording is.
        let mut opened = Some((decoder, fault));
        let mut transcripts = Vec::with_capacity(usize::from(info.channels));
        for channel in 0..info.channels {
            let (decoder, fault) = match opened.take() {
                Some(first) => first,
                None => self.open()?,
            };
            let progress = |heard| share(heard, info, channel, info.channels);
            transcripts.push(self.hear(decoder, Some(channel), &fault, progress)?);
        }
        Ok(merge_channels(transcripts))
    }

    fn hear(
        &self,
        decoder: Decoder,
        channel: Option<u16>,
        fault: &ReadFault,
        permille: impl Fn(MediaTime) -> u16,
    ) -> Result<Transcript, IngestError> {
        let told = |error: &TranscribeError| fault.or(IngestError::of_transcribe(error));
        let plan = channel.map_or(ChannelPlan::Mix, ChannelPlan::Only);
        let stream = SpeechStream::new(decoder, plan).map_err(|error| told(&error.into()))?;
        let options = TranscribeOptions { languages: self.plan.languages.clone(), channel };
        let mut progress = |heard: MediaTime| {
            self.control.report(Stage::Transcribe, permille(heard));
            if self.control.is_cancelled() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let transcript = self.transcriber.transcribe(&mut Speech(stream), &options, &mut progress);
        transcript.map_err(|error| told(&error))
    }
}

/// How far the job is when so much of one of its channels was heard. A file that claims no length
/// stays at the beginning until it was heard.
fn share(heard: MediaTime, info: &MediaInfo, channel: u16, channels: u16) -> u16 {
    let Some(claimed) = info.claimed_duration.filter(|claimed| *claimed > MediaTime::ZERO) else {
        return 0;
    };
    let heard = heard.as_millis().min(claimed.as_millis());
    let done = u64::from(channel) * claimed.as_millis() + heard;
    let whole = u64::from(channels.max(1)) * claimed.as_millis();
    u16::try_from(done * TRANSCRIBE_SHARE / whole).unwrap_or(0)
}

struct Speech(SpeechStream);

impl SpeechSource for Speech {
    fn next_block(&mut self) -> Result<Option<Vec<f32>>, DecodeError> {
        let block = self.0.next_block()?;
        kill_point("ingest_decoding");
        Ok(block)
    }
}
