//! A query and its filters as tantivy asks them.

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, PhraseQuery, Query, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::index::Fields;

use super::query::{Clause, SearchQuery};
use super::request::SearchFilters;

/// Every clause must be found; filters count nothing towards the score.
pub(super) fn plan(query: &SearchQuery, filters: &SearchFilters, fields: &Fields) -> BooleanQuery {
    let clauses = query.clauses.iter().map(|clause| clause_query(clause, fields.terms));
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

fn clause_query(clause: &Clause, terms: Field) -> Box<dyn Query> {
    let mut spellings: Vec<Box<dyn Query>> =
        clause.spellings.iter().map(|spelling| spelling_query(spelling, terms)).collect();
    if spellings.len() == 1 {
        spellings.remove(0)
    } else {
        Box::new(BooleanQuery::union(spellings))
    }
}

fn spelling_query(spelling: &[String], field: Field) -> Box<dyn Query> {
    let mut terms: Vec<Term> =
        spelling.iter().map(|term| Term::from_field_text(field, term)).collect();
    if terms.len() == 1 {
        Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs))
    } else {
        Box::new(PhraseQuery::new(terms))
    }
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
