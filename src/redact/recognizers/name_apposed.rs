//! Names between commas, after what somebody is: "my teacher, Roe, …", "my neighbour across the landing,
//! Jane, …", "meine Nachbarin von gegenüber, die Jana, …".

use std::ops::Range;

use super::name_known::{may_be_surname, whole_name};
use super::name_listed::is_noun;
use super::name_somebody::{ends_clause, is_listed, is_place, text};
use super::name_words::is_adjective_too;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{
    is_also_name, is_common, is_demonym, is_function, is_given_name, is_role,
};

/// Past a comma, and an article or none, what somebody before it is called.
pub(super) fn apposed(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let name = whole_name(tokens, at).or_else(|| capital_alone(words, at))?;
    let word = text(tokens, at);
    let has_article = tokens[at - 1].stop() == Stop::None
        && matches!(text(tokens, at - 1), "die" | "der" | "el" | "la");
    let comma = if has_article { at.checked_sub(2)? } else { at - 1 };
    let before = &tokens[comma];
    if before.stop() != Stop::Clause || before.is_question() || !ends_clause(tokens, name.end) {
        return None;
    }
    let is_german = tokens[at].lexicon() == Lexicon::German;
    let is_told = (is_role(before.text()) || is_compound(before)) && !has_article;
    let is_adjective = is_german && is_adjective_too(word);
    let is_romance = matches!(tokens[at].lexicon(), Lexicon::French | Lexicon::Spanish);
    let is_known = may_be_surname(words, &name)
        || (!is_german && !is_common(word))
        || is_adjective
        || is_romance;
    let is_listed = is_listed(word) && !(is_german && is_noun(word));
    // "My neighbour across the landing, Jane": the model takes it for where that is.
    let is_somebody = is_given_name(word) || is_also_name(word) || !is_place(words, at);
    let is_known_further = (is_listed || (is_known && !has_article)) && is_somebody;
    ((is_told && is_known) || (is_known_further && is_of_role(tokens, comma))).then_some(name)
}

/// "L'infirmière en chef, Petit,", "die Stationsschwester, Schwarz,": any word that can stand there for
/// nothing but a name.
fn capital_alone(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let token = &words.tokens()[at];
    let is_german = token.lexicon() == Lexicon::German && is_adjective_too(token.text());
    // It stands after a comma, where `romance_capital` takes nothing.
    let is_romance = matches!(token.lexicon(), Lexicon::French | Lexicon::Spanish)
        && token.is_capital()
        && !token.is_upper()
        && token.is_word()
        && !is_function(token.text())
        && !is_demonym(token.text());
    (is_german || is_romance).then_some(at..at + 1)
}

/// "Die Stationsschwester": somebody by what they do, put together.
fn is_compound(token: &Token) -> bool {
    const ENDINGS: [&str; 14] = [
        "schwester",
        "pfleger",
        "pflegerin",
        "leiter",
        "leiterin",
        "lehrer",
        "lehrerin",
        "arzt",
        "arztin",
        "anwalt",
        "anwaltin",
        "meister",
        "meisterin",
        "sprecherin",
    ];
    let is_german = token.lexicon() == Lexicon::German && token.is_capital();
    is_german && ENDINGS.iter().any(|end| token.text().ends_with(end))
}

/// Whether the clause that ends there has somebody in it who is somebody's, and hardly anything with a
/// capital after: "my neighbour across the landing".
fn is_of_role(tokens: &[Token], last: usize) -> bool {
    const REACH: usize = 7;
    let first = last.saturating_sub(REACH);
    let clause = (first..last).rev().take_while(|&at| tokens[at].stop() == Stop::None);
    let is_german = tokens[last].lexicon() == Lexicon::German;
    let is_plain = |at: usize| is_german || !tokens[at].is_capital();
    let mut clause = clause.take_while(|&at| is_plain(at + 1));
    clause.any(|at| {
        let word = text(tokens, at);
        let role = word.strip_prefix("l'");
        role.is_some_and(is_role) || (at > 0 && is_role(word) && is_whose(text(tokens, at - 1)))
    })
}

fn is_whose(word: &str) -> bool {
    const STEMS: [&str; 6] = ["mein", "dein", "sein", "ihr", "unser", "euer"];
    let is_german = STEMS.iter().any(|stem| {
        word.strip_prefix(stem)
            .is_some_and(|rest| matches!(rest, "" | "e" | "er" | "en" | "em" | "es"))
    });
    is_german
        || matches!(
            word,
            "my" | "our"
                | "his"
                | "her"
                | "their"
                | "your"
                | "mon"
                | "ma"
                | "notre"
                | "votre"
                | "ton"
                | "ta"
                | "son"
                | "sa"
                | "leur"
                | "mi"
                | "tu"
                | "su"
                | "nuestro"
                | "nuestra"
        )
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn what_somebody_is_called_stands_between_commas() {
        check(
            EntityKind::Name,
            &[
                ("en", "My teacher, {Pemberton}, put up with me."),
                ("en", "My colleague from the night shift, {Hope}, covered for me."),
                ("de", "Meine Kollegin aus der Nachtschicht, die {Heike}, sprang ein."),
                ("es", "Mi vecina del tercero, {Remedios}, regaba las plantas."),
                ("fr", "Ma voisine du dessus, {Solange}, arrosait les plantes."),
                ("de", "Meine Nachbarin von oben, die Blumen, den Müll, alles machte sie."),
                ("en", "My brother in the north, Monday to Friday, drives a bus."),
            ],
        );
    }
}
