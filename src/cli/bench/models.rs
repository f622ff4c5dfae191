//! `earmark bench models FILE…`: what each installed model costs and gives.
//!
//! Each model hears the files in a process of its own, one after the other: the peak memory of a
//! process can't be taken back.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};

use super::BenchModelsArgs;
use crate::app::{self, VAD_MODEL};
use crate::config::Config;
use crate::decode::{Decoder, Master, MasterOptions};
use crate::domain::{ChannelMode, Language, MediaTime};
use crate::source::FileInput;
use crate::transcribe::models::{ModelRole, ModelStore};
use crate::transcribe::score::{WordErrors, normalized};
use crate::transcribe::{
    TranscribeOptions, Transcriber as _, Transcript, WhisperOptions, WhisperTranscriber,
    merge_channels,
};

/// What one model costs and gives.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    model: String,
    /// Of the model's file.
    size_bytes: u64,
    /// Of sound that was heard, all channels together.
    audio_seconds: f64,
    /// For hearing it; decoding and loading are not counted.
    seconds: f64,
    /// For loading the model.
    load_seconds: f64,
    /// Of the whole process, where the system tells it.
    peak_bytes: Option<u64>,
    /// Words said in files whose text is known.
    reference_words: usize,
    /// Words of those to put in, leave out or replace.
    wrong_words: usize,
}

pub(super) fn run(
    config: &Config,
    config_file: Option<&Path>,
    args: &BenchModelsArgs,
    is_json: bool,
) -> anyhow::Result<()> {
    ensure!(
        args.reference.is_none() || args.files.len() == 1,
        "`--reference` is for one recording: for several, put NAME.txt beside each"
    );
    let models = ModelStore::new(config.models_dir());
    if args.alone {
        let name = args.model.first().context("`--alone` needs a model")?;
        println!("{}", serde_json::to_string(&measure(config, &models, name, args)?)?);
        return Ok(());
    }
    let names = names(&models, &args.model)?;
    let mut rows = Vec::with_capacity(names.len());
    for name in names {
        eprintln!("{name}: hearing {} file(s)", args.files.len());
        rows.push(in_a_process_of_its_own(config_file, &name, args)?);
    }
    if is_json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
    } else {
        print(&rows);
    }
    Ok(())
}

/// The models that were asked for, or else all that are installed.
fn names(models: &ModelStore, wanted: &[String]) -> anyhow::Result<Vec<String>> {
    if !wanted.is_empty() {
        return Ok(wanted.to_vec());
    }
    let mut names = Vec::new();
    for model in models.catalog().models() {
        if model.role == ModelRole::Speech && models.installed(&model.name)? {
            names.push(model.name.clone());
        }
    }
    if names.is_empty() {
        bail!("no model is in `{}`: get one with `earmark models pull`", models.dir().display());
    }
    Ok(names)
}

