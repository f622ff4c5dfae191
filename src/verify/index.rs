//! The search index's files.

use crate::index::{IndexedPart, SegmentIndex};
use crate::redact::{RedactError, Redactor};

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
    index.audit(&mut |part| {
        let redactor = redactors.of(&part.recording.collection);
        match part_findings(&redactor, &part) {
            Ok(found) => findings.extend(found),
            Err(error) => failure = failure.take().or(Some(error)),
        }
    })?;
    failure.map_or(Ok(findings), |error| Err(error.into()))
}

fn part_findings(redactor: &Redactor, part: &IndexedPart) -> Result<Vec<Finding>, RedactError> {
    let recording = &part.recording;
    let segments: Vec<_> = part.segments.iter().map(kept::segment).collect();
    let remnants = redactor.remnants_in(&segments)?;
    let mut findings: Vec<Finding> =
        remnants.iter().map(|one| Finding::of(recording.id, Place::Index, one)).collect();
    let found =
        |place, kind, span| Finding { recording: recording.id, place, kind, span, channel: None };
    let terms = part.foreign_terms.iter();
    findings.extend(terms.map(|span| found(Place::IndexTerms, None, Some(*span))));
    // The same with each of a recording's channels.
    let name = kept::name(redactor, &recording.media, &recording.title)?;
    findings.extend(name.kinds().iter().map(|kind| found(Place::Index, Some(*kind), None)));
    Ok(findings)
}
