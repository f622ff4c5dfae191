//! Personal identification numbers: four to eight digits, said once more where they are corrected, said to be one.

use super::rules::DigitRule;
use crate::domain::EntityKind;
use crate::redact::{DigitRun, Strength};

pub(super) const PIN: DigitRule = DigitRule { name: "pin", kind: EntityKind::Pin, rule };

fn rule(run: &DigitRun) -> Option<Strength> {
    // It may be a year, or count up: people choose it.
    let is_pin = run.is_said_to_be(EntityKind::Pin)
        && matches!(run.len(), 4..=16)
        && !run.is_one_grouped
        && !run.is_octets;
    is_pin.then_some(Strength::Cued)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn pins_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::Pin,
            &[
                ("en", "my PIN is {4 4 7 1}"),
                ("en", "the pin number is {one two three four}"),
                ("en", "the door code is {nineteen eighty four}"),
                ("fr", "mon code secret est {quatre deux sept un}"),
                ("de", "meine Geheimzahl ist {vier vier sieben eins}"),
                ("es", "mi clave PIN es {cuatro cuatro siete uno}"),
                ("es", "puso su clave, {8275}, y el cajero"),
                ("en", "a pin in a map of 1,200 places"),
            ],
        );
    }
}
