//! The month and year in which a payment card expires.

use super::expiry_near;
use super::expiry_read::tells_of_reading;
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
                && !is_of_birth(words, mention, date)
                && (!mention.is_weak || runs_with_a_card(words, mention))
                && (!is_running(words, mention) || runs_out(words.tokens(), date.end, mention))
            {
                let (kind, strength) = (EntityKind::CreditDebitExpiry, Strength::Cued);
                found.push(Found { kind, words: words.words_of(at..date.end), strength });
            }
        }
        found.extend(dated(words).chain(expiry_near::find(words)).map(|(at, date)| Found {
            kind: EntityKind::CreditDebitExpiry,
            words: words.words_of(at..date.end),
            strength: Strength::Cued,
        }));
        Ok(found)
    }
}

/// "Day, month and year of birth": a card's date has no day where somebody's birth is spoken of.
fn is_of_birth(words: &Canonical, mention: &Mention, date: Date) -> bool {
    const NEAR: usize = 6;
    let near = mention.start.saturating_sub(NEAR)..mention.end + NEAR;
    let of_birth = DigitCue::Of(EntityKind::DateOfBirth);
    date.day.is_some()
        && date.month.is_some()
        && words
            .cues()
            .mentions()
            .iter()
            .any(|other| other.cue == of_birth && near.contains(&other.start))
}

/// The dates beside a card's number that are no more than called dates: "5454 …, date onze trente".
fn dated(words: &Canonical) -> impl Iterator<Item = (usize, Date)> + '_ {
    const REACH: usize = 3;
    const FEWEST_DIGITS: usize = 13;
    let tokens = words.tokens();
    let is_date = |token: &Token| matches!(token.text(), "date" | "datum" | "fecha");
    let named =
        (0..tokens.len()).filter(move |at| is_date(&tokens[*at]) && !words.cues().cover(*at));
    named.filter_map(move |named| {
        let is_card = words.digit_runs().iter().any(|run| {
            let is_named = run.is_said_to_be(EntityKind::CreditDebitNumber) || run.cue.is_none();
            let is_before = run.tokens.end <= named && named - run.tokens.end <= CONTEXT / 2;
            is_before && is_named && run.len() >= FEWEST_DIGITS
        });
        let reach = named + 1..tokens.len().min(named + 1 + REACH);
        let first = reach.into_iter().find_map(|at| Some((at, expiry_at(tokens, at)?)));
        first.filter(|(_, date)| is_card && (date.day.is_none() || date.year.is_none()))
    })
}

/// What a cue that ends the sentence is said of: "noch bis 08/29 gültig", "until 08/29 it's valid",
/// "08/29, that's when it expires".
fn date_before(tokens: &[Token], mention: &Mention) -> Option<(usize, Date)> {
    const REACH_BEFORE: usize = 10;
    const REACH_BACK: usize = 7;
    let first = mention.start.saturating_sub(REACH_BEFORE);
    let start = (first..mention.start)
        .rev()
        .find(|&at| tokens[at].stop() == Stop::Sentence)
        .map_or(first, |at| at + 1);
    let is_until = |at: usize| {
        matches!(tokens[at].text(), "bis" | "until" | "till" | "hasta" | "jusqu'en" | "jusqu'a")
    };
    let until = (start..mention.start).rev().find(|&at| is_until(at));
    let from = until.map_or(start, |until| until + 1);
    let found = (from..mention.start).find_map(|at| Some((at, expiry_at(tokens, at)?)))?;
    let (at, date) = found;
    let between = tokens.get(date.end..mention.start)?;
    let is_said = until.is_some() && at <= from + 2 && between.len() <= 1;
    // "08/29, dann läuft die Karte ab".
    let is_told = between.len() <= REACH_BACK
        && tokens[date.end - 1].stop() == Stop::Clause
        && between.first().is_some_and(|token| tells(token.text()));
    (is_said || is_told).then_some(found)
}

fn tells(word: &str) -> bool {
    matches!(
        word,
        "that's"
            | "that"
            | "then"
            | "dann"
            | "da"
            | "das"
            | "c'est"
            | "la"
            | "ahi"
            | "es"
            | "esa"
            | "ese"
            | "eso"
            | "asi"
            | "so"
            | "voila"
            | "it"
            | "entonces"
            | "alors"
            | "it's"
            | "when"
    )
}

