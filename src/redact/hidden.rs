//! What was masked, raw, for as long as the sound is worked on: so that what is still heard of it
//! can be told.

use std::fmt;

use super::echo::NameWords;
use super::known::{MASKED, MASKED_NAME};
use super::mask::{Masks, Place};
use super::redactor::by_channel;
use super::vocabulary::is_function;
use super::{Canonical, Form, Token};
use crate::domain::{EntityKind, TimeSpan};
use crate::transcribe::Segment;

/// A masked word is looked for this far around its own time: ends of numbers are told seconds early.
const REACH_MILLIS: u64 = 4_000;
/// A shorter part of a word is in too many others.
const FEWEST_LETTERS: usize = 3;

/// The masked words of a recording. Raw: it can't be printed or written.
#[derive(Clone, Default)]
pub struct HiddenWords {
    /// In order of time on each channel.
    words: Vec<HiddenWord>,
    pub(super) names: NameWords,
}

#[derive(Clone)]
struct HiddenWord {
    kind: EntityKind,
    channel: Option<u16>,
    span: TimeSpan,
    token: String,
}

impl HiddenWords {
    /// Gathers what the masks cover. `names` are all names known of the recording.
    pub(super) fn new(segments: &[Segment], masks: &Masks, names: NameWords) -> Self {
        let mut words = Vec::new();
        for indexes in by_channel(segments) {
            let place = |segment: usize| {
                (0..segments[segment].words.len()).map(move |word| Place { segment, word })
            };
            let places: Vec<Place> = indexes.iter().flat_map(|&index| place(index)).collect();
            let canonical = Canonical::new(places.iter().map(|place| {
                let segment = &segments[place.segment];
                (segment.words[place.word].text.expose(), &segment.language)
            }));
            for token in canonical.tokens() {
                let Some(&place) = places.get(token.words().start) else { continue };
                let Some(kind) = masks.kind_at(place) else { continue };
                let segment = &segments[place.segment];
                let span = segment.words[place.word].span;
                let token = said(token);
                // What another run masked and was not heard again is not known.
                if ["", MASKED, MASKED_NAME].contains(&token.as_str()) {
                    continue;
                }
                words.push(HiddenWord { kind, channel: segment.channel, span, token });
            }
        }
        Self { words, names }
    }

    /// The kind of the masked words of which `token`, heard at about `time`, is one or a part.
    pub(super) fn kind_of(
        &self,
        token: &str,
        channel: Option<u16>,
        time: TimeSpan,
    ) -> Option<EntityKind> {
        if token.is_empty() {
            return None;
        }
        let near = time.padded(REACH_MILLIS, REACH_MILLIS);
        let words = || {
            let is_near = |word: &&HiddenWord| word.channel == channel && word.span.overlaps(near);
            self.words.iter().filter(is_near)
        };
        if token.bytes().all(|byte| byte.is_ascii_digit()) {
            let digits: String = words()
                .map(|word| word.token.as_str())
                .filter(|token| token.bytes().all(|byte| byte.is_ascii_digit()))
                .collect();
            let kind = words().find(|word| word.token.bytes().all(|byte| byte.is_ascii_digit()));
            return kind.filter(|_| digits.contains(token)).map(|word| word.kind);
        }
        if token.chars().count() < FEWEST_LETTERS || is_function(token) {
            return None;
        }
        words()
            .find(|word| {
                let is_longer = word.token.chars().count() > FEWEST_LETTERS + 1;
                let is_part = word.token.starts_with(token) || word.token.ends_with(token);
                word.token == token || (is_longer && is_part)
            })
            .map(|word| word.kind)
    }
}

/// The text of a token; of an amount, such as a date, its digits.
pub(super) fn said(token: &Token) -> String {
    match token.form() {
        Form::Amount => token.amount().chars().filter(char::is_ascii_digit).collect(),
        _ => token.text().to_owned(),
    }
}

impl fmt::Debug for HiddenWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HiddenWords({} tokens)", self.words.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::testing::redactor;
    use crate::redact::tests::english;

    /// The kind of what is hidden in `said` that `token` tells.
    fn kind_of(said: &str, token: &str) -> Option<EntityKind> {
        let (redacted, _, hidden) = redactor().redact_recording(english(&[said]), &[]).unwrap();
        assert!(!redacted.spans().is_empty(), "nothing is hidden");
        hidden.kind_of(token, None, TimeSpan::from_millis(0, 5_000))
    }

    #[test]
    fn a_part_of_a_hidden_word_or_date_tells_its_kind() {
        assert_eq!(kind_of("My name is Thistlewood.", "thistle"), Some(EntityKind::Name));
        assert_eq!(kind_of("I was born on 12/05/1984.", "1984"), Some(EntityKind::DateOfBirth));
        assert_eq!(kind_of("I was born on 12/05/1984.", ""), None);
        assert_eq!(kind_of("I was born on 12/05/1984.", "pier"), None);
    }

    #[test]
    fn what_stands_for_a_word_of_another_run_tells_nothing() {
        assert_eq!(kind_of(&format!("My name is {MASKED_NAME} Thistlewood."), "name"), None);
    }
}
