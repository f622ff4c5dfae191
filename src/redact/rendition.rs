//! Makes the sound that the player is given: the recording with its redacted spans silenced.
//!
//! In come the recording's [`Master`] and its [`RedactedTranscript`], out comes Ogg Opus, which
//! current browsers play and seek. The spans are zero *before* they are encoded, so nothing of
//! them is in the file. Nothing but sound is: no title, no cover, no comment of the original.

use std::io::Write;

use super::ogg_opus::{OPUS_RATE, OggOpusWriter, Watcher};
use super::peaks::PeakMeter;
use super::silence::Silencer;
use super::{RedactError, RedactedSpan, RedactedTranscript};
use crate::decode::{Master, mix};
use crate::domain::{MediaTime, Peaks, SpanSound};

/// The media type of a rendition.
pub const RENDITION_MIME: &str = "audio/ogg; codecs=opus";

/// How a rendition is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenditionOptions {
    /// Bits a second for each channel.
    pub bitrate: u32,
    /// What is played in place of a redacted span.
    pub sound: SpanSound,
}

impl Default for RenditionOptions {
    fn default() -> Self {
        Self { bitrate: 32_000, sound: SpanSound::Silence }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenditionSummary {
    /// How long it is: as long as the recording.
    pub duration: MediaTime,
    /// How much of it is silenced.
    pub silenced: MediaTime,
    /// Its channels, one or two.
    pub channels: u16,
    /// Its size in bytes.
    pub bytes: u64,
    /// How loud it is over time: a redacted span shows as silence.
    pub peaks: Peaks,
}

/// Writes the rendition of a recording to `sink`.
///
/// Streams, and blocks: it belongs on a blocking thread. A recording of more than two channels
/// is mixed into one. The same recording and transcript give the same bytes.
///
/// # Errors
/// [`RedactError::Decode`] if the sound was not kept, [`RedactError::Rendition`] if it can't be
/// encoded or `sink` fails. What `sink` got is no whole file then.
pub fn write_rendition(
    master: &Master,
    transcript: &RedactedTranscript,
    options: &RenditionOptions,
    sink: &mut dyn Write,
) -> Result<RenditionSummary, RedactError> {
    render(master, transcript.spans(), options, sink, None)
}

/// How many channels a rendition has.
pub(super) fn channels_of(master: &Master) -> u16 {
    if master.channels() <= 2 { master.channels() } else { 1 }
}

/// Writes a rendition in which these spans are silenced; `watcher` sees each Opus packet in it.
pub(super) fn render(
    master: &Master,
    spans: &[RedactedSpan],
    options: &RenditionOptions,
    sink: &mut dyn Write,
    watcher: Option<Watcher<'_>>,
) -> Result<RenditionSummary, RedactError> {
    let channels = channels_of(master);
    let keeps_channels = channels == master.channels();
    let silencer = Silencer::new(spans, channels.into(), OPUS_RATE).playing(options.sound);
    let bitrate = options.bitrate.saturating_mul(channels.into());
    let mut peaks = PeakMeter::new(master.duration());
    let mut sound = master.sound()?;
    let mut nobody = |_: u64, _: &[u8]| {};
    let watcher: Watcher<'_> = match watcher {
        Some(watcher) => watcher,
        None => &mut nobody,
    };
    let mut writer = OggOpusWriter::new(sink, channels.into(), bitrate)?.watched(watcher);
    while let Some(chunk) = sound.next_chunk()? {
        let mut samples = if keeps_channels { chunk.channels } else { vec![mix(&chunk.channels)] };
        silencer.apply(chunk.start, &mut samples);
        peaks.hear(&samples);
        writer.write(&samples)?;
    }
    let (samples, bytes) = writer.finish()?;
    Ok(RenditionSummary {
        duration: MediaTime::from_samples(samples, OPUS_RATE),
        silenced: MediaTime::from_samples(silencer.total(), OPUS_RATE),
        channels,
        bytes,
        peaks: peaks.finish(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::testing::{Memory, wave};
    use crate::decode::{DecodeOptions, Decoder, MasterOptions, ResampledDecoder};
    use crate::domain::{EntityKind, Language, TimeSpan};
    use crate::redact::RedactedSpan;

    const RATE: u32 = 44_100;

    /// Loud sound that never repeats itself, other on each channel.
    fn sound(channels: u16, seconds: u32) -> Vec<Vec<f32>> {
        let one = |channel: u16| {
            let low = 180.0 + 60.0 * f64::from(channel);
            let at = |index: u32| {
                let t = f64::from(index) / f64::from(RATE);
                let tone = (std::f64::consts::TAU * (low + 70.0 * t) * t).sin();
                (0.6 * tone * (0.6 + 0.4 * (13.0 * t * t).sin())) as f32
            };
            (0..RATE * seconds).map(at).collect()
        };
        (0..channels).map(one).collect()
    }

    fn transcript(spans: &[(u64, u64, Option<u16>)]) -> RedactedTranscript {
        let span = |&(start, end, channel): &(u64, u64, Option<u16>)| RedactedSpan {
            kind: EntityKind::Ssn,
            span: TimeSpan::from_millis(start, end),
            channel,
        };
        RedactedTranscript {
            segments: Vec::new(),
            spans: spans.iter().map(span).collect(),
            language: Language::english(),
            duration: MediaTime::ZERO,
            model: crate::domain::ModelUse::default(),
        }
    }

    fn decoder(bytes: Vec<u8>) -> Decoder {
        Decoder::open(Box::new(Memory::new(bytes)), None, &DecodeOptions::default()).unwrap()
    }

    fn master(bytes: Vec<u8>) -> Master {
        Master::record(decoder(bytes), &MasterOptions::default(), |_| {}).unwrap()
    }

    fn decoded(bytes: Vec<u8>) -> Vec<Vec<f32>> {
        let mut decoder = ResampledDecoder::new(decoder(bytes), OPUS_RATE).unwrap();
        let mut all = vec![Vec::new(); usize::from(decoder.info().channels)];
        while let Some(chunk) = decoder.next_chunk().unwrap() {
            all.iter_mut().zip(chunk.channels).for_each(|(all, more)| all.extend(more));
        }
        all
    }

    fn rendition(
        sound: &[Vec<f32>],
        spans: &[(u64, u64, Option<u16>)],
    ) -> (Vec<u8>, RenditionSummary) {
        let mut bytes = Vec::new();
        let source = master(wave(RATE, sound));
        let options = RenditionOptions::default();
        let summary = write_rendition(&source, &transcript(spans), &options, &mut bytes).unwrap();
        assert_eq!(summary.bytes, bytes.len() as u64);
        (bytes, summary)
    }

    fn millis(samples: &[f32], from: usize, to: usize) -> &[f32] {
        &samples[from * 48..to * 48]
    }

    fn peak(samples: &[f32]) -> f32 {
        samples.iter().fold(0.0, |peak, sample| peak.max(sample.abs()))
    }

    /// How alike two sounds are, sample by sample: 1 is the same but for loudness.
    fn likeness(a: &[f32], b: &[f32]) -> f64 {
        assert_eq!(a.len(), b.len());
        let dot = |a: &[f32], b: &[f32]| -> f64 {
            a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
        };
        dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
    }

    #[test]
    fn redacted_spans_are_silent_and_what_is_beside_them_is_not() {
        let sound = sound(2, 6);
        let original = decoded(wave(RATE, &sound));
        let (bytes, summary) = rendition(&sound, &[(1_000, 1_600, None), (3_000, 3_100, None)]);
        assert_eq!(summary.duration.as_millis(), 6_000);
        assert_eq!(summary.silenced.as_millis(), 700);
        let made = decoded(bytes);
        assert_eq!(made.len(), 2);
        for (made, original) in made.iter().zip(&original) {
            assert!(made.len().abs_diff(original.len()) <= 48 * 20, "{}", made.len());
            for (from, to) in [(1_010, 1_590), (3_010, 3_090)] {
                let loudest = peak(millis(made, from, to));
                assert!(loudest < 0.001, "{from} ms: {loudest}");
            }
            for (from, to) in [(0, 990), (1_610, 2_990), (3_110, 5_980)] {
                let alike = likeness(millis(made, from, to), millis(original, from, to));
                assert!(alike > 0.98, "{from} ms: {alike}");
            }
            assert!(peak(millis(made, 980, 995)) > 0.05 && peak(millis(made, 1_605, 1_620)) > 0.05);
        }
    }

    #[test]
    fn a_span_of_one_channel_leaves_the_other_audible() {
        let sound = sound(2, 3);
        let original = decoded(wave(RATE, &sound));
        let (bytes, _) = rendition(&sound, &[(1_000, 2_000, Some(1))]);
        let made = decoded(bytes);
        assert!(likeness(millis(&made[0], 0, 2_980), millis(&original[0], 0, 2_980)) > 0.95);
        let leak = peak(millis(&made[1], 1_010, 1_990));
        assert!(leak < 0.001, "{leak}");
    }

    #[test]
    fn more_than_two_channels_become_one() {
        let sound = sound(4, 2);
        let (bytes, summary) = rendition(&sound, &[(500, 1_000, Some(3))]);
        assert_eq!(summary.channels, 1);
        let made = decoded(bytes);
        assert_eq!(made.len(), 1);
        assert!(peak(millis(&made[0], 510, 990)) < 0.001);
        assert!(peak(millis(&made[0], 1_020, 1_900)) > 0.1);
    }

    #[test]
    fn the_same_recording_gives_the_same_bytes_and_no_comments() {
        let sound = sound(1, 2);
        let (once, _) = rendition(&sound, &[]);
        let (twice, _) = rendition(&sound, &[]);
        assert!(once == twice);
        let tags = once.windows(8).position(|window| window == b"OpusTags").unwrap();
        assert_eq!(&once[tags + 8..tags + 23], b"\x07\0\0\0earmark\0\0\0\0");
    }

    #[test]
    fn very_short_recordings_keep_their_length() {
        for samples in [1, 441, 1000, 2000, 44_100, 44_541] {
            let sound = vec![sound(1, 2)[0][..samples].to_vec()];
            let (bytes, summary) = rendition(&sound, &[]);
            let made = decoded(bytes)[0].len() as u64;
            assert_eq!(MediaTime::from_samples(made, OPUS_RATE), summary.duration, "{samples}");
            assert!(made.abs_diff(samples as u64 * 48_000 / 44_100) <= 2, "{samples}: {made}");
        }
    }

    #[test]
    fn a_sink_that_is_full_is_an_error() {
        let source = master(wave(RATE, &sound(1, 3)));
        let mut room = [0; 2000];
        let options = RenditionOptions::default();
        let written =
            write_rendition(&source, &transcript(&[]), &options, &mut room.as_mut_slice());
        assert!(matches!(written, Err(RedactError::Rendition(_))), "{written:?}");
    }
}
