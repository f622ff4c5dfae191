//! Accounts that are told without a word for them: "find him on Telegram as otter_15", "im Spiel bin
//! ich gurke Unterstrich 05", "jroe42, so heiß ich online".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::value_shape::{is_connector, is_mixed, is_signed};
use super::values::{is_copula, is_tied_on, leads_up, value_end};
use crate::redact::Canonical;
use crate::redact::canonical::{Stop, Token};
use crate::redact::vocabulary::{self, is_common, is_function};

/// Letters and digits that an account has at least.
const SHORTEST: usize = 3;
/// How far from the word for a place online an account may stand.
const REACH: usize = 18;

/// Finds them.
pub(super) fn find(words: &Canonical) -> Vec<Range<usize>> {
    let tokens = words.tokens();
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if ONLINE.contains(tokens[at].text()) {
            found.extend(told_near(tokens, at));
            found.extend(told_before(tokens, at));
        }
        found.extend(named_after_copula(tokens, at));
        found.extend(of_account(tokens, at));
    }
    found
}

/// Where people have accounts.
static ONLINE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "instagram insta tiktok snapchat snap twitter reddit telegram skype twitch steam playstation psn xbox \
         mastodon bluesky github gitlab discord facebook messenger linkedin whatsapp signal youtube threads \
         pinterest tumblr venmo paypal etsy ebay vinted wallapop kleinanzeigen leboncoin strava spotify \
         soundcloud fortnite minecraft roblox slack teams zoom online forum forums foro app server serveur \
         servidor game games spiel spielen jeu juego juegos chat wiki blog netz internet web ligne linea \
         profile profil perfil nintendo switch battlenet duolingo chess lichess patreon substack medium",
    )
});

/// Whether a word is of a place online, or of the net.
pub(super) fn is_online(word: &str) -> bool {
    ONLINE.contains(word)
}

/// What stands right before an account.
static LINKS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "as at under i'm am is it's for by he's she's we're me him her them named called find follow add search \
         nach als unter bin ist heisse heiss heisst ich mich ihn sie sucht suche such addet adde \
         sous comme suis c'est cherche cherches cherchez trouve trouves trouverez ajoute ajoutez s'appelle est \
         m'appelle suivez suis-moi moi \
         como soy es busca busque buscad buscame por llamo llama sigueme agregame encuentras \
         to user username handle nick pseudo name nom nombre",
    )
});

/// An account in the sentence of such a place: by its shape, after what leads to one or, with a line
/// in it, in a clause of its own.
fn told_near(tokens: &[Token], place: usize) -> Option<Range<usize>> {
    let ends = |at: &usize| tokens[*at].stop() == Stop::Sentence;
    let first = place.saturating_sub(REACH);
    let first = (first..place).rev().find(ends).map_or(first, |at| at + 1);
    let last = tokens.len().min(place + REACH);
    let last = (place..last).find(ends).map_or(last, |at| at + 1);
    (first.max(1)..last).filter(|&at| at != place).find_map(|at| {
        let value = at..value_end(tokens, at).min(tokens.len());
        // "Auf Twitter heißt er …".
        let is_who = matches!(tokens[at - 1].text(), "er" | "sie" | "ihr");
        let link = at - 1 - usize::from(is_who && at > 1);
        let is_tied = tokens[at - 1].stop() == Stop::None;
        let is_led = is_tied && LINKS.contains(tokens[link].text());
        let is_apart = tokens[at - 1].stop() != Stop::None && has_line(tokens, &value);
        let is_whole = at >= place || value.end <= place;
        ((is_led || is_apart) && is_whole && is_account(tokens, &value)).then_some(value)
    })
}

/// Whether it is written or spelled as accounts are, and is no address or number.
fn is_account(tokens: &[Token], value: &Range<usize>) -> bool {
    let is_free = tokens[value.clone()].iter().all(|token| token.mark().is_none());
    let parts = &tokens[value.clone()];
    // "Mark" is a name, and a sign of passwords.
    let is_mark = parts.iter().any(|token| token.text() == "mark");
    let is_host = parts.iter().any(|token| {
        matches!(
            token.text(),
            "slash" | "barra" | "www" | "https" | "com" | "example" | "schragstrich"
        )
    });
    let is_word = |at: usize| is_common(tokens[at].text()) && !is_tied_on(tokens, at);
    let is_said = is_word(value.start)
        && tokens[value.start].text().len() > 1
        && !is_connector(&tokens[value.start]);
    // "Sales in our online games rose by 106 percent", "the increase for Q4".
    let is_figure = !tokens[value.start].is_word() && !has_line(tokens, value);
    let is_short = value.len() == 1 && tokens[value.start].text().len() < SHORTEST;
    let is_other = is_mark || is_host || is_said || is_figure || is_short;
    is_free && !is_other && (is_signed(tokens, value) || begins_with_letter(parts))
}

/// "I'm a dot may": no article.
fn begins_with_letter(parts: &[Token]) -> bool {
    let is_sign =
        |token: &Token| matches!(token.text(), "dot" | "punkt" | "underscore" | "unterstrich");
    let is_dotted = parts.len() > 2 && parts[0].text().len() == 1 && is_sign(&parts[1]);
    is_dotted && parts[0].is_word() && !is_connector(&parts[2])
}

