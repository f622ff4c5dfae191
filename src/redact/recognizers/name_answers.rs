//! Names that answer a question for one: "And you are?", "¿Primer apellido?".

use std::ops::Range;

use super::name::{is_title, leads_to_name, name_at, trust_of_case};
use super::name_words::is_particle;
use super::spelled::spelling;
use crate::domain::EntityKind;
use crate::redact::Canonical;
use crate::redact::canonical::Token;
use crate::redact::cues::{DigitCue, Mention};
use crate::redact::vocabulary::{is_common, is_surname};

/// The names that answer "and you are?" or "could you spell that?", and their spelling.
pub(super) fn answers(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    let tokens = words.tokens();
    let asked = words.cues().mentions().iter();
    let asked = asked.filter(|asked| asked.cue == DigitCue::Of(EntityKind::Name) && asked.asks);
    asked.flat_map(move |asked| {
        let Some(start) = answer_start(tokens, asked) else { return Vec::new() };
        let name = name_at(tokens, start, trust_of_case(tokens, start));
        let Some(name) = name else { return Vec::new() };
        let spelled = spelling(tokens, name.end);
        std::iter::once(name).chain(spelled).collect()
    })
}

/// Where the answer to a question begins, past "yes" and "it's".
fn answer_start(tokens: &[Token], asked: &Mention) -> Option<usize> {
    const REST_OF_QUESTION: usize = 8;
    const MOST_BEFORE: usize = 5;
    let is_heard = asked.start == asked.end;
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
        let is_particle = tokens[at].is_capital() && is_particle(text);
        let is_plain = is_common(text) && !(tokens[at].is_capital() && is_surname(text));
        (is_particle && leads_to_name(&tokens[at + 1..])) || (!is_plain && !is_title(text))
    })
}
