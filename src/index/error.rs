//! What can go wrong with the index, by what the caller can do.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError};

use crate::store::StoreError;

/// A failure to read, write or follow the index.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// Another process writes this index: read it, or wait.
    #[error("another process is writing the search index: stop it, or use another index folder")]
    Locked,
    /// Another version of Earmark made it: rebuild.
    #[error("the search index was made by another version: run `earmark reindex` ({0})")]
    Incompatible(String),
    /// Files are missing or changed: rebuild.
    #[error("the search index is damaged: run `earmark reindex` ({0})")]
    Damaged(String),
    /// The disk refused.
    #[error("the search index at `{}` can't be read or written", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// tantivy refused for another reason.
    #[error("the search index failed: {0}")]
    Engine(TantivyError),
    /// Postgres could not be followed.
    #[error("the search index can't follow the database")]
    Store(#[from] StoreError),
    /// The work was interrupted by a panic or by the end of the process.
    #[error("work on the search index was interrupted")]
    Interrupted,
}

impl IndexError {
    /// Whether a new index, built from Postgres, is the remedy.
    #[must_use]
    pub const fn is_rebuildable(&self) -> bool {
        matches!(self, Self::Incompatible(_) | Self::Damaged(_))
    }

    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::Io { path, source }
    }
}

impl From<TantivyError> for IndexError {
    /// Tells damage from passing trouble: too many open files or a full disk must not throw an
    /// index away.
    fn from(error: TantivyError) -> Self {
        let is_damage = match &error {
            TantivyError::LockFailure(LockError::LockBusy, _) => return Self::Locked,
            TantivyError::IncompatibleIndex(_)
            | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => {
                return Self::Incompatible(error.to_string());
            }
            TantivyError::DataCorruption(_)
            | TantivyError::DeserializeError(_)
            | TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)) => true,
            TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
                is_malformed(io_error)
            }
            TantivyError::IoError(io_error) => is_malformed(io_error),
            _ => false,
        };
        if is_damage { Self::Damaged(error.to_string()) } else { Self::Engine(error) }
    }
}

impl From<OpenReadError> for IndexError {
    fn from(error: OpenReadError) -> Self {
        TantivyError::from(error).into()
    }
}

fn is_malformed(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData)
}
