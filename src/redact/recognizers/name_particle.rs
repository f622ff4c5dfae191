//! What leads a surname: "laut von Bülow", "Da Silva, je crois".

use std::ops::Range;

use super::name_somebody::{begins_clause, ends_clause, text};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};

/// The name and what leads it, where a preposition can't be meant: it has a capital, or follows one.
pub(super) fn with_particles(words: &Canonical, name: Range<usize>) -> Range<usize> {
    const MOST: usize = 3;
    let tokens = words.tokens();
    let leads = |at: usize| tokens[at].stop() == Stop::None && is_leading(tokens[at].text());
    let first = name.start.saturating_sub(MOST);
    let count = (first..name.start).rev().take_while(|&at| leads(at)).count();
    let is_named = tokens.get(name.start).is_some_and(Token::is_capital);
    // The longest that can be no preposition: "von der Leyen", and not "mit von der".
    let start = (name.start - count..name.start).find(|&at| is_of_name(tokens, at, name.end));
    start.filter(|_| is_named).unwrap_or(name.start)..name.end
}

fn is_of_name(tokens: &[Token], at: usize, end: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |at| text(tokens, at));
    if tokens[at].is_capital() {
        // "Da Silva, je crois"; "De Pilar no sé nada" begins with a preposition.
        return !begins_clause(tokens, at)
            || (ends_clause(tokens, end) && text(tokens, at) != "de" && text(tokens, at) != "von");
    }
    // "It was de Vries": no word of English.
    let is_foreign = tokens[at].lexicon() == Lexicon::English
        && tokens.get(at + 1).is_some_and(Token::is_capital)
        && matches!(text(tokens, at), "de" | "van" | "von" | "di" | "da" | "del" | "dos" | "ter");
    if is_foreign {
        return true;
    }
    let is_noble = match tokens[at].lexicon() {
        Lexicon::German => matches!(text(tokens, at), "von" | "van" | "zu"),
        _ => matches!(text(tokens, at), "von" | "van" | "di" | "da" | "dos" | "ter"),
    };
    is_noble && !begins_clause(tokens, at) && is_preposition(before)
}

fn is_leading(word: &str) -> bool {
    matches!(
        word,
        "von"
            | "van"
            | "zu"
            | "der"
            | "den"
            | "de"
            | "da"
            | "di"
            | "dos"
            | "del"
            | "della"
            | "ter"
            | "ten"
    )
}

/// After these stands no other preposition.
fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "laut"
            | "mit"
            | "bei"
            | "an"
            | "fur"
            | "ohne"
            | "gegen"
            | "wegen"
            | "von"
            | "nach"
            | "zu"
            | "durch"
            | "ausser"
            | "glaube"
            | "frau"
            | "herr"
            | "herrn"
            | "with"
            | "to"
            | "from"
            | "by"
            | "for"
            | "avec"
            | "chez"
            | "selon"
            | "d'apres"
            | "pour"
            | "par"
            | "sans"
            | "ou"
            | "or"
            | "oder"
            | "con"
            | "segun"
            | "para"
            | "sin"
            | "o"
    )
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn what_leads_a_surname_is_part_of_it() {
        check(
            EntityKind::Name,
            &[
                ("de", "Laut {von Brandstetter} stimmt das nicht."),
                ("de", "Das Gespräch mit {van der Meer} war kurz."),
                ("de", "Ein Brief von {Kowalski} lag da."),
                ("es", "Una carta de {Remedios}, la última."),
            ],
        );
    }
}
