//! Accounts that one logs in with, whatever stands between: "ich logge mich immer als jroe42 ein",
//! "angemeldet bin ich als …", "the account is under r_novak", "on that site they know me as mlopez".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::value_shape::{has_shape, is_mixed, is_said_of_it, is_signed};
use super::values::{is_article, is_role, value_end};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::dates::is_ordinal;
use crate::redact::vocabulary::{self, is_common, is_function, is_given_name, is_surname};

/// How far before the account the verb may stand, in its clause.
const REACH: usize = 7;
/// The longest account, in tokens.
const LONGEST: usize = 24;

/// Finds them.
pub(super) fn find(words: &Canonical) -> Vec<Range<usize>> {
    let tokens = words.tokens();
    let mut found = Vec::new();
    for at in 1..tokens.len() {
        let lead = &tokens[at - 1];
        if lead.stop() != Stop::None {
            continue;
        }
        let is_led =
            is_role(lead.text()) || (lead.text() == "que" && is_before(tokens, at, "tant"));
        // "Con Halcon56 como contraseña".
        let is_cue = words.cues().cover(at);
        found.extend(if is_led && !is_cue { logged_in_as(tokens, at) } else { None });
        found.extend(kept_under(tokens, at));
        found.extend(initial_and_surname(tokens, at));
        found.extend(called(tokens, at));
    }
    found
}

fn is_before(tokens: &[Token], at: usize, word: &str) -> bool {
    at >= 2 && tokens[at - 2].text() == word
}

/// The tokens of the clause before `at`, the nearest first.
fn clause(tokens: &[Token], at: usize) -> impl Iterator<Item = &Token> + Clone {
    let before = tokens[at.saturating_sub(REACH)..at].iter().rev();
    before.take_while(|token| token.stop() == Stop::None)
}

static LOG_IN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "connecte connectes connectez connecter connectee connectait connectais identifie identifier \
         conecto conectas conecta conecte conectar conectarme conectarse conectado conectada accedo accede \
         acceder registre registrado registrada angemeldet eingeloggt registriert",
    )
});

/// In German the verb ends the clause, or its first part does.
fn ends_log_in(token: &Token) -> bool {
    matches!(
        token.text(),
        "an" | "ein"
            | "einloggen"
            | "anmelden"
            | "registrieren"
            | "eingeloggt"
            | "angemeldet"
            | "registriert"
            | "einwahlen"
    )
}

/// Whether one logs in, by the words before the account.
fn logs_in(tokens: &[Token], at: usize) -> bool {
    let is_english = |token: &Token| {
        matches!(token.text(), "log" | "logs" | "logged" | "logging" | "sign" | "signs" | "signed")
    };
    let into = |token: &Token| matches!(token.text(), "in" | "on");
    clause(tokens, at).any(|token| LOG_IN.contains(token.text()))
        || (clause(tokens, at).any(is_english) && clause(tokens, at).any(into))
}

/// Where the German verb ends that began before the account, or that one's own word stands with.
fn end_of_german(tokens: &[Token], at: usize) -> Option<usize> {
    let begins = |token: &Token| {
        let text = token.text();
        matches!(text, "mich" | "dich" | "sich" | "uns" | "euch" | "bin" | "bist" | "ist" | "war")
            || text.starts_with("logg")
            || text.starts_with("meld")
    };
    let is_german = tokens[at - 1].lexicon() == Lexicon::German;
    if !is_german || !clause(tokens, at).any(begins) {
        return None;
    }
    let last = tokens.len().min(at + LONGEST);
    let is_tied = |at: &usize| tokens[*at - 1].stop() != Stop::Sentence;
    (at + 1..last).take_while(is_tied).find(|&at| {
        let ends = at + 1 == tokens.len() || tokens[at].stop() != Stop::None;
        ends_log_in(&tokens[at]) && (ends || is_function(tokens[at + 1].text()))
    })
}

/// "Je me connecte toujours en tant que jroe42", "ich melde mich immer als jroe42 an".
fn logged_in_as(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    if finds(tokens, at) {
        return found_as(tokens, at);
    }
    let end = end_of_german(tokens, at);
    if end.is_none() && !logs_in(tokens, at) {
        return None;
    }
    let own = value_end(tokens, at);
    let value = at..end.map_or(own, |end| own.min(end));
    let is_free = tokens[value.clone()].iter().all(|token| token.mark().is_none());
    let is_with = matches!(tokens[at - 1].text(), "mit" | "with" | "avec" | "con");
    let is_word = !is_with && end.is_none_or(|end| end == at + 1) && is_lone(tokens, &value);
    (is_free && !value.is_empty() && (is_word || has_shape(tokens, &value))).then_some(value)
}

/// "You can find me on there under", "da findet ihr mich unter", "vous me trouverez là-bas sous".
fn finds(tokens: &[Token], at: usize) -> bool {
    const FINDS: [&str; 9] =
        ["find", "finde", "trouv", "retrouv", "encuentr", "encontr", "busc", "search", "such"];
    let is_me = |token: &Token| {
        matches!(
            token.text(),
            "me" | "us" | "him" | "her" | "mich" | "uns" | "ihn" | "moi" | "nos" | "le"
        )
    };
    let is_find = |token: &Token| FINDS.iter().any(|begin| token.text().starts_with(begin));
    clause(tokens, at).any(is_me) && clause(tokens, at).any(is_find)
}

