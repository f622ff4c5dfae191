//! What beside the word for a password is none: "was haben Sie eingestellt, als Passwort?", "all lower
//! case".

use std::ops::Range;

use super::value_shape::is_mixed;
use super::values::is_article;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::cues::Mention;
use crate::redact::dates::{Date, date_at};

/// Two things may be asked at once: "Date of birth and username?" "The third of May 1962, jroe42." The
/// cue is then taken for said after the date; where none of birth was asked for, a date may be what
/// somebody logs in with.
pub(super) fn past_date(words: &Canonical, mention: &Mention) -> Mention {
    let tokens = words.tokens();
    let article =
        usize::from(tokens.get(mention.end).is_some_and(|token| is_article(token.text())));
    let date = date_at(tokens, mention.end + article).filter(Date::is_whole);
    let is_of_birth = mention.asks && words.cues().name_birth_before(mention.end);
    let Some(date) = date.filter(|_| is_of_birth) else { return mention.clone() };
    let joins = |token: &Token| matches!(token.text(), "and" | "et" | "und" | "y");
    let end = date.end + usize::from(tokens.get(date.end).is_some_and(joins));
    Mention { start: if mention.is_heard() { end } else { mention.start }, end, ..mention.clone() }
}

/// Whether the value is what is asked to have been done: a lone participle, in a question.
pub(super) fn is_what_was_done(tokens: &[Token], value: &Range<usize>, mention: &Mention) -> bool {
    const REACH: usize = 4;
    let [word] = &tokens[value.clone()] else { return false };
    let rest = tokens[mention.end.max(1) - 1..].iter().take(REACH);
    let asked = rest
        .map(|token| (token.is_question(), token.stop()))
        .find(|(is_question, stop)| *is_question || *stop == Stop::Sentence)
        .is_some_and(|(is_question, _)| is_question);
    (asked || mention.asks) && !is_mixed(word) && is_participle(word)
}

/// Past what is said of a value's letters before it: "all lower case, thimble", "tout en minuscules".
pub(super) fn past_case(tokens: &[Token], start: usize) -> usize {
    const LONGEST: usize = 4;
    let is_lead = |token: &Token| {
        matches!(
            token.text(),
            "all" | "in" | "lower" | "upper" | "small" | "tout" | "en" | "todo" | "alles"
        )
    };
    let is_case = |token: &Token| {
        matches!(
            token.text(),
            "case"
                | "lowercase"
                | "uppercase"
                | "letters"
                | "minuscules"
                | "majuscules"
                | "minusculas"
                | "mayusculas"
                | "klein"
                | "kleingeschrieben"
                | "grossgeschrieben"
        )
    };
    let reach = start..tokens.len().min(start + LONGEST);
    let end = reach.into_iter().find(|&at| tokens[at].stop() != Stop::None);
    let Some(end) = end.filter(|&end| tokens[end].stop() == Stop::Clause) else { return start };
    let leads = tokens[start..end].iter().all(is_lead);
    if leads && is_case(&tokens[end]) { end + 1 } else { start }
}

fn is_participle(token: &Token) -> bool {
    let text = token.text();
    let ends = |endings: &[&str]| endings.iter().any(|ending| text.ends_with(ending));
    match token.lexicon() {
        Lexicon::German => is_german_participle(text),
        Lexicon::English => {
            ends(&["ed"]) || matches!(text, "chosen" | "put" | "set" | "taken" | "written")
        }
        Lexicon::Spanish => ends(&["ado", "ido"]) || matches!(text, "puesto" | "escrito"),
        Lexicon::French => {
            matches!(text, "mis" | "choisi" | "pris" | "saisi" | "rentre" | "utilise" | "cree")
        }
    }
}

/// "Genommen", "eingestellt", "vergeben".
fn is_german_participle(word: &str) -> bool {
    const PARTS: [&str; 10] = ["", "ein", "an", "aus", "auf", "ab", "vor", "zu", "fest", "hinter"];
    const CLOSED: [&str; 4] = ["be", "ver", "er", "ent"];
    let ends = word.ends_with('t') || word.ends_with("en");
    let is_open =
        PARTS.iter().any(|part| word.strip_prefix(part).is_some_and(|rest| rest.starts_with("ge")));
    ends && (is_open || CLOSED.iter().any(|part| word.starts_with(part)))
}
