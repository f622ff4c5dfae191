//! Sets up the log: lines on standard error, or JSON for machines.

use tracing_subscriber::EnvFilter;

use crate::config::variable;

/// What is logged unless EARMARK_LOG says otherwise: us, and other libraries' troubles.
const USUAL: &str = "warn,earmark=info,whisper_rs=error,tantivy=warn,sqlx=warn,symphonia=off,\
     symphonia_core=off,symphonia_bundle_mp3=off,aws_config=error";

/// Starts logging; `verbose` counts the `-v`s. `is_quiet` leaves warnings only, for commands that
/// draw progress bars.
pub(super) fn start(verbose: u8, is_quiet: bool, is_json: bool) {
    let usual = match (verbose, is_quiet) {
        (0, true) => USUAL.replace("earmark=info", "earmark=error"),
        (0, false) => USUAL.to_owned(),
        (1, _) => USUAL.replace("earmark=info", "earmark=debug"),
        _ => USUAL.replace("warn,earmark=info", "info,earmark=trace"),
    };
    let filter = variable("EARMARK_LOG").unwrap_or(usual);
    let filter = EnvFilter::try_new(&filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let set = if is_json {
        tracing::subscriber::set_global_default(builder.json().finish())
    } else {
        tracing::subscriber::set_global_default(builder.with_target(false).compact().finish())
    };
    // Already set only where the library is embedded: then theirs stays.
    drop(set);
}
