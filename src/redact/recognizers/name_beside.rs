//! Names by what follows them: "Is Jane there?", "Jane Roe à l'appareil", "einen Roe geheiratet".

use std::ops::Range;

use super::name::{Trust, is_title, name_at};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{is_common, is_demonym};

/// The longest name that is asked for or announced so.
const MOST_WORDS: usize = 3;

/// From here on the model agrees that a word may be a name.
const HINT: f32 = 0.05;

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    (0..tokens.len()).filter_map(move |at| {
        let name = name_at(tokens, at, Trust::Plain).filter(|name| is_name(tokens, name))?;
        let is_found = is_asked_for(tokens, &name)
            || speaks_or_calls(tokens, &name)
            || is_called_so(tokens, &name)
            || is_listed_with_me(tokens, &name)
            || is_spelled_with(tokens, &name)
            || answers_to_it(tokens, &name)
            || (is_to_be_asked(tokens, &name) && words.evidence(at).name >= HINT);
        is_found.then_some(name)
    })
}

fn is_name(tokens: &[Token], name: &Range<usize>) -> bool {
    let is_whole = name.start == 0
        || !tokens[name.start - 1].is_capital()
        || tokens[name.start - 1].stop() != Stop::None
        || is_common(tokens[name.start - 1].text());
    if is_title(tokens[name.start].text()) {
        return false;
    }
    let is_plain = |at: usize| is_common(tokens[at].text()) || is_demonym(tokens[at].text());
    is_whole && name.len() <= MOST_WORDS && !name.clone().all(is_plain)
}

fn text(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", Token::text)
}

fn begins_sentence(tokens: &[Token], at: usize) -> bool {
    at == 0 || tokens[at - 1].stop() != Stop::None
}

/// "Is Jane there?", "Ist Jana da?", "Jeanne est là ?", "¿Está Juana?".
fn is_asked_for(tokens: &[Token], name: &Range<usize>) -> bool {
    let last = &tokens[name.end - 1];
    let before = name.start.checked_sub(1);
    let is_verb_before = before.is_some_and(|at| {
        let verb = matches!(text(tokens, at), "is" | "ist" | "esta" | "where's" | "war" | "was");
        verb && begins_sentence(tokens, at)
    });
    if is_verb_before && last.stop() == Stop::None {
        return is_place(text(tokens, name.end));
    }
    let is_spanish = before.is_some_and(|at| text(tokens, at) == "esta");
    (is_verb_before && is_spanish && last.is_question())
        || (begins_sentence(tokens, name.start)
            && last.stop() == Stop::None
            && text(tokens, name.end) == "est"
            && is_place(text(tokens, name.end + 1)))
}

/// Where somebody is who is asked for.
fn is_place(word: &str) -> bool {
    matches!(
        word,
        "there"
            | "here"
            | "in"
            | "home"
            | "around"
            | "available"
            | "about"
            | "free"
            | "da"
            | "daheim"
            | "zuhause"
            | "schon"
            | "noch"
            | "hier"
            | "erreichbar"
            | "gerade"
            | "la"
            | "rentre"
            | "rentree"
            | "disponible"
            | "dispo"
            | "chez"
            | "en"
            | "por"
            | "ahi"
            | "alli"
            | "aqui"
    )
}

/// "Jane Roe à l'appareil", "Jana Roe am Apparat", "Juana al habla", "Roe, seconded".
fn speaks_or_calls(tokens: &[Token], name: &Range<usize>) -> bool {
    let next = |ahead: usize| text(tokens, name.end + ahead);
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let announces = matches!(
        (next(0), next(1)),
        ("a", "l'appareil")
            | ("am", "apparat" | "telefon")
            | ("al", "habla" | "telefono")
            | ("speaking" | "seconded" | "seconds", _)
    );
    let calls = matches!(
        (next(0), next(1)),
        ("phoned" | "rang" | "texted", _)
            | ("called", "about" | "back" | "for" | "earlier" | "again" | "twice" | "yesterday")
            | ("a", "telephone" | "appele" | "rappele")
            | ("hat", "angerufen" | "gefragt" | "gesagt")
            | ("lasst", "grussen")
            | ("ha", "llamado" | "preguntado")
    );
    // "Que llamó Juana".
    let called = name.start > 0 && matches!(text(tokens, name.start - 1), "llamo" | "telefoneo");
    // "Die Werkstatt hat angerufen".
    let before = name.start.checked_sub(1).map_or("", |at| text(tokens, at));
    let is_noun = tokens[name.start].lexicon() == Lexicon::German
        && matches!(before, "der" | "die" | "das" | "dem" | "den" | "ein" | "eine" | "keine");
    announces || (is_tied && calls && !is_noun) || called
}

