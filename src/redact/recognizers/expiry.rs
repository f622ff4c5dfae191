//! The month and year in which a payment card expires.

use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::cues::{DigitCue, Mention};
use crate::redact::dates::{Date, date_at};
use crate::redact::vocabulary::is_function;
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// How far from its cue the date may begin, in tokens.
const REACH: usize = 10;
/// How far around it a card must be spoken of where the cue may be of anything.
const CONTEXT: usize = 60;

/// Finds expiry dates.
pub(super) struct ExpiryRecognizer;

impl Recognizer for ExpiryRecognizer {
    fn name(&self) -> &'static str {
        "expiry"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::CreditDebitExpiry
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let mut found = Vec::new();
        let of_expiry = DigitCue::Of(EntityKind::CreditDebitExpiry);
        for mention in words.cues().mentions().iter().filter(|mention| mention.cue == of_expiry) {
            let tokens = words.tokens();
            let mut first = mention.end..tokens.len().min(mention.end + REACH);
            first.end = first.clone().find(|&at| tokens[at].mark().is_some()).unwrap_or(first.end);
            let date = first.clone().find_map(|at| Some((at, expiry_at(tokens, at)?)));
            let date = date.or_else(|| date_before(tokens, mention));
            if let Some((at, date)) = date
                && (!mention.is_weak || runs_with_a_card(words, mention))
                && (!is_running(words, mention) || runs_out(words.tokens(), date.end))
            {
                let (kind, strength) = (EntityKind::CreditDebitExpiry, Strength::Cued);
                found.push(Found { kind, words: words.words_of(at..date.end), strength });
            }
        }
        Ok(found)
    }
}

/// What a cue that ends the sentence is said of: "noch bis 08/29 gültig", "until 08/29 it's valid".
fn date_before(tokens: &[Token], mention: &Mention) -> Option<(usize, Date)> {
    const REACH_BEFORE: usize = 9;
    let first = mention.start.saturating_sub(REACH_BEFORE);
    let is_until = |at: usize| {
        matches!(tokens[at].text(), "bis" | "until" | "till" | "hasta" | "jusqu'en" | "jusqu'a")
    };
    let until = (first..mention.start).rev().find(|&at| is_until(at))?;
    let found = (until + 1..mention.start).find_map(|at| Some((at, expiry_at(tokens, at)?)))?;
    let (at, date) = found;
    let is_beside = at <= until + 3 && date.end <= mention.start && mention.start <= date.end + 1;
    let is_whole = tokens.get(until..mention.start)?;
    (is_beside && is_whole.iter().all(|token| token.stop() != Stop::Sentence)).then_some(found)
}

/// Whether a cue that may be of anything is of a card: one is spoken of, or nothing else is.
pub(in crate::redact) fn runs_with_a_card(words: &Canonical, mention: &Mention) -> bool {
    is_of_card(words, mention) || is_of_nothing_else(words, mention)
}

/// A month and a year, with or without a day.
fn expiry_at(tokens: &[Token], at: usize) -> Option<Date> {
    let date = date_at(tokens, at)?;
    // "10 27" may be read as the 10th of a 27th month: the year is the second.
    const FIRST_YEAR: u32 = 20;
    let has_year = date.year.is_some() || date.month.is_some_and(|month| month >= FIRST_YEAR);
    let is_expiry = date.month.is_some() && (has_year || date.is_sure);
    is_expiry.then_some(date)
}

/// Whether nothing before the cue in its sentence says what expires: "it expires", "caduca en". That
/// was said before, and what people give the month and year of in a few words is a card.
fn is_of_nothing_else(words: &Canonical, mention: &Mention) -> bool {
    const FURTHEST: usize = 8;
    let before = &words.tokens()[mention.start.saturating_sub(FURTHEST)..mention.start];
    let mut sentence = before.iter().rev().take_while(|token| token.stop() != Stop::Sentence);
    sentence.all(|token| is_function(token.text()))
}

/// "Läuft": a card does so "ab" or "aus", and much else does.
fn is_running(words: &Canonical, mention: &Mention) -> bool {
    words.tokens()[mention.start..mention.end].iter().any(|token| token.text() == "lauft")
        && mention.end == mention.start + 1
}

fn runs_out(tokens: &[Token], end: usize) -> bool {
    tokens.get(end).is_some_and(|token| matches!(token.text(), "ab" | "aus"))
}

fn is_of_card(words: &Canonical, mention: &Mention) -> bool {
    let around = mention.start.saturating_sub(CONTEXT)..mention.end + CONTEXT;
    words.cues().mentions().iter().any(|other| {
        let of = |kind| other.cue == DigitCue::Of(kind);
        around.contains(&other.start)
            && (of(EntityKind::CreditDebitNumber) || of(EntityKind::CreditDebitCvv))
    })
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn expiry_dates_of_cards_are_masked() {
        check(
            EntityKind::CreditDebitExpiry,
            &[
                ("en", "expiry date {04/27}"),
                ("en", "the expiration date is {oh four twenty-seven}"),
                ("en", "my card expires {April 2027}"),
                ("en", "the card expires in {December twenty twenty-six}"),
                ("fr", "la carte expire en {avril deux mille vingt-sept}"),
                ("de", "die Karte ist gültig bis {April siebenundzwanzig}"),
                ("es", "fecha de caducidad, {cero cuatro veintisiete}"),
                ("en", "It expires {oh three twenty-nine}."),
                ("fr", "Elle expire en {novembre 2026}."),
                ("de", "Sie ist gültig bis {null neun, zweiunddreißig}."),
                ("de", "Die Karte läuft {April 2032} ab."),
                ("es", "Caduca en {cero seis treinta y uno}."),
                ("en", "the lease expires in May 2027"),
                ("de", "die Ausstellung läuft bis Mai 2027"),
                ("de", "das läuft noch bis Mai 2027"),
                ("de", "Meine Karte ist noch bis {Mai 2027} gültig."),
                ("fr", "La carte est bonne jusqu'en {mai 2027}."),
                ("fr", "le bail expire en mai 2027"),
                ("en", "the offer expires on Friday"),
            ],
        );
    }
}
