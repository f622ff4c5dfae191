//! Dates of birth that no word for birth announces: "I'm from the third of May 1962", "the baby came
//! on …", and a second one beside the first: "I'm … and she's …".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::birth::is_person;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::dates::{Date, date_at};
use crate::redact::vocabulary::{self, is_function};

/// Whose dates of birth are told in one breath.
static KIN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "wife husband brother sister son daughter mother father mum mom dad partner twin boy girl \
         baby child kid driver other second mine hers his theirs \
         femme mari frere soeur fils fille mere pere conjoint conjointe jumeau jumelle bebe enfant \
         petit petite autre l'autre sien sienne mien mienne conducteur conductrice \
         frau mann bruder schwester sohn tochter mutter vater zwilling zwillinge zwillingsbruder \
         zwillingsschwester kind junge madchen kleine kleiner kleinen andere anderer meiner ihrer \
         mujer marido esposa esposo hermano hermana hijo hija madre padre gemelo gemela pareja nino \
         nina otro otra mio mia suyo suya conductor conductora bebe",
    )
});

fn is_somebody(token: &Token) -> bool {
    let text = token.text();
    let word = text.strip_suffix("'s").unwrap_or(text);
    is_person(word)
        || KIN.contains(word)
        || matches!(
            text,
            "she's"
                | "he's"
                | "they"
                | "moi"
                | "lui"
                | "elles"
                | "ils"
                | "ella"
                | "el"
                | "yo"
                | "tu"
                | "usted"
                | "wir"
                | "vous"
                | "nous"
                | "on"
        )
}

/// With day, month and year.
fn whole_date_at(tokens: &[Token], at: usize) -> Option<Date> {
    date_at(tokens, at).filter(Date::is_whole)
}

/// The whole date that follows the end of another, of somebody else: "… and she's 03/04/1944".
pub(super) fn next_date(tokens: &[Token], end: usize) -> Option<Range<usize>> {
    const REACH: usize = 8;
    let reach = end + 1..tokens.len().min(end + REACH);
    let is_told = |date: &Date| {
        date.day.is_some() && date.month.is_some() && (date.year.is_some() || date.is_sure)
    };
    let (at, date) =
        reach.into_iter().find_map(|at| Some((at, date_at(tokens, at).filter(is_told)?)))?;
    let between = &tokens[end..at];
    let is_told = between.iter().any(is_somebody)
        && between.iter().all(|token| {
            token.stop() != Stop::Sentence && (is_function(token.text()) || is_somebody(token))
        });
    is_told.then_some(at..date.end)
}

/// Dates of which somebody is, or on which a child came.
pub(super) fn dates(tokens: &[Token]) -> impl Iterator<Item = Range<usize>> + '_ {
    (1..tokens.len()).filter_map(move |at| {
        // "Third child of five, May twenty-eighth".
        let is_count = tokens[at].is_digits() && tokens[at].stop() == Stop::Clause;
        let is_told =
            is_from(tokens, at) || is_being(tokens, at) || (is_arrival(tokens, at) && !is_count);
        let date = (is_told || is_of_child(tokens, at))
            .then(|| whole_date_at(tokens, at))
            .flatten()
            .filter(|date| is_told || ends_in_child(tokens, date.end))
            .or_else(|| {
                date_at(tokens, at).filter(|date| date.year.is_some() && is_of_mother(tokens, at))
            })?;
        let has_article = tokens[at - 1].text() == "the";
        Some(at - usize::from(has_article)..date.end)
    })
}

