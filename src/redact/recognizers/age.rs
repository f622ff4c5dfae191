//! Ages: "I'm 42", "seventy-nine years old", "j'ai 62 ans", "zweiundvierzig Jahre alt".
//!
//! Only the number is masked, so that "[AGE] years old" still tells that an age was said.

use regex::Regex;

use super::age_cues::{
    ABOUT, AT_END, DECADES, ENGLISH_KIN, FRENCH_KIN, GERMAN_KIN, SPANISH_KIN, SURE, THINGS, UNITS,
    UNLESS_COUNTED, WHO,
};
use super::patterns::compile;
use super::{age_again, age_at, age_beside, age_listed};
use crate::domain::EntityKind;
use crate::redact::canonical::{Lexicon, Stop, Token};
use crate::redact::cues::DigitCue;
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// Nobody is known to have grown older than 122.
const OLDEST: u32 = 125;

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
            sure: compile_with_kin(SURE)?,
            unless_counted: compile_with_kin(UNLESS_COUNTED)?,
            at_end: compile_with_kin(AT_END)?,
            decades: compile("age", DECADES)?,
        })
    }
}

fn compile_with_kin(patterns: &[&str]) -> Result<Vec<Regex>, RedactError> {
    let lists = [
        ("ENGLISH_KIN", ENGLISH_KIN),
        ("FRENCH_KIN", FRENCH_KIN),
        ("GERMAN_KIN", GERMAN_KIN),
        ("SPANISH_KIN", SPANISH_KIN),
    ];
    let filled = patterns.iter().map(|pattern| {
        let lists = ABOUT.iter().chain(&WHO).chain(&lists);
        lists.fold((*pattern).to_owned(), |text, (name, list)| text.replace(name, list))
    });
    let filled: Vec<String> = filled.collect();
    compile("age", &filled.iter().map(String::as_str).collect::<Vec<_>>())
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
        found.extend(alone(words));
        found.extend(age_beside::find(words));
        found.extend(age_at::find(words));
        found.extend(age_listed::find(words));
        let again = age_at::also(words, &found);
        found.extend(again);
        let again = age_again::find(words, &found);
        found.extend(again);
        Ok(found)
    }
}

/// The numbers that answer "how old are you?".
fn answers(words: &Canonical) -> impl Iterator<Item = Found> + '_ {
    const REACH: usize = 8;
    let tokens = words.tokens();
    let asked = words.cues().mentions().iter();
    // "The age" may be of anything, where nobody asks.
    let asked = asked.filter(|mention| {
        mention.cue == DigitCue::Of(EntityKind::Age) && (!mention.is_weak || mention.asks)
    });
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
            let Some(number) = captures.iter().skip(1).flatten().next() else { continue };
            let tokens = words.tokens_in(number.range());
            // "Im elften Stock".
            let says_im = captures.get(0).is_some_and(|whole| whole.as_str().starts_with("im "));
            if says_im && words.tokens()[tokens.start].lexicon() != Lexicon::English {
                continue;
            }
            let is_thing = is_of_thing(words.tokens(), tokens.start);
            let is_count = age_beside::counts_children(words.tokens(), tokens.start)
                || age_beside::counts_of_them(words.tokens(), tokens.clone())
                || is_before_thing(words.tokens(), tokens.end);
            if is_age(number.as_str(), tokens.end) && !is_thing && !is_count {
                let words = words.words_of(tokens);
                found.push(Found { kind: EntityKind::Age, words, strength: Strength::Cued });
            }
        }
    }
}

/// Whether a thing is nearer before the number than a person: "the house is 63 years old".
fn is_of_thing(tokens: &[Token], number: usize) -> bool {
    const REACH: usize = 7;
    // "I left the farm at sixteen".
    let lead = number.checked_sub(1).map_or("", |at| tokens[at].text());
    if matches!(lead, "at" | "mit" | "los" | "con") {
        return false;
    }
    let before = tokens[..number].iter().rev().take(REACH);
    let sentence = before.take_while(|token| token.stop() != Stop::Sentence);
    let thing = sentence.into_iter().find_map(|token| {
        let word = token.text().strip_suffix("'s").unwrap_or_else(|| token.text());
        // "Ça va faire trente ans" that something lasts.
        let is_thing = token.text() == "ca" || THINGS.split_whitespace().any(|thing| thing == word);
        let is_person = matches!(
            token.text(),
            "i" | "i'm"
                | "he"
                | "he's"
                | "she"
                | "she's"
                | "you"
                | "je"
                | "j'ai"
                | "il"
                | "elle"
                | "ich"
                | "er"
                | "sie"
                | "yo"
                | "tengo"
                | "who"
                | "qui"
                | "when"
                | "als"
                | "cuando"
        );
        (is_thing || is_person).then_some(is_thing)
    });
    thing.unwrap_or(false)
}

