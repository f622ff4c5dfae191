//! What narrows a search, and how much of its answer is wanted.

use std::str::FromStr;

use crate::domain::{CollectionName, Language, ParseError, RecordingId};
use crate::index::in_parts;

/// At most so many recordings on one page.
pub const MAX_LIMIT: usize = 100;
/// Nobody turns further than this many recordings.
pub const MAX_OFFSET: usize = 10_000;
/// At most so many hits of one recording.
pub const MAX_HITS_PER_RECORDING: usize = 500;

/// What narrows a search; what is empty narrows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchFilters {
    /// Only recordings of one of these collections.
    pub collections: Vec<CollectionName>,
    /// Only segments in one of these languages.
    pub languages: Vec<Language>,
    /// Only this recording: its hits come by time, up to [`MAX_HITS_PER_RECORDING`].
    pub recording: Option<RecordingId>,
    /// Whether doubtful segments count.
    pub suspect: SuspectFilter,
    /// Only what was heard with this confidence: each word of a hit, as it is said there or as it
    /// may have been.
    pub min_confidence: MinConfidence,
}

/// Whether segments whose words may not have been said are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SuspectFilter {
    /// All segments are; the doubtful ones stand behind.
    #[default]
    Any,
    /// Only those that are not doubtful.
    No,
    /// Only the doubtful ones.
    Only,
}

impl FromStr for SuspectFilter {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        match name {
            "any" => Ok(Self::Any),
            "no" => Ok(Self::No),
            "only" => Ok(Self::Only),
            _ => Err(ParseError(format!("`{name}` does not say which: use no, only or any"))),
        }
    }
}

/// The least confidence of a word that counts, from 0 to 1. The index knows confidence to one part
/// in 255, and so does this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MinConfidence(u8);

impl MinConfidence {
    pub(super) const fn in_parts(self) -> u8 {
        self.0
    }
}

impl FromStr for MinConfidence {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text.parse::<f32>() {
            Ok(share) if (0.0..=1.0).contains(&share) => Ok(Self(in_parts(share))),
            _ => Err(ParseError(format!("`{text}` is no confidence: use a number from 0 to 1"))),
        }
    }
}

/// Which part of the answer is wanted. What is beyond a limit is cut to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchPage {
    /// How many recordings.
    pub limit: usize,
    /// How many recordings before them are passed over.
    pub offset: usize,
    /// How many hits of each, the best ones.
    pub hits_per_recording: usize,
}

impl Default for SearchPage {
    fn default() -> Self {
        Self { limit: 20, offset: 0, hits_per_recording: 5 }
    }
}

impl SearchPage {
    pub(super) fn within_limits(self) -> Self {
        Self {
            limit: self.limit.min(MAX_LIMIT),
            offset: self.offset.min(MAX_OFFSET),
            hits_per_recording: self.hits_per_recording.clamp(1, MAX_HITS_PER_RECORDING),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_is_a_share_of_one_and_nothing_else() {
        assert_eq!("0".parse(), Ok(MinConfidence::default()));
        assert_eq!("0.5".parse(), Ok(MinConfidence(128)));
        assert_eq!("1".parse(), Ok(MinConfidence(255)));
        for other in ["", "-0.1", "1.01", "50", "NaN", "inf", "half", "0,5"] {
            let error = other.parse::<MinConfidence>().unwrap_err();
            assert!(error.to_string().contains(&format!("`{other}`")), "{error}");
        }
    }

    #[test]
    fn a_wrong_choice_of_doubtful_segments_names_the_right_ones() {
        assert_eq!("only".parse(), Ok(SuspectFilter::Only));
        let error = "yes".parse::<SuspectFilter>().unwrap_err().to_string();
        assert!(error.contains("`yes`") && error.contains("no, only or any"), "{error}");
    }
}
