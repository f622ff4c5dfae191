//! Help while typing: words that are in the archive, and words that were meant.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde::Serialize;
use tantivy::Term;
use utoipa::ToSchema;

use crate::index::{IndexSnapshot, LEXICON_GAP, word_terms, written_entry};

use super::hits::as_millis;
use super::query::{Group, Node, SearchQuery};
use super::vocabulary::{Vocabulary, usual_distance};
use super::{SearchError, Searcher};

/// At most so many completions.
pub const MAX_COMPLETIONS: usize = 20;

/// What may be meant by what is typed so far.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Suggestions {
    /// Words that the last one may become, the most frequent first.
    pub completions: Vec<Completion>,
    /// A query that finds more, where a word is not in the archive but one like it is.
    pub did_you_mean: Option<String>,
    /// How long it took.
    #[serde(rename = "took_ms", serialize_with = "as_millis")]
    #[schema(value_type = f64, minimum = 0)]
    pub took: Duration,
}

/// A word that the last one may become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Completion {
    /// The word, as it is written most often.
    pub text: String,
    /// All that was typed, with that word at its end.
    pub query: String,
    /// In how many channels of recordings it is said.
    pub recordings: u32,
}

impl Searcher {
    /// Completes the last word of what is typed, and tells what may be meant. Only words that are
    /// in the index are given, where what was redacted is not. Blocks for milliseconds.
    ///
    /// # Errors
    /// A [`SearchError`] if the index can't be read.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Suggestions, SearchError> {
        let began = Instant::now();
        let snapshot = self.index.snapshot();
        let completions = completions(&snapshot, typed, limit.min(MAX_COMPLETIONS))?;
        let query = SearchQuery::parse(typed).ok();
        let did_you_mean = match query.filter(|_| completions.is_empty()) {
            Some(query) => better_query(&snapshot, &query)?,
            None => None,
        };
        Ok(Suggestions { completions, did_you_mean, took: began.elapsed() })
    }
}

/// What stands before the last word, and that word.
fn last_word(typed: &str) -> (&str, &str) {
    let is_bound =
        |c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | '-' | '|' | '«' | '“');
    let at = typed.char_indices().rev().find(|(_, c)| is_bound(*c));
    typed.split_at(at.map_or(0, |(at, c)| at + c.len_utf8()))
}

fn completions(
    snapshot: &IndexSnapshot,
    typed: &str,
    limit: usize,
) -> Result<Vec<Completion>, SearchError> {
    let (before, last) = last_word(typed);
    let terms = word_terms(last);
    let is_operator = last.contains([':', '*', '~', ',']) || matches!(last, "OR" | "NOT");
    let ([part], false) = (terms.parts.as_slice(), is_operator) else { return Ok(Vec::new()) };
    let begin = written_entry(&part.term, "");
    let begin = begin.trim_end_matches(LEXICON_GAP);
    let vocabulary = Vocabulary::of(snapshot);
    let entries = vocabulary.completing(begin)?;
    // However a word is written it is one; it is shown as it is written most.
    let mut words: HashMap<String, (u32, u32, String)> = HashMap::new();
    for ((term, word), count) in entries {
        let entry = words.entry(term).or_insert((0, 0, String::new()));
        entry.0 = entry.0.saturating_add(count);
        if (count, &entry.2) > (entry.1, &word) {
            (entry.1, entry.2) = (count, word);
        }
    }
    let mut found: Vec<(u32, String)> =
        words.into_values().map(|(count, _, word)| (count, word)).collect();
    found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.truncate(limit);
    let completion = |(recordings, text): (u32, String)| {
        let query = format!("{before}{text}");
        Completion { text, query, recordings }
    };
    Ok(found.into_iter().map(completion).collect())
}

/// The query with words that are not in the archive replaced by ones like them that are; `None` if
/// there is nothing to replace.
pub(super) fn better_query(
    snapshot: &IndexSnapshot,
    query: &SearchQuery,
) -> Result<Option<String>, SearchError> {
    let vocabulary = Vocabulary::of(snapshot);
    let mut group: Group = query.group.clone();
    let mut is_better = false;
    for part in &mut group.parts {
        let Node::Word(word) = part else { continue };
        let terms = word_terms(word);
        let [only] = terms.parts.as_slice() else { continue };
        // To look for what is spelled nearly so takes as long as a search.
        let exact = Term::from_field_text(snapshot.fields().terms, &only.term);
        if vocabulary.frequency(&exact)? > 0 {
            continue;
        }
        let near = vocabulary.near(&only.term, usual_distance(&only.term))?;
        if let Some((better, _)) = near.first() {
            *word = better.clone();
            is_better = true;
        }
    }
    Ok(is_better.then(|| group.to_string()))
}
