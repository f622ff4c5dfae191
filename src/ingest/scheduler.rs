//! Enqueues a crawl of each collection when its cron pattern says so. It only enqueues.

use std::str::FromStr as _;
use std::time::Duration;

use chrono::{DateTime, Utc};
use croner::Cron;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::domain::CollectionName;
use crate::store::{Store, StoreError};

/// Looks for due schedules; any number of nodes may run one.
#[derive(Debug, Clone)]
pub struct Scheduler {
    store: Store,
    poll: Duration,
}

impl Scheduler {
    /// Makes a scheduler that looks every `poll`.
    #[must_use]
    pub const fn new(store: Store, poll: Duration) -> Self {
        Self { store, poll }
    }

    /// Enqueues what is due until `cancel` says stop.
    pub async fn run(&self, cancel: CancellationToken) {
        loop {
            if let Err(error) = self.tick().await {
                warn!(%error, "schedules could not be read, will try again");
            }
            let is_cancelled = cancel.run_until_cancelled(tokio::time::sleep(self.poll)).await;
            if is_cancelled.is_none() {
                return;
            }
        }
    }

    /// Enqueues what is due now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tick(&self) -> Result<Vec<CollectionName>, StoreError> {
        let enqueued = self.store.run_due_schedules(next_run).await?;
        for collection in &enqueued {
            info!(%collection, "crawl of `{collection}` is due");
        }
        Ok(enqueued)
    }
}

/// The pattern's next time, in UTC; none where it is no pattern or never comes.
fn next_run(cron: &str, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let pattern = Cron::from_str(cron).ok()?;
    pattern.find_next_occurrence(&after, false).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_run_lies_after_now_even_on_the_minute() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let next = next_run("*/15 * * * *", at("2026-11-22T10:15:00Z"));
        assert_eq!(next, Some(at("2026-11-22T10:30:00Z")));
        assert_eq!(next_run("now and then", at("2026-11-22T10:15:00Z")), None);
    }
}
