//! The words every other folder speaks: ids, media keys, times, languages, kinds of personal data.
//!
//! No I/O and no async here, so that any folder may import it.

mod captions;
mod custom_kind;
mod entity;
mod filter_method;
mod ids;
mod language;
mod media;
mod model_use;
mod number_words;
mod peaks;
mod sound;
mod speech_engine;
mod suspicion;
mod time;

pub use captions::{CaptionFormat, Cue};
pub use custom_kind::CustomKind;
pub use entity::EntityKind;
pub use filter_method::FilterMethod;
pub use ids::{CollectionName, JobId, RecordingId, TranscriptId};
pub use language::Language;
pub use media::{ChannelLayout, ChannelMode, MediaKey, MediaKind, ObjectVersion};
pub use model_use::ModelUse;
pub use number_words::{ENGLISH_TENS, ENGLISH_UNITS};
pub use peaks::Peaks;
pub use sound::{SoundCheck, SoundPolicy, SpanSound};
pub use speech_engine::SpeechEngine;
pub use suspicion::Suspicion;
pub use time::{MediaTime, TimeSpan};

/// A value that does not fit its type, with the reason in words for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ParseError(pub(crate) String);
