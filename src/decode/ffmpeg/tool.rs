//! Where ffmpeg is on this machine.

use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::confinement::{FfmpegLimits, confined, decoder_rules, input_rules, picture_rules};

/// The programs `ffmpeg` and `ffprobe`, of one installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ffmpeg {
    ffmpeg: PathBuf,
    ffprobe: PathBuf,
}

impl Ffmpeg {
    /// Looks for both programs in the folders of `search_path`, which is written as `PATH` is.
    #[must_use]
    pub fn find(search_path: &str) -> Option<Self> {
        std::env::split_paths(search_path).find_map(|folder| Self::at(&folder.join("ffmpeg")).ok())
    }

    /// Takes the program at `path`, and `ffprobe` beside it.
    ///
    /// # Errors
    /// Says which of the two is missing or can't be run.
    pub fn at(path: &Path) -> io::Result<Self> {
        let ffmpeg = std::path::absolute(path)?;
        let ffprobe = ffmpeg.with_file_name("ffprobe");
        for program in [&ffmpeg, &ffprobe] {
            let is_program = std::fs::metadata(program)
                .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0);
            if !is_program {
                let problem = format!("`{}` is no program", program.display());
                return Err(io::Error::new(io::ErrorKind::NotFound, problem));
            }
        }
        Ok(Self { ffmpeg, ffprobe })
    }

    /// Where `ffmpeg` is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.ffmpeg
    }

    /// A confined `ffmpeg`. Inputs go in by [`Self::add_input`]; outputs are for the caller to
    /// add, as are its pipes, which are closed.
    #[must_use]
    pub(super) fn command(&self, limits: &FfmpegLimits) -> Command {
        let mut command = confined(&self.ffmpeg, limits);
        command.args(["-nostdin", "-hide_banner", "-v", "error", "-filter_threads", "1"]);
        command
    }

    /// Adds what a [`ByteServer`](super::ByteServer) serves: read by HTTP only, in a format that
    /// is let in, and of its streams none but sound can be decoded.
    pub(super) fn add_input(command: &mut Command, url: &str) {
        input_rules(command);
        decoder_rules(command);
        command.args(["-i", url]);
    }

    /// As [`Self::add_input`], but its picture may be decoded too.
    pub(super) fn add_input_with_picture(command: &mut Command, url: &str) {
        input_rules(command);
        picture_rules(command);
        command.args(["-i", url]);
    }

    /// A confined `ffprobe` of an input, with the rules before it.
    pub(super) fn probe_command(&self, limits: &FfmpegLimits, url: &str) -> Command {
        let mut command = confined(&self.ffprobe, limits);
        command.args(["-hide_banner", "-v", "error"]);
        input_rules(&mut command);
        command.args(["-threads", "1", "-i", url]);
        command
    }
}
