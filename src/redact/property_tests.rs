//! What holds for every transcript, whatever is said in it.

use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use proptest::test_runner::RngSeed;

use super::tests::{SOUP, all_kinds, check_words, segment, texts, transcript};
use crate::transcribe::Transcript;

/// Pieces of speech in which something is personal, and some in which nothing is.
const PHRASES: &[&str] = &[
    "my phone number is four one five, five five five, oh one four two",
    "can I have your social?",
    "nine eight seven, sixty-five, forty-three twenty",
    "card number 4111 1111 1111 1111, expires oh four twenty-seven",
    "the security code is four oh seven.",
    "I was born on the third of May nineteen sixty-two",
    "née le trois mai mille neuf cent soixante-deux",
    "geboren am dritten Mai neunzehnhundertzweiundsechzig",
    "mi DNI es 12345678 Z",
    "jane dot roe at example dot com",
    "my username is j underscore roe, and the password is Sunflower42!",
    "meine IBAN ist D E 89, 3704 0044 0532 0130 00",
    "we sold 4,500 of them in 2019 for twelve hundred dollars",
    "flight 987 from gate 65",
    "b as in boy",
    "the license plate is 7ABC123",
    "my PIN is 4471",
    "192.168.4.17 or https://www.example.com/a",
];

/// Speech of words in any order, with phrases between.
fn soups() -> impl Strategy<Value = Transcript> {
    let words = select(SOUP).prop_map(str::to_owned);
    let phrase = select(PHRASES).prop_map(str::to_owned);
    transcripts(proptest::prop_oneof![3 => words, 1 => phrase])
}

/// Speech of whole phrases.
fn conversations() -> impl Strategy<Value = Transcript> {
    let phrase =
        select(PHRASES).prop_map(|phrase| format!("{phrase}. And then we went on with it all."));
    transcripts(phrase)
}

fn transcripts(piece: impl Strategy<Value = String>) -> impl Strategy<Value = Transcript> {
    let language = select(&["en", "fr", "de", "es", "ja"][..]);
    let channel = proptest::prop_oneof![Just(None), Just(Some(0)), Just(Some(1))];
    let part = (vec(piece, 0..12), language, channel);
    vec(part, 0..5).prop_map(|parts| {
        let mut start = 0;
        let segments = parts.into_iter().map(|(pieces, language, channel)| {
            let text = format!("well {}", pieces.join(" "));
            let segment = segment(start, channel, language, &text);
            start = segment.span().end.as_millis() + 700;
            segment
        });
        transcript(segments.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn what_is_outside_the_spans_stays_as_it_was_heard(raw in soups()) {
        let redacted = all_kinds().redact(raw.clone()).unwrap();
        prop_assert_eq!(redacted.segments().len(), raw.segments.len());
        for (segment, kept) in raw.segments.iter().zip(redacted.segments()) {
            check_words(segment, kept);
        }
    }

    #[test]
    fn times_stay_in_order(raw in soups()) {
        let redacted = all_kinds().redact(raw).unwrap();
        prop_assert!(redacted.segments().is_sorted_by_key(|segment| segment.span().start));
        for segment in redacted.segments() {
            prop_assert!(segment.words().windows(2).all(|two| two[0].span().end <= two[1].span().start));
        }
        prop_assert!(redacted.spans().is_sorted_by_key(|span| span.span().start));
        prop_assert!(redacted.spans().iter().all(|span| span.span().start <= span.span().end));
    }

    #[test]
    fn what_is_redacted_twice_is_as_redacted_once(raw in conversations()) {
        let once = all_kinds().redact(raw.clone()).unwrap();
        prop_assert_eq!(&all_kinds().redact(raw).unwrap(), &once);
        let again = once.segments().iter().map(|kept| {
            let language = kept.language().code().to_owned();
            let start = kept.span().start.as_millis();
            segment(start, kept.channel(), &language, &kept.text())
        });
        let twice = all_kinds().redact(transcript(again.collect())).unwrap();
        prop_assert_eq!(texts(&twice), texts(&once));
    }
}
