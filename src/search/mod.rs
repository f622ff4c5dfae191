//! Answers queries: which recordings, and the very words with their times.
//!
//! What comes in is a [`SearchQuery`]; what goes out are [`SearchResults`], grouped by recording,
//! whose hits carry the times of the words that matched. Nothing here asks Postgres: the index
//! keeps what a hit needs.

mod collector;
mod error;
mod hits;
mod matcher;
mod plan;
mod query;
mod request;
mod searcher;
mod snippet;
mod sure;

pub use error::{QueryError, SearchError};
pub use hits::{Matched, RecordingHits, SearchHit, SearchResults, SnippetPart};
pub use query::SearchQuery;
pub use request::{
    MAX_HITS_PER_RECORDING, MAX_LIMIT, MAX_OFFSET, MinConfidence, SearchFilters, SearchPage,
    SuspectFilter,
};
pub use searcher::Searcher;

#[cfg(test)]
mod tests;