/// "Da müssen Sie Jana fragen".
fn is_to_be_asked(tokens: &[Token], name: &Range<usize>) -> bool {
    let is_german = tokens[name.start].lexicon() == Lexicon::German;
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    is_german
        && is_tied
        && matches!(
            text(tokens, name.end),
            "fragen" | "bitten" | "anrufen" | "einladen" | "sprechen" | "informieren" | "grussen"
        )
}

/// "Alle haben ihn nur Otto gerufen", "ich habe einen Roe geheiratet".
fn is_called_so(tokens: &[Token], name: &Range<usize>) -> bool {
    let is_german = tokens[name.start].lexicon() == Lexicon::German;
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let before = name.start.checked_sub(1).map_or("", |at| text(tokens, at));
    let whom = matches!(
        before,
        "ihn"
            | "sie"
            | "mich"
            | "uns"
            | "es"
            | "nur"
            | "immer"
            | "alle"
            | "einen"
            | "eine"
            | "den"
            | "die"
            | "das"
            | "kleine"
            | "kleinen"
            | "einfach"
            | "auch"
    );
    is_german
        && is_tied
        && whom
        && matches!(
            text(tokens, name.end),
            "gerufen" | "genannt" | "getauft" | "geheiratet" | "geheissen"
        )
}

/// "Jane, Joan, Jim and me": who is named in one breath with oneself.
fn is_listed_with_me(tokens: &[Token], name: &Range<usize>) -> bool {
    const MOST: usize = 16;
    let mut at = name.end;
    let mut count = 1;
    while at < tokens.len().min(name.start + MOST) {
        let before = tokens[at - 1].stop();
        let is_and = matches!(text(tokens, at), "and" | "et" | "und" | "y");
        if is_and {
            let is_me =
                matches!(text(tokens, at + 1), "me" | "moi" | "ich" | "yo" | "i" | "myself");
            return is_me && (count > 1 || before != Stop::None);
        }
        let is_next = before == Stop::Clause && tokens[at].is_capital();
        let is_part = before == Stop::None && tokens[at].is_capital();
        if !(is_next || is_part) || is_common(text(tokens, at)) {
            return false;
        }
        count += usize::from(is_next);
        at += 1;
    }
    false
}

/// "That's Roe with an e".
fn is_spelled_with(tokens: &[Token], name: &Range<usize>) -> bool {
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let with = matches!(text(tokens, name.end), "with" | "avec" | "mit" | "con");
    let article = matches!(
        text(tokens, name.end + 1),
        "a" | "an" | "one" | "two" | "2" | "un" | "une" | "deux" | "zwei" | "einem" | "una" | "dos"
    );
    let letter = text(tokens, name.end + 2);
    let is_letter = letter.chars().count() == 1 || letter.ends_with('s') && letter.len() <= 3;
    let is_double = matches!(text(tokens, name.end + 1), "double" | "doppel" | "doble");
    is_tied && with && ((article && is_letter) || is_double)
}

/// "Jane Roe? Here.": a roll call.
fn answers_to_it(tokens: &[Token], name: &Range<usize>) -> bool {
    let is_called = begins_sentence(tokens, name.start) && tokens[name.end - 1].is_question();
    let is_alone = tokens.get(name.end).is_some_and(|token| token.stop() != Stop::None);
    is_called
        && is_alone
        && matches!(
            text(tokens, name.end),
            "here" | "present" | "presente" | "hier" | "anwesend" | "aye"
        )
}
