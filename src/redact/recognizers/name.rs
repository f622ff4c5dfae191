//! Names after a cue: "my name is Jane Roe", "ich heiße …", "je m'appelle …", "me llamo …".
//!
//! Where the cue can't be meant otherwise, names count that Whisper wrote without a capital; after
//! "I'm", "this is" and the like only capitals do, and not every one.

use std::ops::Range;

use regex::Regex;

use super::patterns::compile;
use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::vocabulary::{is_common, is_demonym, is_function};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

const MOST_WORDS: usize = 4;
/// How far after a name its spelling may begin: "Roe, that's spelled R O E".
const SPELLING_REACH: usize = 12;
/// How far before "I'm" and "this is" a greeting may stand: "good morning, this is".
const GREETING_REACH: usize = 5;

/// After these comes a name, whatever it looks like.
const SURE: &[&str] = &[
    r"\b(?:my|his|her|their|your|whose|mother's|father's|wife's|husband's|son's|daughter's|brother's|sister's) (?:full |first |last |middle |maiden |given |family |legal |own |real )?name (?:is|was|it's|would be)\b",
    r"\bmy (?:full |first |last |middle |maiden )?name's\b",
    r"\b(?:first|last|full|maiden|middle) name (?:is|was)\b",
    r"\b(?:je m'appelle|je me nomme|(?:mon|son|votre) (?:nom|prenom)(?: de famille| complet)? (?:est|c'est|etait))\b",
    r"\b(?:mein|ihr|sein|unser)(?: voller)? (?:name|vorname|nachname|familienname) (?:ist|war|lautet)\b",
    r"\bich heisse\b",
    r"\bme llamo\b",
    r"\b(?:mi|su|tu) (?:nombre|apellido)(?: completo)? (?:es|era)\b",
];

/// After these comes a name if it has a capital and is no common word.
const LIKELY: &[&str] = &[
    r"\b(?:the name is|the name's|name's|i'm called|i am called|they call me|people call me|call me|i go by|named|speaking with|speaking to|talking to|talking with)\b",
    r"\b(?:moi c'est|s'appelle|s'appelait|se nomme)\b",
    r"\b(?:er|sie|mann|frau|sohn|tochter|mutter|vater) (?:heisst|hiess)\b",
    r"\b(?:hier spricht|man nennt mich)\b",
    r"\b(?:soy|se llama|se llamaba|me dicen|habla con)\b",
];

/// After these comes a name only if more speaks for it: a greeting before, or two capitals.
const POSSIBLE: &[&str] = &[r"\b(?:i'm|i am|je suis|ich bin)\b", r"\b(?:this is|hier ist|ici)\b"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
    Sure,
    Likely,
    Self_,
    This,
}

/// Finds names after a cue, and their spelling.
pub(super) struct NameRecognizer {
    cues: Vec<(Cue, Regex)>,
}

impl NameRecognizer {
    pub(super) fn new() -> Result<Self, RedactError> {
        let mut cues = Vec::new();
        for (cue, patterns) in [
            (Cue::Sure, SURE),
            (Cue::Likely, LIKELY),
            (Cue::Self_, &POSSIBLE[..1]),
            (Cue::This, &POSSIBLE[1..]),
        ] {
            cues.extend(compile("name", patterns)?.into_iter().map(|pattern| (cue, pattern)));
        }
        Ok(Self { cues })
    }
}

impl Recognizer for NameRecognizer {
    fn name(&self) -> &'static str {
        "name"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Name
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let tokens = words.tokens();
        let mut found = Vec::new();
        for (cue, pattern) in &self.cues {
            for matched in pattern.find_iter(words.text()) {
                let cue_tokens = words.tokens_in(matched.range());
                let names = names_after(tokens, &cue_tokens, *cue);
                found.extend(names.into_iter().map(|range| Found {
                    kind: EntityKind::Name,
                    words: words.words_of(range),
                    strength: Strength::Cued,
                }));
            }
        }
        Ok(found)
    }
}

/// The name after a cue, what is said after a comma ("Roe, Jane Roe"), and its spelling.
fn names_after(tokens: &[Token], cue_tokens: &Range<usize>, cue: Cue) -> Vec<Range<usize>> {
    let start = cue_tokens.end;
    let name = match cue {
        Cue::Sure => name_at(tokens, start, true),
        Cue::Likely => name_at(tokens, start, false),
        Cue::Self_ => name_at(tokens, start, false).filter(|name| {
            let is_origin = name.clone().any(|at| is_demonym(tokens[at].text()));
            let is_greeted = greets(tokens, cue_tokens.start);
            !is_origin && (name.len() > 1 || is_greeted) && !is_german_noun(tokens, name)
        }),
        Cue::This => name_at(tokens, start, false).filter(|name| {
            let is_show = is_common(tokens[name.start].text())
                || name.clone().any(|at| is_demonym(tokens[at].text()));
            !is_show && (greets(tokens, cue_tokens.start) || speaks(tokens, name.end))
        }),
    };
    let mut names: Vec<Range<usize>> = name.into_iter().collect();
    if let Some(first) = names.first().cloned() {
        names.extend(name_after_comma(tokens, first.end));
    }
    if cue == Cue::Sure || !names.is_empty() {
        names.extend(spelling(tokens, start));
    }
    names
}

