//! Ages: "I'm 42", "seventy-nine years old", "j'ai 62 ans", "zweiundvierzig Jahre alt".
//!
//! Only the number is masked, so that "[AGE] years old" still tells that an age was said.

use regex::Regex;

use super::patterns::compile;
use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// Nobody is known to have grown older than 122.
const OLDEST: u32 = 125;

/// What says that the number is an age, whatever follows.
const SURE: &[&str] = &[
    r"\b(\d{1,3}) (?:years?|yrs?|months?|weeks?|days?) (?:of age|old|olds|young)\b",
    r"\b(\d{1,3}) (?:y o|yo)\b",
    r"\b(\d{1,3})(?:yo|ans|jahriger?)\b",
    r"\b(?:aged?|age of|ages|age is|age was|age's|age at) (\d{1,3})\b",
    r"\b(\d{1,3})(?:st|nd|rd|th) birthday\b",
    r"\b(?:ai|as|avais|avait|aurai|aura|avez|aviez|j'ai|j'avais|j'aurai|mes|ses|tes|qu'il a|il a|elle a|on a)(?: presque| environ| bientot| deja| seulement| tout juste| maintenant| aujourd'hui)? (\d{1,3}) ans\b",
    r"\b(?:agee?s?|l'age) (?:de|d') ?(\d{1,3})\b",
    r"\b(\d{1,3}) jahre? (?:alt|jung)\b",
    r"\balter von (\d{1,3})\b",
    r"\b(\d{1,3}) jahrigen?[rms]?\b",
    r"\b(?:tengo|tiene|tienes|tenia|tenian|tendre|cumpli|cumplio|cumplo|cumple|cumplir|cumplire)(?: casi| ya| solo| apenas| unos| los)? (\d{1,3}) anos\b",
    r"\b(\d{1,3}) anos de edad\b",
    r"\b(?:edad de|a los|con) (\d{1,3}) anos\b",
    r"\b(?:hombre|mujer|nino|nina|joven|senor|senora|persona|hijo|hija) de (\d{1,3}) anos\b",
];

/// What says so unless a unit follows: "I'm 42" but "I'm 42 minutes late".
const UNLESS_COUNTED: &[&str] = &[
    r"\b(?:i'm|i am|im|he's|he is|she's|she is|you're|you are|they're|who's|who is)(?: only| just| about| almost| nearly| now| already| over| like| still| turning)? (\d{2,3})\b",
    r"\b(?:turn|turns|turned|turning)(?: only| just| about)? (\d{1,3})\b",
    r"\b(?:i|he|she|when you|when they|when we) (?:was|were)(?: only| just| about| almost| nearly| already| like)? (\d{1,3})\b",
    r"\b(?:ich bin|er ist|sie ist|ich war|er war|sie war|ich werde|er wird|sie wird|wurde)(?: jetzt| schon| erst| gerade| fast| heute)? (\d{2,3})\b",
];

/// What is counted after a number that is no age.
const UNITS: &str = "minute minutes hour hours day days week weeks month months year years second \
    seconds percent mile miles kilometer kilometers kilometre kilometres feet foot inches inch \
    meters metres pounds kilos dollars of times people points degrees th st rd nd point pages \
    thousand hundred million minuten stunden tage wochen monate jahre kilometer meter grad prozent \
    euro uhr";

/// Finds ages.
pub(super) struct AgeRecognizer {
    sure: Vec<Regex>,
    unless_counted: Vec<Regex>,
}

impl AgeRecognizer {
    pub(super) fn new() -> Result<Self, RedactError> {
        Ok(Self { sure: compile("age", SURE)?, unless_counted: compile("age", UNLESS_COUNTED)? })
    }
}

impl Recognizer for AgeRecognizer {
    fn name(&self) -> &'static str {
        "age"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Age
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let mut found = Vec::new();
        for (pattern, is_sure) in self
            .sure
            .iter()
            .map(|pattern| (pattern, true))
            .chain(self.unless_counted.iter().map(|pattern| (pattern, false)))
        {
            for captures in pattern.captures_iter(words.text()) {
                let Some(number) = captures.get(1) else { continue };
                let is_age = number.as_str().parse::<u32>().is_ok_and(|years| years <= OLDEST);
                let tokens = words.tokens_in(number.range());
                if is_age && (is_sure || !is_counted(words.tokens(), tokens.end)) {
                    let words = words.words_of(tokens);
                    found.push(Found { kind: EntityKind::Age, words, strength: Strength::Cued });
                }
            }
        }
        Ok(found)
    }
}

/// Whether the token before `next` counts what follows it.
fn is_counted(tokens: &[Token], next: usize) -> bool {
    let ends = next.checked_sub(1).is_some_and(|number| tokens[number].stop() != Stop::None);
    let follows = tokens.get(next);
    !ends
        && follows.is_some_and(|token| {
            !token.is_word() || UNITS.split_whitespace().any(|unit| unit == token.text())
        })
}
