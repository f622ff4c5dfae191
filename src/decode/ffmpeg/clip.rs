//! Cuts a piece out of a video, as a file that every player and editor takes.

use super::super::{DecodeError, DecodeLimits};
use super::byte_server::ByteServer;
use super::confinement::FfmpegLimits;
use super::running::Running;
use super::tool::Ffmpeg;
use crate::domain::TimeSpan;
use crate::source::MediaInput;

use std::time::Duration;

/// Encoding may take so many times as long as the piece, and this much besides.
const WORK_FACTOR: u32 = 4;
const WORK_FLOOR: Duration = Duration::from_secs(60);

/// A piece of a video in the making: H.264 and AAC in fragmented MP4, block by block.
///
/// The picture is encoded anew, since a copied one could begin at its key frames only. Dropping this
/// ends ffmpeg.
pub struct VideoClip {
    server: ByteServer,
    running: Running,
    stall: Duration,
}

impl VideoClip {
    /// The media type of the blocks together.
    pub const MIME: &'static str = "video/mp4";

    /// Starts to cut `span` out of `video`.
    ///
    /// # Errors
    /// [`DecodeError::Io`] and [`DecodeError::Crashed`] if ffmpeg can't be started.
    pub fn start(
        ffmpeg: &Ffmpeg,
        limits: &DecodeLimits,
        video: Box<dyn MediaInput>,
        span: TimeSpan,
    ) -> Result<Self, DecodeError> {
        let server = ByteServer::serve(video)?;
        let length = Duration::from_millis(span.millis());
        let bounds = FfmpegLimits {
            processor: length * WORK_FACTOR + WORK_FLOOR,
            ..FfmpegLimits::default()
        };
        let mut command = ffmpeg.command(&bounds);
        command.args(["-ss", &format!("{:.3}", span.start.as_secs_f64())]);
        Ffmpeg::add_input_with_picture(&mut command, server.url());
        command.args(["-t", &format!("{:.3}", length.as_secs_f64())]);
        command.args(["-map", "0:V:0", "-map", "0:a:0", "-sn", "-dn", "-map_chapters", "-1"]);
        command.args(["-map_metadata", "-1", "-c:v", "libx264", "-preset", "veryfast"]);
        command.args(["-crf", "24", "-pix_fmt", "yuv420p", "-threads", "1"]);
        command.args(["-c:a", "aac", "-b:a", "128k", "-fflags", "+bitexact"]);
        command.args(["-movflags", "frag_keyframe+empty_moov+default_base_moof"]);
        command.args(["-f", "mp4", "pipe:1"]);
        let running = Running::start(&mut command, bounds.processor)?;
        Ok(Self { server, running, stall: limits.stall })
    }

    /// Gives the next block, or `None` when all is there; blocks.
    ///
    /// # Errors
    /// When the source fails, ffmpeg gives up, or a limit is reached.
    pub fn next_block(&mut self) -> Result<Option<Vec<u8>>, DecodeError> {
        match self.running.next_block(&self.server, self.stall)? {
            Some(block) => Ok(Some(block)),
            None => self.running.finish(&self.server).map(|()| None),
        }
    }
}

impl std::fmt::Debug for VideoClip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VideoClip").finish_non_exhaustive()
    }
}
