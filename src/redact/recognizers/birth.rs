//! Dates of birth: "born on the third of May 1962", "née le trois mai", "date of birth, 05/03/62".

use std::ops::Range;

use super::{birth_document, birth_record, birth_told, birth_year};
use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::cues::{DigitCue, Mention, tells};
use crate::redact::dates::{Date, date_at, is_day};
use crate::redact::digits::is_gap;
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// How far after its cue a date may begin, in tokens, and after a question.
const REACH: usize = 12;
const REACH_OF_QUESTION: usize = 28;
/// How far before it one may begin: "May the third is my birthday".
const REACH_BEFORE: usize = 16;

/// Finds dates of birth.
pub(super) struct BirthRecognizer;

impl Recognizer for BirthRecognizer {
    fn name(&self) -> &'static str {
        "birth"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::DateOfBirth
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let tokens = words.tokens();
        let mut dates: Vec<Range<usize>> = Vec::new();
        let of_birth = DigitCue::Of(EntityKind::DateOfBirth);
        for mention in words.cues().mentions().iter().filter(|mention| mention.cue == of_birth) {
            let date = date_after(tokens, mention).or_else(|| date_before(tokens, mention));
            let date = date.map(|(at, date)| at..date.end);
            dates.extend(date.as_ref().and_then(|date| surer_after(tokens, mention, date)));
            dates.extend(
                date.or_else(|| birth_year::answer(tokens, mention))
                    .or_else(|| birth_year::short_after(tokens, mention)),
            );
        }
        dates.extend(birth_told::dates(tokens));
        dates.extend(birth_record::dates(tokens));
        dates.extend(birth_document::dates(tokens).chain(birth_year::told(tokens)));
        for at in 0.. {
            let Some(last) = dates.get(at).map(|date| date.end) else { break };
            let again = birth_told::next_date(tokens, last);
            dates.extend(again.filter(|again| !dates.contains(again)));
        }
        let found = |date: Range<usize>| {
            let whole = corrected(tokens, date.clone());
            let strength =
                if is_certain(tokens, &date, &whole) { Strength::Certain } else { Strength::Cued };
            Found { kind: EntityKind::DateOfBirth, words: words.words_of(whole), strength }
        };
        Ok(dates.into_iter().map(found).collect())
    }
}

/// Whether a date, with what was taken back of it, is one whatever stands around it: its month is named, or
/// no digits are beside it.
fn is_certain(tokens: &[Token], date: &Range<usize>, corrected: &Range<usize>) -> bool {
    let article = usize::from(tokens[date.start].text() == "the");
    let Some(read) = date_at(tokens, date.start + article) else { return false };
    read.is_whole()
        && read.end == date.end
        && !is_part_of_number(tokens, corrected.start, corrected.end, read.is_sure)
}

/// Whether digits stand right beside it; beside a date that is sure with no pause between.
fn is_part_of_number(tokens: &[Token], start: usize, end: usize, is_sure: bool) -> bool {
    let is_tied = |at: usize| !is_sure || tokens[at].stop() == Stop::None;
    let before = start.checked_sub(1);
    before.is_some_and(|before| tokens[before].is_digits() && is_tied(before))
        || (tokens.get(end).is_some_and(Token::is_digits) && is_tied(end - 1))
}

/// With what was said first and taken back: "the twelfth, no, the thirteenth of May", "1971, sorry,
/// 1972".
fn corrected(tokens: &[Token], date: Range<usize>) -> Range<usize> {
    const LONGEST_GAP: usize = 5;
    let is_talk = |at: usize| is_gap(&tokens[at]) && !tokens[at].is_digits();
    let may_be_the = |at: usize| matches!(tokens[at].text(), "the" | "le" | "el" | "der" | "den");
    let first = date.start.saturating_sub(LONGEST_GAP);
    let gap = (first..date.start).rev().take_while(|&at| is_talk(at) || may_be_the(at)).count();
    let takes_back = (date.start - gap..date.start).any(|at| is_talk(at) && !may_be_the(at));
    let before = (date.start - gap).checked_sub(1).filter(|_| takes_back);
    let is_day = |at: usize| is_day(&tokens[at]) && tokens[at].stop() != Stop::Sentence;
    let start = before.filter(|&at| is_day(at)).unwrap_or(date.start);
    let last = tokens.len().min(date.end + LONGEST_GAP);
    let gap = (date.end..last).take_while(|&at| is_talk(at)).count();
    let again = date_at(tokens, date.end + gap).filter(|again| gap > 0 && again.year.is_some());
    start..again.map_or(date.end, |again| again.end)
}

