//! What is said to be a username or a password: the words after the cue, which may be anything.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::value_asked::{is_what_was_done, past_case, past_date};
use super::value_between::value_between;
use super::value_cues::{is_told, names};
use super::value_shape::{self, has_letters, is_connector, is_mixed, is_said_of_it, is_sign};
use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::cues::Mention;
use crate::redact::{Canonical, Found, Strength, vocabulary};

/// How far after the cue the value may begin, in tokens, and after a question.
const REACH: usize = 4;
const REACH_OF_QUESTION: usize = 14;
/// The longest value, in tokens.
const LONGEST: usize = 24;
const MOST_WORDS: usize = 8;

/// Finds the values of a kind.
pub(super) fn find(words: &Canonical, kind: EntityKind) -> Vec<Found> {
    let mentions = words.cues().mentions().iter();
    let mentions = mentions.filter(|mention| names(words, mention, kind));
    let values = mentions.flat_map(|mention| {
        let mention = past_date(words, mention);
        let told: Vec<Range<usize>> = told(words, &mention).collect();
        told.into_iter()
            .filter(move |value| !value_shape::is_of_other_kind(words, &mention, value, kind))
    });
    let found = |tokens| Found { kind, words: words.words_of(tokens), strength: Strength::Cued };
    values.map(found).collect()
}

/// What is told for a cue.
fn told(words: &Canonical, mention: &Mention) -> impl Iterator<Item = Range<usize>> {
    let tokens = words.tokens();
    let before = value_before(tokens, mention);
    let shaped = before.clone().filter(|value| value_shape::has_shape(tokens, value));
    let value = shaped
        .or_else(|| value_between(tokens, mention))
        .or_else(|| value_after(words, mention))
        .or(before)
        .or_else(|| value_shape::elsewhere(tokens, mention));
    // A lone word may be said of the password, which then stands elsewhere; or it is one of two.
    let is_told = |value: &Range<usize>| value.len() > 1 || is_mixed(&tokens[value.start]);
    let other = if value.as_ref().is_some_and(is_told) {
        None
    } else {
        value_shape::anywhere(words, mention)
    };
    let whole = |value| value_shape::with_first_word(tokens, value, mention);
    [value, other].map(|value| value.map(whole)).into_iter().flatten()
}

fn value_after(words: &Canonical, mention: &Mention) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let others = words.cues().mentions().iter();
    // "I forgot the password, but the username is …".
    let next = others.filter(|other| other.cue != mention.cue && is_told(other.cue));
    let next = next.map(|other| other.start).find(|start| *start > mention.start);
    let start = value_shape::beside(tokens, mention)
        .or_else(|| value_start(tokens, mention))
        .filter(|start| next.is_none_or(|next| *start < next))?;
    let end = value_end(tokens, start);
    let value = tokens.get(start..end)?;
    // What was masked before is not found again, nor is what follows it.
    if tokens[mention.end..end].iter().any(|token| token.mark().is_some()) {
        return None;
    }
    let first = value.first()?;
    let is_tied = |token: &Token| matches!(token.joint(), Some('.' | '_' | '-'));
    let has_signs =
        value.iter().any(|token| is_sign(token) || is_mixed(token) || is_connector(token))
            || value.iter().skip(1).any(is_tied);
    // "Prices go by ten" names nobody.
    let is_bare = value.iter().all(|token| is_connector(token) || !has_letters(token));
    let is_mail = value.iter().any(|token| matches!(token.text(), "at" | "arobase" | "arroba"));
    let spells = value.iter().take(2).filter(|token| token.text().len() == 1).count() == 2;
    // "Failed logins from 192 dot 0": a number after a small word; "¿Con qué usuario entra?".
    let has_word = value.iter().any(|token| {
        has_letters(token) && !is_connector(token) && !vocabulary::is_function(token.text())
    });
    let is_asked = first.is_question() && value.len() == 1 && !is_mixed(first);
    if (vocabulary::is_function(first.text()) && !has_word && !spells) || is_asked {
        return None;
    }
    let is_number = first.is_digits() || (vocabulary::is_function(first.text()) && !spells);
    let is_doubted = mention.is_weak
        && (!has_signs || is_bare || is_mail || (is_number && !is_tied_on(tokens, start)));
    // What others name may be spoken of without being asked for: "Have you tried resetting it?".
    let is_heard = mention.is_heard();
    let is_whole =
        value.last().is_some_and(|last| last.stop() != Stop::None) || end == tokens.len();
    let is_plain = || value.iter().any(|token| vocabulary::is_common(token.text()));
    if is_heard && !has_signs && (!is_whole || is_plain()) {
        return None;
    }
    if value.iter().any(|token| is_counted(token.text())) || is_doubted {
        return None;
    }
    let is_letter = |token: &Token| token.text().len() == 1;
    let is_spelled = value.len() > 1 && value.iter().take(2).all(is_letter);
    if value.iter().any(is_connector) || is_spelled || is_sign(first) || is_mixed(first) {
        return Some(start..end);
    }
    // "Y.tremblay" begins as the French word does.
    let is_function = vocabulary::is_function(first.text()) && !is_tied_on(tokens, start);
    // "My username's the problem".
    let is_thing = start > 0 && is_article(tokens[start - 1].text());
    let is_plain = is_thing && value.len() == 1 && vocabulary::is_common(first.text());
    // "Falsches Kennwort, sagt er".
    let is_told = matches!(
        first.text(),
        "sagt" | "sagte" | "dit" | "dice" | "dijo" | "meint" | "says" | "said"
    );
    let says_something_else =
        is_function || is_told || is_plain || (value.len() == 1 && is_said_of_it(first.text()));
    (!says_something_else).then_some(start..end)
}

