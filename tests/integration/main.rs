//! Everything together, over real parts: Postgres, an S3 store, Whisper, tantivy, the real binary
//! and a real browser. `make test` (or `earmark dev -- cargo test`) starts what these need.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unreachable_pub, reason = "helpers are public to the tests of this one binary")]

mod access;
mod browser;
mod browser_access;
mod browser_archive;
mod browser_take_away;
mod browser_text;
mod canary;
mod changes;
mod command_line;
mod demo_archive;
mod doubts;
mod failed;
mod formats;
mod hearing;
mod helpers;
mod kills;
mod malformed;
mod names;
mod openapi;
mod real_recordings;
mod redact;
mod resume;
mod search_api;
mod traffic;
mod verify;
mod video;
