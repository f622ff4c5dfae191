//! What becomes of the sound of redacted spans.

use serde::{Deserialize, Serialize};

/// What is played in place of a redacted span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpanSound {
    /// Nothing.
    #[default]
    Silence,
    /// A soft tone, so that nobody takes the gap for a fault.
    Beep,
}

/// Whether the sound for the player is listened to again before anybody gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SoundCheck {
    /// Always: what still comes through is silenced, or the recording fails.
    #[default]
    Always,
    /// Never: the times of words are trusted.
    Off,
}

/// How a collection's sound is redacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SoundPolicy {
    /// What is played in place of a redacted span.
    pub sound: SpanSound,
    /// Whether that is verified.
    pub check: SoundCheck,
}
