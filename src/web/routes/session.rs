//! `/api/v1/session`: the access token against a cookie, so that a browser asks for it once.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::web::access::Access;
use crate::web::error::ApiError;
use crate::web::session::removal_cookie;

#[derive(Deserialize, ToSchema)]
pub(super) struct NewSession {
    /// The access token, as `server.access_token` says it.
    token: String,
}

/// Signs a browser in.
#[utoipa::path(
    post,
    path = "/api/v1/session",
    tag = "access",
    request_body = NewSession,
    security(()),
    responses((status = 204, description = "Signed in: the cookie is set.")),
)]
pub(super) async fn create_session(
    access: web::Data<Access>,
    request: HttpRequest,
    session: web::Json<NewSession>,
) -> Result<HttpResponse, ApiError> {
    let Some(gate) = &access.gate else { return Ok(HttpResponse::NoContent().finish()) };
    if !gate.admits_token(&session.token) {
        return match gate.penalize().await {
            Ok(()) => Err(ApiError::WrongToken),
            Err(_crowded) => Err(ApiError::TooManyAttempts),
        };
    }
    // A proxy that ends TLS says so in `X-Forwarded-Proto`; lying about it gains nothing.
    let is_secure = request.connection_info().scheme() == "https";
    Ok(HttpResponse::NoContent().cookie(gate.cookie(is_secure)).finish())
}

/// Signs a browser out.
#[utoipa::path(
    delete,
    path = "/api/v1/session",
    tag = "access",
    responses((status = 204, description = "Signed out: the cookie is removed.")),
)]
pub(super) async fn delete_session() -> HttpResponse {
    HttpResponse::NoContent().cookie(removal_cookie()).finish()
}
