//! Families, and the name that somebody was born with: "the Roes lived next door", "bei Sommers", "she
//! was a Roe before she married".

use std::ops::Range;

use super::name::{Trust, name_at};
use super::name_listed::is_noun;
use super::name_somebody::{begins_clause, ends_clause, is_listed, text};
use super::name_words::{ends_as_surname, is_brand};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{is_common, is_demonym, is_function, is_role, is_surname};

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    let capitals = (1..tokens.len()).filter(move |&at| {
        let token = &tokens[at];
        token.is_word() && token.is_capital() && !token.is_upper() && !begins_clause(tokens, at)
    });
    capitals.filter_map(move |at| household(words, at).or_else(|| born_as(words, at)))
}

/// What a noun in the plural hardly follows without an article.
fn stands_with_whom(word: &str) -> bool {
    matches!(word, "bei" | "zu" | "neben" | "gegenuber" | "gehorte" | "gehort" | "gehorten")
}

/// "We sold it to the Johnsons", "an die Schneiders verkauft": a family by the plural of its name.
fn household(words: &Canonical, at: usize) -> Option<Range<usize>> {
    /// From here on the model takes it for a place.
    const PLACE: f32 = 0.2;
    let tokens = words.tokens();
    let (word, before) = (tokens[at].text(), text(tokens, at - 1));
    let one = word.strip_suffix('s').filter(|one| one.len() > 2)?;
    if is_common(word) || is_function(one) || is_brand(word) || is_demonym(word) || is_demonym(one)
    {
        return None;
    }
    let is_known = is_surname(one) || ends_as_surname(one);
    let is_family = match tokens[at].lexicon() {
        Lexicon::English if before == "the" => is_known || lives(tokens, at + 1),
        Lexicon::German if stands_with_whom(before) => is_known || is_plural_of_name(one),
        Lexicon::German if before == "von" && at > 1 && stands_with_whom(text(tokens, at - 2)) => {
            true
        }
        Lexicon::German => is_known && matches!(before, "die" | "den" | "von"),
        _ => false,
    };
    // "Gehörte von Roes".
    let noble = at.checked_sub(2).filter(|_| before == "von").map_or("", |at| text(tokens, at));
    if is_family && stands_with_whom(noble) {
        return Some(at - 1..at + 1);
    }
    let is_place = words.evidence(at).place >= PLACE;
    let next = tokens.get(at + 1);
    let is_alone = ends_clause(tokens, at + 1) || next.is_some_and(|next| !next.is_capital());
    (is_family && !is_place && is_alone).then_some(at..at + 1)
}

/// "Bei Sommers": no German noun that ends so has a plural with an "s".
fn is_plural_of_name(one: &str) -> bool {
    const SHORTEST: usize = 4;
    let ends = ["er", "mann", "berg", "feld", "bach"];
    one.len() >= SHORTEST && ends.iter().any(|end| one.ends_with(end))
}

/// What families do, and where they are: "the Roes lived above the bakery".
fn lives(tokens: &[Token], next: usize) -> bool {
    let is_tied = next > 0 && !ends_clause(tokens, next);
    let place = matches!(
        text(tokens, next + 1),
        "door"
            | "next"
            | "across"
            | "down"
            | "up"
            | "opposite"
            | "over"
            | "round"
            | "above"
            | "below"
    );
    is_tied
        && match text(tokens, next) {
            "lived" | "live" | "upstairs" | "downstairs" | "opposite" => true,
            "moved" => matches!(text(tokens, next + 1), "in" | "out" | "away" | "here" | "there"),
            "next" | "from" | "across" | "down" | "up" | "over" | "are" | "were" | "had" => place,
            _ => false,
        }
}

