//! The raw transcript, which never leaves memory.

use std::fmt;

use crate::domain::{Language, MediaTime, ModelUse, Suspicion, TimeSpan};

/// Text as it was heard, before redaction.
///
/// It has no `Display` and no `Serialize`, and its `Debug` hides it, so that it can't get into a
/// log, an error or a file by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct RawText(String);

impl RawText {
    /// Wraps text as heard.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, for recognizers.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RawText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawText({} bytes)", self.0.len())
    }
}

/// A word as heard, with its punctuation and without spaces around it.
#[derive(Debug, Clone)]
pub struct Word {
    /// The word.
    pub text: RawText,
    /// When it is said.
    pub span: TimeSpan,
    /// How sure the recognizer is, from 0 to 1.
    pub confidence: f32,
    /// What else it may be, likeliest first; only where the recognizer is not sure.
    pub alternatives: Vec<Alternative>,
}

/// Another reading of a word, at the same time.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The reading.
    pub text: RawText,
    /// How probable it is, from 0 to 1.
    pub probability: f32,
}

/// A timed piece of speech, about a sentence long, in one language and on one channel.
#[derive(Debug, Clone)]
pub struct Segment {
    /// Its words in order, never empty; spans ascend.
    pub words: Vec<Word>,
    /// The language spoken.
    pub language: Language,
    /// The channel it was heard on, where channels are transcribed apart.
    pub channel: Option<u16>,
    /// Why its words may not have been said, where that is doubtful.
    pub suspect: Option<Suspicion>,
}

impl Segment {
    /// From the first word's start to the last word's end.
    #[must_use]
    pub fn span(&self) -> TimeSpan {
        let start = self.words.first().map_or(MediaTime::ZERO, |word| word.span.start);
        let end = self.words.last().map_or(start, |word| word.span.end);
        TimeSpan::new(start, end)
    }
}

/// All that was heard in a recording, segments ordered by start.
#[derive(Debug, Clone)]
pub struct Transcript {
    /// The segments, ordered by start (then channel).
    pub segments: Vec<Segment>,
    /// The language most of it is in.
    pub language: Language,
    /// The recording's true length, counted in decoded samples.
    pub duration: MediaTime,
    /// The model and its settings.
    pub model: ModelUse,
}
