//! `/api/v1/search`: where something is said.

use actix_web::web;
use serde::{Deserialize, Serialize};

use crate::domain::ParseError;
use crate::search::{SearchFilters, SearchPage, SearchQuery, SearchResults};
use crate::web::WebState;
use crate::web::error::ApiError;

/// What narrows a search; `collection` and `language` take several names with commas.
#[derive(Debug, Deserialize)]
pub(super) struct SearchQueryParams {
    #[serde(default)]
    q: String,
    collection: Option<String>,
    language: Option<String>,
    recording: Option<String>,
    /// `no`, `only` or `any`.
    suspect: Option<String>,
    /// From 0 to 1.
    min_confidence: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

#[derive(Debug, Serialize)]
pub(super) struct SearchView {
    query: String,
    #[serde(flatten)]
    results: SearchResults,
}

/// Finds the recordings in which the query is said.
pub(super) async fn list_hits(
    state: web::Data<WebState>,
    params: web::Query<SearchQueryParams>,
) -> Result<web::Json<SearchView>, ApiError> {
    let params = params.into_inner();
    let query = SearchQuery::parse(&params.q)?;
    let filters = SearchFilters {
        collections: names(params.collection.as_deref())?,
        languages: names(params.language.as_deref())?,
        recording: params.recording.as_deref().map(str::parse).transpose()?,
        suspect: chosen(params.suspect.as_deref())?,
        min_confidence: chosen(params.min_confidence.as_deref())?,
    };
    let usual = SearchPage::default();
    let page = SearchPage {
        limit: params.limit.unwrap_or(usual.limit),
        offset: params.offset.unwrap_or(usual.offset),
        ..usual
    };
    let searcher = state.searcher.clone();
    let results = web::block(move || searcher.search(&query, &filters, page)).await??;
    Ok(web::Json(SearchView { query: params.q, results }))
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
    let value = value.filter(|value| !value.is_empty());
    value.map(str::parse).transpose().map(Option::unwrap_or_default)
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
