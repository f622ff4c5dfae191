//! What ingestion must know of a collection.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{ChannelMode, CollectionName, Language, SoundPolicy};
use crate::redact::Redactor;

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
    /// What finds and masks personal data.
    pub redactor: Arc<Redactor>,
    /// How its spans sound, and whether that is listened to.
    pub sound: SoundPolicy,
}

/// The plans of all collections that this node works on.
pub type Plans = BTreeMap<CollectionName, CollectionPlan>;
