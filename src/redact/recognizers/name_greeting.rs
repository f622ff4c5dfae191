//! Who says their name to be known by it: "Roe, guten Tag.", "Grant here.", "Aquí Pilar".

use std::ops::Range;

use super::name::{Trust, is_title, name_at};
use super::name_listed::is_noun;
use super::name_somebody::{HINT, begins_clause, ends_clause, is_listed, is_month, is_place, text};
use super::name_words::{ends_as_surname, is_brand};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{
    is_common, is_demonym, is_function, is_given_name, is_role, is_surname,
};

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    (0..tokens.len()).filter_map(move |at| {
        let name = short_name(words, at)?;
        let says = greets_with(words, &name) || is_here(words, &name) || follows_here(words, &name);
        says.then_some(name)
    })
}

/// One or two words with a capital that may be somebody's name.
fn short_name(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const MOST_WORDS: usize = 2;
    let tokens = words.tokens();
    let (token, word) = (&tokens[at], tokens[at].text());
    let is_other = is_function(word)
        || is_role(word)
        || is_title(word)
        || is_demonym(word)
        || is_month(word)
        || is_brand(word)
        || is_place(words, at);
    let may_be = token.is_word() && token.is_capital() && !token.is_upper() && !is_other;
    let name = Some(at).filter(|_| may_be)?;
    name_at(tokens, name, Trust::Titled).filter(|name| name.len() <= MOST_WORDS)
}

fn begins_sentence(tokens: &[Token], at: usize) -> bool {
    at == 0 || tokens[at - 1].stop() == Stop::Sentence
}

fn is_known(words: &Canonical, name: &Range<usize>) -> bool {
    let tokens = words.tokens();
    name.clone().any(|at| is_listed(tokens[at].text()) || ends_as_surname(tokens[at].text()))
}

/// "Roe, guten Tag", "Roe, bonjour": who takes a call says their name first.
fn greets_with(words: &Canonical, name: &Range<usize>) -> bool {
    let tokens = words.tokens();
    let next = |ahead: usize| text(tokens, name.end + ahead);
    let greets = matches!(
        (next(0), next(1)),
        ("guten" | "schonen", "tag" | "morgen" | "abend")
            | ("gruss", "gott")
            | ("good", "morning" | "afternoon" | "evening")
            | ("buenos", "dias")
            | ("buenas", "tardes" | "noches")
            | ("bonjour" | "bonsoir" | "moin" | "gruezi" | "digame", _)
    );
    let is_whole = tokens[name.end - 1].stop() == Stop::Clause;
    let is_likely = is_known(words, name)
        || (words.evidence(name.start).name >= HINT && !is_common(text(tokens, name.start)));
    greets && is_whole && is_likely && begins_sentence(tokens, name.start)
}

/// "Grant here.", "Roe here from accounts": who is heard.
fn is_here(words: &Canonical, name: &Range<usize>) -> bool {
    let tokens = words.tokens();
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let is_here = matches!(text(tokens, name.end), "here" | "hier") && is_tied;
    if !is_here {
        return false;
    }
    let next = text(tokens, name.end + 1);
    let goes_on = ends_clause(tokens, name.end + 1)
        || matches!(next, "from" | "with" | "again" | "aus" | "von");
    let is_weather = matches!(
        text(tokens, name.start),
        "rain" | "snow" | "summer" | "winter" | "spring" | "frost" | "storm" | "dawn"
    );
    let is_noun =
        tokens[name.start].lexicon() == Lexicon::German && is_noun(text(tokens, name.start));
    goes_on
        && begins_sentence(tokens, name.start)
        && is_known(words, name)
        && !is_weather
        && !is_noun
}

/// "Hier Roe, guten Tag", "Aquí Pilar, ¿me oyes?".
fn follows_here(words: &Canonical, name: &Range<usize>) -> bool {
    let tokens = words.tokens();
    let at = name.start;
    let is_after = at > 0 && matches!(text(tokens, at - 1), "hier" | "aqui");
    let is_first = is_after && begins_sentence(tokens, at - 1) && !begins_clause(tokens, at);
    let word = text(tokens, at);
    let is_name = (is_given_name(word) || is_surname(word)) && !is_noun(word) && !is_common(word);
    is_first && is_name && ends_clause(tokens, name.end)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn who_takes_a_call_says_their_name() {
        check(
            EntityKind::Name,
            &[
                ("de", "{Kowalski}, guten Morgen, was kann ich für Sie tun?"),
                ("de", "{Wolf}, grüß Gott."),
                ("fr", "{Guillemard}, bonjour, je vous écoute."),
                ("es", "{Llorente}, buenas tardes, dígame."),
                ("en", "{Mason} here. Go ahead."),
                ("es", "Aquí {Remedios}, ¿me oís?"),
                ("de", "Hier {Torsten}, bist du da?"),
                ("de", "Zentrale, guten Morgen."),
                ("en", "Snow here. Rain there."),
                ("de", "Wolf hier, Schaf dort."),
                ("fr", "Allez, bonjour à tous."),
            ],
        );
    }
}
