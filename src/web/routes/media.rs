//! `/api/v1/recordings/{id}/media`: the sound, by range, straight from the bucket.
//!
//! The player is given what the store names as playback and nothing else: the original has no route.

use actix_web::body::SizedStream;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use bytes::Bytes;
use futures::{Stream, stream};

use super::recordings::parse_id;
use crate::domain::{MediaKey, RecordingId};
use crate::source::{ObjectBody, SourceError};
use crate::store::{Playback, StoredRecording};
use crate::web::WebState;
use crate::web::error::{ApiError, ErrorBody};
use crate::web::range::{Requested, requested};

/// What the player is given: an object in one version.
struct Playable {
    key: MediaKey,
    mime: String,
    etag: Option<String>,
    total: u64,
    /// The same for the same bytes, for browsers that ask for the rest of what they have.
    tag: String,
}

/// Streams a recording, or a range of it.
#[utoipa::path(
    method(get, head),
    path = "/api/v1/recordings/{id}/media",
    tag = "recordings",
    params(
        ("id" = RecordingId, Path, description = "The recording."),
        ("range" = Option<String>, Header, description = "One range of bytes (RFC 9110).", example = "bytes=0-1023"),
        ("if-range" = Option<String>, Header, description = "The `ETag` of what is here already."),
    ),
    responses(
        (status = 200, description = "All of it.", content((String = "audio/*"), (String = "video/*"), (String = "application/octet-stream"))),
        (status = 206, description = "The range.", content((String = "audio/*"), (String = "video/*"), (String = "application/octet-stream"))),
        (status = 409, description = "It was replaced in its bucket.", body = ErrorBody),
        (status = 416, description = "The range lies beyond its end.", body = ErrorBody),
    ),
)]
pub(super) async fn get_media(
    state: web::Data<WebState>,
    request: HttpRequest,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let recording = recording(&state, parse_id(&id)?).await?;
    let playable = playable(&state, recording).await?;
    let range = wanted_range(&request, &playable);
    let mut response = head(&playable);
    let (first, last) = match range {
        Requested::Unsatisfiable => return Err(ApiError::RangeNotSatisfiable(playable.total)),
        Requested::Whole => (0, playable.total.saturating_sub(1)),
        Requested::Part { first, last } => {
            let span = format!("bytes {first}-{last}/{}", playable.total);
            response.status(StatusCode::PARTIAL_CONTENT);
            response.insert_header((header::CONTENT_RANGE, span));
            (first, last)
        }
    };
    let len = if playable.total == 0 { 0 } else { last - first + 1 };
    if request.method() == Method::HEAD || len == 0 {
        let nothing = stream::empty::<Result<Bytes, std::io::Error>>();
        return Ok(response.body(SizedStream::new(len, nothing)));
    }
    let range = matches!(range, Requested::Part { .. }).then_some((first, last));
    let body = state.objects.read(&playable.key, range, playable.etag.as_deref()).await?;
    if body.total != playable.total || body.len != len {
        return Err(SourceError::Replaced(playable.key).into());
    }
    Ok(response.body(SizedStream::new(len, chunks(body))))
}

async fn recording(state: &WebState, id: RecordingId) -> Result<StoredRecording, ApiError> {
    state.store.recording(id).await?.ok_or(ApiError::NotFound("recording"))
}

async fn playable(state: &WebState, recording: StoredRecording) -> Result<Playable, ApiError> {
    let Playback { media, mime } = recording.playback;
    let version = state.objects.head(&media).await?;
    Ok(Playable {
        tag: format!("\"{}-{:x}\"", recording.transcript, version.size_bytes),
        key: media,
        mime,
        total: version.size_bytes,
        etag: version.etag,
    })
}

/// A range that was asked for on the condition of other bytes is answered with the whole.
fn wanted_range(request: &HttpRequest, playable: &Playable) -> Requested {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    match text(header::IF_RANGE) {
        Some(tag) if tag != playable.tag => Requested::Whole,
        _ => requested(text(header::RANGE), playable.total),
    }
}

fn head(playable: &Playable) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, safe_mime(&playable.mime)))
        .insert_header((header::CONTENT_DISPOSITION, "inline"))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::CACHE_CONTROL, "private, max-age=0, must-revalidate"))
        .insert_header((header::ETAG, playable.tag.clone()));
    response
}

/// Sound and pictures only: whatever a bucket says, nothing of it may become a page of ours.
fn safe_mime(mime: &str) -> &str {
    let is_media = mime.starts_with("audio/") || mime.starts_with("video/");
    let is_plain = mime.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    if is_media && is_plain { mime } else { "application/octet-stream" }
}

/// The bytes as they come; a failure on the way ends the answer short, which players notice.
fn chunks(body: ObjectBody) -> impl Stream<Item = Result<Bytes, std::io::Error>> {
    stream::unfold(body.stream, |mut bytes| async move {
        let chunk = bytes.next().await?;
        let chunk = chunk.map_err(|error| {
            tracing::warn!(%error, "the object store broke off while a recording was played");
            std::io::Error::other("the object store broke off")
        });
        Some((chunk, bytes))
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn playable() -> Playable {
        Playable {
            key: MediaKey { bucket: "b".into(), key: "k".into() },
            mime: "audio/ogg".into(),
            etag: None,
            total: 100,
            tag: "\"now\"".into(),
        }
    }

    #[test]
    fn a_range_of_an_older_version_gets_the_whole() {
        let asked = |tag: &str| {
            let request = TestRequest::get().insert_header((header::RANGE, "bytes=10-"));
            let request = request.insert_header((header::IF_RANGE, tag.to_owned()));
            wanted_range(&request.to_http_request(), &playable())
        };
        assert_eq!(asked("\"now\""), Requested::Part { first: 10, last: 99 });
        assert_eq!(asked("\"before\""), Requested::Whole);
    }

    #[test]
    fn what_is_no_sound_or_picture_is_never_shown_as_a_page() {
        assert_eq!(safe_mime("video/mp4"), "video/mp4");
        assert_eq!(safe_mime("audio/ogg; codecs=opus"), "audio/ogg; codecs=opus");
        for mime in ["text/html", "image/svg+xml", "audio/x\r\nSet-Cookie: a"] {
            assert_eq!(safe_mime(mime), "application/octet-stream", "{mime}");
        }
    }
}
