//! `earmark dev`: runs a command with a private Postgres and a private S3 store.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Context as _;

use super::DevArgs;
use crate::config::Config;
use crate::local::{PrivatePostgres, PrivateS3};

/// Starts both servers, runs the command, stops what was started; gives the command's status.
pub(super) fn run(config: &Config, args: &DevArgs) -> anyhow::Result<ExitCode> {
    let folder = std::path::absolute(config.data_dir.join("dev"))?;
    let (postgres, s3) = start_servers(&folder)?;
    let (program, arguments) = args.command.split_first().context("no command was given")?;
    // The terminal sends Ctrl-C to the command too; it decides, and the servers outlive it.
    let _guard = ignore_interrupts()?;
    let status = Command::new(program)
        .args(arguments)
        .env("DATABASE_URL", postgres.url())
        .env("EARMARK_S3_ENDPOINT", s3.endpoint())
        .env("AWS_ACCESS_KEY_ID", s3.access_key_id())
        .env("AWS_SECRET_ACCESS_KEY", s3.secret_access_key())
        .env("AWS_REGION", "us-east-1")
        .env("EARMARK_MODELS_DIR", std::path::absolute(config.models_dir())?)
        .status()
        .with_context(|| format!("`{program}` could not be started"))?;
    s3.stop();
    postgres.stop();
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, Into::into))
}

/// Starts both private servers side by side, getting their programs first where they are missing.
pub(super) fn start_servers(folder: &Path) -> anyhow::Result<(PrivatePostgres, PrivateS3)> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("`{}` can't be made", folder.display()))?;
    std::thread::scope(|scope| {
        let postgres = scope.spawn(|| {
            PrivatePostgres::ensure_installed(folder)?;
            PrivatePostgres::start(folder)
        });
        PrivateS3::ensure_installed(folder)?;
        let s3 = PrivateS3::start(folder)?;
        let postgres =
            postgres.join().map_err(|_| anyhow::anyhow!("Postgres could not be started"))?;
        Ok((postgres?, s3))
    })
}

fn ignore_interrupts() -> anyhow::Result<tokio::runtime::Runtime> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.spawn(async { while tokio::signal::ctrl_c().await.is_ok() {} });
    Ok(runtime)
}
