//! The only place where failures become HTTP statuses, in one shape:
//! `{"error":{"code":"invalid_query","message":"…"}}`.
//!
//! Causes of 5xx are logged here, once, and never shown.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use tracing::{error, warn};
use utoipa::ToSchema;

use crate::domain::ParseError;
use crate::search::{QueryError, SearchError};
use crate::source::SourceError;
use crate::store::StoreError;

/// What a handler answers instead of what was asked for.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ApiError {
    #[error("{0}")]
    InvalidQuery(String),
    #[error("{0}")]
    InvalidParameter(String),
    #[error("there is no such {0}")]
    NotFound(&'static str),
    #[error("{path} does not take this method: use {allowed}")]
    MethodNotAllowed { path: String, allowed: String },
    #[error("an access token is needed: send it as `Authorization: Bearer …` or sign in")]
    Unauthorized,
    #[error("this is not the access token")]
    WrongToken,
    #[error("too many wrong tokens: wait a few seconds")]
    TooManyAttempts,
    #[error(
        "without an access token this server answers to `localhost` and `127.0.0.1` only: to reach \
         it by another name, set `access_token` under `[server]`"
    )]
    ForeignHost,
    #[error("this is for the server's own page: another site may not ask for it")]
    CrossSite,
    #[error("the recording has {0} bytes, and the range asked for lies beyond them")]
    RangeNotSatisfiable(u64),
    #[error("the recording's file is not in its bucket any more")]
    MediaMissing,
    #[error(
        "the recording was replaced in its bucket: the new version is heard after the next crawl"
    )]
    MediaReplaced,
    #[error("{0} does not answer: try again in a moment")]
    Unavailable(&'static str),
    #[error("this server can't make {0}")]
    NotSupported(&'static str),
    #[error("other clips are being made: try again in a moment")]
    Busy,
    #[error("something went wrong in the server: its log says what")]
    Internal,
}

/// What kind of failure it is, for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ErrorCode {
    /// Nothing of the query can be looked for.
    InvalidQuery,
    /// A parameter or the body is not as it must be.
    InvalidParameter,
    /// There is no such thing.
    NotFound,
    /// The address does not take this method.
    MethodNotAllowed,
    /// The access token is missing.
    Unauthorized,
    /// This is not the access token.
    WrongToken,
    /// Too many wrong tokens came.
    TooManyAttempts,
    /// Without an access token only this machine is answered.
    ForeignHost,
    /// A page of another site asked.
    CrossSite,
    /// The range lies beyond the end.
    RangeNotSatisfiable,
    /// The file is not in its bucket any more.
    MediaMissing,
    /// The file was replaced in its bucket.
    MediaReplaced,
    /// Something that the server stands on does not answer.
    Unavailable,
    /// This server has not what it takes.
    NotSupported,
    /// The server has enough to do.
    Busy,
    /// It is the server's fault.
    Internal,
}

/// What is answered instead of what was asked for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ErrorBody {
    error: ErrorDetail,
}

#[derive(Debug, Serialize, ToSchema)]
struct ErrorDetail {
    code: ErrorCode,
    /// What happened and what to do, for people.
    message: String,
}