/// What is done with a value before it is said what it is.
static VERBS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    vocabulary::words(
        "mis puse put used use set habe nehme pongo utilise uso usaba chose choisi puesto \
         hab usado with mit avec con recognise recognises recognize recognizes reconnait reconoce erkennt try tried typed entered essaie essayez essaye tape tapez entre \
         mets mettez nimm nehmen versuchen versuche probiere probieren prueba pruebe pon \
         ponga meta escribi geben gebe gib tippen tippe tipp nutzen nutze nutz verwenden verwende \
         type enter put choose pick setze setzen hat hatte hatten haben had has have uses using kept \
         keep picked mettait mettais met mis utilise utilisais utilisait avait avais a ai nimmt nahm \
         verwendet benutzt benutze benutzte gibt gab ponia puso tenia tengo tiene usa usaban utiliza \
         utilizaba lleva",
    )
});

/// "I used X as my password", "j'ai mis X comme mot de passe".
fn value_before(tokens: &[Token], mention: &Mention) -> Option<Range<usize>> {
    let is_own = |word: &str| matches!(word, "my" | "the" | "a" | "mon" | "mein" | "mi" | "la");
    let mut end = mention.start;
    if end > 0 && is_own(tokens[end - 1].text()) {
        end -= 1;
    }
    let link = end.checked_sub(1).filter(|&at| {
        matches!(tokens[at].text(), "as" | "for" | "comme" | "como" | "de" | "als")
    })?;
    let first = link.saturating_sub(LONGEST);
    let verb = (first..link).rev().find(|&at| VERBS.contains(tokens[at].text()))?;
    let words = tokens.get(verb + 1..link)?;
    let is_word_before =
        |word: &&Token| vocabulary::is_common(word.text()) && word.text().len() > 1;
    let skipped = words.iter().take_while(is_word_before).count();
    // "Überall hafen zwei sieben als Passwort": the word is its first part.
    let goes_on = words.get(skipped).is_some_and(|token| token.is_digits() || is_connector(token));
    let is_first = |word: &Token| goes_on && !vocabulary::is_function(word.text());
    let is_part = words[..skipped].last().is_some_and(is_first);
    let value = verb + 1 + skipped - usize::from(is_part)..link;
    let is_free = tokens[value.clone()].iter().all(|token| token.mark().is_none());
    // "Sunflower70! as my password": what ends there is not the sentence.
    let stops = |token: &Token| token.stop() == Stop::Sentence;
    let is_whole = !value.is_empty() && !tokens[value.start..link - 1].iter().any(stops);
    let is_sure = !mention.is_weak || value_shape::has_shape(tokens, &value);
    let is_value = is_sure && !is_what_was_done(tokens, &value, mention);
    (is_free && is_whole && is_value).then_some(value)
}

