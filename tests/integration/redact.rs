//! `earmark redact`, as scripts call it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

const CALL: &str = "Reach me at jane dot roe at example dot com, or on four one five, five five \
                    five, oh one three two.";

/// Status, standard output and standard error of `earmark redact` given this input.
fn redact(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_earmark"))
        .arg("redact")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A wrong command does not read what it is given.
    drop(child.stdin.take().unwrap().write_all(input));
    let done = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

#[test]
fn text_on_standard_input_comes_out_marked_or_as_spans_without_the_value() {
    let (status, said, log) = redact(&["--kinds", "EMAIL,PHONE"], CALL.as_bytes());
    assert_eq!((status, &*said), (0, "Reach me at [EMAIL], or on [PHONE]."), "{log}");

    let (status, said, log) = redact(&["--kinds", "email", "--json"], CALL.as_bytes());
    assert_eq!(status, 0, "{log}");
    let spans: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(spans, json!([{ "kind": "EMAIL", "start": 12, "end": 43 }]));
}

#[test]
fn each_line_is_a_document_of_its_own_where_it_is_asked_for() {
    let lines = "Mon adresse est jane point roe arobase example point com.\n\nRien.";
    let arguments = ["--lines", "--language", "fr", "--kinds", "EMAIL"];
    let (status, said, log) = redact(&arguments, lines.as_bytes());
    assert_eq!((status, &*said), (0, "Mon adresse est [EMAIL].\n\nRien.\n"), "{log}");

    let (_, said, _) = redact(&[&arguments[..], &["--json"]].concat(), lines.as_bytes());
    assert_eq!(said.lines().map(str::len).skip(1).collect::<Vec<_>>(), ["[]".len(), "[]".len()]);
}

#[test]
fn amazons_transcript_comes_back_redacted_from_a_file() {
    let words = CALL.split(' ').enumerate().map(|(at, word)| {
        json!({ "type": "pronunciation", "start_time": at.to_string(), "end_time": format!("{at}.8"),
            "alternatives": [{ "confidence": "0.9", "content": word }] })
    });
    let items: Vec<Value> = words.collect();
    let transcript = json!({ "jobName": "jane-roe", "results": {
        "language_code": "en-US", "transcripts": [{ "transcript": CALL }], "items": items }});
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), transcript.to_string()).unwrap();
    let path = file.path().to_str().unwrap();

    let (status, said, log) = redact(&[path, "--kinds", "EMAIL,PHONE"], b"");
    assert_eq!(status, 0, "{log}");
    let redacted: Value = serde_json::from_str(&said).unwrap();
    let text = &redacted["results"]["transcripts"][0]["transcript"];
    assert_eq!(text, "Reach me at [EMAIL] or on [PHONE]");
    for raw in ["jane", "roe", "five", "415"] {
        assert!(!said.contains(raw), "{raw}: {said}");
    }
    let (_, said, _) = redact(&[path, "--kinds", "EMAIL", "--json"], b"");
    let spans: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(spans, json!([{ "kind": "EMAIL", "start_millis": 3000, "end_millis": 9800 }]));
}

#[test]
fn bad_input_is_refused_with_the_place_and_never_quoted() {
    let broken = br#"{"results": {"items": "jane roe, 415 555 0132"}}"#;
    let (status, said, log) = redact(&["--kinds", "PHONE"], broken);
    assert_eq!((status, &*said), (1, ""), "{log}");
    assert!(log.contains("standard input") && log.contains("line 1, column"), "{log}");
    assert!(!log.contains("jane") && !log.contains("555"), "{log}");

    let (status, said, log) =
        redact(&["--lines", "--kinds", "PHONE"], b"Nothing here.\nroe \xff\n");
    assert_eq!((status, &*said), (1, "Nothing here.\n"), "{log}");
    assert!(log.contains("line 2") && log.contains("byte 4") && !log.contains("roe"), "{log}");

    assert_eq!(redact(&["--kinds", "SHOE_SIZE"], b"").0, 2);
    assert_eq!(redact(&["no-such-file.txt"], b"").0, 1);
}

#[test]
fn help_teaches_by_examples() {
    let (status, help, _) = redact(&["--help"], b"");
    assert_eq!(status, 0);
    for word in ["Examples:", "| earmark redact", "--lines", "Amazon Transcribe"] {
        assert!(help.contains(word), "{word}\n{help}");
    }
}
