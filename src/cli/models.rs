//! `earmark models`: list, get and locate models.

use std::time::Duration;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::ModelsCommand;
use crate::app::VAD_MODEL;
use crate::config::Config;
use crate::redact::NameModel;
use crate::transcribe::models::{Catalog, ModelStore, Progress};

pub(super) fn run(config: &Config, command: &ModelsCommand, is_json: bool) -> anyhow::Result<()> {
    let models = ModelStore::new(config.models_dir());
    match command {
        ModelsCommand::List => list(config, &models, is_json),
        ModelsCommand::Pull { names } => {
            let usual =
                [config.transcribe.model.as_str(), VAD_MODEL, NameModel::NAME].map(str::to_owned);
            let names = if names.is_empty() { &usual[..] } else { &names[..] };
            for name in names {
                let path = pull(&models, name)?;
                eprintln!("{name}: {}", path.display());
            }
            Ok(())
        }
        ModelsCommand::Path { name } => {
            println!("{}", models.verified(name)?.path.display());
            Ok(())
        }
    }
}

/// Gets a model with a progress bar; what is there and right is kept.
pub(super) fn pull(models: &ModelStore, name: &str) -> anyhow::Result<std::path::PathBuf> {
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(120));
    bar.set_message(format!("model {name}: checking"));
    let style = ProgressStyle::with_template("{msg} {bar:30} {bytes}/{total_bytes}")
        .context("the template is right")?;
    let path = models.pull(name, &mut |progress| match progress {
        Progress::Waiting => bar.set_message(format!("model {name}: another process gets it")),
        Progress::Trying { source } => {
            bar.set_message(format!("model {name}: trying {source}"));
            if bar.is_hidden() {
                eprintln!("model {name}: trying {source}");
            }
        }
        Progress::Bytes { done, total } => {
            bar.set_style(style.clone());
            bar.set_length(total);
            bar.set_position(done);
        }
        Progress::Converting => bar.set_message(format!("model {name}: converting")),
        Progress::Failed { source, reason } => {
            bar.suspend(|| eprintln!("model {name}: {source} did not give it ({reason})"));
        }
    });
    bar.finish_and_clear();
    Ok(path?)
}

fn list(config: &Config, models: &ModelStore, is_json: bool) -> anyhow::Result<()> {
    let catalog = Catalog::builtin();
    let mut rows = Vec::new();
    for model in catalog.models() {
        let is_here = models.installed(&model.name)?;
        rows.push((model, is_here));
    }
    if is_json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(model, is_here)| {
                json!({
                    "name": model.name, "file": model.file, "size_bytes": model.size_bytes(),
                    "licence": model.licence, "multilingual": model.is_multilingual(),
                    "installed": is_here,
                })
            })
            .collect();
        println!("{}", serde_json::to_string_pretty(&rows)?);
        return Ok(());
    }
    for (model, is_here) in rows {
        let here = if is_here { "here" } else { "-" };
        let used = if model.name == config.transcribe.model { " (configured)" } else { "" };
        let megabytes = model.size_bytes() / 1_000_000;
        println!("{:<18} {megabytes:>5} MB  {here:<5} {}{used}", model.name, model.licence);
    }
    println!("in {}", models.dir().display());
    Ok(())
}
