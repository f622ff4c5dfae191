//! When each collection is crawled next. Any number of nodes may look; one acts.

use chrono::{DateTime, Utc};

use super::{Store, StoreError, jobs};
use crate::domain::CollectionName;

/// A collection and its cron pattern, as the configuration has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleEntry {
    /// The collection.
    pub collection: CollectionName,
    /// The pattern; without one the collection is crawled only when asked.
    pub cron: Option<String>,
}

impl Store {
    /// Brings the schedules in line with the configuration. One that is new or has another
    /// pattern is due at once, so that what changed meanwhile is found; the others keep their
    /// time, and one missed while nothing ran is due as well.
    ///
    /// Returns the collections that hold recordings but are not configured any more: what they
    /// hold stays searchable, and is not crawled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sync_schedules(
        &self,
        entries: &[ScheduleEntry],
    ) -> Result<Vec<CollectionName>, StoreError> {
        let scheduled: (Vec<&str>, Vec<&str>) = entries
            .iter()
            .filter_map(|entry| Some((entry.collection.as_str(), entry.cron.as_deref()?)))
            .unzip();
        let configured: Vec<&str> = entries.iter().map(|entry| entry.collection.as_str()).collect();
        let mut tx = self.pool.begin().await?;
        sqlx::query("DELETE FROM schedules WHERE NOT collection = ANY($1)")
            .bind(&scheduled.0)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO schedules (collection, cron, next_run_at)
             SELECT collection, cron, now() FROM unnest($1::text[], $2::text[])
                AS entry (collection, cron) ORDER BY collection
             ON CONFLICT (collection) DO UPDATE SET cron = excluded.cron, next_run_at = now()
                WHERE schedules.cron <> excluded.cron",
        )
        .bind(&scheduled.0)
        .bind(&scheduled.1)
        .execute(&mut *tx)
        .await?;
        let removed: Vec<String> = sqlx::query_scalar(
            "SELECT DISTINCT collection FROM recordings
             WHERE state <> 'gone' AND NOT collection = ANY($1) ORDER BY collection",
        )
        .bind(&configured)
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        removed.into_iter().map(|name| Ok(CollectionName::try_from(name)?)).collect()
    }

    /// Enqueues a crawl for each schedule that is due and sets its next time, which `next` gives
    /// from the pattern and the database's time; without an answer the schedule is put off by a
    /// day. Returns the collections enqueued.
    ///
    /// # Errors
    /// When the database fails; then nothing was enqueued.
    pub async fn run_due_schedules(
        &self,
        next: impl Fn(&str, DateTime<Utc>) -> Option<DateTime<Utc>> + Send + Sync,
    ) -> Result<Vec<CollectionName>, StoreError> {
        let mut tx = self.pool.begin().await?;
        // Another node's due rows are skipped, and seen with their next time afterwards.
        let due: Vec<(String, String, DateTime<Utc>)> = sqlx::query_as(
            "SELECT collection, cron, now() FROM schedules WHERE next_run_at <= now()
             ORDER BY collection FOR UPDATE SKIP LOCKED",
        )
        .fetch_all(&mut *tx)
        .await?;
        let mut enqueued = Vec::with_capacity(due.len());
        for (name, cron, now) in due {
            let next_run_at = next(&cron, now).unwrap_or(now + chrono::Duration::days(1));
            sqlx::query(
                "UPDATE schedules SET last_run_at = now(), next_run_at = $2 WHERE collection = $1",
            )
            .bind(&name)
            .bind(next_run_at)
            .execute(&mut *tx)
            .await?;
            let collection = CollectionName::try_from(name)?;
            jobs::enqueue_crawl(&mut *tx, &collection).await?;
            enqueued.push(collection);
        }
        tx.commit().await?;
        Ok(enqueued)
    }
}
