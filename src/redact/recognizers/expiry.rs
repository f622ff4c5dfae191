//! The month and year in which a payment card expires.

use crate::domain::EntityKind;
use crate::redact::canonical::Token;
use crate::redact::cues::{DigitCue, Mention};
use crate::redact::dates::{Date, date_at};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// How far from its cue the date may begin, in tokens.
const REACH: usize = 10;
/// How far around it a card must be spoken of where the cue may be of anything.
const CONTEXT: usize = 60;

/// Finds expiry dates.
pub(super) struct ExpiryRecognizer;

impl Recognizer for ExpiryRecognizer {
    fn name(&self) -> &'static str {
        "expiry"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::CreditDebitExpiry
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let mut found = Vec::new();
        let of_expiry = DigitCue::Of(EntityKind::CreditDebitExpiry);
        for mention in words.cues().mentions().iter().filter(|mention| mention.cue == of_expiry) {
            let tokens = words.tokens();
            let mut first = mention.end..tokens.len().min(mention.end + REACH);
            first.end = first.clone().find(|&at| tokens[at].mark().is_some()).unwrap_or(first.end);
            let date = first.clone().find_map(|at| Some((at, expiry_at(tokens, at)?)));
            if let Some((at, date)) = date
                && (!mention.is_weak || is_of_card(words, mention))
            {
                let (kind, strength) = (EntityKind::CreditDebitExpiry, Strength::Cued);
                found.push(Found { kind, words: words.words_of(at..date.end), strength });
            }
        }
        Ok(found)
    }
}

/// A month and a year, with or without a day.
fn expiry_at(tokens: &[Token], at: usize) -> Option<Date> {
    let date = date_at(tokens, at)?;
    // "10 27" may be read as the 10th of a 27th month: the year is the second.
    const FIRST_YEAR: u32 = 20;
    let has_year = date.year.is_some() || date.month.is_some_and(|month| month >= FIRST_YEAR);
    let is_expiry = date.month.is_some() && (has_year || date.is_sure);
    is_expiry.then_some(date)
}

fn is_of_card(words: &Canonical, mention: &Mention) -> bool {
    let around = mention.start.saturating_sub(CONTEXT)..mention.end + CONTEXT;
    words.cues().mentions().iter().any(|other| {
        let of = |kind| other.cue == DigitCue::Of(kind);
        around.contains(&other.start)
            && (of(EntityKind::CreditDebitNumber) || of(EntityKind::CreditDebitCvv))
    })
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn expiry_dates_of_cards_are_masked() {
        check(
            EntityKind::CreditDebitExpiry,
            &[
                ("en", "expiry date {04/27}"),
                ("en", "the expiration date is {oh four twenty-seven}"),
                ("en", "my card expires {April 2027}"),
                ("en", "the card expires in {December twenty twenty-six}"),
                ("fr", "la carte expire en {avril deux mille vingt-sept}"),
                ("de", "die Karte ist gültig bis {April siebenundzwanzig}"),
                ("es", "fecha de caducidad, {cero cuatro veintisiete}"),
                ("en", "the lease expires in May 2027"),
                ("en", "the offer expires on Friday"),
            ],
        );
    }
}
