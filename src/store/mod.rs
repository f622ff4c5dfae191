//! Postgres, the truth: the only SQL in the project.
//!
//! What comes in is redacted by its type; what changes is told to the index in commit order.

mod error;
mod records;

pub use error::StoreError;
pub use records::{
    Change, ChangeKind, Playback, StoredRecording, StoredSegment, StoredSpan, StoredTranscript,
    StoredWord,
};
