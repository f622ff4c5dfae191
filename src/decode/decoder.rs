//! The door of this folder: one recording, from bytes to samples on its own clock.

use std::collections::VecDeque;
use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use super::guarded_input::GuardedInput;
use super::stream::{Decoded, Stream};
use super::timeline::Timeline;
use super::{DecodeError, DecodeLimits, MediaInfo, PcmChunk, limits, mp4_edits, sniff, track};
use crate::domain::MediaTime;
use crate::source::MediaInput;

/// A track that starts later than this after the others is damage, in seconds.
const MAX_LEAD_SECONDS: f64 = 3600.0;

/// How much of an MP4's beginning and end is searched for the name of an unknown codec.
const CODEC_SEARCH_BYTES: u64 = 256 << 10;

/// Decodes one recording, chunk by chunk.
///
/// Reads and decodes on the caller's thread: it belongs on a blocking one.
pub struct Decoder {
    stream: Stream,
    info: MediaInfo,
    limits: DecodeLimits,
    timeline: Timeline,
    /// Silence to hand on before what is held.
    silence: u64,
    held: VecDeque<Vec<Vec<f32>>>,
    given: u64,
    is_over: bool,
}

impl Decoder {
    /// Opens a recording and decodes its first sound.
    ///
    /// `extension` is a hint from the file's name, without the dot.
    ///
    /// # Errors
    /// [`DecodeError::Unsupported`] names the format where it is known but not read here;
    /// [`DecodeError::Malformed`] and [`DecodeError::NoAudio`] where there is nothing to hear;
    /// [`DecodeError::LimitReached`] beyond `limits`; [`DecodeError::Io`] if the source fails.
    pub fn open(
        mut input: Box<dyn MediaInput>,
        extension: Option<&str>,
        limits: &DecodeLimits,
    ) -> Result<Self, DecodeError> {
        let byte_len = input.byte_len();
        let head = read_at(input.as_mut(), 0, sniff::HEAD_BYTES as u64)?;
        check_head(&head)?;
        let is_mp4 = sniff::is_mp4(&head);
        let edits = if is_mp4 { mp4_edits::read(input.as_mut(), byte_len) } else { Vec::new() };
        let unknown_codec = if is_mp4 { mp4_codec(input.as_mut(), byte_len)? } else { None };
        input.seek(SeekFrom::Start(0))?;
        let (input, account) = GuardedInput::new(input);
        let opened = Stream::open(input, account, extension, edits)
            .and_then(|stream| Self::start(stream, byte_len, limits));
        opened.map_err(|error| match (error, unknown_codec) {
            (DecodeError::NoAudio | DecodeError::Unsupported(_), Some(name)) => unsupported(name),
            (error, _) => error,
        })
    }

    /// What the file says about its sound, and its first packets confirm.
    #[must_use]
    pub const fn info(&self) -> &MediaInfo {
        &self.info
    }

    /// How much was handed on so far: after the last chunk, the recording's true length.
    #[must_use]
    pub const fn position(&self) -> MediaTime {
        MediaTime::from_samples(self.given, self.info.sample_rate)
    }

    /// Decodes the next chunk, or returns `None` at the end.
    ///
    /// Every chunk has the rate and the number of channels of [`info`](Self::info), and starts
    /// where the one before ended.
    ///
    /// # Errors
    /// As for [`open`](Self::open). After an error there is no more sound.
    pub fn next_chunk(&mut self) -> Result<Option<PcmChunk>, DecodeError> {
        let result = self.advance();
        self.is_over |= !matches!(result, Ok(Some(_)));
        result
    }

    fn start(
        mut stream: Stream,
        byte_len: u64,
        limits: &DecodeLimits,
    ) -> Result<Self, DecodeError> {
        let params = &stream.heard().params;
        if let (Some(rate), Some(channels)) = (params.sample_rate, &params.channels) {
            limits.check_format(rate, channels.count())?;
        }
        let claim = claimed_duration(&stream, byte_len);
        limits.check_claim(claim.unwrap_or_default(), byte_len)?;
        let Some(first) = stream.next()? else { return Err(DecodeError::NoAudio) };
        limits.check_format(first.rate, first.channels.len())?;
        let info = MediaInfo {
            kind: track::kind(stream.reader()),
            codec: stream.codec_name().to_owned(),
            sample_rate: first.rate,
            channels: u16::try_from(first.channels.len()).unwrap_or(u16::MAX),
            claimed_duration: claim.map(|claim| MediaTime::from_secs_f64(claim.as_secs_f64())),
            bit_rate: None,
            tags: Vec::new(),
        };
        let info = stream.with_tags(info, byte_len);
        let mut decoder = Self {
            timeline: Timeline::new(first.rate, stream.heard().trim(first.rate)),
            stream,
            info,
            limits: *limits,
            silence: 0,
            held: VecDeque::new(),
            given: 0,
            is_over: false,
        };
        decoder.silence = decoder.lead(first.pts);
        decoder.hold(first)?;
        if !decoder.fill()? {
            return Err(DecodeError::NoAudio);
        }
        Ok(decoder)
    }

