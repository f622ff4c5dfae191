//! Who listens to the redacted sound.

use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::Language;
use crate::redact::RedactedTranscript;
use crate::transcribe::{TranscribeError, Transcriber};

/// Loads a recognizer.
type Load = Box<dyn Fn() -> Result<Arc<dyn Transcriber>, TranscribeError> + Send + Sync>;

/// The recognizers that listen to renditions: the one that transcribes, or another one where it is
/// installed, for it errs elsewhere. Cheap to clone.
#[derive(Clone)]
pub struct Ears {
    own: Arc<dyn Transcriber>,
    other: Option<Arc<OtherEar>>,
}

struct OtherEar {
    load: Load,
    loaded: Mutex<Option<Arc<dyn Transcriber>>>,
    /// The one language that it knows, or any.
    only: Option<Language>,
}

impl Ears {
    /// The recognizer that transcribes, alone.
    #[must_use]
    pub fn of(own: Arc<dyn Transcriber>) -> Self {
        Self { own, other: None }
    }

    /// Prefers another one, for recordings in `only` that language or in any; it is loaded when it
    /// is first wanted.
    #[must_use]
    pub fn and(self, only: Option<Language>, load: Load) -> Self {
        let other = OtherEar { load, loaded: Mutex::new(None), only };
        Self { other: Some(Arc::new(other)), ..self }
    }

    /// The one for a recording: the other where it knows all languages that are spoken. Blocks
    /// while it is loaded.
    ///
    /// # Errors
    /// When the other can't be loaded.
    pub fn for_transcript(
        &self,
        transcript: &RedactedTranscript,
    ) -> Result<Arc<dyn Transcriber>, TranscribeError> {
        let knows = |other: &&Arc<OtherEar>| {
            let mut spoken = transcript.segments().iter().map(|segment| segment.language());
            other.only.as_ref().is_none_or(|only| spoken.all(|language| language == only))
        };
        let Some(other) = self.other.as_ref().filter(knows) else { return Ok(self.own.clone()) };
        let mut loaded = other.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = &*loaded {
            return Ok(loaded.clone());
        }
        let transcriber = (other.load)()?;
        *loaded = Some(transcriber.clone());
        Ok(transcriber)
    }
}
