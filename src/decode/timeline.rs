//! Puts decoded samples at their place on the recording's clock.
//!
//! Encoders put samples before the sound's beginning and after its end, streams start late, and
//! packets get lost. Each packet's timestamp tells: what does not belong is cut, what is missing
//! becomes silence, so that the n-th sample handed on sounds at n / rate, as a player shows it.

/// A longer jump of the clock than this many seconds is damage, not silence.
const MAX_GAP_SECONDS: u64 = 3600;

/// A jump of less than a rate's twentieth part (50 ms) is rounding of timestamps.
const JITTER_PART: u32 = 20;

/// Where the sound begins and ends within a stream, in samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Trim {
    /// Samples to drop from the stream's beginning.
    pub(super) skip: u64,
    /// The stream's own time at which the sound ends.
    pub(super) end: Option<i64>,
    /// How far beyond `end` a packet may reach for `end` to be believed; `None` is any distance.
    pub(super) end_slack: Option<u64>,
}

/// What to do with the samples of one packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placement {
    /// Samples of silence before them.
    pub(super) silence: u64,
    /// Those to hand on.
    pub(super) keep: std::ops::Range<usize>,
}

/// The clock of one stream.
#[derive(Debug)]
pub(super) struct Timeline {
    rate: u32,
    trim: Trim,
    /// The timestamp that the next sample has if nothing is missing.
    next: Option<i64>,
    has_ended: bool,
}

impl Timeline {
    pub(super) const fn new(rate: u32, trim: Trim) -> Self {
        Self { rate, trim, next: None, has_ended: false }
    }

    /// Whether the end of the sound is reached.
    pub(super) const fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// Places `frames` samples whose first has the timestamp `pts` (in samples) and whose last
    /// `surplus` are no sound.
    pub(super) fn place(&mut self, pts: i64, frames: usize, surplus: u64) -> Placement {
        let skipped = usize::try_from(self.trim.skip).unwrap_or(usize::MAX).min(frames);
        self.trim.skip -= skipped as u64;
        let first = pts.saturating_add_unsigned(skipped as u64);
        let sound = frames.saturating_sub(usize::try_from(surplus).unwrap_or(usize::MAX));
        let until = sound.min(self.before_end(pts, frames)).max(skipped);
        if until == skipped {
            return Placement { silence: 0, keep: 0..0 };
        }
        let silence = self.gap_before(first);
        let next = self.next.unwrap_or(first);
        let resumed = if silence.is_some() { first } else { next };
        self.next = Some(resumed.saturating_add_unsigned((until - skipped) as u64));
        Placement { silence: silence.unwrap_or(0), keep: skipped..until }
    }

    /// How many samples of a packet lie before the sound's end.
    fn before_end(&mut self, pts: i64, frames: usize) -> usize {
        let Some(end) = self.trim.end else { return frames };
        let packet_end = pts.saturating_add_unsigned(frames as u64);
        let beyond = u64::try_from(packet_end.saturating_sub(end)).unwrap_or(0);
        if self.trim.end_slack.is_some_and(|slack| beyond > slack) {
            // The header told too short a length: the sound goes on.
            self.trim.end = None;
            return frames;
        }
        self.has_ended = self.trim.end_slack.is_none() && beyond > 0;
        frames.saturating_sub(usize::try_from(beyond).unwrap_or(usize::MAX))
    }

    /// The silence to put before a sample with the timestamp `first`: `None` if it follows on.
    fn gap_before(&self, first: i64) -> Option<u64> {
        let jump = first.saturating_sub(self.next?);
        if jump.unsigned_abs() <= u64::from(self.rate / JITTER_PART) {
            return None;
        }
        // Backwards, or absurdly far: the clock was set anew, and the sound just goes on.
        let max = MAX_GAP_SECONDS * u64::from(self.rate);
        Some(u64::try_from(jump).unwrap_or(0)).map(|gap| if gap > max { 0 } else { gap })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timeline(skip: u64, end: Option<i64>) -> Timeline {
        Timeline::new(48_000, Trim { skip, end, end_slack: None })
    }

    #[test]
    fn the_encoders_delay_is_dropped_even_across_packets() {
        let mut line = timeline(1500, None);
        assert_eq!(line.place(0, 960, 0), Placement { silence: 0, keep: 0..0 });
        assert_eq!(line.place(960, 960, 0), Placement { silence: 0, keep: 540..960 });
        assert_eq!(line.place(1920, 960, 100), Placement { silence: 0, keep: 0..860 });
    }

    #[test]
    fn what_is_missing_becomes_silence_and_jitter_does_not() {
        let mut line = timeline(0, None);
        line.place(0, 960, 0);
        assert_eq!(line.place(1000, 960, 0).silence, 0);
        assert_eq!(line.place(96_000, 960, 0).silence, 96_000 - 1920);
        assert_eq!(line.place(96_960, 960, 0).silence, 0);
    }

    #[test]
    fn a_clock_that_is_set_anew_makes_no_silence() {
        let mut line = timeline(0, None);
        line.place(1_000_000, 960, 0);
        assert_eq!(line.place(0, 960, 0), Placement { silence: 0, keep: 0..960 });
        assert_eq!(line.place(i64::MAX - 5, 960, 0).silence, 0);
        assert_eq!(line.place(i64::MIN, 960, 0).silence, 0);
    }

    #[test]
    fn the_sound_ends_where_the_edit_list_says() {
        let mut line = timeline(0, Some(1000));
        assert_eq!(line.place(0, 960, 0).keep, 0..960);
        assert_eq!(line.place(960, 960, 0).keep, 0..40);
        assert!(line.has_ended());
    }

    #[test]
    fn an_end_that_the_sound_outruns_is_not_believed() {
        let trim = Trim { skip: 0, end: Some(1000), end_slack: Some(2000) };
        let mut line = Timeline::new(48_000, trim);
        assert_eq!(line.place(0, 1152, 0).keep, 0..1000);
        assert_eq!(line.place(1152, 1152, 0).keep, 0..0);
        assert_eq!(line.place(2304, 1152, 0).keep, 0..1152);
    }
}
