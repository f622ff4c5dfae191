//! Puts a recording's picture and the sound that may be heard with it into one file.
//!
//! The picture is copied where browsers know its codec, and encoded anew where they don't. Nothing
//! else of the original goes along: no sound, subtitles, chapters, attachments or tags, and no
//! captions hidden inside the picture's own stream (H.264 D.2.8, user data).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::super::{DecodeError, DecodeLimits};
use super::byte_server::ByteServer;
use super::confinement::FfmpegLimits;
use super::running::Running;
use super::tool::Ffmpeg;
use crate::domain::MediaTime;
use crate::source::MediaInput;

/// Room for a container's own bytes.
const SLACK_BYTES: u64 = 64 << 20;
/// Processor time for whatever is short.
const WORK_FLOOR: Duration = Duration::from_secs(60);
/// Encoding may take so many times as long as the recording; it takes a tenth on two cores.
const ENCODING_FACTOR: u32 = 4;
/// The longest answer about a codec that makes sense, in bytes.
const MAX_ANSWER: usize = 4096;

/// A video that may be shown.
#[derive(Debug)]
pub struct VideoFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its media type.
    pub mime: &'static str,
}

/// How a picture gets into a file that browsers play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Recipe {
    name: &'static str,
    mime: &'static str,
    format: &'static str,
    /// The codec's options, apart by spaces.
    picture: &'static str,
    encodes: bool,
}

const MP4: Recipe = Recipe {
    name: "video.mp4",
    mime: "video/mp4",
    format: "mp4",
    picture: "-c:v copy",
    encodes: false,
};
const WEBM: Recipe = Recipe {
    name: "video.webm",
    mime: "video/webm",
    format: "webm",
    picture: "-c:v copy",
    encodes: false,
};

impl Recipe {
    /// By ffmpeg's name for the codec. A yuv420p picture of even size is what all browsers show.
    fn of(codec: &str) -> Self {
        match codec {
            "h264" => Self { picture: "-c:v copy -bsf:v filter_units=remove_types=6", ..MP4 },
            "hevc" => Self {
                picture: "-c:v copy -tag:v hvc1 -bsf:v filter_units=remove_types=39|40",
                ..MP4
            },
            "av1" => MP4,
            "vp8" | "vp9" => WEBM,
            _ => Self {
                picture: "-c:v libx264 -preset veryfast -crf 26 -pix_fmt yuv420p \
                          -vf scale=trunc(min(1280\\,iw)/2)*2:-2",
                encodes: true,
                ..MP4
            },
        }
    }
}

/// What it takes to make a video.
#[derive(Debug)]
pub struct Picture<'a> {
    /// The program.
    pub ffmpeg: &'a Ffmpeg,
    /// What the recording may cost.
    pub limits: &'a DecodeLimits,
    /// The recording's length.
    pub duration: MediaTime,
}

impl Picture<'_> {
    /// Writes the picture of `original` with `sound` into a new file in `folder`; blocks. `None`
    /// if there is no picture.
    ///
    /// The file may be on a disk: no sound of the original is in it.
    ///
    /// # Errors
    /// [`DecodeError::Io`] if one of the sources fails, [`DecodeError::LimitReached`] beyond the
    /// limits, [`DecodeError::Malformed`] and [`DecodeError::Crashed`] if ffmpeg gives up.
    pub fn with_sound(
        &self,
        original: Box<dyn MediaInput>,
        sound: Box<dyn MediaInput>,
        folder: &Path,
    ) -> Result<Option<VideoFile>, DecodeError> {
        let bytes = original.byte_len() + sound.byte_len();
        let (original, sound) = (ByteServer::serve(original)?, ByteServer::serve(sound)?);
        let Some(codec) = self.codec(&original)? else { return Ok(None) };
        let recipe = Recipe::of(&codec);
        let path = folder.join(recipe.name);
        let bounds = self.bounds(recipe, bytes);
        let mut command = self.ffmpeg.command(&bounds);
        Ffmpeg::add_input_with_picture(&mut command, original.url());
        Ffmpeg::add_input(&mut command, sound.url());
        output_rules(&mut command, recipe);
        command.arg(&path);
        let mut running = Running::start(&mut command, bounds.processor)?;
        // What it says of its progress is proof that it goes on, and nothing else.
        while running.next_block(&original, self.limits.stall)?.is_some() {}
        let finished = running.finish(&original);
        if let Some(failure) = sound.take_failure() {
            return Err(failure.into());
        }
        finished.map(|()| Some(VideoFile { path, mime: recipe.mime }))
    }

    /// The picture's codec, in ffmpeg's words; covers are no picture.
    fn codec(&self, server: &ByteServer) -> Result<Option<String>, DecodeError> {
        let bounds = FfmpegLimits { processor: self.limits.stall, ..FfmpegLimits::default() };
        let mut command = self.ffmpeg.probe_command(&bounds, server.url());
        command.args(["-select_streams", "V:0", "-show_entries", "stream=codec_name"]);
        command.args(["-of", "default=nokey=1:noprint_wrappers=1"]);
        let mut running = Running::start(&mut command, bounds.processor)?;
        let mut answer = Vec::new();
        while let Some(block) = running.next_block(server, self.limits.stall)? {
            answer.extend(block);
            answer.truncate(MAX_ANSWER);
        }
        running.finish(server)?;
        let codec = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
        Ok(Some(codec).filter(|codec| !codec.is_empty()))
    }

    fn bounds(&self, recipe: Recipe, bytes: u64) -> FfmpegLimits {
        let length = Duration::from_millis(self.duration.as_millis());
        let (work, bytes) = if recipe.encodes {
            (length * ENCODING_FACTOR, bytes.saturating_mul(4))
        } else {
            (length / 10, bytes)
        };
        FfmpegLimits {
            processor: work + WORK_FLOOR,
            file_bytes: bytes.saturating_add(SLACK_BYTES),
            ..FfmpegLimits::default()
        }
    }
}

fn output_rules(command: &mut Command, recipe: Recipe) {
    command.args(["-map", "0:V:0", "-map", "1:a:0", "-sn", "-dn", "-map_chapters", "-1"]);
    // The first is for the file, the others for its streams.
    command.args(["-map_metadata", "-1", "-map_metadata:s:v", "-1", "-map_metadata:s:a", "-1"]);
    command.args(recipe.picture.split_whitespace());
    command.args(["-c:a", "copy", "-fflags", "+bitexact", "-flags:v", "+bitexact"]);
    // The index first, so that a player starts at once.
    command.args(["-movflags", "+faststart", "-progress", "pipe:1", "-y", "-f", recipe.format]);
}
