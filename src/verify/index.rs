//! The search index's files.

use crate::domain::RecordingId;
use crate::index::{IndexedPart, SegmentDocument, SegmentIndex};
use crate::redact::{RedactError, Redactor};
use crate::store::{StoredSegment, StoredWord};

use super::kept;
use super::{Finding, Place, Redactors, VerifyError};

/// Looks through all documents and terms of an index, deleted ones too. Blocks.
///
/// # Errors
/// When the index can't be read, or a recognizer fails.
pub fn index_findings(
    index: &SegmentIndex,
    redactors: &Redactors,
) -> Result<Vec<Finding>, VerifyError> {
    let mut findings = Vec::new();
    let mut failure: Option<RedactError> = None;
    index.audit(&mut |id, part| {
        let Some(document) = part.documents.first() else { return };
        let redactor = redactors.of(&document.recording.collection);
        match part_findings(&redactor, id, &part) {
            Ok(found) => findings.extend(found),
            Err(error) => failure = failure.take().or(Some(error)),
        }
    })?;
    failure.map_or(Ok(findings), |error| Err(error.into()))
}

fn part_findings(
    redactor: &Redactor,
    id: RecordingId,
    part: &IndexedPart,
) -> Result<Vec<Finding>, RedactError> {
    let mut documents: Vec<&SegmentDocument> = part.documents.iter().collect();
    documents.sort_by_key(|document| document.ordinal);
    let segments: Vec<_> = documents.iter().map(|one| kept::segment(&stored(one))).collect();
    let remnants = redactor.remnants_in(&segments)?;
    let mut findings: Vec<Finding> =
        remnants.iter().map(|one| Finding::of(id, Place::Index, one)).collect();
    let terms = part.foreign_terms.iter().map(|span| Finding {
        recording: id,
        place: Place::IndexTerms,
        kind: None,
        span: Some(*span),
        channel: None,
    });
    findings.extend(terms);
    // The same in each of a recording's documents.
    if let Some(SegmentDocument { recording, .. }) = documents.first() {
        let name = kept::name(redactor, &recording.media, &recording.title)?;
        findings.extend(name.kinds().iter().map(|kind| Finding {
            recording: id,
            place: Place::Index,
            kind: Some(*kind),
            span: None,
            channel: None,
        }));
    }
    Ok(findings)
}

fn stored(document: &SegmentDocument) -> StoredSegment {
    let word = |word: &crate::index::IndexedWord| StoredWord {
        text: word.text.clone(),
        span: word.span,
        confidence: word.confidence,
        redacted: word.redacted,
        is_listed: false,
        alternatives: word.alternatives.clone(),
    };
    let words: Vec<StoredWord> = document.words.iter().map(word).collect();
    StoredSegment {
        ordinal: document.ordinal,
        span: document.span,
        language: document.language.clone(),
        channel: document.channel,
        text: words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "),
        words,
        suspect: document.suspect,
    }
}
