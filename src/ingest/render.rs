//! What the player is given: sound made for it, with nothing of what was redacted.

use super::{Archive, IngestError, RunControl};
use crate::decode::Master;
use crate::domain::{MediaKey, Peaks};
use crate::redact::{RENDITION_MIME, RedactedTranscript, RenditionOptions, write_rendition};
use crate::store::Stage;

/// The rendition's media type.
pub(super) const MIME: &str = RENDITION_MIME;
/// The rendition's name under the run's prefix.
pub(super) const FILE_NAME: &str = "rendition.opus";

/// A rendition to be made.
pub(super) struct Rendering<'a> {
    pub(super) archive: &'a dyn Archive,
    pub(super) control: &'a RunControl,
    pub(super) master: &'a Master,
    pub(super) transcript: &'a RedactedTranscript,
    pub(super) target: &'a MediaKey,
}

impl Rendering<'_> {
    /// Writes the recording's sound with the redacted spans silenced, and gives its peaks; blocks.
    pub(super) fn make(&self) -> Result<Peaks, IngestError> {
        self.control.report(Stage::Rendition, 920);
        let mut writer = self.archive.upload(self.target, MIME);
        let options = RenditionOptions::default();
        let written = write_rendition(self.master, self.transcript, &options, &mut writer);
        let written = written.map_err(|error| IngestError::of_redact(Stage::Rendition, &error))?;
        let finished = writer.finish();
        finished.map_err(|error| IngestError::of_derived(Stage::Rendition, &error))?;
        Ok(written.peaks)
    }
}
