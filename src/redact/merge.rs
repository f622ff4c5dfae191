//! Makes one list of findings that don't overlap.

use std::cmp::Reverse;
use std::ops::Range;

use super::{Found, Strength};
use crate::domain::EntityKind;

/// Words of a channel that are masked as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Masked {
    pub(super) kind: EntityKind,
    pub(super) words: Range<usize>,
}

/// Joins findings that overlap: all their words are masked, under the kind of the longest (then of
/// the surest, then of the kind that does most harm). Findings of one kind side by side are joined,
/// and parts of a number with up to [`MISHEARD_WORDS`] between them.
pub(super) fn merge(mut found: Vec<Found>) -> Vec<Masked> {
    found = without_certain(found);
    found.retain(|one| !one.words.is_empty());
    found.sort_by_key(|one| {
        (one.words.start, Reverse(one.words.end), Reverse(one.strength), harm(one.kind))
    });
    let mut merged: Vec<(Masked, Found)> = Vec::new();
    for one in found {
        match merged.last_mut() {
            Some((masked, longest)) if one.words.start < masked.words.end => {
                masked.words.end = masked.words.end.max(one.words.end);
                if is_better(&one, longest) {
                    masked.kind = one.kind;
                    *longest = one;
                }
            }
            Some((masked, longest)) if one.kind == masked.kind && joins(masked, &one) => {
                masked.words.end = one.words.end;
                if is_better(&one, longest) {
                    *longest = one;
                }
            }
            _ => merged.push((Masked { kind: one.kind, words: one.words.clone() }, one)),
        }
    }
    merged.into_iter().map(|(masked, _)| masked).collect()
}

/// Takes the words of what is certain from all that was found around it: an identity card's number
/// does not reach over the date of birth before it.
fn without_certain(found: Vec<Found>) -> Vec<Found> {
    let is_certain = |one: &&Found| one.strength == Strength::Certain;
    let certain: Vec<Found> = found.iter().filter(is_certain).cloned().collect();
    if certain.is_empty() {
        return found;
    }
    let parts = |one: Found| {
        let mut rest = vec![one];
        for certain in &certain {
            rest = rest.into_iter().flat_map(|one| without(one, certain)).collect();
        }
        rest
    };
    found.into_iter().flat_map(parts).collect()
}

/// What is left of a finding before and after the words of another.
fn without(one: Found, certain: &Found) -> Vec<Found> {
    let (taken, all) = (&certain.words, one.words.clone());
    if one.kind == certain.kind
        || is_of_birth(certain, &one)
        || all.end <= taken.start
        || taken.end <= all.start
    {
        return vec![one];
    }
    let part = |words| Found { words, ..one.clone() };
    vec![part(all.start..taken.start), part(taken.end..all.end)]
}

/// A digit may be heard as a word ("for" in "3714 for 96353"): between two parts of one kind of
/// number, so many words are taken for digits.
const MISHEARD_WORDS: usize = 2;

fn joins(masked: &Masked, next: &Found) -> bool {
    let is_number =
        matches!(next.kind, EntityKind::CreditDebitNumber | EntityKind::Ssn | EntityKind::Phone);
    let most = if is_number { MISHEARD_WORDS } else { 0 };
    next.words.start <= masked.words.end + most
}

fn is_better(one: &Found, other: &Found) -> bool {
    // Four numbers with dots between are nobody's name, whatever stands before them.
    let is_address = |found: &Found| found.kind == EntityKind::IpAddress;
    let is_value =
        |found: &Found| matches!(found.kind, EntityKind::Username | EntityKind::Password);
    if is_address(one) && is_value(other) {
        return true;
    }
    if is_address(other) && is_value(one) {
        return false;
    }
    if is_of_birth(one, other) || is_of_birth(other, one) {
        return one.kind == EntityKind::DateOfBirth;
    }
    let rank = |found: &Found| (found.words.len(), found.strength, Reverse(harm(found.kind)));
    rank(one) > rank(other)
}

/// Whether what was taken for a number is a date that a word for birth announces, and little more: "im Pass
/// steht, ich sei am 03.05.1962 geboren", "am 03.05.1962 bekommen, zwei Wochen zu spät".
fn is_of_birth(birth: &Found, number: &Found) -> bool {
    const LONGEST: usize = 3;
    let is_number = matches!(
        number.kind,
        EntityKind::Phone
            | EntityKind::Passport
            | EntityKind::BankAccountNumber
            | EntityKind::NationalId
            | EntityKind::TaxId
            | EntityKind::DriverLicense
    );
    let is_written = birth.words.len() == 1 && number.words.len() <= LONGEST;
    let is_whole = birth.words == number.words || is_written;
    birth.kind == EntityKind::DateOfBirth && is_number && is_whole
}