/// "I've reset the account otter_15", "un compte nommé jroe", "der Account namens otter-15".
fn of_account(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let text = |at: usize| tokens.get(at).map_or("", Token::text);
    let is_account_word = matches!(
        text(at),
        "account"
            | "accounts"
            | "compte"
            | "konto"
            | "cuenta"
            | "profile"
            | "profil"
            | "perfil"
            | "benutzerkonto"
            | "user"
            | "utilisateur"
            | "benutzer"
            | "nutzer"
    );
    let is_called = matches!(
        text(at + 1),
        "called"
            | "named"
            | "nomme"
            | "appele"
            | "intitule"
            | "namens"
            | "llamada"
            | "llamado"
            | "denominada"
    );
    let start = at + 1 + usize::from(is_called);
    let token = tokens.get(start).filter(|_| is_account_word && tokens[at].stop() == Stop::None)?;
    if (is_called && tokens[at + 1].stop() != Stop::None) || token.mark().is_some() {
        return None;
    }
    let value = start..value_end(tokens, start).min(tokens.len());
    let is_joined = tokens[value.clone()]
        .iter()
        .skip(1)
        .any(|token| matches!(token.joint(), Some('_' | '.' | '-')));
    let has_shape =
        is_account(tokens, &value) && (has_line(tokens, &value) || is_joined || is_called);
    // A lone word in lower case, after what says that it is called so.
    let is_word = is_called && token.is_word() && !token.is_capital() && !is_common(token.text());
    let is_lone = is_word && (token.stop() != Stop::None || start + 1 == tokens.len());
    if is_lone {
        return Some(start..start + 1);
    }
    has_shape.then_some(value)
}

/// Whether there is a line in it: "otter_15", "otter underscore fifteen".
fn has_line(tokens: &[Token], value: &Range<usize>) -> bool {
    tokens[value.clone()].iter().any(|token| {
        token.joint() == Some('_')
            || matches!(token.text(), "underscore" | "unterstrich" | "souligne" | "bajo" | "bas")
    })
}

/// "Jroe42, so heiß ich online", "roe, that's me on Reddit": what begins the sentence.
fn told_before(tokens: &[Token], place: usize) -> Option<Range<usize>> {
    const MOST_BETWEEN: usize = 6;
    let first = place.saturating_sub(MOST_BETWEEN);
    let told = (first..place).rev().find(|&at| {
        let next = |ahead: usize| tokens.get(at + ahead).map_or("", Token::text);
        matches!(
            (next(0), next(1), next(2)),
            ("so", "heiss" | "heisse" | "nenn" | "nenne", "ich")
                | ("das", "bin", "ich")
                | ("that's", "me" | "my", _)
                | ("that's", "what", _)
                | ("is", "me" | "what", _)
                | ("c'est", "moi" | "mon", _)
                | ("c'est", "comme", "ca")
                | ("asi", "me", "llamo" | "llaman" | "encuentras")
                | ("ese" | "esa" | "asi", "soy", _)
        )
    })?;
    let start = (told.saturating_sub(REACH)..told)
        .rev()
        .find(|&at| at == 0 || tokens[at - 1].stop() == Stop::Sentence)?;
    let value = start..told;
    let is_one = value_end(tokens, start) == told || told == start + 1;
    let is_word = tokens[start].is_word() && !is_common(tokens[start].text());
    let is_tied = value.len() > 1
        && tokens[value.clone()].iter().skip(1).all(|token| token.joint().is_some());
    let is_value = is_signed(tokens, &value) || is_tied || (value.len() == 1 && is_word);
    (is_one && is_value && tokens[value].iter().all(|token| token.mark().is_none()))
        .then_some(start..told)
}

/// "Im Spiel ist mein Nickname vonroe, am Donnerstag …": a word that ends the clause, after its cue.
fn named_after_copula(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let text = |at: usize| tokens.get(at).map_or("", Token::text);
    let is_cue = matches!(
        text(at),
        "nickname"
            | "nick"
            | "username"
            | "handle"
            | "gamertag"
            | "pseudo"
            | "identifiant"
            | "benutzername"
            | "spielername"
            | "nutzername"
            | "usuario"
            | "apodo"
            | "alias"
            | "login"
            | "loginname"
    );
    if !is_cue || at < 2 || tokens[at].stop() != Stop::None {
        return None;
    }
    let is_own = matches!(
        text(at - 1),
        "mein"
            | "dein"
            | "sein"
            | "ihr"
            | "my"
            | "his"
            | "her"
            | "your"
            | "mon"
            | "ton"
            | "son"
            | "mi"
            | "su"
            | "tu"
    );
    let start = at + 1;
    let value = start..value_end(tokens, start.min(tokens.len()));
    let last = tokens.get(start..value.end).and_then(<[Token]>::last)?;
    let is_plain = |at: usize| is_common(text(at)) || is_function(text(at)) || leads_up(text(at));
    let is_value = value.len() == 1
        && tokens[start].is_word()
        && !is_plain(start)
        && last.stop() != Stop::None;
    let is_shaped = is_mixed(&tokens[start]) || is_signed(tokens, &value) || is_value;
    (is_own && is_copula(text(at - 2)) && is_shaped && !is_plain(start)).then_some(value)
}
