//! Names by what people are called in talk: by their role, as a family, or by name: "la testigo Roe",
//! "the Roe family", "Jane, can you hear us?".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::age_cues::is_kin;
use super::name::{Trust, name_at};
use super::name_somebody;
use super::name_words::{ends_as_surname, is_office, is_particle};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{
    self, is_also_name, is_common, is_demonym, is_given_name, is_role, is_surname,
};

/// From here on the model agrees that a word may be a name.
const HINT: f32 = 0.05;

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    (0..tokens.len()).filter_map(move |at| {
        after_role(words, at)
            .or_else(|| family(tokens, at))
            .or_else(|| relatives(words, at))
            .or_else(|| in_plural(words, at))
            .or_else(|| spoken_to(words, at))
            .or_else(|| asked_for_in_vain(tokens, at))
            .or_else(|| maiden_name(tokens, at))
    })
}

fn text(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", Token::text)
}

fn begins_sentence(tokens: &[Token], at: usize) -> bool {
    at == 0 || tokens[at - 1].stop() == Stop::Sentence
}

/// Whether a word is in a list of names.
fn is_listed(word: &str) -> bool {
    is_given_name(word) || is_surname(word) || is_also_name(word)
}

/// "Kollegin Roe", "le témoin Jeanne Roe".
fn after_role(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    if !is_role(tokens[at].text()) || tokens[at].stop() != Stop::None {
        return None;
    }
    let name = name_at(tokens, at + 1, Trust::Titled).or_else(|| bears_word(words, at + 1))?;
    let is_something = |at: usize| is_office(text(tokens, at)) || is_demonym(text(tokens, at));
    let is_told = tokens[at].lexicon() != Lexicon::English
        || name.len() > 1
        || name.clone().any(|at| words.evidence(at).name >= HINT || is_listed(text(tokens, at)));
    (is_told && !name.clone().all(is_something)).then_some(name)
}

/// "La letrada Iglesias", "le père Petit": a word with a capital that is no part of an office.
fn bears_word(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let is_rank = matches!(
        text(words.tokens(), at),
        "general"
            | "ejecutivo"
            | "ejecutiva"
            | "adjunto"
            | "adjunta"
            | "nacional"
            | "regional"
            | "generale"
            | "technique"
            | "tecnico"
            | "tecnica"
            | "financiero"
            | "comercial"
            | "mayor"
    );
    // "GNU General Public License": the role is part of what is called so.
    let tokens = words.tokens();
    let is_called = at > 0 && tokens[at - 1].is_capital() && !begins_sentence(tokens, at - 1);
    name_somebody::romance_capital(words, at).filter(|_| !is_rank && !is_called)
}

/// "The Roe family", "the Roe twins".
fn family(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let is_article = matches!(text(tokens, at), "the" | "that" | "whole" | "entire");
    let name = name_at(tokens, at + 1, Trust::Titled).filter(|_| is_article)?;
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let is_family = matches!(
        text(tokens, name.end),
        "family"
            | "brothers"
            | "sisters"
            | "twins"
            | "boys"
            | "girls"
            | "kids"
            | "household"
            | "couple"
    );
    let is_people = name.clone().any(|at| {
        is_demonym(text(tokens, at)) || matches!(text(tokens, at), "royal" | "holy" | "first")
    });
    (is_tied && is_family && !is_people && name.len() == 1).then_some(name)
}

/// "Aux Roe", "los Roe", "bei Roes": a family by the plural of the article.
fn relatives(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let article = &tokens[at];
    let is_plural = match article.lexicon() {
        Lexicon::French => matches!(article.text(), "les" | "aux"),
        Lexicon::Spanish => matches!(article.text(), "los" | "las"),
        _ => false,
    };
    let name = Some(at + 1).filter(|_| is_plural)?;
    let name = name_at(tokens, name, Trust::Titled).or_else(|| {
        name_somebody::romance_capital(words, at + 1).filter(|_| article.stop() == Stop::None)
    })?;
    let last = &tokens[name.end - 1];
    let first = &tokens[name.start];
    let has_ending = ["s", "x", "z"].iter().any(|end| first.text().ends_with(end));
    let is_family = !first.is_upper()
        && name.clone().all(|at| !is_demonym(text(tokens, at)))
        && words.evidence(name.start).place < 0.5
        && (!has_ending || is_listed(first.text()));
    let is_parted =
        last.stop() != Stop::None || name.end == tokens.len() || !is_listed(first.text());
    let is_one = name.len() == 1 || (name.len() == 2 && is_particle(first.text()));
    (is_family && is_one && (is_parted || is_listed(first.text()))).then_some(name)
}

