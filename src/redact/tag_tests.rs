//! The whole way of a file's tags through redaction.

use super::recognizers::examples::{segment, transcript};
use super::testing::redactor_for;
use super::{Canonical, Found, Recognizer, RedactError, RedactedTag, RedactionOptions, Redactor};
use crate::decode::{MediaTag, TagKind};
use crate::domain::EntityKind;

const KINDS: [TagKind; 5] =
    [TagKind::Title, TagKind::Artist, TagKind::Album, TagKind::Date, TagKind::Comment];

fn redactor(kinds: &[EntityKind]) -> Redactor {
    let enabled = !kinds.is_empty();
    redactor_for(&RedactionOptions {
        enabled,
        kinds: kinds.to_vec(),
        ..RedactionOptions::default()
    })
}

fn redacted(redactor: &Redactor, speech: &str, tags: &[(TagKind, &str)]) -> Vec<String> {
    let tags: Vec<_> = tags.iter().map(|(kind, value)| MediaTag::new(*kind, value)).collect();
    let heard = transcript(vec![segment(0, None, "en", speech)]);
    let alone = redactor.redact(heard.clone()).unwrap();
    let (transcript, tags) = redactor.redact_with_tags(heard, &tags).unwrap();
    assert_eq!(transcript, alone, "tags change nothing of the transcript");
    tags.iter().map(|tag| RedactedTag::text(tag).to_owned()).collect()
}

#[test]
fn personal_data_is_masked_in_tags_of_every_kind_and_form() {
    let redactor = redactor(EntityKind::ALL);
    for (before, secret, mark) in [
        ("card", "4111 1111 1111 1111", "[CREDIT_DEBIT_NUMBER]"),
        ("", "4111-1111-1111-1111", "[CREDIT_DEBIT_NUMBER]"),
        (
            "",
            "four one one one, one one one one, one one one one, one one one one",
            "[CREDIT_DEBIT_NUMBER]",
        ),
        ("call", "(415) 555-0142", "[PHONE]"),
        ("", "+1 415 555 0142", "[PHONE]"),
        ("call", "four one five, five five five, oh one four two", "[PHONE]"),
        ("write to", "jane.roe@example.com", "[EMAIL]"),
        ("write to", "jane dot roe at example dot com", "[EMAIL]"),
        ("SSN", "987-65-4320", "[SSN]"),
        ("my social is", "nine eight seven, six five, four three two oh", "[SSN]"),
        ("my name is", "Miriam Castellan", "[NAME]"),
    ] {
        for kind in KINDS {
            let value = format!("{before} {secret}");
            let text = redacted(&redactor, "Good evening.", &[(kind, &value)]).remove(0);
            if kind == TagKind::Artist {
                assert_eq!(text, "[NAME]");
            } else {
                assert_eq!(text, format!("{before} {mark}").trim(), "{kind:?}");
            }
        }
    }
}

#[test]
fn a_name_known_from_the_speech_or_the_artist_is_masked_in_the_title() {
    let redactor = redactor(EntityKind::ALL);
    let speech = "Hello, my name is Miriam Castellan.";
    let tags = [
        (TagKind::Title, "Miriam_Castellan-take2 with Reyes, live"),
        (TagKind::Artist, "Dana Reyes"),
        (TagKind::Comment, "Castellan's second visit"),
    ];
    let texts = redacted(&redactor, speech, &tags);
    assert_eq!(texts, ["[NAME] with [NAME], live", "[NAME]", "[NAME] second visit"]);
}

#[test]
fn what_is_not_redacted_stays_as_it_is() {
    let tags = [
        (TagKind::Title, "The winter  the river froze"),
        (TagKind::Artist, "Dana Reyes"),
        (TagKind::Date, "2021-03-04"),
        (TagKind::Comment, "415 555 0142"),
    ];
    let off = redacted(&redactor(&[]), "my name is Castellan", &tags);
    assert_eq!(off, ["The winter the river froze", "Dana Reyes", "2021-03-04", "415 555 0142"]);
    let no_names = redacted(&redactor(&[EntityKind::Phone]), "Hello.", &tags);
    assert_eq!(no_names[1..], ["Dana Reyes", "2021-03-04", "[PHONE]"]);
    let all = redactor(EntityKind::ALL);
    for date in ["2021", "2021-03-04", "2021-03-04T10:11:12Z", "4 March 2021"] {
        assert_eq!(redacted(&all, "Hello.", &[(TagKind::Date, date)]), [date]);
    }
}

#[test]
fn a_number_that_is_cut_off_leaves_no_digits() {
    let filler = "word ".repeat(MediaTag::MAX_CHARS / 5 - 3);
    let value = format!("{filler} 4111 1111 1111 1111");
    let text = redacted(&redactor(EntityKind::ALL), "Hi.", &[(TagKind::Comment, &value)]).remove(0);
    assert!(text.ends_with("word …") && !text.contains('1'), "{text}");
}

/// Fails on what holds the word.
struct FailsOn(&'static str, bool);

impl Recognizer for FailsOn {
    fn name(&self) -> &'static str {
        "failing"
    }
    fn kind(&self) -> EntityKind {
        EntityKind::Phone
    }
    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        if !words.text().contains(self.0) {
            return Ok(Vec::new());
        }
        assert!(!self.1, "can't read {}", words.text());
        let reason = "out of order".to_owned();
        Err(RedactError::Recognizer { recognizer: "failing", reason })
    }
}

#[test]
fn a_recognizer_that_fails_or_panics_on_a_tag_fails_the_recording_without_its_text() {
    for panics in [false, true] {
        let redactor = Redactor::with_recognizers(vec![Box::new(FailsOn("castellan", panics))]);
        let heard = transcript(vec![segment(0, None, "en", "Hello there.")]);
        let tag = MediaTag::new(TagKind::Title, "Castellan");
        let error = redactor.redact_with_tags(heard.clone(), &[tag]).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(
            shown.contains("failing") && !shown.to_lowercase().contains("castellan"),
            "{shown}"
        );
        assert!(redactor.redact(heard).is_ok());
    }
}