/// After "is" and the like, or after a comma or a question.
fn value_start(tokens: &[Token], mention: &Mention) -> Option<usize> {
    let reach = if mention.asks { REACH_OF_QUESTION } else { REACH };
    let last = tokens.len().min(mention.end + reach);
    let mut start = said_beside(tokens, mention)
        .or_else(|| said_after_aside(tokens, mention))
        .or_else(|| (mention.end..last).find(|&at| is_said(tokens, at)).map(|at| at + 1))
        .or_else(|| said_far(tokens, mention));
    let cue_stop = mention.end.checked_sub(1).map_or(Stop::None, |at| tokens[at].stop());
    let is_short =
        tokens[mention.start..mention.end].last().is_some_and(|last| last.text().ends_with("'s"));
    // Asked, and answered in another sentence or by somebody else.
    let is_heard = mention.is_heard();
    let is_answered = |at: usize| {
        let between = &tokens[mention.end.saturating_sub(1)..at];
        is_heard || between.iter().any(|token| token.stop() == Stop::Sentence)
    };
    let is_parted = is_short || cue_stop != Stop::None || mention.asks;
    let has_signs = |at: &usize| is_mixed(&tokens[*at]) || is_sign(&tokens[*at]);
    if start.is_none() && is_parted {
        let is_letter = |at: usize| tokens.get(at).is_some_and(|token| token.text().len() == 1);
        let says = |at: &usize| {
            let is_spelled = is_letter(*at) && is_letter(*at + 1);
            has_signs(at) || is_spelled || !vocabulary::is_function(tokens[*at].text())
        };
        // "My login's tbaker, all one word".
        let is_whole = |at: &usize| {
            let token = &tokens[*at];
            let is_plain = vocabulary::is_common(token.text()) || is_said_of_it(token.text());
            is_short && says(at) && token.is_word() && token.stop() != Stop::None && !is_plain
        };
        let beside = Some(mention.end).filter(|at| *at < last && is_whole(at));
        start = if beside.is_some() {
            beside
        } else if is_heard {
            (mention.end..last).find(says)
        } else {
            (mention.end..last)
                .find(has_signs)
                .filter(|&at| cue_stop == Stop::Clause || is_short || is_answered(at))
        };
        if start.is_none() && (cue_stop == Stop::Clause || is_short) {
            start = Some(mention.end);
        }
    } else if start.is_none() {
        // "Username jroe42", "login orbit dash seven".
        start = Some(mention.end).filter(|at| {
            *at < tokens.len()
                && (has_signs(at) || tokens[*at..value_end(tokens, *at)].iter().any(is_connector))
        });
    }
    let mut start = start?;
    while tokens.get(start).is_some_and(|token| leads_up(token.text())) {
        start += 1;
    }
    start = past_case(tokens, start);
    (start < tokens.len()).then_some(start)
}

/// "The passphrase, and please don't write this down, is thimble": past what is put in.
fn said_after_aside(tokens: &[Token], mention: &Mention) -> Option<usize> {
    const FIRST: usize = 8;
    const LONGEST: usize = 14;
    let reach = tokens.len().min(mention.end + FIRST);
    let first = (mention.end.checked_sub(1)?..reach).find(|&at| tokens[at].stop() != Stop::None)?;
    let last = tokens.len().min(first + LONGEST);
    let second = (first + 1..last).find(|&at| tokens[at].stop() != Stop::None)?;
    let are_commas = [first, second].iter().all(|&at| tokens[at].stop() == Stop::Clause);
    let copula = tokens.get(second + 1).filter(|token| is_copula(token.text()));
    let value = second + 2..value_end(tokens, (second + 2).min(tokens.len()));
    let is_sure = !mention.is_weak || value_shape::has_shape(tokens, &value);
    (are_commas && is_sure && copula.is_some()).then_some(second + 2)
}

