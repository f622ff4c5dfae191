//! What somebody typed, as what must be found.
//!
//! Words must all be said in one segment; a `"quoted phrase"` in just this order. A quote that is
//! not closed goes on to the end. There is no other syntax, so nothing typed is wrong.

use crate::index::{WordTerms, word_terms};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    pub(super) clauses: Vec<Clause>,
}

/// A word or phrase that must be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// The ways to write it, each a row of terms at consecutive positions; one must be found.
    pub(super) spellings: Vec<Vec<String>>,
}

impl SearchQuery {
    /// Reads what was typed. Costs little whatever it is.
    ///
    /// # Errors
    /// A [`QueryError`] if there is no word in it, or too much.
    pub fn parse(typed: &str) -> Result<Self, QueryError> {
        if typed.chars().nth(MAX_QUERY_CHARS).is_some() {
            return Err(QueryError::TooLong);
        }
        let mut clauses: Vec<Clause> = Vec::new();
        for (number, stretch) in typed.split(is_quote).enumerate() {
            let is_quoted = number % 2 == 1;
            let words: Vec<WordTerms> =
                stretch.split(|c: char| c.is_whitespace()).map(searchable).collect();
            let at_once = if is_quoted { words.len().max(1) } else { 1 };
            for clause in words.chunks(at_once).filter_map(Clause::of) {
                if !clauses.contains(&clause) {
                    clauses.push(clause);
                }
            }
        }
        let terms: usize = clauses.iter().map(Clause::terms).sum();
        match terms {
            0 => Err(QueryError::Empty),
            1..=MAX_TERMS => Ok(Self { clauses }),
            _ => Err(QueryError::TooManyTerms),
        }
    }
}

impl Clause {
    /// The clause of words in a row: as typed, joined (`e-mail` as `email`), and with elisions
    /// apart (`l'école` as `l école`).
    fn of(words: &[WordTerms]) -> Option<Self> {
        let mut spellings: Vec<Vec<String>> = Vec::new();
        for spell in [as_typed, joined, apart] {
            let spelling: Vec<String> = words.iter().flat_map(spell).collect();
            if !spelling.is_empty() && !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
        (!spellings.is_empty()).then_some(Self { spellings })
    }

    fn terms(&self) -> usize {
        self.spellings.iter().map(Vec::len).max().unwrap_or(0)
    }
}

fn as_typed(word: &WordTerms) -> Vec<String> {
    word.parts.iter().map(|part| part.term.clone()).collect()
}

fn joined(word: &WordTerms) -> Vec<String> {
    word.joined.clone().map_or_else(|| as_typed(word), |joined| vec![joined])
}

fn apart(word: &WordTerms) -> Vec<String> {
    let pieces = word.parts.iter().flat_map(|part| {
        if part.pieces.is_empty() { vec![part.term.clone()] } else { part.pieces.clone() }
    });
    pieces.collect()
}

/// Control characters are not typed on purpose.
fn searchable(word: &str) -> WordTerms {
    if word.contains(char::is_control) {
        word_terms(&word.replace(char::is_control, ""))
    } else {
        word_terms(word)
    }
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{00ab}' | '\u{00bb}' | '\u{ff02}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings(typed: &str) -> Vec<Vec<String>> {
        let query = SearchQuery::parse(typed).unwrap();
        let spelling = |clause: &Clause| clause.spellings.iter().map(|s| s.join(" ")).collect();
        query.clauses.iter().map(spelling).collect()
    }

    #[test]
    fn words_and_phrases_are_told_apart() {
        assert_eq!(
            spellings("Hello  \"City Council\" budget"),
            [["hello"], ["city council"], ["budget"]]
        );
        assert_eq!(spellings("«Conseil municipal» „x y”"), [["conseil municipal"], ["x y"]]);
    }

    #[test]
    fn an_open_quote_goes_on_to_the_end() {
        assert_eq!(spellings("a \"b c d"), [["a"], ["b c d"]]);
        assert_eq!(spellings("\"\" a \""), [["a"]]);
    }

    #[test]
    fn a_word_of_parts_is_looked_for_in_every_spelling() {
        assert_eq!(spellings("e-mail"), [["e mail", "email"]]);
        assert_eq!(spellings("l'école"), [["lecole", "l ecole"]]);
        assert_eq!(spellings("\"the U.S. budget\""), [["the u s budget", "the us budget"]]);
    }

    #[test]
    fn the_same_word_twice_is_one_clause() {
        assert_eq!(spellings("Yes yes YES"), [["yes"]]);
    }

    #[test]
    fn nothing_to_find_is_a_typed_error() {
        for nothing in ["", "   ", "\"\"", "?!", "🎉", "\u{0}\u{7}", "—", "\u{202e}"] {
            assert_eq!(SearchQuery::parse(nothing), Err(QueryError::Empty), "{nothing:?}");
        }
    }

    #[test]
    fn what_is_over_the_limits_is_refused_at_once() {
        let began = std::time::Instant::now();
        assert_eq!(SearchQuery::parse(&"(".repeat(10_000_000)), Err(QueryError::TooLong));
        assert_eq!(SearchQuery::parse(&"\u{fdfa}".repeat(1001)), Err(QueryError::TooLong));
        assert_eq!(SearchQuery::parse(&"今".repeat(33)), Err(QueryError::TooManyTerms));
        let words: Vec<String> = (0..33).map(|n| format!("w{n}")).collect();
        assert_eq!(SearchQuery::parse(&words.join(" ")), Err(QueryError::TooManyTerms));
        assert!(SearchQuery::parse(&words[..32].join(" ")).is_ok());
        assert!(SearchQuery::parse(&"a".repeat(1000)).is_ok());
        assert!(began.elapsed() < std::time::Duration::from_millis(500));
    }

    #[test]
    fn control_characters_are_passed_over() {
        assert_eq!(spellings("bud\u{0}get\tnow\r\nor"), [["budget"], ["now"], ["or"]]);
    }
}
