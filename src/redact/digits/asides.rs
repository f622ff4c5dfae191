//! What stands within a number and is no part of it: signs read aloud, "oops", "no, make that".
//!
//! There is no end of what people say when they have lost their place, so that beside the words
//! that are known, what commas or the want of digits tell from the rest counts as well.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::super::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary;

/// How many tokens of hesitation or correction may stand within a number.
pub(super) const LONGEST: usize = 7;
/// How many, where they are no known words.
const LONGEST_UNKNOWN: usize = 4;

static ASIDES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| vocabulary::words(include_str!("../words/asides.txt")));

/// What may stand within a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Signs read aloud.
    Signs,
    /// Those, and corrections and hesitation.
    Talk,
    /// What is said where digits are still wanted, be it what it may.
    Anything,
}

impl Gap {
    /// How many tokens from `start` on stand between a sign and the next, if no more than may.
    pub(super) fn length(
        self,
        tokens: &[Token],
        start: usize,
        (is_sign, is_cue): (impl Fn(usize) -> bool, impl Fn(usize) -> bool),
    ) -> Option<usize> {
        let may_be = |at: &usize| tokens[*at].is_word() && !is_sign(*at);
        let last = tokens.len().min(start + LONGEST);
        let end = start + (start..last).take_while(may_be).count();
        if end >= tokens.len() || !is_sign(end) {
            return None;
        }
        let gap = &tokens[start..end];
        let is_known = match self {
            Self::Signs => gap.iter().all(|token| is_separator(token.text())),
            Self::Talk | Self::Anything => {
                gap.is_empty()
                    || (gap.iter().all(is_gap) && !gap.iter().all(|token| is_small(token.text())))
            }
        };
        let is_free = |(at, token): (usize, &Token)| {
            !token.is_capital() && !parts(token.text()) && !is_cue(start + at)
        };
        let may_be_unknown = self != Self::Signs
            && (gap.len() <= LONGEST_UNKNOWN || is_enclosed(tokens, start..end))
            && gap.iter().enumerate().all(is_free)
            && (self == Self::Anything || is_aside(tokens, start..end));
        (is_known || may_be_unknown).then_some(gap.len())
    }
}

/// Whether there is a comma on either side: "…, if I can only read that, …".
fn is_enclosed(tokens: &[Token], words: std::ops::Range<usize>) -> bool {
    let is_comma = |at: usize| tokens[at].stop() == Stop::Clause && !tokens[at].is_question();
    words.start > 0 && !words.is_empty() && is_comma(words.start - 1) && is_comma(words.end - 1)
}

/// Whether commas, or "no" before it, part some words from the digits around them.
fn is_aside(tokens: &[Token], words: std::ops::Range<usize>) -> bool {
    let Some(last) = words.end.checked_sub(1).filter(|last| *last >= words.start) else {
        return false;
    };
    let is_parted =
        |at: usize| matches!(tokens[at].stop(), Stop::Clause) && !tokens[at].is_question();
    let repairs = matches!(
        tokens[words.start].text(),
        "no" | "non" | "nein" | "nee" | "sorry" | "oops" | "wait" | "pardon" | "perdon" | "ay"
    );
    let is_after_stop = words.start > 0 && is_parted(words.start - 1);
    is_parted(last) || (repairs && is_after_stop)
}

/// Words of asides that say nothing by themselves: "a ver", "o sea", "de nuevo".
static SMALL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "a o de la un une una one ein eine einen me je vous se que sie my i with at au pour von das \
         the this or of on over up here there still we go you put find found ou mais sous oder hier \
         da dort ab nun einfach weiter gerade eben lo si pero eso ahi aqui tengo bien desde u kind \
         sort back print small ready getting stop",
    )
});

fn is_small(word: &str) -> bool {
    SMALL.contains(word)
}

/// Words that part two things, or say what a number counts.
fn parts(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "or"
            | "plus"
            | "from"
            | "to"
            | "in"
            | "at"
            | "for"
            | "until"
            | "till"
            | "per"
            | "by"
            | "than"
            | "und"
            | "oder"
            | "von"
            | "bis"
            | "zu"
            | "um"
            | "fur"
            | "am"
            | "im"
            | "et"
            | "ou"
            | "en"
            | "pour"
            | "jusqu'a"
            | "y"
            | "o"
            | "para"
            | "hasta"
            | "con"
            | "years"
            | "jahre"
            | "ans"
            | "anos"
            | "people"
            | "apartment"
            | "flat"
            | "suite"
            | "unit"
            | "room"
            | "page"
            | "times"
    )
}

/// Signs read aloud.
pub(super) fn is_separator(word: &str) -> bool {
    matches!(
        word,
        "dash"
            | "hyphen"
            | "minus"
            | "space"
            | "dot"
            | "tiret"
            | "guion"
            | "punto"
            | "bindestrich"
            | "strich"
            | "plus"
            | "mas"
    )
}

/// Signs read aloud, corrections, and what the listener puts in.
pub(in crate::redact) fn is_gap(token: &Token) -> bool {
    let word = token.text();
    // "Nee" is no in German, and "née" is born in French.
    let is_born = word == "nee" && token.lexicon() == Lexicon::French;
    !is_born && (is_separator(word) || ASIDES.contains(word))
}

/// What a moment is called, before which "one" is no digit.
pub(in crate::redact) fn is_moment(word: &str) -> bool {
    matches!(
        word,
        "moment"
            | "second"
            | "sec"
            | "minute"
            | "tick"
            | "momentchen"
            | "augenblick"
            | "sekunde"
            | "sekundchen"
            | "instant"
            | "seconde"
            | "petit"
            | "petite"
            | "momento"
            | "momentito"
            | "segundo"
            | "segundito"
            | "minuto"
            | "instante"
    )
}
