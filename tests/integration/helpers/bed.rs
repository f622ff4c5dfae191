//! A database, buckets and a data folder that no other test touches.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use earmark::domain::MediaKey;
use earmark::source::{ObjectStore, S3Options};
use secrecy::SecretString;
use sqlx::{AssertSqlSafe, PgPool};
use tempfile::TempDir;

use super::{Earmark, variable};

pub struct Bed {
    pub folder: TempDir,
    pub bucket: String,
    pub derived: String,
    pub objects: ObjectStore,
    pub pool: PgPool,
    pub database_url: String,
}

impl Bed {
    /// Makes a bed with one collection, `test`, over an empty bucket.
    pub async fn new() -> Self {
        let id = uuid::Uuid::new_v4().simple().to_string();
        let admin_url = variable("DATABASE_URL");
        let admin = PgPool::connect(&admin_url).await.expect("the private Postgres answers");
        let name = format!("bed_{id}");
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .execute(&admin)
            .await
            .unwrap();
        let database_url = with_database(&admin_url, &name);
        let pool = PgPool::connect(&database_url).await.unwrap();
        let credentials =
            (variable("AWS_ACCESS_KEY_ID"), SecretString::from(variable("AWS_SECRET_ACCESS_KEY")));
        let objects = ObjectStore::connect(&S3Options {
            endpoint: Some(variable("EARMARK_S3_ENDPOINT")),
            credentials: Some(credentials),
            ..S3Options::default()
        })
        .await;
        let (bucket, derived) = (format!("bed-{id}"), format!("derived-{id}"));
        objects.ensure_bucket(&bucket).await.unwrap();
        let folder = tempfile::Builder::new().prefix("earmark-bed-").tempdir().unwrap();
        let bed = Self { folder, bucket, derived, objects, pool, database_url };
        bed.configure("tiny.en", "schedule = '* * * * * *'\n");
        bed
    }

    /// Writes the configuration anew: the model, and more lines for the collection.
    pub fn configure(&self, model: &str, collection: &str) {
        let text = format!(
            "data_dir = '{data}'\n[derived]\nbucket = '{derived}'\n[transcribe]\nmodel = '{model}'\n\
             [server]\nlisten = '127.0.0.1:0'\n[worker]\nlease_seconds = 3\n\
             [[collection]]\nname = 'test'\nbucket = '{bucket}'\n{collection}",
            data = self.folder.path().join("data").display(),
            derived = self.derived,
            bucket = self.bucket,
        );
        std::fs::write(self.config(), text).unwrap();
    }

    pub fn config(&self) -> PathBuf {
        self.folder.path().join("earmark.toml")
    }

    pub async fn put(&self, key: &str, bytes: impl Into<Bytes>) {
        let key = MediaKey { bucket: self.bucket.clone(), key: key.to_owned() };
        self.objects.put(&key, bytes.into(), "application/octet-stream").await.unwrap();
    }

    pub async fn put_file(&self, key: &str, file: &Path) {
        self.put(key, std::fs::read(file).unwrap_or_else(|e| panic!("{}: {e}", file.display())))
            .await;
    }

    /// Starts the binary with this bed's configuration.
    pub fn start(&self, arguments: &[&str]) -> Earmark {
        self.start_with(arguments, &[])
    }

    pub fn start_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Earmark {
        let config = self.config();
        let mut all = vec!["--config", config.to_str().unwrap()];
        all.extend(arguments);
        let mut environment = environment.to_vec();
        environment.push(("DATABASE_URL", &self.database_url));
        Earmark::start(&all, &environment)
    }

    /// Runs the binary with this bed's configuration to its end: status, stdout, stderr.
    pub fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        self.start(arguments).wait()
    }

    /// Lets another worker have at once what a killed one held.
    pub async fn let_lease_run_out(&self) {
        sqlx::query("UPDATE jobs SET lease_until = now() - interval '1 s', attempts = 0")
            .execute(&self.pool)
            .await
            .unwrap();
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }
}

/// The same server's other database: the path of the URL is its name.
fn with_database(url: &str, name: &str) -> String {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (server, _) = base.rsplit_once('/').expect("the URL names a database");
    format!("{server}/{name}?{query}")
}
