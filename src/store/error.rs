//! What can go wrong between us and Postgres.

/// A failure to read or write the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The row asked for is not there.
    #[error("there is no {0}")]
    NotFound(String),
    /// The job's lease went to another worker: stop, and write nothing.
    #[error("the job's lease was lost to another worker")]
    LeaseLost,
    /// The database refused or can't be reached.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database could not be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A row holds what this version can't read.
    #[error("the database holds a value that this version does not know: {0}")]
    Corrupt(#[from] crate::domain::ParseError),
}
