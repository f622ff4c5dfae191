//! Ages: "I'm 42", "seventy-nine years old", "j'ai 62 ans", "zweiundvierzig Jahre alt".
//!
//! Only the number is masked, so that "[AGE] years old" still tells that an age was said.

use regex::Regex;

use super::patterns::compile;
use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::cues::DigitCue;
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
    r"\b(?:anfang|mitte|ende) ([2-9]0)\b",
    r"\b(?:ich bin|er ist|sie ist|ich war|er war|sie war|ich werde|er wird|sie wird|wurde)(?: jetzt| schon| erst| gerade| fast| heute)? (\d{2,3})\b",
];

/// What says so where the clause ends after it: "tengo 42", but "tengo 42 libros".
const AT_END: &[&str] = &[
    r"\b(?:tengo|tiene|tienes|cumplo|cumple|cumplire)(?: casi| ya| solo| apenas| unos)? (\d{2,3})\b",
    r"\b(?:i'll be|i will be|he'll be|she'll be|going to be|about to be|she'd be|he'd be) (\d{2,3})\b",
    r"\b(?:bin|ist|war|wird|werde) (?:schon |jetzt |erst )?(?:anfang|mitte|ende) (\d0)\b",
];

/// Ages told by the decade.
const DECADES: &[&str] = &[
    r"\b(?:my|his|her|their|your|our)(?: very)? (?:early|mid|middle|late)(?: to (?:mid|late))? (twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|[2-9]0s|[2-9]0's)\b",
    r"\bin (?:my|his|her|their|your) (twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|[2-9]0s|[2-9]0's)\b",
    r"\b(?:j'ai|il a|elle a|avoir|ai|dans|passe|approche|atteint|frole|depasse)(?: bien| deja| presque| environ)? la (vingtaine|trentaine|quarantaine|cinquantaine|soixantaine)\b",
    r"\b(?:in den|in meinen|in seinen|in ihren|mitte der|ende der) (zwanzigern|dreissigern|vierzigern|funfzigern|sechzigern|siebzigern|achtzigern|neunzigern)\b",
    r"\b(?:tengo|tiene|anda por los|pasa de los|rondo los|ronda los) (\d0 y (?:pico|tantos|tantas))\b",
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
    at_end: Vec<Regex>,
    decades: Vec<Regex>,
}

impl AgeRecognizer {
    pub(super) fn new() -> Result<Self, RedactError> {
        Ok(Self {
            sure: compile("age", SURE)?,
            unless_counted: compile("age", UNLESS_COUNTED)?,
            at_end: compile("age", AT_END)?,
            decades: compile("age", DECADES)?,
        })
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
        let tokens = words.tokens();
        let ends =
            |next: usize| next == tokens.len() || next > 0 && tokens[next - 1].stop() != Stop::None;
        let is_age = |number: &str| number.parse::<u32>().is_ok_and(|years| years <= OLDEST);
        let mut found = Vec::new();
        find(words, &self.sure, &mut found, |number, _| is_age(number));
        find(words, &self.unless_counted, &mut found, |number, next| {
            is_age(number) && !is_counted(tokens, next)
        });
        find(words, &self.at_end, &mut found, |number, next| is_age(number) && ends(next));
        find(words, &self.decades, &mut found, |_, _| true);
        found.extend(answers(words));
        Ok(found)
    }
}

/// The numbers that answer "how old are you?".
fn answers(words: &Canonical) -> impl Iterator<Item = Found> + '_ {
    const REACH: usize = 8;
    let tokens = words.tokens();
    let asked = words.cues().mentions().iter();
    let asked = asked.filter(|mention| mention.cue == DigitCue::Of(EntityKind::Age));
    asked.filter_map(move |mention| {
        let is_age = |at: &usize| {
            let number = tokens[*at].text().parse::<u32>();
            tokens[*at].is_digits() && number.is_ok_and(|years| (1..=OLDEST).contains(&years))
        };
        let is_answer = |at: &usize| is_age(at) || tokens[*at].mark().is_some();
        let at = (mention.end..tokens.len().min(mention.end + REACH)).find(is_answer)?;
        if !is_age(&at) {
            return None;
        }
        let words = words.words_of(at..at + 1);
        Some(Found { kind: EntityKind::Age, words, strength: Strength::Cued })
    })
}

