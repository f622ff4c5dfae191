//! A real model that hears real files, and what is truly said in them.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use earmark::decode::{DecodeOptions, Decoder, Master, MasterOptions};
use earmark::domain::{ChannelMode, Language, MediaTime, SpeechEngine};
use earmark::source::FileInput;
use earmark::transcribe::models::ModelStore;
use earmark::transcribe::{
    Segment, TranscribeOptions, Transcriber as _, Transcript, WhisperOptions, WhisperTranscriber,
    Word, merge_channels,
};

/// A model of the folder EARMARK_MODELS_DIR, in EARMARK_ENGINE or what is the default.
#[expect(clippy::disallowed_methods, reason = "tests and benches are told where the models lie")]
pub fn model(name: &str, threads: usize) -> WhisperTranscriber {
    let dir = std::env::var("EARMARK_MODELS_DIR").expect("EARMARK_MODELS_DIR is set");
    let models = ModelStore::new(dir);
    let model = models.verified(name).unwrap();
    let engine = std::env::var("EARMARK_ENGINE").ok();
    let engine = engine.map_or_else(SpeechEngine::default, |name| name.parse().unwrap());
    WhisperTranscriber::load(WhisperOptions {
        name: name.to_owned(),
        sha256: model.sum.to_string(),
        model: model.path,
        vad_model: models.verified("silero-vad").unwrap().path,
        engine,
        threads,
    })
    .unwrap()
}

/// Hears a file as ingestion does: its channels apart where each has a speaker.
pub fn hear_file(
    model: &WhisperTranscriber,
    file: &Path,
    options: &TranscribeOptions,
) -> Transcript {
    let extension = file.extension().unwrap().to_string_lossy().into_owned();
    let input = Box::new(FileInput::open(file).unwrap());
    let decoder = Decoder::open(input, Some(&extension), &DecodeOptions::default())
        .unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let master = Master::record(decoder, &MasterOptions::default(), |_| {}).unwrap();
    let mut heard = Vec::new();
    for channel in master.speeches(master.layout_for(ChannelMode::Auto)) {
        let options = TranscribeOptions { channel, ..options.clone() };
        let mut speech = master.speech(channel).unwrap();
        let mut on = |_: MediaTime| ControlFlow::Continue(());
        let one = model.transcribe(&mut speech, &options, &mut on);
        heard.push(one.unwrap_or_else(|e| panic!("{}: {e}", file.display())));
    }
    merge_channels(heard)
}

/// All words, in order.
pub fn words(transcript: &Transcript) -> impl Iterator<Item = (&Segment, &Word)> {
    transcript.segments.iter().flat_map(|one| one.words.iter().map(move |word| (one, word)))
}

/// All text.
pub fn text(transcript: &Transcript) -> String {
    words(transcript).map(|(_, word)| word.text.expose()).collect::<Vec<_>>().join(" ")
}

/// A recording whose own words are known.
pub struct Reference {
    pub file: PathBuf,
    pub language: Language,
    /// What is said, with what is read out in parentheses and without the channels' names.
    pub said: String,
}

/// The recordings of a folder's manifest whose own words are known.
pub fn references(folder: &Path) -> Vec<Reference> {
    let manifest = std::fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
    let mut lines = manifest.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| header.iter().position(|h| *h == name).unwrap();
    let (file, reference) = (column("file"), column("reference"));
    let (kind, language) = (column("reference_kind"), column("language"));
    lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|row| !row[reference].trim().is_empty() && row[kind] != "English gloss only")
        .map(|row| Reference {
            file: folder.join(row[file]),
            language: row[language].split('-').next().unwrap().parse().unwrap(),
            said: row[reference].replace(['(', ')'], " ").replace("L:", " ").replace("R:", " "),
        })
        .collect()
}
