//! The command line: what people and scripts can ask of Earmark, one file a command.

mod args;
mod bench;
mod config;
mod demo;
mod dev;
mod failed;
mod ingest;
mod kernels;
mod logging;
mod models;
mod page;
mod progress;
mod redact;
mod run;
mod search;
mod shutdown;
mod status;
mod transcribe;
mod verify;

pub use args::{
    Cli, Command, ConfigCommand, CrawlArgs, DemoArgs, DevArgs, IngestArgs, ModelsCommand,
    RedactArgs, RetryArgs, SearchArgs, TranscribeArgs, VerifyArgs, WorkArgs,
};

pub use bench::{BenchCommand, BenchModelsArgs};
pub use kernels::choose as choose_kernels;

use std::process::ExitCode;

use clap::Parser as _;

use crate::app::App;
use crate::config::{Config, ConfigError, variable};
use crate::store::arm_kill_point;
use run::Roles;

/// The command or the configuration is wrong.
const USAGE: u8 = 2;
/// Done, but some recordings failed.
const SOME_FAILED: u8 = 3;

/// Runs the command line and tells the status to exit with.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    kernels::choose();
    let draws_bars = matches!(cli.command, Command::Demo(_) | Command::Ingest(_));
    let is_quiet = draws_bars
        || !matches!(
            cli.command,
            Command::Up | Command::Crawl(_) | Command::Work(_) | Command::Serve
        );
    logging::start(cli.verbose, is_quiet, cli.json);
    match run(&cli) {
        Ok(status) => status,
        Err(error) => {
            eprintln!("earmark: {error:#}");
            let is_configuration = error.downcast_ref::<ConfigError>().is_some();
            if is_configuration { USAGE.into() } else { ExitCode::FAILURE }
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    if let Some(point) = variable("EARMARK_KILL_AT") {
        arm_kill_point(&point)?;
    }
    let config = Config::load(cli.config.as_deref())?;
    match &cli.command {
        Command::Models(command) => {
            models::run(&config, command, cli.json).map(|()| ExitCode::SUCCESS)
        }
        Command::Bench(command) => bench::run(&config, cli.config.as_deref(), command, cli.json)
            .map(|()| ExitCode::SUCCESS),
        Command::Transcribe(args) => transcribe::run(&config, args).map(|()| ExitCode::SUCCESS),
        Command::Search(args) => {
            search::search(&config, args, cli.json).map(|()| ExitCode::SUCCESS)
        }
        Command::Redact(args) => redact::run(&config, args, cli.json).map(|()| ExitCode::SUCCESS),
        Command::Dev(args) => dev::run(&config, args),
        Command::Demo(args) => demo::run(&config, args),
        _ => tokio::runtime::Runtime::new()?.block_on(run_async(cli, config)),
    }
}

async fn run_async(cli: &Cli, config: Config) -> anyhow::Result<ExitCode> {
    if let Command::Config(ConfigCommand::Check) = &cli.command {
        let is_well = config::check(config, cli.json).await?;
        return Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::from(USAGE) });
    }
    let app = App::open(config).await?;
    let outcome = run_with(cli, &app).await;
    app.close().await;
    outcome
}

async fn run_with(cli: &Cli, app: &App) -> anyhow::Result<ExitCode> {
    match &cli.command {
        Command::Up => {
            let roles = Roles { schedule: true, work: true, serve: true, until_idle: false };
            run::run(app, roles).await?;
        }
        Command::Serve => run::run(app, Roles { serve: true, ..Roles::default() }).await?,
        Command::Crawl(args) => run::crawl(app, args).await?,
        Command::Work(args) => run::work(app, args).await?,
        Command::Status => status::status(app, cli.json).await?,
        Command::Failed => failed::failed(app, cli.json).await?,
        Command::Retry(args) => failed::retry(app, args).await?,
        Command::Reindex => search::reindex(app).await?,
        Command::Verify(args) => return verify::run(app, args, cli.json).await,
        Command::Ingest(args) => {
            let is_all_searchable = ingest::run(app, args).await?;
            return Ok(if is_all_searchable { ExitCode::SUCCESS } else { SOME_FAILED.into() });
        }
        // The others need no connection and are done.
        _ => {}
    }
    Ok(ExitCode::SUCCESS)
}
