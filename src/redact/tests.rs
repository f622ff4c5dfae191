//! The whole way from a transcript to a redacted one.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::surroundings::{AFTER_MILLIS, BEFORE_MILLIS};
use super::testing::{redactor_for, rules};
use super::{
    Canonical, Found, Recognizer, RedactError, RedactedSegment, RedactedTranscript, RedactedWord,
    RedactionOptions, Redactor, Strength, recognizers,
};
use crate::domain::{EntityKind, Language, MediaTime, TimeSpan};
use crate::transcribe::{RawText, Segment, Transcript, Word};

/// A word each half second, 400 ms long.
pub(super) fn segment(start: u64, channel: Option<u16>, language: &str, text: &str) -> Segment {
    let word = |(at, text): (usize, &str)| {
        let start = start + at as u64 * 500;
        Word {
            text: RawText::new(text.to_owned()),
            span: TimeSpan::from_millis(start, start + 400),
            confidence: 0.5 + 0.01 * (at % 7) as f32,
            alternatives: Vec::new(),
        }
    };
    Segment {
        words: text.split_whitespace().enumerate().map(word).collect(),
        language: language.parse().unwrap(),
        channel,
        suspect: None,
    }
}

pub(super) fn transcript(segments: Vec<Segment>) -> Transcript {
    let end = segments.iter().map(|segment| segment.span().end).max().unwrap_or(MediaTime::ZERO);
    Transcript {
        segments,
        language: Language::english(),
        duration: end.plus(1_000),
        model: crate::domain::ModelUse::default(),
    }
}

/// One segment a text, one after the other, on one channel.
pub(super) fn english(texts: &[&str]) -> Transcript {
    let mut start = 0;
    let mut segments = Vec::new();
    for text in texts {
        let segment = segment(start, None, "en", text);
        start = segment.span().end.as_millis() + 100;
        segments.push(segment);
    }
    transcript(segments)
}

pub(super) fn all_kinds() -> &'static Redactor {
    static RULES: LazyLock<Redactor> = LazyLock::new(rules);
    &RULES
}

pub(super) fn texts(redacted: &RedactedTranscript) -> Vec<String> {
    redacted.segments().iter().map(RedactedSegment::text).collect()
}

struct Failing;

impl Recognizer for Failing {
    fn name(&self) -> &'static str {
        "failing"
    }
    fn kind(&self) -> EntityKind {
        EntityKind::Phone
    }
    fn find(&self, _words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let reason = "out of order".to_owned();
        Err(RedactError::Recognizer { recognizer: "failing", reason })
    }
}

struct Panicking;

impl Recognizer for Panicking {
    fn name(&self) -> &'static str {
        "panicking"
    }
    fn kind(&self) -> EntityKind {
        EntityKind::Phone
    }
    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        panic!("can't read {}", words.text())
    }
}

/// Says that words were found which the recording does not have.
struct Overreaching;

impl Recognizer for Overreaching {
    fn name(&self) -> &'static str {
        "overreaching"
    }
    fn kind(&self) -> EntityKind {
        EntityKind::Phone
    }
    fn find(&self, _words: &Canonical) -> Result<Vec<Found>, RedactError> {
        Ok(vec![Found { kind: EntityKind::Phone, words: 0..99, strength: Strength::Cued }])
    }
}

#[test]
fn a_recognizer_that_fails_panics_or_overreaches_fails_the_recording_without_its_text() {
    for (recognizer, name) in [
        (Box::new(Failing) as Box<dyn Recognizer>, "failing"),
        (Box::new(Panicking), "panicking"),
        (Box::new(Overreaching), "overreaching"),
    ] {
        let mut recognizers = recognizers::all().unwrap();
        recognizers.push(recognizer);
        let redactor = Redactor::with_recognizers(recognizers);
        let error = redactor.redact(english(&["my name is Castellan"])).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(name), "{shown}");
        assert!(!shown.to_lowercase().contains("castellan"), "{shown}");
        // The same redactor fails again, and another one works.
        assert!(redactor.redact(english(&["hello"])).is_err());
        assert!(all_kinds().redact(english(&["hello"])).is_ok());
    }
}

