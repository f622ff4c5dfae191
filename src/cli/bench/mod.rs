//! `earmark bench`: figures that help to choose, on one's own recordings and machine.

mod models;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::config::Config;

/// What can be measured.
#[derive(Debug, Subcommand)]
pub enum BenchCommand {
    /// Compare the installed models: speed, memory and, where texts are known, word errors
    Models(BenchModelsArgs),
}

/// `earmark bench models`
#[derive(Debug, Args)]
pub struct BenchModelsArgs {
    /// Recordings on this machine; what is said in one may stand beside it, as NAME.txt
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// What is said in the recording, where one is given
    #[arg(long, value_name = "FILE")]
    pub reference: Option<PathBuf>,
    /// Only these models [default: all that are installed]
    #[arg(long, value_name = "NAME")]
    pub model: Vec<String>,
    /// The language spoken [default: found by each model]
    #[arg(long, value_name = "CODE")]
    pub language: Vec<String>,
    /// Measures the one model named in this very process: how the command asks itself
    #[arg(long, hide = true)]
    pub alone: bool,
}

pub(super) fn run(
    config: &Config,
    file: Option<&Path>,
    command: &BenchCommand,
    is_json: bool,
) -> anyhow::Result<()> {
    match command {
        BenchCommand::Models(args) => models::run(config, file, args, is_json),
    }
}
