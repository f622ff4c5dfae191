//! Those who are named in one breath: "present were Ralf Roe, Jane Doe and, for part of it, Okafor".

use std::ops::Range;

use super::name::{Trust, name_at};
use super::name_somebody::{ends_clause, is_listed, is_whole_word, text};
use super::name_words::ends_as_surname;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop};
use crate::redact::vocabulary::is_demonym;

/// Those who are named in one breath after the first: "Ralf Roe, Jane Doe and Dana Reyes", "and, for part
/// of it, Okafor".
pub(super) fn after(words: &Canonical, first: &Range<usize>) -> Vec<Range<usize>> {
    const MOST: usize = 12;
    let tokens = words.tokens();
    let mut names = Vec::new();
    let mut end = first.end;
    while names.len() < MOST {
        let is_link =
            |at: usize| matches!(text(tokens, at), "and" | "und" | "y" | "e" | "et" | "sowie");
        let next = end + usize::from(is_link(end));
        let is_next = next > end || tokens[end - 1].stop() == Stop::Clause;
        let name = name_at(tokens, next, Trust::Plain).filter(|name| is_next && name.len() > 1);
        let last = || past_aside(words, next).filter(|_| next > end);
        let Some(name) = name.or_else(last) else { break };
        end = name.end;
        names.push(name);
    }
    names
}

/// The last of those who were there, past a few words in lower case: "and, for part of it, Okafor", "und
/// zeitweise Kowalski".
fn past_aside(words: &Canonical, start: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 6;
    let tokens = words.tokens();
    let is_aside = |at: &usize| !tokens[*at].is_capital() && tokens[*at].stop() != Stop::Sentence;
    let aside = (start..tokens.len().min(start + LONGEST)).take_while(is_aside).count();
    let at = start + aside;
    let name = name_at(tokens, at, Trust::Titled).filter(|name| ends_clause(tokens, name.end))?;
    let is_german = tokens[at].lexicon() == Lexicon::German;
    let is_whole = name.clone().all(|at| is_whole_word(words, at)) && !is_german;
    let has_article = aside > 0 && matches!(text(tokens, at - 1), "the" | "der" | "die" | "den");
    let is_known = is_listed(text(tokens, name.end - 1)) || ends_as_surname(text(tokens, at));
    ((is_whole || is_known) && !has_article && !is_demonym(text(tokens, at))).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn all_who_were_there_are_named() {
        check(
            EntityKind::Name,
            &[
                ("en", "Present were {Jane Roe, Ralf Roe} and, for part of it, {Tanaka}."),
                ("de", "Anwesend waren {Jana Roth, Ralf Roth} und zeitweise {Kowalski}."),
                ("de", "Anwesend waren {Jana Roth, Ralf Roth} und der Hausmeister."),
            ],
        );
    }
}
