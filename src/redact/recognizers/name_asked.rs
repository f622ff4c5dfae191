//! Names that answer who it was: "Who did you see? I think it was Roe.", "¿De quién es? De Pilar, creo.",
//! and several in a row that begin a sentence.

use std::ops::Range;

use super::name::{Trust, is_title, name_at};
use super::name_listed::{follows_article, is_noun};
use super::name_questions::{self, questions};
use super::name_somebody::{self, begins_clause, ends_clause, is_listed, is_month, is_place, text};
use super::name_words::{ends_as_surname, is_brand};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::cues::DigitCue;
use crate::redact::vocabulary::{is_common, is_demonym, is_given_name, is_surname};

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    let heard = words.cues().mentions().iter().filter(|asked| asked.is_heard());
    let asked = questions(tokens).map(|(at, cue)| (at + 1, cue));
    let answered =
        asked.chain(heard.map(|asked| (asked.end, asked.cue))).flat_map(move |(start, cue)| {
            match cue {
                DigitCue::Who => answer(words, start),
                DigitCue::Anyone => name_questions::only_name(words, start).into_iter().collect(),
                _ => Vec::new(),
            }
        });
    let starts = (0..tokens.len()).filter(move |&at| begins_clause(tokens, at));
    answered.chain(starts.filter_map(move |at| first_of_row(words, at)))
}

/// The names in the sentence that answers a question for somebody, and in one that goes on with "or".
fn answer(words: &Canonical, start: usize) -> Vec<Range<usize>> {
    const REACH: usize = 9;
    let tokens = words.tokens();
    let last = tokens.len().min(start + REACH);
    let end = (start..last)
        .find(|&at| tokens[at].stop() == Stop::Sentence && at > start + 1)
        .map_or(last, |at| at + 1);
    let first = (start..end).find_map(|at| {
        let name = name_at(tokens, at, Trust::Titled).filter(|name| name.len() <= 4)?;
        let is_told = is_somebody(words, &name, start) || is_thought(words, &name, start);
        (tokens[at].is_capital() && is_told).then_some(name)
    });
    let other = first.as_ref().and_then(|_| or_another(words, end));
    first.into_iter().chain(other).collect()
}

/// "Roe, I think", "er, Roe, it says here": what begins the answer, though no list holds it.
fn is_thought(words: &Canonical, name: &Range<usize>, start: usize) -> bool {
    let tokens = words.tokens();
    let word = tokens[name.start].text();
    let next = (text(tokens, name.end), text(tokens, name.end + 1));
    let is_hedged = matches!(
        next,
        ("i", "think" | "believe" | "guess" | "suppose" | "reckon")
            | ("je", "crois" | "pense")
            | ("glaub" | "glaube" | "denk" | "denke", "ich")
            | ("it" | "that's" | "that", "says" | "said" | "what")
            | ("steht" | "stand", "hier" | "da" | "dort" | "drauf")
            | ("c'est" | "il", "marque" | "ecrit" | "y" | "note")
            | ("pone" | "dice", _)
            | ("creo" | "diria", _)
            | ("me", "parece")
    );
    let is_other = is_common(word) || is_demonym(word) || is_month(word) || is_brand(word);
    let is_past_filler = name.start == start + 1 && tokens[start].stop() == Stop::Clause;
    let is_first = name.start == start || is_past_filler;
    let is_whole = tokens[name.end - 1].stop() == Stop::Clause && is_first;
    is_hedged && is_whole && !is_other && !is_title(word)
}

/// "Or Roe, one of the two": a second name where the answer goes on.
fn or_another(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let is_or = matches!(text(tokens, at), "or" | "oder" | "ou" | "o" | "u");
    let start = Some(at + 1).filter(|&start| is_or && start < tokens.len())?;
    let name = name_at(tokens, start, Trust::Titled)
        .or_else(|| name_somebody::romance_capital(words, start))
        .or_else(|| {
            // "Ou de Villiers, l'un des deux".
            let is_led = text(tokens, start) == "de";
            let rest = Some(start + 1).filter(|at| is_led && *at < tokens.len())?;
            Some(start..name_at(tokens, rest, Trust::Titled)?.end)
        })
        .filter(|name| ends_clause(tokens, name.end) && name.len() <= 4)?;
    let word = text(tokens, name.end - 1);
    let is_other = is_demonym(word) || is_month(word) || is_brand(word) || is_place(words, start);
    let is_german = tokens[at].lexicon() == Lexicon::German;
    let is_thing = is_german && (is_noun(word) || follows_article(tokens, start));
    let is_name = is_listed(word) || !is_common(word);
    (is_name && !is_other && !is_thing).then_some(name)
}

