//! What usernames and passwords look like, and where they are said but after their cue: "thimble
//! underscore nine, that's my password", "reset it to thimble nine, so that I remember it".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::url;
use super::values::{is_copula, is_tied_on, leads_up, value_end};
use crate::domain::EntityKind;
use crate::redact::Canonical;
use crate::redact::canonical::{Stop, Token};
use crate::redact::cues::{DigitCue, Mention};
use crate::redact::vocabulary;

/// How far from its cue a value may stand, in its sentence.
const REACH: usize = 18;

/// Where the value begins that stands right after its cue, with nothing between: "the user jroe42 is
/// locked", "my password, thimble dash nine, is too weak".
pub(super) fn beside(tokens: &[Token], mention: &Mention) -> Option<usize> {
    const MOST_BEFORE: usize = 3;
    let leads = tokens.iter().skip(mention.end).take(MOST_BEFORE);
    let start = mention.end + leads.take_while(|token| leads_up(token.text())).count();
    let last = mention.end.checked_sub(1).filter(|_| mention.end > mention.start)?;
    let value = start..value_end(tokens, start.min(tokens.len()));
    let stop = tokens[last].stop();
    let is_word = |at: usize| {
        let text = tokens[at].text();
        let spells = text.len() == 1 && tokens.get(at + 1).is_some_and(|t| t.text().len() == 1);
        if spells {
            return false;
        }
        is_copula(text)
            || leads_up(text)
            || (vocabulary::is_common(text) && !is_tied_on(tokens, at))
    };
    let is_said_first =
        value.clone().next().is_some_and(|at| is_word(at) && !is_connector(&tokens[at]));
    let is_value = match stop {
        Stop::None => !is_said_first && is_signed(tokens, &value),
        Stop::Clause => is_parted(tokens, &value) && has_shape(tokens, &value),
        Stop::Sentence => false,
    };
    is_value.then_some(start)
}

/// A value elsewhere in the sentence of its cue: before it with "that's", in a clause of its own, or
/// after what is done with it.
pub(super) fn elsewhere(tokens: &[Token], mention: &Mention) -> Option<Range<usize>> {
    if mention.end == mention.start {
        return None;
    }
    let ends = |at: &usize| tokens[*at].stop() == Stop::Sentence && !is_shout(tokens, *at);
    let first = mention.start.saturating_sub(REACH);
    let first = (first..mention.start).rev().find(ends).map_or(first, |at| at + 1);
    let last = tokens.len().min(mention.end + REACH);
    let last = (mention.end - 1..last).find(ends).map_or(last, |at| at + 1);
    let starts = (first..mention.start).chain(mention.end..last);
    starts.filter(|at| *at < tokens.len()).find_map(|at| {
        let end = value_end(tokens, at);
        let is_before = at < mention.start;
        let value = at..if is_before { end.min(mention.start) } else { end };
        let is_free = tokens[value.clone()].iter().all(|token| token.mark().is_none());
        let is_value = is_free
            && has_shape(tokens, &value)
            && if is_before {
                is_told(tokens, &value, mention) || is_done_with(tokens, &value)
            } else {
                is_parted(tokens, &value) || is_done_with(tokens, &value)
            };
        let is_sure = !mention.is_weak || (is_signed(tokens, &value) && is_before);
        (is_value && is_sure).then_some(value)
    })
}

/// Whether a value is another kind's: digits after "clave" are a PIN, and what is told for a username may
/// be an address, of mail or in the web.
pub(super) fn is_of_other_kind(
    words: &Canonical,
    mention: &Mention,
    value: &Range<usize>,
    kind: EntityKind,
) -> bool {
    let value_tokens = &words.tokens()[value.clone()];
    let is_pin =
        mention.cue == DigitCue::Of(EntityKind::Pin) && value_tokens.iter().all(Token::is_digits);
    let is_at = |token: &Token| matches!(token.text(), "arobase" | "arroba");
    let is_mail = kind == EntityKind::Username
        && (value_tokens.iter().any(is_at) || url::is_address(words, value));
    is_pin || is_mail || (kind == EntityKind::Username && is_for_password(words, value))
}

