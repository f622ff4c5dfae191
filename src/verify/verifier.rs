//! Looks through one recording after the other.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::objects::{self, CAPTIONS, TRANSCRIPT, key_in};
use super::{Finding, Place, Redactors, Unchecked, VerifyError, kept, sound};
use crate::decode::DecodeOptions;
use crate::domain::{Language, MediaTime};
use crate::ingest::{Archive, Ears};
use crate::redact::{Again, AudibleSpan, Redactor, audible};
use crate::store::{DerivedRun, RecordingSummary, Store, StoredTranscript};
use crate::transcribe::Segment;

/// Looks through what is stored of recordings.
#[derive(Clone)]
pub struct Verifier {
    /// Postgres.
    pub store: Store,
    /// S3.
    pub archive: Arc<dyn Archive>,
    /// How each collection is redacted.
    pub redactors: Redactors,
    /// How renditions are decoded.
    pub decode: DecodeOptions,
    /// What listens to renditions; without it they are not listened to.
    pub ears: Option<Ears>,
}

/// What became of looking through a recording, and what it takes to mend it.
pub struct Checked {
    /// What was found.
    pub findings: Vec<Finding>,
    /// What could not be looked through.
    pub unchecked: Vec<Unchecked>,
    pub(super) audible: Vec<AudibleSpan>,
}

impl Verifier {
    /// Looks through all that Postgres and S3 hold of a recording.
    ///
    /// # Errors
    /// When Postgres or a recognizer fails. What S3 fails at is told in
    /// [`Checked::unchecked`].
    pub async fn check(&self, summary: &RecordingSummary) -> Result<Checked, VerifyError> {
        let id = summary.id;
        let redactor = self.redactors.of(&summary.collection);
        let mut checked =
            Checked { findings: Vec::new(), unchecked: Vec::new(), audible: Vec::new() };
        let name = kept::name(&redactor, &summary.media, &summary.title)?;
        checked.findings.extend(name.kinds().iter().map(|kind| Finding {
            recording: id,
            place: Place::Name,
            kind: Some(*kind),
            span: None,
            channel: None,
        }));
        let Some(stored) = self.store.transcript(id).await? else { return Ok(checked) };
        let (stored, reading) = (Arc::new(stored), redactor.clone());
        let rows = stored.clone();
        let again = off_thread(move || Ok(reading.redact_again(kept::kept(&rows), &[])?)).await?;
        checked.findings.extend(again.remnants.iter().map(|one| Finding::in_rows(id, one)));
        match self.store.live_derived(id).await? {
            Some(derived) => {
                self.check_texts(&stored, &derived, &redactor, &mut checked).await?;
            }
            None => checked.unchecked.push(Unchecked {
                recording: id,
                place: Place::TranscriptJson,
                reason: "its objects are not noted in the database".to_owned(),
            }),
        }
        if self.ears.is_some() {
            self.check_sound(&stored, again, &redactor, &mut checked).await?;
        }
        Ok(checked)
    }

    async fn check_texts(
        &self,
        stored: &StoredTranscript,
        derived: &DerivedRun,
        redactor: &Redactor,
        checked: &mut Checked,
    ) -> Result<(), VerifyError> {
        type Parse = fn(&[u8], &Language) -> Result<Vec<Segment>, VerifyError>;
        let texts: [(Place, &str, Parse); 2] = [
            (Place::TranscriptJson, TRANSCRIPT, |bytes, _| objects::of_transcript(bytes)),
            (Place::Captions, CAPTIONS, objects::of_captions),
        ];
        let recording = stored.recording.id;
        for (place, name, parse) in texts {
            let read = objects::read(&self.archive, &key_in(derived, name)).await;
            let segments = read.and_then(|bytes| parse(&bytes, &stored.recording.language));
            match segments {
                Ok(segments) => {
                    let remnants = redactor.remnants_in(&segments)?;
                    let found = remnants.iter().map(|one| Finding::of(recording, place, one));
                    checked.findings.extend(found);
                }
                Err(error) => {
                    let reason = error.to_string();
                    checked.unchecked.push(Unchecked { recording, place, reason });
                }
            }
        }
        Ok(())
    }

    async fn check_sound(
        &self,
        stored: &Arc<StoredTranscript>,
        again: Again,
        redactor: &Arc<Redactor>,
        checked: &mut Checked,
    ) -> Result<(), VerifyError> {
        let recording = stored.recording.id;
        match self.listen(stored, again, redactor.clone()).await {
            Ok(audible) => {
                checked.findings.extend(audible.iter().map(|one| Finding {
                    recording,
                    place: Place::Sound,
                    kind: Some(one.kind),
                    span: Some(one.span),
                    channel: one.channel,
                }));
                checked.audible = audible;
            }
            Err(error) => {
                let (place, reason) = (Place::Sound, error.to_string());
                checked.unchecked.push(Unchecked { recording, place, reason });
            }
        }
        Ok(())
    }

    /// Transcribes the rendition once more; gives one span for each stretch of what is heard.
    async fn listen(
        &self,
        stored: &Arc<StoredTranscript>,
        again: Again,
        redactor: Arc<Redactor>,
    ) -> Result<Vec<AudibleSpan>, VerifyError> {
        let media = stored.recording.playback.media.clone();
        let version = self.archive.head(&media).await?;
        let (archive, decode) = (self.archive.clone(), self.decode.clone());
        let ears = self.ears.clone();
        off_thread(move || {
            let Some(ears) = ears else { return Ok(Vec::new()) };
            let master = sound::record(&archive, &media, &version, &decode)?;
            let ear =
                ears.for_transcript(&again.transcript).map_err(crate::redact::RedactError::from)?;
            let mut on = |_: MediaTime| ControlFlow::Continue(());
            let heard = (&master, &again.transcript);
            Ok(joined(audible(heard, &redactor, &*ear, &mut on)?))
        })
        .await
    }
}

/// Words of one kind side by side are one finding.
fn joined(words: Vec<AudibleSpan>) -> Vec<AudibleSpan> {
    const NEAR_MILLIS: u64 = 500;
    let mut spans: Vec<AudibleSpan> = Vec::new();
    for word in words {
        match spans.last_mut() {
            Some(last)
                if last.kind == word.kind
                    && last.channel == word.channel
                    && word.span.start <= last.span.end.plus(NEAR_MILLIS) =>
            {
                last.span = last.span.union(word.span);
            }
            _ => spans.push(word),
        }
    }
    spans
}

/// Runs what computes or blocks on a thread for that.
pub(super) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VerifyError> + Send + 'static,
) -> Result<T, VerifyError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(VerifyError::Cancelled))
}
