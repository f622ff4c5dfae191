//! Questions that a name answers, whoever answers them: "Who was it?", "Did you tell anyone?", "Is it
//! under Jane's name or Joan's?", "What was she called again?".

use std::ops::Range;

use super::name::{Trust, is_title, name_at};
use super::name_listed::{follows_article, is_noun};
use super::name_somebody::{begins_clause, ends_clause, is_listed, is_month, is_place, text};
use super::name_words::{ends_as_surname, is_brand};
use crate::domain::EntityKind;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token, is_caseless};
use crate::redact::cues::DigitCue;
use crate::redact::vocabulary::{is_common, is_demonym, is_given_name, is_surname};

/// The last words of the questions for somebody, and how they ask.
pub(in crate::redact) fn questions(
    tokens: &[Token],
) -> impl Iterator<Item = (usize, DigitCue)> + '_ {
    let last = (0..tokens.len()).filter(|&at| tokens[at].is_question());
    last.filter_map(|at| Some((at, how_asked(tokens, at)?)))
}

fn how_asked(tokens: &[Token], last: usize) -> Option<DigitCue> {
    const LONGEST: usize = 14;
    const MOST_BEFORE: usize = 4;
    let first = last.saturating_sub(LONGEST);
    let start = (first..last)
        .rev()
        .find(|&at| tokens[at].stop() == Stop::Sentence)
        .map_or(first, |at| at + 1);
    let question = &tokens[start..=last];
    // "Who paid?", "It was approved by whom?"
    let is_last = question.len() > 1 && asks_who(tokens[last].text());
    if is_last || question.iter().take(MOST_BEFORE).any(|token| asks_who(token.text())) {
        return Some(DigitCue::Who);
    }
    if is_recalled(question) || is_either(tokens, last) {
        return Some(DigitCue::Of(EntityKind::Name));
    }
    let is_asked = question.iter().any(|token| is_anyone(token.text())) || asks_which(question);
    is_asked.then_some(DigitCue::Anyone)
}

/// "Which of them broke it?", "lequel a cassé le carreau ?", "¿cuál de ellos fue?"
fn asks_which(question: &[Token]) -> bool {
    question.windows(2).take(2).any(|pair| {
        matches!(
            (pair[0].text(), pair[1].text()),
            ("which", "of" | "one")
                | ("lequel" | "laquelle" | "lesquels", _)
                | ("welcher" | "welche" | "wer", "von")
                | ("cual" | "cuales" | "quien", "de")
        )
    })
}

fn asks_who(word: &str) -> bool {
    matches!(
        word,
        "who"
            | "who's"
            | "whose"
            | "whom"
            | "who'd"
            | "who'll"
            | "who've"
            | "who're"
            | "wer"
            | "wem"
            | "wen"
            | "wessen"
            | "qui"
            | "quien"
            | "quienes"
    )
}

fn is_anyone(word: &str) -> bool {
    matches!(
        word,
        "anyone"
            | "anybody"
            | "someone"
            | "somebody"
            | "jemand"
            | "jemanden"
            | "jemandem"
            | "irgendwer"
            | "irgendwem"
            | "irgendwen"
            | "irgendjemand"
            | "irgendjemanden"
            | "irgendjemandem"
            | "quelqu'un"
            | "quelqu'une"
            | "alguien"
    )
}

/// "Wie hieß die noch?", "comment elle s'appelait déjà ?", "¿cómo se llamaba?", "what was her name
/// again?": the question ends with it, so that nothing is named whose name it is.
fn is_recalled(question: &[Token]) -> bool {
    let is_filler = |token: &Token| {
        matches!(
            token.text(),
            "again"
                | "now"
                | "then"
                | "deja"
                | "donc"
                | "encore"
                | "noch"
                | "gleich"
                | "mal"
                | "doch"
                | "denn"
                | "schon"
                | "wieder"
                | "nochmal"
                | "ya"
        )
    };
    let fillers = question.iter().rev().take_while(|token| is_filler(token)).count();
    let words: Vec<&str> = question[..question.len() - fillers].iter().map(Token::text).collect();
    matches!(
        words.as_slice(),
        [.., "wie", "hiess" | "heisst", "der" | "die" | "er" | "sie"]
            | [.., "wie", "war", "sein" | "ihr" | "der", "name"]
            | [.., "comment", "il" | "elle", "s'appelle" | "s'appelait"]
            | [.., "comment", "s'appelle" | "s'appelait", "t" | "il" | "elle"]
            | [.., "comment", "s'appelle" | "s'appelait", "t", "il" | "elle"]
            | [.., "c'etait", "quoi", "son", "nom" | "prenom"]
            | [.., "como", "se", "llamaba" | "llama"]
            | [
                ..,
                "como",
                "se",
                "llamaba" | "llama",
                "el" | "ella" | "aquel" | "aquella" | "ese" | "esa",
            ]
            | [.., "cual", "era", "su", "nombre" | "apellido"]
            | [.., "what's" | "was", "his" | "her" | "their", "name"]
            | [.., "what", "was" | "is", "he" | "she", "called"]
    )
}

