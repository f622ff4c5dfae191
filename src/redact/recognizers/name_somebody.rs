//! Whether what stands where a name should be is somebody's, as far as the lists of names and the model
//! tell.

use std::ops::Range;

use super::name::{Trust, is_title, name_at};
use super::name_words::{is_adjective_too, is_brand, is_company_word, is_of_nobles, is_office};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{
    is_also_name, is_common, is_demonym, is_function, is_given_name, is_role, is_surname,
};

/// From here on the model agrees that a word may be a name, after a cue.
pub(super) const HINT: f32 = 0.05;
/// From here on it takes it for a place.
const PLACE: f32 = 0.4;
/// From here on it agrees to a name that a particle leads.
const LED: f32 = 0.02;

/// Months that are names too.
pub(super) fn is_month(word: &str) -> bool {
    matches!(
        word,
        "april"
            | "may"
            | "june"
            | "august"
            | "avril"
            | "mai"
            | "juin"
            | "juni"
            | "juli"
            | "abril"
            | "julio"
    )
}

/// Whether what stands where a name should be is one, as far as the lists and the model tell: a
/// German noun has a capital anyway, and must be known.
pub(super) fn is_somebody(words: &Canonical, name: &Range<usize>) -> bool {
    const MONTH: f32 = 0.5;
    let tokens = words.tokens();
    name.clone().any(|at| {
        let token = &tokens[at];
        let (text, evidence) = (token.text(), words.evidence(at));
        if is_place(words, at) || is_demonym(text) || (is_month(text) && evidence.name < MONTH) {
            return false;
        }
        let is_german = token.lexicon() == Lexicon::German;
        let is_unknown = !is_german && token.is_capital() && !token.is_upper() && !is_common(text);
        // "Verheiratet war ich dann Ehrlich", "von der Roe".
        let is_led = at > name.start && is_of_nobles(tokens[name.start].text());
        let is_adjective = is_german && !is_sentence_start(tokens, at) && is_adjective_too(text);
        let is_told = evidence.name >= if is_led { LED } else { HINT };
        is_listed(text) || is_told || is_unknown || (is_adjective && token.is_capital())
    }) || (name.len() > 1 && name.clone().all(|at| is_whole_word(words, at)))
}

/// Whether a word with a capital is neither common, nor a place, nor initials.
pub(super) fn is_whole_word(words: &Canonical, at: usize) -> bool {
    let token = &words.tokens()[at];
    token.is_capital() && !token.is_upper() && !is_common(token.text()) && !is_place(words, at)
}

/// After a title any word with a capital is a name that is no office, role or title; in German, where
/// nouns have one, if the model takes it for a name or it is an adjective.
pub(super) fn after_title(words: &Canonical, start: usize) -> Option<Range<usize>> {
    const LIKELY: f32 = 0.3;
    let tokens = words.tokens();
    let token = tokens.get(start).filter(|token| token.is_word() && token.is_capital())?;
    let word = token.text();
    let is_other = is_function(word) || is_role(word) || is_title(word) || is_demonym(word);
    let is_told = token.lexicon() != Lexicon::German
        || is_adjective_too(word)
        || words.evidence(start).name >= LIKELY;
    (!is_other && is_told && word.chars().count() > 2).then_some(start..start + 1)
}

/// "Elle s'appelait Grand", "se llamaba Bravo": where nouns have no capital, any word with one is a name
/// after what says so.
pub(super) fn with_capital(words: &Canonical, start: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let token = tokens.get(start).filter(|_| !begins_clause(tokens, start))?;
    let word = token.text();
    let is_romance = matches!(token.lexicon(), Lexicon::French | Lexicon::Spanish);
    let is_other = is_function(word) || is_title(word) || is_demonym(word) || is_month(word);
    let is_whole = token.is_word() && token.is_capital() && !token.is_upper();
    let is_name = is_romance && is_whole && !is_other && word.chars().count() > 2;
    (is_name && !is_place(words, start)).then_some(start..start + 1)
}

/// A word with a capital within a sentence, where nouns have none: "le frère de Petit", "de los Peña".
pub(super) fn romance_capital(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let word = with_capital(words, at)?;
    let text = text(words.tokens(), at);
    let is_high = matches!(text, "dieu" | "dios" | "seigneur" | "senor" | "etat" | "estado");
    let is_other = is_role(text) || is_office(text) || is_brand(text) || is_company_word(text);
    (!is_high && !is_other).then_some(word)
}

