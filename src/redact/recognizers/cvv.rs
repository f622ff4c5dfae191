//! The three or four digits on a payment card that prove it is at hand.

use super::rules::DigitRule;
use crate::domain::EntityKind;
use crate::redact::{DigitRun, Strength};

pub(super) const CVV: DigitRule = DigitRule { name: "cvv", kind: EntityKind::CreditDebitCvv, rule };

fn rule(run: &DigitRun) -> Option<Strength> {
    let is_code = run.is_said_to_be(EntityKind::CreditDebitCvv) && matches!(run.len(), 3..=8);
    is_code.then_some(Strength::Cued)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn security_codes_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::CreditDebitCvv,
            &[
                ("en", "the CVV is {123}"),
                ("en", "security code {four oh seven}, thanks"),
                ("en", "the three digits on the back are {nine one two}"),
                ("fr", "le cryptogramme est {trois cent douze}"),
                ("fr", "au dos de la carte, {un deux trois}"),
                ("de", "die Prüfnummer ist {vier eins zwei}"),
                ("es", "el código de seguridad es {siete dos cero}"),
                ("en", "The security number on the card is {four oh seven}."),
                ("de", "Die Prüfziffer der Kreditkarte ist {zwei acht zwei}."),
                ("de", "hinten die drei Zahlen, da steht {407}"),
                ("es", "los tres últimos números son {cuatro cero siete}"),
                ("en", "the card has 300 designs"),
            ],
        );
    }
}
