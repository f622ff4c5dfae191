//! A bed to test in: a database, buckets and a data folder of its own, and the real binary.

mod axe;
mod bed;
mod browser;
mod demo;
pub mod hearing;
mod http;
pub mod noise;
mod process;
pub mod proxy;
pub mod scripted;
pub mod sound;
pub mod word_times;
mod words;

pub use axe::violations;
pub use bed::Bed;
pub use browser::Browser;
pub use demo::{Demo, Truth, archive, demo, truths};
pub use http::Api;
pub use process::{Earmark, earmark};
pub use words::edits;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Reads a variable that `earmark dev` sets.
#[expect(clippy::disallowed_methods, reason = "the tests' own environment, set by `earmark dev`")]
pub fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("`{name}` is not set: run `make test`, or `earmark dev -- cargo test`")
    })
}

/// The real recordings that lie beside the project, where they do.
#[expect(clippy::disallowed_methods, reason = "the tests' own environment")]
pub fn shared_data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var("EARMARK_SHARED_DATA").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: {} is not there, so real recordings are not tested", folder.display());
    None
}

/// Asks `probe` until it answers, for at most `seconds`.
///
/// # Panics
/// With `what` when the time is over.
pub async fn eventually<T, F>(what: &str, seconds: u64, mut probe: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let deadline = Instant::now() + Duration::from_secs(seconds);
    loop {
        if let Some(answer) = probe().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "after {seconds} s still not so: {what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
