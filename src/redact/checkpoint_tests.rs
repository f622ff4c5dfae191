//! A recording taken up where another run left it is redacted as one heard in one go.

use super::testing::redactor_for;
use super::tests::segment;
use super::{
    Checkpoint, FilterOptions, RedactedTranscript, RedactionOptions, Redactor, SealKey, SoFar,
};
use crate::domain::{FilterMethod, MediaTime, ModelUse};
use crate::transcribe::{Alternative, RawText, Segment, Transcript};

/// Common words, so many that a border lies well behind them.
const FILLER: &str = "and then we went over the bridge and down to the water where the old boats \
                      were and we all looked at them for a while before we turned back";

/// What is said on a channel, a stretch a line.
type Said = Vec<(MediaTime, Vec<Segment>)>;

fn said(channel: u16, lines: &[&str]) -> Said {
    let mut start = 1_000;
    let stretch = |line: &&str| {
        let line = line.replace("FILLER", FILLER);
        let segments: Vec<Segment> = line
            .split('|')
            .map(|text| {
                let said = with_readings(segment(start, Some(channel), "en", text.trim()));
                start = said.span().end.as_millis() + 300;
                said
            })
            .collect();
        start += 5_000;
        (MediaTime::from_millis(start - 3_000), segments)
    };
    lines.iter().map(stretch).collect()
}

/// `smooth/Smyth` is the word and another reading of it.
fn with_readings(mut segment: Segment) -> Segment {
    for word in &mut segment.words {
        let text = word.text.expose().to_owned();
        let mut readings = text.split('/').map(|one| RawText::new(one.to_owned()));
        word.text = readings.next().unwrap();
        word.alternatives = readings.map(|text| Alternative { text, probability: 0.25 }).collect();
    }
    segment
}

/// Names before and after the words that tell they are names, on the other channel too; numbers
/// over two stretches; other readings; listed words.
fn recording() -> [Said; 2] {
    let caller = said(
        0,
        &[
            "Castellan was here once. | FILLER FILLER",
            "darn FILLER the smooth/Thistlewood sea | FILLER",
            "hello, my name is Dana Castellan. | FILLER",
            "FILLER | FILLER my card number is four one one one, one one one one",
            "one one one one, one one one one, thank you. | FILLER darn it",
            "FILLER | my number is four one five, five five five, oh one four two. FILLER",
            "FILLER | Castellan said so, and Dana Roe. | FILLER",
            "the smith/Castellane came | FILLER | FILLER Thistlewood came",
            "FILLER | my name is Peregrine Thistlewood and I'm forty-two years old",
            "FILLER the Perrygrine/Thistlewood sea | FILLER",
        ],
    );
    let agent = said(
        1,
        &[
            "this is the desk | FILLER FILLER",
            "so Castellan, what can I do? | FILLER",
            "good morning, I'm Mara Okonkwo/Okafor. | FILLER FILLER",
            "FILLER | FILLER Okonkwo again, and Thistlewood",
            "FILLER | Okafor/Okonkwo FILLER",
        ],
    );
    [caller, agent]
}

fn redactor(method: FilterMethod) -> Redactor {
    let filter = FilterOptions { method, words: vec!["darn".to_owned()] };
    let options = RedactionOptions { filter: Some(filter), ..RedactionOptions::default() };
    redactor_for(&options).by_rules()
}

fn end(so_far: &mut SoFar, channel: u16) {
    let transcript = Transcript {
        segments: Vec::new(),
        language: "en".parse().unwrap(),
        duration: MediaTime::from_millis(900_000),
        model: ModelUse::default(),
    };
    so_far.end(Some(channel), transcript).unwrap();
}

/// Hears what is not known yet, and again what must be, up to so many stretches in all.
fn hear(so_far: &mut SoFar, recording: &[Said], most: usize) -> usize {
    let mut heard = 0;
    for (channel, said) in (0..).zip(recording) {
        let start = so_far.start(Some(channel));
        let from = start.duration.unwrap_or(start.from);
        for (until, segments) in said {
            let is_again = start.again.iter().any(|again| again.span.end == *until);
            if *until > from && heard == most {
                return heard;
            }
            if *until > from || is_again {
                so_far.finished(Some(channel), segments, *until).unwrap();
                heard += usize::from(*until > from);
            }
        }
        end(so_far, channel);
    }
    heard
}

