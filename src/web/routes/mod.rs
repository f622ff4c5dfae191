//! One file a resource; each handler parses, calls, and shows.

mod captions;
mod clip;
mod collections;
mod crawl;
mod events;
mod health;
mod media;
mod overview;
mod pages;
mod peaks;
mod recordings;
mod retry;
mod search;
mod session;
mod status;

use actix_web::{HttpRequest, web};

use super::error::ApiError;

pub(super) use clip::ClipPermits;
pub(super) use health::get_health;
pub(super) use pages::configure as configure_pages;
pub(super) use status::current_status;

/// Media are compressed already, and ranges are of the bytes as they are; events go out one by one.
/// They stand apart from what is compressed on its way.
pub(super) fn configure_media(config: &mut web::ServiceConfig) {
    config.service(
        web::resource("/recordings/{id}/media")
            .route(web::get().to(media::get_media))
            .route(web::head().to(media::get_media))
            .default_service(web::to(refuse_method)),
    );
    config.route("/recordings/{id}/clip", web::get().to(clip::get_clip));
    config.route("/events", web::get().to(events::stream_events));
}

/// The API under `/api/v1`.
pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .route("/search", web::get().to(search::list_hits))
        .route("/collections", web::get().to(collections::list_collections))
        .service(
            web::resource("/collections/{name}/crawl")
                .route(web::post().to(crawl::crawl_collection))
                .default_service(web::to(refuse_method)),
        )
        .route("/status", web::get().to(status::get_status))
        .route("/recordings", web::get().to(recordings::list_recordings))
        .route("/recordings/{id}", web::get().to(recordings::get_recording))
        .route("/collections/contents", web::get().to(overview::list_contents))
        .route("/recordings/{id}/history", web::get().to(overview::get_history))
        .route("/recordings/{id}/peaks", web::get().to(peaks::get_peaks))
        .service(
            web::resource("/recordings/{id}/retry")
                .route(web::post().to(retry::retry_recording))
                .default_service(web::to(refuse_method)),
        )
        .route("/recordings/{id}/transcript.json", web::get().to(captions::get_transcript))
        .route("/recordings/{id}/captions.{format}", web::get().to(captions::get_captions))
        .service(
            web::resource("/session")
                .route(web::post().to(session::create_session))
                .route(web::delete().to(session::delete_session))
                .default_service(web::to(refuse_method)),
        )
        .default_service(web::to(refuse_address));
}

async fn refuse_method(request: HttpRequest) -> Result<&'static str, ApiError> {
    Err(ApiError::MethodNotAllowed(format!("`{}`", request.path())))
}

async fn refuse_address() -> Result<&'static str, ApiError> {
    Err(ApiError::NotFound("address"))
}
