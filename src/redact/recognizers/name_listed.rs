//! Names that the lists of names hold: where the model is in doubt, they count.

use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token, is_caseless};
use crate::redact::recognizers::name::is_title;
use crate::redact::recognizers::name_somebody;
use crate::redact::recognizers::name_words::{
    is_adjective_too, is_company_word, is_office, is_particle,
};
use crate::redact::vocabulary::{
    is_also_name, is_common, is_demonym, is_function, is_given_name, is_role, is_surname,
};

/// From here on the model does not gainsay a given name, and a surname.
const GIVEN: f32 = 0.04;
const SURNAME: f32 = 0.1;
/// From here on it takes a word for a name where a place would stand, and one that is no given name.
const OF_PLACE: f32 = 0.2;
const LIKELY: f32 = 0.5;
/// From here on it takes a word for a place.
const PLACE: f32 = 0.5;
/// From here on a given name in lower case is one where other words have capitals.
const FORGOTTEN: f32 = 0.6;

/// Whether a word with a capital is a given name beside another word with one, or a name in the list
/// that the model does not gainsay.
pub(super) fn is_name(words: &Canonical, at: usize) -> bool {
    let tokens = words.tokens();
    let token = &tokens[at];
    let text = token.text();
    if !token.is_capital() {
        return is_name_in_lower_case(words, at);
    }
    if token.is_upper() || is_common(text) || is_noun_too(token) {
        return false;
    }
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    let is_of_street = before.is_some_and(|before| {
        before.stop() == Stop::None && (before.is_digits() || is_of_place(before.text()))
    });
    if is_of_street {
        return false;
    }
    let evidence = words.evidence(at);
    let is_place = evidence.place >= PLACE && evidence.name < evidence.place;
    let starts_sentence = before.is_none_or(|before| before.stop() == Stop::Sentence);
    let is_german = token.lexicon() == Lexicon::German;
    // "Soy de Madrid", "aus Frankfurt".
    let is_from = before.is_some_and(|before| leads_to_place(before.text()));
    let is_told = evidence.name >= if is_given_name(text) { OF_PLACE } else { LIKELY };
    let is_thing = is_german && follows_article(tokens, at);
    let is_there = is_from && !is_told;
    let may_be_alone = !(is_there || is_place || starts_sentence || is_thing);
    if is_given_name(text) {
        let least = if is_german { SURNAME } else { GIVEN };
        return is_whole(tokens, at) || (evidence.name >= least && may_be_alone);
    }
    is_surname(text) && evidence.name >= SURNAME && may_be_alone && !is_german
}

/// Before where somebody is from, is, or goes.
fn leads_to_place(word: &str) -> bool {
    matches!(
        word,
        "de" | "du"
            | "en"
            | "desde"
            | "hacia"
            | "vers"
            | "nach"
            | "in"
            | "from"
            | "aus"
            | "bis"
            | "near"
            | "through"
            | "del"
            | "depuis"
            | "bei"
            | "at"
            | "um"
            | "over"
            | "across"
    )
}

/// Whether a given name stands where nothing has a capital, and the model does not gainsay it.
fn is_name_in_lower_case(words: &Canonical, at: usize) -> bool {
    let tokens = words.tokens();
    let text = tokens[at].text();
    let evidence = words.evidence(at);
    let is_plain = is_common(text) || is_also_name(text);
    if is_plain || !is_given_name(text) {
        return false;
    }
    if !is_caseless(tokens, at) {
        // "Ich hab samir gesagt": Whisper forgot the capital.
        return evidence.name >= FORGOTTEN && text.len() > 3 && evidence.place < PLACE;
    }
    let next = tokens.get(at + 1).filter(|_| tokens[at].stop() == Stop::None);
    let is_whole = next.is_some_and(|next| {
        let may_be = !is_common(next.text()) && next.text().len() > 3 && next.is_word();
        is_surname(next.text()) || (may_be && evidence.name >= GIVEN)
    });
    is_whole || (evidence.name >= SURNAME && evidence.place < PLACE)
}

