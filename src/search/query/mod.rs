//! What somebody typed, as what must be found.
//!
//! Words must all be said close together; a `"quoted phrase"` in just this order. `OR` makes its two
//! neighbours alternatives, `-` asks for what is not said nearby, parentheses group. The rest is
//! fields, such as `lang:fr`. A quote or parenthesis that is not closed goes on to the end; what can't
//! be read is a [`Problem`], and the rest counts.

mod ast;
mod fields;
mod lexer;
mod numbers;
mod parser;

pub(super) use ast::{Filter, Group, Node, Slot, Within};
pub(super) use fields::{FieldTest, field_test};
pub use parser::Problem;

use super::QueryError;

/// At most so many characters.
pub(super) const MAX_QUERY_CHARS: usize = 1000;
/// At most so many terms.
pub(super) const MAX_TERMS: usize = 32;

/// A query that can be searched for.
///
/// ```text
/// SearchQuery::parse("\"city council\" budget")
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SearchQuery {
    pub(super) group: Group,
    problems: Vec<Problem>,
}

impl SearchQuery {
    /// Reads what was typed. Costs little whatever it is.
    ///
    /// # Errors
    /// A [`QueryError`] if there is nothing to look for in it, or too much.
    pub fn parse(typed: &str) -> Result<Self, QueryError> {
        if typed.chars().nth(MAX_QUERY_CHARS).is_some() {
            return Err(QueryError::TooLong);
        }
        let (group, problems) = parser::parse(typed);
        if group.parts.is_empty() && (group.filters.is_empty() || !group.without.is_empty()) {
            return Err(QueryError::Empty);
        }
        let parts = group.parts.iter().chain(&group.without);
        if parts.map(terms).sum::<usize>() > MAX_TERMS {
            return Err(QueryError::TooManyTerms);
        }
        Ok(Self { group, problems })
    }

    /// The query as it was understood, in the language in which it is typed.
    #[must_use]
    pub fn understood(&self) -> String {
        self.group.to_string()
    }

    /// What could not be read.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

/// How many terms are to be looked up for a part.
fn terms(node: &Node) -> usize {
    let of = |word: &str| crate::index::word_terms(word).parts.len().max(1);
    match node {
        Node::Word(word) | Node::Prefix(word) | Node::Fuzzy(word, _) | Node::Sounds(word) => {
            of(word)
        }
        Node::Phrase(slots) => slots.iter().map(Slot::terms).sum(),
        Node::Loose(words, _) => words.iter().map(|word| of(word)).sum(),
        Node::Redacted(_) => 1,
        Node::Number(_, spellings) => spellings.first().map_or(1, Vec::len),
        Node::Near(parts, _) | Node::Either(parts) => parts.iter().map(terms).sum(),
        Node::All(group) => group.parts.iter().chain(&group.without).map(terms).sum(),
    }
}

impl Slot {
    fn terms(&self) -> usize {
        match self {
            Self::Word(word) | Self::Prefix(word) => crate::index::word_terms(word).parts.len(),
            Self::Number(_, spellings) => spellings.first().map_or(1, Vec::len),
        }
    }
}

#[cfg(test)]
mod tests;
