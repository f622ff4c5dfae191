//! Why media could not be decoded, by what its owner can do about it.

/// A failure to decode.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// A container or codec that this build does not read.
    #[error("this format is not supported: {0}")]
    Unsupported(String),
    /// A format that ffmpeg reads, and there is no ffmpeg to do it.
    #[error(
        "this recording is {0}: install ffmpeg to read it (`apt-get install ffmpeg`), or allow it \
         in `[decode]`"
    )]
    NeedsFfmpeg(String),
    /// The file is damaged, or is not media at all.
    #[error("the file is damaged or not a recording: {0}")]
    Malformed(String),
    /// There is no sound in it.
    #[error("there is no sound in this file")]
    NoAudio,
    /// The file is beyond a limit of the configuration.
    #[error("the file is beyond a limit: {0}")]
    LimitReached(String),
    /// Its sound could not be held in memory.
    #[error("the sound could not be held in memory: {0}")]
    NotKept(String),
    /// Ffmpeg did not run, or was ended from outside: worth another try.
    #[error("ffmpeg failed: {0}")]
    Crashed(String),
    /// Reading failed, not the file: worth another try.
    #[error("reading failed: {0}")]
    Io(#[from] std::io::Error),
}

impl DecodeError {
    /// Whether the same file may decode later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Io(_) | Self::NotKept(_) | Self::Crashed(_))
    }
}
