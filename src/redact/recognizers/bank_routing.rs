//! Numbers of banks: ABA routing numbers (nine digits with a check digit), sort codes (six),
//! Bankleitzahlen (eight), `code banque` and `código de banco` (four or five).

use super::rules::DigitRule;
use crate::domain::EntityKind;
use crate::redact::{DigitRun, Strength};

const LONGEST: usize = 8;
const FEWEST_DIGITS: usize = 4;
/// Twice the longest, as it may be corrected, and as much again: another number may follow after an
/// aside.
const MOST_DIGITS: usize = 36;

pub(super) const BANK_ROUTING: DigitRule =
    DigitRule { name: "bank routing", kind: EntityKind::BankRouting, rule };

fn rule(run: &DigitRun) -> Option<Strength> {
    let is_routing = run.is_said_to_be(EntityKind::BankRouting)
        && (FEWEST_DIGITS..=MOST_DIGITS).contains(&run.len())
        && (!run.is_list_of_others() || (!run.is_weakly_named && run.len() >= LONGEST));
    is_routing.then_some(Strength::Cued)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn routing_numbers_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::BankRouting,
            &[
                ("en", "The routing number is {021000021}."),
                ("en", "routing, {zero two one, triple zero, zero two one}"),
                ("en", "Routing is {021 000 021, then comes the other, 0045 6677 81}"),
                ("en", "sort code {20-00-00}"),
                ("en", "my sort code is {twenty, forty-five, ninety}"),
                ("de", "die Bankleitzahl ist {zehn null fünf null null null null}"),
                ("fr", "code banque {30004}"),
                ("fr", "le code banque sur votre RIB est {30004}"),
                ("fr", "mon code guichet est le {30004}"),
                ("en", "The transit number, whatever you call it, is {021000021}."),
            ],
        );
    }
}
