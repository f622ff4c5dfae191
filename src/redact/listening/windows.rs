//! The stretches of a rendition that are listened to again: what is beside a silenced span.
//!
//! They are read from the Opus packets that were written, so what is heard is what will be played.
//! Whisper hears them as one stream, one after the other, so that many short ones fit into one of
//! its windows.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use opusic_c::{Channels, Decoder, SampleRate};

use crate::decode::{DecodeError, SPEECH_RATE};
use crate::domain::{MediaTime, TimeSpan};
use crate::redact::RedactedSpan;
use crate::redact::ogg_opus::{FRAME, OPUS_RATE};
use crate::transcribe::SpeechSource;

/// So much is listened to before a span, and so much after it: a word that is left begins or ends
/// at the silence, and Whisper needs the words beside it. Ends of words are told worse than starts.
const BEFORE_MILLIS: u64 = 1_500;
const AFTER_MILLIS: u64 = 2_500;
/// Stretches less apart than this are one.
const JOIN_MILLIS: u64 = 1_000;
/// The silence between two stretches: a pause, so that voice activity detection parts them.
const PAUSE_MILLIS: u64 = 1_000;
/// An Opus decoder that begins within a stream is right after 80 ms (RFC 7845 4.2).
const WARM_UP_PACKETS: u64 = 6;
/// Samples that an encoder is late by at 48 kHz, as libopus has it for sound and speech.
const LOOK_AHEAD: u64 = 312;

/// The stretches to listen to around these spans, ordered, none touching another.
pub(super) fn around(spans: &[RedactedSpan], duration: MediaTime) -> Vec<TimeSpan> {
    let mut all: Vec<TimeSpan> =
        spans.iter().map(|span| span.span.padded(BEFORE_MILLIS, AFTER_MILLIS)).collect();
    all.sort_unstable();
    let mut windows: Vec<TimeSpan> = Vec::new();
    for window in all {
        let window = TimeSpan::new(window.start, window.end.min(duration));
        match windows.last_mut() {
            Some(last) if window.start <= last.end.plus(JOIN_MILLIS) => *last = last.union(window),
            _ => windows.push(window),
        }
    }
    windows
}

/// The packets that hold some stretches.
pub(super) struct KeptPackets {
    /// By start; those that have passed are taken off the front.
    wanted: VecDeque<Range<u64>>,
    kept: BTreeMap<u64, Box<[u8]>>,
    channels: usize,
}

impl KeptPackets {
    /// Will keep the packets of these stretches, of sound with one or two channels.
    pub(super) fn new<'a>(windows: impl IntoIterator<Item = &'a TimeSpan>, channels: u16) -> Self {
        let mut wanted: Vec<Range<u64>> = windows
            .into_iter()
            .map(|window| {
                let packets = packets_of(*window);
                packets.start.saturating_sub(WARM_UP_PACKETS)..packets.end
            })
            .collect();
        wanted.sort_by_key(|range| range.start);
        Self { wanted: wanted.into(), kept: BTreeMap::new(), channels: channels.into() }
    }

    /// Looks at the next packet.
    pub(super) fn see(&mut self, number: u64, packet: &[u8]) {
        while self.wanted.front().is_some_and(|range| range.end <= number) {
            self.wanted.pop_front();
        }
        let mut begun = self.wanted.iter().take_while(|range| range.start <= number);
        if begun.any(|range| range.contains(&number)) {
            self.kept.insert(number, packet.into());
        }
    }

    /// Decodes one stretch at [`SPEECH_RATE`]: one channel of it, or all of them averaged.
    fn decode(&self, window: TimeSpan, channel: Option<u16>) -> Result<Vec<f32>, DecodeError> {
        let layout = if self.channels == 2 { Channels::Stereo } else { Channels::Mono };
        let mut decoder = Decoder::new(layout, SampleRate::Hz16000).map_err(of_opus)?;
        let packets = packets_of(window);
        let from = packets.start.saturating_sub(WARM_UP_PACKETS);
        let mut samples = Vec::new();
        for (number, packet) in self.kept.range(from..packets.end) {
            let mut decoded = vec![0.0; FRAME / 3 * self.channels];
            let frames =
                decoder.decode_float_to_slice(packet, &mut decoded, false).map_err(of_opus)?;
            if *number < packets.start {
                continue;
            }
            let frames = decoded.chunks_exact(self.channels).take(frames);
            samples.extend(frames.map(|frame| match channel {
                Some(only) => frame.get(usize::from(only)).copied().unwrap_or(frame[0]),
                None => frame.iter().sum::<f32>() / self.channels as f32,
            }));
        }
        Ok(samples)
    }
}

