//! Redacts everywhere at once what verification found in a recording.

use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::TryStreamExt as _;

use super::objects::{CAPTIONS, TRANSCRIPT, key_in};
use super::verifier::off_thread;
use super::{Checked, Verifier, VerifyError, kept, sound};
use crate::decode::Picture;
use crate::domain::{
    CaptionFormat, MediaKey, MediaKind, MediaTime, ObjectVersion, Peaks, SoundCheck,
};
use crate::ingest::Ears;
use crate::redact::{
    Again, RENDITION_MIME, RedactError, RedactedTranscript, Redactor, RenditionOptions,
    SoundVerifier, write_rendition,
};
use crate::source::FileInput;
use crate::store::{
    DerivedRun, MendedTranscript, Playback, RecordingSummary, SaveOutcome, StoredTranscript,
    kill_point,
};

/// What is written and not made live after this long counts as killed.
const HOLD: Duration = Duration::from_secs(3600);
/// The sound's name under a run's prefix.
const RENDITION: &str = "rendition.opus";

/// Mends recordings.
#[derive(Clone)]
pub struct Mender {
    /// What looks through them.
    pub verifier: Verifier,
    /// What listens to the new sound; needed to mend.
    pub ears: Option<Ears>,
    /// Where videos are put together; nothing raw is ever there.
    pub work_dir: PathBuf,
}

/// The new sound and where it lies.
struct Sound {
    playback: Playback,
    peaks: Option<Peaks>,
    transcript: RedactedTranscript,
}

impl Mender {
    /// Redacts a recording once more: rows, objects and sound, in one transaction that the index
    /// follows. [`SaveOutcome::Superseded`] where it was ingested anew meanwhile.
    ///
    /// # Errors
    /// Whatever fails; then all is as it was.
    pub async fn mend(
        &self,
        summary: &RecordingSummary,
        checked: &Checked,
    ) -> Result<SaveOutcome, VerifyError> {
        let Verifier { store, redactors, .. } = &self.verifier;
        let redactor = redactors.of(&summary.collection);
        let shown = kept::name(&redactor, &summary.media, &summary.title)?;
        let Some(stored) = store.transcript(summary.id).await? else {
            store.rename(summary.id, &shown).await?;
            return Ok(SaveOutcome::Saved);
        };
        let old = store.live_derived(summary.id).await?;
        let old = old.ok_or(VerifyError::Damaged("the list of its objects"))?;
        let (stored, reading) = (Arc::new(stored), redactor.clone());
        let (rows, audible) = (stored.clone(), checked.audible.clone());
        let again =
            off_thread(move || Ok(reading.redact_again(kept::kept(&rows), &audible)?)).await?;
        let derived = store.begin_mending(summary.id, &folder_of(&old), HOLD).await?;
        kill_point("verify_derived_noted");
        let is_same = is_silenced(&stored, &again.transcript);
        let tags = again.tags.clone();
        let sound = match is_same {
            true => self.copy_sound(&stored, &old, &derived, again.transcript).await?,
            false => self.make_sound(&stored, &derived, again, redactor).await?,
        };
        self.put_texts(&derived, &sound.transcript).await?;
        kill_point("verify_objects_written");
        let new = MendedTranscript {
            recording: &stored.recording,
            shown: &shown,
            transcript: &sound.transcript,
            tags: &tags,
            playback: &sound.playback,
            peaks: sound.peaks.as_ref(),
            derived: &derived,
        };
        Ok(store.save_mended(&new).await?)
    }

    /// Takes the sound along as it is.
    async fn copy_sound(
        &self,
        stored: &StoredTranscript,
        old: &DerivedRun,
        derived: &DerivedRun,
        transcript: RedactedTranscript,
    ) -> Result<Sound, VerifyError> {
        let archive = &self.verifier.archive;
        let mut pages = archive.list(&old.bucket, &old.prefix);
        let mut playback = stored.recording.playback.clone();
        while let Some(page) = pages.try_next().await? {
            for object in page {
                let name = object.key.key.strip_prefix(&old.prefix).unwrap_or_default().to_owned();
                if [TRANSCRIPT, CAPTIONS].contains(&name.as_str()) {
                    continue;
                }
                let target = key_in(derived, &name);
                let is_played = object.key == stored.recording.playback.media;
                let mime = if is_played { playback.mime.as_str() } else { RENDITION_MIME };
                self.copy((object.key, object.version), &target, mime).await?;
                if is_played {
                    playback.media = target;
                }
            }
        }
        Ok(Sound { playback, peaks: None, transcript })
    }

    async fn copy(
        &self,
        (from, version): (MediaKey, ObjectVersion),
        to: &MediaKey,
        mime: &str,
    ) -> Result<(), VerifyError> {
        let (archive, to, mime) = (self.verifier.archive.clone(), to.clone(), mime.to_owned());
        off_thread(move || {
            let mut writer = archive.upload(&to, &mime);
            let copied = io::copy(&mut archive.open(&from, &version), &mut writer);
            copied.map_err(|_| VerifyError::Damaged("its sound"))?;
            Ok(writer.finish()?)
        })
        .await
    }

