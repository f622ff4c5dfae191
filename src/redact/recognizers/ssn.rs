//! United States social security numbers: nine digits, however grouped.
//!
//! Numbers that were never issued (000, 666 and 9xx areas) count too: a misheard digit must not
//! let the rest through.

use crate::domain::EntityKind;
use crate::redact::digits::{DigitCue, DigitRun};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

const DIGITS: usize = 9;

/// Finds social security numbers.
pub(super) struct SsnRecognizer;

impl Recognizer for SsnRecognizer {
    fn name(&self) -> &'static str {
        "ssn"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Ssn
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let found = |run: &DigitRun| {
            let strength = strength(run)?;
            let words = words.words_of(run.tokens.clone());
            Some(Found { kind: EntityKind::Ssn, words, strength })
        };
        Ok(words.digit_runs().iter().filter_map(found).collect())
    }
}

fn strength(run: &DigitRun) -> Option<Strength> {
    let looks_like_one = run.len() == DIGITS && (run.is_3_2_4 || (run.is_dense && run.is_english));
    match run.cue {
        // Four digits are the last four; more are all nine, with digits misheard.
        Some(DigitCue::Ssn) if run.len() == 4 && run.is_list => None,
        Some(DigitCue::Ssn) => Some(Strength::Cued),
        None | Some(DigitCue::Number) if looks_like_one => Some(Strength::Shape),
        Some(DigitCue::Card | DigitCue::Phone) if run.is_3_2_4 => Some(Strength::Shape),
        _ => None,
    }
}
