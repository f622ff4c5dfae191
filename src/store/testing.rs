//! A database of its own for each test, in the cluster that `DATABASE_URL` names.

use std::str::FromStr as _;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _};
use uuid::Uuid;

use super::{Claimant, LeasePolicy, Store};
use crate::domain::{CollectionName, MediaKey, ObjectVersion};
use crate::source::ListedObject;

/// Makes an empty, migrated database.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration")]
pub(crate) async fn fresh_store() -> Store {
    let url = std::env::var("DATABASE_URL")
        .expect("DATABASE_URL names no Postgres for the tests: run `make test`");
    let options = PgConnectOptions::from_str(&url).expect("DATABASE_URL is an address");
    let name = format!("earmark_test_{}", Uuid::new_v4().simple());
    let mut connection = options.connect().await.unwrap();
    let create = format!("CREATE DATABASE {name}");
    connection.execute(AssertSqlSafe(create)).await.unwrap();
    let pool = PgPoolOptions::new().max_connections(8);
    let pool = pool.connect_with(options.database(&name)).await.unwrap();
    let store = Store::from_pool(pool);
    store.migrate().await.unwrap();
    store
}

/// The collection that tests use.
pub(crate) fn collection() -> CollectionName {
    "calls".parse().unwrap()
}

/// An object of the test bucket, its ETag named.
pub(crate) fn listed(key: &str, etag: &str) -> ListedObject {
    ListedObject {
        key: MediaKey { bucket: "media".to_owned(), key: key.to_owned() },
        version: ObjectVersion {
            etag: Some(etag.to_owned()),
            version_id: None,
            size_bytes: 1000,
            last_modified: None,
        },
    }
}

/// A worker of the test collection, with a minute's lease and three tries.
pub(crate) fn claimant(worker: &str) -> Claimant {
    Claimant {
        crawls_only: false,
        worker: worker.to_owned(),
        collections: vec![collection()],
        policy: LeasePolicy::default(),
    }
}

impl Store {
    /// The pool, for tests that meddle.
    pub(crate) const fn pool(&self) -> &sqlx::PgPool {
        &self.pool
    }
}
