//! Why a private server can't run.

use std::io;
use std::path::{Path, PathBuf};

use crate::packages::PackageError;

/// A failure to run a private server, by what the caller can do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LocalError {
    /// The program is not on this machine: install it as the hint says.
    #[error("`{program}` is not on this machine: {hint}")]
    Missing {
        /// What was looked for.
        program: String,
        /// How to get it.
        hint: String,
    },
    /// The server did not start or ended: see the reason and the log.
    #[error("{server} did not start: {reason}; its log is `{}`", .log.display())]
    Failed {
        /// Which server.
        server: &'static str,
        /// What to do, or the last lines of its log.
        reason: String,
        /// The whole log.
        log: PathBuf,
    },
    /// Something about the data folder stands in the way, and what to do about it.
    #[error("`{}`: {reason}", .path.display())]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The program could not be had as a package.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The disk failed, is full, or does not allow it.
    #[error("`{}`: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl LocalError {
    /// Wraps an error of the file system; for use with `map_err`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
