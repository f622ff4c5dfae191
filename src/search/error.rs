//! What can go wrong with a query, and with a search.

use crate::index::IndexError;

use super::query::{MAX_QUERY_CHARS, MAX_TERMS};

/// A query that can't be searched for: the asker changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// There is no letter or digit in it.
    #[error("the query holds no word: type at least one word that was said")]
    Empty,
    /// It is longer than anybody types.
    #[error("the query is too long: use at most {MAX_QUERY_CHARS} characters")]
    TooLong,
    /// It has more words than anybody needs.
    #[error("the query has too many words: use at most {MAX_TERMS}")]
    TooManyTerms,
}

/// A search that could not be answered, through no fault of the asker.
#[derive(Debug, thiserror::Error)]
#[error("the search could not be answered")]
pub struct SearchError(#[from] IndexError);

impl SearchError {
    pub(super) const fn interrupted() -> Self {
        Self(IndexError::Interrupted)
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self(error.into())
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> Self {
        tantivy::TantivyError::from(error).into()
    }
}
