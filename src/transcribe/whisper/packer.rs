//! Packs stretches of speech into batches, as long as the engine likes them.

use std::ops::Range;

use super::batch::PaddedSpeech;
use crate::decode::SPEECH_RATE;

const SECOND: u64 = SPEECH_RATE as u64;
/// Sound kept on both sides of speech: the detector is late, and Whisper hears pauses in it.
const PADDING: u64 = SECOND * 3 / 10;
/// Silence after which a batch waits for no more speech.
const PATIENCE: u64 = 3 * SECOND;

/// Collects stretches until a batch is full, or a pause is a good place to end it.
#[derive(Debug)]
pub(super) struct Packer {
    /// No batch is longer, in samples.
    longest: u64,
    pending: Vec<PaddedSpeech>,
    /// Where the last stretch ended, whether it is still pending or not.
    last_end: u64,
}

impl Packer {
    /// Makes batches of up to `longest` seconds; Whisper's window is 30 s.
    pub(super) const fn new(longest: u64) -> Self {
        Self { longest: longest * SECOND, pending: Vec::new(), last_end: 0 }
    }

    /// Takes the next stretch and gives the batch that ends before it, if one does.
    pub(super) fn push(&mut self, speech: Range<u64>) -> Option<Vec<PaddedSpeech>> {
        let gap = speech.start.saturating_sub(self.last_end);
        // What lies between two stretches is shared by halves, so that nothing is heard twice.
        let padding = PADDING.min(gap / 2);
        if let Some(last) = self.pending.last_mut() {
            last.cut.end = last.speech.end + padding;
        }
        self.last_end = speech.end;
        let cut = speech.start - padding.min(speech.start)..speech.end;
        let next = PaddedSpeech { cut, speech };
        let full = self.length() + (next.cut.end - next.cut.start) + PADDING > self.longest;
        let closes = full || gap >= self.ending_pause();
        let batch = if closes { std::mem::take(&mut self.pending) } else { Vec::new() };
        self.pending.push(next);
        (!batch.is_empty()).then_some(batch)
    }

    /// Gives the pending batch when nobody has spoken for so long, up to sample `heard`, that it
    /// need not wait.
    pub(super) fn wait(&mut self, heard: u64) -> Option<Vec<PaddedSpeech>> {
        (heard >= self.last_end + PATIENCE).then(|| self.finish(heard)).flatten()
    }

    /// Gives the last batch; the sound ends at sample `end`.
    pub(super) fn finish(&mut self, end: u64) -> Option<Vec<PaddedSpeech>> {
        let last = self.pending.last_mut()?;
        last.cut.end = (last.speech.end + PADDING).min(end.max(last.speech.end));
        Some(std::mem::take(&mut self.pending))
    }

    /// The first sample that a batch may still want, given that speech may begin at `next_speech`.
    pub(super) fn needs_from(&self, next_speech: u64) -> u64 {
        let pending = self.pending.first().map(|first| first.cut.start);
        pending.unwrap_or(u64::MAX).min(next_speech.saturating_sub(PADDING))
    }

    fn length(&self) -> u64 {
        self.pending.iter().map(|one| one.cut.end - one.cut.start).sum()
    }

    /// The pause, in samples, that ends the pending batch.
    ///
    /// Every run of Whisper costs something, however short its sound, so short batches go on over
    /// short pauses; but a pause is where speaker and language change, so long ones do not.
    fn ending_pause(&self) -> u64 {
        let length = self.length();
        if length < 5 * SECOND {
            3 * SECOND
        } else if length < self.longest * 5 / 14 {
            SECOND * 3 / 2
        } else if length < self.longest * 5 / 7 {
            SECOND
        } else {
            SECOND / 2
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(from: f64, to: f64) -> Range<u64> {
        let at = |time: f64| crate::domain::MediaTime::from_secs_f64(time).to_samples(SPEECH_RATE);
        at(from)..at(to)
    }

    #[test]
    fn padding_never_overlaps() {
        let mut packer = Packer::new(28);
        assert_eq!(packer.push(seconds(0.1, 2.0)), None);
        assert_eq!(packer.push(seconds(2.2, 4.0)), None);
        let batch = packer.finish(5 * SECOND).unwrap();
        let cuts: Vec<_> = batch.into_iter().map(|one| one.cut).collect();
        assert_eq!(cuts, [seconds(0.05, 2.1), seconds(2.1, 4.3)]);
    }

    #[test]
    fn a_batch_fits_into_whispers_window() {
        let mut packer = Packer::new(28);
        let mut batches = Vec::new();
        for index in 0..100 {
            let start = f64::from(index) * 7.0;
            batches.extend(packer.push(seconds(start, start + 6.7)));
        }
        batches.extend(packer.finish(800 * SECOND));
        let lengths = batches
            .iter()
            .map(|batch| batch.iter().map(|one| one.cut.end - one.cut.start).sum::<u64>());
        assert!(lengths.into_iter().all(|length| length <= 28 * SECOND));
        assert_eq!(batches.iter().map(Vec::len).sum::<usize>(), 100);
        assert!(batches.len() <= 34, "{} batches", batches.len());
    }

    #[test]
    fn a_batch_ends_at_a_long_pause_once_it_is_worth_it() {
        let mut packer = Packer::new(28);
        assert_eq!(packer.push(seconds(0.0, 12.0)), None);
        assert_eq!(packer.push(seconds(13.2, 15.0)).map(|batch| batch.len()), Some(1));
        assert_eq!(packer.push(seconds(16.2, 18.0)), None);
    }

    #[test]
    fn silence_does_not_hold_speech_back() {
        let mut packer = Packer::new(28);
        packer.push(seconds(1.0, 2.0));
        assert_eq!(packer.wait(4 * SECOND), None);
        assert!(packer.wait(5 * SECOND).is_some());
        assert_eq!(packer.needs_from(100 * SECOND), 100 * SECOND - PADDING);
    }
}
