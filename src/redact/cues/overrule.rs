//! Which of two cues counts: the one that names the thing, or the one that says where it is kept.

use super::{Cues, DigitCue, Mention, REACH_BEFORE, REACH_OF_QUESTION};
use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::digits::is_ending;

/// How far before a number a cue may stand that nothing but its own sentence parts from it: "the
/// co-op's NIF and mine are not the same, the co-op's is".
const REACH_IN_SENTENCE: usize = 20;

impl Cues {
    /// How far before a number a mention ends, less where one sentence holds both and nothing else is
    /// named between them.
    pub(super) fn distance(&self, tokens: &[Token], mention: &Mention, start: usize) -> usize {
        let distance = start - mention.end;
        let is_of_code = matches!(
            mention.cue,
            DigitCue::Of(
                EntityKind::TaxId
                    | EntityKind::NationalId
                    | EntityKind::Passport
                    | EntityKind::DriverLicense
                    | EntityKind::LicensePlate
            )
        );
        let is_long = (REACH_BEFORE..=REACH_IN_SENTENCE).contains(&distance);
        let between = mention.end.saturating_sub(1)..start;
        let is_bare =
            || !tokens[between.clone()].iter().any(|token| token.is_digits() || ends(token));
        if is_long && is_of_code && !mention.is_weak && is_bare() {
            return REACH_BEFORE - 1;
        }
        distance
    }

    /// Whether cues stand behind their numbers, so that one right behind a first number tells what that
    /// is and does not announce the next: "655 437 108 office, 917 945 933 fax".
    pub(super) fn stand_behind(
        &self,
        tokens: &[Token],
        (start, end): (usize, usize),
        mention: &Mention,
    ) -> bool {
        const MOST: usize = 8;
        let from = |at: usize| self.mentions.partition_point(|one| one.start < at);
        let is_announced = self.mentions[..from(start)].last().is_some_and(|one| one.end == start);
        if mention.start != end || is_announced {
            return false;
        }
        let mut last = mention;
        for labels in 1..=MOST {
            let number = tokens.iter().skip(last.end).take_while(|token| token.is_digits()).count();
            if number == 0 {
                return labels > 1 && !announces(tokens, last.end);
            }
            let behind = last.end + number;
            let next = self.mentions.get(from(behind));
            match next.filter(|next| next.start == behind && next.cue == mention.cue) {
                Some(next) => last = next,
                None => return false,
            }
        }
        false
    }

    /// Whether the mention at this place says no more than where the number is kept or what it is
    /// used with, as one before it names the thing: "the PIN on a note beside the card", "your social
    /// security number? It's on the card".
    pub(super) fn is_overruled(
        &self,
        tokens: &[Token],
        place: usize,
        start: usize,
        signs: usize,
    ) -> bool {
        let weak = &self.mentions[place];
        let DigitCue::Of(of) = weak.cue else { return false };
        let may_be = match of {
            EntityKind::CreditDebitNumber => !is_like_card(tokens, start, signs),
            EntityKind::Phone => signs <= 8,
            _ => false,
        };
        if !weak.is_weak || !may_be {
            return false;
        }
        self.mentions[..place]
            .iter()
            .rev()
            .take_while(|one| start - one.end <= REACH_OF_QUESTION)
            .any(|strong| {
                let DigitCue::Of(kind) = strong.cue else { return false };
                let between = strong.end.saturating_sub(1)..weak.start;
                let is_answered = || tokens[between.clone()].iter().any(Token::is_digits);
                let is_one_sentence =
                    || strong.end > strong.start && !tokens[between.clone()].iter().any(ends);
                let is_short = matches!(kind, EntityKind::Pin | EntityKind::CreditDebitCvv);
                let is_named = if of == EntityKind::Phone {
                    is_short && is_one_sentence()
                } else {
                    strong.asks || is_one_sentence()
                };
                !strong.is_weak && kind != of && fits(kind, signs) && is_named && !is_answered()
            })
    }
}

fn ends(token: &Token) -> bool {
    token.stop() == Stop::Sentence
}

/// Whether a number has a card's length and first digit, or is said to be the end of one.
fn is_like_card(tokens: &[Token], start: usize, signs: usize) -> bool {
    let is_issued = tokens[start].text().starts_with(['3', '4', '5', '6']);
    (is_issued && signs >= 13) || (signs == 4 && is_ending(&tokens[..start]))
}

