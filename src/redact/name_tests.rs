//! Names, wherever they stand, and those that a collection keeps.

use super::recognizers::examples::{segment, transcript};
use super::testing::{redactor, redactor_for};
use super::{RedactedTranscript, RedactionOptions, Redactor};
use crate::decode::{MediaTag, TagKind};
use crate::domain::EntityKind;

fn texts(redacted: &RedactedTranscript) -> Vec<String> {
    redacted.segments().iter().map(super::RedactedSegment::text).collect()
}

/// Each text a segment ten seconds after the other, on these channels in turn.
fn redacted_by(redactor: &Redactor, said: &[(u16, &str)]) -> Vec<String> {
    let segments = (0..).zip(said);
    let segments =
        segments.map(|(at, (channel, text))| segment(at * 60_000, Some(*channel), "en", text));
    texts(&redactor.redact(transcript(segments.collect())).unwrap())
}

#[test]
fn a_name_once_found_is_masked_everywhere_misspelt_or_alone_and_on_every_channel() {
    let said = [
        (0, "My name is Adaeze Okafor."),
        (1, "Right, Mister Okafer, one moment."),
        (1, "Okaffor is on the line, Okafor's file is open."),
        (0, "It says okafor here, or Ocafor."),
    ];
    let texts = redacted_by(redactor(), &said);
    assert_eq!(texts[0], "My name is [NAME].");
    assert_eq!(texts[1], "Right, Mister [NAME], one moment.");
    assert_eq!(texts[2], "[NAME] is on the line, [NAME] file is open.");
    assert_eq!(texts[3], "It says [NAME] here, or [NAME].");
}

#[test]
fn who_is_asked_for_on_one_channel_is_named_on_the_other() {
    let said = [
        (0, "The one with the red hair, what was her name again?"),
        (1, "Fiona, I think."),
        (0, "Is it booked for Desmond or for Fiona?"),
        (1, "For Quillfeather."),
        (0, "Did you discuss it with anyone?"),
        (1, "Only with Castellan, on the desk."),
        (0, "Did you eat anything?"),
        (1, "Only with Ketchup, on the desk."),
    ];
    let texts = redacted_by(redactor(), &said);
    assert_eq!(texts[1], "[NAME], I think.");
    assert_eq!(texts[3], "For [NAME].");
    assert_eq!(texts[5], "Only with [NAME], on the desk.");
    assert_eq!(texts[7], said[7].1);
}

#[test]
fn names_that_are_words_too_stay_words_where_they_are_words() {
    let said = [
        (0, "My name is Grant Weller, and this is Rose Weller."),
        (1, "We got a grant in May, will you mark the rose? Will you grant it?"),
        (1, "The rose garden may close. Mark my words."),
    ];
    let texts = redacted_by(redactor(), &said);
    assert_eq!(texts[0], "My name is [NAME], and this is [NAME].");
    assert_eq!(texts[1], said[1].1);
    assert_eq!(texts[2], said[2].1);
}

#[test]
fn a_name_found_in_speech_is_one_in_the_tags_misspelt_too() {
    let heard = transcript(vec![segment(0, None, "en", "My name is Adaeze Okafor.")]);
    let tags = [MediaTag::new(TagKind::Title, "Call with Okafer of the harbour office")];
    let (_, tags) = redactor().redact_with_tags(heard, &tags).unwrap();
    assert_eq!(tags[0].text(), "Call with [NAME] of the harbour office");
}

#[test]
fn names_on_the_list_are_kept_whole_and_only_as_names() {
    let options =
        RedactionOptions { allow: vec!["Ada Lovelace".to_owned()], ..RedactionOptions::default() };
    let redactor = redactor_for(&options);
    let said = [
        (0, "My name is Ada Lovelace. I work with Doctor Ada Lovelace's brother."),
        (0, "This is Jane Lovelace speaking, hello."),
        (0, "My name is Ada Lovelace Smith, write to ada.lovelace@example.com"),
    ];
    let texts = redacted_by(&redactor, &said);
    assert_eq!(texts[0], said[0].1);
    assert_eq!(texts[1], "This is [NAME] speaking, hello.");
    assert_eq!(texts[2], "My name is [NAME], write to [EMAIL]");
}

#[test]
fn names_and_addresses_need_the_model() {
    for kind in [EntityKind::Name, EntityKind::Address] {
        let options = RedactionOptions { kinds: vec![kind], ..RedactionOptions::default() };
        let error = Redactor::new(&options, None).err().unwrap().to_string();
        assert!(error.contains("earmark models pull"), "{error}");
    }
    let options =
        RedactionOptions { kinds: vec![EntityKind::Phone], ..RedactionOptions::default() };
    assert!(Redactor::new(&options, None).is_ok());
}

#[test]
fn who_only_crawls_redacts_nothing() {
    let heard = transcript(vec![segment(0, None, "en", "hello")]);
    assert!(Redactor::refusing().redact(heard).is_err());
}
