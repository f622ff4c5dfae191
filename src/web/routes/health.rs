//! `/health`: for load balancers, and for the page while the server is away.

use std::time::Duration;

use actix_web::{HttpResponse, web};
use serde_json::json;

use crate::web::WebState;
use crate::web::error::ApiError;

/// A load balancer won't wait longer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Answers whether requests can be served now.
pub(in crate::web) async fn get_health(
    state: web::Data<WebState>,
) -> Result<HttpResponse, ApiError> {
    let answered = tokio::time::timeout(PATIENCE, state.store.ping()).await;
    match answered {
        Ok(Ok(())) => Ok(HttpResponse::Ok().json(json!({ "status": "ok" }))),
        Ok(Err(_)) | Err(_) => Err(ApiError::Unavailable("the database")),
    }
}
