//! Cuts a piece out of a rendition, for somebody to take away.
//!
//! In comes what the player is given and a span of it; out comes a file. What was redacted is silent
//! in the rendition, and so it is in the piece: the original is never looked at. Sound is cut
//! between packets and not encoded again; a video is, by the confined ffmpeg.

mod ogg_opus;
mod video;
mod words;

pub use ogg_opus::{SOUND_MIME, cut_sound};
pub use video::VideoCutter;
pub use words::{BREATH_MS, on_word_boundaries};

pub use crate::decode::VideoClip;

use crate::domain::MediaTime;

/// The longest piece.
pub const MAX_CLIP: MediaTime = MediaTime::from_millis(10 * 60 * 1000);

/// Why there is no piece.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClipError {
    /// The store broke off.
    #[error("the rendition can't be read: {0}")]
    Io(#[from] std::io::Error),
    /// It is not what we wrote.
    #[error("the rendition is damaged: {0}")]
    Damaged(String),
    /// Ffmpeg gave up.
    #[error(transparent)]
    Video(#[from] crate::decode::DecodeError),
}