/// Finds what the patterns' group is, where it holds for its text and the token after it.
fn find(
    words: &Canonical,
    patterns: &[Regex],
    found: &mut Vec<Found>,
    is_age: impl Fn(&str, usize) -> bool,
) {
    for pattern in patterns {
        for captures in pattern.captures_iter(words.text()) {
            let Some(number) = captures.get(1) else { continue };
            let tokens = words.tokens_in(number.range());
            if is_age(number.as_str(), tokens.end) {
                let words = words.words_of(tokens);
                found.push(Found { kind: EntityKind::Age, words, strength: Strength::Cued });
            }
        }
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

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn ages_are_masked_however_they_are_said_or_written() {
        check(
            EntityKind::Age,
            &[
                ("en", "I'm {42} years old."),
                ("en", "I am {forty-two}."),
                ("en", "she is {seventy-nine} years old"),
                ("en", "I'm {seventy nine} years old and well"),
                ("en", "I’m {42}, and he's {43}"),
                ("en", "a {79-year-old} man"),
                ("en", "a {six} year old girl"),
                ("en", "he just turned {46} yesterday"),
                ("en", "aged {58}"),
                ("en", "at the age of {forty five}"),
                ("en", "when I was {seven} we moved"),
                ("en", "he was {78}."),
                ("en", "she was, uh, {twelve}"),
                ("en", "i'm {58} y/o."),
                ("en", "on her {42nd} birthday"),
                ("en", "I'm {one hundred and two} years old"),
                ("fr", "Je suis là et j'ai {62} ans."),
                ("fr", "j'ai {soixante-deux} ans"),
                ("fr", "elle a {quatre-vingt-dix-neuf} ans"),
                ("fr", "âgée de {vingt et un} ans"),
                ("de", "ich bin {42} Jahre alt"),
                ("de", "Ich bin {zweiundvierzig} Jahre alt."),
                ("de", "im Alter von {neunzig} Jahren"),
                ("de", "eine {79-jährige} Frau"),
                ("de", "Ich bin {42}."),
                ("es", "tengo {62} años"),
                ("es", "Tengo {sesenta y dos} años."),
                ("es", "a los {veintidós} años"),
                ("en", "I'm in my late {seventies}"),
                ("en", "he was in his late {forties}."),
                ("en", "in her {70s}"),
                ("en", "I'll be {fifty}, I think"),
                ("fr", "j'ai la {soixantaine}"),
                ("de", "ich bin Mitte {vierzig}."),
                ("es", "tengo {cuarenta y dos}."),
            ],
        );
    }

    #[test]
    fn other_numbers_are_not_taken_for_ages() {
        check(
            EntityKind::Age,
            &[
                ("en", "I'm 42 minutes late"),
                ("en", "for 42 years"),
                ("en", "in the last 30 years"),
                ("en", "he was 5 minutes early"),
                ("en", "I was one of them"),
                ("en", "it turned 90 degrees"),
                ("en", "I'm one of them"),
                ("en", "we were 42 people"),
                ("en", "I was 42nd"),
                ("en", "page 42 of 300"),
                ("en", "I am 100% sure"),
                ("en", "years ago 42 ships came"),
                ("fr", "il y a 62 ans"),
                ("fr", "pendant vingt ans"),
                ("de", "vor 42 Jahren"),
                ("de", "ich bin 42 Kilometer gelaufen"),
                ("es", "hace 62 años"),
                ("es", "durante veinte años"),
            ],
        );
    }
}
