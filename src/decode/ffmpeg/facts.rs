//! What a file says about itself, as ffprobe answers it.

use std::collections::HashMap;
use std::time::Duration;

use serde::Deserialize;

use super::super::{DecodeError, MediaTag, TagKind};
use crate::domain::MediaKind;

/// Below this of 100, ffmpeg guesses: noise is taken for MPEG audio now and then.
const MIN_CERTAINTY: u32 = 25;

/// A track that starts later than this after the others is damage, in seconds.
const MAX_LEAD_SECONDS: f64 = 3600.0;

/// Containers that note when a piece of sound is due.
const CLOCKED: [&str; 9] = ["mpegts", "mpeg", "asf", "flv", "matroska", "mov", "ogg", "rm", "mxf"];

/// What a file says about the sound that is heard.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::decode) struct Facts {
    /// Which of the file's streams it is.
    pub(in crate::decode) stream: u32,
    pub(in crate::decode) kind: MediaKind,
    pub(in crate::decode) codec: String,
    pub(in crate::decode) rate: u32,
    pub(in crate::decode) channels: u16,
    pub(in crate::decode) duration: Option<Duration>,
    /// When the file begins, in seconds on its own clock.
    pub(in crate::decode) start: f64,
    /// How long the file plays before this sound begins.
    pub(in crate::decode) lead: Duration,
    /// Whether the container notes when a piece of sound is due; else ffmpeg guesses.
    pub(in crate::decode) has_clock: bool,
    pub(in crate::decode) bit_rate: Option<u32>,
    pub(in crate::decode) tags: Vec<MediaTag>,
}

type Tags = HashMap<String, String>;

/// Ffprobe's answer: to either question.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Answer {
    streams: Vec<Stream>,
    format: Format,
    frames: Vec<Frame>,
}

#[derive(Deserialize)]
struct Frame {
    pts_time: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Format {
    format_name: String,
    start_time: Option<String>,
    duration: Option<String>,
    bit_rate: Option<String>,
    probe_score: u32,
    tags: Tags,
}

#[derive(Deserialize)]
struct Stream {
    index: u32,
    codec_type: Option<String>,
    codec_name: Option<String>,
    sample_rate: Option<String>,
    #[serde(default)]
    channels: u16,
    bit_rate: Option<String>,
    start_time: Option<String>,
    duration: Option<String>,
    nb_frames: Option<String>,
    #[serde(default)]
    disposition: HashMap<String, u32>,
    #[serde(default)]
    tags: Tags,
}

impl Answer {
    /// What it says about the sound to hear, of which [`Facts::lead`] is a first guess.
    pub(super) fn facts(mut self, ordinal: Option<usize>) -> Result<Facts, DecodeError> {
        if self.format.probe_score < MIN_CERTAINTY {
            return Err(DecodeError::Malformed("nothing known in it".to_owned()));
        }
        let has_picture = self.streams.iter().any(Stream::is_picture);
        let kind = if has_picture { MediaKind::Video } else { MediaKind::Audio };
        let heard = self.pick(ordinal)?;
        let stream = self.streams.swap_remove(heard);
        let seconds = [&self.format.duration, &stream.duration];
        let duration = seconds.into_iter().flatten().find_map(|text| {
            let seconds = text.parse().ok().filter(|seconds| *seconds > 0.0)?;
            Duration::try_from_secs_f64(seconds).ok()
        });
        let start = seconds_in(self.format.start_time.as_ref()).unwrap_or(0.0);
        let first = seconds_in(stream.start_time.as_ref()).unwrap_or(start);
        let of_file = self.format.bit_rate.filter(|_| kind == MediaKind::Audio);
        let bit_rate = stream.bit_rate.or(of_file).and_then(|text| text.parse().ok());
        Ok(Facts {
            stream: stream.index,
            kind,
            rate: stream.sample_rate.and_then(|text| text.parse().ok()).unwrap_or(0),
            channels: stream.channels,
            codec: stream.codec_name.unwrap_or_default(),
            duration,
            start,
            lead: lead(first - start),
            has_clock: self.format.format_name.split(',').any(|name| CLOCKED.contains(&name)),
            bit_rate: bit_rate.filter(|rate| *rate > 0),
            tags: tags(&[&self.format.tags, &stream.tags]),
        })
    }

    /// How long a file that begins at `start` plays before its first decoded sound.
    pub(super) fn lead(&self, start: f64) -> Option<Duration> {
        let first = self.frames.first()?.pts_time.as_ref();
        Some(lead(seconds_in(first)? - start))
    }