/// The order of kinds where all else is equal, the most harmful first.
const fn harm(kind: EntityKind) -> u8 {
    match kind {
        EntityKind::CreditDebitNumber => 0,
        EntityKind::Ssn => 1,
        EntityKind::Iban => 2,
        EntityKind::BankAccountNumber => 3,
        EntityKind::BankRouting => 4,
        EntityKind::NationalId => 5,
        EntityKind::TaxId => 6,
        EntityKind::Passport => 7,
        EntityKind::DriverLicense => 8,
        EntityKind::Password => 9,
        EntityKind::Pin => 10,
        EntityKind::CreditDebitCvv => 11,
        EntityKind::CreditDebitExpiry => 12,
        EntityKind::DateOfBirth => 13,
        EntityKind::Phone => 14,
        EntityKind::Email => 15,
        EntityKind::Username => 16,
        EntityKind::Url => 17,
        EntityKind::IpAddress => 18,
        EntityKind::LicensePlate => 19,
        EntityKind::Address => 20,
        EntityKind::Name => 21,
        EntityKind::Age => 22,
        EntityKind::Custom(_) => 23,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::Strength::{Certain, Cued, Shape};

    fn found(kind: EntityKind, words: Range<usize>, strength: crate::redact::Strength) -> Found {
        Found { kind, words, strength }
    }

    fn masked(kind: EntityKind, words: Range<usize>) -> Masked {
        Masked { kind, words }
    }

    #[test]
    fn a_digit_heard_as_a_word_within_a_number_goes_with_it() {
        use EntityKind::{CreditDebitNumber, Name};
        let parts = |kind| vec![found(kind, 5..6, Cued), found(kind, 7..9, Cued)];
        assert_eq!(merge(parts(CreditDebitNumber)), [masked(CreditDebitNumber, 5..9)]);
        assert_eq!(merge(parts(Name)).len(), 2);
    }

    #[test]
    fn a_date_of_birth_is_no_number_that_little_is_added_to() {
        use EntityKind::{DateOfBirth, Passport, Phone};
        let both = |kind, words| vec![found(kind, words, Cued), found(DateOfBirth, 5..6, Cued)];
        assert_eq!(merge(both(Passport, 5..6)), [masked(DateOfBirth, 5..6)]);
        assert_eq!(merge(both(Phone, 5..8)), [masked(DateOfBirth, 5..8)]);
        assert_eq!(merge(both(Phone, 5..15)), [masked(Phone, 5..15)]);
        let certain = found(DateOfBirth, 5..6, Certain);
        let all = vec![found(Phone, 3..15, Cued), certain];
        let parted = [masked(Phone, 3..5), masked(DateOfBirth, 5..6), masked(Phone, 6..15)];
        assert_eq!(merge(all), parted, "no word is left");
    }

    #[test]
    fn the_longest_names_the_whole() {
        use EntityKind::{Email, Name, Phone};
        let merged = merge(vec![
            found(Name, 4..6, Cued),
            found(Email, 5..9, Shape),
            found(Phone, 20..21, Cued),
        ]);
        assert_eq!(merged, [masked(Email, 4..9), masked(Phone, 20..21)]);
    }

    #[test]
    fn the_surer_names_two_of_one_length() {
        use EntityKind::{Phone, Ssn};
        for mut both in [
            vec![found(Ssn, 1..3, Shape), found(Phone, 1..3, Cued)],
            vec![found(Phone, 1..3, Cued), found(Ssn, 1..3, Shape)],
        ] {
            assert_eq!(merge(both.clone()), [masked(Phone, 1..3)]);
            both[0].strength = Shape;
            both[1].strength = Shape;
            assert_eq!(merge(both), [masked(Ssn, 1..3)]);
        }
    }

    #[test]
    fn neighbours_of_one_kind_are_one_and_of_two_are_two() {
        use EntityKind::{Age, Name};
        let merged = merge(vec![
            found(Name, 2..3, Cued),
            found(Name, 3..4, Cued),
            found(Age, 4..5, Cued),
            found(Name, 5..5, Cued),
        ]);
        assert_eq!(merged, [masked(Name, 2..4), masked(Age, 4..5)]);
    }
}
