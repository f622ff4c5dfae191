//! What is asked on one channel and answered on another: "Can I have your social?".

use super::canonical::Stop;
use super::cues::{DigitCue, Heard, Mention, is_in_question, points_back};
use super::recognizers::{questions_for_somebody, runs_with_a_card};
use super::{Canonical, CodeRun, Token};
use crate::domain::{EntityKind, MediaTime, TimeSpan};

/// How long after a question its answer may begin, in milliseconds.
const PATIENCE_MILLIS: u64 = 30_000;
/// How much before a question's end its answer may begin: people talk over each other, and word
/// times are good to some tenths of a second.
const OVERLAP_MILLIS: u64 = 1_000;

/// A number that follows its cue within so many tokens is the speaker's own.
const OWN_REACH: usize = 12;

/// What is asked for has more letters and digits than this, where a form's number is in the question.
const SHORT: usize = 4;

/// The words of a channel, and when each is said.
pub(super) struct Line<'a> {
    pub(super) words: &'a Canonical,
    pub(super) times: Vec<TimeSpan>,
}

/// For each channel, what is heard of the others before its words, in order of its words.
pub(super) fn heard(lines: &[Line<'_>]) -> Vec<Vec<Heard>> {
    let asked: Vec<Vec<(TimeSpan, DigitCue)>> =
        (0..lines.len()).map(|own| asked(lines, own)).collect();
    let told: Vec<Vec<(MediaTime, DigitCue)>> = lines.iter().map(told_back).collect();
    let heard_on = |own: usize| {
        let others = asked.iter().enumerate().filter(|(other, _)| *other != own);
        let mut heard: Vec<Heard> = others
            .flat_map(|(_, asked)| asked.iter().filter_map(|one| answer(&lines[own], *one)))
            .collect();
        let others = told.iter().enumerate().filter(|(other, _)| *other != own);
        heard.extend(others.flat_map(|(_, told)| told.iter().map(|one| last(&lines[own], *one))));
        heard.sort_by_key(|one| one.word);
        heard.dedup_by_key(|one| (one.word, one.cue, one.is_of_last));
        heard
    };
    (0..lines.len()).map(heard_on).collect()
}

/// What is named on a channel, and when.
fn asked(lines: &[Line<'_>], own: usize) -> Vec<(TimeSpan, DigitCue)> {
    let line = &lines[own];
    let cues = line.words.cues();
    let is_of_another = |place: usize| cues.is_of_another(line.words.tokens(), place);
    let mentions = cues.mentions().iter().enumerate();
    let mentions = mentions.filter(|(place, _)| !is_of_another(*place)).map(|(_, mention)| mention);
    let is_answered = |mention: &Mention| {
        let end = mention.end;
        let is_question = mention.asks || (end > 0 && is_in_question(line.words.tokens(), end));
        let asks = mention.asks && end - mention.start > 1;
        let runs = line.words.code_runs();
        let next = runs.partition_point(|run| run.tokens.start < end);
        let is_marked = |tokens: &[Token]| tokens.iter().any(|token| token.mark().is_some());
        let tokens = line.words.tokens();
        // "The tax ID on the 1099?" asks all the same.
        let is_long = |run: &&CodeRun| !asks || run.len() > SHORT;
        runs[next..]
            .iter()
            .take_while(|run| run.tokens.start < end + OWN_REACH)
            .any(|run| is_long(&run) && !(is_question && comes_between(lines, own, end, run)))
            || is_marked(&tokens[end..tokens.len().min(end + OWN_REACH)])
    };
    let named = mentions.filter(|mention| {
        // A name is an answer to a question only.
        let is_name = mention.cue == DigitCue::Of(EntityKind::Name);
        let is_named =
            (!mention.is_weak && (mention.asks || !is_name)) || is_asked(line.words, mention);
        is_named && mention.cue != DigitCue::Number && !is_answered(mention)
    });
    let who = questions_for_somebody(line.words.tokens()).map(|(at, cue)| (at..at + 1, cue));
    named
        .map(|mention| (mention.start..mention.end, mention.cue))
        .chain(who)
        .filter_map(|(tokens, cue)| {
            let words = line.words.words_of(tokens);
            let first = line.times.get(words.start)?;
            let last = line.times.get(words.end.checked_sub(1)?)?;
            // Tags have no times: none answers another.
            let is_timed = last.end > MediaTime::ZERO;
            is_timed.then_some((TimeSpan::new(first.start, last.end), cue))
        })
        .collect()
}

/// Whether somebody else says a number between the end of a question and a run on its own channel:
/// "What's the CVC?" "506." "And my card's valid through 11 28."
fn comes_between(lines: &[Line<'_>], own: usize, end: usize, run: &CodeRun) -> bool {
    let began = |token: usize| {
        let word = lines[own].words.words_of(token..token + 1).start;
        lines[own].times.get(word).map(|time| time.start)
    };
    let Some((asked, said)) = end.checked_sub(1).and_then(began).zip(began(run.tokens.start))
    else {
        return false;
    };
    let mut others = lines.iter().enumerate().filter(|(other, _)| *other != own);
    others.any(|(_, line)| {
        let tokens = line.words.tokens();
        let after = |time: MediaTime| {
            let word = line.times.partition_point(|one| one.start <= time);
            tokens.partition_point(|token| token.words().start < word)
        };
        let between = after(asked)..after(said);
        let runs = line.words.code_runs();
        let next = runs.partition_point(|run| run.tokens.start < between.start);
        runs.get(next).is_some_and(|run| run.tokens.start < between.end)
            || tokens[between].iter().any(Token::is_digits)
    })
}

/// Whether a cue that may be of much else asks for one of its kind: "When does it expire?", "What's
/// the age of the patient?".
fn is_asked(words: &Canonical, mention: &Mention) -> bool {
    let DigitCue::Of(kind) = mention.cue else { return false };
    let is_asked = match kind {
        EntityKind::Phone
        | EntityKind::Age
        | EntityKind::DateOfBirth
        | EntityKind::Ssn
        | EntityKind::BankAccountNumber
        | EntityKind::Passport
        | EntityKind::DriverLicense
        | EntityKind::NationalId
        | EntityKind::TaxId
        | EntityKind::LicensePlate
        | EntityKind::Username
        | EntityKind::CreditDebitCvv => true,
        // "Until when is the card valid?" asks for no number.
        EntityKind::CreditDebitNumber => !names_a_detail(words, mention),
        EntityKind::CreditDebitExpiry => runs_with_a_card(words, mention),
        _ => false,
    };
    // "Then I need the end date of the card" asks too.
    let asks = mention.asks || kind == EntityKind::CreditDebitExpiry;
    mention.is_weak && asks && is_asked
}

/// Whether a detail of the card is named beside it.
fn names_a_detail(words: &Canonical, mention: &Mention) -> bool {
    let near = mention.start.saturating_sub(OWN_REACH)..mention.end + OWN_REACH;
    words.cues().mentions().iter().any(|other| {
        let of = |kind| other.cue == DigitCue::Of(kind);
        let is_detail = of(EntityKind::CreditDebitExpiry)
            || of(EntityKind::CreditDebitCvv)
            || of(EntityKind::Pin);
        near.contains(&other.start) && is_detail
    })
}

/// The word with which an answer would begin.
fn answer(line: &Line<'_>, (asked, cue): (TimeSpan, DigitCue)) -> Option<Heard> {
    let earliest = asked.end.minus(OVERLAP_MILLIS);
    // What ends before it is asked answers something else.
    let is_before = |time: &TimeSpan| time.start < earliest || time.end <= asked.start;
    let word = line.times.partition_point(is_before);
    let begins = line.times.get(word)?.start;
    (begins <= asked.end.plus(PATIENCE_MILLIS)).then_some(Heard { word, cue, is_of_last: false })
}

/// What a channel says that what was just said is, and when it begins to: "Is that your SIN?".
fn told_back(line: &Line<'_>) -> Vec<(MediaTime, DigitCue)> {
    const LONGEST: usize = 12;
    let tokens = line.words.tokens();
    let told = line.words.cues().mentions().iter().filter_map(|mention| {
        let is_of_number = !matches!(mention.cue, DigitCue::Number | DigitCue::Other);
        if mention.is_weak || !is_of_number || mention.is_of_last {
            return None;
        }
        let first = mention.start.saturating_sub(LONGEST);
        let ends = (first..mention.start).rev().find(|&at| tokens[at].stop() == Stop::Sentence);
        let start = ends.map_or(first, |at| at + 1);
        let is_whole = ends.is_some() || first == 0;
        let begins = line.times.get(tokens.get(start)?.words().start)?.start;
        (is_whole && points_back(tokens, start)).then_some((begins, mention.cue))
    });
    told.collect()
}

/// The word before which what was just said ends.
fn last(line: &Line<'_>, (told, cue): (MediaTime, DigitCue)) -> Heard {
    let word = line.times.partition_point(|time| time.start < told);
    Heard { word, cue, is_of_last: true }
}
