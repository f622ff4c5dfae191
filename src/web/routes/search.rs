//! `/api/v1/search` and `/api/v1/suggest`: where something is said, and what may be typed.

use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::{ParseError, RecordingId};
use crate::search::{
    MAX_COMPLETIONS, MAX_LIMIT, MAX_OFFSET, SearchFilters, SearchPage, SearchQuery, SearchResults,
    Sort, Suggestions, SuspectFilter,
};
use crate::web::WebState;
use crate::web::error::ApiError;
use crate::web::limits::within;

/// How many completions are given where nobody says.
const COMPLETIONS: usize = 8;

/// What narrows a search; `collection` and `language` take several names with commas.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchQueryParams {
    /// What is looked for, in the query language. At most 1000 characters.
    #[serde(default)]
    #[param(required, min_length = 1, max_length = 1000, example = "\"the river froze\"")]
    pub(super) q: String,
    /// Collections, with commas between them.
    #[param(
        example = "council,lectures",
        pattern = r"^ *([a-z0-9-]{1,64})?( *, *([a-z0-9-]{1,64})?)* *$"
    )]
    collection: Option<String>,
    /// Codes of languages, with commas between them.
    #[param(example = "en,fr", pattern = r"^ *([a-z]{2,3})?( *, *([a-z]{2,3})?)* *$")]
    language: Option<String>,
    /// Only this recording: its hits come by time, up to 500.
    #[param(value_type = Option<RecordingId>)]
    recording: Option<String>,
    /// Whether doubtful segments count: `no`, `only` or `any`.
    #[param(value_type = Option<SuspectFilter>)]
    suspect: Option<String>,
    /// The least confidence of a word that counts.
    #[param(value_type = Option<f32>, minimum = 0, maximum = 1)]
    min_confidence: Option<String>,
    /// `audio` or `video`, or both with a comma.
    #[param(example = "video", pattern = r"^ *(audio|video)?( *, *(audio|video)?)* *$")]
    kind: Option<String>,
    /// Numbers of channels from 0, with commas between them.
    #[param(example = "0", pattern = r"^ *([0-9]{1,4})?( *, *([0-9]{1,4})?)* *$")]
    channel: Option<String>,
    /// A year, month or day, or from one to another: `2024`, `2024-03`, `2024-01..2024-06`,
    /// `>2024`.
    #[param(
        example = "2020..2030-06",
        pattern = r"^([<>]=?[12][0-9]{3}(-(0[1-9]|1[0-2]))?|[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?(\.\.([12][0-9]{3}(-(0[1-9]|1[0-2]))?)?)?|\.\.[12][0-9]{3})?$"
    )]
    date: Option<String>,
    /// How long a recording is: `>10m`, `30s..1h`.
    #[param(
        example = ">1s",
        pattern = r"^([<>]=?[0-9]{1,6}(ms|s|m|h)?|[0-9]{1,6}(ms|s|m|h)?(\.\.([0-9]{1,6}(ms|s|m|h)?)?)?|\.\.[0-9]{1,6}(ms|s|m|h)?)?$"
    )]
    duration: Option<String>,
    /// `relevance`, `date`, `added` or `title`.
    #[param(value_type = Option<Sort>)]
    sort: Option<String>,
    /// `1` to count recordings by what they have in common too.
    #[param(value_type = Option<Switch>)]
    facets: Option<String>,
    /// How many recordings.
    #[param(minimum = 0, maximum = 100, default = 20)]
    limit: Option<usize>,
    /// How many recordings before them are passed over.
    #[param(minimum = 0, maximum = 10_000, default = 0)]
    offset: Option<usize>,
    /// An answer's `next_cursor`, instead of an offset.
    #[param(pattern = "^[0-9]{1,9}-[0-9a-f]{16}$")]
    cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SearchView {
    query: String,
    #[serde(flatten)]
    results: SearchResults,
}

/// What is typed so far.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SuggestParams {
    /// What is typed so far. At most 1000 characters of it are read.
    #[serde(default)]
    #[param(required = false, example = "the riv")]
    q: String,
    /// How many completions.
    #[param(minimum = 0, maximum = 20, default = 8)]
    limit: Option<usize>,
}

/// Finds the recordings in which the query is said.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    tag = "search",
    params(SearchQueryParams),
    responses((status = 200, description = "The recordings, with the times of the words.", body = SearchView)),
)]
pub(super) async fn list_hits(
    state: web::Data<WebState>,
    params: web::Query<SearchQueryParams>,
) -> Result<web::Json<SearchView>, ApiError> {
    let params = params.into_inner();
    let asked = Asked::of(&params)?;
    let results = asked.answer(&state).await?;
    Ok(web::Json(SearchView { query: params.q, results }))
}

/// Completes what is typed.
#[utoipa::path(
    get,
    path = "/api/v1/suggest",
    tag = "search",
    params(SuggestParams),
    responses((status = 200, description = "What may be meant.", body = Suggestions)),
)]
pub(super) async fn list_suggestions(
    state: web::Data<WebState>,
    params: web::Query<SuggestParams>,
) -> Result<web::Json<Suggestions>, ApiError> {
    let SuggestParams { q, limit } = params.into_inner();
    let limit = within("limit", limit, 0..=MAX_COMPLETIONS)?.unwrap_or(COMPLETIONS);
    let searcher = state.searcher.clone();
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
        filters.recording = params.recording.as_deref().map(str::parse).transpose()?;
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
            limit: within("limit", params.limit, 0..=MAX_LIMIT)?.unwrap_or(usual.limit),
            offset: within("offset", params.offset, 0..=MAX_OFFSET)?.unwrap_or(usual.offset),
            sort: chosen(params.sort.as_deref())?,
            after: params.cursor.as_deref().map(str::parse).transpose()?,
            facets: switched("facets", params.facets.as_deref())?,
            ..usual
        };
        Ok(Self { query: SearchQuery::parse(&params.q)?, filters, page })
    }

    pub(super) async fn answer(self, state: &WebState) -> Result<SearchResults, ApiError> {
        let Self { query, filters, page } = self;
        let searcher = state.searcher.clone();
        let results = web::block(move || searcher.search(&query, &filters, page)).await??;
        state.metrics.search_took(results.took);
        Ok(results)
    }
}

/// Off or on.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it tells how a parameter is written")]
pub(super) enum Switch {
    #[schema(rename = "0")]
    Off,
    #[schema(rename = "1")]
    On,
}

fn switched(name: &str, value: Option<&str>) -> Result<bool, ApiError> {
    match value {
        None | Some("0") => Ok(false),
        Some("1") => Ok(true),
        Some(_) => Err(ApiError::InvalidParameter(format!("`{name}` is 1 or 0"))),
    }
}

/// What is not there, or empty, was not given.
fn given(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.is_empty())
}

fn names<T: std::str::FromStr<Err = ParseError>>(list: Option<&str>) -> Result<Vec<T>, ParseError> {
    let names = list.unwrap_or_default().split(',').map(|name| name.trim_matches(' '));
    names.filter(|name| !name.is_empty()).map(str::parse).collect()
}

/// What is not there is as usual.
fn chosen<T>(value: Option<&str>) -> Result<T, ParseError>
where
    T: std::str::FromStr<Err = ParseError> + Default,
{
    value.map(str::parse).transpose().map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;
    use crate::search::{MinConfidence, SuspectFilter};

    #[test]
    fn what_is_left_out_is_as_usual_and_what_is_wrong_is_named() {
        assert!(chosen::<SuspectFilter>(Some("")).is_err());
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
