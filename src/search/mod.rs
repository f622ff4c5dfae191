//! Answers queries: which recordings, and the very words with their times.
//!
//! What comes in is a [`SearchQuery`]; what goes out are [`SearchResults`], grouped by recording,
//! whose hits carry the times of the words that matched. Nothing here asks Postgres: the index
//! keeps what a hit needs.
//!
//! A query is read ([`query`]), looked up ([`plan`]), found in every channel by positions alone
//! ([`find`], [`collect`]); of the recordings that are shown the words are read ([`show`]).

mod collect;
mod error;
mod facets;
mod find;
mod hits;
mod partly;
mod plan;
mod query;
mod request;
mod searcher;
mod show;
mod snippet;
mod suggest;
mod vocabulary;

pub use error::{QueryError, SearchError};
pub use hits::{
    Facet, Facets, Matched, RecordingHits, SearchHit, SearchResults, SnippetPart, Widened,
};
pub use query::{Problem, SearchQuery};
pub use request::{
    Cursor, MAX_HITS_PER_RECORDING, MAX_LIMIT, MAX_OFFSET, MinConfidence, SearchFilters,
    SearchPage, Sort, SuspectFilter,
};
pub use searcher::Searcher;
pub use suggest::{Completion, MAX_COMPLETIONS, Suggestions};

#[cfg(test)]
mod tests;