/// Whether what stands in the answer that begins at `start` is a name as far as its looks tell.
fn is_somebody(words: &Canonical, name: &Range<usize>, start: usize) -> bool {
    const HINT: f32 = 0.01;
    let tokens = words.tokens();
    let at = name.start;
    let word = tokens[at].text();
    let is_german = tokens[at].lexicon() == Lexicon::German;
    let is_other = is_title(word)
        || is_demonym(word)
        || is_month(word)
        || is_brand(word)
        || is_place(words, at)
        || tokens[at].is_upper()
        || (is_common(word) && !is_listed(word));
    if is_other || (is_german && (is_noun(word) || follows_article(tokens, at))) {
        return false;
    }
    let is_known = is_given_name(word) || is_surname(word) || ends_as_surname(word);
    let evidence = words.evidence(at).name;
    let begins = at == start;
    // "Grace, Teddy and their cousin": a row of given names.
    let is_row = begins
        && is_given_name(word)
        && !is_german
        && tokens[at].stop() == Stop::Clause
        && is_given_name(text(tokens, at + 1))
        && tokens.get(at + 1).is_some_and(Token::is_capital);
    // "Nobody, just the wind": what begins the answer has a capital anyway.
    let is_whole = ends_clause(tokens, name.end);
    let is_told = if is_german { 0.04 } else { HINT };
    match (begins, is_german) {
        (true, _) if is_row => true,
        (true, _) => is_known && (is_whole || evidence >= HINT) && !is_common(word),
        (false, true) => is_known || evidence >= is_told,
        (false, false) => is_listed(word) || !is_common(word),
    }
}

/// "Antje, Elke und die kleine Petra": a given name that begins a sentence, and another after a comma.
fn first_of_row(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let is_name = |at: usize| {
        let word = text(tokens, at);
        let is_written =
            tokens.get(at).is_some_and(|token| token.is_capital() && !token.is_upper());
        is_written && is_given_name(word) && !is_common(word) && !is_month(word) && !is_noun(word)
    };
    let is_row = is_name(at)
        && tokens[at].stop() == Stop::Clause
        && is_name(at + 1)
        && !is_place(words, at)
        && words.evidence(at + 1).name >= 0.02;
    let is_brand = is_brand(text(tokens, at)) || is_brand(text(tokens, at + 1));
    (is_row && !is_brand).then_some(at..at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn who_is_asked_for_is_answered_with_a_name() {
        check(
            EntityKind::Name,
            &[
                ("en", "Who did you talk to last week? I think it was {O'Leary}."),
                ("en", "Whose bike is that? It's {Fiona's}, I believe."),
                ("fr", "Qui a fermé la porte ? C'était {Maurin}, je crois."),
                ("fr", "C'est à qui, ce vélo ? À {Solange}, je crois."),
                ("de", "Wer bringt die Kinder? Das macht {Torben}, ich habe Dienst."),
                ("es", "¿Quién viene mañana? Creo que viene {Ramírez}."),
                ("en", "Who's there? Nobody, just the wind."),
                ("de", "Wer ist da? Niemand, nur der Wind."),
                ("es", "¿Quién es? El cartero, con un paquete."),
                ("de", "{Heike, Torben} und ich waren da."),
                (
                    "en",
                    "It was signed by whom? By {Pemberton}, I believe. Or {Castellan}, one of the two.",
                ),
                (
                    "de",
                    "Wer hat das bezahlt? Ich glaube {Kowalski}. Oder {Brandstetter}, einer von beiden.",
                ),
                ("fr", "Qui a payé ? {Quéméneur}, je crois. Ou {Boucher}, l'un des deux."),
                ("es", "¿Quién lo pagó? Creo que {Llorente}. O {Peña}, uno de los dos."),
                ("en", "Who broke it? Nobody, I think. Or Monday's crew."),
            ],
        );
    }
}
