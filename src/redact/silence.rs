//! Silences stretches of sound, exactly and without a click, and beeps over them where wanted.

use std::ops::Range;

use super::RedactedSpan;
use crate::domain::SpanSound;

/// How long the sound fades outside a silenced stretch, in samples at 48 kHz: 5 ms.
const FADE: u64 = 240;

/// The tone of a beep, in Hz: what broadcasters use.
const BEEP_HZ: u64 = 1_000;
/// How loud it is: 20 dB under full scale, softer than speech.
const BEEP_LEVEL: f32 = 0.1;

/// The stretches to silence in a stream, by channel.
pub(super) struct Silencer {
    zones: Vec<Vec<Range<u64>>>,
    rate: u32,
    sound: SpanSound,
}

impl Silencer {
    /// Prepares to silence `spans` in sound of `channels` channels at `rate` samples a second.
    ///
    /// A span of a channel that the sound has silences that one, any other span all of them.
    pub(super) fn new(spans: &[RedactedSpan], channels: usize, rate: u32) -> Self {
        let of_channel = |index: usize| {
            let concerns = |span: &&RedactedSpan| {
                let only = span.channel().map(usize::from).filter(|only| *only < channels);
                only.is_none_or(|only| only == index)
            };
            let zone = |span: &RedactedSpan| {
                span.span().start.to_samples(rate)..span.span().end.to_samples(rate)
            };
            merged(spans.iter().filter(concerns).map(zone).collect())
        };
        let zones = (0..channels).map(of_channel).collect();
        Self { zones, rate, sound: SpanSound::Silence }
    }

    /// Plays this in the silenced stretches.
    pub(super) fn playing(self, sound: SpanSound) -> Self {
        Self { sound, ..self }
    }

    /// Silences what lies in a zone, in samples by channel that start at `start`.
    pub(super) fn apply(&self, start: u64, channels: &mut [Vec<f32>]) {
        for (zones, samples) in self.zones.iter().zip(channels) {
            let end = start + samples.len() as u64;
            let first = zones.partition_point(|zone| zone.end + FADE <= start);
            let near = zones[first..].iter().take_while(|zone| zone.start < end + FADE);
            for zone in near {
                let from = zone.start.saturating_sub(FADE).max(start);
                let to = (zone.end + FADE).min(end);
                for at in from..to {
                    let sample = &mut samples[(at - start) as usize];
                    *sample = *sample * gain(zone, at) + self.tone(zone, at);
                }
            }
        }
    }

    /// What is played in a zone instead, swelling from its edges as the sound fades outside.
    fn tone(&self, zone: &Range<u64>, at: u64) -> f32 {
        if self.sound == SpanSound::Silence || !zone.contains(&at) {
            return 0.0;
        }
        let inside = (at - zone.start).min(zone.end - 1 - at).min(FADE) as f32 / FADE as f32;
        let rate = u64::from(self.rate);
        let turn = (at * BEEP_HZ % rate) as f32 / self.rate as f32;
        BEEP_LEVEL * inside * (std::f32::consts::TAU * turn).sin()
    }

    /// All that is silenced on some channel, in samples.
    pub(super) fn total(&self) -> u64 {
        let all = merged(self.zones.iter().flatten().cloned().collect());
        all.iter().map(|zone| zone.end - zone.start).sum()
    }
}

/// How loud a sample stays: nothing inside the zone, more with the distance from it.
fn gain(zone: &Range<u64>, at: u64) -> f32 {
    let distance = zone.start.saturating_sub(at).max((at + 1).saturating_sub(zone.end));
    if zone.contains(&at) { 0.0 } else { distance.min(FADE) as f32 / FADE as f32 }
}

fn merged(mut zones: Vec<Range<u64>>) -> Vec<Range<u64>> {
    zones.sort_by_key(|zone| zone.start);
    let mut merged: Vec<Range<u64>> = Vec::new();
    for zone in zones {
        match merged.last_mut().filter(|last| zone.start <= last.end) {
            Some(last) => last.end = last.end.max(zone.end),
            None => merged.push(zone),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{EntityKind, TimeSpan};

    fn span(start: u64, end: u64, channel: Option<u16>) -> RedactedSpan {
        RedactedSpan { kind: EntityKind::Name, span: TimeSpan::from_millis(start, end), channel }
    }

    fn silenced(spans: &[RedactedSpan], block: usize) -> Vec<Vec<f32>> {
        let silencer = Silencer::new(spans, 2, 48_000);
        let mut all = vec![Vec::new(); 2];
        for start in (0..48_000).step_by(block) {
            let frames = block.min(48_000 - start);
            let mut channels = vec![vec![1.0; frames]; 2];
            silencer.apply(start as u64, &mut channels);
            all.iter_mut().zip(channels).for_each(|(all, block)| all.extend(block));
        }
        all
    }

    #[test]
    fn a_span_is_exactly_silent_and_fades_on_both_sides_whatever_the_blocks() {
        for block in [1, 7, 960, 48_000] {
            let [left, right] = silenced(&[span(100, 200, None)], block).try_into().unwrap();
            assert_eq!(left, right);
            assert!(left[4800..9600].iter().all(|sample| *sample == 0.0));
            assert!(left[..4800 - 240].iter().chain(&left[9600 + 240..]).all(|s| *s == 1.0));
            let steps = left.windows(2).map(|pair| (pair[1] - pair[0]).abs());
            assert!(steps.fold(0.0, f32::max) < 0.01);
        }
    }

    #[test]
    fn a_span_of_one_channel_leaves_the_other() {
        let [left, right] = silenced(&[span(100, 200, Some(1))], 960).try_into().unwrap();
        assert!(left.iter().all(|sample| *sample == 1.0));
        assert!(right[4800..9600].iter().all(|sample| *sample == 0.0));
    }

    #[test]
    fn a_span_of_a_channel_that_was_mixed_away_silences_all() {
        for channel in silenced(&[span(100, 200, Some(2))], 960) {
            assert!(channel[4800..9600].iter().all(|sample| *sample == 0.0));
        }
    }

    #[test]
    fn a_beep_takes_the_place_of_the_sound_and_begins_and_ends_softly() {
        let silencer = Silencer::new(&[span(100, 200, None)], 1, 48_000).playing(SpanSound::Beep);
        let mut channels = vec![vec![0.5; 48_000]];
        silencer.apply(0, &mut channels);
        let beep = &channels[0][4800..9600];
        let loudest = beep.iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
        assert!((0.09..0.11).contains(&loudest), "{loudest}");
        assert!(beep[0].abs() < 0.001 && beep[4799].abs() < 0.001);
        // Nothing of the sound is in it: a whole number of turns sums to nothing.
        assert!(beep[960..3840].iter().sum::<f32>().abs() < 0.01);
    }

    #[test]
    fn spans_that_overlap_count_once() {
        let spans = [span(100, 200, None), span(150, 300, Some(0)), span(900, 5_000, None)];
        assert_eq!(Silencer::new(&spans, 2, 48_000).total(), 200 * 48 + 4100 * 48);
    }
}