/// "Vous êtes bien du 15 octobre 2005", "mein Bruder und ich sind vom …", "soy del …".
fn is_from(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 4;
    if !matches!(tokens[at - 1].text(), "vom" | "du" | "del" | "of") {
        return false;
    }
    let before = &tokens[at.saturating_sub(1 + REACH)..at - 1];
    let clause = before.iter().rev().take_while(|token| token.stop() != Stop::Sentence);
    let is_being = |token: &&Token| {
        matches!(
            token.text(),
            "bin"
                | "bist"
                | "sind"
                | "suis"
                | "etes"
                | "sommes"
                | "soy"
                | "eres"
                | "somos"
                | "j'suis"
        )
    };
    let is_third = |token: &Token| matches!(token.text(), "est" | "es" | "ist" | "sind" | "son");
    // "Mon père, il est du …": a letter is so, too.
    let is_told_of_kin = |token: &Token| KIN.contains(token.text()) && !is_other(token.text());
    clause.clone().any(|token| is_being(&token))
        || (clause.clone().any(is_third) && clause.clone().any(is_told_of_kin))
        || (at > 2 && tokens[at - 2].text() == "est" && tokens[at - 3].text() == "on")
}

/// Words that may stand for anything, not for kin alone.
fn is_other(word: &str) -> bool {
    matches!(
        word,
        "other"
            | "second"
            | "autre"
            | "l'autre"
            | "andere"
            | "anderer"
            | "otro"
            | "otra"
            | "petit"
            | "petite"
    )
}

/// "Maman m'a eu le …", "my mother had me in …", "elle a accouché de moi le …".
fn is_of_mother(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 9;
    const NEAR: usize = 3;
    let before = tokens[at.saturating_sub(REACH)..at].iter().rev();
    let sentence = || before.clone().take_while(|token| token.stop() != Stop::Sentence);
    let is_mother = |token: &Token| {
        matches!(
            token.text(),
            "mother" | "mum" | "mom" | "mama" | "maman" | "mere" | "madre" | "mutter" | "mutti"
        )
    };
    let near = || tokens[at.saturating_sub(1 + NEAR)..at].iter();
    let is_had =
        |token: &Token| matches!(token.text(), "had" | "eu" | "eue" | "eus" | "eues" | "tuvo");
    // Of nothing but a child.
    let is_birth = |token: &Token| matches!(token.text(), "pario" | "accouche");
    let is_child = |token: &Token| {
        matches!(
            token.text(),
            "me" | "mich"
                | "ihn"
                | "sie"
                | "uns"
                | "him"
                | "us"
                | "you"
                | "m'a"
                | "l'a"
                | "t'a"
                | "nous"
                | "moi"
                | "lui"
                | "nos"
                | "lo"
                | "la"
        )
    };
    let follows = tokens[at - 1].stop() == Stop::None;
    let whom = || tokens[at.saturating_sub(NEAR + 3)..at].iter();
    // "Meine Mutter hat mich am … bekommen".
    let is_got = |token: &Token| matches!(token.text(), "bekommen" | "gekriegt" | "geboren");
    let ends = || date_at(tokens, at).and_then(|date| tokens.get(date.end)).is_some_and(is_got);
    let is_told =
        near().any(is_birth) || sentence().any(is_mother) && (near().any(is_had) || ends());
    follows && is_told && whom().any(is_child)
}

/// "I'm four two eighty-one", "because I'm the twenty-second of August fifty-five".
fn is_being(tokens: &[Token], at: usize) -> bool {
    let is_small = |token: &Token| matches!(token.text(), "the" | "a" | "an" | "le" | "el" | "der");
    let before = tokens[at.saturating_sub(2)..at].iter().rev();
    let who = before.clone().find(|token| !is_small(token));
    let is_whole = before.clone().next().is_some_and(|token| token.stop() == Stop::None);
    let is_who = who.is_some_and(|token| {
        // "Am 3. Mai" is German.
        let is_am = token.text() == "am" && token.lexicon() == Lexicon::English;
        is_am || matches!(token.text(), "i'm" | "he's" | "she's" | "we're" | "you're" | "they're")
    });
    is_whole && is_who && !tokens[at].text().starts_with('0')
}

/// "A July fifteenth, nineteen eighty-seven baby": after an article.
fn is_of_child(tokens: &[Token], at: usize) -> bool {
    matches!(tokens[at - 1].text(), "a" | "an" | "the" | "un" | "une" | "ein" | "una")
}

fn ends_in_child(tokens: &[Token], end: usize) -> bool {
    let is_child = |token: &Token| {
        matches!(token.text(), "baby" | "babies" | "child" | "kid" | "kind" | "bebe" | "enfant")
    };
    tokens[end - 1].stop() == Stop::None && tokens.get(end).is_some_and(is_child)
}