#[test]
fn a_card_number_split_across_two_segments_is_masked() {
    let redacted = all_kinds()
        .redact(english(&[
            "My card number is four one one one, one one",
            "one one, one one one one, one one one one. Thanks a lot.",
        ]))
        .unwrap();
    assert_eq!(
        texts(&redacted),
        ["My card number is [CREDIT_DEBIT_NUMBER]", "[CREDIT_DEBIT_NUMBER]. Thanks a lot."]
    );
    // One stretch of sound, the pause between the segments included.
    let [span] = redacted.spans() else { panic!("{:?}", redacted.spans()) };
    assert_eq!(span.kind(), EntityKind::CreditDebitNumber);
    assert_eq!(span.span().start.as_millis(), 4 * 500 - BEFORE_MILLIS);
    let second = redacted.segments()[1].words()[0].span();
    assert_eq!(span.span().end, second.end.plus(AFTER_MILLIS));
}

#[test]
fn a_mark_spans_its_words_with_their_least_confidence() {
    let redacted = all_kinds().redact(english(&["call me on 415 555 0142, please"])).unwrap();
    let words: Vec<&str> = redacted.segments()[0].words().iter().map(RedactedWord::text).collect();
    assert_eq!(words, ["call", "me", "on", "[PHONE],", "please"]);
    let mark = &redacted.segments()[0].words()[3];
    assert_eq!(mark.redacted(), Some(EntityKind::Phone));
    assert_eq!(mark.span(), TimeSpan::from_millis(1_500, 2_900));
    assert!((mark.confidence() - 0.53).abs() < 1e-6);
    assert_eq!(redacted.segments()[0].words()[4].text(), "please");
}

#[test]
fn a_name_found_once_is_masked_everywhere_and_on_every_channel() {
    let redacted = all_kinds()
        .redact(transcript(vec![
            segment(0, Some(0), "en", "Hello, my name is Miriam Castellan."),
            segment(4_000, Some(1), "en", "Thank you, miriam. Is that Castelan's account?"),
            segment(9_000, Some(0), "en", "Yes, Castolin, Miriam Roe and the castle."),
        ]))
        .unwrap();
    assert_eq!(
        texts(&redacted),
        [
            "Hello, my name is [NAME].",
            "Thank you, [NAME]. Is that [NAME] account?",
            "Yes, [NAME] and the castle."
        ]
    );
}

#[test]
fn a_short_name_is_masked_where_it_is_written_like_one() {
    let redacted = all_kinds()
        .redact(english(&[
            "My name is Jane Roe.",
            "So Jane Roe, or Roe Jane, met Roe.",
            "Jane's car, and a roe deer",
        ]))
        .unwrap();
    let expected =
        ["My name is [NAME].", "So [NAME], or [NAME], met [NAME].", "[NAME] car, and a roe deer"];
    assert_eq!(texts(&redacted), expected);
}

#[test]
fn digits_of_two_channels_are_not_put_together() {
    let redacted = all_kinds()
        .redact(transcript(vec![
            segment(0, Some(0), "en", "it was four one one one one"),
            segment(100, Some(1), "en", "we had five five five one two"),
        ]))
        .unwrap();
    assert_eq!(texts(&redacted)[0], "it was four one one one one");
    assert!(redacted.spans().is_empty());
}

#[test]
fn a_number_goes_on_past_the_other_channel_speaking() {
    let redacted = all_kinds()
        .redact(transcript(vec![
            segment(0, Some(0), "en", "my card is 4111 1111"),
            segment(1_000, Some(1), "en", "uh-huh okay"),
            segment(2_600, Some(0), "en", "1111 1111 got it?"),
        ]))
        .unwrap();
    assert_eq!(
        texts(&redacted),
        ["my card is [CREDIT_DEBIT_NUMBER]", "uh-huh okay", "[CREDIT_DEBIT_NUMBER] got it?"]
    );
    assert!(redacted.spans().iter().all(|span| span.channel() == Some(0)));
}

#[test]
fn nothing_is_masked_where_redaction_is_off_and_only_the_kinds_wanted_where_it_is_on() {
    let text = "I'm 42 years old, call me on 415-555-0142.";
    let off = RedactionOptions { enabled: false, ..RedactionOptions::default() };
    let redacted = redactor_for(&off).redact(english(&[text])).unwrap();
    assert_eq!(texts(&redacted), [text]);
    assert!(redacted.spans().is_empty());
    let ages = RedactionOptions { kinds: vec![EntityKind::Age], ..RedactionOptions::default() };
    let redacted = redactor_for(&ages).redact(english(&[text])).unwrap();
    assert_eq!(texts(&redacted), ["I'm [AGE] years old, call me on 415-555-0142."]);
}

