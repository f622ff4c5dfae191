//! A query and its filters as tantivy asks them.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::index::Fields;

use super::query::{Clause, SearchQuery};
use super::request::SearchFilters;

/// What a phrase counts that is found only with its words of parts joined.
const JOINED_SCORE: f32 = 1.0;

/// Every clause must be found; filters count nothing towards the score.
pub(super) fn plan(query: &SearchQuery, filters: &SearchFilters, fields: &Fields) -> BooleanQuery {
    let clauses = query.clauses.iter().map(|clause| clause_query(clause, fields));
    let collections = filters.collections.iter().map(|name| name.as_str().to_owned());
    let languages = filters.languages.iter().map(|language| language.code().to_owned());
    let recording = filters.recording.iter().map(ToString::to_string);
    let narrowed = [
        one_of(fields.recording, recording),
        one_of(fields.collection, collections),
        one_of(fields.language, languages),
    ];
    let all = clauses.chain(narrowed.into_iter().flatten()).map(|query| (Occur::Must, query));
    BooleanQuery::new(all.collect())
}

/// One spelling must be found; the one that scores best counts.
fn clause_query(clause: &Clause, fields: &Fields) -> Box<dyn Query> {
    let mut ways: Vec<Box<dyn Query>> =
        clause.spellings.iter().flat_map(|spelling| spelling_queries(spelling, fields)).collect();
    if ways.len() == 1 { ways.remove(0) } else { Box::new(DisjunctionMaxQuery::new(ways)) }
}

/// A term, or a phrase in either reading of a segment. Few segments have the joined one, so term
/// frequencies there say nothing: a phrase that only it holds counts a constant.
fn spelling_queries(spelling: &[String], fields: &Fields) -> Vec<Box<dyn Query>> {
    let terms = |field| spelling.iter().map(move |term| Term::from_field_text(field, term));
    let mut apart: Vec<Term> = terms(fields.terms).collect();
    if apart.len() == 1 {
        return vec![Box::new(TermQuery::new(apart.remove(0), IndexRecordOption::WithFreqs))];
    }
    let joined = PhraseQuery::new(terms(fields.joined_terms).collect());
    vec![
        Box::new(PhraseQuery::new(apart)),
        Box::new(ConstScoreQuery::new(Box::new(joined), JOINED_SCORE)),
    ]
}

/// Documents with one of the values, or nothing to narrow by.
fn one_of(field: Field, values: impl Iterator<Item = String>) -> Option<Box<dyn Query>> {
    let terms: Vec<Term> = values.map(|value| Term::from_field_text(field, &value)).collect();
    let query: Box<dyn Query> = match terms.as_slice() {
        [] => return None,
        [term] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)),
        _ => Box::new(TermSetQuery::new(terms)),
    };
    Some(Box::new(ConstScoreQuery::new(query, 0.0)))
}