fn found_as(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let value = at..value_end(tokens, at);
    let is_free = tokens[value.clone()].iter().all(|token| token.mark().is_none());
    let is_there = |token: &Token| {
        matches!(token.text(), "there" | "da" | "dort" | "la-bas" | "bas" | "ahi" | "alli")
            || PLACES.contains(token.text())
    };
    let ends = value.end == tokens.len() || tokens[value.end - 1].stop() != Stop::None;
    let is_word = ends && is_lone(tokens, &value) && clause(tokens, at).any(is_there);
    (is_free && (is_word || has_shape(tokens, &value))).then_some(value)
}

/// A word that is no other: not "as the owner", "als Erster".
fn is_lone(tokens: &[Token], value: &Range<usize>) -> bool {
    let token = &tokens[value.start];
    let text = token.text();
    let is_plain = is_common(text)
        || is_function(text)
        || is_article(text)
        || is_said_of_it(text)
        || is_ordinal(text)
        || vocabulary::is_role(text);
    value.len() == 1 && token.is_word() && !token.is_capital() && !is_plain && text.len() > 3
}

/// "The account is under r_novak", "la cuenta está a nombre de r_novak".
fn kept_under(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let lead = tokens[at - 1].text();
    let is_name = matches!(lead, "de" | "of")
        && at >= 2
        && matches!(tokens[at - 2].text(), "nom" | "nombre" | "name");
    let is_account = |token: &Token| {
        matches!(
            token.text(),
            "account" | "konto" | "compte" | "cuenta" | "profile" | "profil" | "perfil"
        )
    };
    let is_kept = matches!(lead, "under" | "unter" | "sous" | "bajo") || is_name;
    if !is_kept || !clause(tokens, at).any(is_account) {
        return None;
    }
    let value = at..value_end(tokens, at);
    let has_line = tokens[value.clone()].iter().any(|token| {
        token.joint() == Some('_')
            || matches!(token.text(), "underscore" | "unterstrich" | "bajo" | "bas")
    });
    (has_line && is_signed(tokens, &value)).then_some(value)
}

/// Where others see one's account.
static PLACES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "site website page portal platform app forum forums foro game spiel jeu juego chat server \
         serveur servidor online seite webseite plattform plateforme pagina sitio plataforma web netz \
         instagram twitter reddit twitch steam discord ebay etsy vinted wallapop leboncoin kleinanzeigen",
    )
});

/// "En el foro soy mlopez", "on that site people know me as osmith": an initial and a surname.
fn initial_and_surname(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    const SHORTEST: usize = 4;
    let text = tokens[at].text();
    let may_be = |rest: &str| is_surname(rest) || rest.starts_with("mc");
    let surname = text.get(1..).filter(|rest| rest.len() >= SHORTEST && may_be(rest))?;
    let is_word = is_common(text)
        || is_common(surname) && vocabulary::is_role(text)
        || is_function(text)
        || is_surname(text)
        || is_given_name(text)
        || vocabulary::is_role(text)
        || vocabulary::is_demonym(text);
    let is_led = matches!(
        tokens[at - 1].text(),
        "as" | "als"
            | "comme"
            | "sous"
            | "como"
            | "soy"
            | "i'm"
            | "am"
            | "bin"
            | "suis"
            | "ich"
            | "unter"
    );
    let ends = at + 1 == tokens.len() || tokens[at].stop() != Stop::None;
    let is_place = |token: &Token| PLACES.contains(token.text());
    let before = tokens[at.saturating_sub(2 * REACH)..at].iter().rev();
    let mut sentence = before.take_while(|token| token.stop() != Stop::Sentence);
    (is_led && ends && !is_word && sentence.any(is_place)).then_some(at..at + 1)
}

/// "They call me darkwolf77 on there": letters and digits in one word.
fn called(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    const FEWEST_LETTERS: usize = 3;
    let text = tokens[at].text();
    let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_name = is_mixed(&tokens[at]) && letters >= FEWEST_LETTERS;
    let is_me = matches!(tokens[at - 1].text(), "me" | "mich");
    let calls = |token: &Token| {
        matches!(token.text(), "call" | "calls" | "called" | "nennen" | "llaman" | "dicen")
    };
    (is_name && is_me && clause(tokens, at).take(3).any(calls)).then_some(at..at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn accounts_are_masked_that_one_logs_in_with() {
        check(
            EntityKind::Username,
            &[
                ("de", "Ich logge mich immer als {M U R M E L Unterstrich zwei fünf} ein."),
                ("de", "Ich melde mich immer als {dquandt} an."),
                ("de", "Du kannst dich als {fuchs12} einloggen."),
                ("de", "Angemeldet bin ich als {peter Unterstrich neun neun}."),
                ("fr", "Je me connecte toujours en tant que {dquinet}."),
                ("es", "Me conecto siempre como {dquiroga7}."),
                ("en", "It keeps logging me in as {ksmith}, which isn't me."),
                ("en", "The account is under {r_novak}."),
                ("es", "La cuenta está a nombre de {r_novak}."),
                ("en", "On that site people know me as {omcallister}."),
                ("es", "En el foro soy {mlagos}."),
                ("en", "They call me {darkwolf77} on there."),
                ("de", "Da findet ihr mich unter {orchidee Unterstrich 65}."),
                ("en", "You can find me on there under {yamamoto dot seventy-four}."),
                ("fr", "Vous me trouverez là-bas sous {fabrice tiret rousseau}."),
                ("es", "Ahí me encontráis como {dedal_56}."),
                ("de", "Die Kennung, die ich bekommen habe, ist {kessel_72}."),
                ("en", "Find me on the forum, I'm {a dot may}."),
                ("de", "Ich logge mich immer als Erster ein."),
                ("de", "Ich melde mich mit dem Handy an."),
                ("de", "Alle kennen mich als fleißig."),
                ("es", "En el foro soy más bien callado."),
                ("en", "People know me as a hard worker."),
            ],
        );
    }
}