#[test]
fn spans_are_sorted_apart_and_within_the_recording() {
    let redacted = all_kinds()
        .redact(transcript(vec![
            segment(
                0,
                Some(0),
                "en",
                "my name is Dana Reyes, I'm 42 years old, that is 42 years old",
            ),
            segment(
                50,
                Some(1),
                "en",
                "my name is Ruth Ode. Call 415 555 0142. Call 415 555 0143.",
            ),
        ]))
        .unwrap();
    let spans = redacted.spans();
    assert!(spans.is_sorted_by_key(|span| span.span().start));
    for channel in [Some(0), Some(1)] {
        let own: Vec<_> = spans.iter().filter(|span| span.channel() == channel).collect();
        assert!(own.len() > 1);
        assert!(own.windows(2).all(|pair| pair[0].span().end <= pair[1].span().start), "{own:?}");
    }
    assert!(spans.iter().all(|span| span.span().end <= redacted.duration()));
}

#[test]
fn every_masked_word_is_within_a_span() {
    let redacted = all_kinds()
        .redact(english(&[
            "my name is Dana Reyes 42 years old jane at example.com 415 555 0142",
            "987-65-4320 4111 1111 1111 1111",
        ]))
        .unwrap();
    let mut marks = 0;
    for word in redacted.segments().iter().flat_map(RedactedSegment::words) {
        if word.redacted().is_some() {
            marks += 1;
            // Spans side by side may share a word's time between two kinds.
            let covered = |time| {
                redacted.spans().iter().any(|s| s.span().start <= time && time <= s.span().end)
            };
            assert!(covered(word.span().start) && covered(word.span().end));
        }
    }
    assert!(marks >= 4, "{:?}", texts(&redacted));
}

#[test]
fn odd_words_pass_unharmed() {
    for text in [
        "\u{301} a\u{301}\u{302} e\u{300} \u{200f}שלום\u{200f} عليكم 你好 🎉 … — ,",
        "''' ' - -- @ . $ % ( ) 🇫🇷 ﷽ ｆｕｌｌ ½ ² Ⅷ ß ẞ İ ŉ",
        "\u{feff}\u{200b} \u{ad}",
    ] {
        let redacted = all_kinds().redact(english(&[text])).unwrap();
        let expected: Vec<&str> = text.split_whitespace().collect();
        let words: Vec<&str> = redacted.segments()[0].words().iter().map(|w| w.text()).collect();
        assert_eq!(words, expected);
    }
}

#[test]
fn empty_words_and_empty_segments_pass() {
    let mut odd =
        transcript(vec![segment(0, None, "en", "call 415 x 0142"), segment(9, None, "en", "")]);
    odd.segments[0].words[2].text = RawText::new(String::new());
    odd.segments[0].words[3].text = RawText::new("5550142".to_owned());
    let redacted = all_kinds().redact(odd).unwrap();
    assert_eq!(texts(&redacted), ["call [PHONE]", ""]);
    assert!(all_kinds().redact(transcript(Vec::new())).unwrap().segments().is_empty());
}

/// A generator good enough to mix words (Marsaglia's xorshift64).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

pub(super) const SOUP: &[&str] = &[
    "my",
    "name",
    "is",
    "Jane",
    "Roe,",
    "roe",
    "I'm",
    "42",
    "forty",
    "two",
    "years",
    "old.",
    "call",
    "415-555-0142",
    "oh",
    "double",
    "seven",
    "triple",
    "at",
    "dot",
    "com",
    "example.com",
    "@",
    "a@b",
    "uh,",
    "um",
    "no,",
    "sorry",
    "4111",
    "1111",
    "card",
    "social",
    "security",
    "$4,500",
    "3:45",
    "1,234,567",
    "hundred",
    "thousand",
    "and",
    "email",
    "j'ai",
    "soixante",
    "dix",
    "neuf",
    "ans",
    "quatre",
    "vingts",
    "un",
    "et",
    "zweiundvierzig",
    "Jahre",
    "y",
    "cero",
    "",
    "—",
    "…",
    "'",
    "É",
    "\u{301}",
    "שלום",
    "٤١٥",
    "電話は090-1234-5678です",
    "this",
    "from",
    "dot",
    "underscore",
    "+41",
    "(0)69",
    "1962",
    "J.",
    "R",
    "O",
    "E",
    "million",
    "12/05/1984",
    "0.5",
    "%",
    "-",
    "7-5,",
    "plus",
];

