//! The outbox that the index follows, in commit order.
//!
//! A sequence alone gives numbers in the order of inserts, and a transaction with a smaller number
//! may commit later: a follower that has passed it would never see it. So an inserter takes one
//! advisory lock and holds it until its commit; Postgres makes a commit visible before it lets the
//! lock go, so whoever sees a seq sees all smaller ones. The lock comes last in a transaction,
//! after all row locks, so that it is held briefly and can't be part of a deadlock.

use sqlx::postgres::PgListener;
use sqlx::{PgExecutor, Postgres, Transaction};
use uuid::Uuid;

use super::{Change, ChangeKind, Store, StoreError};
use crate::domain::{ParseError, RecordingId};

/// Where Postgres tells listeners that something changed.
const CHANNEL: &str = "earmark_changes";
/// Names the outbox among the advisory locks of the database ("earmark" in ASCII).
const OUTBOX_LOCK: i64 = 0x65_61_72_6d_61_72_6b;

/// Appends a change for each recording, as the transaction's last statement.
pub(super) async fn append(
    tx: &mut Transaction<'_, Postgres>,
    recordings: &[Uuid],
    kind: ChangeKind,
) -> Result<(), StoreError> {
    if recordings.is_empty() {
        return Ok(());
    }
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(OUTBOX_LOCK).execute(&mut **tx).await?;
    // A follower that is behind must not miss that its files are to be rewritten.
    let redacted: Vec<Uuid> = sqlx::query_scalar(
        "SELECT recording_id FROM changes WHERE recording_id = ANY($1) AND kind = 'redacted'",
    )
    .bind(recordings)
    .fetch_all(&mut **tx)
    .await?;
    sqlx::query("DELETE FROM changes WHERE recording_id = ANY($1)")
        .bind(recordings)
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "INSERT INTO changes (recording_id, kind)
         SELECT id, CASE WHEN id = ANY($3) THEN 'redacted' ELSE $2 END
         FROM unnest($1::uuid[]) AS changed (id)",
    )
    .bind(recordings)
    .bind(kind_name(kind))
    .bind(redacted)
    .execute(&mut **tx)
    .await?;
    sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL).execute(&mut **tx).await?;
    Ok(())
}

const fn kind_name(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Upserted => "upserted",
        ChangeKind::Deleted => "deleted",
        ChangeKind::Redacted => "redacted",
    }
}

fn kind_of(name: &str) -> Result<ChangeKind, ParseError> {
    match name {
        "upserted" => Ok(ChangeKind::Upserted),
        "deleted" => Ok(ChangeKind::Deleted),
        "redacted" => Ok(ChangeKind::Redacted),
        _ => Err(ParseError(format!("`{name}` is not a kind of change"))),
    }
}

impl Store {
    /// How many seconds ago the oldest change after `seq` was committed; 0 where there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seconds_behind(&self, seq: i64) -> Result<f64, StoreError> {
        let seconds: Option<f64> = sqlx::query_scalar(
            "SELECT extract(epoch FROM now() - min(changed_at))::float8 FROM changes WHERE seq > $1",
        )
        .bind(seq)
        .fetch_one(&self.pool)
        .await?;
        Ok(seconds.unwrap_or(0.0).max(0.0))
    }

    /// Gives the changes after `seq`, oldest first; a recording shows once, with its newest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn changes_after(&self, seq: i64, limit: u32) -> Result<Vec<Change>, StoreError> {
        let rows: Vec<(i64, RecordingId, String)> = sqlx::query_as(
            "SELECT seq, recording_id, kind FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2",
        )
        .bind(seq)
        .bind(i64::from(limit))
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(seq, recording, kind)| Ok(Change { seq, recording, kind: kind_of(&kind)? }))
            .collect()
    }

    /// Gives the newest change's seq, or 0 where there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn latest_seq(&self) -> Result<i64, StoreError> {
        latest_seq(&self.pool).await
    }

    /// Gives the database's own id: with another one, seqs of before mean nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn identity(&self) -> Result<Uuid, StoreError> {
        Ok(sqlx::query_scalar("SELECT id FROM store_identity").fetch_one(&self.pool).await?)
    }

    /// Listens for changes, so that a follower need not ask all the time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn listen_changes(&self) -> Result<ChangeListener, StoreError> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(ChangeListener { listener })
    }
}

/// Wakes a follower; holds one connection.
#[derive(Debug)]
pub struct ChangeListener {
    listener: PgListener,
}

impl ChangeListener {
    /// Waits until something may have changed: after a lost connection it returns as well, as a
    /// notice may have been lost with it. Safe to cancel.
    ///
    /// # Errors
    /// When the database can't be reached again.
    pub async fn changed(&mut self) -> Result<(), StoreError> {
        self.listener.try_recv().await?;
        while self.listener.next_buffered().is_some() {}
        Ok(())
    }
}

/// The newest change's seq, or 0.
pub(super) async fn latest_seq(db: impl PgExecutor<'_>) -> Result<i64, StoreError> {
    let seq = sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM changes");
    Ok(seq.fetch_one(db).await?)
}
