//! `/api/v1/recordings/{id}/peaks`: how loud a recording is over its time, for a picture of it.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::recordings::parse_id;
use crate::domain::{Peaks, RecordingId};
use crate::web::WebState;
use crate::web::error::ApiError;

#[derive(Debug, Serialize, ToSchema)]
struct PeaksView {
    interval_ms: u32,
    /// From 0 to 255, full scale.
    #[schema(value_type = Vec<u32>)]
    peaks: Vec<u8>,
}

/// Gives the peaks; a browser keeps them and asks whether they are still the same.
#[utoipa::path(
    get,
    path = "/api/v1/recordings/{id}/peaks",
    tag = "recordings",
    params(
        ("id" = RecordingId, Path, description = "The recording."),
        ("if-none-match" = Option<String>, Header, description = "The `ETag` of what is here already."),
    ),
    responses(
        (status = 200, description = "The peaks.", body = PeaksView),
        (status = 304, description = "They are the same as those that are there already."),
    ),
)]
pub(super) async fn get_peaks(
    state: web::Data<WebState>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let found = state.store.peaks(parse_id(&id)?).await?;
    let (transcript, Peaks { interval_ms, values }) = found.ok_or(ApiError::NotFound("peaks"))?;
    // Weak, as compression on the way changes the bytes and not what they say.
    let tag = format!("W/\"{transcript}-p\"");
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let is_known = known.is_some_and(|tags| tags.split(',').any(|one| one.trim() == tag));
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::CACHE_CONTROL, "private, max-age=0, must-revalidate"))
        .insert_header((header::ETAG, tag));
    Ok(if is_known {
        response.finish()
    } else {
        response.json(PeaksView { interval_ms, peaks: values })
    })
}
