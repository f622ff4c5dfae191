//! `earmark transcribe FILE`: a local file to redacted text; nothing is stored.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};

use super::TranscribeArgs;
use crate::app;
use crate::config::{Config, RedactionPolicy, terms_of_file};
use crate::decode::{DecodeOptions, Decoder, Master, MasterOptions};
use crate::domain::{CaptionFormat, Language, MediaTime};
use crate::redact::{RedactedTranscript, Redactor};
use crate::source::FileInput;
use crate::transcribe::{TranscribeOptions, Transcriber, Transcript, merge_channels};

pub(super) fn run(config: &Config, args: &TranscribeArgs) -> anyhow::Result<()> {
    let name = args.file.display().to_string();
    let languages: Vec<Language> =
        args.language.iter().map(|code| code.parse()).collect::<Result<_, _>>()?;
    let decoding = app::decode_options(config)?;
    // Decoded before the model is loaded: a wrong file is told at once.
    let master = record(&args.file, &decoding).with_context(|| name.clone())?;
    let transcriber = app::transcriber(config, &config.transcribe.model)?;
    let policy = RedactionPolicy::default();
    let model = app::name_model(config, [&policy])?;
    let redactor = Redactor::new(&app::redaction_options(&policy), model.as_ref())?;
    let terms = args.vocabulary.as_deref().map(terms_of_file).transpose();
    let vocabulary =
        Arc::new(app::vocabulary(terms.map_err(anyhow::Error::msg)?.unwrap_or_default()));
    let mut heard = Vec::new();
    for channel in master.speeches(master.layout_for(args.channels)) {
        let options = TranscribeOptions {
            languages: languages.clone(),
            channel,
            vocabulary: vocabulary.clone(),
            ..TranscribeOptions::default()
        };
        heard.push(hear(&*transcriber, &master, &options).with_context(|| name.clone())?);
    }
    let redacted = redactor.redact(merge_channels(heard)).with_context(|| name.clone())?;
    print(&redacted, &args.format)
}

fn record(file: &Path, options: &DecodeOptions) -> anyhow::Result<Master> {
    let input = FileInput::open(file)?;
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let decoder = Decoder::open(Box::new(input), extension.as_deref(), options)?;
    Ok(Master::record(decoder, &MasterOptions::default(), |_| {})?)
}

fn hear(
    transcriber: &dyn Transcriber,
    master: &Master,
    options: &TranscribeOptions,
) -> anyhow::Result<Transcript> {
    let bar = ProgressBar::new(master.duration().as_millis());
    bar.set_style(ProgressStyle::with_template("{bar:40} {percent}% {msg} eta {eta}")?);
    let mut speech = master.speech(options.channel)?;
    let transcript = transcriber.transcribe(&mut speech, options, &mut |heard: MediaTime| {
        bar.set_position(heard.as_millis());
        bar.set_message(heard.to_string());
        ControlFlow::Continue(())
    });
    bar.finish_and_clear();
    Ok(transcript?)
}

fn print(redacted: &RedactedTranscript, format: &str) -> anyhow::Result<()> {
    if format == "json" {
        println!("{}", serde_json::to_string_pretty(redacted)?);
    } else {
        let format: CaptionFormat = format.parse()?;
        print!("{}", redacted.captions(format));
    }
    Ok(())
}
