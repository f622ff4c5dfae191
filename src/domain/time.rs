//! Positions and spans on a recording's own clock, in whole milliseconds.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A position in a recording, in milliseconds from its start.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[serde(transparent)]
pub struct MediaTime(u64);

impl MediaTime {
    /// The start of every recording.
    pub const ZERO: Self = Self(0);

    /// Makes a time from milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Makes a time from a number of samples at `rate` samples a second (0 if `rate` is 0).
    #[must_use]
    pub const fn from_samples(samples: u64, rate: u32) -> Self {
        if rate == 0 { Self(0) } else { Self(samples.saturating_mul(1000) / rate as u64) }
    }

    /// Makes a time from seconds; what is negative or not a number becomes zero.
    #[must_use]
    pub fn from_secs_f64(seconds: f64) -> Self {
        Self((seconds.max(0.0) * 1000.0).round() as u64)
    }

    /// The time in milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// The time in milliseconds as Postgres and tantivy store it.
    #[must_use]
    pub fn as_i64(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// The time in seconds.
    #[must_use]
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// The sample that sounds at this time, at `rate` samples a second.
    #[must_use]
    pub const fn to_samples(self, rate: u32) -> u64 {
        self.0.saturating_mul(rate as u64) / 1000
    }

    /// This time moved later.
    #[must_use]
    pub const fn plus(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// This time moved earlier, not before the start.
    #[must_use]
    pub const fn minus(self, millis: u64) -> Self {
        Self(self.0.saturating_sub(millis))
    }
}

impl fmt::Display for MediaTime {
    /// Writes `m:ss` or `h:mm:ss`, as a player shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / 1000;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours > 0 {
            write!(f, "{hours}:{minutes:02}:{seconds:02}")
        } else {
            write!(f, "{minutes}:{seconds:02}")
        }
    }
}

/// A stretch of a recording, from `start` up to but not including `end`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
pub struct TimeSpan {
    /// Where it begins.
    pub start: MediaTime,
    /// Where it ends, never before `start`.
    pub end: MediaTime,
}

impl TimeSpan {
    /// Makes a span; an end before the start becomes the start.
    #[must_use]
    pub fn new(start: MediaTime, end: MediaTime) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Makes a span from milliseconds.
    #[must_use]
    pub fn from_millis(start: u64, end: u64) -> Self {
        Self::new(MediaTime::from_millis(start), MediaTime::from_millis(end))
    }

    /// Its length in milliseconds.
    #[must_use]
    pub const fn millis(self) -> u64 {
        self.end.0.saturating_sub(self.start.0)
    }

    /// Whether the two share any instant.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span widened on both sides, not before the recording's start.
    #[must_use]
    pub fn padded(self, before_millis: u64, after_millis: u64) -> Self {
        Self { start: self.start.minus(before_millis), end: self.end.plus(after_millis) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_shows_as_a_player_shows_it() {
        assert_eq!(MediaTime::from_millis(73_200).to_string(), "1:13");
        assert_eq!(MediaTime::from_millis(3_723_999).to_string(), "1:02:03");
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        assert!(!TimeSpan::from_millis(0, 10).overlaps(TimeSpan::from_millis(10, 20)));
        assert!(TimeSpan::from_millis(0, 11).overlaps(TimeSpan::from_millis(10, 20)));
    }

    #[test]
    fn nonsense_seconds_become_zero() {
        assert_eq!(MediaTime::from_secs_f64(f64::NAN), MediaTime::ZERO);
        assert_eq!(MediaTime::from_secs_f64(-3.0), MediaTime::ZERO);
    }
}
