//! The connection pool, and the schema that it finds.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use sqlx::PgPool;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgPoolOptions;

use super::StoreError;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// More than workers, heartbeats, the follower's listener and the page need at a time.
const MAX_CONNECTIONS: u32 = 16;
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// The store; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) pool: PgPool,
}

impl Store {
    /// Connects to `postgres://…`.
    ///
    /// # Errors
    /// When the address is wrong or nobody answers within 10 s.
    pub async fn connect(url: &SecretString) -> Result<Self, StoreError> {
        let options =
            PgPoolOptions::new().max_connections(MAX_CONNECTIONS).acquire_timeout(ACQUIRE_TIMEOUT);
        Ok(Self::from_pool(options.connect(url.expose_secret()).await?))
    }

    /// Uses a pool that is there already.
    #[must_use]
    pub const fn from_pool(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Brings the schema up to date; several nodes may do so at once.
    ///
    /// # Errors
    /// When a migration fails, or the database is newer than this program.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        MIGRATIONS.run(&self.pool).await?;
        Ok(())
    }

    /// Answers whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Closes the connections, after what they do now.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
