//! Redacts what others transcribed: plain text, or the JSON of Amazon Transcribe.
//!
//! A document is read into words and segments, goes to the recognizers as speech does, and is
//! written anew from what may be kept. What Earmark does not know in a JSON document is left out,
//! for it might hold text.

mod amazon;
mod language;
mod text;

use serde::Serialize;

use self::amazon::AmazonTranscript;
use self::text::TextDocument;
use super::guard::confidentially;
use super::redactor::panicked;
use super::{RedactError, Redactor};
use crate::domain::{EntityKind, Language, MediaTime};

/// The longest document that is read, in bytes: Amazon's JSON of some 24 hours of speech.
pub const MAX_DOCUMENT_BYTES: usize = 64 << 20;

/// Why a document can't be redacted. Never carries its text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// It is longer than [`MAX_DOCUMENT_BYTES`].
    #[error("it is longer than {} MiB", MAX_DOCUMENT_BYTES >> 20)]
    TooLong,
    /// Its bytes are not UTF-8.
    #[error("it is not UTF-8 text (byte {0})")]
    NotText(usize),
    /// It begins as JSON does and is not Amazon Transcribe's.
    #[error(
        "it is not JSON as Amazon Transcribe writes it: line {line}, column {column}: {problem}"
    )]
    NotTranscribe {
        /// Where, from 1.
        line: usize,
        /// Where, from 1.
        column: usize,
        /// What is wrong there.
        problem: &'static str,
    },
    /// A word's times are missing or make no sense.
    #[error(
        "it is not JSON as Amazon Transcribe writes it: item {0} has no start and end in seconds"
    )]
    NoTime(usize),
    /// A recognizer failed: nothing of the document may be kept.
    #[error(transparent)]
    Redact(#[from] RedactError),
}

/// What was redacted in a document: kind and place, never the value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum DocumentSpan {
    /// In a text.
    Text {
        /// What it is.
        kind: EntityKind,
        /// The first character, counted in Unicode scalar values from 0.
        start: usize,
        /// The character behind the last.
        end: usize,
    },
    /// In speech.
    Speech {
        /// What it is.
        kind: EntityKind,
        /// When the first word starts, in milliseconds.
        start_millis: MediaTime,
        /// When the last word ends, in milliseconds.
        end_millis: MediaTime,
        /// On which channel, where the transcript tells them apart.
        #[serde(skip_serializing_if = "Option::is_none")]
        channel: Option<u16>,
    },
}

/// A document as it may be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct RedactedDocument {
    text: String,
    spans: Vec<DocumentSpan>,
}

impl RedactedDocument {
    /// The document, marks in place of personal data, in the format that it came in.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was redacted, in order.
    #[must_use]
    pub fn spans(&self) -> &[DocumentSpan] {
        &self.spans
    }
}

/// Redacts a document: JSON of Amazon Transcribe where it begins with `{`, else plain text.
/// `language` is what a text is in, and what counts where a transcript does not tell its own; without
/// it that is found by itself, for each line or turn.
///
/// # Errors
/// [`DocumentError`] where it can't be read or a recognizer fails: nothing of it may be kept then.
pub fn redact_document(
    redactor: &Redactor,
    document: Vec<u8>,
    language: Option<&Language>,
) -> Result<RedactedDocument, DocumentError> {
    if document.len() > MAX_DOCUMENT_BYTES {
        return Err(DocumentError::TooLong);
    }
    let text = String::from_utf8(document)
        .map_err(|error| DocumentError::NotText(error.utf8_error().valid_up_to()))?;
    // What reads the text, and what finds its language, may panic with a piece of it as well.
    let redacted = confidentially(|| {
        if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            let transcript = AmazonTranscript::parse(&text, language)?;
            return Ok(transcript.redact(redactor)?);
        }
        Ok(TextDocument::new(text, language).redact(redactor)?)
    });
    redacted.unwrap_or_else(|_panicked| Err(panicked("every kind").into()))
}

#[cfg(test)]
mod tests;
