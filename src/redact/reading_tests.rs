//! Which other readings of words are kept.

use super::readings::REACH;
use super::recognizers::examples::{segment, transcript};
use super::testing::{redactor_for, rules};
use super::tests::{Random, SOUP};
use super::{
    Canonical, Found, Recognizer, RedactError, RedactedTranscript, RedactionOptions, Redactor,
};
use crate::domain::EntityKind;
use crate::transcribe::{Alternative, RawText, Segment, Transcript, Word};

/// A segment of English whose doubtful words are written with their other readings: `not|Nott|nod`.
fn doubtful(start: u64, channel: Option<u16>, text: &str) -> Segment {
    let heard: Vec<&str> = text.split(' ').map(|word| word.split('|').next().unwrap()).collect();
    let mut segment = segment(start, channel, "en", &heard.join(" "));
    for (word, text) in segment.words.iter_mut().zip(text.split(' ')) {
        let others = text.split('|').skip(1).enumerate();
        word.alternatives = others
            .map(|(rank, text)| Alternative {
                text: RawText::new(text.to_owned()),
                probability: 0.3 / (rank + 1) as f32,
            })
            .collect();
    }
    segment
}

fn english(texts: &[&str]) -> Transcript {
    let segments = (0..).zip(texts).map(|(at, text)| doubtful(at * 60_000, None, text));
    transcript(segments.collect())
}

fn all_kinds() -> Redactor {
    rules()
}

/// Every alternative that is kept.
fn readings(redacted: &RedactedTranscript) -> Vec<String> {
    let words = redacted.segments().iter().flat_map(|segment| segment.words());
    let others = words.flat_map(|word| word.alternatives());
    others.map(|other| other.text().to_owned()).collect()
}

fn kept(texts: &[&str]) -> Vec<String> {
    readings(&all_kinds().redact(english(texts)).unwrap())
}

const NOTHING: [&str; 0] = [];

#[test]
fn what_else_a_word_may_be_is_kept_with_its_probability() {
    let redacted = all_kinds().redact(english(&["the smooth|Smyth|smith bridge|ridge"])).unwrap();
    assert_eq!(readings(&redacted), ["Smyth", "smith", "ridge"]);
    let word = &redacted.segments()[0].words()[1];
    assert_eq!((word.text(), word.confidence()), ("smooth", 0.9));
    let probabilities: Vec<f32> =
        word.alternatives().iter().map(|other| other.probability()).collect();
    assert_eq!(probabilities, [0.3, 0.15]);
}

#[test]
fn a_masked_word_keeps_no_other_reading() {
    let redacted = all_kinds().redact(english(&["my name is Castellan|Kastelan here"])).unwrap();
    assert_eq!(redacted.segments()[0].text(), "my name is [NAME] here");
    assert_eq!(readings(&redacted), NOTHING);
}

#[test]
fn a_reading_that_would_be_masked_is_dropped() {
    for text in [
        "my name is not|Castellan today",
        "call me on 415 555 0142 too|2 please",
        "I am forty to|two years old",
        "my social security number is 987 65 for|4320",
        "write to jane at example dot come|com",
        "the card is 4111 1111 1111 111x|1111 you see",
    ] {
        assert_eq!(kept(&[text]), NOTHING, "{text}");
    }
}

#[test]
fn a_reading_that_would_have_other_words_masked_is_dropped_with_theirs() {
    assert_eq!(kept(&["my game|name is Castellan|casting here"]), NOTHING);
    assert_eq!(kept(&["write to gene|jane at example dot come|com"]), NOTHING);
}

#[test]
fn readings_that_are_harmless_apart_are_read_together() {
    // Either is harmless without the other, and the cue is what goes first.
    assert_eq!(kept(&["my game|fame|name is not|Knott today"]), ["fame"]);
    assert_eq!(kept(&["write to jane add|at example dot come|com"]), NOTHING);
    assert_eq!(kept(&["won|four one fife|five 555 ago|0142 then"]), NOTHING);
}

#[test]
fn a_name_found_anywhere_is_no_other_reading_anywhere() {
    let said = ["my name is Castellan", "in the castle|Castellan|castles we met"];
    assert_eq!(kept(&said), ["castles"]);
    let heard = all_kinds()
        .redact(transcript(vec![
            doubtful(0, Some(0), "in the castle|Castellan|castles we met"),
            doubtful(0, Some(1), "my name is Castellan"),
        ]))
        .unwrap();
    assert_eq!(readings(&heard), ["castles"]);
    // Nor one that only another reading tells, be it of a word that is masked.
    assert_eq!(kept(&["the dove|Marlow flew", "my name is mellow|Marlow here"]), NOTHING);
    assert_eq!(kept(&["a smooth|Smyth sea", "my name is Smith|Smyth here"]), NOTHING);
}

/// Fails, or panics, over one word.
struct Squeamish(bool);

impl Recognizer for Squeamish {
    fn name(&self) -> &'static str {
        "squeamish"
    }
    fn kind(&self) -> EntityKind {
        EntityKind::Phone
    }
    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        if !words.text().contains("castellan") {
            return Ok(Vec::new());
        }
        assert!(self.0, "can't read {}", words.text());
        let reason = "out of order".to_owned();
        Err(RedactError::Recognizer { recognizer: "squeamish", reason })
    }
}

