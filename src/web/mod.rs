//! The page and its API: what the store, the index and the bucket hold, for people and scripts.
//!
//! What comes in are requests; what goes out is JSON under `/api/v1`, media by range, and one
//! HTML page. Nothing here decides what may be shown: the store holds only what redaction let
//! through, and the player is given what [`Playback`](crate::store::Playback) names.
//!
//! Closed by default: see [`ServerOptions::check`].

mod access;
mod assets;
mod error;
mod host;
mod limits;
mod metrics;
mod options;
mod origin;
mod range;
mod routes;
mod server;
mod session;
mod state;
mod status_feed;
mod views;

pub use metrics::Metrics;
pub use options::{MIN_TOKEN_CHARS, ServerError, ServerOptions};
pub use server::{BoundServer, server};
pub use state::{CollectionInfo, WebState};
