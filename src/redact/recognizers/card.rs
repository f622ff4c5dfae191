//! Payment card numbers: 12 to 19 digits (ISO/IEC 7812-1), of which Whisper hears too many or too
//! few when one digit is repeated.

use crate::domain::EntityKind;
use crate::redact::cues::DigitCue;
use crate::redact::digits::{DigitRun, passes_luhn};
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
    // A number to call, with a part of it said again: the check digit holds by chance.
    let is_to_call = run.is_nanp && run.is_english && run.cue == Some(DigitCue::Number);
    if is_to_call && run.len() <= 14 && !(run.is_list || run.is_game || run.is_one_grouped) {
        return None;
    }
    let is_valid = (FEWEST_DIGITS..=MOST_DIGITS).contains(&run.len())
        && passes_luhn(&run.digits)
        && run.digits.starts_with(['2', '3', '4', '5', '6'])
        || (run.is_repaired_card());
    let is_cued = run.is_said_to_be(EntityKind::CreditDebitNumber)
        && (!run.is_weakly_named || run.is_dense || run.len() != 8)
        // "I had his card here somewhere": what it says begins as no card does.
        && (!run.is_weakly_named || is_valid || run.is_right_ending || !run.digits.starts_with(['0', '1']));
    // "Put the deposit on 4111 …": what pays is a card, where its check digit says so.
    let is_paid = run.is_weakly_named && run.is_said_to_be(EntityKind::BankAccountNumber);
    if is_paid && is_card_by_digits(run) {
        return Some(Strength::Cued);
    }
    if is_cued && run.len() >= FEWEST_CUED_DIGITS && (!run.is_list_of_others() || is_valid) {
        Some(Strength::Cued)
    } else if is_cued && is_ending(run) {
        // "The card that ends in 4242".
        Some(Strength::Cued)
    } else if run.len() >= FEWEST_DIGITS
        && ((run.is_dense && !run.has_break && run.cue != Some(DigitCue::Other))
            || (is_valid && !run.is_list && !run.is_game))
    {
        Some(Strength::Shape)
    } else {
        None
    }
}

/// Whether its length, first digit and check digit are a card's.
pub(super) fn is_card_by_digits(run: &DigitRun) -> bool {
    (15..=16).contains(&run.len())
        && (passes_luhn(&run.digits) || run.is_repaired_card())
        && run.digits.starts_with(['3', '4', '5', '6'])
}

/// "The card that ends in 4242", but for a month and a year beside the card.
fn is_ending(run: &DigitRun) -> bool {
    let is_whole = run.is_spelled || run.tokens.len() == 1;
    let is_told = run.is_ending || (!run.is_weakly_named && is_whole);
    run.len() == 4 && (run.is_right_ending || (!run.is_list && is_told))
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn card_numbers_are_masked_however_they_are_said_or_written() {
        check(
            EntityKind::CreditDebitNumber,
            &[
                ("en", "The card number is {4111 1111 1111 1111}."),
                ("en", "It is {4-1-1-1 1-1-1-1 1-1-1-1 1-1-1-1}"),
                ("en", "{four one one one, one one one one, one one one one, one one one one}"),
                ("en", "my card is {4,111, 1,111, 1,111, 1,111}"),
                ("en", "The card number is {4111 11111111111111111111}"),
                ("en", "The card number is {4111-11111111111111}."),
                ("en", "The card number is {4111-111111111111111}."),
                ("en", "The card number is {4111 1111111111111}."),
                ("en", "{4111-1111-1111-1111} is the one"),
                ("en", "a Visa, {forty-one eleven, eleven eleven, eleven eleven, eleven eleven}"),
                ("en", "{3714 -496353 -98431}."),
                ("en", "The card number is {6011-009-9013-9424}"),
                ("en", "{6011 0009 9013 9424}"),
                // Whoever misheard the first digit hides it all the same.
                ("en", "{0111 0009 9013 9424}"),
                ("en", "{six oh one one, triple zero nine, nine oh one three, nine four two four}"),
                ("en", "credit card {4111 1111 1111 1112}"),
                ("en", "the card that ends in {4242}"),
                ("en", "the card ending in {2014}"),
                ("en", "the card ends with {1 2 3 4}"),
                ("en", "My card number is {4111 1111 1111 11 11}, March 29."),
                (
                    "en",
                    "my card is {four one one one, one one one one, one one one one, one one eleven} May twenty-nine",
                ),
                ("en", "my card number is {10 20 30 40 50 60 70 80}"),
                ("en", "so that's {six oh one one, 0009, let me see, 9013, 9424}, and then"),
                (
                    "en",
                    "card number {four one one, uh, no, sorry, four one one one 1111 1111 1111}",
                ),
                ("en", "block card no {372331363254623}"),
                ("en", "card {3782 822463 10005}, please"),
                ("en", "account of card {503802053770}"),
                ("en", "Put the deposit on {4111 1111 1111 1111}, please."),
                ("fr", "ma carte bancaire, c'est le {4111 1111 1111 1111}"),
                ("de", "meine Kreditkarte ist {vier eins eins eins eins eins eins eins 1111 1111}"),
                ("es", "mi tarjeta es {cuatro uno uno uno uno uno uno uno 1111 1111}"),
            ],
        );
    }

    #[test]
    fn other_numbers_are_not_taken_for_cards() {
        check(
            EntityKind::CreditDebitNumber,
            &[
                ("en", "in 1914, 1918, 1939, 1945 and 1989"),
                ("en", "10, 20, 30, 40, 50, 60, 70, 80"),
                ("en", "a card game with 52 cards"),
                ("en", "the card costs $4,500 a year"),
                ("en", "one, two, three, four, five, six, seven, eight, nine, ten, eleven"),
                ("en", "6-4, 6-3, 7-5, 6-4, 7-6, 6-2, 6-1"),
                ("en", "10 9 8 7 6 5 4 3 2 1 0"),
                ("en", "card catalogs from 1962"),
                ("en", "1 0 1 1 0 0 1 0 1 1 0 1 0 1"),
                ("en", "two million three hundred thousand four hundred and twelve"),
                ("en", "the credit was twelve hundred dollars"),
                ("en", "1,000,000,000,000 stars"),
                ("en", "credit to the 45 members"),
                ("en", "at 10:15, 11:45, 12:30, 1:15"),
                ("en", "a red card in minute 88"),
                ("de", "die Karte kostet 12,50 Euro"),
            ],
        );
    }
}