/// "She was a Roe before she married", "c'est une Roe, de son nom de jeune fille".
fn born_as(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const MOST_WORDS: usize = 3;
    let tokens = words.tokens();
    let is_one = matches!(
        text(tokens, at - 1),
        "a" | "an" | "un" | "une" | "una" | "ein" | "eine" | "einer" | "geborene" | "geborener"
    );
    let is_somebody = at > 1
        && matches!(
            text(tokens, at - 2),
            "was"
                | "is"
                | "were"
                | "am"
                | "i'm"
                | "she's"
                | "he's"
                | "been"
                | "born"
                | "c'est"
                | "c'etait"
                | "est"
                | "etait"
                | "suis"
                | "nee"
                | "es"
                | "era"
                | "soy"
                | "fue"
                | "ist"
                | "war"
                | "bin"
        );
    let name = Some(at).filter(|_| is_one && is_somebody)?;
    let name = name_at(tokens, name, Trust::Titled).filter(|name| name.len() <= MOST_WORDS)?;
    let word = tokens[at].text();
    let is_german = tokens[at].lexicon() == Lexicon::German;
    let is_other = is_demonym(word)
        || is_brand(word)
        || (is_german && is_role(word))
        || (is_from_somewhere(&tokens[at]) && !is_surname(word));
    let is_known = is_listed(word) || ends_as_surname(word);
    let is_name = if is_german { is_known && !is_noun(word) } else { is_known || !is_common(word) };
    (is_name && !is_other && tells_of_birth(tokens, name.end)).then_some(name)
}

/// "Une Espagnole", "un Marseillais".
fn is_from_somewhere(token: &Token) -> bool {
    const ENDINGS: [&str; 10] =
        ["ais", "aise", "ois", "oise", "ien", "ienne", "ole", "ande", "aine", "eenne"];
    let is_french = token.lexicon() == Lexicon::French;
    is_french && ENDINGS.iter().any(|end| token.text().ends_with(end))
}

/// "Before she married", "de son nom de jeune fille", "por parte de madre", "bevor sie heiratete".
fn tells_of_birth(tokens: &[Token], next: usize) -> bool {
    if tokens[next - 1].stop() == Stop::Sentence {
        return false;
    }
    // "She was a Roe, I think, before she married".
    let starts = (next..tokens.len().min(next + 4)).take_while(|&at| {
        at == next || tokens[at - 1].stop() == Stop::Clause || is_function(tokens[at - 1].text())
    });
    starts.into_iter().any(|at| {
        let word = |ahead: usize| text(tokens, at + ahead);
        match (word(0), word(1)) {
            ("before", "she" | "he" | "i" | "they" | "marrying" | "marriage" | "her" | "his")
            | ("until" | "till", "she" | "he" | "i" | "they")
            | ("by" | "at", "birth" | "marriage")
            | ("de", "naissance" | "soltera" | "soltero" | "nacimiento" | "casada")
            | ("avant", "son" | "leur" | "de" | "le" | "qu'elle" | "d'epouser")
            | ("par", "sa" | "son" | "ma" | "mon" | "alliance")
            | ("antes", "de")
            | ("por", "parte" | "matrimonio")
            | ("bevor", "sie" | "er" | "ich")
            | ("von", "geburt")
            | ("vor", "der" | "ihrer" | "seiner" | "meiner") => true,
            ("de", "son" | "mon") => matches!(word(2), "nom" | "cote"),
            ("on", _) => word(2).ends_with("'s") && word(3) == "side",
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn families_are_named_in_the_plural() {
        check(
            EntityKind::Name,
            &[
                ("en", "We sold it to the {Andersons}."),
                ("en", "The {Tolmies} lived across the landing."),
                ("en", "The {Longs} next door kept bees."),
                ("de", "Zu {Winklers} gingen wir nur an Ostern."),
                ("de", "Der Laden gehörte {Winklers}, das Haus stand leer."),
                ("de", "Bei {Meisters} im dritten Stock brannte Licht."),
                ("en", "The Lakers moved the ball well."),
                ("en", "The Italians lived above the bakery."),
                ("de", "Bei Autos und bei Hotels ist er eigen."),
                ("de", "Bei Siemens ist heute zu."),
            ],
        );
    }

    #[test]
    fn what_somebody_was_born_as_is_their_name() {
        check(
            EntityKind::Name,
            &[
                ("en", "Granny was a {Tolmie} until she married."),
                ("en", "My wife is a {Pemberton} on her mother's side."),
                ("fr", "C'était une {Quéméneur}, avant son mariage."),
                ("fr", "Ma voisine est une {Boucher} de naissance."),
                ("es", "La abuela era una {Llorente} por parte de madre."),
                ("de", "Die Tante war eine {Brandstetter}, bevor sie heiratete."),
                ("en", "She was a Catholic before she married."),
                ("de", "Sie war eine Lehrerin, bevor sie heiratete."),
                ("fr", "C'est une Espagnole de naissance."),
            ],
        );
    }
}