/// Whether somebody is spoken to or of by a name that the model does not know: "Gracias, Eneko.",
/// "dis à Minh que".
pub(super) fn is_addressed(words: &Canonical, name: &Range<usize>) -> bool {
    let tokens = words.tokens();
    let first = &tokens[name.start];
    let is_called =
        ends_clause(tokens, name.end) && name.start > 0 && begins_clause(tokens, name.start);
    let next = text(tokens, name.end);
    let is_told = !begins_clause(tokens, name.start)
        && matches!(
            next,
            "que" | "qu'il" | "qu'elle" | "qu'on" | "that" | "i'm" | "i" | "we" | "dass" | "the"
        );
    let is_known = is_given_name(first.text()) || is_surname(first.text());
    let is_plain = is_common(first.text()) && !is_listed(first.text());
    let is_alone = name.len() == 1 && !is_place(words, name.start);
    let is_listed_so = is_known && (is_called || is_told);
    let is_german = first.lexicon() == Lexicon::German;
    is_alone && !is_plain && (is_listed_so || (is_told && !is_german && is_somebody(words, name)))
}

/// Two words or more of which none is common, or a given name that ends its clause: "that'd be Jane
/// Roe", "c'était Prune Quéméneur".
pub(super) fn whole(words: &Canonical, start: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    if begins_clause(tokens, start) {
        return None;
    }
    let name = name_at(tokens, start, Trust::Titled)?;
    let first = &tokens[start];
    let is_known = name.clone().any(|at| {
        let word = text(tokens, at);
        (is_given_name(word) || is_surname(word)) && !is_common(word) && !is_place(words, at)
            || words.evidence(at).name >= HINT
    });
    let is_romance = matches!(first.lexicon(), Lexicon::French | Lexicon::Spanish);
    let is_thing = |at: usize| is_company_word(text(tokens, at)) || is_place(words, at);
    let is_whole = name.clone().all(|at| is_whole_word(words, at) && !is_thing(at));
    // "That'd be Summer Roe".
    let rest_is_whole = name.clone().skip(1).all(|at| is_whole_word(words, at) && !is_thing(at));
    let is_listed_first = is_given_name(first.text()) && rest_is_whole;
    let is_pair = name.len() > 1
        && (is_listed_first || (is_known && !is_demonym(first.text())) || (is_romance && is_whole));
    let is_given = is_given_name(first.text()) && !is_common(first.text());
    let is_one = name.len() == 1 && is_given && is_known && ends_clause(tokens, name.end);
    // "That'd be Adeyemi, I think".
    let is_surname_alone = name.len() == 1
        && start > 0
        && text(tokens, start - 1) == "be"
        && is_surname(first.text())
        && !is_brand(first.text())
        && !is_place(words, start)
        && ends_clause(tokens, name.end);
    (is_pair || is_one || is_surname_alone).then_some(name)
}

/// A given name that is a word too, within a sentence, where names have a capital alone: "call him Hope".
pub(super) fn given_word(words: &Canonical, start: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let token = tokens.get(start).filter(|_| !begins_clause(tokens, start))?;
    let is_written_so = token.is_capital() && !token.is_upper();
    let is_name = token.lexicon() == Lexicon::English && is_given_name(token.text());
    (is_written_so && is_name && ends_clause(tokens, start + 1) && !is_month(token.text()))
        .then_some(start..start + 1)
}

/// "Eine geborene Lange": any noun can be one's name there.
pub(super) fn born_as(words: &Canonical, start: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let is_born = start > 0 && tokens[start - 1].text() == "geborene";
    let token = tokens.get(start).filter(|_| is_born && !begins_clause(tokens, start))?;
    let is_other = token.text().ends_with("in") || is_demonym(token.text());
    (token.is_word() && token.is_capital() && !is_other).then_some(start..start + 1)
}

/// Whether a word is in a list of names.
pub(super) fn is_listed(word: &str) -> bool {
    is_given_name(word) || is_surname(word) || is_also_name(word)
}

pub(super) fn is_place(words: &Canonical, at: usize) -> bool {
    let evidence = words.evidence(at);
    evidence.place >= PLACE && evidence.name < evidence.place
}

pub(super) fn text(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", Token::text)
}

pub(super) fn begins_clause(tokens: &[Token], at: usize) -> bool {
    at == 0 || tokens[at - 1].stop() != Stop::None
}

pub(super) fn ends_clause(tokens: &[Token], end: usize) -> bool {
    end == tokens.len() || tokens[end - 1].stop() != Stop::None
}

fn is_sentence_start(tokens: &[Token], at: usize) -> bool {
    at == 0 || tokens[at - 1].stop() == Stop::Sentence
}
