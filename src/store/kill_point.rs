//! Instants at which a test can kill the process, to see that nothing is lost or doubled.
//!
//! Nothing happens unless a point was armed, which only the command line does, when a test asks.

use std::sync::OnceLock;

use crate::domain::ParseError;

/// The instants, in the order in which a crawl and then a recording pass them;
/// `verify` ones are those of mending what is stored.
pub const KILL_POINTS: &[&str] = &[
    "after_claim",
    "crawl_page_listed",
    "crawl_page_applied",
    "crawl_before_gone",
    "crawl_before_complete",
    "crawl_after_complete",
    "ingest_opened",
    "ingest_decoding",
    "checkpoint_before_commit",
    "checkpoint_after_commit",
    "ingest_transcribed",
    "ingest_redacted",
    "ingest_derived_noted",
    "ingest_rendition_made",
    "ingest_transcript_put",
    "ingest_before_save",
    "ingest_before_commit",
    "ingest_after_commit",
    "sweep_before_delete",
    "sweep_after_delete",
    "verify_derived_noted",
    "verify_objects_written",
    "verify_before_commit",
    "verify_after_commit",
];

static ARMED: OnceLock<String> = OnceLock::new();

/// Arms a point: the first to pass it kills the process.
///
/// # Errors
/// When there is no such point.
pub fn arm_kill_point(name: &str) -> Result<(), ParseError> {
    if !KILL_POINTS.contains(&name) {
        return Err(ParseError(format!(
            "`{name}` is not a kill point; known: {}",
            KILL_POINTS.join(", ")
        )));
    }
    // Armed twice, the first stays.
    let _ = ARMED.set(name.to_owned());
    Ok(())
}

/// Kills the process as SIGKILL does, no destructor run, where `name` is armed.
pub(crate) fn kill_point(name: &'static str) {
    debug_assert!(KILL_POINTS.contains(&name), "`{name}` is not in the list");
    if ARMED.get().is_some_and(|armed| armed == name) {
        tracing::warn!(kill_point = name, "killed, as a test asked");
        std::process::abort();
    }
}
