//! One recording, all stages: open, decode, transcribe, redact, rendition, save.

use std::sync::Arc;

use bytes::Bytes;
use tracing::Span;

use super::listen::Listener;
use super::render::{self, Rendering};
use super::{Archive, CollectionPlan, IngestError, Plans, RunControl};
use crate::decode::{DecodeOptions, MediaInfo};
use crate::domain::{CaptionFormat, MediaKey, TranscriptId};
use crate::redact::RedactedTranscript;
use crate::store::{
    ClaimedJob, DerivedRun, FailureCode, MediaFacts, NewTranscript, Playback, RecordingVersion,
    SaveOutcome, Stage, Store, kill_point,
};
use crate::transcribe::Transcriber;

/// Where the pipeline writes and what a file may cost.
#[derive(Debug, Clone)]
pub struct PipelineOptions {
    /// The bucket for renditions, transcripts and captions.
    pub derived_bucket: String,
    /// Before every key there; empty, or ending in `/`.
    pub derived_prefix: String,
    /// How recordings are decoded, and what a file may cost.
    pub decode: DecodeOptions,
}

impl Default for PipelineOptions {
    fn default() -> Self {
        Self {
            derived_bucket: "earmark-derived".to_owned(),
            derived_prefix: String::new(),
            decode: DecodeOptions::default(),
        }
    }
}

/// Makes recordings searchable, one at a time.
pub struct Pipeline {
    store: Store,
    archive: Arc<dyn Archive>,
    transcriber: Arc<dyn Transcriber>,
    plans: Arc<Plans>,
    options: PipelineOptions,
}

impl Pipeline {
    /// Puts a pipeline together.
    #[must_use]
    pub fn new(
        store: Store,
        archive: Arc<dyn Archive>,
        transcriber: Arc<dyn Transcriber>,
        plans: Arc<Plans>,
        options: PipelineOptions,
    ) -> Self {
        Self { store, archive, transcriber, plans, options }
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
        let (info, transcript) = self.listen(version, control).await?;
        let transcript = Arc::new(transcript);
        control.check()?;
        let derived = self.begin_derived(job, version).await?;
        kill_point("ingest_derived_noted");
        let playback = self.render(version, control, (&info, &transcript, &derived)).await?;
        kill_point("ingest_rendition_made");
        control.check()?;
        control.report(Stage::Save, 980);
        self.put_texts(&derived, &transcript).await?;
        control.check()?;
        kill_point("ingest_before_save");
        let media = facts(info);
        let (transcript, playback, derived) = (&*transcript, &playback, &derived);
        let new = NewTranscript { version, media: &media, transcript, playback, derived };
        let saved = self.store.save(job, &new).await;
        saved.map_err(|error| IngestError::of_store(Stage::Save, &error))
    }

    async fn listen(
        self: &Arc<Self>,
        version: &RecordingVersion,
        control: &RunControl,
    ) -> Result<(MediaInfo, RedactedTranscript), IngestError> {
        let (pipeline, version, control) = (self.clone(), version.clone(), control.clone());
        off_the_async_threads(move || pipeline.listener(&version, &control)?.listen()).await
    }

    fn listener<'a>(
        &'a self,
        version: &'a RecordingVersion,
        control: &'a RunControl,
    ) -> Result<Listener<'a>, IngestError> {
        Ok(Listener {
            archive: &*self.archive,
            version,
            plan: self.plan_of(version)?,
            decode: &self.options.decode,
            transcriber: &*self.transcriber,
            control,
        })
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

    /// Decides what the player is given, and makes it.
    async fn render(
        self: &Arc<Self>,
        version: &RecordingVersion,
        control: &RunControl,
        (info, transcript, derived): (&MediaInfo, &Arc<RedactedTranscript>, &DerivedRun),
    ) -> Result<Playback, IngestError> {
        if let Some(mime) = render::original_mime(version, info.kind, transcript) {
            return Ok(Playback::Original { mime: mime.to_owned() });
        }
        let media = key_in(derived, render::FILE_NAME);
        let (pipeline, version, control) = (self.clone(), version.clone(), control.clone());
        let (transcript, target) = (transcript.clone(), media.clone());
        off_the_async_threads(move || {
            let listener = pipeline.listener(&version, &control)?;
            Rendering { listener, transcript: &transcript, target: &target }.make()
        })
        .await?;
        Ok(Playback::Rendition { media, mime: render::MIME.to_owned() })
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

fn facts(info: MediaInfo) -> MediaFacts {
    let MediaInfo { kind, codec, sample_rate, channels, .. } = info;
    MediaFacts { kind, codec, channels, sample_rate }
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
