//! Opens media and gives its sound as samples, chunk by chunk, within limits.
//!
//! In comes a [`MediaInput`](crate::source::MediaInput), out come [`PcmChunk`]s: memory does not
//! grow with the recording's length. Media is untrusted: whatever it holds, the answer is samples
//! or a [`DecodeError`].
//!
//! ```text
//! MediaInput ─► SharedInput ─┬► GuardedInput ─► Stream ─► Timeline ─┐
//!                            │  (bounds,        (packets) (cuts,    │ NativeDecoder
//!                            │   failures)                 silence) ├─► Decoder
//!                            └► ffmpeg, a child that gets bytes ────┘ FfmpegSound
//!
//! Decoder ─► ResampledDecoder ─► Master ─┬► MasterSpeech  mono, 16 kHz
//!            (any rate)      (in memory) └► MasterSound   all channels, 48 kHz
//! ```
//!
//! Ffmpeg comes in where symphonia refuses a file, or gives up on it on the way.

mod channels;
mod codecs;
mod decoder;
mod error;
mod ffmpeg;
mod guarded_input;
mod head;
mod leading_tag;
mod limits;
mod master;
mod media_info;
mod mp4_edits;
mod native;
mod options;
mod resampler;
mod riff_info;
mod shared_input;
mod sniff;
mod stream;
mod tags;
mod timeline;
mod track;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use decoder::Decoder;
pub use error::DecodeError;
pub use ffmpeg::{Ffmpeg, Picture, VideoClip, VideoFile};
pub use limits::DecodeLimits;
pub use master::{KEPT_RATE, Master, MasterOptions, MasterSound, MasterSpeech};
pub use media_info::{MediaInfo, MediaTag, PcmChunk, TagKind};
pub use options::DecodeOptions;
pub use resampler::{ResampledDecoder, Resampler};

/// The rate, in samples a second, that speech recognition and voice activity detection take.
pub const SPEECH_RATE: u32 = 16_000;

/// Mixes channels into one by their average, so that nothing is clipped.
#[must_use]
pub fn mix(channels: &[Vec<f32>]) -> Vec<f32> {
    let Some((first, rest)) = channels.split_first() else { return Vec::new() };
    let mut mixed = first.clone();
    for channel in rest {
        mixed.iter_mut().zip(channel).for_each(|(sum, sample)| *sum += sample);
    }
    let share = 1.0 / channels.len() as f32;
    mixed.iter_mut().for_each(|sample| *sample *= share);
    mixed
}
