//! The state of the archive for all who watch: asked once a second however many they are, and not
//! at all when there is nobody.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tracing::warn;

use super::routes::current_status;
use super::state::WebState;

/// How often Postgres is asked.
const PERIOD: Duration = Duration::from_secs(1);

/// The state as JSON; empty before it was asked for the first time.
#[derive(Clone)]
pub(super) struct StatusFeed {
    state: WebState,
    sender: Arc<watch::Sender<String>>,
    is_asking: Arc<AtomicBool>,
}

impl StatusFeed {
    pub(super) fn new(state: WebState) -> Self {
        let sender = Arc::new(watch::Sender::new(String::new()));
        Self { state, sender, is_asking: Arc::default() }
    }

    /// Begins to watch; must be called on a tokio runtime.
    pub(super) fn subscribe(&self) -> watch::Receiver<String> {
        let receiver = self.sender.subscribe();
        if !self.is_asking.swap(true, Ordering::SeqCst) {
            tokio::spawn(self.clone().ask_while_watched());
        }
        receiver
    }

    async fn ask_while_watched(self) {
        loop {
            while self.sender.receiver_count() > 0 {
                self.ask().await;
                tokio::time::sleep(PERIOD).await;
            }
            self.is_asking.store(false, Ordering::SeqCst);
            // Somebody may have come between the two.
            let is_needed = self.sender.receiver_count() > 0;
            if !is_needed || self.is_asking.swap(true, Ordering::SeqCst) {
                return;
            }
        }
    }

    async fn ask(&self) {
        match current_status(&self.state).await {
            Ok(status) => {
                self.sender.send_if_modified(|last| {
                    let is_other = *last != status;
                    *last = status;
                    is_other
                });
            }
            // The page asks by itself when nothing comes; it is told then.
            Err(error) => warn!(%error, "the state of the archive could not be told"),
        }
    }
}
