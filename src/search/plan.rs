//! A query and its filters as tantivy asks them.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::domain::Suspicion;
use crate::index::{Fields, suspect_code};

use super::query::{Clause, SearchQuery};
use super::request::{SearchFilters, SuspectFilter};

/// What a phrase counts that is found only with its words of parts joined.
const JOINED_SCORE: f32 = 1.0;
/// What a clause counts that is found only with other readings of words: less than any word said.
const POSSIBLE_SCORE: f32 = 0.001;

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
        doubtful(filters.suspect, fields.suspect),
    ];
    let all = clauses.chain(narrowed.into_iter().flatten()).map(|query| (Occur::Must, query));
    BooleanQuery::new(all.collect())
}

/// Segments that are doubtful, or that are not.
fn doubtful(filter: SuspectFilter, field: Field) -> Option<Box<dyn Query>> {
    let term = |suspect| Term::from_field_u64(field, suspect_code(suspect));
    match filter {
        SuspectFilter::Any => None,
        SuspectFilter::No => with_one(vec![term(None)]),
        SuspectFilter::Only => {
            with_one(Suspicion::ALL.iter().map(|one| term(Some(*one))).collect())
        }
    }
}

/// One spelling must be found; the one that scores best counts.
fn clause_query(clause: &Clause, fields: &Fields) -> Box<dyn Query> {
    let mut ways: Vec<Box<dyn Query>> =
        clause.spellings.iter().flat_map(|spelling| spelling_queries(spelling, fields)).collect();
    if ways.len() == 1 { ways.remove(0) } else { Box::new(DisjunctionMaxQuery::new(ways)) }
}

/// A term, or a phrase, in any reading of a segment. Few segments have the joined one or the one
/// with other readings of words, so term frequencies there say nothing: what only they hold counts a
/// constant.
fn spelling_queries(spelling: &[String], fields: &Fields) -> Vec<Box<dyn Query>> {
    let terms = |field| spelling.iter().map(move |term| Term::from_field_text(field, term));
    let possible = in_a_row(terms(fields.possible_terms).collect());
    let mut ways: Vec<Box<dyn Query>> = vec![
        in_a_row(terms(fields.terms).collect()),
        Box::new(ConstScoreQuery::new(possible, POSSIBLE_SCORE)),
    ];
    if spelling.len() > 1 {
        let joined = in_a_row(terms(fields.joined_terms).collect());
        ways.push(Box::new(ConstScoreQuery::new(joined, JOINED_SCORE)));
    }
    ways
}

fn in_a_row(terms: Vec<Term>) -> Box<dyn Query> {
    match terms.as_slice() {
        [term] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

/// Documents with one of the values, or nothing to narrow by.
fn one_of(field: Field, values: impl Iterator<Item = String>) -> Option<Box<dyn Query>> {
    with_one(values.map(|value| Term::from_field_text(field, &value)).collect())
}

fn with_one(terms: Vec<Term>) -> Option<Box<dyn Query>> {
    let query: Box<dyn Query> = match terms.as_slice() {
        [] => return None,
        [term] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)),
        _ => Box::new(TermSetQuery::new(terms)),
    };
    Some(Box::new(ConstScoreQuery::new(query, 0.0)))
}
