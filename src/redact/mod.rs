//! Turns a [`Transcript`](crate::transcribe::Transcript) into a [`RedactedTranscript`]: the only
//! path by which text leaves memory.
//!
//! Recognizers find personal data as written and as spoken; the spans they find drive everything
//! that is kept: text, words, captions, and the sound that the player is given. If a recognizer
//! can't run, the recording fails: nothing is kept half-redacted.
//!
//! Other readings of a word are kept only where they let no recognizer find more.
//!
//! ```text
//! words of a channel ─► Canonical ─► recognizers ─► Found ─► merge ─► mask ─► RedactedTranscript
//!                      (spoken forms)                (names found are looked for everywhere)
//! ```

mod again;
mod canonical;
mod cues;
mod digits;
mod echo;
mod error;
mod file_name;
mod guard;
mod hidden;
mod listening;
mod mask;
mod merge;
mod ogg_opus;
mod peaks;
mod readings;
mod recognizer;
mod recognizers;
mod redacted;
mod redactor;
mod rendition;
mod silence;
mod surroundings;
mod tags;
mod vocabulary;

pub use again::{Again, KeptTranscript, Remnant, RemnantPlace};
pub use canonical::{Canonical, Form, Stop, Token};
pub use digits::{DigitCue, DigitRun};
pub use error::RedactError;
pub use file_name::{ShownName, ShownNames};
pub use hidden::HiddenWords;
pub use listening::{AudibleSpan, SoundVerifier, VerifiedRendition, audible};
pub use recognizer::{Found, Recognizer, Strength};
pub use redacted::{
    RedactedAlternative, RedactedSegment, RedactedSpan, RedactedTranscript, RedactedWord,
};
pub use redactor::{RedactionOptions, Redactor};
pub use rendition::{RENDITION_MIME, RenditionOptions, RenditionSummary, write_rendition};
pub use tags::RedactedTag;

#[cfg(test)]
mod reading_tests;
#[cfg(test)]
mod tag_tests;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
