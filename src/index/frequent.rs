//! The words of one tantivy segment that are said most, by how they begin: what a first letter is
//! completed to must not take a walk over a tenth of the lexicon with every key.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A beginning of more words than this is walked over once.
const MANY: usize = 2_000;
/// So many of its words are kept: no completion shows more, and those that several tantivy segments
/// have are counted together.
const KEPT: usize = 400;

/// A word of the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LexiconWord {
    /// The term that it is found by.
    pub(crate) term: String,
    /// As it is written.
    pub(crate) written: String,
    /// In how many channels it is said.
    pub(crate) channels: u32,
}

/// What was walked over before. A tantivy segment never changes, so this doesn't either.
#[derive(Default)]
pub(crate) struct FrequentWords(Mutex<HashMap<String, Arc<[LexiconWord]>>>);

impl FrequentWords {
    /// The words that begin so: all of them, or where they are many the most frequent ones.
    /// `walk` goes over all of them.
    ///
    /// # Errors
    /// What `walk` fails with.
    pub(crate) fn of<E>(
        &self,
        begin: &str,
        walk: impl FnOnce() -> Result<Vec<LexiconWord>, E>,
    ) -> Result<Arc<[LexiconWord]>, E> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(begin).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let mut words = walk()?;
        if words.len() <= MANY {
            return Ok(words.into());
        }
        words.sort_unstable_by(|a, b| {
            b.channels.cmp(&a.channels).then_with(|| a.written.cmp(&b.written))
        });
        words.truncate(KEPT);
        let words: Arc<[LexiconWord]> = words.into();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(begin.to_owned(), Arc::clone(&words));
        Ok(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(count: u32) -> Result<Vec<LexiconWord>, ()> {
        let word = |number: u32| LexiconWord {
            term: format!("s{number}"),
            written: format!("S{number}"),
            channels: number,
        };
        Ok((0..count).map(word).collect())
    }

    #[test]
    fn a_beginning_of_many_words_is_walked_over_once_and_keeps_the_most_frequent() {
        let frequent = FrequentWords::default();
        let first = frequent.of("s", || words(5_000)).unwrap();
        assert_eq!((first.len(), first[0].channels), (KEPT, 4_999));
        let again = frequent.of("s", || -> Result<_, ()> { panic!("walked again") }).unwrap();
        assert_eq!(first, again);
    }

    #[test]
    fn few_words_are_all_given_and_a_failure_is_not_kept() {
        let frequent = FrequentWords::default();
        assert!(frequent.of("q", || Err(())).is_err());
        assert_eq!(frequent.of("q", || words(30)).unwrap().len(), 30);
        assert_eq!(frequent.of("q", || words(31)).unwrap().len(), 31);
    }
}
