//! Given names that are no other word, where nothing but they themselves speaks for them: "Deirdre? Not
//! here.", "Winifred, pass me that", "he slid it past Kofi".

use std::ops::Range;

use super::name::is_title;
use super::name_known::{begins_sentence, whole_name};
use super::name_listed::{follows_article, is_noun, is_of_place};
use super::name_somebody::{is_month, text};
use super::name_words::{is_brand, is_company_word};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::vocabulary::{is_also_name, is_common, is_demonym, is_given_name, is_role};

/// From here on the model takes a word for a place, where it is no likelier a name.
const PLACE: f32 = 0.2;
/// From here on it agrees that what begins a sentence may be a name, in the languages that its lists know
/// less well, and where nothing parts it from what follows.
const HINT: f32 = 0.02;

/// Whether a word is a given name, and nothing else.
pub(super) fn is_given_only(word: &str) -> bool {
    let is_other = is_common(word) || is_also_name(word) || is_role(word) || is_title(word);
    is_given_name(word) && !is_other && !is_demonym(word) && !is_month(word) && !is_brand(word)
}

/// Finds them.
pub(super) fn find(words: &Canonical) -> impl Iterator<Item = Range<usize>> + '_ {
    (0..words.tokens().len()).filter_map(move |at| stands_alone(words, at))
}

fn stands_alone(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let token = &tokens[at];
    if !token.is_capital() || token.is_upper() || !is_given_only(token.text()) {
        return None;
    }
    let evidence = words.evidence(at);
    // "In addition to Milan".
    let leads =
        at > 0 && matches!(text(tokens, at - 1), "to" | "of" | "via" | "around" | "outside");
    let is_place = (leads || evidence.place >= PLACE) && evidence.place > evidence.name;
    let is_told = match (token.lexicon(), begins_sentence(tokens, at)) {
        (Lexicon::English, _) => true,
        (Lexicon::German, _) if is_noun(token.text()) || follows_article(tokens, at) => false,
        (Lexicon::German, true) => evidence.name >= HINT,
        // "Aime-moi", "Remedios caseros": a word may be one that no list has.
        (_, true) => token.stop() != Stop::None || evidence.name >= HINT,
        (_, false) => return None,
    };
    let name = whole_name(tokens, at)?;
    (is_told && !is_place && !is_of_something(tokens, &name)).then_some(name)
}

/// "Victoria Street", "from Austin", "12 Lourdes": part of what something is called, or where somebody
/// comes from.
fn is_of_something(tokens: &[Token], name: &Range<usize>) -> bool {
    let before = name.start.checked_sub(1).map(|at| &tokens[at]);
    let before = before.filter(|before| before.stop() == Stop::None);
    let leads = before.is_some_and(|before| {
        let word = before.text();
        let is_there = matches!(word, "in" | "from" | "at" | "near" | "through" | "the" | "across");
        let is_part = before.is_capital() && !begins_sentence(tokens, name.start - 1);
        is_there || is_part || before.is_digits() || is_of_place(word)
    });
    let is_thing = |at: usize| {
        let word = text(tokens, at);
        is_of_place(word) || is_company_word(word) || is_demonym(word)
    };
    let is_tied = tokens[name.end - 1].stop() == Stop::None;
    let is_named_on = is_tied && tokens.get(name.end).is_some_and(Token::is_capital);
    leads || is_named_on || name.clone().skip(1).any(is_thing)
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn given_names_that_are_no_other_word_are_masked_wherever_they_stand() {
        check(
            EntityKind::Name,
            &[
                ("en", "Right, who've we got? {Muriel}, yes. {Deirdre}? Not here."),
                ("en", "{Winifred}, pass me that towel."),
                ("en", "{Tariq} will pick that up with legal."),
                ("fr", "{Corentin}, passe-moi la serviette."),
                ("de", "{Detlef}, Schatz, gib mir mal das Handtuch."),
                ("es", "{Fermín}, pásame la toalla."),
                ("en", "We walked down Victoria Street in Austin."),
            ],
        );
    }
}
