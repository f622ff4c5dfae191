//! Dates of birth that are read from a record or checked against one: "The fourth of December 1955,
//! does that match what you have for the patient?", "you've got me down as …".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::redact::canonical::{Stop, Token};
use crate::redact::dates::{Date, date_at};
use crate::redact::vocabulary;

/// Whole dates that a record has of somebody.
pub(super) fn dates(tokens: &[Token]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut last = 0;
    let may_be = tokens
        .iter()
        .any(|token| is_patient(token.text()) || is_put(token.text()) || is_store(token));
    let end = if may_be { tokens.len() } else { 0 };
    (0..end).filter_map(move |at| {
        if at < last {
            return None;
        }
        let date = date_at(tokens, at).filter(Date::is_whole)?;
        let is_told = is_checked(tokens, at, date.end)
            || is_down_as(tokens, at, date)
            || is_of_patient(tokens, at, date);
        last = date.end;
        let has_article = at > 0 && tokens[at - 1].text() == "the";
        is_told.then_some(at - usize::from(has_article)..date.end)
    })
}

/// Said first, and then asked whether it is what the record says of a person: "c'est bien ce que vous
/// avez pour le patient?".
fn is_checked(tokens: &[Token], at: usize, end: usize) -> bool {
    const REACH: usize = 14;
    const MOST_BEFORE: usize = 4;
    let before = &tokens[at.saturating_sub(MOST_BEFORE)..at];
    let lead = before.iter().rev().take_while(|token| token.stop() != Stop::Sentence);
    let begins = at <= MOST_BEFORE || lead.count() < MOST_BEFORE;
    let reach = || tokens.iter().skip(end).take(REACH);
    let matches = reach().any(|token| MATCHES.contains(token.text()));
    let is_of_person = reach().any(|token| is_patient(token.text()));
    let is_parted = tokens[end - 1].stop() != Stop::None;
    begins && is_parted && matches && is_of_person
}

/// "Patient Jörg Petersen, 27.08.1990, …", "patient is Grace Price, …": a name, and nothing else.
fn is_of_patient(tokens: &[Token], at: usize, date: Date) -> bool {
    const LONGEST: usize = 7;
    let first = at.saturating_sub(LONGEST);
    let Some(patient) = (first..at).rev().find(|&at| is_patient(tokens[at].text())) else {
        return false;
    };
    let between = &tokens[patient + 1..at];
    let is_particle = |text: &str| {
        matches!(
            text,
            "is" | "ist" | "est" | "es" | "the" | "van" | "von" | "der" | "de" | "del" | "ben"
        )
    };
    let is_known = |token: &Token| {
        token.is_capital()
            || vocabulary::is_given_name(token.text())
            || vocabulary::is_surname(token.text())
    };
    let is_name = |token: &Token| {
        let text = token.text();
        let is_word = token.is_word() && !vocabulary::is_function(text);
        // "Teddy J. Yamamoto".
        let is_initial = token.is_capital() && text.chars().count() == 1;
        is_initial || (token.stop() != Stop::Sentence && (is_word || is_particle(text)))
    };
    // "Patient's social security number, nine eight four …" is no date.
    let is_date = date.is_sure || date.year.is_some_and(|year| year > 1000);
    is_date && between.iter().any(is_known) && between.iter().all(is_name)
}

fn is_patient(word: &str) -> bool {
    PATIENTS.contains(word.strip_suffix("'s").unwrap_or(word))
}

static PATIENTS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "patient patients insured policyholder subscriber member caller child kid baby chart \
         patiente assure assuree l'assure l'assuree l'enfant dossier patientin versicherten \
         versicherte versicherter kind kindes akte karteikarte paciente asegurado asegurada ficha \
         expediente historia nino nina titular",
    )
});

static MATCHES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "match matches have got see says shows show agree agrees correct right correspond \
         avez correspond bien voyez dit exact correcte ca stimmt steht haben sehen passt \
         ubereinstimmt richtig tiene tienen coincide consta figura pone cuadra correcto dice",
    )
});

/// "You've got me down as the third of May 1962", "bei Ihnen steh ich mit dem 3. Mai 1962", "vous
/// m'avez mis le 3 mai 1962".
fn is_down_as(tokens: &[Token], at: usize, Date { end, is_sure, .. }: Date) -> bool {
    const REACH: usize = 7;
    const REACH_OF_STORE: usize = 3;
    let before = &tokens[at.saturating_sub(REACH)..at];
    let before = before.rsplit(|token| token.stop() == Stop::Sentence).next().unwrap_or_default();
    let has = |words: &[&str]| before.iter().any(|token| words.contains(&token.text()));
    let is_me =
        has(&["me", "him", "her", "mich", "ihn", "m'avez", "m'ont", "l'avez", "l'a", "l'ont"]);
    // "She's entered as the third of May 1962", but "take this down, she's on 415 …".
    let is_me = is_me || (is_sure && has(&["i'm", "she's", "he's"]));
    // "Sie haben mich mit 3. Mai 1962 im System".
    let after = tokens.iter().skip(end).take(REACH_OF_STORE);
    let is_stored = tokens[end - 1].stop() == Stop::None && after.into_iter().any(is_store);
    is_me && (is_stored || before.iter().any(|token| is_put(token.text())))
}

fn is_store(token: &Token) -> bool {
    matches!(
        token.text(),
        "system"
            | "systeme"
            | "sistema"
            | "gespeichert"
            | "eingetragen"
            | "drin"
            | "fichier"
            | "file"
    )
}

fn is_put(word: &str) -> bool {
    matches!(
        word,
        "down"
            | "listed"
            | "entered"
            | "registered"
            | "drin"
            | "eingetragen"
            | "gefuhrt"
            | "mis"
            | "inscrit"
            | "inscrite"
            | "note"
            | "notee"
            | "enregistre"
            | "enregistree"
            | "puesto"
            | "apuntado"
            | "apuntada"
            | "registrado"
            | "registrada"
    )
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn dates_of_a_record_are_masked_where_it_is_of_a_person() {
        check(
            EntityKind::DateOfBirth,
            &[
                ("en", "{March ninth, 1951}, is that what you have on the chart?"),
                ("en", "{The ninth of March fifty-one}, does it agree with the patient's file?"),
                ("fr", "{Neuf mars cinquante et un}, ça correspond à ce que vous avez au dossier?"),
                ("de", "{Neunter März einundfünfzig}, stimmt das so in der Akte?"),
                (
                    "es",
                    "{Nueve de marzo del cincuenta y uno}, ¿coincide con la ficha del paciente?",
                ),
                ("en", "You've got me down as {March ninth, 1951}, which is wrong."),
                ("en", "On the register she's entered as {6 June 1921}."),
                ("de", "Sie haben mich mit {9. März 1951} im System."),
                ("de", "Patient {NAME|Jörg Petersen}, {27.08.1990}, kommt mit Brustschmerzen."),
                ("en", "March ninth, 2019 was the day that the river froze."),
                ("en", "The patient was admitted on March ninth, 2019."),
            ],
        );
    }
}
