//! Dates of birth that are read in a document: "the certificate says the third of May 1962", "in der
//! Urkunde steht …", "sur l'acte, il y a marqué …", "en la partida pone …".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::redact::canonical::{Stop, Token};
use crate::redact::dates::{Date, date_at};
use crate::redact::vocabulary;

/// How far from the word for the document the date may stand.
const REACH: usize = 12;
/// Later dates in proof of who one is may be those of its issue, or of its end.
const LATEST_IN_PROOF: u32 = 2020;

/// Finds them.
pub(super) fn dates(tokens: &[Token]) -> impl Iterator<Item = Range<usize>> + '_ {
    (0..tokens.len()).filter_map(move |at| {
        let document = document_at(tokens, at)?;
        let sentence = sentence(tokens, at);
        if tokens[sentence.clone()].iter().any(is_of_another_day) {
            return None;
        }
        let is_whole = |date: &Date| {
            let is_free = !tokens.get(date.end).is_some_and(Token::is_digits);
            // The number of a passport may be read as a date.
            let is_born = document == Document::OfBirth
                || (date.is_sure && date.year.is_some_and(|year| year <= LATEST_IN_PROOF));
            is_free && date.is_whole() && is_born
        };
        let found = |at: usize| {
            let is_begun = at > 0 && tokens[at - 1].is_digits();
            Some((at, date_at(tokens, at).filter(|date| !is_begun && is_whole(date))?))
        };
        let last = sentence.end.min(at + REACH);
        let first = sentence.start.max(at.saturating_sub(REACH));
        let (start, date) =
            (at + 1..last).find_map(found).or_else(|| (first..at).find_map(found))?;
        let lead = if start > at { sentence.start..start } else { date.end..at + 1 };
        let is_read = tokens[lead].iter().any(tells_what_it_says);
        let has_article = start > 0 && tokens[start - 1].text() == "the";
        is_read.then_some(start - usize::from(has_article)..date.end)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Document {
    OfBirth,
    /// Of who one is: it has other dates, too.
    Proof,
}

/// "The certificate", "in meiner Urkunde", "l'acte", "mi DNI", "son passeport".
fn document_at(tokens: &[Token], at: usize) -> Option<Document> {
    let text = tokens[at].text();
    let before = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].text());
    let next = tokens.get(at + 1).map_or("", Token::text);
    let is_definite = DEFINITE.contains(before(1)) || text.starts_with("l'");
    let is_of =
        matches!(next, "of" | "de" | "du" | "des" | "del" | "uber") || next.starts_with("d'");
    let word = text.strip_prefix("l'").unwrap_or(text);
    match word {
        "certificate" | "urkunde" | "acte" | "partida" | "acta" | "certificat" | "certificado" => {
            (is_definite && !is_of).then_some(Document::OfBirth)
        }
        "civil" => matches!(before(1), "etat" | "l'etat" | "registro").then_some(Document::OfBirth),
        "standesamt" | "livret" => Some(Document::OfBirth),
        "passport" | "passeport" | "pasaporte" | "reisepass" | "pass" | "ausweis"
        | "personalausweis" | "dni" | "cedula" => is_definite.then_some(Document::Proof),
        "d'identite" | "identidad" => Some(Document::Proof),
        "license" | "licence" => {
            matches!(before(1), "driver's" | "drivers" | "driving").then_some(Document::Proof)
        }
        _ => None,
    }
}

static DEFINITE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "the my your his her our their that this der die den dem meiner meine meinem mein ihrer ihre \
         ihrem seiner seine seinem deiner deinem unserer dieser le la les mon ma ton ta son sa votre \
         notre cet cette ce el mi su tu nuestra nuestro esta este im",
    )
});

fn sentence(tokens: &[Token], at: usize) -> Range<usize> {
    let ends = |at: &usize| tokens[*at].stop() == Stop::Sentence;
    let first = at.saturating_sub(REACH);
    let start = (first..at).rev().find(ends).map_or(first, |at| at + 1);
    let last = tokens.len().min(at + 2 * REACH);
    start..(at..last).find(ends).map_or(last, |at| at + 1)
}

/// Other days that documents are of, and what else runs from one to another.
fn is_of_another_day(token: &Token) -> bool {
    const BEGIN: [&str; 38] = [
        "death",
        "deces",
        "defuncion",
        "died",
        "dead",
        "sterb",
        "starb",
        "gestorben",
        "todes",
        "marri",
        "maria",
        "matrimoni",
        "boda",
        "wedding",
        "heirat",
        "geheirat",
        "trauung",
        "divor",
        "scheidung",
        "issue",
        "ausgestellt",
        "delivr",
        "expedi",
        "emiti",
        "expir",
        "valid",
        "valab",
        "gultig",
        "ablauf",
        "caduc",
        "venc",
        "sale",
        "vente",
        "venta",
        "kauf",
        "dated",
        "datiert",
        "fecha",
    ];
    let text = token.text();
    BEGIN.iter().any(|begin| text.starts_with(begin))
        || matches!(text, "lauft" | "until" | "bis" | "hasta" | "jusqu'au" | "jusqu'en")
}

/// What says that something stands in writing.
fn tells_what_it_says(token: &Token) -> bool {
    static SAYS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "says said say reads shows states gives has got it's according written printed \
             steht stand steht's heisst stehe eingetragen laut verzeichnet \
             ecrit marque note inscrit dit indique figure c'est selon d'apres porte lit \
             pone ponia dice decia figura figuraba consta constaba aparece escrito apuntado segun lee",
        )
    });
    SAYS.contains(token.text())
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn dates_of_birth_are_masked_where_a_document_is_read() {
        check(
            EntityKind::DateOfBirth,
            &[
                ("en", "The certificate says {the eighteenth of August 1987}, but who knows."),
                ("en", "My passport has me as {July 9th, 1961} but that's a mistake."),
                (
                    "de",
                    "In der Urkunde steht der {fünften elften neunzehnhundertsiebenundneunzig}.",
                ),
                ("de", "In meinem Ausweis steht der {9. Juli 1961}, das ist aber falsch."),
                ("fr", "Sur l'acte, il y a marqué le {premier juin mille neuf cent soixante-dix}."),
                ("fr", "Sur l'état civil, il y a écrit le {4 mars 1950}."),
                (
                    "es",
                    "En la partida pone {cuatro de abril de 1947}, pero mi madre decía otra cosa.",
                ),
                ("es", "{Cuatro de abril de 1947}, eso pone en mi DNI."),
                ("en", "My passport says {PASSPORT|5 2 7 78 84}."),
                ("en", "The death certificate says the third of May 1999."),
                ("en", "The stock certificate says the third of May 1999."),
                ("en", "My passport says it expires on the third of May 2019."),
                ("de", "In der Heiratsurkunde steht der 4. Juni 1970."),
                ("fr", "Sur l'acte de vente, il y a marqué le 4 juin 1970."),
                ("es", "En el acta de defunción pone 3 de mayo de 1999."),
                ("en", "The certificate came on the third of May 1999."),
            ],
        );
    }
}
