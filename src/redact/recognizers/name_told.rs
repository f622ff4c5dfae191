//! Who says or does something where a sentence begins, or in passing: "Roe l'a dit", "Roe lo dijo", "would
//! Faith have known?", "with Roe abstaining".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::name::{Trust, is_title, name_at};
use super::name_listed::follows_article;
use super::name_somebody::{HINT, begins_clause, ends_clause, is_listed, is_month, is_place, text};
use super::name_words::is_brand;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{self, is_common, is_demonym, is_function, is_given_name, is_role};

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    let may_be = move |at: &usize| {
        let (token, word) = (&tokens[*at], tokens[*at].text());
        let is_other = is_title(word) || is_role(word) || is_demonym(word) || is_month(word);
        token.is_word()
            && token.is_capital()
            && !token.is_upper()
            && !is_function(word)
            && !is_brand(word)
            && !is_other
            && !is_place(words, *at)
    };
    (0..tokens.len()).filter(may_be).filter_map(move |at| {
        says_it(words, at)
            .or_else(|| says_first(words, at))
            .or_else(|| is_asked_about(words, at))
            .or_else(|| abstains(words, at))
            .or_else(|| is_called_by_all(words, at))
    })
}

/// "Roe l'a dit", "Roe lo dijo delante de todos": what is said so is said by somebody.
fn says_it(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let name = name_at(tokens, at, Trust::Titled).or_else(|| romance_word(tokens, at))?;
    if tokens[name.end - 1].stop() != Stop::None || !begins_clause(tokens, at) {
        return None;
    }
    let next = |ahead: usize| text(tokens, name.end + ahead);
    let says = match tokens[at].lexicon() {
        Lexicon::French => {
            let is_object =
                matches!(next(0), "l'a" | "m'a" | "nous" | "me" | "leur" | "lui" | "vous");
            let verb = if matches!(next(1), "l'a" | "a") { next(2) } else { next(1) };
            is_object
                && matches!(
                    verb,
                    "dit"
                        | "raconte"
                        | "promis"
                        | "repete"
                        | "jure"
                        | "demande"
                        | "explique"
                        | "avoue"
                        | "ecrit"
                )
        }
        Lexicon::Spanish => {
            let is_object = matches!(next(0), "lo" | "la" | "me" | "nos" | "le" | "les" | "se");
            let verb = if matches!(next(1), "lo" | "la" | "ha") { next(2) } else { next(1) };
            is_object
                && matches!(
                    verb,
                    "dijo"
                        | "conto"
                        | "prometio"
                        | "juro"
                        | "pregunto"
                        | "explico"
                        | "escribio"
                        | "dicho"
                        | "confeso"
                )
        }
        _ => false,
    };
    let word = text(tokens, at);
    // "Mapfre nos dijo que no".
    let is_known = is_listed(word) || (words.evidence(at).name >= HINT && !is_common(word));
    (says && name.len() <= 3 && is_known).then_some(name)
}

/// "Nowak sagte vor Journalisten", "Lenoir a déclaré": somebody whom a list or the model knows, and speaks.
fn says_first(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const KNOWN: f32 = 0.02;
    static SAYING: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "said says told added admitted insisted joked wrote recalled replied \
             dit declare affirme ajoute explique raconte repondu confie \
             sagte meinte erzahlte erklarte fragte antwortete betonte \
             dijo declaro afirmo explico anadio conto respondio comento",
        )
    });
    let tokens = words.tokens();
    let word = text(tokens, at);
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 3)?;
    let is_tied = tokens[name.end - 1].stop() == Stop::None && begins_clause(tokens, at);
    let next = text(tokens, name.end);
    let has = tokens[at].lexicon() == Lexicon::French && matches!(next, "a" | "avait");
    let verb = if has { text(tokens, name.end + 1) } else { next };
    let is_known = is_listed(word) || (words.evidence(at).name >= KNOWN && !is_common(word));
    (is_tied && is_known && SAYING.contains(verb)).then_some(name)
}