/// Reads a name of up to four words from `start` on.
fn name_at(tokens: &[Token], start: usize, is_sure: bool) -> Option<Range<usize>> {
    let mut end = start;
    let mut count = 0;
    for at in start..tokens.len().min(start + 2 * MOST_WORDS) {
        let token = &tokens[at];
        let is_first = count == 0;
        if is_particle(token.text()) && is_name_word(tokens.get(at + 1), false, false) {
            if token.stop() != Stop::None {
                break;
            }
            continue;
        }
        if !is_name_word(Some(token), is_sure, is_first) {
            break;
        }
        count += 1;
        end = at + 1;
        let is_initial = token.text().chars().count() == 1;
        if count == MOST_WORDS || (token.stop() != Stop::None && !is_initial) {
            break;
        }
    }
    (end > start).then_some(start..end)
}

/// Whether a token may be part of a name: a capital that is no function word, or after a sure cue
/// what is no common word.
fn is_name_word(token: Option<&Token>, is_sure: bool, is_first: bool) -> bool {
    let Some(token) = token.filter(|token| token.is_word()) else { return false };
    let text = token.text();
    if is_function(text) && !(is_first && is_sure && token.is_capital() && is_also_name(text)) {
        return false;
    }
    if token.is_capital() {
        return is_sure || !is_common(text) || (!is_first && !is_demonym(text));
    }
    is_sure && !is_common(text) && text.chars().all(|char| char.is_alphabetic() || char == '\'')
}

/// Function words that are also given names.
fn is_also_name(text: &str) -> bool {
    matches!(text, "will" | "may" | "can" | "an" | "ana" | "son" | "kein" | "ja" | "in" | "ich")
        && text.len() > 2
}

/// What stands within a name, in lower case or not, and titles before it.
fn is_particle(text: &str) -> bool {
    matches!(
        text,
        "de" | "la"
            | "del"
            | "los"
            | "las"
            | "da"
            | "dos"
            | "di"
            | "du"
            | "des"
            | "le"
            | "van"
            | "von"
            | "der"
            | "den"
            | "zu"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "ter"
            | "ten"
            | "mr"
            | "mrs"
            | "ms"
            | "miss"
            | "dr"
            | "doctor"
            | "prof"
            | "professor"
            | "herr"
            | "frau"
            | "doktor"
            | "monsieur"
            | "madame"
            | "senor"
            | "senora"
            | "sir"
    )
}

/// "Roe, Jane Roe." or "Roe, Jane": capitals up to where the sentence or clause ends.
fn name_after_comma(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    if start.checked_sub(1).is_none_or(|last| tokens[last].stop() != Stop::Clause) {
        return None;
    }
    let name = name_at(tokens, start, false)?;
    let ends = tokens[name.end - 1].stop() != Stop::None || name.end == tokens.len();
    let is_name = !name.clone().any(|at| is_common(tokens[at].text()));
    (ends && is_name).then_some(name)
}

/// Three or more letters said one by one soon after `start`.
fn spelling(tokens: &[Token], start: usize) -> Option<Range<usize>> {
    const FEWEST: usize = 3;
    let is_letter =
        |token: &Token| token.is_word() && token.text().chars().count() == 1 && token.text() != "@";
    let reach = tokens.len().min(start + SPELLING_REACH);
    let mut at = start;
    while at < reach {
        let length = tokens[at..].iter().take(64).take_while(|token| is_letter(token)).count();
        if length >= FEWEST {
            return Some(at..at + length);
        }
        at += length + 1;
    }
    None
}

/// Whether a greeting stands shortly before `start`.
fn greets(tokens: &[Token], start: usize) -> bool {
    tokens[start.saturating_sub(GREETING_REACH)..start].iter().any(|token| {
        matches!(
            token.text(),
            "hello"
                | "hi"
                | "hey"
                | "morning"
                | "afternoon"
                | "evening"
                | "welcome"
                | "greetings"
                | "bonjour"
                | "bonsoir"
                | "salut"
                | "hallo"
                | "moin"
                | "tag"
                | "abend"
                | "hola"
                | "buenos"
                | "buenas"
        )
    })
}

/// Whether what follows a name says that its bearer speaks: "Jane Roe speaking".
fn speaks(tokens: &[Token], next: usize) -> bool {
    tokens.get(next).is_some_and(|token| {
        matches!(
            token.text(),
            "speaking"
                | "calling"
                | "here"
                | "from"
                | "with"
                | "again"
                | "phoning"
                | "am"
                | "appareil"
                | "al"
        )
    })
}

/// German writes nouns with a capital: "ich bin Lehrer" is no name, "ich bin Peter Schmidt" is.
fn is_german_noun(tokens: &[Token], name: &Range<usize>) -> bool {
    tokens[name.start].lexicon() == crate::redact::canonical::Lexicon::German && name.len() == 1
}