/// "The password I set for you is thimble nine": past what says whose it is, if it looks like one.
fn said_far(tokens: &[Token], mention: &Mention) -> Option<usize> {
    const FURTHEST: usize = 12;
    let last = mention.end.checked_sub(1).filter(|_| mention.end > mention.start)?;
    let reach = last..tokens.len().min(mention.end + FURTHEST);
    let mut clause = reach.take_while(|&at| at == last || tokens[at - 1].stop() == Stop::None);
    let start = clause.find(|&at| at > last && is_copula(tokens[at].text()))? + 1;
    let value = start..value_end(tokens, start.min(tokens.len()));
    (!mention.is_weak && value_shape::has_shape(tokens, &value)).then_some(start)
}

/// Where the value follows without "is": "I log in as jroe", "with the username jroe", "I set the
/// password to sunflower".
fn said_beside(tokens: &[Token], mention: &Mention) -> Option<usize> {
    let is_heard = mention.is_heard();
    let last = mention.end.checked_sub(1).filter(|_| !is_heard).map(|at| &tokens[at])?;
    if last.stop() != Stop::None {
        return None;
    }
    let begins = |at: usize| {
        tokens.get(at).is_some_and(|next| {
            !is_copula(next.text())
                && (!vocabulary::is_function(next.text()) || is_tied_on(tokens, at))
        })
    };
    // "En tant que".
    if is_role(last.text()) || (last.text() == "que" && tokens[mention.end - 2].text() == "tant") {
        return Some(mention.end).filter(|&at| begins(at));
    }
    let is_set =
        |token: &Token| matches!(token.text(), "set" | "change" | "changed" | "reset" | "update");
    let before = &tokens[mention.start.saturating_sub(4)..mention.start];
    if before.iter().any(is_set) && tokens.get(mention.end).is_some_and(|word| word.text() == "to")
    {
        return Some(mention.end + 1);
    }
    let mut before = before.iter().rev().filter(|token| !is_article(token.text()));
    let is_apposed = before.next().is_some_and(|token| is_role(token.text()));
    let is_plain = |token: &Token| vocabulary::is_common(token.text());
    let is_value = begins(mention.end) && !tokens.get(mention.end).is_some_and(is_plain);
    (is_apposed && is_value).then_some(mention.end)
}

/// Whether the token after it is of the same word.
pub(super) fn is_tied_on(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|next| next.joint().is_some() && next.words() == tokens[at].words())
}

/// Before what somebody or something is used as.
pub(super) fn is_role(word: &str) -> bool {
    matches!(
        word,
        "as" | "with"
            | "under"
            | "als"
            | "mit"
            | "unter"
            | "comme"
            | "avec"
            | "sous"
            | "como"
            | "con"
    )
}

pub(super) fn is_article(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "my"
            | "l'"
            | "le"
            | "la"
            | "mon"
            | "dem"
            | "den"
            | "der"
            | "meinem"
            | "meinen"
            | "el"
            | "mi"
    )
}

