//! Numbers of driving licences: five to twenty letters and digits said to be one.

use super::rules::CodeRule;
use crate::domain::EntityKind;
use crate::redact::{CodeRun, DigitCue, Strength};

pub(super) const DRIVER_LICENSE: CodeRule =
    CodeRule { name: "driver license", kind: EntityKind::DriverLicense, rule };

fn rule(run: &CodeRun) -> Option<Strength> {
    let is_license = run.cue == Some(DigitCue::Of(EntityKind::DriverLicense))
        && matches!(run.len(), 5..=34)
        && run.digits() >= 3;
    is_license.then_some(Strength::Cued)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn licence_numbers_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::DriverLicense,
            &[
                ("en", "my driver's license number is {D1234567}"),
                ("en", "driver's license, {D one two three, four five six seven}"),
                ("en", "driving licence {MORGA 657054 SM9IJ}"),
                ("fr", "mon numéro de permis est {12 34 56 78 90 12}"),
                ("de", "Führerscheinnummer {B 072 RRE 2 I 55}"),
                ("es", "mi carnet de conducir es el {12345678 Z}"),
                ("en", "I got my driver's license in 1998"),
            ],
        );
    }
}
