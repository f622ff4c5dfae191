//! Who it was that did something: "It was Roe who told me", "c'est Roe qui m'a appelé", "fue Roe quien
//! llamó", "es war Roe, der mir half".

use std::ops::Range;

use super::name::{Trust, name_at};
use super::name_listed::is_noun;
use super::name_somebody::{HINT, begins_clause, is_listed, is_month, is_place, text};
use super::name_words::{ends_as_surname, is_adjective_too, is_brand};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{is_common, is_demonym};

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    (1..words.tokens().len()).filter_map(move |at| singled_out(words, at))
}

fn singled_out(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const MOST_WORDS: usize = 3;
    let tokens = words.tokens();
    let (token, word) = (&tokens[at], tokens[at].text());
    if !token.is_capital() || token.is_upper() || begins_clause(tokens, at) || !it_was(tokens, at) {
        return None;
    }
    let is_other = is_demonym(word) || is_month(word) || is_brand(word) || is_place(words, at);
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= MOST_WORDS)?;
    let names = who_did(tokens, name.end)?;
    let is_known = name.clone().any(|at| {
        let word = tokens[at].text();
        let is_noun =
            token.lexicon() == Lexicon::German && (is_noun(word) || is_adjective_too(word));
        is_listed(word) && !is_noun || ends_as_surname(word) || words.evidence(at).name >= HINT
    });
    let is_name = match names {
        Named::Person => is_known || !is_common(word),
        Named::Perhaps => is_known && (!is_common(word) || is_listed(word)),
    };
    (is_name && !is_other).then_some(name)
}

/// Whether "it was", "c'est", "fue" or "es war" stands before, "not" or "only" between.
fn it_was(tokens: &[Token], at: usize) -> bool {
    let is_between = |word: &str| {
        matches!(
            word,
            "not"
                | "only"
                | "just"
                | "actually"
                | "really"
                | "pas"
                | "bien"
                | "plutot"
                | "nicht"
                | "nur"
                | "wohl"
                | "doch"
                | "ja"
                | "auch"
        )
    };
    let last = (at - usize::from(is_between(text(tokens, at - 1)))).checked_sub(1);
    let Some(last) = last else { return false };
    let before = last.checked_sub(1).map_or("", |at| text(tokens, at));
    match text(tokens, last) {
        "was" | "is" | "wasn't" | "isn't" => matches!(before, "it" | "that"),
        "it's" | "that's" | "c'est" | "c'etait" | "war's" | "fue" | "fui" => true,
        "war" | "ist" => matches!(before, "es" | "das" | "da"),
        "es" | "era" => tokens[last].lexicon() == Lexicon::Spanish,
        "fut" | "n'est" => before == "ce",
        _ => false,
    }
}

/// How surely what follows a name says that it is somebody's.
enum Named {
    /// Things don't do so: "who".
    Person,
    /// Things do so too: "qui", "der".
    Perhaps,
}

fn who_did(tokens: &[Token], next: usize) -> Option<Named> {
    let (word, after) = (text(tokens, next), text(tokens, next + 1));
    if tokens[next - 1].stop() == Stop::Sentence {
        return None;
    }
    let is_comma = tokens[next - 1].stop() == Stop::Clause;
    match tokens[next - 1].lexicon() {
        Lexicon::English => {
            matches!(word, "who" | "who's" | "who'd" | "whom").then_some(Named::Person)
        }
        Lexicon::Spanish if word == "quien" => Some(Named::Person),
        Lexicon::Spanish => {
            let is_which = matches!((word, after), ("el" | "la", "que")) || word == "que";
            is_which.then_some(Named::Perhaps)
        }
        Lexicon::French => {
            matches!(word, "qui" | "que" | "qu'il" | "qu'elle" | "qu'on").then_some(Named::Perhaps)
        }
        Lexicon::German => {
            let is_relative = matches!(word, "der" | "die" | "dem" | "den" | "deren" | "dessen");
            // "Es war Sommer, die Sonne schien" goes on with a noun.
            let is_clause =
                tokens.get(next + 1).is_some_and(|token| !token.is_capital()) && is_pronoun(after);
            (is_comma && is_relative && is_clause).then_some(Named::Perhaps)
        }
    }
}

/// With what a German clause goes on that says what somebody did.
fn is_pronoun(word: &str) -> bool {
    matches!(
        word,
        "mir"
            | "mich"
            | "uns"
            | "dir"
            | "dich"
            | "euch"
            | "ihm"
            | "ihn"
            | "ihr"
            | "sie"
            | "es"
            | "sich"
            | "das"
            | "den"
            | "ich"
            | "wir"
            | "immer"
            | "damals"
            | "zuerst"
            | "als"
            | "dann"
            | "da"
            | "nicht"
            | "auch"
            | "alles"
    )
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn who_it_was_is_named() {
        check(
            EntityKind::Name,
            &[
                ("de", "Es war {Kowalski}, der uns damals geholfen hat."),
                ("de", "Das war nicht {Heike}, die das gesagt hat."),
                ("en", "It was {Castellan} who rang me that night."),
                ("fr", "C'est {Thierry} qui m'a prévenu."),
                ("es", "Fue {Llorente} quien abrió la puerta."),
                ("de", "Es war Sommer, die Sonne schien."),
                ("de", "Es war Angst, die mich weckte."),
                ("en", "It was people who lost, and it was Wednesday."),
                ("fr", "C'est la pluie qui fait pousser le blé."),
                ("es", "Fue la lluvia la que ganó."),
            ],
        );
    }
}
