//! Cuts videos, where there is an ffmpeg.

use super::ClipError;
use crate::decode::{DecodeLimits, Ffmpeg, VideoClip};
use crate::domain::TimeSpan;
use crate::source::MediaInput;

/// What it takes to cut a video.
#[derive(Debug, Clone)]
pub struct VideoCutter {
    /// The program.
    pub ffmpeg: Ffmpeg,
    /// What one video may cost.
    pub limits: DecodeLimits,
}

impl VideoCutter {
    /// Starts to cut `span` out of `rendition`.
    ///
    /// # Errors
    /// [`ClipError::Video`] if ffmpeg can't be started.
    pub fn start(
        &self,
        rendition: Box<dyn MediaInput>,
        span: TimeSpan,
    ) -> Result<VideoClip, ClipError> {
        Ok(VideoClip::start(&self.ffmpeg, &self.limits, rendition, span)?)
    }
}
