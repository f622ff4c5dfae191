//! People by what they are like: "old Roe", "le vieux Papazian", "der dicke Schulze", "el gordo Barriga".

use std::ops::Range;

use super::name::{Trust, name_at};
use super::name_listed::is_noun;
use super::name_somebody::{HINT, begins_clause, is_listed, is_place, text};
use super::name_words::{ends_as_surname, is_adjective_too, is_of_nobles};
use crate::redact::Canonical;
use crate::redact::canonical::Lexicon;
use crate::redact::vocabulary::{is_common, is_demonym, is_given_name};

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    let may_begin = move |at: usize| {
        tokens[at].is_word() && (tokens[at].is_capital() || is_of_nobles(tokens[at].text()))
    };
    (1..tokens.len())
        .filter(move |&at| may_begin(at) && !begins_clause(tokens, at))
        .filter_map(move |at| after_adjective(words, at))
}

fn after_adjective(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let back = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].text());
    let is_said = match back(1) {
        "old" | "poor" | "young" => true,
        "vieux" | "vieille" | "pauvre" | "jeune" | "gros" | "grosse" | "grand" | "petit"
        | "petite" => matches!(back(2), "le" | "la" | "ce" | "cette"),
        "viejo" | "vieja" | "pobre" | "joven" | "gordo" | "gorda" | "flaco" | "flaca" | "loco"
        | "loca" => matches!(back(2), "el" | "la" | "al" | "del"),
        "alte" | "alten" | "junge" | "jungen" | "arme" | "armen" | "dicke" | "dicken"
        | "kleine" | "kleinen" | "lange" | "langen" | "schone" | "schonen" => {
            matches!(back(2), "der" | "die" | "dem" | "den")
        }
        _ => false,
    };
    let name = Some(at).filter(|_| is_said)?;
    let name = name_at(tokens, name, Trust::Titled).or_else(|| adjective_alone(words, at))?;
    let is_english = tokens[at].lexicon() == Lexicon::English;
    let is_german = tokens[at].lexicon() == Lexicon::German;
    let is_known = name.clone().any(|at| {
        let word = text(tokens, at);
        // "Der alte Kaiser", "Old Trafford"; an adjective that stands for somebody has an ending.
        (is_listed(word) && !is_noun(word))
            || ends_as_surname(word)
            || words.evidence(at).name >= HINT
            || (is_german && is_adjective_too(word))
    });
    // "Le grand Paris", "der kleine Prinz": what is said of things as well.
    let is_said_of_all = !matches!(
        back(1),
        "old"
            | "poor"
            | "young"
            | "vieux"
            | "vieille"
            | "pauvre"
            | "jeune"
            | "viejo"
            | "vieja"
            | "pobre"
            | "joven"
            | "alte"
            | "alten"
            | "junge"
            | "jungen"
            | "arme"
            | "armen"
    );
    let first = text(tokens, at);
    let is_told = if is_said_of_all {
        is_given_name(first) && !is_noun(first) && !is_common(first)
    } else {
        is_known || !(is_german || is_english)
    };
    let last = name.end - 1;
    let is_name = name.clone().any(|at| {
        let word = text(tokens, at);
        !is_common(word) || is_listed(word) || (is_german && is_adjective_too(word))
    });
    let is_other = is_place(words, last) || is_demonym(text(tokens, last));
    (is_told && is_name && !is_other && name.len() <= 3).then_some(name)
}

/// "Der alte Groß".
fn adjective_alone(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let token = &words.tokens()[at];
    let is_one = token.lexicon() == Lexicon::German && is_adjective_too(token.text());
    (is_one && token.is_capital()).then_some(at..at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn people_are_named_by_what_they_are_like() {
        check(
            EntityKind::Name,
            &[
                ("de", "Da kam der alte {Schwarz} mit seinem Hund."),
                ("de", "Der dicke {Detlef} fiel vom Rad."),
                ("de", "Die alte {von Brandstetter} hatte das Haus."),
                ("es", "Y luego el gordo {Baltasar} se cayó."),
                ("fr", "Il y avait le grand {Thierry} et sa bande."),
                ("de", "Das alte Haus, der lange Weg, der kleine Prinz."),
                ("en", "We went to Old Trafford on Sunday."),
            ],
        );
    }
}
