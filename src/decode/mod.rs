//! Opens media and gives its sound as samples, chunk by chunk, within limits.
//!
//! In comes a [`MediaInput`](crate::source::MediaInput), out come [`PcmChunk`]s: memory does not
//! grow with the recording's length. Media is untrusted: whatever it holds, the answer is samples
//! or a [`DecodeError`].

mod error;
mod media_info;

pub use error::DecodeError;
pub use media_info::{MediaInfo, PcmChunk};

/// The rate, in samples a second, that speech recognition and voice activity detection take.
pub const SPEECH_RATE: u32 = 16_000;
