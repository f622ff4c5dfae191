//! Numbers of passports: six to ten letters and digits said to be one.

use super::rules::CodeRule;
use crate::domain::EntityKind;
use crate::redact::{CodeRun, DigitCue, Strength};

pub(super) const PASSPORT: CodeRule =
    CodeRule { name: "passport", kind: EntityKind::Passport, rule };

fn rule(run: &CodeRun) -> Option<Strength> {
    let is_passport = run.cue == Some(DigitCue::Of(EntityKind::Passport))
        && matches!(run.len(), 6..=20)
        && run.digits() >= 2;
    is_passport.then_some(Strength::Cued)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn passport_numbers_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::Passport,
            &[
                ("en", "my passport number is {C01X00T47}"),
                ("en", "passport, {five three three, eight one oh, seven two six}"),
                ("en", "the passport number is {A as in apple, 1 2 3 4 5 6 7 8}"),
                ("fr", "mon passeport est le {12 AB 34567}"),
                ("de", "Reisepassnummer {C wie Cäsar, null eins, X, null null, T, vier sieben}"),
                ("es", "mi pasaporte es {A B C 1 2 3 4 5 6}"),
                ("en", "I renewed my passport in 2019"),
            ],
        );
    }
}
