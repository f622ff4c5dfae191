//! What the player is given: sound made for it, with nothing of what was redacted, and the picture
//! where there is one.

use std::fs::File;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use super::listen::Heard;
use super::watched_input::WatchedInput;
use super::{Archive, ArchiveWriter, CollectionPlan, IngestError, RunControl};
use crate::decode::{DecodeError, DecodeOptions, Ffmpeg, Master, Picture, VideoFile};
use crate::domain::{MediaKey, MediaTime, ObjectVersion, Peaks, SoundCheck};
use crate::redact::{
    RENDITION_MIME, RedactError, RedactedTranscript, RenditionOptions, SoundVerifier,
    write_rendition,
};
use crate::store::{FailureCode, RecordingVersion, Stage};
use crate::transcribe::Transcriber;

/// The sound's media type.
pub(super) const MIME: &str = RENDITION_MIME;
/// The sound's name under the run's prefix.
pub(super) const FILE_NAME: &str = "rendition.opus";
/// Of the whole job's time, where rendering begins, in thousandths.
const RENDER_AT: u16 = 920;

/// Sound to be made.
pub(super) struct Rendering<'a> {
    pub(super) archive: &'a dyn Archive,
    pub(super) control: &'a RunControl,
    pub(super) heard: &'a Heard,
    pub(super) plan: &'a CollectionPlan,
    /// What listens to it.
    pub(super) ear: &'a dyn Transcriber,
    pub(super) target: &'a MediaKey,
}

/// Sound that was made.
pub(super) struct Rendered {
    pub(super) peaks: Peaks,
    /// With the spans that are silenced, which may be wider than they were.
    pub(super) transcript: RedactedTranscript,
}

impl Rendering<'_> {
    /// Writes the recording's sound with the redacted spans silenced; blocks. Nothing is written
    /// before it was listened to, where the collection wants that and something is silenced.
    pub(super) fn make(&self) -> Result<Rendered, IngestError> {
        self.control.report(Stage::Rendition, RENDER_AT);
        let Heard { master, transcript, .. } = self.heard;
        let options = RenditionOptions { sound: self.plan.sound.sound, ..Default::default() };
        if self.plan.sound.check == SoundCheck::Always && !transcript.spans().is_empty() {
            return self.make_verified(options);
        }
        let mut writer = self.archive.upload(self.target, MIME);
        let written = write_rendition(master, transcript, &options, &mut writer);
        let written = written.map_err(|error| of_redact(&error))?;
        finish(writer)?;
        Ok(Rendered { peaks: written.peaks, transcript: transcript.clone() })
    }

    fn make_verified(&self, options: RenditionOptions) -> Result<Rendered, IngestError> {
        let Heard { master, hidden, .. } = self.heard;
        let redactor = &self.plan.redactor;
        let verifier = SoundVerifier { master, hidden, redactor, transcriber: self.ear, options };
        let mut transcript = self.heard.transcript.clone();
        let began = Instant::now();
        let mut progress = |_: MediaTime| match self.control.is_cancelled() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        };
        let made = verifier.rendition(&mut transcript, &mut progress);
        let made = made.map_err(|error| of_redact(&error))?;
        tracing::info!(
            tries = made.tries,
            listened.millis = made.listened.as_millis(),
            took.millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            model = self.ear.model().name,
            "the redacted sound was listened to"
        );
        let mut writer = self.archive.upload(self.target, MIME);
        let written = made.write(&verifier, transcript.spans(), &mut writer);
        written.map_err(|error| of_redact(&error))?;
        finish(writer)?;
        Ok(Rendered { peaks: made.summary.peaks, transcript })
    }
}

fn finish(writer: Box<dyn ArchiveWriter>) -> Result<(), IngestError> {
    writer.finish().map_err(|error| IngestError::of_derived(Stage::Rendition, &error))
}

fn of_redact(error: &RedactError) -> IngestError {
    IngestError::of_redact(Stage::Rendition, error)
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
