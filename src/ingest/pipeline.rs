//! One recording, all stages: open, decode, transcribe, redact, rendition, save.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tracing::Span;

use super::listen::{Heard, Listener};
use super::render::{self, Filming, Rendered, Rendering};
use super::{Archive, CollectionPlan, Ears, IngestError, Models, Plans, RunControl};
use crate::decode::{DecodeOptions, MediaInfo};
use crate::domain::{CaptionFormat, MediaKey, MediaKind, TranscriptId};
use crate::redact::RedactedTranscript;
use crate::store::{
    ClaimedJob, DerivedRun, FailureCode, MediaFacts, NewTranscript, Playback, RecordingVersion,
    SaveOutcome, Stage, Store, kill_point,
};

/// Where the pipeline writes and what a file may cost.
#[derive(Debug, Clone)]
pub struct PipelineOptions {
    /// The bucket for renditions, transcripts and captions.
    pub derived_bucket: String,
    /// Before every key there; empty, or ending in `/`.
    pub derived_prefix: String,
    /// How recordings are decoded, and what a file may cost.
    pub decode: DecodeOptions,
    /// Where videos are put together; nothing raw is ever there.
    pub work_dir: PathBuf,
    /// How often what was heard so far is kept: so much work is lost with a worker at most.
    pub checkpoint_every: Duration,
}

impl Default for PipelineOptions {
    fn default() -> Self {
        Self {
            derived_bucket: "earmark-derived".to_owned(),
            derived_prefix: String::new(),
            decode: DecodeOptions::default(),
            work_dir: std::env::temp_dir(),
            checkpoint_every: Duration::from_secs(60),
        }
    }
}

/// Makes recordings searchable, one at a time.
pub struct Pipeline {
    store: Store,
    archive: Arc<dyn Archive>,
    models: Models,
    ears: Ears,
    plans: Arc<Plans>,
    options: PipelineOptions,
}

impl Pipeline {
    /// Puts a pipeline together.
    #[must_use]
    pub fn new(
        store: Store,
        archive: Arc<dyn Archive>,
        models: Models,
        plans: Arc<Plans>,
        options: PipelineOptions,
    ) -> Self {
        let ears = Ears::of(models.clone());
        Self { store, archive, models, ears, plans, options }
    }

    /// Has renditions listened to by these.
    #[must_use]
    pub fn verified_by(self, ears: Ears) -> Self {
        Self { ears, ..self }
    }

    pub(super) const fn store(&self) -> &Store {
        &self.store
    }

    pub(super) const fn archive(&self) -> &Arc<dyn Archive> {
        &self.archive
    }

    pub(super) const fn plans(&self) -> &Arc<Plans> {
        &self.plans
    }

    /// Takes a recording through all stages. Until the last one commits, nothing of it counts.
    ///
    /// # Errors
    /// Says at which stage and why; nothing is searchable then that was not before.
    pub async fn run(
        self: &Arc<Self>,
        job: &ClaimedJob,
        version: &RecordingVersion,
        control: &RunControl,
    ) -> Result<SaveOutcome, IngestError> {
        let heard = Arc::new(self.listen(job, version, control).await?);
        control.check()?;
        let derived = self.begin_derived(job, version).await?;
        kill_point("ingest_derived_noted");
        let (sound, rendered) = self.render(version, control, &heard, &derived).await?;
        let Rendered { peaks, transcript } = rendered;
        let playback = self.film(version, control, &heard, (&sound, &derived)).await?;
        kill_point("ingest_rendition_made");
        control.check()?;
        control.report(Stage::Save, 980);
        self.check_current(version).await?;
        self.put_texts(&derived, &transcript).await?;
        control.check()?;
        kill_point("ingest_before_save");
        let media = facts(&heard);
        let new = NewTranscript {
            version,
            shown: &heard.shown,
            media: &media,
            transcript: &transcript,
            playback: &playback,
            peaks: Some(&peaks),
            derived: &derived,
        };
        let saved = self.store.save(job, &new).await;
        saved.map_err(|error| IngestError::of_store(Stage::Save, &error))
    }

    async fn listen(
        self: &Arc<Self>,
        job: &ClaimedJob,
        version: &RecordingVersion,
        control: &RunControl,
    ) -> Result<Heard, IngestError> {
        let (pipeline, job) = (self.clone(), job.clone());
        let (version, control) = (version.clone(), control.clone());
        off_the_async_threads(move || {
            let listener = Listener {
                archive: &*pipeline.archive,
                version: &version,
                plan: pipeline.plan_of(&version)?,
                decode: &pipeline.options.decode,
                models: &pipeline.models,
                store: &pipeline.store,
                job: &job,
                checkpoint_every: pipeline.options.checkpoint_every,
                control: &control,
            };
            listener.listen()
        })
        .await
    }

    fn plan_of(&self, version: &RecordingVersion) -> Result<&CollectionPlan, IngestError> {
        self.plans.get(&version.collection).ok_or_else(|| {
            let message = format!("collection `{}` is not configured here", version.collection);
            IngestError::failed(Stage::Open, FailureCode::NoBucket, message, true)
        })
    }

