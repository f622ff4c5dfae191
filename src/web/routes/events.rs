//! `/api/v1/events`: the state of the archive as it changes, by server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use bytes::Bytes;
use futures::stream;
use tokio::sync::watch;

use crate::web::status_feed::StatusFeed;

/// An event of the stream.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it tells how an event is written")]
struct StatusEvent {
    /// `status`
    event: String,
    /// What `/api/v1/status` answers, as JSON.
    data: String,
}

/// A sign of life, before proxies take silence for death.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// Tells the state now and at each change, as `event: status` with the JSON of `/api/v1/status`.
#[utoipa::path(
    get,
    path = "/api/v1/events",
    tag = "archive",
    responses((
        status = 200,
        description = "Events named `status` that hold what `/api/v1/status` answers; it does not end.",
        body = StatusEvent,
        content_type = "text/event-stream",
    )),
)]
pub(super) async fn stream_events(feed: web::Data<StatusFeed>) -> HttpResponse {
    let mut receiver = feed.subscribe();
    // What was told before somebody came is told to them too.
    receiver.mark_changed();
    let events = stream::unfold(receiver, |mut receiver| async move {
        let event = next_event(&mut receiver).await?;
        Some((Ok::<_, Infallible>(event), receiver))
    });
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Nginx would hold it back.
        .insert_header(("x-accel-buffering", "no"))
        .streaming(events)
}

async fn next_event(receiver: &mut watch::Receiver<String>) -> Option<Bytes> {
    loop {
        match tokio::time::timeout(SIGN_OF_LIFE, receiver.changed()).await {
            Err(_elapsed) => return Some(Bytes::from_static(b": still here\n\n")),
            Ok(Err(_gone)) => return None,
            Ok(Ok(())) => {
                let status = receiver.borrow_and_update();
                if !status.is_empty() {
                    return Some(Bytes::from(format!("event: status\ndata: {}\n\n", *status)));
                }
            }
        }
    }
}
