//! `earmark transcribe FILE`: a local file to redacted text; nothing is stored.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};

use super::TranscribeArgs;
use crate::app;
use crate::config::{Config, RedactionPolicy};
use crate::decode::{ChannelPlan, DecodeOptions, Decoder, SpeechStream};
use crate::domain::{CaptionFormat, Language, MediaTime};
use crate::redact::{RedactedTranscript, Redactor};
use crate::source::FileInput;
use crate::transcribe::{TranscribeOptions, Transcriber, Transcript, merge_channels};

pub(super) fn run(config: &Config, args: &TranscribeArgs) -> anyhow::Result<()> {
    let name = args.file.display().to_string();
    let languages: Vec<Language> =
        args.language.iter().map(|code| code.parse()).collect::<Result<_, _>>()?;
    let decoding = app::decode_options(config)?;
    // Opened before the model is loaded: a wrong file is told at once.
    let channels = open(&args.file, &decoding).with_context(|| name.clone())?.info().channels;
    let redactor = Redactor::new(app::redaction_options(&RedactionPolicy::default()))?;
    let transcriber = app::transcriber(config)?;
    let plans: Vec<_> = match args.separate_channels {
        true => (0..channels).map(|channel| (ChannelPlan::Only(channel), Some(channel))).collect(),
        false => vec![(ChannelPlan::Mix, None)],
    };
    let mut heard = Vec::new();
    for (plan, channel) in plans {
        let options = TranscribeOptions { languages: languages.clone(), channel };
        let decoder = open(&args.file, &decoding)?;
        heard.push(hear(&transcriber, decoder, plan, &options).with_context(|| name.clone())?);
    }
    let redacted = redactor.redact(merge_channels(heard)).with_context(|| name.clone())?;
    print(&redacted, &args.format)
}

fn open(file: &Path, options: &DecodeOptions) -> anyhow::Result<Decoder> {
    let input = FileInput::open(file)?;
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    Ok(Decoder::open(Box::new(input), extension.as_deref(), options)?)
}

fn hear(
    transcriber: &Arc<dyn Transcriber>,
    decoder: Decoder,
    plan: ChannelPlan,
    options: &TranscribeOptions,
) -> anyhow::Result<Transcript> {
    let length = decoder.info().claimed_duration.map_or(0, MediaTime::as_millis);
    let bar = ProgressBar::new(length);
    bar.set_style(ProgressStyle::with_template("{bar:40} {percent}% {msg} eta {eta}")?);
    let mut speech = SpeechStream::new(decoder, plan)?;
    let transcript = transcriber.transcribe(&mut speech, options, &mut |heard| {
        bar.set_position(heard.as_millis().min(length));
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
