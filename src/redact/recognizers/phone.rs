//! Telephone numbers: any run of digits said to be one, and what has the look of one.

use crate::domain::EntityKind;
use crate::redact::digits::{DigitCue, DigitRun};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// The shortest subscriber number that is called with a cue in the languages we know.
const FEWEST_CUED_DIGITS: usize = 6;
/// Without a cue: a local number, up to the longest international one (ITU-T E.164).
const FEWEST_DIGITS: usize = 7;
const MOST_DIGITS: usize = 15;

/// Finds telephone numbers.
pub(super) struct PhoneRecognizer;

impl Recognizer for PhoneRecognizer {
    fn name(&self) -> &'static str {
        "phone"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Phone
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let found = |run: &DigitRun| {
            let strength = strength(run)?;
            let words = words.words_of(run.tokens.clone());
            Some(Found { kind: EntityKind::Phone, words, strength })
        };
        Ok(words.digit_runs().iter().filter_map(found).collect())
    }
}

fn strength(run: &DigitRun) -> Option<Strength> {
    match run.cue {
        // A plain telephone cue is believed over the look of a list, unless of years.
        Some(DigitCue::Phone) if run.len() >= FEWEST_CUED_DIGITS && !run.is_list => {
            Some(Strength::Cued)
        }
        Some(DigitCue::Number)
            if run.len() >= FEWEST_DIGITS && !run.is_list && !run.is_one_grouped =>
        {
            Some(Strength::Shape)
        }
        _ if (FEWEST_DIGITS..=MOST_DIGITS).contains(&run.len()) && run.is_dense => {
            Some(Strength::Shape)
        }
        _ => None,
    }
}
