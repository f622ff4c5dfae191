//! Why a model can't be used.

use std::io;
use std::path::{Path, PathBuf};

use crate::packages::{PackageError, Sha256Sum};

use super::ConvertError;

/// A failure to find, fetch or trust a model, by what the caller can do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// No model has that name: choose another.
    #[error("`{name}` is not a known model; known: {known}")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// The file is not there: pull it.
    #[error("model `{name}` is not in `{}`: run `earmark models pull {name}`", .dir.display())]
    NotInstalled {
        /// The model.
        name: String,
        /// Where it was looked for.
        dir: PathBuf,
    },
    /// The file is there but is not the model: it was not loaded; pull it again.
    #[error(
        "`{}` is damaged or is not model `{name}` (sha256 {found}): it was not loaded; \
         run `earmark models pull {name}` to replace it", .path.display()
    )]
    Damaged {
        /// The model.
        name: String,
        /// The file.
        path: PathBuf,
        /// The file's sum.
        found: Sha256Sum,
    },
    /// No source gave the model: see each one's reason.
    #[error(
        "model `{name}` could not be had ({reasons}): check the network, or put `{file}` into `{}`",
        .dir.display()
    )]
    Unavailable {
        /// The model.
        name: String,
        /// What each source said.
        reasons: String,
        /// The file's name.
        file: String,
        /// The folder it belongs in.
        dir: PathBuf,
    },
    /// The manifest is wrong.
    #[error("models/manifest.toml: {0}")]
    Manifest(String),
    /// The disk failed or is full.
    #[error("`{}`: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl ModelError {
    /// Wraps an error of the file system; for use with `map_err`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

/// Why one source did not give the file; the next one is tried.
#[derive(Debug, thiserror::Error)]
pub(super) enum SourceError {
    /// The server was not reached or stopped answering.
    #[error("{0}")]
    Network(String),
    /// What came is not the file.
    #[error("what came has the sha256 {0}, which is not the file's: it was thrown away")]
    WrongSum(Sha256Sum),
    /// A package could not be had.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The weights could not be converted.
    #[error(transparent)]
    Convert(#[from] ConvertError),
    /// The disk failed or is full.
    #[error("`{}`: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl SourceError {
    /// Wraps an error of the file system; for use with `map_err`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