/// "Mit Falke56 als Passwort", "avec Faucon56 comme mot de passe": what it serves as is named after it.
pub(super) fn is_for_password(words: &Canonical, value: &Range<usize>) -> bool {
    const REACH: usize = 2;
    let tokens = words.tokens();
    let of_password = [EntityKind::Password, EntityKind::Pin].map(DigitCue::Of);
    let near = value.start + 1..value.end + REACH + 1;
    words.cues().mentions().iter().any(|mention| {
        let is_near = mention.end > mention.start && near.contains(&mention.start);
        let before = tokens[value.start..mention.start.max(value.start)].iter().rev().take(REACH);
        let is_role =
            |token: &Token| matches!(token.text(), "as" | "als" | "comme" | "como" | "for");
        is_near && of_password.contains(&mention.cue) && before.into_iter().any(is_role)
    })
}

/// What nothing but its look tells, where no other thing of its sort is named: "it was set to Thimble9!,
/// change the password afterwards".
pub(super) fn anywhere(words: &Canonical, mention: &Mention) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let is_of_password = mention.cue == DigitCue::Of(EntityKind::Password);
    if mention.end == mention.start || mention.is_weak || !is_of_password {
        return None;
    }
    let ends = |at: &usize| tokens[*at].stop() == Stop::Sentence && !is_shout(tokens, *at);
    let first = mention.start.saturating_sub(REACH);
    let first = (first..mention.start).rev().find(ends).map_or(first, |at| at + 1);
    let last = tokens.len().min(mention.end + REACH);
    let end = (mention.end - 1..last).find(ends).map_or(last, |at| at + 1);
    // "Which password did you choose? I chose thimble nine."
    let next = (end..last).find(ends).map_or(last, |at| at + 1);
    let last = if mention.asks { next } else { end };
    let is_other = |other: &Mention| {
        let kind = EntityKind::Username;
        let is_named = [kind, EntityKind::Email, EntityKind::Url].map(DigitCue::Of);
        is_named.contains(&other.cue) && (first..last).contains(&other.start)
    };
    let logs_in = |token: &Token| {
        matches!(
            token.text(),
            "log"
                | "sign"
                | "connecte"
                | "connectez"
                | "connecter"
                | "entre"
                | "entra"
                | "melde"
                | "melden"
                | "loggen"
        )
    };
    if words.cues().mentions().iter().any(is_other) || tokens[first..last].iter().any(logs_in) {
        return None;
    }
    let starts = (first..mention.start).chain(mention.end..last);
    starts.filter(|&at| begins_value(tokens, at)).find_map(|at| {
        let end = value_end(tokens, at).min(if at < mention.start { mention.start } else { last });
        let value = at..end;
        let is_free = tokens[value.clone()].iter().all(|token| token.mark().is_none());
        (is_free && !value.is_empty() && is_signed(tokens, &value)).then_some(value)
    })
}

/// Whether letters and digits in one word, a sign or a letter by itself begin there, or a word that a sign
/// or digits follow.
fn begins_value(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let next = tokens.get(at + 1).filter(|_| token.stop() == Stop::None);
    let is_letter = |token: &Token| token.is_word() && token.text().len() == 1;
    let leads = matches!(token.text(), "capital" | "grosses" | "kleines" | "grossbuchstabe");
    let is_spelled =
        is_letter(token) && next.is_some_and(|next| is_letter(next) || is_connector(next));
    let is_plain = vocabulary::is_common(token.text()) || token.text().len() < 3;
    let is_followed = next.is_some_and(|next| is_connector(next) || next.is_digits());
    is_mixed(token)
        || (leads && next.is_some())
        || is_spelled
        || (token.is_word() && !is_plain && !is_connector(token) && is_followed)
}

/// A value with the word that it begins with, where only its signs or digits were found: "thimble" dash
/// nine.
pub(super) fn with_first_word(
    tokens: &[Token],
    value: Range<usize>,
    mention: &Mention,
) -> Range<usize> {
    const MOST: usize = 16;
    let floor = if value.start >= mention.end { mention.end } else { 0 };
    let mut start = value.start;
    let is_tied = |at: usize| tokens[at].stop() == Stop::None && tokens[at].mark().is_none();
    while start > floor && value.start - start < MOST && is_tied(start - 1) {
        let before = &tokens[start - 1];
        let is_spelled = tokens[start].text().len() == 1 || is_connector(&tokens[start]);
        let is_letter = before.is_word() && before.text().len() == 1 && is_spelled;
        let is_word = before.is_word()
            && !vocabulary::is_common(before.text())
            && before.text().len() > 2
            && (is_connector(&tokens[start]) || tokens[start].is_digits());
        let is_lead = is_connector(before) && start < tokens.len();
        if !(is_letter || is_word || is_lead) || leads_up(before.text()) || is_copula(before.text())
        {
            break;
        }
        start -= 1;
    }
    start..value.end
}