/// "Is it under Jane or Joan?", "auf Jana oder auf Jonas?": a choice of two, of which one is a given
/// name and the other may be.
fn is_either(tokens: &[Token], last: usize) -> bool {
    const MOST_LINKS: usize = 2;
    let is_or = |at: usize| matches!(tokens[at].text(), "or" | "oder" | "ou" | "o" | "u");
    let or = (last.saturating_sub(MOST_LINKS + 1)..last).rev().find(|&at| is_or(at));
    let Some(first) = or.and_then(|or| or.checked_sub(1)) else { return false };
    let may_be = |at: usize| {
        let (token, word) = (&tokens[at], tokens[at].text());
        let is_other = is_common(word) || is_demonym(word) || is_month(word) || is_brand(word);
        token.is_word() && token.is_capital() && !token.is_upper() && !is_other
    };
    let is_given = |at: usize| is_given_name(tokens[at].text()) && !is_noun(tokens[at].text());
    may_be(first) && may_be(last) && (is_given(first) || is_given(last))
}

/// The name that is all of an answer, after "only" and "with" or none: "Only with Roe, on the desk."
pub(super) fn only_name(words: &Canonical, start: usize) -> Option<Range<usize>> {
    const MOST_BEFORE: usize = 3;
    let tokens = words.tokens();
    let before = tokens[start.min(tokens.len())..].iter().take(MOST_BEFORE);
    let before = before.take_while(|token| leads_answer(token.text())).count();
    let at = start + before;
    let name = whole_answer(words, at)?;
    let word = text(tokens, at);
    let is_other = is_title(word)
        || is_demonym(word)
        || is_month(word)
        || is_brand(word)
        || tokens[at].is_upper();
    if is_other || follows_article(tokens, at) || !ends_clause(tokens, name.end) {
        return None;
    }
    let is_german = tokens[at].lexicon() == Lexicon::German;
    let is_known = (is_given_name(word) || is_surname(word) || ends_as_surname(word))
        && !(is_german && is_noun(word));
    let evidence = words.evidence(at).name;
    if is_place(words, at) && !is_known {
        return None;
    }
    let is_told = match (before, is_german) {
        // What begins the answer has a capital anyway.
        (0, _) => is_known && !is_common(word),
        (_, true) => is_known || evidence >= 0.04,
        (_, false) => !is_common(word) || is_listed(word),
    };
    (is_told && !is_after_stop(tokens, start, at)).then_some(name)
}

/// A name with a capital, or where nothing has one, a word of the lists.
fn whole_answer(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let token = tokens.get(at)?;
    let is_listed_name = is_given_name(token.text()) || is_surname(token.text());
    if !token.is_capital() && is_caseless(tokens, at) && is_listed_name {
        return Some(at..at + 1);
    }
    name_at(tokens, at, Trust::Titled).filter(|_| token.is_capital())
}

fn is_after_stop(tokens: &[Token], start: usize, at: usize) -> bool {
    at > start + 1 && begins_clause(tokens, at)
}

/// What stands before the name in an answer that is nothing else.
fn leads_answer(word: &str) -> bool {
    matches!(
        word,
        "only"
            | "just"
            | "with"
            | "to"
            | "by"
            | "yes"
            | "yeah"
            | "nur"
            | "bloss"
            | "lediglich"
            | "ja"
            | "mit"
            | "an"
            | "von"
            | "bei"
            | "seulement"
            | "juste"
            | "uniquement"
            | "oui"
            | "avec"
            | "a"
            | "par"
            | "solo"
            | "solamente"
            | "unicamente"
            | "si"
            | "con"
            | "de"
    )
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn whether_it_was_anyone_is_answered_with_a_name() {
        check(
            EntityKind::Name,
            &[
                ("en", "Did you mention it to anyone? Only to {Castellan}, at the desk."),
                ("de", "Hast du mit jemandem gesprochen? Nur mit {Kowalski}, sonst keinem."),
                ("fr", "Vous l'avez dit à quelqu'un ? Seulement à {Leroux}, hier."),
                ("es", "¿Se lo contó a alguien? Solo a {Llorente}, ayer."),
                ("en", "Did anyone call? No, nobody did."),
                ("de", "Hat jemand gefragt? Nur mit Mühe, ja."),
                ("es", "¿Vino alguien? Solo el martes, creo."),
            ],
        );
    }
}
