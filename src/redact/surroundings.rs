//! How far around a masked word sound is silenced: into the pauses beside it.
//!
//! Whisper tells well where a word starts and badly where one ends: the last word before a pause
//! may be given a third of its length, above all a number of many digits. What lies between a
//! masked word and the kept words beside it is therefore taken for the masked word's own.

use std::collections::BTreeMap;

use crate::domain::{MediaTime, TimeSpan};

/// How much before a word is silenced in any case, in milliseconds: Whisper's word times are good
/// to about a tenth of a second, and half a syllable gives a digit away.
pub(super) const BEFORE_MILLIS: u64 = 120;
/// How much after it: Whisper's word times lie a tenth of a second early, and on the demo archive
/// ends were up to 250 ms early.
pub(super) const AFTER_MILLIS: u64 = 300;
/// How far a pause before it is taken in.
const PAUSE_BEFORE_MILLIS: u64 = 1_000;
/// How far a pause after it is taken in: on the demo archive a spoken SSN went on for 2.5 s after
/// its word's end.
const PAUSE_AFTER_MILLIS: u64 = 4_000;

/// The kept words of each channel, by time.
#[derive(Default)]
pub(super) struct Surroundings {
    kept: BTreeMap<Option<u16>, Vec<TimeSpan>>,
}

impl Surroundings {
    /// Gathers kept words, in any order.
    pub(super) fn new(kept: impl Iterator<Item = (Option<u16>, TimeSpan)>) -> Self {
        let mut all = Self::default();
        for (channel, span) in kept {
            all.kept.entry(channel).or_default().push(span);
        }
        all.kept.values_mut().for_each(|words| words.sort_unstable());
        all
    }

    /// The stretch to silence for a masked word, not past the recording's end unless the word is.
    pub(super) fn stretch(
        &self,
        channel: Option<u16>,
        word: TimeSpan,
        duration: MediaTime,
    ) -> TimeSpan {
        let words = self.kept.get(&channel).map_or(&[][..], Vec::as_slice);
        let after = words.partition_point(|kept| kept.start <= word.start);
        let before_end = after.checked_sub(1).map_or(MediaTime::ZERO, |index| words[index].end);
        let next_start = words.get(after).map_or(duration, |kept| kept.start);
        let earliest = word.start.minus(PAUSE_BEFORE_MILLIS).max(before_end);
        let latest = word.end.plus(PAUSE_AFTER_MILLIS).min(next_start);
        TimeSpan::new(
            earliest.min(word.start.minus(BEFORE_MILLIS)),
            latest.max(word.end.plus(AFTER_MILLIS)).min(duration.max(word.end)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(kept: &[(u64, u64)], word: (u64, u64)) -> (u64, u64) {
        let kept = kept.iter().map(|(start, end)| (None, TimeSpan::from_millis(*start, *end)));
        let word = TimeSpan::from_millis(word.0, word.1);
        let span = Surroundings::new(kept).stretch(None, word, MediaTime::from_millis(60_000));
        (span.start.as_millis(), span.end.as_millis())
    }

    #[test]
    fn the_pauses_beside_a_masked_word_are_its_own() {
        assert_eq!(stretch(&[(0, 9_600), (13_000, 13_500)], (10_000, 11_000)), (9_600, 13_000));
    }

    #[test]
    fn a_long_pause_is_taken_in_only_so_far() {
        assert_eq!(stretch(&[(0, 2_000), (40_000, 41_000)], (10_000, 11_000)), (9_000, 15_000));
        assert_eq!(stretch(&[], (10_000, 11_000)), (9_000, 15_000));
    }

    #[test]
    fn close_neighbours_leave_the_least_padding() {
        assert_eq!(stretch(&[(0, 10_000), (11_000, 12_000)], (10_000, 11_000)), (9_880, 11_300));
    }

    #[test]
    fn the_recordings_end_ends_it() {
        assert_eq!(stretch(&[], (59_000, 59_900)).1, 60_000);
    }
}