/// Any word, where nouns have no capital: it still must not be the first of its sentence by chance.
fn romance_word(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let is_romance = matches!(tokens[at].lexicon(), Lexicon::French | Lexicon::Spanish);
    (is_romance && !begins_clause(tokens, at)).then_some(at..at + 1)
}

/// "Would Faith have known?": a given name that is a word too, after what begins a question.
fn is_asked_about(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let before = at.checked_sub(1).filter(|&at| begins_clause(tokens, at))?;
    let asks = matches!(
        text(tokens, before),
        "would"
            | "did"
            | "does"
            | "could"
            | "should"
            | "had"
            | "has"
            | "can"
            | "was"
            | "is"
            | "didn't"
            | "wasn't"
            | "isn't"
            | "hasn't"
            | "wouldn't"
            | "doesn't"
    );
    let next = tokens.get(at + 1).filter(|_| tokens[at].stop() == Stop::None)?;
    let is_verb = !next.is_capital()
        && next.is_word()
        && !matches!(
            next.text(),
            "and" | "or" | "of" | "in" | "the" | "a" | "as" | "for" | "to" | "on" | "over"
        );
    let is_tied = tokens[before].stop() == Stop::None;
    (asks && is_tied && is_verb && is_given_name(text(tokens, at))).then_some(at..at + 1)
}

/// "With Roe abstaining", "Roe s'étant abstenu".
fn abstains(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 3)?;
    let next = |ahead: usize| text(tokens, name.end + ahead);
    let is_with = at > 0 && text(tokens, at - 1) == "with" && !begins_clause(tokens, at);
    let abstains = match next(0) {
        "abstaining" | "dissenting" | "presiding" | "objecting" | "recused" => is_with,
        "s'etant" | "s'est" | "s'abstenant" => {
            next(0) == "s'abstenant" || next(1).starts_with("abstenu")
        }
        "enthielt" | "enthalt" => next(1) == "sich",
        "se" => matches!(next(1), "abstuvo" | "abstiene"),
        _ => false,
    };
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let word = text(tokens, at);
    (abstains && is_tied && !follows_article(tokens, at) && (!is_common(word) || is_listed(word)))
        .then_some(name)
}

/// "Mum christened me Earl but everyone says Mo": what all say, where it was said what somebody is called.
fn is_called_by_all(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const REACH: usize = 14;
    let tokens = words.tokens();
    let back = |back: usize| at.checked_sub(back).map_or("", |at| text(tokens, at));
    let is_all = |word: &str| {
        matches!(word, "all" | "just" | "tous" | "toutes" | "alle" | "nur" | "immer" | "todos")
    };
    // "The lads all say", "die Jungs sagen alle".
    let said = 1 + usize::from(is_all(back(1)));
    let is_said = matches!(
        back(said),
        "says" | "say" | "dit" | "disent" | "sagen" | "sagt" | "dicen" | "dice"
    );
    let mut before = tokens[at.saturating_sub(REACH)..at].iter();
    let is_of_name = before.any(|token| {
        let text = token.text();
        [
            "christen", "bapti", "getauft", "bautiza", "named", "name", "heiss", "llam", "apelli",
            "nombre",
        ]
        .iter()
        .any(|head| text.starts_with(head))
            || matches!(text, "m'appelle" | "s'appelle" | "prenom" | "nom")
    });
    let is_whole = ends_clause(tokens, at + 1) && !begins_clause(tokens, at);
    (is_said && is_of_name && is_whole).then_some(at..at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn who_says_or_does_something_is_named() {
        check(
            EntityKind::Name,
            &[
                ("fr", "{Leroux} nous l'a raconté hier soir."),
                ("es", "{Llorente} me lo contó en la cocina."),
                ("en", "Did {Hope} know about it?"),
                ("en", "The motion passed, with {Castellan} abstaining."),
                ("fr", "Motion adoptée, {Traoré} s'étant abstenu."),
                ("en", "They christened me {Desmond} but everybody says {Mo}."),
                ("fr", "Tout le monde me l'a dit."),
                ("es", "Seguros Poniente nos dijo que no."),
                ("es", "Todos lo dijeron, y nadie lo contó."),
                ("en", "Everybody says Monday is fine."),
            ],
        );
    }
}
