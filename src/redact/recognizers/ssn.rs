//! United States social security numbers: nine digits, however grouped.
//!
//! Numbers that were never issued (000, 666 and 9xx areas) count too: a misheard digit must not
//! let the rest through.

use crate::domain::EntityKind;
use crate::redact::cues::DigitCue;
use crate::redact::digits::DigitRun;
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

const DIGITS: usize = 9;

/// Finds social security numbers.
pub(super) struct SsnRecognizer;

impl Recognizer for SsnRecognizer {
    fn name(&self) -> &'static str {
        "ssn"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Ssn
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let found = |run: &DigitRun| {
            let strength = strength(run)?;
            let words = words.words_of(run.tokens.clone());
            Some(Found { kind: EntityKind::Ssn, words, strength })
        };
        Ok(words.digit_runs().iter().filter_map(found).collect())
    }
}

fn strength(run: &DigitRun) -> Option<Strength> {
    let looks_like_one =
        run.is_3_2_4 || (run.len() == DIGITS && run.is_dense && run.is_english && !run.is_5_4);
    match run.cue {
        // Four digits are the last four; more are all nine, with digits misheard.
        Some(DigitCue::Of(EntityKind::Ssn)) if run.len() == 4 && is_year(run) => None,
        // "Social media" and the like.
        Some(DigitCue::Of(EntityKind::Ssn)) if run.is_weakly_named && run.len() < DIGITS => None,
        Some(DigitCue::Of(EntityKind::Ssn)) if run.len() >= 4 => Some(Strength::Cued),
        _ if run.is_unnamed() && looks_like_one => Some(Strength::Shape),
        Some(_) if run.is_3_2_4 => Some(Strength::Shape),
        _ => None,
    }
}

/// "Social security began in 1935", but for what is said digit by digit, or to be the end of one.
fn is_year(run: &DigitRun) -> bool {
    run.is_plain() && !run.is_spelled && !run.is_right_ending
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn social_security_numbers_are_masked_however_they_are_said_or_written() {
        check(
            EntityKind::Ssn,
            &[
                ("en", "My social security number is {987-65-4320}."),
                ("en", "My Social Security number is {987654320}."),
                ("en", "the last four of my social security number are {1 2 3 4}"),
                ("en", "my social security number ends in {1984}"),
                ("en", "social security was new in 1935"),
                ("en", "my social security number is {987-654-320}."),
                ("en", "It's {9876 54320}, okay."),
                ("en", "SSN {000 12 3456}"),
                ("en", "my social is {nine eight seven, six five, four three two oh}"),
                ("en", "{nine eight seven six five four three two oh}"),
                (
                    "en",
                    "my social security number is {nine eighty-seven, sixty-five, forty-three twenty}",
                ),
                ("en", "social security number, {987, uh, 65, no, sorry, 65, 4320}."),
                ("en", "Here's my SSN: {460-89-9847}"),
                ("en", "my Social Security number is, let me look, {9 8 7 6 5 4 3 2 0}"),
                ("en", "social security {987,654,320}"),
                ("en", "social security number {9-8-7, 6-5, 4-3-2-0}, thanks"),
                ("en", "the last four of your social are {4320}"),
                ("en", "social security {triple nine double six four three two oh}"),
                ("en", "It is {987 -654 -320}."),
                ("en", "Is {987-65-4320} right?"),
                ("fr", "mon numéro de sécurité sociale est {NATIONAL_ID|987 65 4320}"),
                ("en", "her social security number is {98765432}"),
            ],
        );
    }

    #[test]
    fn other_numbers_are_not_taken_for_them() {
        check(
            EntityKind::Ssn,
            &[
                ("en", "it cost $987,654,320 in all"),
                ("en", "about 987,654,320 people live there"),
                ("en", "social media in 2019 and 2020"),
                ("en", "the social security act of 1935 was signed"),
                ("en", "we had 120, 340 and 560 of them"),
                ("en", "we had 350, 120, 560 of them"),
                ("en", "in 1914, 1918 and 1939"),
                ("en", "one two three four five six seven eight nine ten"),
                ("en", "nineteen eighty four was a good year"),
                ("en", "a social worker had 12 clients"),
                ("en", "the score was 21-15, 18-21, 15-10"),
                ("en", "at 3:45 and 4:15 and 5:30"),
                ("en", "50% of 400 is 200"),
                ("fr", "700 000 000 habitants"),
                ("en", "on 12/05/1984 at 10:30"),
                ("en", "flight 987 leaves from gate 65"),
                ("en", "social security was passed in nineteen thirty five"),
            ],
        );
    }
}
