//! Turns speech probabilities, frame by frame, into stretches of speech.
//!
//! The rules follow Silero's `get_speech_timestamps`: a stretch opens at one threshold, closes
//! after a while below a lower one, and one that grows too long is cut where it is quietest.

use std::ops::Range;

/// Samples in a frame of the Silero model at 16 kHz.
pub(super) const FRAME: u64 = 512;

/// From this probability on a frame opens a stretch of speech.
const OPENS_AT: f32 = 0.5;
/// Below this probability a frame counts as silence.
const SILENT_BELOW: f32 = 0.35;
/// This many silent frames (about 0.3 s) close a stretch.
const CLOSING_FRAMES: u64 = 10;
/// Shorter stretches (about 0.13 s) are clicks and knocks.
const MIN_FRAMES: u64 = 4;
/// Frames in five seconds, about.
const FIVE_SECONDS: usize = 156;
/// A stretch is cut so many seconds before it is as long as a batch may be.
const SPARE_SECONDS: usize = 3;
/// How far back (about 8 s) the quietest place for the cut is looked for, at most.
const CUT_FRAMES: usize = 250;

/// Where speech begins and ends, in frames.
#[derive(Debug)]
pub(super) struct SpeechGate {
    /// A stretch of so many frames is cut.
    most: usize,
    /// The number of the next frame.
    next: u64,
    open: Option<Stretch>,
}

#[derive(Debug)]
struct Stretch {
    start: u64,
    /// The first of the silent frames at its end, if there are any.
    silent_from: Option<u64>,
    /// The probability of each frame since `start`.
    probabilities: Vec<f32>,
}

impl SpeechGate {
    /// Gives stretches that fit into batches of `longest` seconds.
    pub(super) fn new(longest: u64) -> Self {
        let seconds = usize::try_from(longest).unwrap_or(usize::MAX).saturating_sub(SPARE_SECONDS);
        Self { most: seconds.max(1).saturating_mul(FIVE_SECONDS) / 5, next: 0, open: None }
    }

    /// Takes the next frame's probability and gives the stretch that it closes, if it does.
    pub(super) fn push(&mut self, probability: f32) -> Option<Range<u64>> {
        let frame = self.next;
        self.next += 1;
        let Some(open) = &mut self.open else {
            if probability >= OPENS_AT {
                let probabilities = vec![probability];
                self.open = Some(Stretch { start: frame, silent_from: None, probabilities });
            }
            return None;
        };
        open.probabilities.push(probability);
        if probability >= OPENS_AT {
            open.silent_from = None;
        } else if probability < SILENT_BELOW {
            let from = *open.silent_from.get_or_insert(frame);
            if frame + 1 - from >= CLOSING_FRAMES {
                let start = open.start;
                self.open = None;
                return long_enough(start..from);
            }
        }
        open.cut_if_too_long(self.most)
    }

    /// Closes what is open at the end of the sound.
    pub(super) fn finish(&mut self) -> Option<Range<u64>> {
        let open = self.open.take()?;
        long_enough(open.start..open.silent_from.unwrap_or(self.next))
    }

    /// The frame at which the open stretch begins, if one is open.
    pub(super) fn open_since(&self) -> Option<u64> {
        self.open.as_ref().map(|open| open.start)
    }
}

impl Stretch {
    /// Gives the part up to the quietest of the last frames when the stretch has grown too long.
    fn cut_if_too_long(&mut self, most: usize) -> Option<Range<u64>> {
        if self.probabilities.len() < most {
            return None;
        }
        let from = self.probabilities.len() - CUT_FRAMES.min(most / 2);
        let tail = self.probabilities[from..].iter().enumerate();
        let quietest = tail.min_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(index, _)| index);
        let at = from + quietest;
        self.probabilities.drain(..at);
        let start = self.start;
        self.start += at as u64;
        self.silent_from = self.silent_from.filter(|silent| *silent > self.start);
        Some(start..self.start)
    }
}

fn long_enough(stretch: Range<u64>) -> Option<Range<u64>> {
    (stretch.end - stretch.start >= MIN_FRAMES).then_some(stretch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(probabilities: impl IntoIterator<Item = f32>) -> Vec<Range<u64>> {
        let mut gate = SpeechGate::new(28);
        let mut found: Vec<_> = probabilities.into_iter().filter_map(|p| gate.push(p)).collect();
        found.extend(gate.finish());
        found
    }

    fn frames(parts: &[(f32, usize)]) -> Vec<f32> {
        parts.iter().flat_map(|&(probability, count)| vec![probability; count]).collect()
    }

    #[test]
    fn a_short_pause_does_not_end_a_stretch_and_a_long_one_does() {
        let sound = frames(&[(0.1, 20), (0.9, 20), (0.1, 9), (0.9, 20), (0.1, 30), (0.9, 5)]);
        assert_eq!(stretches(sound), [20..69, 99..104]);
    }

    #[test]
    fn a_click_is_not_speech() {
        assert_eq!(stretches(frames(&[(0.0, 10), (0.9, 3), (0.0, 40)])), []);
    }

    #[test]
    fn doubtful_frames_keep_a_stretch_open_but_open_none() {
        assert_eq!(stretches(frames(&[(0.45, 50)])), []);
        let found = stretches(frames(&[(0.9, 10), (0.45, 50)]));
        assert_eq!((found.len(), found[0].clone()), (1, 0..60));
    }

    #[test]
    fn speech_without_a_pause_is_cut_where_it_is_quietest() {
        let mut sound = frames(&[(0.9, 2000)]);
        sound[700] = 0.6;
        let found = stretches(sound);
        assert_eq!(found[0], 0..700);
        assert_eq!(found.last().unwrap().end, 2000);
        assert!(found.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert!(
            found.iter().all(|stretch| stretch.end - stretch.start <= (5 * FIVE_SECONDS) as u64)
        );
    }
}
