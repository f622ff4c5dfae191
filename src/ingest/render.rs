//! What the player is given: sound made for it, with nothing of what was redacted, and the picture
//! where there is one.

use std::fs::File;
use std::io;
use std::path::Path;

use super::watched_input::WatchedInput;
use super::{Archive, IngestError, RunControl};
use crate::decode::{DecodeError, DecodeOptions, Ffmpeg, Master, Picture, VideoFile};
use crate::domain::{MediaKey, ObjectVersion, Peaks};
use crate::redact::{RENDITION_MIME, RedactedTranscript, RenditionOptions, write_rendition};
use crate::store::{FailureCode, RecordingVersion, Stage};

/// The sound's media type.
pub(super) const MIME: &str = RENDITION_MIME;
/// The sound's name under the run's prefix.
pub(super) const FILE_NAME: &str = "rendition.opus";

/// Sound to be made.
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

/// A video to be made of the original's picture and the sound that was made.
pub(super) struct Filming<'a> {
    pub(super) archive: &'a dyn Archive,
    pub(super) control: &'a RunControl,
    pub(super) decode: &'a DecodeOptions,
    pub(super) master: &'a Master,
    pub(super) version: &'a RecordingVersion,
    pub(super) sound: (&'a MediaKey, &'a ObjectVersion),
    pub(super) work_dir: &'a Path,
    /// Where its file goes, by name.
    pub(super) target: &'a dyn Fn(&str) -> MediaKey,
}

impl Filming<'_> {
    /// Writes the video and gives its place and media type; `None` where there is no picture, or
    /// ffmpeg can do nothing with it: then there is sound alone. Blocks.
    pub(super) fn make(&self, ffmpeg: &Ffmpeg) -> Result<Option<(MediaKey, String)>, IngestError> {
        self.control.report(Stage::Rendition, 950);
        let folder = tempfile::tempdir_in(self.work_dir).map_err(|error| no_room(&error))?;
        let original = self.archive.open(&self.version.media, &self.version.version);
        let (original, fault) = WatchedInput::new(original, self.control.clone());
        let (key, version) = self.sound;
        let sound = self.archive.open(key, version);
        let limits = &self.decode.limits;
        let picture = Picture { ffmpeg, limits, duration: self.master.duration() };
        let made = picture.with_sound(Box::new(original), sound, folder.path());
        self.control.check()?;
        match made {
            Ok(Some(video)) => self.put(&video).map(Some),
            Ok(None) => Ok(None),
            Err(error @ DecodeError::Io(_)) => {
                Err(fault.or(IngestError::of_decode(Stage::Rendition, &error)))
            }
            Err(error) => {
                tracing::warn!(%error, "the picture can't be shown, so there is sound alone");
                Ok(None)
            }
        }
    }

    fn put(&self, video: &VideoFile) -> Result<(MediaKey, String), IngestError> {
        let name = video.path.file_name().unwrap_or_default().to_string_lossy();
        let key = (self.target)(&name);
        let mut file = File::open(&video.path).map_err(|error| no_room(&error))?;
        let mut writer = self.archive.upload(&key, video.mime);
        let copied = io::copy(&mut file, &mut writer);
        let failed = |error| IngestError::of_derived(Stage::Rendition, &error);
        copied.map_err(|error| {
            let code = FailureCode::ObjectStoreFailed;
            IngestError::failed(Stage::Rendition, code, error, true)
        })?;
        writer.finish().map_err(failed)?;
        Ok((key, video.mime.to_owned()))
    }
}

fn no_room(error: &io::Error) -> IngestError {
    let message = format!("the video can't be written to the data folder: {error}");
    IngestError::failed(Stage::Rendition, FailureCode::RenditionFailed, message, true)
}
