//! Tells one speaker a channel from a stereo mix, by measuring.
//!
//! On a call recorded with a channel for each side, a channel is mostly alone, or what is on the
//! others at the same time is other sound: the two don't correlate. In a mix, voices are on all
//! channels, at most a few milliseconds apart (microphones a metre from each other).

use crate::domain::ChannelLayout;

/// Samples are averaged to this rate: what is left is the part of speech that correlates, and less
/// work.
const COARSE_RATE: u32 = 8_000;
/// Coarse samples (at 8 kHz) that are judged together: 80 ms, as long as a vowel.
const WINDOW: usize = 640;
/// How far apart the same sound may be on two channels, in coarse samples: 3 ms.
const MAX_LAG: usize = 24;
/// From this on sound on two channels is the same. Two people talking at once reach 0.3 at times;
/// a spaced pair of microphones in a reverberant room is mostly above 0.4.
const SAME: f32 = 0.4;
/// How much louder than all others a channel is where it alone is spoken on: four times the
/// amplitude. A panned voice differs by less; cross-talk of a telephone is weaker than a tenth.
const DOMINANCE_DB: f32 = 12.0;
/// Of the moments with sound, the share in which no two channels hold the same.
const MIN_APART_SHARE: f64 = 0.7;
/// Of the moments with sound, the share that a channel's own must reach for it to be a speaker's.
const MIN_SPEAKER_SHARE: f64 = 0.02;
/// Moments this far below the loud ones are taken for silence, in dB.
const ACTIVE_RANGE_DB: usize = 35;
/// The quietest level that is told from none, in dB below full scale.
const FLOOR_DB: usize = 80;

/// Moments of one loudness.
#[derive(Clone)]
struct Level {
    /// By channel, those in which it had sound of its own.
    own: Vec<u64>,
    /// Those in which no two channels had the same sound, and those in which some had.
    apart: u64,
    together: u64,
}

/// Listens to all channels of a recording at once.
pub(super) struct ChannelMeter {
    /// By the loudest channel's level, in dB below full scale.
    levels: Vec<Level>,
    /// By channel, the coarse samples of the current window, and the sum of the next.
    windows: Vec<(Vec<f32>, f32)>,
    summed: usize,
    /// Samples that are averaged into one.
    coarse: usize,
}

impl ChannelMeter {
    /// For sound at `rate`, a multiple of 8 kHz.
    pub(super) fn new(channels: u16, rate: u32) -> Self {
        let channels = usize::from(channels);
        let none = Level { own: vec![0; channels], apart: 0, together: 0 };
        Self {
            levels: vec![none; FLOOR_DB],
            windows: vec![(Vec::with_capacity(WINDOW), 0.0); channels],
            summed: 0,
            coarse: (rate / COARSE_RATE).max(1) as usize,
        }
    }

    /// Takes the next samples by channel, all of one length.
    pub(super) fn hear(&mut self, channels: &[Vec<f32>]) {
        if self.windows.len() < 2 {
            return;
        }
        for at in 0..channels.first().map_or(0, Vec::len) {
            for ((_, sum), samples) in self.windows.iter_mut().zip(channels) {
                *sum += samples[at];
            }
            self.summed += 1;
            if self.summed == self.coarse {
                self.end_coarse_sample();
            }
        }
    }

    /// What the channels hold, as far as was heard.
    pub(super) fn layout(&self) -> ChannelLayout {
        if self.windows.len() < 2 {
            return ChannelLayout::Mono;
        }
        let active = self.active();
        let apart = active.iter().map(|level| level.apart).sum::<u64>() as f64;
        let all = apart + active.iter().map(|level| level.together).sum::<u64>() as f64;
        let own = |channel: usize| active.iter().map(|l| l.own[channel]).sum::<u64>() as f64;
        let is_speaker = |channel: &usize| own(*channel) > MIN_SPEAKER_SHARE * all;
        let speakers = (0..self.windows.len()).filter(is_speaker).count();
        let is_apart = apart > MIN_APART_SHARE * all;
        if is_apart && speakers > 1 { ChannelLayout::Separate } else { ChannelLayout::Mix }
    }

    /// The levels at which something is said: down from the loudest of which there is a
    /// hundredth part, so that a knock does not make speech seem silent.
    fn active(&self) -> &[Level] {
        let all: u64 = self.levels.iter().map(|level| level.apart + level.together).sum();
        let mut louder = 0;
        let loud = self.levels.iter().position(|level| {
            louder += level.apart + level.together;
            louder * 100 > all
        });
        let loud = loud.unwrap_or(0);
        &self.levels[loud..FLOOR_DB.min(loud + ACTIVE_RANGE_DB)]
    }

    fn end_coarse_sample(&mut self) {
        self.summed = 0;
        for (window, sum) in &mut self.windows {
            window.push(std::mem::take(sum) / self.coarse as f32);
        }
        if self.windows.first().is_some_and(|(window, _)| window.len() == WINDOW) {
            self.judge();
            self.windows.iter_mut().for_each(|(window, _)| window.clear());
        }
    }

    fn judge(&mut self) {
        let decibels: Vec<f32> = self.windows.iter().map(|(window, _)| loudness(window)).collect();
        let loudest = |a: &usize, b: &usize| decibels[*a].total_cmp(&decibels[*b]);
        let Some(first) = (0..decibels.len()).max_by(loudest) else { return };
        let below = (-decibels[first]).max(0.0);
        let Some(level) = self.levels.get_mut(below as usize) else { return };
        let is_loud = |channel: &usize| decibels[first] - decibels[*channel] <= DOMINANCE_DB;
        let others = (0..decibels.len()).filter(|channel| *channel != first).filter(is_loud);
        let others: Vec<usize> = others.collect();
        let window = |channel: usize| self.windows[channel].0.as_slice();
        if others.iter().any(|other| likeness(window(first), window(*other)) >= SAME) {
            level.together += 1;
        } else {
            level.apart += 1;
            others.into_iter().chain([first]).for_each(|channel| level.own[channel] += 1);
        }
    }
}

/// In dB below full scale.
fn loudness(window: &[f32]) -> f32 {
    10.0 * (energy(window) / WINDOW as f32).log10()
}

fn energy(window: &[f32]) -> f32 {
    window.iter().map(|sample| sample * sample).sum()
}

/// The greatest correlation of two windows up to [`MAX_LAG`] apart, from 0 to 1.
fn likeness(a: &[f32], b: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>().abs();
    let lags = (0..=MAX_LAG).map(|lag| dot(&a[lag..], b).max(dot(a, &b[lag..])));
    lags.fold(0.0, f32::max) / (energy(a) * energy(b)).sqrt().max(f32::MIN_POSITIVE)
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
        let mut meter = ChannelMeter::new(sound.len() as u16, 48_000);
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
    fn people_who_talk_at_the_same_time_are_apart_all_the_same() {
        let (mut a, mut b) = (conversation(1, 1, 0.0), conversation(2, 2, 0.0));
        a[0].rotate_left(31_000);
        assert_eq!(layout(&[a.swap_remove(0), b.swap_remove(1)]), ChannelLayout::Separate);
    }

    #[test]
    fn microphones_a_metre_apart_hear_the_same() {
        let voice = conversation(1, 1, 0.0).swap_remove(0);
        let mut late = vec![0.0; 140];
        late.extend(&voice[..voice.len() - 140]);
        assert_eq!(layout(&[voice, late]), ChannelLayout::Mix);
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
        assert_eq!(ChannelMeter::new(2, 48_000).layout(), ChannelLayout::Mix);
    }
}
