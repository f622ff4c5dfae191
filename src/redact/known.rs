//! What an earlier run found in a recording that is now taken up again.
//!
//! Words that were masked then and were not heard again are not known any more: a stand-in is in
//! their place. What was found in the words before `tail` is given here.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::{Found, Strength};
use crate::domain::EntityKind;

/// Stands for each word of a name that was masked; no word of any language.
pub(super) const MASKED_NAME: &str = "earmarkmaskedname";
/// Stands for each other word that was masked.
pub(super) const MASKED: &str = "earmarkmaskedother";
/// Stands for each word that the collection's filter lists and does not let be read.
pub(super) const LISTED: &str = "earmarklistedword";

/// The stand-in for a word of this kind.
pub(super) const fn stand_in(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Name => MASKED_NAME,
        _ => MASKED,
    }
}

/// By channel, what is known of its words.
pub(super) type Known = BTreeMap<Option<u16>, KnownWords>;

/// What is known of a channel's words, by their position in the channel.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownWords {
    /// The first of the words that were all heard again.
    pub(super) tail: usize,
    /// What was masked.
    pub(super) masked: Vec<(EntityKind, Range<usize>)>,
    /// The names and numbers that are masked wherever they are said; these were heard again.
    pub(super) teachers: Vec<(EntityKind, Range<usize>)>,
    /// The other readings that were kept of words that were heard again, before `tail`.
    pub(super) kept_readings: HashMap<usize, Vec<String>>,
}

impl KnownWords {
    /// What was masked, as findings.
    pub(super) fn found(&self) -> impl Iterator<Item = Found> {
        let strength = Strength::Cued;
        self.masked.iter().map(move |(kind, words)| Found {
            kind: *kind,
            words: words.clone(),
            strength,
        })
    }

    /// Whether it was settled in the earlier run which other readings of this word are kept.
    pub(super) const fn is_settled(&self, word: usize) -> bool {
        word < self.tail
    }

    /// Whether the earlier run kept this other reading of a word that is settled.
    pub(super) fn keeps(&self, word: usize, reading: &str) -> bool {
        self.kept_readings
            .get(&word)
            .is_none_or(|kept| kept.iter().any(|one| one.as_str() == reading))
    }
}