/// The packets whose sound lies in a stretch.
fn packets_of(window: TimeSpan) -> Range<u64> {
    let at = |time: MediaTime| (time.to_samples(OPUS_RATE) + LOOK_AHEAD) / FRAME as u64;
    at(window.start)..at(window.end) + 1
}

fn of_opus(error: opusic_c::ErrorCode) -> DecodeError {
    DecodeError::NotKept(format!("opus: {}", error.message().to_lowercase()))
}

/// Stretches of a rendition as one stream of speech.
pub(super) struct WindowSpeech<'a> {
    packets: &'a KeptPackets,
    windows: &'a [TimeSpan],
    channel: Option<u16>,
    given: usize,
}

impl<'a> WindowSpeech<'a> {
    pub(super) const fn new(
        packets: &'a KeptPackets,
        windows: &'a [TimeSpan],
        channel: Option<u16>,
    ) -> Self {
        Self { packets, windows, channel, given: 0 }
    }
}

impl SpeechSource for WindowSpeech<'_> {
    fn next_block(&mut self) -> Result<Option<Vec<f32>>, DecodeError> {
        let Some(window) = self.windows.get(self.given) else { return Ok(None) };
        self.given += 1;
        let mut samples = self.packets.decode(*window, self.channel)?;
        samples.resize(samples_of(window.millis()), 0.0);
        samples.resize(samples_of(window.millis() + PAUSE_MILLIS), 0.0);
        Ok(Some(samples))
    }
}

fn samples_of(millis: u64) -> usize {
    usize::try_from(millis * u64::from(SPEECH_RATE) / 1000).unwrap_or(usize::MAX)
}

/// Where a stretch of the stream lies in the recording: the window's number and the time there.
pub(super) fn place(windows: &[TimeSpan], heard: TimeSpan) -> Option<(usize, TimeSpan)> {
    let middle = u64::midpoint(heard.start.as_millis(), heard.end.as_millis());
    let mut start = 0;
    for (number, window) in windows.iter().enumerate() {
        let end = start + window.millis() + PAUSE_MILLIS;
        if middle < end {
            let at = |time: MediaTime| {
                let offset = time.as_millis().clamp(start, end) - start;
                window.start.plus(offset.min(window.millis()))
            };
            return Some((number, TimeSpan::new(at(heard.start), at(heard.end))));
        }
        start = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::EntityKind;

    fn span(start: u64, end: u64) -> RedactedSpan {
        let span = TimeSpan::from_millis(start, end);
        RedactedSpan { kind: EntityKind::Ssn, span, channel: None }
    }

    #[test]
    fn spans_close_together_are_heard_in_one_stretch() {
        let duration = MediaTime::from_millis(30_000);
        let windows =
            around(&[span(2_000, 3_000), span(6_000, 7_000), span(28_000, 29_000)], duration);
        let expected = [(500, 9_500), (26_500, 30_000)];
        assert_eq!(windows, expected.map(|(from, to)| TimeSpan::from_millis(from, to)));
    }

    #[test]
    fn times_of_the_stream_lead_back_to_the_recording() {
        let windows = [TimeSpan::from_millis(500, 2_500), TimeSpan::from_millis(9_000, 10_000)];
        let placed = |from, to| place(&windows, TimeSpan::from_millis(from, to));
        assert_eq!(placed(100, 300), Some((0, TimeSpan::from_millis(600, 800))));
        assert_eq!(placed(1_900, 2_100), Some((0, TimeSpan::from_millis(2_400, 2_500))));
        assert_eq!(placed(3_100, 3_300), Some((1, TimeSpan::from_millis(9_100, 9_300))));
        assert_eq!(placed(9_000, 9_100), None);
    }
}
