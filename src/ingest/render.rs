//! What the player is given: the original where that is safe and plays, else sound made for it.

use super::IngestError;
use super::listen::Listener;
use crate::domain::{MediaKey, MediaKind};
use crate::redact::{RENDITION_MIME, RedactedTranscript, RenditionOptions, write_rendition};
use crate::store::{RecordingVersion, Stage};

/// The rendition's media type.
pub(super) const MIME: &str = RENDITION_MIME;
/// The rendition's name under the run's prefix.
pub(super) const FILE_NAME: &str = "rendition.opus";

/// The original's media type where the player may have it: a video in which nothing was redacted,
/// in a container that browsers play. Sound always gets a rendition, which every browser plays
/// and which starts at once.
pub(super) fn original_mime(
    version: &RecordingVersion,
    kind: MediaKind,
    transcript: &RedactedTranscript,
) -> Option<&'static str> {
    if kind != MediaKind::Video || !transcript.spans().is_empty() {
        return None;
    }
    match version.media.extension()?.as_str() {
        "mp4" | "m4v" => Some("video/mp4"),
        "webm" => Some("video/webm"),
        _ => None,
    }
}

/// A rendition to be made.
pub(super) struct Rendering<'a> {
    pub(super) listener: Listener<'a>,
    pub(super) transcript: &'a RedactedTranscript,
    pub(super) target: &'a MediaKey,
}

impl Rendering<'_> {
    /// Decodes the recording again and writes its sound with the redacted spans silenced; blocks.
    pub(super) fn make(&self) -> Result<(), IngestError> {
        self.listener.control.report(Stage::Rendition, 920);
        let (decoder, fault) = self.listener.open()?;
        let mut writer = self.listener.archive.upload(self.target, MIME);
        let options = RenditionOptions::default();
        write_rendition(decoder, self.transcript, &options, &mut writer)
            .map_err(|error| fault.or(IngestError::of_redact(Stage::Rendition, &error)))?;
        let finished = writer.finish();
        finished.map_err(|error| IngestError::of_derived(Stage::Rendition, &error))
    }
}