/// "Dem Kerl", "ins Navi", "einen langen Bart".
pub(super) fn follows_article(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| &tokens[at]) else { return false };
    let text = before.text();
    let is_adjective = !before.is_capital()
        && before.stop() == Stop::None
        && text.ends_with("en")
        && !is_function(text);
    let is_article = matches!(
        text,
        "das"
            | "dem"
            | "den"
            | "ein"
            | "eine"
            | "einen"
            | "einem"
            | "einer"
            | "ins"
            | "im"
            | "zum"
            | "zur"
            | "am"
            | "ans"
            | "aufs"
            | "beim"
            | "kein"
            | "keine"
            | "keinen"
            | "mein"
            | "meine"
            | "meinen"
            | "meinem"
            | "meiner"
            | "dein"
            | "sein"
            | "seine"
            | "seinen"
            | "ihr"
            | "ihre"
            | "ihren"
            | "unser"
            | "unsere"
            | "unseren"
            | "viel"
            | "viele"
            | "mehr"
            | "jede"
            | "jeder"
            | "jeden"
            | "diese"
            | "dieser"
            | "diesen"
            | "dieses"
            | "solche"
            | "welche"
            | "sind"
            | "der"
            | "die"
    );
    is_article || (is_adjective && at > 1 && is_article_before(&tokens[at - 2]))
}

fn is_article_before(token: &Token) -> bool {
    matches!(token.text(), "einen" | "den" | "dem" | "der" | "die" | "einem" | "meinen" | "seinen")
}

/// Whether a surname follows a given name, particles between: "Jeanne Le Roe".
fn is_whole(tokens: &[Token], at: usize) -> bool {
    let next = at + 1;
    let particles = tokens[next..].iter().take(3).take_while(|token| is_particle(token.text()));
    let surname = next + particles.count();
    let is_tied = tokens[at..surname].iter().all(|token| token.stop() == Stop::None);
    let is_capital_on = |at: usize| tokens.get(at).is_some_and(may_be_surname);
    let has_noun = |at: usize| {
        tokens[at].lexicon() == Lexicon::German
            && !is_surname(tokens[at].text())
            && !is_given_name(tokens[at].text())
            && tokens.get(at + 1).is_some_and(Token::is_digits)
    };
    is_tied && is_capital_on(surname) && !has_noun(surname)
}

/// Whether the word at `next` belongs to the name that ends at `end`.
pub(super) fn follows(words: &Canonical, end: usize, next: usize) -> bool {
    let tokens = words.tokens();
    let is_named = end > 0 && is_name(words, end - 1) && is_given_name(tokens[end - 1].text());
    let text = tokens[next].text();
    // "Gethin Day", though the list has no Gethin; "Ríos Roe Giménez".
    let last = end.checked_sub(1).map(|at| &tokens[at]);
    let is_likely = last.is_some_and(|last| {
        let is_german = last.lexicon() == Lexicon::German;
        let is_whole = last.is_capital() && next == end && words.evidence(end - 1).name >= LIKELY;
        let is_second = last.lexicon() == Lexicon::Spanish && last.is_capital() && is_surname(text);
        (is_whole && !is_german && !is_of_place(text)) || is_second
    });
    // "Kenia De la Roe".
    let has_particle = next > end && tokens[end].is_capital();
    let hints = words.evidence(next).name >= GIVEN;
    let is_known = hints && (is_surname(tokens[next].text()) || is_given_name(tokens[next].text()));
    // "Detlef brandstetter", where nothing has a capital.
    let may_be = is_surname(text) || (hints && text.len() > 3 && !is_common(text));
    let is_caseless = next == end && is_caseless(tokens, next) && tokens[next].is_word();
    ((is_named || has_particle || is_known || is_likely) && may_be_surname(&tokens[next]))
        || (is_named && is_caseless && may_be)
}

/// Whether the word before a name is its given name, though neither the lists nor the model know it:
/// within a sentence, in a language that gives nouns no capital.
pub(super) fn leads(words: &Canonical, at: usize) -> bool {
    const GAINSAID: f32 = 0.02;
    let (tokens, token) = (words.tokens(), &words.tokens()[at]);
    let begins = at == 0 || tokens[at - 1].stop() == Stop::Sentence;
    let is_tied = token.stop() == Stop::None && token.lexicon() != Lexicon::German;
    let is_known = words.evidence(at).name >= GAINSAID;
    let is_other = is_role(token.text()) || is_title(token.text()) || is_office(token.text());
    // "Informa Sol Roe": where nouns have no capital, a word with one before a surname.
    let is_foreign = matches!(token.lexicon(), Lexicon::French | Lexicon::Spanish);
    let is_word =
        is_foreign && token.is_capital() && name_somebody::romance_capital(words, at).is_some();
    let may_be =
        may_be_surname(token) || (is_word && !is_body(token.text()) && !is_of_place(token.text()));
    !begins && is_tied && is_known && !is_other && may_be
}

