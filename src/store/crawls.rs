//! What a crawl finds, page by page, and what it leaves behind when it is through.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use super::codec::{VersionRow, to_bigint};
use super::failure::{Failure, FailureCode, Stage};
use super::{Store, StoreError, job_outcomes, jobs};
use crate::domain::{CollectionName, MediaKey, ObjectVersion, RecordingId};
use crate::redact::ShownNames;
use crate::source::ListedObject;

/// A crawl that is under way.
#[derive(Debug, Clone)]
pub struct Crawl {
    /// Its id.
    pub id: Uuid,
    /// What is crawled.
    pub collection: CollectionName,
    /// By the database's clock: what was not seen since is gone.
    pub started_at: DateTime<Utc>,
}

/// What a page of a listing comes to.
#[derive(Debug, Clone, Default)]
pub struct CrawlPage {
    /// New keys, and keys that hold another version than the known one.
    pub wanted: Vec<ListedObject>,
    /// Keys that hold what is known.
    pub unchanged: Vec<ListedObject>,
    /// Keys whose object can't be a recording.
    pub refused: Vec<RefusedObject>,
    /// What may be shown of new keys; what is not in it is withheld.
    pub shown: ShownNames,
}

/// An object that fails before any work.
#[derive(Debug, Clone)]
pub struct RefusedObject {
    /// The object.
    pub object: ListedObject,
    /// Why.
    pub code: FailureCode,
    /// Why, in words.
    pub message: String,
}

/// What a crawl counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CrawlCounts {
    /// Objects in the listing.
    pub listed: u64,
    /// Keys that were not known.
    pub new: u64,
    /// Keys with another version.
    pub changed: u64,
    /// Keys that are not there any more.
    pub gone: u64,
    /// Keys that are no recordings by their name.
    pub skipped: u64,
}

#[derive(sqlx::FromRow)]
struct KnownRow {
    key: String,
    #[sqlx(flatten)]
    version: VersionRow,
}

impl Store {
    /// Notes that a crawl begins.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_crawl(&self, collection: &CollectionName) -> Result<Crawl, StoreError> {
        // A crawl whose worker died is taken up by a new one.
        sqlx::query(
            "UPDATE crawls SET state = 'failed', finished_at = now(),
                failure_message = 'the worker died; the crawl began anew'
             WHERE collection = $1 AND state = 'running'",
        )
        .bind(collection.as_str())
        .execute(&self.pool)
        .await?;
        let id = Uuid::now_v7();
        let started_at = sqlx::query_scalar(
            "INSERT INTO crawls (id, collection, state) VALUES ($1, $2, 'running')
             RETURNING started_at",
        )
        .bind(id)
        .bind(collection.as_str())
        .fetch_one(&self.pool)
        .await?;
        Ok(Crawl { id, collection: collection.clone(), started_at })
    }

    /// Gives the wanted versions of those keys of a collection that are known and not gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn known_versions(
        &self,
        collection: &CollectionName,
        bucket: &str,
        keys: &[&str],
    ) -> Result<HashMap<String, ObjectVersion>, StoreError> {
        let rows: Vec<KnownRow> = sqlx::query_as(
            "SELECT key, etag, version_id, size_bytes, last_modified FROM recordings
             WHERE collection = $1 AND bucket = $2 AND key = ANY($3) AND state <> 'gone'",
        )
        .bind(collection.as_str())
        .bind(bucket)
        .bind(keys)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|row| (row.key, row.version.into())).collect())
    }

    /// Notes what a page says: wants and enqueues what is new or changed, fails what is refused,
    /// and remembers all of it as seen. Applied twice it changes nothing more.
    ///
    /// # Errors
    /// When the database fails; then nothing of the page is noted.
    pub async fn apply_page(
        &self,
        collection: &CollectionName,
        page: &CrawlPage,
    ) -> Result<(), StoreError> {
        let mut tx = self.pool.begin().await?;
        let wanted = want(&mut tx, collection, &page.wanted, &page.shown).await?;
        jobs::enqueue_ingests(&mut tx, &wanted).await?;
        let seen = see(&mut tx, collection, &page.unchanged).await?;
        jobs::enqueue_forgotten(&mut tx, &seen).await?;
        refuse(&mut tx, collection, page).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Asks for the ingestion of one object, whatever is known of it. Of a key that is new nothing
    /// is shown before it was heard.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enqueue_ingest(
        &self,
        collection: &CollectionName,
        object: ListedObject,
    ) -> Result<RecordingId, StoreError> {
        let id = RecordingId::of(collection, &object.key);
        let page = CrawlPage { wanted: vec![object], ..CrawlPage::default() };
        self.apply_page(collection, &page).await?;
        Ok(id)
    }

    /// Notes that a crawl ended, with what it counted and why it failed, if it did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_crawl(
        &self,
        crawl: &Crawl,
        counts: CrawlCounts,
        failure: Option<&str>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE crawls SET state = $2, finished_at = clock_timestamp(), listed_count = $3,
                new_count = $4, changed_count = $5, gone_count = $6, skipped_count = $7,
                failure_message = $8
             WHERE id = $1",
        )
        .bind(crawl.id)
        .bind(if failure.is_some() { "failed" } else { "done" })
        .bind(to_bigint(counts.listed))
        .bind(to_bigint(counts.new))
        .bind(to_bigint(counts.changed))
        .bind(to_bigint(counts.gone))
        .bind(to_bigint(counts.skipped))
        .bind(failure)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

