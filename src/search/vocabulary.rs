//! The words of an index: how frequent they are, and which are alike.

use std::collections::HashMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{SegmentReader, Term};

use crate::index::{
    IndexSnapshot, LEXICON_GAP, LexiconWord, sound_key, sound_keys, sounding_entry,
};

use super::SearchError;

/// A beginning or a rough spelling stands for so many words, the most frequent ones.
pub(super) const MAX_EXPANDED: usize = 512;
/// So many words that sound alike are looked for.
const MAX_SOUNDING: usize = 64;
/// How much alike (Jaro 1989) two words are spelled that are heard for one another, if they sound alike
/// and if they do not.
const LEAST_LIKE: f64 = 0.55;
const LEAST_NEAR: f64 = 0.9;
/// By how many letters they differ at most, if they do not: to look for two takes as long as all else
/// of a search.
const MOST_MISHEARD: u8 = 1;

/// The words of one snapshot.
#[derive(Clone, Copy)]
pub(super) struct Vocabulary<'a> {
    snapshot: &'a IndexSnapshot,
}

impl<'a> Vocabulary<'a> {
    pub(super) const fn of(snapshot: &'a IndexSnapshot) -> Self {
        Self { snapshot }
    }

    /// The terms of the archive that differ by so many letters at most, the most frequent first.
    pub(super) fn near(&self, term: &str, distance: u8) -> Result<Vec<(String, u32)>, SearchError> {
        let field = self.snapshot.fields().terms;
        let query = FuzzyTermQuery::new(Term::from_field_text(field, term), distance, true);
        let mut found: HashMap<String, u32> = HashMap::new();
        for (reader, _) in self.snapshot.index_segments() {
            let inverted = reader.inverted_index(field)?;
            let mut stream = inverted.terms().search(query.automaton()?).into_stream()?;
            while let Some((key, info)) = stream.next() {
                if let Some(term) = text(key) {
                    *found.entry(term).or_default() += info.doc_freq;
                }
            }
        }
        Ok(most_frequent(found, MAX_EXPANDED))
    }

    /// The words that sound like a term, itself among them.
    pub(super) fn sounding(&self, term: &str) -> Result<Vec<String>, SearchError> {
        let mut alike = match sound_key(term) {
            Some(key) => self.with_key(&key)?,
            None => Vec::new(),
        };
        if !alike.iter().any(|other| other == term) {
            alike.push(term.to_owned());
        }
        Ok(alike)
    }

    /// What a word may have been heard as: the words that have one of its keys and are spelled much like
    /// it ("Xiomara" as "Zimara", not as "summer"), and where nobody has said it those that differ by a
    /// letter.
    pub(super) fn misheard(&self, term: &str, is_said: bool) -> Result<Vec<String>, SearchError> {
        let mut alike = Vec::new();
        for key in sound_keys(term) {
            alike.extend(self.with_key(&key)?);
        }
        alike.retain(|other| strsim::jaro(term, other) >= LEAST_LIKE);
        if !is_said {
            let distance = usual_distance(term).min(MOST_MISHEARD);
            let near = self.near(term, distance)?.into_iter().map(|(other, _)| other);
            alike.extend(near.filter(|other| strsim::jaro(term, other) >= LEAST_NEAR));
        }
        alike.sort_unstable();
        alike.dedup();
        alike.retain(|other| other != term);
        Ok(alike)
    }

    /// The words that have a key.
    pub(super) fn with_key(&self, key: &str) -> Result<Vec<String>, SearchError> {
        let field = self.snapshot.fields().lexicon;
        let entry = sounding_entry(key, "");
        self.beginning(field, entry.as_bytes(), MAX_SOUNDING, &|key| {
            text(key)?.split_once(LEXICON_GAP).map(|(_, term)| term.to_owned())
        })
    }

    /// In how many channels a term stands, what was deleted and not yet merged away included.
    pub(super) fn frequency(&self, term: &Term) -> Result<u32, SearchError> {
        let mut frequency = 0_u32;
        for (reader, _) in self.snapshot.index_segments() {
            let inverted = reader.inverted_index(term.field())?;
            frequency = frequency.saturating_add(inverted.doc_freq(term)?);
        }
        Ok(frequency)
    }

    /// The words whose entry in the lexicon begins so: the term, how it is written, and in how many
    /// channels it is said.
    pub(super) fn completing(
        &self,
        begin: &str,
    ) -> Result<HashMap<(String, String), u32>, SearchError> {
        let mut found = HashMap::new();
        for (reader, columns) in self.snapshot.index_segments() {
            for word in columns.frequent.of(begin, || self.lexicon_words(reader, begin))?.iter() {
                let entry = found.entry((word.term.clone(), word.written.clone()));
                *entry.or_insert(0) += word.channels;
            }
        }
        Ok(found)
    }

    fn lexicon_words(
        &self,
        reader: &SegmentReader,
        begin: &str,
    ) -> Result<Vec<LexiconWord>, SearchError> {
        let inverted = reader.inverted_index(self.snapshot.fields().lexicon)?;
        let mut stream = inverted.terms().range().ge(begin).into_stream()?;
        let mut words = Vec::new();
        while let Some((key, info)) = stream.next() {
            let Ok(entry) = std::str::from_utf8(key) else { continue };
            if !entry.starts_with(begin) {
                break;
            }
            let parts = entry.strip_prefix('w').and_then(|entry| entry.split_once(LEXICON_GAP));
            words.extend(parts.map(|(term, written)| LexiconWord {
                term: term.to_owned(),
                written: written.to_owned(),
                channels: info.doc_freq,
            }));
        }
        Ok(words)
    }

    /// What the entries of a field that begin so come to, the most frequent first.
    pub(super) fn beginning<T: Clone + Eq + std::hash::Hash + Ord>(
        &self,
        field: Field,
        begin: &[u8],
        limit: usize,
        read: &dyn Fn(&[u8]) -> Option<T>,
    ) -> Result<Vec<T>, SearchError> {
        let counted = self.counted(field, begin, read)?;
        Ok(most_frequent(counted, limit).into_iter().map(|(entry, _)| entry).collect())
    }

    /// What the entries of a field that begin so come to, and in how many channels they stand.
    pub(super) fn counted<T: Eq + std::hash::Hash>(
        &self,
        field: Field,
        begin: &[u8],
        read: &dyn Fn(&[u8]) -> Option<T>,
    ) -> Result<HashMap<T, u32>, SearchError> {
        let mut found: HashMap<T, u32> = HashMap::new();
        for (reader, _) in self.snapshot.index_segments() {
            let inverted = reader.inverted_index(field)?;
            let mut stream = inverted.terms().range().ge(begin).into_stream()?;
            while let Some((key, info)) = stream.next() {
                if !key.starts_with(begin) {
                    break;
                }
                if let Some(entry) = read(key) {
                    *found.entry(entry).or_default() += info.doc_freq;
                }
            }
        }
        Ok(found)
    }
}

/// Entries by how frequent they are; equal ones in their order.
fn most_frequent<T: Ord>(found: HashMap<T, u32>, limit: usize) -> Vec<(T, u32)> {
    let mut entries: Vec<(T, u32)> = found.into_iter().collect();
    entries.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    entries.truncate(limit);
    entries
}

/// By how many letters a rough spelling differs.
pub(super) fn usual_distance(term: &str) -> u8 {
    match term.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// A dictionary's entry as text.
pub(super) fn text(key: &[u8]) -> Option<String> {
    String::from_utf8(key.to_vec()).ok()
}
