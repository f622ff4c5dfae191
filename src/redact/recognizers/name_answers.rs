//! Names that answer a question for one: "And you are?", "¿Primer apellido?".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::name::{is_title, leads_to_name, name_at, trust_of_case};
use super::name_words::is_particle;
use super::spelled::spelling;
use crate::domain::EntityKind;
use crate::redact::Canonical;
use crate::redact::canonical::{Stop, Token, is_caseless};
use crate::redact::cues::{DigitCue, Mention};
use crate::redact::vocabulary::{
    self, is_also_name, is_common, is_function, is_given_name, is_surname,
};

/// The names that answer "and you are?" or "could you spell that?", and their spelling.
pub(super) fn answers(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    let asked = words.cues().mentions().iter();
    let asked = asked.filter(|asked| asked.cue == DigitCue::Of(EntityKind::Name) && asked.asks);
    asked.flat_map(move |asked| {
        let Some(start) = answer_start(tokens, asked) else { return Vec::new() };
        let name = name_at(tokens, start, trust_of_case(tokens, start))
            .or_else(|| whole_answer(tokens, asked, start));
        let Some(name) = name else { return Vec::new() };
        let spelled = spelling(tokens, name.end);
        std::iter::once(name).chain(spelled).collect()
    })
}

/// Where the answer to a question begins, past "yes" and "it's".
fn answer_start(tokens: &[Token], asked: &Mention) -> Option<usize> {
    const REST_OF_QUESTION: usize = 8;
    const MOST_BEFORE: usize = 5;
    let is_heard = asked.is_heard();
    let first = if is_heard {
        asked.end
    } else {
        let mut rest = asked.end - 1..tokens.len().min(asked.end + REST_OF_QUESTION);
        rest.find(|&at| tokens[at].is_question())? + 1
    };
    let mut answer = first..tokens.len().min(first + MOST_BEFORE + 1);
    answer.find(|&at| {
        let text = tokens[at].text();
        // "Le Bihan.", "De la Fuente."
        let trust = trust_of_case(tokens, at);
        let is_written_so = tokens[at].is_capital() || is_caseless(tokens, at);
        let is_particle = is_written_so && is_particle(text);
        let is_known = is_surname(text) || is_given_name(text) || is_also_name(text);
        let is_plain =
            is_assent(text) || (is_common(text) && !(tokens[at].is_capital() && is_known));
        let leads = is_particle && leads_to_name(&tokens[at + 1..], trust);
        leads || (!is_plain && !is_title(text)) || whole_answer(tokens, asked, at).is_some()
    })
}

/// An answer that is one or two words with a capital and no more, whatever they mean: "Chase.", "Del
/// Río."
fn whole_answer(tokens: &[Token], asked: &Mention, start: usize) -> Option<Range<usize>> {
    const MOST_WORDS: usize = 3;
    let is_first = start == asked.end || tokens[start - 1].stop() == Stop::Sentence;
    let is_word = |token: &Token| {
        let text = token.text();
        let is_yes = is_function(text) && !is_particle(text);
        token.is_word() && token.is_capital() && text.len() > 2 && !is_yes && !is_assent(text)
    };
    let words = tokens[start..].iter().take(MOST_WORDS).take_while(|token| is_word(token));
    let end = start + words.count();
    let parts = tokens.get(start..end).filter(|parts| !parts.is_empty() && is_first)?;
    let (last, rest) = parts.split_last()?;
    let is_whole = last.stop() == Stop::Sentence || end == tokens.len();
    let is_one = rest.iter().all(|token| token.stop() == Stop::None);
    let is_name = last.text().len() > 2 && !is_particle(last.text());
    (is_whole && is_one && is_name && !last.is_question()).then_some(start..end)
}

/// What answers without a name.
fn is_assent(word: &str) -> bool {
    static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "sure right correct exactly absolutely certainly course yep nope yup nah what \
             pardon one moment hold fine great perfect sorry myself why wait bien ouais \
             exact exactement volontiers parfait tenez comment attendez genau gerne gern \
             klar richtig stimmt sicher naturlich augenblick bitte selbst warum wieso \
             claro vale exacto correcto cierto perfecto momento bueno servidor servidora \
             usuario nobody niemand nadie personne spelled thanks done none never",
        )
    });
    ALL.contains(word)
}
