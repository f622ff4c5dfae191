//! The page: one HTML file for every address of ours; its script shows what the address means.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use crate::web::assets;
use crate::web::error::ApiError;

/// The addresses that people see.
pub(in crate::web) fn configure(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(shell))
        .route("/archive", web::get().to(shell))
        .route("/api", web::get().to(shell))
        .route("/recordings/{id}", web::get().to(shell))
        .route("/{any:.*}", web::get().to(missing))
        .default_service(web::to(refuse));
}

async fn shell() -> HttpResponse {
    assets::page("index.html", StatusCode::OK)
}

/// The page says itself that there is nothing.
async fn missing() -> HttpResponse {
    assets::page("index.html", StatusCode::NOT_FOUND)
}

async fn refuse() -> Result<&'static str, ApiError> {
    Err(ApiError::NotFound("address"))
}
