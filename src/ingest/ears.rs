//! Who listens to the redacted sound.

use std::sync::Arc;

use super::Models;
use crate::domain::Language;
use crate::redact::RedactedTranscript;
use crate::transcribe::{TranscribeError, Transcriber};

/// Names another model than the one given.
type Second = dyn Fn(&str) -> Option<SecondModel> + Send + Sync;

/// The models that listen to renditions: the one that heard a recording, or another one where it is
/// installed, for it errs elsewhere. Cheap to clone.
#[derive(Clone)]
pub struct Ears {
    models: Models,
    second: Arc<Second>,
}

/// Another model than heard a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondModel {
    /// Its name.
    pub name: String,
    /// The one language that it knows, or any.
    pub only: Option<Language>,
}

impl Ears {
    /// The model that heard a recording listens to it.
    #[must_use]
    pub fn of(models: Models) -> Self {
        Self { models, second: Arc::new(|_| None) }
    }

    /// Prefers the model that `second` names beside the one that it is given; it is loaded when it
    /// is first wanted.
    #[must_use]
    pub fn and(self, second: impl Fn(&str) -> Option<SecondModel> + Send + Sync + 'static) -> Self {
        Self { second: Arc::new(second), ..self }
    }

    /// The one for a recording: the other where it knows all languages that are spoken. Blocks
    /// while it is loaded.
    ///
    /// # Errors
    /// When it can't be loaded.
    pub fn for_transcript(
        &self,
        transcript: &RedactedTranscript,
    ) -> Result<Arc<dyn Transcriber>, TranscribeError> {
        let own = transcript.model().name.as_str();
        let knows = |second: &SecondModel| {
            let mut spoken = transcript.segments().iter().map(|segment| segment.language());
            second.only.as_ref().is_none_or(|only| spoken.all(|language| language == only))
        };
        match (self.second)(own).filter(knows) {
            Some(second) => self.models.named(&second.name),
            None => self.models.named(own),
        }
    }
}
