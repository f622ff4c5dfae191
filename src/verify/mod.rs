//! Looks through all that is stored for personal data that today's recognizers find: `earmark
//! verify`. What they find is told by kind and time, never by value.
//!
//! ```text
//! Postgres: words, other readings, tags, titles and keys ─┐
//! index: documents and terms, deleted ones too ───────────┼─► recognizers ─► Finding ─► Mender
//! S3: captions, transcript ───────────────────────────────┤
//! S3: rendition ─► Transcriber ───────────────────────────┘
//! ```
//!
//! Mending goes as ingesting does: new objects under a prefix of its own, one transaction that
//! makes them count, a change for the index to follow. Killed at any instant, what was there before
//! is still there whole.

mod index;
mod kept;
mod mender;
mod objects;
mod report;
mod sound;
mod verifier;

pub use index::index_findings;
pub use kept::Redactors;
pub use mender::Mender;
pub use report::{Finding, Place, Unchecked, VerifyError};
pub use verifier::{Checked, Verifier};
