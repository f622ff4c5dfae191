//! Looks for the numbers that were found everywhere else in the recording: read back by the listener,
//! or in part ("ending four three two oh").

use std::collections::HashSet;
use std::ops::Range;

use super::digits::is_of_digits;
use super::{Canonical, DigitRun, Found, Strength};
use crate::domain::EntityKind;

/// Fewer signs are repeated by chance.
const FEWEST_SIGNS: usize = 4;
/// Of what looks like a list: "twelve thirty-four fifty-six".
const FEWEST_PLAIN: usize = 6;

/// The numbers found in a recording.
#[derive(Clone, Default)]
pub(super) struct Numbers {
    known: Vec<(EntityKind, String)>,
    /// What any four signs of them are, to rule most others out at once.
    grams: HashSet<[u8; FEWEST_SIGNS]>,
}

impl Numbers {
    /// Takes in a number found; tells whether it is new.
    pub(super) fn add(
        &mut self,
        words: &Canonical,
        kind: EntityKind,
        found: &Range<usize>,
    ) -> bool {
        let before = self.known.len();
        if !is_number(kind) {
            return false;
        }
        for (range, text) in runs(words).filter(|(range, _)| overlap(range, found)) {
            let is_whole = found.start <= range.start && range.end <= found.end;
            let is_known = self.known.iter().rev().take(8).any(|(_, known)| known == text);
            if is_whole && text.len() >= FEWEST_SIGNS && !is_known {
                self.grams.extend(grams(text));
                self.known.push((kind, text.to_owned()));
            }
        }
        self.known.len() > before
    }

    /// Finds where these numbers, or parts of them, are said again; `found` is known already.
    pub(super) fn find(&self, words: &Canonical, found: &[Found]) -> Vec<Found> {
        if self.known.is_empty() {
            return Vec::new();
        }
        let covered: HashSet<usize> = found
            .iter()
            .filter(|one| is_number(one.kind))
            .flat_map(|one| one.words.clone())
            .collect();
        let is_new = |range: &Range<usize>| !range.clone().all(|word| covered.contains(&word));
        let again = |(words, text): (Range<usize>, &str)| {
            let kind = self.kind_of(text)?;
            Some(Found { kind, words, strength: Strength::Echo })
        };
        candidates(words).filter(|(range, _)| is_new(range)).filter_map(again).collect()
    }

    /// The kind of the number that this is, or is a part of.
    fn kind_of(&self, text: &str) -> Option<EntityKind> {
        if text.len() < FEWEST_SIGNS || !grams(text).all(|gram| self.grams.contains(&gram)) {
            return None;
        }
        self.known.iter().find(|(_, known)| known.contains(text)).map(|(kind, _)| *kind)
    }
}

fn grams(text: &str) -> impl Iterator<Item = [u8; FEWEST_SIGNS]> + '_ {
    text.as_bytes().windows(FEWEST_SIGNS).filter_map(|window| window.try_into().ok())
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Every run, as words and signs.
fn runs(words: &Canonical) -> impl Iterator<Item = (Range<usize>, &str)> {
    let digits = words.digit_runs().iter().map(|run| (&run.tokens, run.digits.as_str()));
    let codes = words.code_runs().iter().map(|run| (&run.tokens, run.text.as_str()));
    digits.chain(codes).map(|(tokens, text)| (words.words_of(tokens.clone()), text))
}

/// Runs that may be a number said again: no years, counts, scores and amounts, unless they are too
/// long to be the same by chance.
fn candidates(words: &Canonical) -> impl Iterator<Item = (Range<usize>, &str)> {
    let is_evidence = |run: &&DigitRun| !run.is_plain() || run.len() >= FEWEST_PLAIN;
    let digits = words.digit_runs().iter().filter(is_evidence);
    let digits = digits.map(|run| (&run.tokens, run.digits.as_str()));
    let has_letters = |text: &str| text.bytes().any(|byte| byte.is_ascii_lowercase());
    let codes = words.code_runs().iter().filter(move |run| has_letters(&run.text));
    let codes = codes.map(|run| (&run.tokens, run.text.as_str()));
    digits.chain(codes).map(|(tokens, text)| (words.words_of(tokens.clone()), text))
}

/// Kinds whose values are numbers or codes.
const fn is_number(kind: EntityKind) -> bool {
    let may_have_letters = matches!(
        kind,
        EntityKind::Iban
            | EntityKind::Passport
            | EntityKind::DriverLicense
            | EntityKind::TaxId
            | EntityKind::NationalId
            | EntityKind::LicensePlate
    );
    may_have_letters || is_of_digits(kind)
}
