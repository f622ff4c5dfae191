//! The seam between what personal data looks like and what is done with it.

use std::ops::Range;

use super::{Canonical, RedactError};
use crate::domain::EntityKind;

/// How sure a finding is of its kind; decides between two that cover the same number of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It is the same word as one found elsewhere.
    Echo,
    /// It has the shape.
    Shape,
    /// It has the shape, and words beside it say what it is.
    Cued,
    /// Besides, it has the shape of nothing else: its words are no part of what is found around it.
    Certain,
}

/// Personal data found in the words of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: EntityKind,
    /// Which words, as positions among the channel's words.
    pub words: Range<usize>,
    /// How sure the recognizer is of the kind.
    pub strength: Strength,
}

/// Finds one kind of personal data.
///
/// It is given the words of one channel from the recording's start to its end, across segments, and
/// gives the words that hold data of its kind, in any order. When in doubt it finds: a word too
/// many is a nuisance, a number too few is a leak. Its time must be about linear in the number of
/// words. An error, or a panic, fails the recording; neither may carry text.
pub trait Recognizer: Send + Sync {
    /// A name for errors and logs, such as `phone`.
    fn name(&self) -> &'static str;

    /// What it finds.
    fn kind(&self) -> EntityKind;

    /// Finds its kind in the words of one channel.
    ///
    /// # Errors
    /// [`RedactError::Recognizer`] if it can't run.
    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError>;
}