/// "We all knew the Okafors", "bei Kowalskis", "an die Brandstetters verkauft": a surname in the plural.
fn in_plural(words: &Canonical, at: usize) -> Option<Range<usize>> {
    const TOLD: f32 = 0.1;
    let tokens = words.tokens();
    let leads = match tokens[at].lexicon() {
        Lexicon::English => tokens[at].text() == "the",
        Lexicon::German => matches!(tokens[at].text(), "die" | "den" | "bei"),
        _ => false,
    };
    let token = tokens.get(at + 1).filter(|token| leads && token.is_capital())?;
    let one = token.text().strip_suffix('s')?;
    let evidence = words.evidence(at + 1);
    let is_told = is_also_name(one) && evidence.name >= TOLD;
    let is_name = is_surname(one) || ends_as_surname(one) || is_told;
    let is_kin = is_kin(token.lexicon(), one);
    let is_other = is_kin || is_common(token.text()) || is_demonym(one) || is_demonym(token.text());
    let is_tied = tokens[at].stop() == Stop::None && !token.is_upper();
    let is_place = evidence.place > evidence.name && evidence.place >= TOLD;
    // "The Roberts Group".
    let is_part = token.stop() == Stop::None && tokens.get(at + 2).is_some_and(Token::is_capital);
    (is_name && is_tied && !is_other && !is_place && !is_part).then_some(at + 1..at + 2)
}

/// "Jane, can you hear us?", "Ralf, du bist stumm".
fn spoken_to(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    if !begins_sentence(tokens, at) {
        return None;
    }
    let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 2)?;
    let is_called =
        tokens[name.end - 1].stop() == Stop::Clause && SPOKEN_TO.contains(text(tokens, name.end));
    let first = text(tokens, name.start);
    let is_plain = is_common(first) && !is_given_name(first);
    let is_name = is_given_name(first)
        || (words.evidence(name.start).name >= HINT && (!is_plain || is_also_name(first)));
    (is_called && is_name && !first.ends_with("ly")).then_some(name)
}

/// How what one says to somebody begins.
static SPOKEN_TO: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "can can't could will won't would do don't did didn't are aren't were have haven't you you're \
         you've you'll your please come listen look wait stop hold it's i i'm i've i'll what what's \
         where when how how's why who tell give get go put take call let let's is we we're we've if \
         honey love dear darling mate would schatz liebling cheri cherie carino \
         du kannst hast bist sie konnen konnten wurden komm hor horst wir ich warte warten bitte mach \
         gib sag schau ihr wo was wie wann warum hol lass pass geh nimm wurdest willst konntest hier \
         tu vous peux pouvez on je t'es t'as viens venez ecoute ecoutez regarde regardez s'il es est-ce \
         c'est j'ai attends attendez dis dites as avez etes qu'est-ce ou quand comment pourquoi merci \
         puedes puede podrias podria me te nos se estas esta ven venga oye escucha mira dime digame \
         tienes tiene usted cuando por como donde quieres quiere hazme ponte pasa espera ya",
    )
});

/// "There's no Jane here", "hier gibt's keinen Ralf", "il n'y a pas de Jeanne ici".
fn asked_for_in_vain(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let before = |back: usize| at.checked_sub(back).map_or("", |at| text(tokens, at));
    let is_none = match (before(1), text(tokens, at)) {
        ("there's" | "there" | "is" | "was", "no") => true,
        (
            "gibt's" | "gibt" | "es" | "wohnt" | "kenne" | "ist" | "kennen",
            "kein" | "keine" | "keinen",
        ) => true,
        ("pas" | "plus" | "aucun" | "point", "de") | (_, "d'") => !before(1).is_empty(),
        (_, "aucun" | "aucune" | "ningun" | "ninguna") => true,
        _ => false,
    };
    let name = name_at(tokens, at + 1, Trust::Titled).filter(|_| is_none)?;
    let next = text(tokens, name.end);
    let is_here = matches!(
        next,
        "here"
            | "living"
            | "at"
            | "on"
            | "ici"
            | "a"
            | "chez"
            | "dans"
            | "aqui"
            | "en"
            | "por"
            | "hier"
            | "bei"
            | "im"
            | "unter"
    );
    let is_known =
        name.clone().any(|at| is_given_name(text(tokens, at)) || is_surname(text(tokens, at)));
    let ends = name.end == tokens.len() || tokens[name.end - 1].stop() != Stop::None;
    let is_german = tokens[at].lexicon() == Lexicon::German;
    (is_known || (is_here && !ends && !is_german)).then_some(name)
}

/// "Era Roe de soltera", "der Roe heißt".
fn maiden_name(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let is_before =
        matches!(text(tokens, at), "era" | "es" | "soy" | "fue" | "der" | "die" | "apellidaba");
    let start = at + 1;
    let found =
        name_at(tokens, start, Trust::Titled).or_else(|| name_at(tokens, start, Trust::Sure));
    let name = found.filter(|_| is_before)?;
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let after = (text(tokens, name.end), text(tokens, name.end + 1));
    let is_maiden = matches!(after, ("de", "soltera" | "nacimiento"))
        || (matches!(after.0, "heisst" | "hiess" | "heissen")
            && tokens[name.start].is_capital()
            && (at > 0 && tokens[at - 1].stop() != Stop::None
                || tokens[name.end].stop() != Stop::None));
    (is_tied && is_maiden).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn families_are_masked_by_the_plural_of_their_name() {
        check(
            EntityKind::Name,
            &[
                ("en", "Everyone round here knows the {Kowalskis}."),
                ("de", "Bei {Kowalskis} über der Bäckerei war immer Licht."),
                ("en", "We sailed round the Canaries and sold the Volvos."),
                ("de", "Wir feiern bei Opas in der Scheune."),
            ],
        );
    }
}
