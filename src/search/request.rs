//! What narrows a search, and how much of its answer is wanted.

use std::fmt;
use std::str::FromStr;

use utoipa::ToSchema;

use crate::domain::{CollectionName, Language, ParseError, RecordingId};
use crate::index::in_parts;

use super::query::{FieldTest, Filter, field_test};

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
    /// Fields as they may also stand in a query: see [`SearchFilters::narrow`].
    pub(super) more: Vec<Filter>,
}

impl SearchFilters {
    /// Narrows by a field of the query language, such as `date` and `2024-01..2024-06`.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn narrow(&mut self, field: &str, value: &str) -> Result<(), ParseError> {
        self.more.push(filter(field, field_test(field, value)?));
        Ok(())
    }

    /// All of it as filters of a query.
    pub(super) fn as_filters(&self) -> Vec<Filter> {
        let mut filters = self.more.clone();
        if !self.collections.is_empty() {
            filters.push(filter("collection", FieldTest::Collection(self.collections.clone())));
        }
        if !self.languages.is_empty() {
            filters.push(filter("lang", FieldTest::Language(self.languages.clone())));
        }
        if let Some(recording) = self.recording {
            filters.push(filter("recording", FieldTest::Recording(recording)));
        }
        if self.suspect != SuspectFilter::Any {
            filters.push(filter("suspect", FieldTest::Suspect(self.suspect)));
        }
        if self.min_confidence.0 > 0 {
            filters.push(filter("confidence", FieldTest::Confidence(self.min_confidence.0, 255)));
        }
        filters
    }
}

fn filter(field: &str, test: FieldTest) -> Filter {
    Filter { is_negated: false, test, typed: field.to_owned() }
}

/// Whether segments whose words may not have been said are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum SuspectFilter {
    /// All segments are; the doubtful ones stand behind.
    #[default]
    Any,
    /// Only those that are not doubtful.
    No,
    /// Only the doubtful ones.
    Only,
}

impl SuspectFilter {
    /// Whether a segment counts that is doubtful, or is not.
    pub(super) const fn takes(self, is_suspect: bool) -> bool {
        match self {
            Self::Any => true,
            Self::No => !is_suspect,
            Self::Only => is_suspect,
        }
    }
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

impl FromStr for MinConfidence {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text.parse::<f32>() {
            Ok(share) if (0.0..=1.0).contains(&share) => Ok(Self(in_parts(share))),
            _ => Err(ParseError(format!("`{text}` is no confidence: use a number from 0 to 1"))),
        }
    }
}

/// In which order recordings come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first.
    Date,
    /// Those that were transcribed last first.
    Added,
    /// By title.
    Title,
}

impl Sort {
    /// Where no words are looked for nothing is better than another: the newest come first.
    pub(super) const fn of_list(self) -> Self {
        match self {
            Self::Relevance => Self::Date,
            other => other,
        }
    }
}

impl FromStr for Sort {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        match name {
            "relevance" => Ok(Self::Relevance),
            "date" => Ok(Self::Date),
            "added" => Ok(Self::Added),
            "title" => Ok(Self::Title),
            _ => {
                let known = "relevance, date, added or title";
                Err(ParseError(format!("`{name}` is no order: use {known}")))
            }
        }
    }
}

/// Where a page ended: the next one begins after that recording, whatever came since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// How many recordings were shown so far, should the last of them be gone.
    pub(super) shown: usize,
    /// The last of them.
    pub(super) last: u64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:016x}", self.shown, self.last)
    }
}

impl FromStr for Cursor {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = || {
            let (shown, last) = text.split_once('-')?;
            let shown = shown.parse().ok()?;
            Some(Self { shown, last: u64::from_str_radix(last, 16).ok()? })
        };
        read().ok_or_else(|| ParseError(format!("`{text}` is no cursor: use an answer's own")))
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
    /// In which order.
    pub sort: Sort,
    /// Where the page before ended, instead of an offset.
    pub after: Option<Cursor>,
    /// Whether recordings are also counted by what they have in common.
    pub facets: bool,
    /// Whether more than the words themselves is looked for where little is found: see
    /// [`Widened`](super::Widened).
    pub widens: bool,
}

impl Default for SearchPage {
    fn default() -> Self {
        Self {
            limit: 20,
            offset: 0,
            hits_per_recording: 5,
            sort: Sort::Relevance,
            after: None,
            facets: false,
            widens: true,
        }
    }
}

impl SearchPage {
    pub(super) fn within_limits(self) -> Self {
        Self {
            limit: self.limit.min(MAX_LIMIT),
            offset: self.offset.min(MAX_OFFSET),
            hits_per_recording: self.hits_per_recording.clamp(1, MAX_HITS_PER_RECORDING),
            ..self
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
    fn a_cursor_comes_back_from_its_text_and_others_are_refused() {
        let cursor = Cursor { shown: 20, last: u64::MAX - 7 };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for other in ["", "20", "-", "x-1", "20-", "20-zz", "20-11111111111111111"] {
            assert!(other.parse::<Cursor>().is_err(), "{other}");
        }
    }

    #[test]
    fn a_wrong_choice_of_doubtful_segments_names_the_right_ones() {
        assert_eq!("only".parse(), Ok(SuspectFilter::Only));
        let error = "yes".parse::<SuspectFilter>().unwrap_err().to_string();
        assert!(error.contains("`yes`") && error.contains("no, only or any"), "{error}");
    }
}