/// Up to the end of the clause, past it where it goes on in letters, digits or signs.
pub(super) fn value_end(tokens: &[Token], start: usize) -> usize {
    let mut end = start;
    let mut words = 0;
    while let Some(token) = tokens.get(end).filter(|_| end < start + LONGEST) {
        let before = end.checked_sub(1).filter(|_| end > start).map(|at| &tokens[at]);
        let is_tied =
            token.joint().is_some() && before.is_some_and(|last| last.words() == token.words());
        // "Y espero" after a number is Spanish for "and".
        let ends_spelling = vocabulary::is_function(token.text())
            && before.is_some_and(|last| last.text().len() > 1 || last.is_digits())
            && tokens.get(end + 1).is_some_and(|next| !is_sign(next) && !is_connector(next));
        // "F, o, x".
        let spells_on = tokens.get(end + 1).is_some_and(is_sign);
        let is_letter_on = token.text().len() == 1
            && !ends_spelling
            && before.is_some_and(|last| last.stop() == Stop::None || is_sign(token) || spells_on)
            && before.is_some_and(|last| is_sign(last) || last.text().len() == 1);
        let is_part =
            is_letter_on || is_tied || is_sign(token) || is_connector(token) || is_mixed(token);
        let goes_on = before.is_none_or(|last| last.stop() == Stop::None);
        let follows_connector = goes_on && before.is_some_and(is_connector);
        if !is_part && !follows_connector {
            let ends = vocabulary::is_function(token.text()) || tells_of_case(token.text());
            words += 1;
            if end > start && (!goes_on || ends || words > MOST_WORDS) {
                break;
            }
        }
        if before.is_some_and(|last| last.stop() == Stop::Sentence) && !is_part {
            break;
        }
        end += 1;
    }
    // "Ich habe als Passwort sonnenblume gesetzt".
    while end > start + 1 && is_participle(tokens[end - 1].text()) {
        end -= 1;
    }
    end
}

fn is_participle(word: &str) -> bool {
    matches!(
        word,
        "zuruck"
            | "zurucksetzen"
            | "zuruckgesetzt"
            | "andern"
            | "geandert"
            | "eingeben"
            | "einloggen"
            | "anmelden"
            | "gesetzt"
            | "genommen"
            | "gewahlt"
            | "eingegeben"
            | "gegeben"
            | "vergeben"
            | "benutzt"
            | "angegeben"
            | "angemeldet"
            | "getippt"
            | "eingetippt"
    )
}

/// Whether "is" or the like stands there, or is tied to a word: "the password for the portal's".
fn is_said(tokens: &[Token], at: usize) -> bool {
    let is_short = tokens[at].text().ends_with("'s");
    let is_value = |next: &Token| is_mixed(next) || is_sign(next) || is_connector(next);
    // "Your login would be", "my user ID used to be".
    let is_would = at > 0
        && tokens[at].text() == "be"
        && matches!(tokens[at - 1].text(), "would" | "to" | "should");
    is_copula(tokens[at].text())
        || is_would
        || (is_short && tokens.get(at + 1).is_some_and(is_value))
}

pub(super) fn is_copula(word: &str) -> bool {
    matches!(
        word,
        "is" | "it's"
            | "that's"
            | "was"
            | "are"
            | "est"
            | "c'est"
            | "ist"
            | "lautet"
            | "war"
            | "es"
            | "era"
            | "sera"
            | "serait"
            | "etait"
            | "reste"
            | "ware"
            | "bleibt"
            | "seria"
            | "siendo"
            | "remains"
            | "c'etait"
            | "were"
            | "fue"
            | "will"
            | "werden"
            | "wird"
    )
}

pub(super) fn leads_up(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "is it's going to be set just actually currently like the le la das der el word mot wort \
             palabra all lowercase simplement still now again once immer noch jetzt wieder nun einfach \
             toujours encore maintenant todavia sigue siendo ahora aun es auf definitely probably \
             simply spelled always sicher bestimmt ganz surement simplemente seguro als as como comme \
             sous unter under so donc also entonces cherche cherches cherchez search find busca busque such sucht suchst",
        )
    });
    WORDS.contains(word)
}

/// "All lowercase", "no spaces".
fn tells_of_case(word: &str) -> bool {
    matches!(word, "lowercase" | "uppercase" | "spaces" | "space" | "minuscules" | "majuscules")
}

/// "Eight characters long".
fn is_counted(word: &str) -> bool {
    matches!(
        word,
        "case"
            | "sensitive"
            | "characters"
            | "digits"
            | "letters"
            | "caracteres"
            | "zeichen"
            | "buchstaben"
            | "lettres"
            | "letras"
            | "chiffres"
            | "digitos"
            | "times"
            | "hours"
            | "days"
            | "minutes"
            | "attempts"
            | "years"
            | "months"
            | "jahre"
            | "monate"
            | "ans"
            | "anos"
            | "mois"
            | "meses"
    )
}
