//! One file a resource; each handler parses, calls, and shows.

mod captions;
mod clip;
mod collections;
mod crawl;
mod events;
mod exports;
mod health;
mod media;
mod metrics;
mod openapi;
mod overview;
mod pages;
mod peaks;
mod recordings;
mod retry;
mod search;
mod session;
mod status;
mod table;

use actix_web::http::Method;
use actix_web::web;

use super::error::ApiError;
use table::Resource;

pub(super) use clip::ClipPermits;
pub(super) use health::get_health;
pub(super) use metrics::get_metrics;
pub(super) use pages::configure as configure_pages;
pub(super) use status::current_status;

/// Media are compressed already, and ranges are of the bytes as they are; events go out one by one.
/// They stand apart from what is compressed on its way.
pub(super) fn configure_media(config: &mut web::ServiceConfig) {
    media_resources().into_iter().for_each(|resource| resource.configure(config));
}

/// The rest of the API under `/api/v1`.
pub(super) fn configure(config: &mut web::ServiceConfig) {
    resources().into_iter().for_each(|resource| resource.configure(config));
    config.default_service(web::to(refuse_address));
}

fn media_resources() -> Vec<Resource> {
    let media = Resource::at("/recordings/{id}/media");
    vec![
        media.get(media::get_media).on(Method::HEAD, media::get_media),
        Resource::at("/recordings/{id}/clip").get(clip::get_clip),
        Resource::at("/events").get(events::stream_events),
    ]
}

fn resources() -> Vec<Resource> {
    let session = Resource::at("/session").on(Method::POST, session::create_session);
    vec![
        Resource::at("/search").get(search::list_hits),
        Resource::at("/search.csv").get(exports::get_csv),
        Resource::at("/search.jsonl").get(exports::get_json_lines),
        Resource::at("/search.atom").get(exports::get_feed),
        Resource::at("/suggest").get(search::list_suggestions),
        Resource::at("/collections").get(collections::list_collections),
        Resource::at("/collections/contents").get(overview::list_contents),
        Resource::at("/collections/{name}/crawl").on(Method::POST, crawl::crawl_collection),
        Resource::at("/status").get(status::get_status),
        Resource::at("/recordings").get(recordings::list_recordings),
        Resource::at("/recordings/{id}").get(recordings::get_recording),
        Resource::at("/recordings/{id}/history").get(overview::get_history),
        Resource::at("/recordings/{id}/peaks").get(peaks::get_peaks),
        Resource::at("/recordings/{id}/retry").on(Method::POST, retry::retry_recording),
        Resource::at("/recordings/{id}/transcript.json").get(captions::get_transcript),
        Resource::at("/recordings/{id}/captions.{format}").get(captions::get_captions),
        session.on(Method::DELETE, session::delete_session),
        Resource::at("/openapi.json").get(openapi::get_document),
    ]
}

async fn refuse_address() -> Result<&'static str, ApiError> {
    Err(ApiError::NotFound("address"))
}
