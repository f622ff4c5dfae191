//! A transcript as a file to take away: captions, plain text, JSON.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use crate::domain::{CaptionFormat, Cue, RecordingId};
use crate::store::StoredTranscript;
use crate::web::WebState;
use crate::web::error::{ApiError, ErrorBody};
use crate::web::views::RecordingView;

use super::recordings::transcript;

/// Gives the transcript as WebVTT, SubRip or plain text.
#[utoipa::path(
    get,
    path = "/api/v1/recordings/{id}/captions.{format}",
    tag = "recordings",
    params(
        ("id" = RecordingId, Path, description = "The recording."),
        ("format" = CaptionFormat, Path, description = "WebVTT, SubRip or plain text."),
    ),
    responses(
        (
            status = 200,
            description = "The captions, as a file.",
            content((String = "text/vtt"), (String = "application/x-subrip"), (String = "text/plain")),
        ),
        (status = 400, description = "There is no such format.", body = ErrorBody),
    ),
)]
pub(super) async fn get_captions(
    state: web::Data<WebState>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (id, extension) = path.into_inner();
    let format: CaptionFormat = extension.parse()?;
    let transcript = transcript(&state, &id).await?;
    let name = file_name(&transcript, &extension);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, format.mime()))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(format.write(cues(&transcript))))
}

/// Gives the transcript with every word's time, as the recording's own resource does.
#[utoipa::path(
    get,
    path = "/api/v1/recordings/{id}/transcript.json",
    tag = "recordings",
    params(("id" = RecordingId, Path, description = "The recording.")),
    responses((status = 200, description = "The transcript, as a file.", body = RecordingView)),
)]
pub(super) async fn get_transcript(
    state: web::Data<WebState>,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let transcript = transcript(&state, &id).await?;
    let name = file_name(&transcript, "json");
    let redaction_enabled = state.redaction_enabled(&transcript.recording.collection);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_DISPOSITION, name))
        .json(RecordingView::new(transcript, redaction_enabled)))
}

fn cues(transcript: &StoredTranscript) -> impl Iterator<Item = Cue<'_>> {
    transcript.segments.iter().map(|segment| Cue {
        span: segment.span,
        speaker: segment.channel.map(|channel| format!("ch_{channel}")),
        text: &segment.text,
    })
}

fn file_name(transcript: &StoredTranscript, extension: &str) -> String {
    format!(
        "attachment; filename=\"{}.{extension}\"",
        slug(&transcript.recording.title, "transcript")
    )
}

/// A title as a file's name that every system takes: ASCII letters and digits with hyphens, or
/// `fallback` where it has none.
pub(super) fn slug(title: &str, fallback: &str) -> String {
    let plain: String = title
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
        .collect();
    let joined = plain.split_whitespace().take(12).collect::<Vec<_>>().join("-");
    if joined.is_empty() { fallback.to_owned() } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_can_break_no_header() {
        assert_eq!(slug("Council meeting, May", ""), "council-meeting-may");
        assert_eq!(slug("a\"\r\nSet-Cookie: x=1", ""), "a-set-cookie-x-1");
        assert_eq!(slug("録音", "transcript"), "transcript");
    }
}