    /// Which stream to hear.
    fn pick(&self, ordinal: Option<usize>) -> Result<usize, DecodeError> {
        let is_audio = |at: &usize| self.streams[*at].codec_type.as_deref() == Some("audio");
        let audio: Vec<usize> = (0..self.streams.len()).filter(is_audio).collect();
        if let Some(ordinal) = ordinal {
            return audio.get(ordinal).copied().ok_or(DecodeError::NoAudio);
        }
        let known = |at: &&usize| self.streams[**at].is_known();
        let is_default = |at: &&usize| self.streams[**at].disposition.get("default") == Some(&1);
        let mut candidates = audio.iter().filter(known);
        let picked = candidates.clone().find(is_default).or_else(|| candidates.next());
        picked.copied().ok_or_else(|| match audio.first() {
            Some(_) => DecodeError::Unsupported("no known codec in its sound".to_owned()),
            None => DecodeError::NoAudio,
        })
    }
}

fn seconds_in(text: Option<&String>) -> Option<f64> {
    text?.parse().ok()
}

fn lead(seconds: f64) -> Duration {
    let is_lead = (0.0..MAX_LEAD_SECONDS).contains(&seconds);
    if is_lead { Duration::from_secs_f64(seconds) } else { Duration::ZERO }
}

impl Stream {
    fn is_known(&self) -> bool {
        self.channels > 0 && self.codec_name.as_deref().is_some_and(|name| name != "unknown")
    }

    /// Whether it moves: covers stand in some files as a video of one frame.
    fn is_picture(&self) -> bool {
        let is_cover = self.disposition.get("attached_pic") == Some(&1)
            || (matches!(self.codec_name.as_deref(), Some("mjpeg" | "png"))
                && self.nb_frames.as_deref() == Some("1"));
        self.codec_type.as_deref() == Some("video") && !is_cover
    }
}

/// What ffmpeg calls the tags that are kept, the better names first.
const NAMES: &[(TagKind, &[&str])] = &[
    (TagKind::Title, &["title", "name"]),
    (TagKind::Artist, &["artist", "author", "performer", "album_artist"]),
    (TagKind::Album, &["album", "show"]),
    (TagKind::Date, &["date", "year", "creation_time"]),
    (TagKind::Comment, &["comment", "description", "synopsis"]),
];

fn tags(places: &[&Tags]) -> Vec<MediaTag> {
    let value_of = |name: &str| {
        let mut all = places.iter().flat_map(|tags| tags.iter());
        let hit = all.find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_empty());
        hit.map(|(_, value)| value.as_str())
    };
    let tag = |(kind, names): &(TagKind, &[&str])| {
        names.iter().find_map(|name| value_of(name)).map(|value| MediaTag::new(*kind, value))
    };
    NAMES.iter().filter_map(tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(text: &str, ordinal: Option<usize>) -> Result<Facts, DecodeError> {
        serde_json::from_str::<Answer>(text).unwrap().facts(ordinal)
    }

    const CALL: &str = r#"{"format": {"probe_score": 100, "duration": "4.5", "bit_rate": "99000",
        "tags": {"TITLE": "Hearing", "encoder": "x"}},
        "streams": [{"index": 0, "codec_type": "video", "codec_name": "mjpeg",
            "disposition": {"attached_pic": 1}},
          {"index": 1, "codec_type": "audio", "channels": 0},
          {"index": 2, "codec_type": "audio", "codec_name": "amrnb", "sample_rate": "8000",
            "channels": 1, "disposition": {"default": 1}, "tags": {"artist": "Jane Roe"}}]}"#;

    #[test]
    fn a_cover_is_no_picture_and_the_known_stream_is_heard() {
        let facts = facts(CALL, None).unwrap();
        assert_eq!((facts.kind, facts.stream, facts.rate), (MediaKind::Audio, 2, 8000));
        assert_eq!(facts.duration, Some(Duration::from_millis(4500)));
        assert_eq!(facts.bit_rate, Some(99_000));
        let tags: Vec<_> = facts.tags.iter().map(|tag| (tag.kind, tag.raw())).collect();
        assert_eq!(tags, [(TagKind::Title, "Hearing"), (TagKind::Artist, "Jane Roe")]);
    }

    #[test]
    fn a_guess_is_no_recording() {
        let guess = CALL.replace("100,", "1,");
        assert!(matches!(facts(&guess, None), Err(DecodeError::Malformed(_))));
        assert!(matches!(facts(CALL, Some(2)), Err(DecodeError::NoAudio)));
        assert!(matches!(facts("{}", None), Err(DecodeError::Malformed(_))));
    }
}
