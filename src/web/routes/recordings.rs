//! `/api/v1/recordings`: the library, and one recording with all that was said.

use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::{CollectionName, RecordingId};
use crate::store::{ListFilter, ListOrder, RecordingState, StoredTranscript};
use crate::web::WebState;
use crate::web::error::ApiError;
use crate::web::limits::{within, without_nul};
use crate::web::views::{RecordingView, SummaryView};

const USUAL_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 200;

/// What narrows the list, and where its page begins.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQueryParams {
    /// Only this collection.
    #[param(value_type = Option<CollectionName>)]
    collection: Option<String>,
    /// Only in this state; all but those gone where it is left out.
    #[param(value_type = Option<RecordingState>)]
    state: Option<String>,
    /// Only with these words in the title.
    #[param(pattern = "^[^\\x00]*$")]
    title: Option<String>,
    /// `key`, `title`, `newest` or `longest`.
    #[param(value_type = Option<ListOrder>)]
    sort: Option<String>,
    /// The last recording of the page before, as `next_page` has it.
    #[param(value_type = Option<RecordingId>)]
    cursor: Option<String>,
    /// How many recordings.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordingList {
    recordings: Vec<SummaryView>,
    meta: Meta,
}

#[derive(Debug, Serialize, ToSchema)]
struct Meta {
    /// The address of the next page, if there is one.
    next_page: Option<String>,
}

/// Lists recordings in whatever state, by key unless another order is asked for.
#[utoipa::path(
    get,
    path = "/api/v1/recordings",
    tag = "recordings",
    params(ListQueryParams),
    responses((status = 200, description = "A page of recordings.", body = RecordingList)),
)]
pub(super) async fn list_recordings(
    state: web::Data<WebState>,
    params: web::Query<ListQueryParams>,
) -> Result<web::Json<RecordingList>, ApiError> {
    let filter = ListFilter {
        collection: params.collection.as_deref().map(str::parse).transpose()?,
        state: params.state.as_deref().map(str::parse).transpose()?,
        title: without_nul("title", given(params.title.as_deref()))?.map(str::to_owned),
        order: params.sort.as_deref().map(str::parse).transpose()?.unwrap_or_default(),
    };
    let after = params.cursor.as_deref().map(str::parse).transpose()?;
    let limit = within("limit", params.limit, 1..=MAX_LIMIT)?.unwrap_or(USUAL_LIMIT);
    // One more than asked for tells whether there is another page.
    let found = state.store.list_recordings(&filter, after, limit + 1).await?;
    let has_more = found.len() > limit as usize;
    let recordings: Vec<_> =
        found.into_iter().take(limit as usize).map(SummaryView::from).collect();
    let last = recordings.last().filter(|_| has_more).map(|recording| recording.id);
    let next_page = last.map(|last| next_page(&filter, last, limit));
    Ok(web::Json(RecordingList { recordings, meta: Meta { next_page } }))
}

/// Gives a recording with its words and where they are.
#[utoipa::path(
    get,
    path = "/api/v1/recordings/{id}",
    tag = "recordings",
    params(("id" = RecordingId, Path, description = "The recording.")),
    responses((status = 200, description = "The recording.", body = RecordingView)),
)]
pub(super) async fn get_recording(
    state: web::Data<WebState>,
    id: web::Path<String>,
) -> Result<web::Json<RecordingView>, ApiError> {
    let transcript = transcript(&state, &id).await?;
    let redaction_enabled = state.redaction_enabled(&transcript.recording.collection);
    Ok(web::Json(RecordingView::new(transcript, redaction_enabled)))
}

/// Reads an id; what is none names no recording.
pub(super) fn parse_id(id: &str) -> Result<RecordingId, ApiError> {
    id.parse().map_err(|_| ApiError::NotFound("recording"))
}

pub(super) async fn transcript(state: &WebState, id: &str) -> Result<StoredTranscript, ApiError> {
    let transcript = state.store.transcript(parse_id(id)?).await?;
    transcript.ok_or(ApiError::NotFound("recording"))
}

/// A parameter that is there but empty narrows nothing.
fn given(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.is_empty())
}

/// Seeks rather than counts: a page stays the same page when recordings come and go before it.
fn next_page(filter: &ListFilter, last: RecordingId, limit: u32) -> String {
    let mut address = format!("/api/v1/recordings?cursor={last}&limit={limit}");
    // Names of both are of letters that an address takes as they are.
    if let Some(collection) = &filter.collection {
        address.push_str(&format!("&collection={collection}"));
    }
    if let Some(state) = filter.state {
        address.push_str(&format!("&state={}", state_name(state)));
    }
    if filter.order != ListOrder::default() {
        address.push_str(&format!("&sort={}", filter.order.name()));
    }
    if let Some(title) = &filter.title {
        let encoded: String = title.bytes().map(|byte| format!("%{byte:02X}")).collect();
        address.push_str(&format!("&title={encoded}"));
    }
    address
}

fn state_name(state: crate::store::RecordingState) -> &'static str {
    use crate::store::RecordingState as State;
    match state {
        State::Pending => "pending",
        State::Searchable => "searchable",
        State::Failed => "failed",
        State::Gone => "gone",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::RecordingState;

    #[test]
    fn the_next_page_keeps_what_narrows_the_list() {
        let filter = ListFilter {
            collection: Some("calls".parse().unwrap()),
            state: Some(RecordingState::Failed),
            title: Some("50 % é&b".to_owned()),
            order: ListOrder::Longest,
        };
        let id: RecordingId = "11111111-1111-5111-8111-111111111111".parse().unwrap();
        let address = next_page(&filter, id, 7);
        let query = address.split_once('?').unwrap().1;
        let params = web::Query::<ListQueryParams>::from_query(query).unwrap().into_inner();
        assert_eq!(params.cursor.unwrap().parse::<RecordingId>().unwrap(), id);
        assert_eq!(params.collection.as_deref(), Some("calls"));
        assert_eq!(
            params.state.unwrap().parse::<RecordingState>().unwrap(),
            RecordingState::Failed
        );
        assert_eq!(params.title.as_deref(), Some("50 % é&b"));
        assert_eq!(params.sort.as_deref(), Some("longest"));
        assert_eq!(params.limit, Some(7));
    }

    #[test]
    fn what_is_no_id_names_no_recording() {
        assert_eq!(parse_id("../../etc"), Err(ApiError::NotFound("recording")));
    }
}