/// Whether a number of so many digits, with what was taken back, may be of the kind.
const fn fits(kind: EntityKind, signs: usize) -> bool {
    match kind {
        EntityKind::Pin => 4 <= signs && signs <= 8,
        EntityKind::CreditDebitCvv => 3 <= signs && signs <= 8,
        EntityKind::Ssn => signs == 4 || (9 <= signs && signs <= 14),
        EntityKind::NationalId | EntityKind::TaxId => signs >= 8,
        EntityKind::BankAccountNumber | EntityKind::Phone => 7 <= signs && signs <= 15,
        _ => false,
    }
}

/// "Which PIN did you choose for banking by phone?" asks for no number to call.
pub(super) fn drop_what_is_used_with(tokens: &[Token], mentions: &mut Vec<Mention>) {
    const REACH: usize = 8;
    let mut last: Option<usize> = None;
    mentions.retain(|mention| {
        if matches!(mention.cue, DigitCue::Of(EntityKind::Pin | EntityKind::CreditDebitCvv))
            && !mention.is_weak
        {
            last = Some(mention.end);
        }
        let is_weak_phone = mention.is_weak && mention.cue == DigitCue::Of(EntityKind::Phone);
        let is_used = last.is_some_and(|end| {
            let between = tokens.get(end.saturating_sub(1)..mention.start).unwrap_or_default();
            between.len() <= REACH && !between.iter().any(|token| token.is_digits() || ends(token))
        });
        !(is_weak_phone && is_used)
    });
}

/// Beside when a card runs out, a code is the card's: "I have the expiry, now the code".
pub(super) fn codes_of_cards(tokens: &[Token], mentions: &mut [Mention]) {
    const REACH: usize = 15;
    const REACH_OF_CARD: usize = 40;
    for place in 1..mentions.len() {
        let (before, rest) = mentions.split_at_mut(place);
        let mention = &mut rest[0];
        let is_code = mention.end == mention.start + 1
            && matches!(tokens[mention.start].text(), "code" | "codigo");
        // "Valid thru May 2030, and on the back 407".
        let is_back = mention.end > mention.start && tokens[mention.end - 1].text() == "back";
        if mention.cue != DigitCue::Number || !(is_code || is_back) {
            continue;
        }
        let near = |kind, reach| {
            let mut near = before.iter().rev().take_while(|one| mention.start - one.end <= reach);
            near.find(|one| one.cue == DigitCue::Of(kind))
        };
        let has_card = near(EntityKind::CreditDebitNumber, REACH_OF_CARD).is_some();
        let expiry = near(EntityKind::CreditDebitExpiry, REACH);
        if expiry.is_some_and(|expiry| !expiry.is_weak || has_card || is_back) {
            mention.cue = DigitCue::Of(EntityKind::CreditDebitCvv);
            mention.is_weak = false;
        }
    }
}

/// Whether a number is taken for what is named at `cue`: "he typed 407 as the security code".
pub(super) fn is_as(tokens: &[Token], cue: usize) -> bool {
    const MOST_BETWEEN: usize = 2;
    let before = tokens[cue.saturating_sub(MOST_BETWEEN)..cue].iter().rev();
    let mut clause = before.take_while(|token| token.stop() == Stop::None);
    clause.any(|token| matches!(token.text(), "as" | "comme" | "como" | "als"))
}

/// Whether a number counts what follows it: "my PIN for thirty years".
pub(super) fn is_counted(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| {
        matches!(
            next.text(),
            "years"
                | "year"
                | "months"
                | "weeks"
                | "days"
                | "times"
                | "minutes"
                | "ans"
                | "annees"
                | "mois"
                | "jours"
                | "fois"
                | "semaines"
                | "jahre"
                | "jahren"
                | "monate"
                | "monaten"
                | "wochen"
                | "tage"
                | "tagen"
                | "mal"
                | "anos"
                | "meses"
                | "semanas"
                | "dias"
                | "veces"
        )
    })
}

/// Whether a number, or a mark, follows a cue that ends before `end`.
pub(super) fn announces(tokens: &[Token], end: usize) -> bool {
    const REACH: usize = 4;
    // "The passport, the one with the torn cover".
    let is_number = |at: usize| {
        let is_long = |token: &Token| token.is_digits() && token.text().len() > 1;
        (is_long(&tokens[at]) && !is_counted(tokens, at))
            || (tokens[at].is_digits() && tokens.get(at + 1).is_some_and(Token::is_digits))
    };
    let mut reach = end..tokens.len().min(end + REACH);
    reach.any(|at| is_number(at) || tokens[at].mark().is_some())
}