    /// Makes the sound anew out of what the player was given, with more silenced.
    async fn make_sound(
        &self,
        stored: &Arc<StoredTranscript>,
        derived: &DerivedRun,
        again: Again,
        redactor: Arc<Redactor>,
    ) -> Result<Sound, VerifyError> {
        let media = stored.recording.playback.media.clone();
        let version = self.verifier.archive.head(&media).await?;
        let target = key_in(derived, RENDITION);
        let making = Making {
            mender: self.clone(),
            stored: stored.clone(),
            old: (media, version),
            target: target.clone(),
            redactor,
        };
        let (transcript, peaks) = off_thread({
            let making = making.clone();
            move || making.sound(again)
        })
        .await?;
        let alone = Playback { media: target.clone(), mime: RENDITION_MIME.to_owned() };
        let playback = if stored.recording.kind == MediaKind::Video {
            let sound = self.verifier.archive.head(&target).await?;
            let derived = derived.clone();
            off_thread(move || making.video(&sound, &derived)).await?.unwrap_or(alone)
        } else {
            alone
        };
        Ok(Sound { playback, peaks: Some(peaks), transcript })
    }

    async fn put_texts(
        &self,
        derived: &DerivedRun,
        transcript: &RedactedTranscript,
    ) -> Result<(), VerifyError> {
        let archive = &self.verifier.archive;
        let json = serde_json::to_vec(transcript).map_err(|_| VerifyError::Damaged(TRANSCRIPT))?;
        let captions = transcript.captions(CaptionFormat::Vtt).into_bytes();
        let mime = CaptionFormat::Vtt.mime();
        archive.put(&key_in(derived, TRANSCRIPT), Bytes::from(json), "application/json").await?;
        archive.put(&key_in(derived, CAPTIONS), Bytes::from(captions), mime).await?;
        Ok(())
    }
}

/// What it takes to make sound anew.
#[derive(Clone)]
struct Making {
    mender: Mender,
    stored: Arc<StoredTranscript>,
    old: (MediaKey, ObjectVersion),
    target: MediaKey,
    redactor: Arc<Redactor>,
}

impl Making {
    /// Blocks.
    fn sound(&self, again: Again) -> Result<(RedactedTranscript, Peaks), VerifyError> {
        let Verifier { archive, redactors, decode, .. } = &self.mender.verifier;
        let Again { mut transcript, hidden, .. } = again;
        let master = sound::record(archive, &self.old.0, &self.old.1, decode)?;
        let policy = redactors.plans.get(&self.stored.recording.collection).map(|plan| plan.sound);
        let policy = policy.unwrap_or_default();
        let options = RenditionOptions { sound: policy.sound, ..RenditionOptions::default() };
        let mut writer;
        let peaks = if policy.check == SoundCheck::Always {
            let ears = self.mender.ears.as_ref();
            let ears = ears.ok_or(VerifyError::Damaged("a mender without ears"))?;
            let ear = ears.for_transcript(&transcript).map_err(RedactError::from)?;
            let (redactor, master, hidden) = (&self.redactor, &master, &hidden);
            let verifier = SoundVerifier { master, hidden, redactor, transcriber: &*ear, options };
            let mut on = |_: MediaTime| ControlFlow::Continue(());
            let made = verifier.rendition(&mut transcript, &mut on)?;
            writer = archive.upload(&self.target, RENDITION_MIME);
            made.write(&verifier, transcript.spans(), &mut writer)?;
            made.summary.peaks
        } else {
            writer = archive.upload(&self.target, RENDITION_MIME);
            write_rendition(&master, &transcript, &options, &mut writer)?.peaks
        };
        writer.finish()?;
        Ok((transcript, peaks))
    }

    /// Puts the picture that was shown to the new sound; blocks.
    fn video(
        &self,
        sound: &ObjectVersion,
        derived: &DerivedRun,
    ) -> Result<Option<Playback>, VerifyError> {
        let Verifier { archive, decode, .. } = &self.mender.verifier;
        let Some(ffmpeg) = &decode.ffmpeg else { return Ok(None) };
        let no_room = |_| VerifyError::Damaged("the work folder");
        let folder = tempfile::tempdir_in(&self.mender.work_dir).map_err(no_room)?;
        let duration = self.stored.recording.duration;
        let picture = Picture { ffmpeg, limits: &decode.limits, duration };
        let original = archive.open(&self.old.0, &self.old.1);
        let sound = archive.open(&self.target, sound);
        let Some(video) = picture.with_sound(original, sound, folder.path())? else {
            return Ok(None);
        };
        let name = video.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let media = key_in(derived, &name);
        let mut file = FileInput::open(&video.path).map_err(no_room)?;
        let mut writer = archive.upload(&media, video.mime);
        io::copy(&mut file, &mut writer).map_err(no_room)?;
        writer.finish()?;
        Ok(Some(Playback { media, mime: video.mime.to_owned() }))
    }
}

/// The folder that holds a run's prefix.
fn folder_of(derived: &DerivedRun) -> MediaKey {
    let prefix = derived.prefix.trim_end_matches('/');
    let end = prefix.rfind('/').map_or(0, |slash| slash + 1);
    MediaKey { bucket: derived.bucket.clone(), key: prefix[..end].to_owned() }
}

/// Whether what is stored as silenced is all that is to be.
fn is_silenced(stored: &StoredTranscript, transcript: &RedactedTranscript) -> bool {
    let wanted = transcript.spans().iter().map(|span| (span.span(), span.channel()));
    wanted.eq(stored.spans.iter().map(|span| (span.span, span.channel)))
}