#[test]
fn a_soup_of_words_never_panics_and_keeps_every_word_that_is_not_masked() {
    let redactor = all_kinds();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut masked = 0;
    for _ in 0..300 {
        let mut segments = Vec::new();
        for index in 0..=random.below(4) as u64 {
            let words: Vec<&str> =
                (0..random.below(30)).map(|_| SOUP[random.below(SOUP.len())]).collect();
            let language = ["en", "fr", "de", "es", "ja"][random.below(5)];
            let channel = [None, Some(0), Some(1)][random.below(3)];
            segments.push(segment(index * 20_000, channel, language, &words.join(" ")));
        }
        let raw = transcript(segments);
        let redacted = redactor.redact(raw.clone()).unwrap();
        assert_eq!(redacted.segments().len(), raw.segments.len());
        for (segment, kept) in raw.segments.iter().zip(redacted.segments()) {
            masked += check_words(segment, kept);
        }
        assert_eq!(redactor.redact(raw).unwrap(), redacted, "the same twice");
    }
    assert!(masked > 300, "only {masked} marks: the soup tests nothing");
}

/// Checks that words that are not marks are those heard at that time; gives the number of marks.
pub(super) fn check_words(segment: &Segment, kept: &RedactedSegment) -> usize {
    let mut heard = segment.words.iter();
    for word in kept.words() {
        let first = heard.next().expect("no more words than were heard");
        assert_eq!(word.span().start, first.span.start);
        if word.redacted().is_none() {
            assert_eq!(word.text(), first.text.expose());
            assert_eq!(word.span(), first.span);
        } else {
            let mut end = first.span.end;
            while end < word.span().end {
                end = heard.next().expect("a mark covers words that were heard").span.end;
            }
        }
    }
    assert!(heard.next().is_none(), "no word is lost");
    kept.words().iter().filter(|word| word.redacted().is_some()).count()
}

#[test]
fn long_and_hostile_transcripts_give_as_many_marks_as_they_should() {
    let redactor = all_kinds();
    let redact = |text: &str| {
        let redacted = redactor.redact(english(&[text])).unwrap();
        (redacted.segments()[0].words().len(), redacted.spans().len())
    };
    // A million digits: in one word, and a word each.
    assert_eq!(redact(&"4".repeat(1_000_000)), (1, 1));
    assert_eq!(redact(&"7 3 ".repeat(500_000)), (1, 1));
    // A number of 100,000 words, and of corrections.
    assert_eq!(redact(&"four two ".repeat(50_000)), (1, 1));
    assert_eq!(redact(&format!("call {}", "four no sorry wait ".repeat(25_000))), (5, 1));
    // Cues, signs and tens that lead nowhere.
    assert_eq!(redact(&"my name is ".repeat(30_000)), (90_000, 0));
    assert_eq!(redact(&"at dot ".repeat(50_000)), (100_000, 0));
    assert_eq!(redact(&"thousand and ".repeat(50_000)).1, 0);
    assert_eq!(redact(&"double triple ".repeat(50_000)), (100_000, 0));
    assert_eq!(redact(&"@".repeat(100_000)).0, 1);
    assert_eq!(redact(&"a.".repeat(50_000)), (1, 0));
    // Many names, each said twice, apart.
    let names = (0..5_000).fold(String::new(), |mut text, number| {
        let name: String = format!("{number:05}").bytes().map(|b| (b + 49) as char).collect();
        let _ = write!(text, "my name is Zu{name}. We went. ");
        text
    });
    assert_eq!(redact(&names), (6 * 5_000, 5_000));
}

#[test]
fn six_hours_of_speech_keep_all_but_what_is_found() {
    let hour = "and then we went down to the harbour in 1962 with twelve hundred dollars to see ";
    let mut text = hour.repeat(3_700);
    text.push_str("Call 415-555-0142.");
    let redacted = all_kinds().redact(english(&[&text])).unwrap();
    assert_eq!(redacted.spans().len(), 1);
    assert_eq!(redacted.segments()[0].words().len(), text.split_whitespace().count());
}