/// A page's objects, one vector a column, in key order: two crawls then lock rows in one order.
struct Columns<'a> {
    ids: Vec<Uuid>,
    buckets: Vec<&'a str>,
    keys: Vec<&'a str>,
    etags: Vec<Option<&'a str>>,
    version_ids: Vec<Option<&'a str>>,
    sizes: Vec<i64>,
    modified: Vec<Option<DateTime<Utc>>>,
}

impl<'a> Columns<'a> {
    fn of(collection: &CollectionName, objects: impl Iterator<Item = &'a ListedObject>) -> Self {
        let mut objects: Vec<&ListedObject> = objects.collect();
        objects.sort_by(|a, b| a.key.cmp(&b.key));
        objects.dedup_by(|a, b| a.key == b.key);
        let id = |key: &MediaKey| RecordingId::of(collection, key).0;
        Self {
            ids: objects.iter().map(|o| id(&o.key)).collect(),
            buckets: objects.iter().map(|o| o.key.bucket.as_str()).collect(),
            keys: objects.iter().map(|o| o.key.key.as_str()).collect(),
            etags: objects.iter().map(|o| o.version.etag.as_deref()).collect(),
            version_ids: objects.iter().map(|o| o.version.version_id.as_deref()).collect(),
            sizes: objects.iter().map(|o| to_bigint(o.version.size_bytes)).collect(),
            modified: objects.iter().map(|o| o.version.last_modified).collect(),
        }
    }
}

/// Upserts recordings as pending with the version that is there now.
async fn want(
    tx: &mut Transaction<'_, Postgres>,
    collection: &CollectionName,
    objects: &[ListedObject],
    shown: &ShownNames,
) -> Result<Vec<Uuid>, StoreError> {
    if objects.is_empty() {
        return Ok(Vec::new());
    }
    let columns = Columns::of(collection, objects.iter());
    let places = columns.buckets.iter().zip(&columns.keys);
    let names = places.map(|(bucket, key)| {
        shown.of(&MediaKey { bucket: (*bucket).to_owned(), key: (*key).to_owned() })
    });
    let (titles, shown_keys): (Vec<String>, Vec<String>) =
        names.map(|name| (name.title().to_owned(), name.key().to_owned())).unzip();
    sqlx::query(
        "INSERT INTO recordings (id, collection, bucket, key, title, etag, version_id, size_bytes,
            last_modified, shown_key, state)
         SELECT id, $1, bucket, key, title, etag, version_id, size_bytes, last_modified, shown_key,
            'pending'
         FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
            $8::bigint[], $9::timestamptz[], $10::text[])
            AS page (id, bucket, key, title, etag, version_id, size_bytes, last_modified, shown_key)
         ON CONFLICT (id) DO UPDATE SET
            etag = excluded.etag, version_id = excluded.version_id,
            size_bytes = excluded.size_bytes, last_modified = excluded.last_modified,
            state = 'pending', seen_at = clock_timestamp(), updated_at = now(),
            failure_stage = NULL, failure_code = NULL, failure_message = NULL, failed_at = NULL",
    )
    .bind(collection.as_str())
    .bind(&columns.ids)
    .bind(&columns.buckets)
    .bind(&columns.keys)
    .bind(&titles)
    .bind(&columns.etags)
    .bind(&columns.version_ids)
    .bind(&columns.sizes)
    .bind(&columns.modified)
    .bind(&shown_keys)
    .execute(&mut **tx)
    .await?;
    Ok(columns.ids)
}

/// Remembers recordings as seen. The listing's date is kept: with stores that list no ETag it is
/// what the next crawl compares.
async fn see(
    tx: &mut Transaction<'_, Postgres>,
    collection: &CollectionName,
    objects: &[ListedObject],
) -> Result<Vec<Uuid>, StoreError> {
    if objects.is_empty() {
        return Ok(Vec::new());
    }
    let columns = Columns::of(collection, objects.iter());
    // Rows are locked in the page's order first: an UPDATE by itself promises none.
    sqlx::query("SELECT 1 FROM recordings WHERE id = ANY($1) ORDER BY key, id FOR UPDATE")
        .bind(&columns.ids)
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "UPDATE recordings SET seen_at = clock_timestamp(),
            last_modified = coalesce(page.modified, recordings.last_modified)
         FROM unnest($1::uuid[], $2::timestamptz[]) AS page (page_id, modified)
         WHERE id = page.page_id",
    )
    .bind(&columns.ids)
    .bind(&columns.modified)
    .execute(&mut **tx)
    .await?;
    Ok(columns.ids)
}

/// Keeps refused objects as failed, so that the page can say why they are not searchable.
async fn refuse(
    tx: &mut Transaction<'_, Postgres>,
    collection: &CollectionName,
    page: &CrawlPage,
) -> Result<(), StoreError> {
    let refused = page.refused.iter();
    let objects: Vec<ListedObject> = refused.map(|refusal| refusal.object.clone()).collect();
    want(tx, collection, &objects, &page.shown).await?;
    for refusal in &page.refused {
        let failure = Failure {
            stage: Stage::Crawl,
            code: refusal.code,
            message: refusal.message.clone(),
            retryable: false,
        };
        let id = RecordingId::of(collection, &refusal.object.key);
        job_outcomes::fail_recording(tx, id, &failure).await?;
    }
    Ok(())
}
