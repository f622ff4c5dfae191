//! Names in lower case, where Whisper forgot the capital, or writes none: "ich hab elke gesagt", "so i rang
//! bridie up", "on avait apolline perrin comme directeur".

use std::ops::Range;

use super::name_given::is_given_only;
use super::name_known::{HINT, OF_PEOPLE, begins_sentence, is_told_to};
use super::name_somebody::text;
use super::name_words::{ends_as_surname, is_particle};
use crate::redact::Canonical;
use crate::redact::canonical::{Lexicon, Stop, Token, is_caseless};
use crate::redact::vocabulary::{is_common, is_role, is_surname};

/// From here on the model does not gainsay a name where nothing else speaks for it, in the languages of
/// which the lists know fewer ordinary words.
const BARE: f32 = 0.01;

/// A given name in lower case and the surname that follows it, where nothing but sentences has a capital
/// and people are spoken to or speak, or where nothing has one at all.
pub(super) fn in_lower_case(words: &Canonical, at: usize) -> Option<Range<usize>> {
    let tokens = words.tokens();
    let (token, word) = (&tokens[at], tokens[at].text());
    if token.is_capital() || !token.is_word() || word.len() < 4 {
        return None;
    }
    if !is_given_only(word) {
        return is_surname_of_role(tokens, at).then_some(at..at + 1);
    }
    let evidence = words.evidence(at);
    if !has_no_names(tokens, at) || evidence.place >= OF_PEOPLE {
        return None;
    }
    // "Con esperanza": in a text that has capitals the model must agree.
    let is_told = is_caseless(tokens, at) || evidence.name >= HINT || is_asked(tokens, at);
    let is_somebody = is_told && (is_spoken_to(tokens, at) || speaks(tokens, at));
    let name = with_surname(tokens, at);
    let is_english = token.lexicon() == Lexicon::English;
    // "Our flight to milan": the model is less sure of places, too.
    let is_likely = evidence.name >= if is_english { evidence.place } else { BARE };
    let is_bare = (is_likely || name.len() > 1)
        && is_without_case(tokens, at)
        && !follows_determiner(tokens, at);
    (is_somebody || is_bare).then_some(name)
}

/// Where nothing has a capital, or but what begins a text without a comma or a stop.
fn is_without_case(tokens: &[Token], at: usize) -> bool {
    const SIGHT: usize = 16;
    let near = &tokens[at.saturating_sub(SIGHT)..tokens.len().min(at + SIGHT)];
    let is_written_on = || near.iter().all(|token| token.stop() == Stop::None);
    is_caseless(tokens, at) || (near.len() > 3 && is_written_on())
}

/// "The edit", "mon ami", "to edit": where a thing or a verb stands.
fn follows_determiner(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| &tokens[at]).filter(|one| one.stop() == Stop::None);
    before.is_some_and(|before| {
        matches!(
            before.text(),
            "the"
                | "la"
                | "las"
                | "le"
                | "les"
                | "lo"
                | "a"
                | "an"
                | "this"
                | "these"
                | "those"
                | "some"
                | "any"
                | "no"
                | "every"
                | "to"
                | "un"
                | "une"
                | "des"
                | "ce"
                | "cet"
                | "cette"
                | "ces"
                | "mon"
                | "ton"
                | "son"
                | "mes"
                | "una"
                | "unos"
                | "unas"
                | "el"
                | "los"
                | "este"
                | "esta"
                | "mi"
                | "tu"
                | "su"
                | "sus"
                | "ein"
                | "eine"
                | "einen"
                | "einem"
                | "kein"
                | "keine"
                | "das"
                | "im"
                | "zum"
        )
    })
}

/// "Elke", and "markovic" after it; "juan", and "de la fuente".
fn with_surname(tokens: &[Token], at: usize) -> Range<usize> {
    const MOST_WORDS: usize = 4;
    const MOST_PARTICLES: usize = 2;
    let mut end = at + 1;
    for _ in 1..MOST_WORDS {
        let is_led = |token: &&Token| is_particle(token.text()) && token.text() != "y";
        let particles = tokens[end..].iter().take(MOST_PARTICLES).take_while(is_led).count();
        let next = end + particles;
        let is_tied = tokens[end - 1..next].iter().all(|token| token.stop() == Stop::None);
        let is_name = tokens.get(next).is_some_and(|token| {
            let word = token.text();
            !token.is_capital()
                && !is_common(word)
                && (is_surname(word) || is_given_only(word) || ends_as_surname(word))
        });
        if !is_tied || !is_name {
            break;
        }
        end = next + 1;
    }
    at..end
}

/// "Schwester kowalski", where nothing has a capital.
fn is_surname_of_role(tokens: &[Token], at: usize) -> bool {
    let word = tokens[at].text();
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    let is_of_role = before.is_some_and(|one| one.stop() == Stop::None && is_role(one.text()));
    is_of_role && is_surname(word) && !is_common(word) && is_caseless(tokens, at)
}

/// Whether the words around say that somebody is spoken to: "told", "avec".
fn is_spoken_to(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let is_tied = at > 0 && tokens[at - 1].stop() == Stop::None;
    let before = if is_tied { text(tokens, at - 1) } else { "" };
    let next = if token.stop() == Stop::None { text(tokens, at + 1) } else { "" };
    match token.lexicon() {
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
    }
}

fn speaks(tokens: &[Token], at: usize) -> bool {
    let next = if tokens[at].stop() == Stop::None { text(tokens, at + 1) } else { "" };
    matches!(
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
        && matches!(text(tokens, at + 2), "dice" | "dijo" | "dit" | "fait" | "conto"))
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
                ("en", "so i rang {fiona} up and i said look you can't park there"),
                ("de", "und dann kommt {detlef petersen} rein als wär nix gewesen"),
                ("fr", "on avait {véronique ferreira} comme directrice elle était sévère"),
                ("es", "teníamos a {juan carlos echeverría} de director y era muy serio"),
                ("es", "lo espero con paciencia y con ganas"),
            ],
        );
    }
}
