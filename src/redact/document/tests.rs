//! Documents redacted by the real recognizers.

use serde_json::{Value, json};

use super::*;
use crate::redact::testing::redactor;
use crate::redact::{Canonical, Found, Recognizer};

fn redacted(document: &str) -> RedactedDocument {
    redact_document(redactor(), document.into(), Some(&Language::english())).unwrap()
}

fn refused(document: &str) -> String {
    redact_document(redactor(), document.into(), Some(&Language::english()))
        .unwrap_err()
        .to_string()
}

fn word(id: usize, content: &str, channel: u16) -> Value {
    json!({ "id": id, "type": "pronunciation", "start_time": format!("{}.5", id),
        "end_time": format!("{}.9", id), "channel_label": format!("ch_{channel}"),
        "alternatives": [{ "confidence": "0.98", "content": content }, { "content": "Okafor" }] })
}

/// "Reach me at jane dot roe at example dot com, please."
fn call() -> Value {
    let words = "Reach me at jane dot roe at example dot com";
    let mut items: Vec<Value> = words.split(' ').enumerate().map(|(i, w)| word(i, w, 0)).collect();
    items.push(json!({ "id": 10, "type": "punctuation", "alternatives": [{ "content": "," }] }));
    items.push(word(11, "please", 0));
    items.push(word(12, "Sure", 1));
    json!({ "jobName": "for-jane-roe", "results": {
        "language_code": "en-US",
        "transcripts": [{ "transcript": "at jane dot roe at example dot com" }],
        "items": items,
        "segments": [{ "alternatives": [{ "transcript": "jane dot roe" }] }],
        "audio_segments": [{ "id": 0, "start_time": "0.5", "end_time": "11.9",
            "transcript": "at jane dot roe", "items": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }],
    }})
}

#[test]
fn a_text_keeps_its_spaces_and_punctuation() {
    let text =
        "Née\u{a0}ici, write to  jane.roe@example.com,\n\tplease, or jane.roe@example.com!\n";
    let redacted = redacted(text);
    assert_eq!(redacted.text(), "Née\u{a0}ici, write to  [EMAIL],\n\tplease, or [EMAIL]!\n");
    let spans = serde_json::to_value(redacted.spans()).unwrap();
    let chars: Vec<char> = text.chars().collect();
    for span in spans.as_array().unwrap() {
        let place = |end: &str| usize::try_from(span[end].as_u64().unwrap()).unwrap();
        let value: String = chars[place("start")..place("end")].iter().collect();
        assert_eq!(value, "jane.roe@example.com");
    }
    assert_eq!(spans.as_array().unwrap().len(), 2);
}

#[test]
fn without_a_language_each_line_is_read_in_its_own() {
    let text = "Mon code PIN est quatre quatre sept un.\n\
        Call me on four one five, five five five, oh one three two.\n\
        Meine Nummer ist null eins sieben sechs, eins zwei drei vier fünf sechs sieben.\n";
    let found = redact_document(redactor(), text.into(), None).unwrap();
    let expected = "Mon code PIN est [PIN].\nCall me on [PHONE].\nMeine Nummer ist [PHONE].\n";
    assert_eq!(found.text(), expected);
    let again = redact_document(redactor(), expected.into(), None).unwrap();
    assert_eq!(again.text(), expected);
}

#[test]
fn redacting_twice_changes_nothing() {
    for text in ["", "\n\n", "My e-mail is jane.roe@example.com. Bye.", "nothing to hide "] {
        let once = redacted(text);
        assert_eq!(redacted(once.text()).text(), once.text());
    }
}

#[test]
fn a_transcript_comes_back_as_one_with_marks_and_nothing_else_of_the_value() {
    let redacted = redacted(&call().to_string());
    let text = redacted.text();
    for raw in ["jane", "roe", "example", "Okafor"] {
        assert!(!text.contains(raw), "{raw}: {text}");
    }
    let document: Value = serde_json::from_str(text).unwrap();
    let results = &document["results"];
    assert_eq!(results["transcripts"][0]["transcript"], "Reach me at [EMAIL], please Sure");
    let mark = &results["items"][3];
    assert_eq!(mark["alternatives"][0]["content"], "[EMAIL]");
    assert_eq!((&mark["start_time"], &mark["end_time"]), (&json!("3.5"), &json!("9.9")));
    assert_eq!(results["items"][4]["alternatives"][0]["content"], ",");
    assert_eq!(results["channel_labels"]["channels"][1]["items"][0]["id"], 12);
    let stretch = &results["audio_segments"][0];
    assert_eq!(stretch["transcript"], "Reach me at [EMAIL], please");
    assert_eq!(stretch["items"], json!([0, 1, 2, 3, 10, 11]));
    assert_eq!(
        serde_json::to_value(redacted.spans()).unwrap(),
        json!([{ "kind": "EMAIL", "start_millis": 3500, "end_millis": 9900, "channel": 0 }])
    );
}