/// Whether a cue that may be of anything is of a card: one is spoken of, or nothing else is.
pub(in crate::redact) fn runs_with_a_card(words: &Canonical, mention: &Mention) -> bool {
    let is_asked = mention.asks && !is_of_something_else(words, mention);
    is_of_card(words, mention) || is_of_nothing_else(words, mention) || is_asked
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

/// Whether something else that runs out is named beside the cue.
fn is_of_something_else(words: &Canonical, mention: &Mention) -> bool {
    const NEAR: usize = 8;
    let near = mention.start.saturating_sub(NEAR)..words.tokens().len().min(mention.end + NEAR);
    words.tokens()[near]
        .iter()
        .any(|token| OTHERS.iter().any(|other| token.text().starts_with(other)))
}

/// How words for what else runs out begin.
const OTHERS: [&str; 27] = [
    "passport",
    "passeport",
    "pasaporte",
    "reisepass",
    "ausweis",
    "licen",
    "permi",
    "fuhrerschein",
    "contrat",
    "contract",
    "vertrag",
    "lease",
    "offer",
    "offre",
    "angebot",
    "oferta",
    "warrant",
    "garant",
    "subscri",
    "abonn",
    "suscri",
    "insur",
    "assur",
    "versicher",
    "polic",
    "ticket",
    "coupon",
];

/// Whether nothing before the cue in its sentence says what expires: "it expires", "caduca en". That
/// was said before, and what people give the month and year of in a few words is a card.
fn is_of_nothing_else(words: &Canonical, mention: &Mention) -> bool {
    const FURTHEST: usize = 8;
    let before = &words.tokens()[mention.start.saturating_sub(FURTHEST)..mention.start];
    let mut sentence = before.iter().rev().take_while(|token| token.stop() != Stop::Sentence);
    if sentence.clone().all(|token| is_function(token.text())) {
        return true;
    }
    sentence.all(tells_of_reading) && !is_of_something_else(words, mention)
}

/// "Läuft": a card does so "ab" or "aus", and much else does.
fn is_running(words: &Canonical, mention: &Mention) -> bool {
    words.tokens()[mention.start..mention.end].iter().any(|token| token.text() == "lauft")
        && mention.end == mention.start + 1
}

fn runs_out(tokens: &[Token], end: usize, mention: &Mention) -> bool {
    const REACH: usize = 4;
    let is_out = |token: &Token| matches!(token.text(), "ab" | "aus");
    let rest = tokens.iter().skip(mention.end).take(REACH);
    tokens.get(end).is_some_and(is_out) || (end <= mention.start && rest.into_iter().any(is_out))
}

fn is_of_card(words: &Canonical, mention: &Mention) -> bool {
    const FEWEST_DIGITS: usize = 13;
    let around = mention.start.saturating_sub(CONTEXT)..mention.end + CONTEXT;
    // "The number's 4242 …, end date July 2030".
    let is_number = words.digit_runs().iter().any(|run| {
        let before = mention.start.checked_sub(run.tokens.end);
        let is_card = matches!(run.cue, None | Some(DigitCue::Number));
        is_card && run.len() >= FEWEST_DIGITS && before.is_some_and(|gap| gap < CONTEXT / 4)
    });
    is_number
        || words.cues().mentions().iter().any(|other| {
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
                ("en", "Does it still say {April 2031} on your card?"),
                ("en", "The little date on the card, that's {three slash twenty-nine}."),
                ("es", "¿Sigue poniendo {dos barra veintisiete} en su tarjeta?"),
                ("de", "Steht auf Ihrer Karte noch {August 2027}?"),
                ("fr", "Il me faut la fin de la carte. {Dix, vingt-huit}."),
                ("en", "It says good through {twelve slash thirty-one} on the front."),
                ("de", "Da steht: gültig bis {null drei dreißig}."),
                ("de", "Vorne steht gültig bis {zwei Strich einunddreißig}."),
                ("fr", "Il y a écrit : expire fin {09/27}."),
                ("fr", "La date d'expiration, c'est {un slash trente et un}."),
                ("es", "Ahí pone válida hasta {uno barra treinta y dos}."),
                ("en", "It says valid until June 2027 on the coupon."),
                (
                    "en",
                    "The number's {CREDIT_DEBIT_NUMBER|5454 5497 4263 3296}, end date {April 2026}.",
                ),
                ("es", "La de crédito, vencimiento {uno barra treinta y dos}."),
                ("en", "The sign says open until March 2027."),
                ("en", "The card came on March 14, 2021."),
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
