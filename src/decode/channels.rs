//! Tells one speaker a channel from a stereo mix, by measuring.
//!
//! On a call recorded with a channel for each side, most of what sounds is on one channel and
//! (nearly) not on the others, and this channel changes. In a mix, voices are on all channels.

use crate::domain::ChannelLayout;

/// Samples at 48 kHz that are judged together: 40 ms, less than a syllable.
const WINDOW: usize = 1920;
/// How much louder than all others a channel is where it alone is spoken on: four times the
/// amplitude. A panned voice differs by less; cross-talk of a telephone is weaker than a tenth.
const DOMINANCE_DB: f32 = 12.0;
/// Of the moments with sound, the share that must be one channel's alone.
const MIN_ALONE_SHARE: f64 = 0.7;
/// Of the moments with sound, the share that a channel's own must reach for it to be a speaker's.
const MIN_SPEAKER_SHARE: f64 = 0.02;
/// Moments this far below the loud ones are taken for silence, in dB.
const ACTIVE_RANGE_DB: usize = 35;
/// The quietest level that is told from none, in dB below full scale.
const FLOOR_DB: usize = 80;

/// Moments by who sounded: a channel alone, or several.
#[derive(Clone)]
struct Level {
    alone: Vec<u64>,
    together: u64,
}

/// Listens to all channels of a recording at once, at 48 kHz.
pub(super) struct ChannelMeter {
    /// By the loudest channel's level, in dB below full scale.
    levels: Vec<Level>,
    sums: Vec<f64>,
    filled: usize,
}

impl ChannelMeter {
    pub(super) fn new(channels: u16) -> Self {
        let channels = usize::from(channels);
        let none = Level { alone: vec![0; channels], together: 0 };
        Self { levels: vec![none; FLOOR_DB], sums: vec![0.0; channels], filled: 0 }
    }

    /// Takes the next samples by channel, all of one length.
    pub(super) fn hear(&mut self, channels: &[Vec<f32>]) {
        if self.sums.len() < 2 {
            return;
        }
        let frames = channels.first().map_or(0, Vec::len);
        let mut at = 0;
        while at < frames {
            let until = frames.min(at + WINDOW - self.filled);
            for (sum, samples) in self.sums.iter_mut().zip(channels) {
                *sum += samples[at..until].iter().map(|s| f64::from(*s * *s)).sum::<f64>();
            }
            self.filled += until - at;
            at = until;
            if self.filled == WINDOW {
                self.judge();
            }
        }
    }

    /// What the channels hold, as far as was heard.
    pub(super) fn layout(&self) -> ChannelLayout {
        if self.sums.len() < 2 {
            return ChannelLayout::Mono;
        }
        let active = self.active();
        let alone = |channel: usize| active.iter().map(|l| l.alone[channel]).sum::<u64>() as f64;
        let together = active.iter().map(|level| level.together).sum::<u64>() as f64;
        let alone: Vec<f64> = (0..self.sums.len()).map(alone).collect();
        let all = alone.iter().sum::<f64>() + together;
        let speakers = alone.iter().filter(|share| **share > MIN_SPEAKER_SHARE * all).count();
        let is_apart = all - together > MIN_ALONE_SHARE * all;
        if is_apart && speakers > 1 { ChannelLayout::Separate } else { ChannelLayout::Mix }
    }

    /// The levels at which something is said: down from the loudest of which there is a
    /// hundredth part, so that a knock does not make speech seem silent.
    fn active(&self) -> &[Level] {
        let count = |level: &Level| level.alone.iter().sum::<u64>() + level.together;
        let all: u64 = self.levels.iter().map(count).sum();
        let mut louder = 0;
        let loud = self.levels.iter().position(|level| {
            louder += count(level);
            louder * 100 > all
        });
        let loud = loud.unwrap_or(0);
        &self.levels[loud..FLOOR_DB.min(loud + ACTIVE_RANGE_DB)]
    }

    fn judge(&mut self) {
        let decibels: Vec<f32> =
            self.sums.iter().map(|sum| 10.0 * (*sum as f32 / WINDOW as f32).log10()).collect();
        self.sums.fill(0.0);
        self.filled = 0;
        let loudest = |a: &usize, b: &usize| decibels[*a].total_cmp(&decibels[*b]);
        let Some(first) = (0..decibels.len()).max_by(loudest) else { return };
        let others = (0..decibels.len()).filter(|channel| *channel != first);
        let second = others.map(|channel| decibels[channel]).fold(f32::NEG_INFINITY, f32::max);
        let below = (-decibels[first]).max(0.0);
        let Some(level) = self.levels.get_mut(below as usize) else { return };
        if decibels[first] - second > DOMINANCE_DB {
            level.alone[first] += 1;
        } else {
            level.together += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of noise on a voice's channel, with pauses; `leak` of it is on the others.
    fn conversation(channels: usize, voices: usize, leak: f32) -> Vec<Vec<f32>> {
        let mut sound = vec![vec![0.0; 48_000 * 20]; channels];
        let mut noise = 12_345_u32;
        for at in 0..48_000 * 20 {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let is_pause = at / 9600 % 4 == 3;
            let voice = at / 96_000 % voices;
            let sample = if is_pause { 0.0 } else { (noise >> 8) as f32 / 3.4e7 - 0.25 };
            for (index, channel) in sound.iter_mut().enumerate() {
                channel[at] = if index == voice { sample } else { sample * leak };
            }
        }
        sound
    }

    fn layout(sound: &[Vec<f32>]) -> ChannelLayout {
        let mut meter = ChannelMeter::new(sound.len() as u16);
        for at in (0..sound[0].len()).step_by(1000) {
            let until = sound[0].len().min(at + 1000);
            meter.hear(&sound.iter().map(|c| c[at..until].to_vec()).collect::<Vec<_>>());
        }
        meter.layout()
    }

    #[test]
    fn a_speaker_a_channel_is_told_from_a_mix() {
        assert_eq!(layout(&conversation(1, 1, 0.0)), ChannelLayout::Mono);
        assert_eq!(layout(&conversation(2, 2, 0.0)), ChannelLayout::Separate);
        assert_eq!(layout(&conversation(2, 2, 0.1)), ChannelLayout::Separate);
        assert_eq!(layout(&conversation(4, 3, 0.05)), ChannelLayout::Separate);
        assert_eq!(layout(&conversation(2, 2, 0.5)), ChannelLayout::Mix);
        assert_eq!(layout(&conversation(2, 2, 1.0)), ChannelLayout::Mix);
    }

    #[test]
    fn one_voice_on_one_of_two_channels_is_no_conversation() {
        assert_eq!(layout(&conversation(2, 1, 0.0)), ChannelLayout::Mix);
    }

    #[test]
    fn noise_under_the_pauses_changes_nothing() {
        let mut sound = conversation(2, 2, 0.05);
        let mut noise = 1_u32;
        for channel in &mut sound {
            for sample in channel {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *sample += ((noise >> 8) as f32 / 1.7e7 - 0.5) * 0.002;
            }
        }
        assert_eq!(layout(&sound), ChannelLayout::Separate);
    }

    #[test]
    fn silence_and_nothing_at_all_are_a_mix() {
        assert_eq!(layout(&[vec![0.0; 96_000], vec![0.0; 96_000]]), ChannelLayout::Mix);
        assert_eq!(ChannelMeter::new(2).layout(), ChannelLayout::Mix);
    }
}
