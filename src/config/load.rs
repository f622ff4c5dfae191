//! Reads the file and the environment.

/// What is wrong with the configuration, and what to write instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file can't be read.
    #[error("the configuration `{path}` can't be read: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// A key is unknown or has an impossible value.
    #[error("{0}")]
    Invalid(String),
}
