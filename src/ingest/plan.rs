//! What ingestion must know of a collection.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::domain::{ChannelLayout, ChannelMode, CollectionName, Language, ModelUse, SoundPolicy};
use crate::redact::Redactor;
use crate::transcribe::{TranscribeError, Transcriber, Vocabulary};

/// How one collection's recordings are found, heard and redacted.
#[derive(Clone)]
pub struct CollectionPlan {
    /// The bucket.
    pub bucket: String,
    /// Before every key.
    pub prefix: String,
    /// The languages that may be spoken; empty means any.
    pub languages: Vec<Language>,
    /// How channels are heard.
    pub channels: ChannelMode,
    /// The name of the model that hears them.
    pub model: String,
    /// Names and terms that are likely to be said.
    pub vocabulary: Arc<Vocabulary>,
    /// What finds and masks personal data, and listed words.
    pub redactor: Arc<Redactor>,
    /// How its spans sound, and whether that is listened to.
    pub sound: SoundPolicy,
}

/// The plans of all collections that this node works on.
pub type Plans = BTreeMap<CollectionName, CollectionPlan>;

impl CollectionPlan {
    /// A sum over all that says what becomes of a recording's sound: where it is the same, the work
    /// of another worker can be gone on with.
    pub(super) fn basis(&self, model: &ModelUse, layout: ChannelLayout) -> Vec<u8> {
        let mut text = env!("CARGO_PKG_VERSION").to_owned();
        let words = (&self.languages, layout, self.redactor.policy(), &self.vocabulary);
        // Writing to a string can't fail.
        let _ = write!(text, " {model:?} {words:?}");
        Sha256::digest(text).to_vec()
    }
}

type Load = dyn Fn(&str) -> Result<Arc<dyn Transcriber>, TranscribeError> + Send + Sync;

/// The models, each loaded when a recording first asks for it, and shared by all that do. Cheap to
/// clone.
#[derive(Clone)]
pub struct Models {
    load: Arc<Load>,
    loaded: Arc<Mutex<HashMap<String, Arc<dyn Transcriber>>>>,
}

impl Models {
    /// Loads models by `load`, which is given a name.
    #[must_use]
    pub fn new(
        load: impl Fn(&str) -> Result<Arc<dyn Transcriber>, TranscribeError> + Send + Sync + 'static,
    ) -> Self {
        Self { load: Arc::new(load), loaded: Arc::default() }
    }

    /// Has this one, whatever it is asked for.
    #[must_use]
    pub fn only(transcriber: Arc<dyn Transcriber>) -> Self {
        Self::new(move |_| Ok(transcriber.clone()))
    }

    /// The model of this name; blocks while it is loaded. What could not be loaded is tried again
    /// the next time.
    ///
    /// # Errors
    /// [`TranscribeError::Model`] where it is missing or damaged.
    pub fn named(&self, name: &str) -> Result<Arc<dyn Transcriber>, TranscribeError> {
        // Held while loading, so that two recordings at a time never load one model twice.
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(model) = loaded.get(name) {
            return Ok(model.clone());
        }
        let model = (self.load)(name)?;
        loaded.insert(name.to_owned(), model.clone());
        Ok(model)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::transcribe::ScriptedTranscriber;

    #[test]
    fn a_model_is_loaded_once_for_all_and_a_missing_one_is_looked_for_again() {
        let loads = Arc::new(AtomicUsize::new(0));
        let counted = loads.clone();
        let models = Models::new(move |name| {
            let count = counted.fetch_add(1, Ordering::SeqCst);
            if name == "missing" && count < 3 {
                let reason = "pull it".to_owned();
                return Err(TranscribeError::Model { name: name.to_owned(), reason });
            }
            Ok(Arc::new(ScriptedTranscriber::saying(name)))
        });
        let (first, second) = (models.named("base").unwrap(), models.named("base").unwrap());
        assert!(Arc::ptr_eq(&first, &second));
        assert_eq!(loads.load(Ordering::SeqCst), 1);
        let error = models.named("missing").err().unwrap().to_string();
        assert!(error.contains("missing") && error.contains("pull it"), "{error}");
        assert!(models.named("missing").is_err());
        assert!(models.named("missing").is_ok());
    }
}