/// "Der Kleine kam am …", "the baby arrived on …", "I arrive, third child of five, …".
fn is_arrival(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 12;
    let before = tokens[at.saturating_sub(REACH)..at].iter().rev();
    let sentence = || before.clone().take_while(|token| token.stop() != Stop::Sentence);
    let arrives = sentence().any(|token| ARRIVALS.contains(token.text()));
    let is_child = sentence().any(|token| CHILDREN.contains(token.text()));
    // "We had our first girl on …", "tuvimos a la primera el …".
    let has = sentence().any(|token| HAD.contains(token.text()));
    let is_own = sentence().any(|token| NEWBORN.contains(token.text()));
    (arrives && (is_child || is_own || weighs(tokens, at))) || (has && is_own)
}

/// "…, seven pounds four", "…, 3500 Gramm schwer": what arrived is weighed.
fn weighs(tokens: &[Token], at: usize) -> bool {
    const REACH: usize = 8;
    let Some(date) = date_at(tokens, at) else { return false };
    let is_weight = |token: &Token| {
        matches!(
            token.text(),
            "pounds"
                | "pound"
                | "kilos"
                | "kilo"
                | "grams"
                | "grammes"
                | "gramos"
                | "gramm"
                | "pfund"
                | "livres"
        )
    };
    let is_comma = tokens[date.end - 1].stop() == Stop::Clause;
    is_comma && tokens.iter().skip(date.end).take(REACH).any(is_weight)
}

static HAD: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "had have delivered eu eus eue haben hatten bekommen bekam bekamen gekriegt tuvimos tuve tuvo tuvieron \
         llegaron nacieron pario",
    )
});

/// Who is born, and nothing else.
static NEWBORN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "baby babies girl boy twins triplets daughter son firstborn fille garcon jumeaux jumelles bebe fils \
         tochter sohn zwillinge madchen stammhalter erste ersten nachwuchs hija hijo nina nino mellizos \
         mellizas gemelos gemelas primogenito primera primero",
    )
});

static ARRIVALS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "arrive arrives arrived came comes kam kamen kommt arrivait arriva j'arrive arrivee arrives \
         llego llega llegue llegaron vino vine showed appeared popped debuted tumbled adopted",
    )
});

static CHILDREN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "child baby babies son daughter twins triplets firstborn boy girl infant grandson \
         granddaughter youngest eldest oldest third fourth fifth second \
         enfant bebe fils fille jumeaux jumelles troisieme deuxieme quatrieme cadet cadette aine \
         ainee benjamin petit petite premier dernier derniere \
         kind baby sohn tochter zwillinge kleine kleiner kleines junge madchen alteste altester \
         jungste jungster nachzugler erste erster dritte drittes viertes zweites \
         hijo hija nino nina bebe gemelos gemelas tercera tercero segunda segundo cuarta cuarto \
         pequeno pequena mayor menor primogenito",
    )
});

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn dates_are_told_of_mothers_and_of_kin() {
        check(
            EntityKind::DateOfBirth,
            &[
                ("fr", "Maman m'a eu le {cinq décembre quatre-vingt-dix-sept}."),
                ("de", "Meine Mutter hat mich am {15.01.1970} bekommen, mitten im Stromausfall."),
                ("de", "Die Brücke wurde am 3. Mai 1962 eingeweiht."),
                ("en", "My mother had me in {August 1951}, in the back of a taxi."),
                ("fr", "Elle a accouché de moi le {3 octobre 1967}."),
                ("es", "Mi madre me tuvo el {3 de agosto de 1951} en un taxi."),
                ("fr", "Mon père, il est du {29 février 1936}."),
                ("es", "Mi padre es del {29 de febrero de 1936}."),
                ("en", "He arrived on {the 18th of June, 1973}, seven pounds four."),
                ("fr", "La lettre est du 3 mai 1962."),
                ("fr", "Il m'a eu le 3 mai 2019, ce filou."),
            ],
        );
    }
}