#[test]
fn a_recognizer_that_fails_over_another_reading_fails_the_recording_without_its_text() {
    for fails in [true, false] {
        let redactor = Redactor::with_recognizers(vec![Box::new(Squeamish(fails))]);
        redactor.redact(english(&["in the castle|castles there"])).unwrap();
        let error = redactor.redact(english(&["in the castle|Castellan there"])).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("squeamish") && !shown.contains("astellan"), "{shown}");
    }
}

#[test]
fn a_number_that_goes_on_in_the_next_segment_is_seen() {
    assert_eq!(kept(&["call me on 415", "555 oh|0142 then"]), NOTHING);
}

#[test]
fn only_the_kinds_wanted_are_looked_for_and_nothing_where_redaction_is_off() {
    let said = "my name is not|Castellan and 415 555 for|0142";
    let with = |enabled, kinds: &[EntityKind]| {
        let options =
            RedactionOptions { enabled, kinds: kinds.to_vec(), ..RedactionOptions::default() };
        readings(&redactor_for(&options).redact(english(&[said])).unwrap())
    };
    assert_eq!(with(false, EntityKind::ALL), ["Castellan", "0142"]);
    assert_eq!(with(true, &[EntityKind::Name]), ["0142"]);
    assert_eq!(with(true, &[EntityKind::Phone]), ["Castellan"]);
}

#[test]
fn what_is_no_other_word_is_dropped() {
    let long = "x".repeat(200);
    let text = format!("the bridge|bridge||—|{long}|ridge fell");
    assert_eq!(kept(&[&text]), ["ridge"]);
    let mut heard = english(&["the bridge|ridge fell"]);
    heard.segments[0].words[1].alternatives[0].text = RawText::new("rid ge".to_owned());
    assert_eq!(readings(&all_kinds().redact(heard).unwrap()), NOTHING);
}

#[test]
fn where_every_word_is_doubtful_a_few_readings_are_kept_and_every_word_once() {
    let text = "harbour|labour|arbour ".repeat(60);
    let redacted = all_kinds().redact(english(&[text.trim()])).unwrap();
    assert_eq!(redacted.segments()[0].words().len(), 60);
    let count = readings(&redacted).len();
    assert!((5..=25).contains(&count), "{count}");
}

#[test]
fn an_hour_with_a_doubtful_word_in_ten_is_read() {
    let text = "and then we went down to the harbour|labour|arbour to see ".repeat(800);
    assert_eq!(kept(&[text.trim()]).len(), 1_600);
}

/// Words of which any may be doubtful.
fn doubtful_soup(random: &mut Random) -> Transcript {
    let mut pick = || SOUP[random.below(SOUP.len())];
    let words: Vec<&str> = (0..32).map(|_| pick()).collect();
    let mut heard = segment(0, None, ["en", "fr", "de", "es"][random.below(4)], &words.join(" "));
    for word in &mut heard.words {
        let count = [0, 0, 1, 2][random.below(4)];
        let other =
            |text: &str| Alternative { text: RawText::new(text.to_owned()), probability: 0.2 };
        word.alternatives = (0..count).map(|_| other(SOUP[random.below(SOUP.len())])).collect();
    }
    transcript(vec![heard])
}

/// The transcript as it reads with some of the kept alternatives, none far from another.
fn reread(raw: &Transcript, kept: &RedactedTranscript, random: &mut Random) -> (Transcript, usize) {
    let mut read = raw.clone();
    let first = random.below(raw.segments[0].words.len());
    let mut replaced = 0;
    read.segments[0].words.iter_mut().for_each(|word| word.alternatives.clear());
    for word in read.segments[0].words.iter_mut().skip(first).take(REACH + 1) {
        let mut words = kept.segments()[0].words().iter();
        let others = words
            .find(|kept| kept.span() == word.span && kept.redacted().is_none())
            .map_or(&[][..], |kept| kept.alternatives());
        if let Some(other) = others.get(random.below(others.len() + 1)) {
            word.text = RawText::new(other.text().to_owned());
            replaced += 1;
        }
    }
    (read, replaced)
}

#[test]
fn no_choice_among_the_readings_of_a_soup_has_a_word_masked_that_is_not() {
    let redactor = all_kinds();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut replaced = 0;
    for _ in 0..200 {
        let raw = doubtful_soup(&mut random);
        let kept = redactor.redact(raw.clone()).unwrap();
        let masked = |redacted: &RedactedTranscript, word: &Word| {
            let mut words = redacted.segments()[0].words().iter();
            words.any(|one| {
                let (span, is_mark) = (one.span(), one.redacted().is_some());
                is_mark && span.start <= word.span.start && word.span.end <= span.end
            })
        };
        for _ in 0..8 {
            let (read, count) = reread(&raw, &kept, &mut random);
            replaced += count;
            let redacted = redactor.redact(read.clone()).unwrap();
            for word in &read.segments[0].words {
                let is_new = masked(&redacted, word) && !masked(&kept, word);
                assert!(!is_new, "{redacted:?}\n{kept:?}");
            }
        }
    }
    assert!(replaced > 1_000, "only {replaced} words were read otherwise");
}
