//! `POST /api/v1/collections/{name}/crawl`: looks through a collection's bucket now.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::domain::CollectionName;
use crate::web::WebState;
use crate::web::error::ApiError;
use crate::web::origin::is_of_another_site;

/// Queues a crawl; a worker gets to it at once, or when it is done with what it has.
#[utoipa::path(
    post,
    path = "/api/v1/collections/{name}/crawl",
    tag = "archive",
    params(("name" = CollectionName, Path, description = "The collection.")),
    responses((status = 202, description = "It is queued.")),
)]
pub(super) async fn crawl_collection(
    state: web::Data<WebState>,
    request: HttpRequest,
    name: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    if is_of_another_site(request.headers()) {
        return Err(ApiError::CrossSite);
    }
    let name: CollectionName = name.parse().map_err(|_| ApiError::NotFound("collection"))?;
    if !state.collections.iter().any(|info| info.name == name) {
        return Err(ApiError::NotFound("collection"));
    }
    state.store.enqueue_crawl(&name).await?;
    Ok(HttpResponse::Accepted().finish())
}
