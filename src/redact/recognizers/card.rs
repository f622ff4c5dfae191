//! Payment card numbers: 12 to 19 digits (ISO/IEC 7812-1), of which Whisper hears too many or too
//! few when one digit is repeated.

use crate::domain::EntityKind;
use crate::redact::digits::{DigitCue, DigitRun, passes_luhn};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// Without a cue fewer digits are taken for something else.
const FEWEST_DIGITS: usize = 13;
const MOST_DIGITS: usize = 19;
/// With a cue, what is left of a card of which half was not heard.
const FEWEST_CUED_DIGITS: usize = 8;

/// Finds payment card numbers.
pub(super) struct CardRecognizer;

impl Recognizer for CardRecognizer {
    fn name(&self) -> &'static str {
        "card"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::CreditDebitNumber
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let found = |run: &DigitRun| {
            let strength = strength(run)?;
            let words = words.words_of(run.tokens.clone());
            Some(Found { kind: EntityKind::CreditDebitNumber, words, strength })
        };
        Ok(words.digit_runs().iter().filter_map(found).collect())
    }
}

fn strength(run: &DigitRun) -> Option<Strength> {
    let is_valid = (FEWEST_DIGITS..=MOST_DIGITS).contains(&run.len()) && passes_luhn(&run.digits);
    let is_cued = run.cue == Some(DigitCue::Card);
    if is_cued && run.len() >= FEWEST_CUED_DIGITS && (!run.is_list || is_valid) {
        Some(Strength::Cued)
    } else if is_cued && run.len() == 4 && !run.is_list {
        // "The card that ends in 4242".
        Some(Strength::Cued)
    } else if run.len() >= FEWEST_DIGITS && (run.is_dense || (is_valid && !run.is_list)) {
        Some(Strength::Shape)
    } else {
        None
    }
}
