//! Addresses of the armed forces and embassies of the United States, which name no street: a unit or a ship,
//! and a post office of theirs ("Military addresses" in Publication 28 of the United States Postal Service).

use regex::Regex;

use super::patterns::compile;
use crate::domain::EntityKind;
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// The post office, "APO AE 09128", and before it a box at a unit or a ship. Said letter by letter as well.
const OFFICE: &str = concat!(
    r"\b(?:(?:psc|cmr|unit|p s c|c m r)(?: \d+)+ box(?: \d+)+ ",
    r"|(?:uss|usns|usnv|uscgc)(?: [^ ]+){1,4} )?",
    r"(?:apo|fpo|dpo|[afd] p o) (?:aa|ae|ap|a [aep]) (?:\d{5}|\d{1,3}(?: \d{1,3}){1,4})\b",
);

/// Finds military and diplomatic addresses.
pub(super) struct MilitaryAddressRecognizer(Vec<Regex>);

impl MilitaryAddressRecognizer {
    /// # Errors
    /// [`RedactError::Recognizer`] if the pattern is none.
    pub(super) fn new() -> Result<Self, RedactError> {
        Ok(Self(compile("address_military", &[OFFICE])?))
    }
}

impl Recognizer for MilitaryAddressRecognizer {
    fn name(&self) -> &'static str {
        "address_military"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Address
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let all = self.0.iter().flat_map(|pattern| pattern.find_iter(words.text()));
        let found = all.map(|found| Found {
            kind: EntityKind::Address,
            words: words.words_of(words.tokens_in(found.range())),
            strength: Strength::Cued,
        });
        Ok(found.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn a_box_at_a_unit_and_a_ship_are_addresses() {
        check(
            EntityKind::Address,
            &[
                ("en", "Please return to {Unit 4719 Box 7394, DPO AP 70942} in case of an issue."),
                ("en", "His mail goes to {PSC 5420, box 2708, APO AA 33879}."),
                ("en", "The address is {USNV Botolen, FPO AE 12382}."),
                (
                    "en",
                    "Send it to {PSC five four two zero, box two seven oh eight, APO A A three three eight seven nine}, please.",
                ),
                ("en", "Unit 12, box 3 is in the storage, and AP 1 is the first."),
            ],
        );
    }
}