#[test]
fn what_was_written_is_read_again() {
    let once = redacted(&call().to_string());
    let twice = redacted(once.text());
    assert_eq!(twice.text(), once.text());
    assert_eq!(twice.spans(), []);
}

#[test]
fn speakers_of_an_older_transcript_are_told_by_their_times() {
    let mut call = call();
    let label = json!({ "start_time": "12.5", "end_time": "12.9", "speaker_label": "spk_1" });
    call["results"]["speaker_labels"] =
        json!({ "speakers": 1, "segments": [{ "items": [label] }] });
    let document: Value = serde_json::from_str(redacted(&call.to_string()).text()).unwrap();
    let labels = &document["results"]["speaker_labels"];
    assert_eq!(labels["segments"][0]["items"][0]["start_time"], "12.5");
    assert_eq!(document["results"]["items"][6]["speaker_label"], "spk_1");
}

#[test]
fn a_transcript_in_several_languages_is_read_in_each() {
    let said = [
        ("fr-FR", "Mon code PIN est quatre quatre sept un"),
        ("en-US", "call me on four one five five five five oh one three two"),
    ];
    let items = |tells: bool| -> Vec<Value> {
        let mut items = Vec::new();
        for (channel, (code, words)) in (0..).zip(said) {
            for content in words.split(' ') {
                let mut item = word(items.len(), content, channel);
                if tells {
                    item["language_code"] = json!(code);
                    item["channel_label"] = json!("ch_0");
                }
                items.push(item);
            }
        }
        items
    };
    for tells in [true, false] {
        let document = json!({ "results": { "items": items(tells) } }).to_string();
        let found = redact_document(redactor(), document.into(), None).unwrap();
        let document: Value = serde_json::from_str(found.text()).unwrap();
        let transcript = &document["results"]["transcripts"][0]["transcript"];
        assert_eq!(transcript, "Mon code PIN est [PIN] call me on [PHONE]");
    }
}

#[test]
fn letters_called_punctuation_are_no_way_out() {
    let mut call = call();
    call["results"]["items"][10]["alternatives"][0]["content"] = json!(".uk");
    let redacted = redacted(&call.to_string());
    assert!(!redacted.text().contains("uk"), "{}", redacted.text());
}

#[test]
fn what_is_wrong_is_told_without_what_it_says() {
    let cases = [
        ("{", "ends too soon"),
        ("{\"jane\": roe}", "not valid JSON"),
        ("{\"jane\": \"roe\"}", "missing"),
        ("{\"results\": {\"items\": \"jane roe\"}}", "another type"),
    ];
    for (document, problem) in cases {
        let said = refused(document);
        assert!(said.contains(problem) && said.contains("line 1"), "{said}");
        assert!(!said.contains("jane") && !said.contains("roe"), "{said}");
    }
    let mut call = call();
    call["results"]["items"][4]["start_time"] = json!("jane");
    assert!(refused(&call.to_string()).contains("item 4 has no start"));
    let not_text = redact_document(redactor(), vec![b'a', 0xff], Some(&Language::english()));
    assert_eq!(not_text.unwrap_err().to_string(), "it is not UTF-8 text (byte 1)");
}

#[test]
fn a_document_is_as_long_as_it_may_be_and_no_longer() {
    let long = vec![b' '; MAX_DOCUMENT_BYTES + 1];
    let refused = redact_document(redactor(), long, Some(&Language::english()));
    assert!(matches!(refused, Err(DocumentError::TooLong)));
}

#[test]
fn a_recognizer_that_fails_lets_nothing_out() {
    struct Broken;

    impl Recognizer for Broken {
        fn name(&self) -> &'static str {
            "broken"
        }

        fn kind(&self) -> EntityKind {
            EntityKind::Name
        }

        fn find(&self, _words: &Canonical) -> Result<Vec<Found>, RedactError> {
            panic!("jane roe")
        }
    }
    let redactor = Redactor::with_recognizers(vec![Box::new(Broken)]);
    let redacted = redact_document(&redactor, b"jane roe".to_vec(), Some(&Language::english()));
    assert_eq!(redacted.unwrap_err().to_string(), "the recognizer for broken failed: it panicked");
}
