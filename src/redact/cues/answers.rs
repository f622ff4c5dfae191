//! Numbers that answered a cue, and those that follow them.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::DigitCue;
use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::vocabulary;

/// Where cues were answered, in order: with a number as long as its kind is. A mark ends the reach
/// of all cues before it: what is redacted once is shorter, and must not bring them nearer to what
/// follows.
#[derive(Default)]
pub(in crate::redact) struct Answers {
    marks: Vec<usize>,
    numbers: Vec<(usize, EntityKind)>,
    /// The last that was named, however long it is.
    last: Option<(usize, DigitCue)>,
}

impl Answers {
    /// Takes in the marks among these tokens.
    pub(in crate::redact) fn new(tokens: &[Token]) -> Self {
        let marks = tokens.iter().enumerate().filter(|(_, token)| token.mark().is_some());
        let marks = marks.map(|(at, _)| at).collect();
        Self { marks, ..Self::default() }
    }

    /// Takes in that a number of so many digits begins at a token, after those before.
    pub(in crate::redact) fn add(&mut self, at: usize, cue: DigitCue, digits: usize) {
        let DigitCue::Of(kind) = cue else { return };
        self.last = Some((at, cue));
        if digits >= whole(kind) {
            self.numbers.push((at, kind));
        }
    }

    /// Whether a cue that ends at `start` is spent at `end`.
    pub(in crate::redact) fn are_between(&self, start: usize, end: usize, cue: DigitCue) -> bool {
        let mark = self.marks.get(self.marks.partition_point(|at| *at < start));
        let first = self.numbers.partition_point(|(at, _)| *at < start);
        let mut between = self.numbers[first..].iter().take_while(|(at, _)| *at < end);
        mark.is_some_and(|at| *at < end) || between.any(|(_, kind)| DigitCue::Of(*kind) == cue)
    }

    /// Whether the last number that was named, not long before, is a bank's: the account's follows.
    pub(in crate::redact) fn follows_routing(&self, tokens: &[Token], start: usize) -> bool {
        const REACH: usize = 26;
        self.last.is_some_and(|(at, cue)| {
            let is_plain = |token: &Token| token.mark().is_none();
            cue == DigitCue::Of(EntityKind::BankRouting)
                && at < start
                && start - at <= REACH
                && tokens[at..start].iter().all(is_plain)
        })
    }

    /// What another's is where the last number was of a kind: "hers is 415 and mine is 407".
    pub(in crate::redact) fn like_last(&self, tokens: &[Token], start: usize) -> Option<DigitCue> {
        const REACH: usize = 40;
        let (at, cue) = self.last?;
        (at < start && start - at <= REACH && is_anothers(tokens, start)).then_some(cue)
    }
}

/// Whether "mine is", "le sien c'est" or the like stands before a value.
pub(in crate::redact) fn is_anothers(tokens: &[Token], start: usize) -> bool {
    const MOST_BETWEEN: usize = 3;
    let is_link = |at: usize| {
        matches!(
            tokens[at].text(),
            "is" | "est" | "c'est" | "ist" | "es" | "was" | "lautet" | "le" | "la" | "el" | "it's"
        )
    };
    let first = start.saturating_sub(MOST_BETWEEN);
    let links = (first..start).rev().take_while(|&at| is_link(at)).count();
    let Some(whose) = (start - links).checked_sub(1).map(|at| &tokens[at]) else { return false };
    let is_parted = whose.stop() == Stop::Clause || whose.text().ends_with("'s");
    let word = whose.text().strip_suffix("'s").unwrap_or_else(|| whose.text());
    // "Y el mío ABC", "und meiner C null eins".
    let is_bare = matches!(
        word,
        "mine"
            | "hers"
            | "theirs"
            | "yours"
            | "mien"
            | "mienne"
            | "sien"
            | "sienne"
            | "tien"
            | "tienne"
            | "mio"
            | "mia"
            | "suyo"
            | "suya"
            | "tuyo"
            | "tuya"
            | "meiner"
            | "meins"
            | "ihrer"
            | "ihrs"
            | "seiner"
            | "seins"
    );
    (links > 0 || is_parted || is_bare) && whose.stop() != Stop::Sentence && ANOTHERS.contains(word)
}

static ANOTHERS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "mine hers his theirs yours ours other second \
         mien mienne sien sienne tien tienne votre notre leur autre l'autre seconde deuxieme \
         meiner meine meins ihrer ihre ihrs deiner deine seiner seine seins unserer unsere andere \
         anderer zweite zweiter \
         mio mia suyo suya tuyo tuya nuestro nuestra otro otra segundo segunda",
    )
});

/// How many digits a number of a kind has, if none is missing.
pub(in crate::redact) const fn whole(kind: EntityKind) -> usize {
    match kind {
        EntityKind::CreditDebitNumber => 13,
        EntityKind::Phone | EntityKind::Ssn => 9,
        EntityKind::CreditDebitCvv => 3,
        EntityKind::Pin | EntityKind::CreditDebitExpiry => 4,
        EntityKind::Iban => 15,
        _ => 8,
    }
}

/// How many signs are said of what was named, if it was said to its end; of what nobody named, so many
/// that it is something.
pub(in crate::redact) const fn said_of(cue: Option<DigitCue>) -> usize {
    const NUMBERS_OF_DATE: usize = 3;
    const UNNAMED: usize = 8;
    match cue {
        Some(DigitCue::Of(EntityKind::DateOfBirth)) => NUMBERS_OF_DATE,
        Some(DigitCue::Of(kind)) => whole(kind),
        _ => UNNAMED,
    }
}

/// How many signs answer a question for a kind at least: none are a name.
pub(in crate::redact) const fn asked_of(kind: EntityKind) -> usize {
    const MOST: usize = 8;
    const OF_DATE: usize = 4;
    match kind {
        EntityKind::DateOfBirth => OF_DATE,
        _ if !super::is_of_runs(kind) => usize::MAX,
        _ if whole(kind) > MOST => MOST,
        _ => whole(kind),
    }
}

/// The fewest digits of what may be said of much else: "the PIN for banking by phone" is no number
/// to call.
pub(in crate::redact) const fn fewest(cue: DigitCue) -> usize {
    match cue {
        DigitCue::Of(EntityKind::Phone) => 5,
        _ => 0,
    }
}

/// Whether a number may be of the kind by its length, corrections within included.
pub(in crate::redact) const fn fits(cue: DigitCue, signs: usize) -> bool {
    match cue {
        DigitCue::Of(EntityKind::Phone) => signs <= 15,
        DigitCue::Of(EntityKind::CreditDebitNumber) => signs <= 4 || signs >= 11,
        DigitCue::Of(EntityKind::BankAccountNumber) => signs != 9 && signs >= 5,
        _ => true,
    }
}