/// Bodies that bear somebody's name: "Banco Roe".
fn is_body(word: &str) -> bool {
    matches!(
        word,
        "banco"
            | "banque"
            | "grupo"
            | "groupe"
            | "ley"
            | "loi"
            | "plan"
            | "premio"
            | "prix"
            | "ministerio"
            | "ministere"
            | "instituto"
            | "institut"
            | "fundacion"
            | "fondation"
            | "editorial"
            | "casa"
            | "maison"
            | "radio"
            | "canal"
            | "chaine"
            | "teatro"
            | "theatre"
            | "estadio"
            | "stade"
            | "puente"
            | "pont"
            | "tour"
            | "torre"
            | "operacion"
            | "caso"
            | "affaire"
            | "proyecto"
            | "projet"
            | "club"
            | "real"
            | "deportivo"
    )
}

fn may_be_surname(token: &Token) -> bool {
    let text = token.text();
    let is_german = token.lexicon() == Lexicon::German;
    let is_adjective = is_german && is_adjective_too(text);
    let is_plain = is_common(text) && !is_also_name(text) && !is_surname(text) && !is_adjective;
    token.is_word()
        && token.is_capital()
        && !token.is_upper()
        && text.chars().count() > 1
        && !is_function(text)
        && !is_plain
        && !is_demonym(text)
        && !is_of_place(text)
        && !is_of_company(text)
}

/// German nouns that are given names too, and act in a sentence only with an article.
pub(super) fn is_noun(word: &str) -> bool {
    matches!(
        word,
        "rose"
            | "wolf"
            | "ernst"
            | "linde"
            | "heide"
            | "mark"
            | "stern"
            | "gold"
            | "sonne"
            | "freude"
            | "engel"
            | "stein"
            | "lob"
            | "christ"
            | "falk"
            | "kiefer"
            | "mut"
            | "segen"
            | "welt"
            | "kaiser"
            | "hoffnung"
            | "adel"
            | "karte"
            | "navi"
            | "rosen"
            | "romane"
            | "may"
            | "juli"
    )
}

/// Those, and nouns that are given names above all.
fn is_noun_too(token: &Token) -> bool {
    let is_rare = matches!(
        token.text(),
        "kai"
            | "iris"
            | "hagen"
            | "birke"
            | "nelke"
            | "lilie"
            | "perle"
            | "harm"
            | "horst"
            | "romy"
    );
    token.lexicon() == Lexicon::German && (is_rare || is_noun(token.text()))
}

/// What stands before or after the name of a street or a place.
pub(super) fn is_of_place(word: &str) -> bool {
    matches!(
        word,
        "rue"
            | "avenue"
            | "boulevard"
            | "place"
            | "chemin"
            | "impasse"
            | "quai"
            | "allee"
            | "square"
            | "calle"
            | "avenida"
            | "plaza"
            | "paseo"
            | "camino"
            | "san"
            | "santa"
            | "santo"
            | "saint"
            | "sainte"
            | "st"
            | "street"
            | "road"
            | "lane"
            | "drive"
            | "court"
            | "way"
            | "island"
            | "county"
            | "city"
            | "university"
            | "college"
            | "school"
            | "hospital"
            | "park"
            | "beach"
            | "platz"
            | "strasse"
            | "weg"
            | "fort"
            | "port"
            | "mount"
            | "lake"
            | "cape"
            | "puerto"
            | "villa"
            | "ciudad"
            | "colonia"
            | "barrio"
            | "cours"
            | "faubourg"
            | "hotel"
            | "airport"
    ) || word.ends_with("strasse")
}

/// What follows the name of a company or a prize.
fn is_of_company(word: &str) -> bool {
    is_company_word(word) || matches!(word, "gallery" | "award" | "prize" | "trophy")
}
