//! `POST /api/v1/recordings/{id}/retry`: a failed recording once more, by hand.

use actix_web::{HttpRequest, HttpResponse, web};

use super::recordings::parse_id;
use crate::domain::RecordingId;
use crate::store::RetryFilter;
use crate::web::WebState;
use crate::web::error::ApiError;
use crate::web::origin::is_of_another_site;

/// Queues a failed recording again; the worker gets to it in its turn.
#[utoipa::path(
    post,
    path = "/api/v1/recordings/{id}/retry",
    tag = "recordings",
    params(("id" = RecordingId, Path, description = "The recording.")),
    responses((status = 202, description = "It is queued.")),
)]
pub(super) async fn retry_recording(
    state: web::Data<WebState>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    if is_of_another_site(request.headers()) {
        return Err(ApiError::CrossSite);
    }
    let filter = RetryFilter { recording: Some(parse_id(&id)?), ..RetryFilter::default() };
    match state.store.retry_failed(&filter).await? {
        0 => Err(ApiError::NotFound("failed recording")),
        _ => Ok(HttpResponse::Accepted().finish()),
    }
}
