//! Random archives of few words, so that queries meet them.

use proptest::prelude::*;

use crate::domain::{EntityKind, MediaTime, Suspicion, TimeSpan};
use crate::index::testing::transcript;
use crate::store::{StoredTranscript, StoredWord};

/// What is said.
pub(super) const WORDS: [&str; 12] = [
    "budget", "budgets", "river", "rivers", "smith", "smyth", "banana", "bandana", "cover", "oh",
    "okafor", "inn",
];

/// What is said between them, at times for long.
const FILLER: &str = "hum";

/// A recording of so many segments: words by number, with a mark and much filler behind the last,
/// language, channel and doubt of each.
pub(super) type Drafted = Vec<(Vec<(usize, u8, u16)>, bool, u8, bool)>;

pub(super) fn drafted() -> impl Strategy<Value = Vec<Drafted>> {
    let index = prop_oneof![16 => 0..=WORDS.len(), 1 => Just(WORDS.len() + 1)];
    let word = (index, prop::sample::select(&[51_u8, 128, 255][..]), 50..900_u16);
    let segment = (
        prop::collection::vec(word, 0..14),
        prop::bool::weighted(0.3),
        prop::sample::select(&[0_u8, 0, 1, 2][..]),
        prop::bool::weighted(0.2),
    );
    prop::collection::vec(prop::collection::vec(segment, 0..10), 1..5)
}

/// A word as it is, and much filler as twenty words or more: some lie in passages of their own.
fn spelled_out(word: &(usize, u8, u16)) -> impl Iterator<Item = (usize, u8, u16)> + use<> {
    let filler = if word.0 > WORDS.len() { 20 + usize::from(word.2 % 60) } else { 1 };
    std::iter::repeat_n(*word, filler)
}

/// The recording of a draft.
pub(super) fn recording(number: usize, drafted: &Drafted) -> StoredTranscript {
    let texts = vec![""; drafted.len()];
    let collection = if number.is_multiple_of(2) { "calls" } else { "talks" };
    let mut stored = transcript(collection, &format!("{number}.wav"), &texts);
    let mut clock = 0_u64;
    for (segment, (words, is_french, channel, is_suspect)) in
        stored.segments.iter_mut().zip(drafted)
    {
        let start = clock;
        for (index, sure, length) in words.iter().flat_map(spelled_out) {
            let redacted = (index == WORDS.len()).then_some(EntityKind::Name);
            let end = clock + u64::from(length);
            segment.words.push(StoredWord {
                text: WORDS.iter().chain(&["[NAME]"]).nth(index).unwrap_or(&FILLER).to_string(),
                span: TimeSpan::from_millis(clock, end),
                confidence: f32::from(sure) / 255.0,
                redacted,
                alternatives: Vec::new(),
                is_listed: false,
            });
            clock = end;
        }
        segment.span = TimeSpan::new(MediaTime::from_millis(start), MediaTime::from_millis(clock));
        segment.language = if *is_french { "fr" } else { "en" }.parse().unwrap();
        segment.channel = channel.checked_sub(1).map(u16::from);
        segment.suspect = is_suspect.then_some(Suspicion::Unsure);
    }
    stored
}