    /// The silence before the sound, in samples, where it starts later than the picture.
    fn lead(&self, pts: i64) -> u64 {
        let heard = self.stream.heard();
        let rate = f64::from(self.info.sample_rate);
        let pts = pts as f64 / rate;
        let start = heard.lead() + pts;
        let others = self.stream.others_start(pts).unwrap_or(start);
        let lead = start - others;
        if (0.0..MAX_LEAD_SECONDS).contains(&lead) { (lead * rate).round() as u64 } else { 0 }
    }

    fn advance(&mut self) -> Result<Option<PcmChunk>, DecodeError> {
        if self.is_over || !self.fill()? {
            return Ok(None);
        }
        let channels = if self.silence > 0 {
            // A second at most, so that no gap costs memory.
            let frames = self.silence.min(self.info.sample_rate.into());
            self.silence -= frames;
            vec![vec![0.0; frames as usize]; usize::from(self.info.channels)]
        } else {
            self.held.pop_front().unwrap_or_default()
        };
        let start = self.given;
        self.given += channels.first().map_or(0, Vec::len) as u64;
        self.limits.check_length(self.given, self.info.sample_rate)?;
        Ok(Some(PcmChunk { rate: self.info.sample_rate, start, channels }))
    }

    /// Decodes until something is held; `false` at the end.
    fn fill(&mut self) -> Result<bool, DecodeError> {
        while self.held.is_empty() && !self.timeline.has_ended() {
            let Some(decoded) = self.stream.next()? else { break };
            self.hold(decoded)?;
        }
        Ok(!self.held.is_empty())
    }

    fn hold(&mut self, decoded: Decoded) -> Result<(), DecodeError> {
        let Decoded { rate, pts, surplus, mut channels, is_restart } = decoded;
        if rate != self.info.sample_rate {
            let was = self.info.sample_rate;
            let at = self.position();
            return Err(DecodeError::Unsupported(format!(
                "the sample rate changes from {was} to {rate} Hz at {at}"
            )));
        }
        if is_restart {
            self.timeline = Timeline::new(rate, self.stream.heard().trim(rate));
        }
        let frames = channels.iter().map(Vec::len).min().unwrap_or(0);
        let placement = self.timeline.place(pts, frames, surplus);
        if placement.keep.is_empty() {
            return Ok(());
        }
        for channel in &mut channels {
            channel.truncate(placement.keep.end);
            channel.drain(..placement.keep.start);
            channel.iter_mut().for_each(|sample| *sample = in_range(*sample));
        }
        self.silence += placement.silence;
        self.held.push_back(with_channels(channels, usize::from(self.info.channels)));
        Ok(())
    }
}

/// What a file's first bytes already tell against it.
fn check_head(head: &[u8]) -> Result<(), DecodeError> {
    if head.is_empty() {
        return Err(DecodeError::Malformed("it is empty".to_owned()));
    }
    if let Some(name) = sniff::unsupported(head) {
        return Err(unsupported(name));
    }
    match sniff::not_media(head) {
        Some(what) => Err(DecodeError::Malformed(what.to_owned())),
        None => Ok(()),
    }
}

fn unsupported(name: &str) -> DecodeError {
    DecodeError::Unsupported(format!("{name}; convert it to FLAC, MP3, M4A (AAC-LC) or Opus"))
}

fn read_at(input: &mut dyn MediaInput, at: u64, len: u64) -> Result<Vec<u8>, DecodeError> {
    input.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    input.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn mp4_codec(
    input: &mut dyn MediaInput,
    byte_len: u64,
) -> Result<Option<&'static str>, DecodeError> {
    let begin = read_at(input, 0, CODEC_SEARCH_BYTES)?;
    if let Some(name) = sniff::mp4_codec(&begin) {
        return Ok(Some(name));
    }
    let end = byte_len.saturating_sub(CODEC_SEARCH_BYTES).max(CODEC_SEARCH_BYTES);
    let tail = if end < byte_len { read_at(input, end, CODEC_SEARCH_BYTES)? } else { Vec::new() };
    Ok(sniff::mp4_codec(&tail))
}

/// The length that the header claims, where the file is big enough to hold it.
fn claimed_duration(stream: &Stream, byte_len: u64) -> Option<Duration> {
    let seconds = stream.heard().claimed_seconds.filter(|seconds| *seconds > 0.0)?;
    let claim = Duration::try_from_secs_f64(seconds).ok()?;
    limits::is_plausible(claim, byte_len).then_some(claim)
}

/// A sample as it can be played: files of floating-point samples may hold anything.
fn in_range(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }
}

/// The samples in `count` channels, where a stream's number changes in between.
fn with_channels(channels: Vec<Vec<f32>>, count: usize) -> Vec<Vec<f32>> {
    if channels.len() == count {
        return channels;
    }
    vec![super::mix(&channels); count]
}