fn date_after(tokens: &[Token], mention: &Mention) -> Option<(usize, Date)> {
    let reach = if mention.asks { REACH_OF_QUESTION } else { REACH };
    let last = tokens.len().min(mention.end + reach);
    let is_mark = |token: &Token| token.mark().is_some();
    let last = (mention.end..last).find(|&at| is_mark(&tokens[at])).unwrap_or(last);
    let found = |at: usize| {
        let date = date_at(tokens, at)?;
        let has_article = at > mention.end && tokens[at - 1].text() == "the";
        is_birth(tokens, mention, at, date).then_some((at - usize::from(has_article), date))
    };
    let first = (mention.end..last).find_map(found)?;
    // "Your social and date of birth?" "121 33 0000, November 9th, 1997."
    let is_part = |&(at, date): &(usize, Date)| {
        let has_day = date_at(tokens, date.end - 1).is_some_and(|later| is_sure(&later));
        !date.is_sure && (has_day || is_part_of_number(tokens, at, date.end, date.is_sure))
    };
    let sure = || (first.0 + 1..last).filter_map(found).find(|(_, date)| is_sure(date));
    Some(first).filter(|first| !is_part(first)).or_else(sure).or(Some(first))
}

const fn is_sure(date: &Date) -> bool {
    date.is_sure && date.is_whole()
}

/// A date with its month named, further on in the answer than what only may be one: "Tax number and date
/// of birth?" "02 82, right, 497 467 409, the fifteenth of February 1989."
fn surer_after(tokens: &[Token], mention: &Mention, first: &Range<usize>) -> Option<Range<usize>> {
    let is_unsure = date_at(tokens, first.start).is_some_and(|date| !date.is_sure);
    let last = tokens.len().min(mention.end + REACH_OF_QUESTION);
    let mut later = (first.end..last).take_while(|&at| tokens[at].mark().is_none());
    if !(mention.asks && is_unsure) {
        return None;
    }
    later.find_map(|at| Some(at..date_at(tokens, at).filter(is_sure)?.end))
}

/// A date that ends close before the cue, in its sentence.
fn date_before(tokens: &[Token], mention: &Mention) -> Option<(usize, Date)> {
    const GAP: usize = 3;
    /// "…, but that's my sister's birthday", "…, das ist aber der Geburtstag meiner Schwester".
    const GAP_OF_TOLD: usize = 8;
    let first = mention.start.saturating_sub(REACH_BEFORE);
    let found = (first..mention.start).find_map(|at| Some((at, date_at(tokens, at)?)))?;
    let (_, date) = found;
    let between = tokens.get(date.end..mention.start)?;
    let is_told = between.iter().any(tells) || is_framed(tokens, found.0, mention);
    let most = if is_told { GAP_OF_TOLD } else { GAP };
    let is_beside = between.len() <= most
        && tokens[date.end - 1..mention.start].iter().all(|token| token.stop() != Stop::Sentence);
    let has_article = found.0 > 0 && tokens[found.0 - 1].text() == "the";
    let found = (found.0 - usize::from(has_article), date);
    (is_beside && date.day.is_some() && date.month.is_some()).then_some(found)
}

/// "Wurde am 3. Mai 1962 in Breslau als Sohn eines Lehrers geboren": the verb holds the date.
fn is_framed(tokens: &[Token], date: usize, mention: &Mention) -> bool {
    const REACH: usize = 4;
    let mut before = tokens[date.saturating_sub(REACH)..date].iter();
    let is_verb = |token: &Token| {
        matches!(token.text(), "wurde" | "wurden" | "ist" | "sind" | "bin" | "bist" | "war" | "kam")
    };
    let is_born = tokens.get(mention.start).is_some_and(|token| token.text() == "geboren");
    is_born && before.any(is_verb)
}

