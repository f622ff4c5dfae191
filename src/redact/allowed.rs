//! Names that a collection keeps as said: staff, public figures.
//!
//! A name is kept where it is one on the list, whole: of "Ada Lovelace" alone on the list, neither
//! "Lovelace" nor "Ada Lovelace Smith" is kept, for they may be somebody else's. Only names are:
//! within an e-mail address or a number's cue the words are masked as ever.

use std::ops::Range;

use super::phrases::Phrases;
use super::recognizers::is_title;
use super::{Canonical, Found, RedactError};
use crate::domain::EntityKind;

/// The names on the list.
#[derive(Default)]
pub(super) struct Allowed {
    names: Phrases,
}

impl Allowed {
    pub(super) fn new(names: &[String]) -> Result<Self, RedactError> {
        let wrong = |reason| RedactError::Recognizer { recognizer: "allowed names", reason };
        Ok(Self { names: Phrases::new(names).map_err(wrong)? })
    }

    /// Takes the names that are kept out of what was found in these words.
    pub(super) fn spare(&self, words: &Canonical, found: &mut Vec<Found>) {
        let kept: Vec<Range<usize>> =
            self.names.find(words).into_iter().map(|name| with_titles(words, name)).collect();
        if kept.is_empty() {
            return;
        }
        let is_spared: Vec<bool> = found
            .iter()
            .map(|one| {
                let whole = whole(found, one);
                one.kind == EntityKind::Name
                    && kept.iter().any(|kept| kept.start <= whole.start && whole.end <= kept.end)
            })
            .collect();
        let mut spared = is_spared.into_iter();
        found.retain(|_| !spared.next().unwrap_or(false));
    }
}

/// The words of a phrase with the titles before it.
fn with_titles(words: &Canonical, name: Range<usize>) -> Range<usize> {
    let mut start = name.start;
    while start > 0 && is_title(words.tokens()[start - 1].text()) {
        start -= 1;
    }
    words.words_of(start..name.end)
}

/// The words of all names that overlap this one, be it by another between.
fn whole(found: &[Found], one: &Found) -> Range<usize> {
    let mut whole = one.words.clone();
    loop {
        let before = whole.clone();
        for other in found.iter().filter(|other| other.kind == EntityKind::Name) {
            if other.words.start < whole.end && whole.start < other.words.end {
                whole = whole.start.min(other.words.start)..whole.end.max(other.words.end);
            }
        }
        if whole == before {
            return whole;
        }
    }
}