/// Whether a value is written or said in signs, or is words and a number: "thimble nine".
pub(super) fn has_shape(tokens: &[Token], value: &Range<usize>) -> bool {
    const MOST_WORDS: usize = 2;
    let Some(parts) = tokens.get(value.clone()).filter(|parts| !parts.is_empty()) else {
        return false;
    };
    let words = parts.iter().take_while(|token| token.is_word() && token.text().len() > 1).count();
    let is_word_and_number = (1..=MOST_WORDS).contains(&words)
        && words < parts.len()
        && parts[words..].iter().all(Token::is_digits)
        && parts[..words].iter().all(|word| !vocabulary::is_common(word.text()));
    is_signed(tokens, value) || is_word_and_number
}

/// Whether signs, letters one by one, or letters and digits in one word tell a value from speech.
pub(super) fn is_signed(tokens: &[Token], value: &Range<usize>) -> bool {
    const FEWEST_LETTERS: usize = 3;
    let Some(parts) = tokens.get(value.clone()).filter(|parts| !parts.is_empty()) else {
        return false;
    };
    let is_letter = |token: &Token| token.is_spelled() || token.text().len() == 1;
    let begins = !vocabulary::is_function(parts[0].text())
        || is_tied_on(tokens, value.start)
        || parts.iter().take(2).filter(|token| is_letter(token)).count() == 2;
    let letters = parts.iter().filter(|token| token.is_word() && token.text().len() == 1).count();
    let is_mail =
        parts.iter().any(|token| matches!(token.text(), "at" | "@" | "arobase" | "arroba"));
    let has_word = parts.iter().any(|token| has_letters(token) && !is_connector(token));
    let is_tied = |token: &Token| matches!(token.joint(), Some('_' | '.' | '-'));
    let is_joined = parts.iter().skip(1).any(is_tied);
    let is_signed = parts.iter().any(|token| is_connector(token) || is_mixed(token));
    begins
        && has_word
        && !is_mail
        && (is_signed || is_joined || letters >= FEWEST_LETTERS)
        && (parts.len() > 1 || is_mixed(&parts[0]))
        && !parts[0].is_digits()
}

/// Whether it is a clause of its own.
fn is_parted(tokens: &[Token], value: &Range<usize>) -> bool {
    let Some(first) = tokens.get(value.start).filter(|_| !value.is_empty()) else { return false };
    let is_start = |at: usize| at == 0 || tokens[at - 1].stop() != Stop::None;
    // "Dann den Benutzernamen, also jroe42".
    let is_led = value.start > 0 && leads_up(tokens[value.start - 1].text());
    let begins = is_start(value.start) || (is_led && is_start(value.start - 1));
    let names_one = matches!(
        first.text(),
        "password" | "passwort" | "kennwort" | "contrasena" | "clave" | "mot" | "passphrase"
    );
    begins && !names_one && tokens[value.end - 1].stop() != Stop::None
}

/// Whether it begins the sentence and what follows says that it is what the cue says: "…, that's the
/// password".
fn is_told(tokens: &[Token], value: &Range<usize>, mention: &Mention) -> bool {
    const MOST_BETWEEN: usize = 6;
    let begins = value.start == 0 || tokens[value.start - 1].stop() != Stop::None;
    let between = tokens.get(value.end..mention.start).unwrap_or_default();
    let tells = between.first().is_some_and(|token| {
        matches!(
            token.text(),
            "that's"
                | "that"
                | "is"
                | "it's"
                | "was"
                | "c'est"
                | "c'etait"
                | "das"
                | "ist"
                | "so"
                | "ese"
                | "esa"
                | "eso"
                | "es"
                | "era"
                | "voila"
        )
    });
    begins && tells && between.len() <= MOST_BETWEEN
}