/// A year alone is one of birth where a person is said to be born in it, and right there.
fn is_birth(tokens: &[Token], mention: &Mention, at: usize, date: Date) -> bool {
    const NEAR: usize = 3;
    if date.day.is_some() && (date.is_sure || date.year.is_some()) {
        return true;
    }
    let before = &tokens[mention.start.saturating_sub(4)..mention.end];
    // "What year were you born?" is heard from somebody else.
    let is_asked = mention.is_heard();
    let is_person = is_asked || before.iter().any(|token| is_person(token.text()));
    date.year.is_some()
        && at <= mention.end + NEAR
        && is_person
        && !birth_year::is_of_thing(tokens, mention.start)
}

pub(super) fn is_person(word: &str) -> bool {
    matches!(
        word,
        "i" | "he"
            | "she"
            | "you"
            | "we"
            | "who"
            | "i'm"
            | "i've"
            | "mother"
            | "father"
            | "my"
            | "your"
            | "his"
            | "her"
            | "birth"
            | "dob"
            | "birthday"
            | "je"
            | "il"
            | "elle"
            | "suis"
            | "ne"
            | "nee"
            | "naissance"
            | "ich"
            | "er"
            | "sie"
            | "bin"
            | "mein"
            | "meine"
            | "geburtsdatum"
            | "geburtsjahr"
            | "naci"
            | "nacio"
            | "nacimiento"
            | "mi"
            | "nacido"
            | "nacida"
    )
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn dates_of_birth_are_masked_however_they_are_said_or_written() {
        check(
            EntityKind::DateOfBirth,
            &[
                ("en", "I was born on {the third of May nineteen sixty-two}."),
                ("en", "I was born on {May 3rd, 1962}, in the cottage"),
                ("en", "date of birth {05/03/1962}"),
                ("en", "my date of birth is {oh five, oh three, sixty-two}"),
                ("en", "DOB: {1962-05-03}"),
                ("en", "my birthday is {March twenty-first}"),
                ("en", "{May the third 1962} is my birthday"),
                ("en", "I was born in {nineteen sixty-two}"),
                ("fr", "je suis née le {trois mai mille neuf cent soixante-deux}"),
                ("fr", "ma date de naissance est le {3 mai 1962}"),
                ("de", "ich bin am {dritten Mai neunzehnhundertzweiundsechzig} geboren"),
                ("de", "geboren am {3. Mai 1962}"),
                ("es", "nací el {tres de mayo de mil novecientos sesenta y dos}"),
                ("es", "mi fecha de nacimiento es el {3 de mayo de 1962}"),
                ("es", "¿Su cumpleaños, con el año? {Veintidós del diez del ochenta y seis}."),
                ("es", "nací el {cero cuatro, once, dos mil once}"),
                ("en", "I was born on {the third, uh, of May 1962}, in a cottage."),
                ("en", "Your date of birth? {Four, um, eleven, sixty-two}, please."),
                ("de", "Er wurde am {9. April 1975} in Breslau als Sohn eines Lehrers geboren."),
                ("en", "It was {the 15th of October, 1956} that I first saw the light of day."),
                ("en", "The baptism register gives {August twenty-seventh, 1955} for her birth."),
                ("en", "Born on {May sixteenth, how does it go, eighty-one}, in Madras."),
                ("en", "I'm a {nineteen forty-six} baby, so I missed the war."),
                ("es", "Yo soy del {mil novecientos ochenta y uno}, la guerra no la viví."),
                ("de", "das Kind kam am {3. Mai 1962} zur Welt"),
                ("de", "Sein Geburtsdatum ist der {zwanzigsten dritten fünfunddreißig}."),
                ("en", "I came into this world on {May third, 1962}"),
                ("en", "the company was born in 1962"),
                ("en", "the third of May nineteen sixty-two was a Thursday"),
                ("en", "she was born in Dublin"),
            ],
        );
    }
}