fn finished(redactor: &Redactor, so_far: SoFar) -> RedactedTranscript {
    redactor.redact_heard(so_far, &ModelUse::default(), &[]).unwrap().0
}

fn taken_up(checkpoint: &Checkpoint) -> SoFar {
    let bytes: Vec<u8> = (0..40_000_u32).flat_map(u32::to_le_bytes).collect();
    let key = SealKey::of_bytes(&bytes).unwrap();
    let sealed = checkpoint.seal(&key, b"basis").unwrap();
    assert!(Checkpoint::open(sealed.bytes(), &key, b"another basis").is_none());
    Checkpoint::open(sealed.bytes(), &key, b"basis").unwrap().into()
}

#[test]
fn it_is_the_same_wherever_the_work_was_broken_off() {
    for method in [FilterMethod::Mask, FilterMethod::Remove, FilterMethod::Tag] {
        let (redactor, recording) = (redactor(method), recording());
        let mut whole = SoFar::default();
        let count = hear(&mut whole, &recording, usize::MAX);
        let whole = finished(&redactor, whole);
        assert!(whole.spans().len() > 10, "{}", whole.spans().len());
        let mut taken = 0;
        for first in 1..count {
            for second in [0, 1, 3] {
                let mut so_far = SoFar::default();
                for heard in [first, second] {
                    hear(&mut so_far, &recording, heard);
                    if let Some(checkpoint) = redactor.checkpoint(&so_far).unwrap() {
                        so_far = taken_up(&checkpoint);
                        taken += 1;
                    }
                }
                hear(&mut so_far, &recording, usize::MAX);
                assert_eq!(finished(&redactor, so_far), whole, "broken off at {first}+{second}");
            }
        }
        assert!(taken > 20, "only {taken} checkpoints");
    }
}

#[test]
fn masked_and_listed_words_are_in_no_checkpoint_and_few_stretches_are_heard_again() {
    let (redactor, recording) = (redactor(FilterMethod::Mask), recording());
    let mut so_far = SoFar::default();
    let heard = hear(&mut so_far, &recording, 14);
    let checkpoint = redactor.checkpoint(&so_far).unwrap().unwrap();
    let plain = serde_json::to_string(&checkpoint).unwrap().to_lowercase();
    for secret in ["castellan", "dana", "thistlewood", "okonkwo", "forty-two", "darn", "oh"] {
        assert!(!plain.contains(&format!("\"{secret}")), "{secret}");
    }
    assert!(plain.contains("bridge"), "the control");
    let taken = taken_up(&checkpoint);
    let again: usize = [0, 1].map(|channel| taken.start(Some(channel)).again.len()).iter().sum();
    assert!(again > 2 && again * 3 < heard * 2, "{again} of {heard}");
}

#[test]
fn what_is_heard_otherwise_the_second_time_is_not_taken() {
    let (redactor, recording) = (redactor(FilterMethod::Mask), recording());
    let mut so_far = SoFar::default();
    hear(&mut so_far, &recording, 8);
    let mut so_far = taken_up(&redactor.checkpoint(&so_far).unwrap().unwrap());
    assert!(!so_far.is_whole());
    assert!(redactor.checkpoint(&so_far).unwrap().is_none(), "names are not known yet");
    let again = so_far.start(Some(0)).again.remove(0);
    let otherwise = [segment(1_000, Some(0), "en", "something else")];
    assert!(so_far.finished(Some(0), &otherwise, again.span.end).is_err());
    assert!(redactor.redact_heard(so_far, &ModelUse::default(), &[]).is_err());
}

#[test]
fn uniform_bytes_make_no_key() {
    assert!(SealKey::of_bytes(&[0; 100_000]).is_none());
    assert!(SealKey::of_bytes(b"short").is_none());
}