/// Whether it is said what is done with it: typed, or put in another's place.
fn is_done_with(tokens: &[Token], value: &Range<usize>) -> bool {
    const REACH: usize = 6;
    let before = &tokens[value.start.saturating_sub(REACH)..value.start];
    let Some((last, earlier)) = before.split_last() else { return false };
    let is_verb = |token: &Token| VERBS.contains(token.text());
    let is_link = matches!(
        last.text(),
        "to" | "auf" | "a" | "en" | "sur" | "por" | "durch" | "immer" | "wieder"
    );
    let clause = earlier.iter().rev().take_while(|token| token.stop() == Stop::None);
    // "Auf thimble neun zurücksetzen".
    let is_tied = tokens[value.end - 1].stop() == Stop::None;
    let has_verb_after = is_tied && tokens.get(value.end).is_some_and(is_verb);
    let is_linked = is_link && (has_verb_after || clause.into_iter().any(is_verb));
    if is_tied && has_auxiliary(before) && tokens.get(value.end).is_some_and(is_typed) {
        return true;
    }
    last.stop() == Stop::None && (is_verb(last) || is_linked)
}

/// "Dabei hab ich thimble neun getippt".
fn has_auxiliary(before: &[Token]) -> bool {
    let clause = before.iter().rev().take_while(|token| token.stop() == Stop::None);
    clause
        .into_iter()
        .any(|token| matches!(token.text(), "hab" | "habe" | "hatte" | "hat" | "haben"))
}

fn is_typed(token: &Token) -> bool {
    matches!(
        token.text(),
        "getippt"
            | "eingetippt"
            | "eingegeben"
            | "genommen"
            | "benutzt"
            | "verwendet"
            | "gesetzt"
            | "probiert"
            | "geschrieben"
    )
}

/// What is done with a password or a name.
static VERBS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "type typing typed enter entering entered put putting try trying tried use using used \
         reset resetting set setting change changing changed switch switched update updated \
         tape taper tapais tape entre entrer saisis saisir mets mettre remettre remets changer \
         change reinitialiser essaie essaye essayer utilise utiliser \
         tippe tipp tippen tippte eingebe eingeben gebe setze setzen zurucksetzen andern wechseln \
         nehme nimm nutze benutze verwende probiere \
         pongo poner puse pon tecleo teclear escribo escribir meto meter uso usar cambiar \
         cambie cambio restablecer restablezca restablezcan probar pruebo intento keep",
    )
});

/// "Sunflower70! is my password": what ends there is not the sentence.
fn is_shout(tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1);
    is_mixed(&tokens[at]) && next.is_some_and(|next| !next.is_capital())
}

pub(super) fn has_letters(token: &Token) -> bool {
    token.text().bytes().any(|byte| byte.is_ascii_alphabetic())
}

pub(super) fn is_mixed(token: &Token) -> bool {
    token.is_word() && token.text().bytes().any(|byte| byte.is_ascii_digit())
}

/// A letter, a digit or a number.
pub(super) fn is_sign(token: &Token) -> bool {
    let is_letter = token.text().len() == 1 && !matches!(token.text(), "a" | "i" | "y" | "o");
    token.is_digits() || token.is_spelled() || (token.is_word() && is_letter)
}

static CONNECTORS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "underscore point dash hyphen dot at hash hashtag exclamation asterisk dollar ampersand \
         percent slash star mark tiret souligne arobase diese etoile punkt unterstrich \
         bindestrich raute ausrufezeichen guion bajo punto arroba almohadilla asterisco \
         capital majuscule signo exclamacion interrogacion d'exclamation d'interrogation \
         minus moins strich schragstrich ausrufungszeichen fragezeichen klammeraffe grosses \
         kleines grossbuchstabe mayuscula minuscula minuscule uppercase lowercase barra raya \
         interrogante admiracion underline caret tilde",
    )
});

pub(super) fn is_connector(token: &Token) -> bool {
    CONNECTORS.contains(token.text())
}

static SAID_OF_IT: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "wrong incorrect correct required needed case expired invalid protected safe secure \
         weak strong good reset changed always never stored saved working different fine \
         used sent written important falsch richtig sicher abgelaufen faux incorrecte expire \
         obligatoire incorrecta correcta segura obligatoria necesaria asked something so empty blank vide leer vacio vacia gray grey \
         very probably admin administrator administrador administrateur guest root gast invitado \
         invite provided given set problem issue trouble probleme problema same unchanged blocked locked broken missing gleich \
         gesperrt gultig bloque bloquee bloqueada valid identique misma mismo igual",
    )
});

/// What is said of a password that is none.
pub(super) fn is_said_of_it(word: &str) -> bool {
    SAID_OF_IT.contains(word)
}
