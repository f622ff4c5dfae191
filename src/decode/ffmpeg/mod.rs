//! Reads by ffmpeg what symphonia refuses: a program of its own, which is not trusted.
//!
//! Ffmpeg knows hundreds of formats, some of which name other files and hosts, and its parsers
//! are written in C. So it runs as a child that gets one object's bytes from a [`ByteServer`] on
//! the loopback and nothing else: protocols, containers and codecs are named one by one, the
//! environment is empty, memory, processor time and files are limited, and it is killed when no
//! sound comes or when whoever listens has gone. What it says is never shown as it stands, for it
//! may quote tags.
//!
//! ```text
//! MediaInput ─► ByteServer ─http─► ffprobe ─► Facts
//!                          ─http─► ffmpeg ─pipe─► FfmpegSound
//! ```

mod byte_server;
mod clip;
mod confinement;
mod facts;
mod http;
mod peer;
mod picture;
mod probe;
mod running;
mod sound;
mod tool;
mod words;

#[cfg(test)]
mod tests;

pub use clip::VideoClip;
pub use picture::{Picture, VideoFile};
pub(super) use sound::{Cut, FfmpegSound};
pub use tool::Ffmpeg;
