//! Captions and transcript as they lie in S3.

use std::io::Read as _;
use std::sync::Arc;

use serde::Deserialize;

use super::VerifyError;
use super::kept;
use crate::domain::{Language, MediaKey, MediaTime, Suspicion, TimeSpan};
use crate::ingest::Archive;
use crate::store::{DerivedRun, StoredSegment, StoredWord};
use crate::transcribe::Segment;

/// The names of the objects that hold text.
pub(super) const TRANSCRIPT: &str = "transcript.json";
pub(super) const CAPTIONS: &str = "captions.vtt";
/// A larger one is none of ours: an hour takes 2 MB.
const MOST_BYTES: u64 = 1 << 30;

/// Where an object of a run lies.
pub(super) fn key_in(derived: &DerivedRun, name: &str) -> MediaKey {
    MediaKey { bucket: derived.bucket.clone(), key: format!("{}{name}", derived.prefix) }
}

/// Reads an object whole.
pub(super) async fn read(
    archive: &Arc<dyn Archive>,
    key: &MediaKey,
) -> Result<Vec<u8>, VerifyError> {
    let version = archive.head(key).await?;
    let (archive, key) = (archive.clone(), key.clone());
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        archive.open(&key, &version).take(MOST_BYTES).read_to_end(&mut bytes).map(|_| bytes)
    });
    let bytes = read.await.map_err(|_| VerifyError::Cancelled)?;
    bytes.map_err(|_| VerifyError::Damaged("an object"))
}

#[derive(Deserialize)]
struct Document {
    segments: Vec<DocumentSegment>,
}

#[derive(Deserialize)]
struct DocumentSegment {
    span: TimeSpan,
    language: Language,
    channel: Option<u16>,
    words: Vec<StoredWord>,
    #[serde(default)]
    suspect: Option<Suspicion>,
}

/// The segments of `transcript.json`, and the alternatives in it as segments of their own.
pub(super) fn of_transcript(bytes: &[u8]) -> Result<Vec<Segment>, VerifyError> {
    let document: Document =
        serde_json::from_slice(bytes).map_err(|_| VerifyError::Damaged(TRANSCRIPT))?;
    let segment = |segment: DocumentSegment| {
        let DocumentSegment { span, language, channel, words, suspect } = segment;
        let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        kept::segment(&StoredSegment { ordinal: 0, span, language, channel, text, words, suspect })
    };
    Ok(document.segments.into_iter().map(segment).collect())
}

/// The cues of WebVTT that Earmark wrote, in a language: text with its time, by speaker.
pub(super) fn of_captions(bytes: &[u8], language: &Language) -> Result<Vec<Segment>, VerifyError> {
    let text = std::str::from_utf8(bytes).map_err(|_| VerifyError::Damaged(CAPTIONS))?;
    let mut segments = Vec::new();
    for block in text.split("\n\n") {
        let mut lines = block.lines().skip_while(|line| !line.contains("-->"));
        let span = lines.next().and_then(|line| {
            let (start, end) = line.split_once("-->")?;
            Some(TimeSpan::new(stamp(start)?, stamp(end.split_whitespace().next()?)?))
        });
        // What is no cue is read all the same: nothing may hide in it.
        let is_cue = span.is_some();
        let said = if is_cue { lines.collect::<Vec<_>>().join(" ") } else { block.to_owned() };
        let (channel, said) = without_speaker(&said);
        let said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let zero = TimeSpan::new(MediaTime::ZERO, MediaTime::ZERO);
        let words = kept::spread(&said, span.unwrap_or(zero));
        if !words.is_empty() {
            let language = language.clone();
            segments.push(Segment { words, language, channel, suspect: None });
        }
    }
    Ok(segments)
}

/// `<v ch_1>Hello` is said on channel 1.
fn without_speaker(said: &str) -> (Option<u16>, &str) {
    let inside = said.trim_start().strip_prefix("<v ch_").and_then(|rest| rest.split_once('>'));
    match inside.map(|(channel, rest)| (channel.parse(), rest)) {
        Some((Ok(channel), rest)) => (Some(channel), rest),
        _ => (None, said),
    }
}

/// `1:02:03.004`.
fn stamp(text: &str) -> Option<MediaTime> {
    let (clock, millis) = text.trim().split_once('.')?;
    let seconds = clock
        .split(':')
        .try_fold(0_u64, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))?;
    Some(MediaTime::from_millis(seconds.checked_mul(1000)?.checked_add(millis.parse().ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CaptionFormat, Cue};

    #[test]
    fn captions_are_read_as_they_were_written() {
        let span = TimeSpan::from_millis(3_600_000, 3_601_250);
        let cue = Cue { span, speaker: Some("ch_1".to_owned()), text: "a --> b & c" };
        let written = CaptionFormat::Vtt.write([cue]);
        let segments = of_captions(written.as_bytes(), &Language::english()).unwrap();
        let last = segments.last().unwrap();
        assert_eq!((last.channel, last.span()), (Some(1), span));
        let words: Vec<_> = last.words.iter().map(|word| word.text.expose()).collect();
        assert_eq!(words, ["a", "-->", "b", "&", "c"]);
    }

    #[test]
    fn what_is_no_cue_is_read_too() {
        let segments = of_captions(b"WEBVTT\n\nNOTE call me", &Language::english()).unwrap();
        assert_eq!(segments.last().unwrap().words.len(), 3);
    }
}