    /// Notes where this run writes, before it does.
    async fn begin_derived(
        &self,
        job: &ClaimedJob,
        version: &RecordingVersion,
    ) -> Result<DerivedRun, IngestError> {
        let transcript = TranscriptId::of(version.recording, &version.version);
        let prefix = format!(
            "{}recordings/{}/{transcript}/{}/",
            self.options.derived_prefix,
            version.recording,
            job.run()
        );
        let place = (self.options.derived_bucket.as_str(), prefix.as_str());
        let noted = self.store.begin_derived(job, version.recording, place).await;
        noted.map_err(|error| IngestError::of_store(Stage::Rendition, &error))
    }

    /// Hearing takes hours, reading minutes: what was replaced or deleted since is not kept.
    async fn check_current(&self, version: &RecordingVersion) -> Result<(), IngestError> {
        let now = self.archive.head(&version.media).await;
        let now = now.map_err(|error| IngestError::of_source(Stage::Save, &error))?;
        if now.is_same(&version.version) { Ok(()) } else { Err(IngestError::ObjectReplaced) }
    }

    /// Makes what the player is given.
    async fn render(
        self: &Arc<Self>,
        version: &RecordingVersion,
        control: &RunControl,
        heard: &Arc<Heard>,
        derived: &DerivedRun,
    ) -> Result<(MediaKey, Rendered), IngestError> {
        let media = key_in(derived, render::FILE_NAME);
        let (pipeline, control) = (self.clone(), control.clone());
        let (heard, target, version) = (heard.clone(), media.clone(), version.clone());
        let rendered = off_the_async_threads(move || {
            let ear = pipeline.ears.for_transcript(&heard.transcript);
            let ear = ear.map_err(|error| IngestError::of_transcribe(&error))?;
            let rendering = Rendering {
                archive: &*pipeline.archive,
                control: &control,
                heard: &heard,
                plan: pipeline.plan_of(&version)?,
                ear: &*ear,
                target: &target,
            };
            rendering.make()
        })
        .await?;
        Ok((media, rendered))
    }

    /// Decides what the player is given: the picture with the sound that was made, where there is
    /// a picture and ffmpeg, else that sound.
    async fn film(
        self: &Arc<Self>,
        version: &RecordingVersion,
        control: &RunControl,
        heard: &Arc<Heard>,
        (sound, derived): (&MediaKey, &DerivedRun),
    ) -> Result<Playback, IngestError> {
        let alone = Playback { media: sound.clone(), mime: render::MIME.to_owned() };
        let is_video = heard.master.info().kind == MediaKind::Video;
        let Some(ffmpeg) = self.options.decode.ffmpeg.clone().filter(|_| is_video) else {
            return Ok(alone);
        };
        let of_sound = self.archive.head(sound).await;
        let of_sound =
            of_sound.map_err(|error| IngestError::of_derived(Stage::Rendition, &error))?;
        let (pipeline, version, control) = (self.clone(), version.clone(), control.clone());
        let (heard, sound, derived) = (heard.clone(), sound.clone(), derived.clone());
        let made = off_the_async_threads(move || {
            let filming = Filming {
                archive: &*pipeline.archive,
                control: &control,
                decode: &pipeline.options.decode,
                master: &heard.master,
                version: &version,
                sound: (&sound, &of_sound),
                work_dir: &pipeline.options.work_dir,
                target: &|name| key_in(&derived, name),
            };
            filming.make(&ffmpeg)
        });
        Ok(made.await?.map_or(alone, |(media, mime)| Playback { media, mime }))
    }

    /// Writes transcript and captions beside the rendition.
    async fn put_texts(
        &self,
        derived: &DerivedRun,
        transcript: &RedactedTranscript,
    ) -> Result<(), IngestError> {
        let json = serde_json::to_vec(transcript).map_err(|error| {
            IngestError::failed(Stage::Save, FailureCode::Crashed, error, false)
        })?;
        self.put(derived, "transcript.json", json, "application/json").await?;
        kill_point("ingest_transcript_put");
        let captions = transcript.captions(CaptionFormat::Vtt).into_bytes();
        self.put(derived, "captions.vtt", captions, CaptionFormat::Vtt.mime()).await
    }

    async fn put(
        &self,
        derived: &DerivedRun,
        name: &str,
        body: Vec<u8>,
        mime: &str,
    ) -> Result<(), IngestError> {
        let put = self.archive.put(&key_in(derived, name), Bytes::from(body), mime).await;
        put.map_err(|error| IngestError::of_derived(Stage::Save, &error))
    }
}

fn key_in(derived: &DerivedRun, name: &str) -> MediaKey {
    MediaKey { bucket: derived.bucket.clone(), key: format!("{}{name}", derived.prefix) }
}

fn facts(heard: &Heard) -> MediaFacts {
    let MediaInfo { kind, codec, sample_rate, channels, bit_rate, .. } =
        heard.master.info().clone();
    MediaFacts {
        kind,
        codec,
        channels,
        channels_heard: heard.layout,
        sample_rate,
        bit_rate,
        tags: heard.tags.clone(),
    }
}

/// Runs what computes or blocks on a thread for that, in the caller's span; its panic goes on in
/// the caller.
async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, IngestError> + Send + 'static,
) -> Result<T, IngestError> {
    let span = Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(work)).await {
        Ok(result) => result,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The runtime is shutting down.
        Err(_) => Err(IngestError::Cancelled),
    }
}