impl ApiError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::InvalidQuery(_) => ErrorCode::InvalidQuery,
            Self::InvalidParameter(_) => ErrorCode::InvalidParameter,
            Self::NotFound(_) => ErrorCode::NotFound,
            Self::MethodNotAllowed { .. } => ErrorCode::MethodNotAllowed,
            Self::Unauthorized => ErrorCode::Unauthorized,
            Self::WrongToken => ErrorCode::WrongToken,
            Self::TooManyAttempts => ErrorCode::TooManyAttempts,
            Self::ForeignHost => ErrorCode::ForeignHost,
            Self::CrossSite => ErrorCode::CrossSite,
            Self::RangeNotSatisfiable(_) => ErrorCode::RangeNotSatisfiable,
            Self::MediaMissing => ErrorCode::MediaMissing,
            Self::MediaReplaced => ErrorCode::MediaReplaced,
            Self::Unavailable(_) => ErrorCode::Unavailable,
            Self::NotSupported(_) => ErrorCode::NotSupported,
            Self::Busy => ErrorCode::Busy,
            Self::Internal => ErrorCode::Internal,
        }
    }

    /// Logs a failure that is ours and hides it.
    pub(super) fn internal(cause: &dyn std::error::Error) -> Self {
        error!(error = %chain(cause), "a request failed");
        Self::Internal
    }

    /// Logs that something we stand on is away, which may pass.
    fn away(what: &'static str, cause: &dyn std::error::Error) -> Self {
        warn!(error = %chain(cause), "{what} does not answer");
        Self::Unavailable(what)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::InvalidQuery(_) | Self::InvalidParameter(_) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) | Self::MediaMissing => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unauthorized | Self::WrongToken => StatusCode::UNAUTHORIZED,
            Self::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
            Self::ForeignHost | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::RangeNotSatisfiable(_) => StatusCode::RANGE_NOT_SATISFIABLE,
            Self::MediaReplaced => StatusCode::CONFLICT,
            Self::NotSupported(_) => StatusCode::NOT_IMPLEMENTED,
            Self::Unavailable(_) | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        match self {
            Self::Unauthorized => response.insert_header((header::WWW_AUTHENTICATE, "Bearer")),
            Self::TooManyAttempts | Self::Busy => {
                response.insert_header((header::RETRY_AFTER, "5"))
            }
            Self::MethodNotAllowed { allowed, .. } => {
                response.insert_header((header::ALLOW, allowed.as_str()))
            }
            Self::RangeNotSatisfiable(total) => {
                response.insert_header((header::CONTENT_RANGE, format!("bytes */{total}")))
            }
            _ => &mut response,
        };
        let error = ErrorDetail { code: self.code(), message: self.to_string() };
        response.json(ErrorBody { error })
    }
}

impl From<QueryError> for ApiError {
    fn from(error: QueryError) -> Self {
        Self::InvalidQuery(error.to_string())
    }
}

impl From<ParseError> for ApiError {
    fn from(error: ParseError) -> Self {
        Self::InvalidParameter(error.to_string())
    }
}

impl From<SearchError> for ApiError {
    fn from(error: SearchError) -> Self {
        Self::internal(&error)
    }
}

impl From<actix_web::error::BlockingError> for ApiError {
    fn from(error: actix_web::error::BlockingError) -> Self {
        Self::internal(&error)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::NotFound(_) => Self::NotFound("recording"),
            StoreError::Database(cause) if is_unreachable(cause) => {
                Self::away("the database", &error)
            }
            _ => Self::internal(&error),
        }
    }
}

impl From<SourceError> for ApiError {
    fn from(error: SourceError) -> Self {
        match &error {
            SourceError::NotFound(_) | SourceError::NoBucket(_) => Self::MediaMissing,
            SourceError::Replaced(_) => Self::MediaReplaced,
            _ if error.is_retryable() => Self::away("the object store", &error),
            _ => Self::internal(&error),
        }
    }
}

/// An error with its causes, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

fn is_unreachable(error: &sqlx::Error) -> bool {
    use sqlx::Error::{Io, PoolClosed, PoolTimedOut, Tls};
    matches!(error, Io(_) | Tls(_) | PoolTimedOut | PoolClosed)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn body_of(error: &ApiError) -> String {
        let body = error.error_response().into_body();
        let bytes = actix_web::body::to_bytes(body).await.unwrap_or_default();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[actix_web::test]
    async fn a_failure_of_ours_shows_no_cause() {
        let cause = StoreError::Database(sqlx::Error::Protocol("password of admin".to_owned()));
        let error = ApiError::from(cause);
        assert_eq!(error.status_code(), 500);
        let body = body_of(&error).await;
        assert!(body.contains(r#""code":"internal""#) && !body.contains("password"), "{body}");
    }

    #[actix_web::test]
    async fn a_database_that_is_away_is_unavailable_and_not_a_fault() {
        let error = ApiError::from(StoreError::Database(sqlx::Error::PoolTimedOut));
        assert_eq!(error.status_code(), 503);
    }

    #[test]
    fn a_range_beyond_the_end_tells_the_length() {
        let response = ApiError::RangeNotSatisfiable(42).error_response();
        assert_eq!(response.status(), 416);
        assert_eq!(response.headers().get(header::CONTENT_RANGE).unwrap(), "bytes */42");
    }
}
