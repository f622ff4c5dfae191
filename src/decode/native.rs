//! A recording as symphonia decodes it, inside this program.

use std::collections::VecDeque;
use std::io::{Seek as _, SeekFrom};
use std::time::Duration;

use super::guarded_input::GuardedInput;
use super::shared_input::SharedInput;
use super::stream::{Decoded, Stream};
use super::timeline::Timeline;
use super::{DecodeError, DecodeLimits, MediaInfo, limits, mp4_edits, track};
use crate::domain::MediaTime;
use crate::source::MediaInput as _;

/// A track that starts later than this after the others is damage, in seconds.
const MAX_LEAD_SECONDS: f64 = 3600.0;

/// Decodes one recording by symphonia.
pub(super) struct NativeDecoder {
    stream: Stream,
    info: MediaInfo,
    timeline: Timeline,
    /// Silence to hand on before what is held.
    silence: u64,
    held: VecDeque<Vec<Vec<f32>>>,
    given: u64,
}

impl NativeDecoder {
    /// Opens a recording and decodes its first sound.
    ///
    /// `extension` is a hint from the file's name, without the dot.
    pub(super) fn open(
        mut input: SharedInput,
        is_mp4: bool,
        extension: Option<&str>,
        limits: &DecodeLimits,
    ) -> Result<Self, DecodeError> {
        let byte_len = input.byte_len();
        let edits = if is_mp4 { mp4_edits::read(&mut input, byte_len) } else { Vec::new() };
        input.seek(SeekFrom::Start(0))?;
        let (input, account) = GuardedInput::new(Box::new(input));
        let stream = Stream::open(input, account, extension, edits)?;
        Self::start(stream, byte_len, limits)
    }

    /// What the file says about its sound, and its first packets confirm.
    pub(super) const fn info(&self) -> &MediaInfo {
        &self.info
    }

    /// Takes what ended the sound before its end, if anything did.
    pub(super) const fn take_damage(&mut self) -> Option<DecodeError> {
        self.stream.take_damage()
    }

    /// Which of the file's sound tracks is heard, counted from 0.
    pub(super) const fn ordinal(&self) -> usize {
        self.stream.heard().ordinal()
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
            silence: 0,
            held: VecDeque::new(),
            given: 0,
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

    /// Decodes the next samples, one vector a channel, or returns `None` at the end.
    pub(super) fn next_chunk(&mut self) -> Result<Option<Vec<Vec<f32>>>, DecodeError> {
        if !self.fill()? {
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
        self.given += channels.first().map_or(0, Vec::len) as u64;
        Ok(Some(channels))
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
            let at = MediaTime::from_samples(self.given, was);
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
        }
        self.silence += placement.silence;
        self.held.push_back(with_channels(channels, usize::from(self.info.channels)));
        Ok(())
    }
}

/// The length that the header claims, where the file is big enough to hold it.
fn claimed_duration(stream: &Stream, byte_len: u64) -> Option<Duration> {
    let seconds = stream.heard().claimed_seconds.filter(|seconds| *seconds > 0.0)?;
    let claim = Duration::try_from_secs_f64(seconds).ok()?;
    limits::is_plausible(claim, byte_len).then_some(claim)
}

/// The samples in `count` channels, where a stream's number changes in between.
fn with_channels(channels: Vec<Vec<f32>>, count: usize) -> Vec<Vec<f32>> {
    if channels.len() == count {
        return channels;
    }
    vec![super::mix(&channels); count]
}