/// "A 28-year-old whisky", "ein drei Jahre alter Wein": what is old follows.
fn is_before_thing(tokens: &[Token], end: usize) -> bool {
    const REACH: usize = 4;
    let is_years = |token: &Token| {
        matches!(
            token.text(),
            "year" | "years" | "jahre" | "jahr" | "jahriger" | "jahrige" | "jahriges"
        )
    };
    if !tokens.get(end).is_some_and(is_years) {
        return false;
    }
    let mut after = tokens.iter().skip(end).take(REACH).scan(false, |is_over, token| {
        let was_over = std::mem::replace(is_over, token.stop() != Stop::None);
        (!was_over).then_some(token)
    });
    after.any(|token| THINGS.split_whitespace().any(|thing| thing == token.text()))
}

/// "Neun bin ich", "62 ans, et elle jardine", "once años, y todavía": what begins a clause and is
/// told of nobody else.
fn alone(words: &Canonical) -> impl Iterator<Item = Found> + '_ {
    let tokens = words.tokens();
    let text = move |at: usize| tokens.get(at).map_or("", Token::text);
    let is_age = move |at: &usize| {
        let at = *at;
        let value = tokens[at].text().parse::<u32>();
        if !tokens[at].is_digits() || !value.is_ok_and(|years| (1..=OLDEST).contains(&years)) {
            return false;
        }
        let begins = at == 0 || tokens[at - 1].stop() != Stop::None;
        let is_year = matches!(text(at + 1), "ans" | "anos");
        let ends = tokens.get(at + 1).is_none_or(|token| token.stop() != Stop::None);
        let goes_on =
            at + 2 == tokens.len() || matches!(text(at + 2), "et" | "y" | "mais" | "pero");
        let is_told = matches!(
            (text(at + 1), text(at + 2)),
            ("bin" | "war" | "werde", "ich")
                | ("ist" | "war" | "wird", "er" | "sie" | "der" | "die")
        );
        begins && ((is_year && (ends || goes_on)) || (is_told && tokens[at].stop() == Stop::None))
    };
    (0..tokens.len()).filter(is_age).map(move |at| Found {
        kind: EntityKind::Age,
        words: words.words_of(at..at + 1),
        strength: Strength::Cued,
    })
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
                ("de", "Mit {21} macht er das noch selbst."),
                ("de", "Meine Mutter ist {64} Jahre und lebt allein."),
                ("en", "At {82}, he still works."),
                ("fr", "À {90} ans, il jardine encore."),
                ("fr", "ma petite dernière a {6} ans"),
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
                ("en", "my brother's {fifty-one}, and my aunt is {70}"),
                ("en", "two boys, aged {four} and {nine}"),
                ("fr", "ma fille, qui a {onze} ans, et mon mari avait {quarante} ans"),
                ("fr", "une femme de {52} ans"),
                ("fr", "elle est morte à {91} ans"),
                ("de", "meine Schwester, die ist {31}, kommt auch"),
                ("de", "er ist mit {88} Jahren gestorben"),
                ("de", "sie ist im Mai {vierzig} geworden"),
                ("es", "trabajó hasta los {setenta} años"),
                ("es", "debe tener {cincuenta} y tantos años"),
                ("es", "mi abuelo de {90} años"),
            ],
        );
    }

    #[test]
    fn ages_are_masked_that_one_has_goes_for_or_is_past() {
        check(
            EntityKind::Age,
            &[
                ("es", "Mi abuela tiene {68} y sigue conduciendo."),
                ("es", "Anda por los {79}, aunque no lo parece."),
                ("es", "Iba para los {veintitrés}."),
                ("es", "Mi chico tiene ya {8}, me saca una cabeza."),
                ("es", "Mi suegra hace {noventa} el domingo."),
                ("en", "My lad's {50} now, taller than me."),
                ("en", "My old man's {eighty-one} and still rides."),
                ("en", "She's {three} and a half."),
                ("en", "He must have been all of {eight}."),
                ("en", "I'm on the wrong side of {fifty}."),
                ("en", "My eldest is {22} and the little one's {4}."),
                ("de", "Männlich, {fünfunddreißig}, Nichtraucher."),
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
                ("fr", "il y avait vingt ans de cela"),
                ("fr", "un prêt sur 20 ans"),
                ("en", "my sister's 42 books"),
                ("de", "das ist 20 Jahre her"),
                ("es", "una hipoteca de 30 años"),
                ("de", "vor 42 Jahren"),
                ("de", "Die Scheune ist 23 Jahre alt, schätze ich."),
                ("es", "Ese granero tiene doce años, más o menos."),
                ("de", "ich bin 42 Kilometer gelaufen"),
                ("es", "hace 62 años"),
                ("es", "durante veinte años"),
            ],
        );
    }
}
