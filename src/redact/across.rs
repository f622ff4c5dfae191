//! What is asked on one channel and answered on another: "Can I have your social?".

use super::cues::{DigitCue, Heard};
use super::{Canonical, Token};
use crate::domain::{EntityKind, MediaTime, TimeSpan};

/// How long after a question its answer may begin, in milliseconds.
const PATIENCE_MILLIS: u64 = 30_000;
/// How much before a question's end its answer may begin: people talk over each other, and word
/// times are good to some tenths of a second.
const OVERLAP_MILLIS: u64 = 1_000;

/// A number that follows its cue within so many tokens is the speaker's own.
const OWN_REACH: usize = 12;

/// The words of a channel, and when each is said.
pub(super) struct Line<'a> {
    pub(super) words: &'a Canonical,
    pub(super) times: Vec<TimeSpan>,
}

/// For each channel, what is heard of the others before its words, in order of its words.
pub(super) fn heard(lines: &[Line<'_>]) -> Vec<Vec<Heard>> {
    let asked: Vec<Vec<(MediaTime, DigitCue)>> = lines.iter().map(asked).collect();
    let heard_on = |own: usize| {
        let others = asked.iter().enumerate().filter(|(other, _)| *other != own);
        let mut heard: Vec<Heard> = others
            .flat_map(|(_, asked)| asked.iter().filter_map(|one| answer(&lines[own], *one)))
            .collect();
        heard.sort_by_key(|one| one.word);
        heard.dedup_by_key(|one| (one.word, one.cue));
        heard
    };
    (0..lines.len()).map(heard_on).collect()
}

/// What is named on a channel, and when that ends.
fn asked(line: &Line<'_>) -> Vec<(MediaTime, DigitCue)> {
    let mentions = line.words.cues().mentions().iter();
    let is_answered = |end: usize| {
        let runs = line.words.code_runs();
        let next = runs.partition_point(|run| run.tokens.start < end);
        let is_marked = |tokens: &[Token]| tokens.iter().any(|token| token.mark().is_some());
        let tokens = line.words.tokens();
        runs.get(next).is_some_and(|run| run.tokens.start < end + OWN_REACH)
            || is_marked(&tokens[end..tokens.len().min(end + OWN_REACH)])
    };
    let named = mentions.filter(|mention| {
        let is_phone = mention.cue == DigitCue::Of(EntityKind::Phone);
        // A name is an answer to a question only.
        let is_name = mention.cue == DigitCue::Of(EntityKind::Name);
        let is_named =
            (!mention.is_weak && (mention.asks || !is_name)) || (mention.asks && is_phone);
        is_named && mention.cue != DigitCue::Number && !is_answered(mention.end)
    });
    named
        .filter_map(|mention| {
            let words = line.words.words_of(mention.start..mention.end);
            let last = line.times.get(words.end.checked_sub(1)?)?;
            // Tags have no times: none answers another.
            (last.end > MediaTime::ZERO).then_some((last.end, mention.cue))
        })
        .collect()
}

/// The word with which an answer would begin.
fn answer(line: &Line<'_>, (asked, cue): (MediaTime, DigitCue)) -> Option<Heard> {
    let earliest = asked.minus(OVERLAP_MILLIS);
    let word = line.times.partition_point(|time| time.start < earliest);
    let begins = line.times.get(word)?.start;
    (begins <= asked.plus(PATIENCE_MILLIS)).then_some(Heard { word, cue })
}
