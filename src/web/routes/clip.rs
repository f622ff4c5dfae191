//! `GET /api/v1/recordings/{id}/clip?start=…&end=…`: a piece of a recording as a file.
//!
//! Cut from what the player is given and nothing else, on the bounds of words.

use std::io::BufReader;
use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use bytes::Bytes;
use futures::{Stream, stream};
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use utoipa::IntoParams;

use super::captions::slug;
use super::recordings::transcript;
use crate::clip::{
    ClipError, MAX_CLIP, SOUND_MIME, VideoClip, VideoCutter, cut_sound, on_word_boundaries,
};
use crate::domain::{RecordingId, TimeSpan};
use crate::source::{RangeReader, SourceError};
use crate::store::StoredTranscript;
use crate::web::WebState;
use crate::web::error::{ApiError, ErrorBody};

/// Videos cut at the same time; encoding takes a core each.
const MAX_VIDEOS: usize = 2;

/// Blocks of a video that wait for the network.
const BLOCKS_AHEAD: usize = 4;

/// What part of a recording, in milliseconds.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ClipQueryParams {
    /// Where it begins, in milliseconds; moved to the bound of a word.
    #[param(example = 0)]
    start: u64,
    /// Where it ends, in milliseconds; at most ten minutes later.
    #[param(example = 2000)]
    end: u64,
}

/// How many videos may be cut yet; one for all of the server's threads.
#[derive(Debug, Clone)]
pub(in crate::web) struct ClipPermits(Arc<Semaphore>);

impl ClipPermits {
    pub(in crate::web) fn new() -> Self {
        Self(Arc::new(Semaphore::new(MAX_VIDEOS)))
    }
}

/// Gives the words between two instants as a file.
#[utoipa::path(
    get,
    path = "/api/v1/recordings/{id}/clip",
    tag = "recordings",
    params(("id" = RecordingId, Path, description = "The recording."), ClipQueryParams),
    responses(
        (status = 200, description = "The clip, as a file.", content((String = "audio/ogg"), (String = "video/mp4"))),
        (status = 409, description = "The recording was replaced in its bucket.", body = ErrorBody),
        (status = 501, description = "There is no ffmpeg to cut videos.", body = ErrorBody),
    ),
)]
pub(super) async fn get_clip(
    state: web::Data<WebState>,
    permits: web::Data<ClipPermits>,
    id: web::Path<String>,
    params: web::Query<ClipQueryParams>,
) -> Result<HttpResponse, ApiError> {
    let transcript = transcript(&state, &id).await?;
    let span = span_of(&transcript, &params)?;
    let playback = &transcript.recording.playback;
    let version = state.objects.head(&playback.media).await?;
    let rendition = state.objects.open(&playback.media, &version);
    if playback.mime.starts_with("video/") {
        let cutter = state.video_cutter.clone().ok_or(ApiError::NotSupported(
            "a clip of a video: it needs ffmpeg, and there is none",
        ))?;
        let permit = permits.0.clone().try_acquire_owned().map_err(|_| ApiError::Busy)?;
        let name = file_name(&transcript, span, "mp4");
        return Ok(
            attachment(VideoClip::MIME, &name).streaming(video(cutter, rendition, span, permit))
        );
    }
    let sound = web::block(move || {
        let mut sound = Vec::new();
        cut_sound(BufReader::new(rendition), span, &mut sound).map(|()| sound)
    });
    Ok(attachment(SOUND_MIME, &file_name(&transcript, span, "ogg")).body(sound.await??))
}

/// The span that is cut: whole words, and not more than may be asked for.
fn span_of(transcript: &StoredTranscript, params: &ClipQueryParams) -> Result<TimeSpan, ApiError> {
    let wanted = TimeSpan::from_millis(params.start, params.end);
    if wanted.millis() > MAX_CLIP.as_millis() {
        let minutes = MAX_CLIP.as_millis() / 60_000;
        return Err(ApiError::InvalidParameter(format!(
            "a clip may be {minutes} minutes long: choose fewer words"
        )));
    }
    let words = transcript.segments.iter().flat_map(|segment| &segment.words);
    let span = on_word_boundaries(wanted, words.map(|word| word.span)).ok_or_else(|| {
        ApiError::InvalidParameter("nothing is said between `start` and `end`".to_owned())
    })?;
    Ok(TimeSpan::new(span.start, span.end.min(transcript.recording.duration)))
}

fn attachment(mime: &str, name: &str) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, mime))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    response
}

/// The title and where the piece begins.
fn file_name(transcript: &StoredTranscript, span: TimeSpan, extension: &str) -> String {
    let seconds = span.start.as_millis() / 1000;
    let title = slug(&transcript.recording.title, "clip");
    format!("{title}-{}m{:02}s.{extension}", seconds / 60, seconds % 60)
}

/// The video's blocks as they are made. Once nobody reads on, ffmpeg is ended.
fn video(
    cutter: VideoCutter,
    rendition: RangeReader,
    span: TimeSpan,
    permit: OwnedSemaphorePermit,
) -> impl Stream<Item = Result<Bytes, std::io::Error>> {
    let (sender, receiver) = mpsc::channel(BLOCKS_AHEAD);
    tokio::task::spawn_blocking(move || {
        let _permit = permit;
        if let Err(error) = make_video(&cutter, rendition, span, &sender) {
            tracing::warn!(%error, "a clip of a video could not be made");
            // An answer that breaks off is noticed; one that ends would pass for whole.
            let _ = sender.blocking_send(Err(std::io::Error::other("the clip broke off")));
        }
    });
    stream::unfold(receiver, |mut blocks| async move { Some((blocks.recv().await?, blocks)) })
}

fn make_video(
    cutter: &VideoCutter,
    rendition: RangeReader,
    span: TimeSpan,
    blocks: &mpsc::Sender<Result<Bytes, std::io::Error>>,
) -> Result<(), ClipError> {
    let mut clip = cutter.start(Box::new(rendition), span)?;
    while let Some(block) = clip.next_block()? {
        if blocks.blocking_send(Ok(block.into())).is_err() {
            break;
        }
    }
    Ok(())
}

impl From<ClipError> for ApiError {
    fn from(error: ClipError) -> Self {
        match error {
            ClipError::Io(cause) => match cause.downcast::<SourceError>() {
                Ok(source) => source.into(),
                Err(cause) => Self::internal(&cause),
            },
            other => Self::internal(&other),
        }
    }
}
