//! Numbers of bank accounts: what is said to be one. No check digit is common to the banks.

use super::card::is_card_by_digits;
use super::rules::DigitRule;
use crate::domain::EntityKind;
use crate::redact::{DigitRun, Strength};

/// The shortest that banks give out, and the longest (France's 23 digits) with a correction.
const FEWEST_DIGITS: usize = 6;
const MOST_DIGITS: usize = 34;
/// What is said of it where the rest is known: "the account that ends in 4432".
const LAST_DIGITS: usize = 4;

pub(super) const BANK_ACCOUNT: DigitRule =
    DigitRule { name: "bank account", kind: EntityKind::BankAccountNumber, rule };

fn rule(run: &DigitRun) -> Option<Strength> {
    let is_long = (FEWEST_DIGITS..=MOST_DIGITS).contains(&run.len());
    // The number "on the account" may be the one to call.
    let is_to_call = run.is_weakly_named && run.is_english && run.is_nanp;
    let is_account = !is_to_call && run.is_said_to_be(EntityKind::BankAccountNumber)
        && (is_long || run.len() == LAST_DIGITS)
        && !is_of_something_else(run)
        // "Taking into account", "the accounts of 2019".
        && (!run.is_weakly_named || (is_long && (run.is_dense || run.is_spelled || run.digits.starts_with('0'))));
    (is_account && !(run.is_weakly_named && is_card_by_digits(run))).then_some(Strength::Cued)
}

/// Years, a count, scores or an amount beside the account.
fn is_of_something_else(run: &DigitRun) -> bool {
    let is_zero_first = run.digits.starts_with('0');
    if run.len() == LAST_DIGITS {
        return run.is_plain() && !run.is_spelled && !run.is_right_ending && !is_zero_first;
    }
    // "Double zero ten fifty-two sixty-seven" counts up, and counts nothing.
    let is_counted = run.is_plain() && !run.is_spelled && (!is_zero_first || run.is_game);
    let is_amount = run.is_one_grouped && run.digits.ends_with("000");
    if run.is_weakly_named {
        is_counted
    } else {
        (run.is_list_of_others() || is_amount) && !is_zero_first
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn account_numbers_are_masked_where_they_are_said_to_be_some() {
        check(
            EntityKind::BankAccountNumber,
            &[
                ("en", "My account number is {004417829}."),
                ("en", "the account number is {zero zero four four one seven eight two nine}"),
                ("en", "checking account, {four four one, seven eight two nine}, okay"),
                ("fr", "mon numéro de compte est le {zéro un deux trois quatre cinq six sept}"),
                ("de", "meine Kontonummer lautet {eins zwei sechs vier null neun drei}"),
                ("es", "el número de cuenta es {cero cuatro nueve uno dos siete tres}"),
                ("en", "What's the account number? {70 61 55 23}."),
                ("en", "The account number is {twelve, thirty-four, fifty-six, seventy-eight}."),
                ("en", "Account number: {70-61-55-23}."),
                ("en", "My account number is {40,551,229}."),
                ("en", "the account number ends in {2014}"),
                ("fr", "mon numéro de compte est {70 61 55 23}"),
                ("de", "meine Kontonummer ist {70 61 55 23}"),
                ("es", "mi número de cuenta es {70 61 55 23}"),
                ("en", "a bank account in 2014, 2015"),
                ("en", "a bank account of 1,000,000 they said"),
                ("en", "we account for 340,000 of them"),
                ("en", "the account was opened in 1998"),
            ],
        );
    }
}
