//! Turns a [`Transcript`](crate::transcribe::Transcript) into a [`RedactedTranscript`]: the only
//! path by which text leaves memory.
//!
//! Recognizers find personal data as written and as spoken; the spans they find drive everything
//! that is kept: text, words, captions, and the sound that the player is given. If a recognizer
//! can't run, the recording fails: nothing is kept half-redacted.
//!
//! Words that a collection lists are masked, left out or tagged here too (`filter.rs`), in the text
//! and not in the sound. Other readings of a word are kept only where they let no recognizer find more.
//!
//! ```text
//! words of a channel ─► Canonical ─► recognizers ─► Found ─► merge ─► mask ─► RedactedTranscript
//!                      (spoken forms)                (names found are looked for everywhere)
//! ```

mod across;
mod again;
mod allowed;
mod canonical;
mod checkpoint;
mod cues;
mod dates;
mod digits;
mod document;
mod echo;
mod error;
mod file_name;
mod filter;
mod guard;
mod hidden;
mod known;
mod listening;
mod mask;
mod merge;
mod ner;
mod ogg_opus;
mod peaks;
mod phrases;
mod readings;
mod recognizer;
mod recognizers;
mod redacted;
mod redactor;
mod rendition;
mod repeated;
mod seal;
mod silence;
mod so_far;
mod surroundings;
mod tags;
mod vocabulary;

pub use again::{Again, KeptTranscript, Remnant, RemnantPlace};
pub use canonical::{Canonical, Form, Stop, Token};
pub use checkpoint::Checkpoint;
pub use cues::DigitCue;
pub use digits::{CodeRun, DigitRun};
pub use document::{
    DocumentError, DocumentSpan, MAX_DOCUMENT_BYTES, RedactedDocument, redact_document,
};
pub use error::RedactError;
pub use file_name::{ShownName, ShownNames};
pub use filter::FilterOptions;
pub use hidden::HiddenWords;
pub use listening::{AudibleSpan, SoundVerifier, VerifiedRendition, audible};
pub use ner::NameModel;
pub use recognizer::{Found, Recognizer, Strength};
pub use recognizers::CustomRule;
pub use redacted::{
    RedactedAlternative, RedactedSegment, RedactedSpan, RedactedTranscript, RedactedWord,
};
pub use redactor::{RedactionOptions, Redactor};
pub use rendition::{RENDITION_MIME, RenditionOptions, RenditionSummary, write_rendition};
pub use seal::{SealKey, SealedCheckpoint};
pub use so_far::{SoFar, Start};
pub use tags::RedactedTag;

#[cfg(test)]
mod checkpoint_tests;
#[cfg(test)]
mod conversation_tests;
#[cfg(test)]
mod name_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod reading_tests;
#[cfg(test)]
mod tag_tests;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
