//! `/api/v1/search` and `/api/v1/suggest`: where something is said, and what may be typed.

use actix_web::web;
use serde::{Deserialize, Serialize};

use crate::domain::ParseError;
use crate::search::{SearchFilters, SearchPage, SearchQuery, SearchResults, Searcher, Suggestions};
use crate::web::WebState;
use crate::web::error::ApiError;

/// How many completions are given where nobody says.
const COMPLETIONS: usize = 8;

/// What narrows a search; `collection` and `language` take several names with commas.
#[derive(Debug, Default, Deserialize)]
pub(super) struct SearchQueryParams {
    #[serde(default)]
    pub(super) q: String,
    collection: Option<String>,
    language: Option<String>,
    recording: Option<String>,
    /// `no`, `only` or `any`.
    suspect: Option<String>,
    /// From 0 to 1.
    min_confidence: Option<String>,
    /// As the field of the same name in a query.
    kind: Option<String>,
    channel: Option<String>,
    date: Option<String>,
    duration: Option<String>,
    /// `relevance`, `date` or `title`.
    sort: Option<String>,
    /// `1` to count recordings by what they have in common.
    facets: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
    /// An answer's `next_cursor`, instead of an offset.
    cursor: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct SearchView {
    query: String,
    #[serde(flatten)]
    results: SearchResults,
}

/// What is typed so far.
#[derive(Debug, Deserialize)]
pub(super) struct SuggestParams {
    #[serde(default)]
    q: String,
    limit: Option<usize>,
}

/// Finds the recordings in which the query is said.
pub(super) async fn list_hits(
    state: web::Data<WebState>,
    params: web::Query<SearchQueryParams>,
) -> Result<web::Json<SearchView>, ApiError> {
    let params = params.into_inner();
    let asked = Asked::of(&params)?;
    let results = asked.answer(state.searcher.clone()).await?;
    Ok(web::Json(SearchView { query: params.q, results }))
}

/// Completes what is typed.
pub(super) async fn list_suggestions(
    state: web::Data<WebState>,
    params: web::Query<SuggestParams>,
) -> Result<web::Json<Suggestions>, ApiError> {
    let SuggestParams { q, limit } = params.into_inner();
    let (searcher, limit) = (state.searcher.clone(), limit.unwrap_or(COMPLETIONS));
    let typed: String = q.chars().take(1000).collect();
    let suggestions = web::block(move || searcher.suggest(&typed, limit)).await??;
    Ok(web::Json(suggestions))
}

/// A search as it was asked for.
pub(super) struct Asked {
    query: SearchQuery,
    filters: SearchFilters,
    pub(super) page: SearchPage,
}

impl Asked {
    pub(super) fn of(params: &SearchQueryParams) -> Result<Self, ApiError> {
        let mut filters = SearchFilters::default();
        filters.collections = names(params.collection.as_deref())?;
        filters.languages = names(params.language.as_deref())?;
        filters.recording = given(params.recording.as_deref()).map(str::parse).transpose()?;
        filters.suspect = chosen(params.suspect.as_deref())?;
        filters.min_confidence = chosen(params.min_confidence.as_deref())?;
        for (field, value) in [
            ("kind", &params.kind),
            ("channel", &params.channel),
            ("date", &params.date),
            ("duration", &params.duration),
        ] {
            if let Some(value) = given(value.as_deref()) {
                filters.narrow(field, value)?;
            }
        }
        let usual = SearchPage::default();
        let page = SearchPage {
            limit: params.limit.unwrap_or(usual.limit),
            offset: params.offset.unwrap_or(usual.offset),
            sort: chosen(params.sort.as_deref())?,
            after: given(params.cursor.as_deref()).map(str::parse).transpose()?,
            facets: given(params.facets.as_deref()).is_some_and(|facets| facets != "0"),
            ..usual
        };
        Ok(Self { query: SearchQuery::parse(&params.q)?, filters, page })
    }

    pub(super) async fn answer(self, searcher: Searcher) -> Result<SearchResults, ApiError> {
        let Self { query, filters, page } = self;
        Ok(web::block(move || searcher.search(&query, &filters, page)).await??)
    }
}

/// What is not there, or empty, was not given.
fn given(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.is_empty())
}

fn names<T: std::str::FromStr<Err = ParseError>>(list: Option<&str>) -> Result<Vec<T>, ParseError> {
    let names = list.unwrap_or_default().split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).map(str::parse).collect()
}

/// What is not there, or empty, is as usual.
fn chosen<T>(value: Option<&str>) -> Result<T, ParseError>
where
    T: std::str::FromStr<Err = ParseError> + Default,
{
    given(value).map(str::parse).transpose().map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;
    use crate::search::{MinConfidence, SuspectFilter};

    #[test]
    fn what_is_left_out_is_as_usual_and_what_is_wrong_is_named() {
        assert_eq!(chosen(Some("")), Ok(SuspectFilter::Any));
        assert_eq!(chosen(Some("no")), Ok(SuspectFilter::No));
        assert_eq!(chosen(None), Ok(MinConfidence::default()));
        let error = chosen::<MinConfidence>(Some("high")).unwrap_err().to_string();
        assert!(error.contains("high"), "{error}");
    }

    #[test]
    fn several_names_are_read_and_a_wrong_one_is_named() {
        let languages: Vec<Language> = names(Some("en, fr,")).unwrap();
        assert_eq!(languages.len(), 2);
        assert!(names::<Language>(None).unwrap().is_empty());
        let error = names::<Language>(Some("en,English")).unwrap_err().to_string();
        assert!(error.contains("English"), "{error}");
    }
}
