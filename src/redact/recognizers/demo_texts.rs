//! The demo archive's texts, in which what is personal is marked with its kind, as spoken and as
//! written: every piece is masked, in both forms and where the turns are.

use std::path::Path;

use super::examples::{redactor, segment, transcript};
use crate::domain::EntityKind;
use crate::transcribe::Segment;

/// A turn as it is heard, and what must not be left of it.
struct Turn {
    segment: Segment,
    secrets: Vec<(EntityKind, String)>,
}

#[test]
fn every_marked_piece_of_the_demo_texts_is_masked_and_little_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/texts");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("SKIPPED: `{}` is missing, so its texts are not tried", folder.display());
        return;
    };
    let mut pieces = 0;
    for file in files {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for is_written in [false, true] {
            let turns = turns(&text.parse().unwrap(), is_written);
            pieces += check(&path.display().to_string(), turns);
        }
    }
    assert!(pieces > 20, "only {pieces} pieces are marked");
}

fn check(file: &str, turns: Vec<Turn>) -> usize {
    let (segments, secrets): (Vec<_>, Vec<_>) =
        turns.into_iter().map(|turn| (turn.segment, turn.secrets)).unzip();
    let redacted = redactor().redact(transcript(segments)).unwrap();
    for (segment, secrets) in redacted.segments().iter().zip(&secrets) {
        let text = segment.text();
        for (kind, secret) in secrets {
            assert!(!text.contains(secret.as_str()), "{file}: {kind} is left: {text}");
            assert!(text.contains(kind.mark()), "{file}: {kind} is not marked: {text}");
        }
        // A name may be said again; all other marks stand for a piece that is marked.
        let others = segment.words().iter().filter_map(crate::redact::RedactedWord::redacted);
        let others = others.filter(|kind| *kind != EntityKind::Name).count();
        let expected = secrets.iter().filter(|(kind, _)| *kind != EntityKind::Name).count();
        assert_eq!(others, expected, "{file}: {text}");
    }
    secrets.iter().map(Vec::len).sum()
}

fn turns(file: &toml::Table, is_written: bool) -> Vec<Turn> {
    let language = file["languages"][0].as_str().unwrap();
    let mut start = 0;
    let mut turns = Vec::new();
    for turn in file["turns"].as_array().unwrap() {
        let speaker = &file["speakers"][turn["speaker"].as_str().unwrap()];
        let channel = speaker.get("channel").and_then(toml::Value::as_integer);
        let (text, secrets) = heard(turn["text"].as_str().unwrap(), is_written);
        let channel = channel.map(|channel| u16::try_from(channel).unwrap());
        let segment = segment(start, channel, language, &text);
        start = segment.span().end.as_millis() + 100;
        turns.push(Turn { segment, secrets });
    }
    turns
}

/// Reads `{KIND|spoken|written}`: the text in one of the forms, and the pieces in it.
fn heard(text: &str, is_written: bool) -> (String, Vec<(EntityKind, String)>) {
    let mut heard = String::new();
    let mut secrets = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (piece, after) = after.split_once('}').expect("a brace that is closed");
        let mut forms = piece.split('|');
        let kind: EntityKind = forms.next().unwrap().parse().unwrap();
        let spoken = forms.next().unwrap();
        let form = if is_written { forms.next().unwrap_or(spoken) } else { spoken };
        heard.push_str(before);
        heard.push_str(form);
        secrets.push((kind, form.to_owned()));
        rest = after;
    }
    heard.push_str(rest);
    (heard, secrets)
}
