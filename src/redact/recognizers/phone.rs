//! Telephone numbers: any run of digits said to be one, and what has the look of one.

use crate::domain::EntityKind;
use crate::redact::cues::DigitCue;
use crate::redact::digits::DigitRun;
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

/// "We reach 340,000 people" is no number to call.
const fn fewest_cued(run: &DigitRun) -> usize {
    if run.is_one_grouped { FEWEST_DIGITS } else { FEWEST_CUED_DIGITS }
}

fn strength(run: &DigitRun) -> Option<Strength> {
    // A social security number that something else stands beside.
    let is_ssn = run.is_3_2_4 && run.is_weakly_named && run.is_english;
    if run.is_octets || is_ssn {
        return None;
    }
    match run.cue {
        // A plain telephone cue is believed over the look of a list, unless of years.
        Some(DigitCue::Of(EntityKind::Phone))
            if !run.is_list_of_others() && run.len() >= fewest_cued(run) =>
        {
            Some(Strength::Cued)
        }
        Some(DigitCue::Number)
            if run.len() >= FEWEST_DIGITS
                && !(run.is_list || run.is_game || run.is_one_grouped) =>
        {
            Some(Strength::Shape)
        }
        // "The extension is dead, try 212 555 0123": the shape tells.
        Some(DigitCue::Other) if run.is_weakly_named && run.is_3_3_4 => Some(Strength::Shape),
        Some(DigitCue::Other) => None,
        // "The number I have on the account".
        Some(DigitCue::Of(EntityKind::BankAccountNumber))
            if run.is_weakly_named && run.is_english && run.is_nanp =>
        {
            Some(Strength::Cued)
        }
        // "17151 2450 Crown Street" is two numbers.
        None if run.is_5_4 => None,
        None if run.has_break && run.is_dense && run.digits.starts_with('0') => {
            Some(Strength::Shape)
        }
        _ if (FEWEST_DIGITS..=MOST_DIGITS).contains(&run.len()) && run.is_dense => {
            Some(Strength::Shape)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn telephone_numbers_are_masked_however_they_are_said_or_written() {
        check(
            EntityKind::Phone,
            &[
                ("en", "You can call me on {415-555-0142}."),
                ("en", "You can call me on {4155550142}."),
                ("en", "{4-1-5, 5-5-5, oh 1-4-2}, thanks"),
                ("en", "reach me at {four one five, five five five, oh one four two}."),
                ("en", "{(415) 555-0142}"),
                ("en", "{+1 415 555 0142}"),
                ("en", "my number is {555-0142}"),
                ("en", "my number is {five five five, uh, oh one four two}"),
                ("en", "my phone is {four one one, uh, no, four one two, 555 0142}"),
                ("en", "call {four fifteen, five fifty-five, zero one forty-two}"),
                ("en", "{one eight hundred, five five five, oh one four two}"),
                ("en", "dial {double seven triple nine double zero four}"),
                ("en", "{415.555.0142} is my cell"),
                ("en", "somebody keeps phoning us from {555 0142}"),
                ("en", "Is {555 0142} still the best way to reach you?"),
                ("en", "{4 1 5 5 5 5 0 1 4 2}"),
                ("en", "that is {555 0142} on my mobile"),
                ("en", "{four one five dash five five five dash oh one four two}"),
                ("en", "call {415/555/0142} per day"),
                ("en", "My phone number is {5,550,000}."),
                ("en", "My phone number is {ten, twenty, thirty, forty, fifty}."),
                ("fr", "mon numéro de téléphone est le {10 20 30 40 50}"),
                ("en", "text me, it's {415 555-0142}"),
                ("fr", "Mon numéro, c'est le {0 1 99 0 0 12 34}."),
                ("fr", "mon numéro est le {0,5 36 49 12 22}."),
                ("fr", "mon numéro est le {0,5, 36, 49, 12, 22}."),
                ("fr", "mon numéro c'est le {0 1 4 19 0 0 12 34}"),
                ("fr", "les héros {1 99 00 12 34} sur mon portable"),
                ("fr", "c'est le {01 99 00 12 34}"),
                (
                    "fr",
                    "Mon numéro, c'est le {zéro un, quatre-vingt-dix-neuf, zéro zéro, douze, trente-quatre}.",
                ),
                ("fr", "appelez-moi au {+33 1 99 00 12 34}"),
                ("fr", "mon portable: {06.99.00.12.34}"),
                ("de", "meine Nummer ist {030/123456}"),
                (
                    "de",
                    "Sie erreichen mich unter {null drei null, eins zwei drei vier fünf sechs}.",
                ),
                ("de", "Handy {0151 23456789}"),
                ("es", "Mi teléfono es el {5-5-5-014-2}."),
                ("es", "Mi teléfono es el {5-5-5-0-1-4-2}."),
                ("es", "Mi teléfono es el {cinco cinco cinco, cero uno, cuatro dos}"),
                ("es", "llámame al {612 345 678}"),
                ("ja", "{電話は090-1234-5678です}"),
            ],
        );
    }

    #[test]
    fn other_numbers_are_not_taken_for_telephones() {
        check(
            EntityKind::Phone,
            &[
                ("en", "call it twelve hundred dollars"),
                ("en", "it was $4,500 in 1962"),
                ("en", "from 1962-1984 with 350 men"),
                ("en", "in nineteen sixty two and nineteen eighty four"),
                ("en", "the number of students was 12, 15, 18 and 22"),
                ("en", "we won 6-4, 7-5, 6-3"),
                ("en", "count: one two three four five six seven eight"),
                ("en", "he called at 3:45 on 12/05/1984"),
                ("en", "call 911 now"),
                ("en", "a phone costs 4,500 dollars"),
                ("en", "one two, one two, one two"),
                ("en", "about 1,234,567 of them"),
                ("en", "12.5% of 4,000"),
                ("en", "they phoned in 1962 and 1963"),
                ("en", "chapter 12, verse 34"),
                ("fr", "il y a 700 000 habitants"),
                ("de", "1.234.567 Einwohner im Jahr 1984"),
                ("es", "en mil novecientos ochenta y cuatro"),
                ("en", "2 plus 2 is 4"),
                ("en", "to reach 340,000 points of light"),
                ("en", "call 320,000, 320,000 of them"),
                ("en", "the account stands at 14,45,918 crores"),
            ],
        );
    }
}