fn in_a_process_of_its_own(
    config_file: Option<&Path>,
    name: &str,
    args: &BenchModelsArgs,
) -> anyhow::Result<Row> {
    let mut command = Command::new(std::env::current_exe()?);
    if let Some(file) = config_file {
        command.arg("--config").arg(file);
    }
    command.args(["bench", "models", "--alone", "--model", name]);
    for code in &args.language {
        command.args(["--language", code]);
    }
    if let Some(reference) = &args.reference {
        command.arg("--reference").arg(reference);
    }
    let output = command.arg("--").args(&args.files).output()?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        let reason = reason.lines().last().unwrap_or("it ended without a reason");
        bail!("model `{name}`: {}", reason.trim_start_matches("earmark: "));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn measure(
    config: &Config,
    models: &ModelStore,
    name: &str,
    args: &BenchModelsArgs,
) -> anyhow::Result<Row> {
    let model = models.verified(name)?;
    let size_bytes = fs::metadata(&model.path)?.len();
    let began = Instant::now();
    let transcriber = WhisperTranscriber::load(WhisperOptions {
        name: name.to_owned(),
        sha256: model.sum.to_string(),
        model: model.path,
        vad_model: models.verified(VAD_MODEL)?.path,
        engine: config.transcribe.engine,
        threads: config.transcribe.threads,
    })?;
    let load_seconds = began.elapsed().as_secs_f64();
    let languages: Vec<Language> =
        args.language.iter().map(|code| code.parse()).collect::<Result<_, _>>()?;
    let (mut audio_seconds, mut seconds) = (0.0, 0.0);
    let mut errors = WordErrors::default();
    for file in &args.files {
        let master = record(config, file).with_context(|| file.display().to_string())?;
        let began = Instant::now();
        let (transcript, heard) = hear(&transcriber, &master, &languages)?;
        seconds += began.elapsed().as_secs_f64();
        audio_seconds += heard;
        if let Some(said) = reference(file, args.reference.as_deref())? {
            errors += compared(&said, &transcript);
        }
    }
    Ok(Row {
        model: name.to_owned(),
        size_bytes,
        audio_seconds,
        seconds,
        load_seconds,
        peak_bytes: peak_bytes(),
        reference_words: errors.words,
        wrong_words: errors.wrong,
    })
}

fn record(config: &Config, file: &Path) -> anyhow::Result<Master> {
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let options = app::decode_options(config)?;
    let input = Box::new(FileInput::open(file)?);
    let decoder = Decoder::open(input, extension.as_deref(), &options)?;
    Ok(Master::record(decoder, &MasterOptions::default(), |_| {})?)
}

/// What is said, and how many seconds of sound that took to hear.
fn hear(
    transcriber: &WhisperTranscriber,
    master: &Master,
    languages: &[Language],
) -> anyhow::Result<(Transcript, f64)> {
    let mut heard = Vec::new();
    for channel in master.speeches(master.layout_for(ChannelMode::Auto)) {
        let options = TranscribeOptions {
            languages: languages.to_vec(),
            channel,
            ..TranscribeOptions::default()
        };
        let mut speech = master.speech(channel)?;
        let mut on = |_: MediaTime| ControlFlow::Continue(());
        heard.push(transcriber.transcribe(&mut speech, &options, &mut on)?);
    }
    let seconds = heard.iter().map(|one| one.duration.as_secs_f64()).sum();
    Ok((merge_channels(heard), seconds))
}

/// What is said in a file: `given`, or else what stands beside it.
fn reference(file: &Path, given: Option<&Path>) -> anyhow::Result<Option<String>> {
    let beside = file.with_extension("txt");
    let path: Option<PathBuf> =
        given.map(Path::to_owned).or_else(|| beside.is_file().then_some(beside));
    let read =
        |path: PathBuf| fs::read_to_string(&path).with_context(|| path.display().to_string());
    path.map(read).transpose()
}

fn compared(said: &str, transcript: &Transcript) -> WordErrors {
    let words = transcript.segments.iter().flat_map(|segment| &segment.words);
    let heard = words.map(|word| word.text.expose()).collect::<Vec<_>>().join(" ");
    let language = &transcript.language;
    WordErrors::between(&normalized(said, language), &normalized(&heard, language))
}

/// The most memory that this process ever took, as Linux tells it.
fn peak_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

fn print(rows: &[Row]) {
    println!(
        "{:<18} {:>8} {:>9} {:>9} {:>14} {:>8} {:>14}",
        "model", "file", "memory", "load", "hours an hour", "RTF", "word errors"
    );
    for row in rows {
        let peak =
            row.peak_bytes.map_or_else(|| "-".to_owned(), |b| format!("{} MB", b / 1_000_000));
        let errors = WordErrors { words: row.reference_words, wrong: row.wrong_words };
        let wrong = match errors.words {
            0 => "-".to_owned(),
            words => format!("{:.1} % of {words}", errors.rate() * 100.0),
        };
        println!(
            "{:<18} {:>5} MB {peak:>9} {:>7.1} s {:>14.1} {:>8.3} {wrong:>14}",
            row.model,
            row.size_bytes / 1_000_000,
            row.load_seconds,
            row.audio_seconds / row.seconds,
            row.seconds / row.audio_seconds,
        );
    }
}
