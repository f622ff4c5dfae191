//! Given names in lower case, where Whisper forgot the capital: "ich hab elke gesagt".

use std::ops::Range;

use super::name_known::{HINT, OF_PEOPLE, begins_sentence, is_told_to};
use super::name_somebody::text;
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token, is_caseless};
use crate::redact::vocabulary::{is_also_name, is_common, is_given_name};

/// "Ich hab elke gesagt", "j'ai dit à régis": a given name in lower case, where nothing but sentences has a
/// capital and people are spoken to or speak.
pub(super) fn in_lower_case(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let (token, word) = (&tokens[at], tokens[at].text());
    let is_listed_only = is_given_name(word) && !is_common(word) && !is_also_name(word);
    if token.is_capital() || !token.is_word() || !is_listed_only || word.len() < 4 {
        return None;
    }
    let evidence = words.evidence(at);
    // "Con esperanza": in a text that has capitals the model must agree.
    let is_told = is_caseless(tokens, at) || evidence.name >= HINT || is_asked(tokens, at);
    if !is_told || !has_no_names(tokens, at) || evidence.place >= OF_PEOPLE {
        return None;
    }
    let is_tied = at > 0 && tokens[at - 1].stop() == Stop::None;
    let before = if is_tied { text(tokens, at - 1) } else { "" };
    let next = if token.stop() == Stop::None { text(tokens, at + 1) } else { "" };
    let is_spoken_to = match token.lexicon() {
        Lexicon::English => {
            matches!(before, "told" | "asked" | "ask" | "with" | "from" | "thanks" | "hey" | "hi")
        }
        Lexicon::French => {
            matches!(before, "avec" | "chez" | "selon" | "merci") || is_told_to(tokens, at)
        }
        Lexicon::German => {
            matches!(before, "mit" | "bei" | "frag" | "danke" | "hallo")
                || (matches!(before, "hab" | "habe" | "hat")
                    && matches!(next, "gesagt" | "gefragt"))
        }
        Lexicon::Spanish => matches!(before, "con" | "a" | "gracias" | "hola" | "segun"),
    };
    let speaks = matches!(
        next,
        "said"
            | "says"
            | "told"
            | "asked"
            | "dit"
            | "fait"
            | "dice"
            | "dijo"
            | "sagt"
            | "sagte"
            | "meint"
            | "meinte"
    ) || (next == "me"
        && matches!(text(tokens, at + 2), "dice" | "dijo" | "dit" | "fait" | "conto"));
    (is_spoken_to || speaks).then_some(at..at + 1)
}

/// "Frag thorsten", "demande à régis": nothing but somebody stands there.
fn is_asked(tokens: &[Token], at: usize) -> bool {
    let back = |back: usize| at.checked_sub(back).map_or("", |at| text(tokens, at));
    matches!(
        (back(2), back(1)),
        (_, "frag" | "fragt" | "ask")
            | ("demande" | "demandez" | "dis" | "dites", "a")
            | ("pregunta" | "dile" | "preguntale", "a")
    )
}

/// Whether nothing near the token has a capital but what begins a sentence.
fn has_no_names(tokens: &[Token], at: usize) -> bool {
    const SIGHT: usize = 16;
    let mut near = at.saturating_sub(SIGHT)..tokens.len().min(at + SIGHT);
    near.all(|at| {
        let is_i = matches!(tokens[at].text(), "i" | "i'm" | "i've" | "i'll" | "i'd");
        !tokens[at].is_capital() || begins_sentence(tokens, at) || is_i
    })
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn given_names_in_lower_case_are_masked_where_people_stand() {
        check(
            EntityKind::Name,
            &[
                ("de", "ich hab {heike} gesagt er soll im auto warten"),
                ("fr", "j'ai dit à {thierry} d'attendre dans la voiture"),
                ("es", "pues {itziar} me dice que no"),
                ("de", "Nein, ich nicht, frag {detlef}, der war dabei."),
                ("en", "i told {fiona} to wait in the car"),
                ("en", "i told everybody to wait in the car"),
                ("es", "lo espero con paciencia y con ganas"),
            ],
        );
    }
}
