//! When to stop: Ctrl-C, SIGTERM, or the end of standard input where a parent asks for that.

use std::io::Read as _;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::info;

use crate::config::variable;

/// How many signals end the process at once, leaving private servers to the next start.
const PATIENCE: u32 = 3;

/// Cancels the token at the first signal; who insists ends the process at once.
pub(super) fn on_signals() -> std::io::Result<CancellationToken> {
    let token = CancellationToken::new();
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let cancel = token.clone();
    tokio::spawn(async move {
        for count in 1..=PATIENCE {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            info!(count, "stopping; {PATIENCE} signals stop at once");
            cancel.cancel();
        }
        std::process::exit(130);
    });
    if variable("EARMARK_STOP_WITH_STDIN").is_some() {
        stop_with_stdin(token.clone());
    }
    Ok(token)
}

/// Tests hold the other end of standard input: when they are gone, however they went, so are we.
fn stop_with_stdin(token: CancellationToken) {
    std::thread::spawn(move || {
        let mut buffer = [0; 64];
        while matches!(std::io::stdin().read(&mut buffer), Ok(1..)) {}
        token.cancel();
    });
}
