//! Timed text as people take it away: plain text, WebVTT and SubRip.

use std::fmt::Write as _;
use std::str::FromStr;

use utoipa::ToSchema;

use super::{MediaTime, ParseError, TimeSpan};

/// One caption: what is read, and while what is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue<'a> {
    /// While this sounds.
    pub span: TimeSpan,
    /// Who speaks, where the channel tells.
    pub speaker: Option<String>,
    /// What is read.
    pub text: &'a str,
}

/// A format for timed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "lowercase")]
pub enum CaptionFormat {
    /// One line a cue, no times.
    #[schema(rename = "txt")]
    Text,
    /// WebVTT (W3C), which browsers show.
    Vtt,
    /// SubRip, which most editors read.
    Srt,
}

impl FromStr for CaptionFormat {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        match name {
            "txt" | "text" => Ok(Self::Text),
            "vtt" => Ok(Self::Vtt),
            "srt" => Ok(Self::Srt),
            _ => Err(ParseError(format!("`{name}` is not a caption format: use txt, vtt or srt"))),
        }
    }
}

impl CaptionFormat {
    /// The media type to serve it with.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Text => "text/plain; charset=utf-8",
            Self::Vtt => "text/vtt; charset=utf-8",
            Self::Srt => "application/x-subrip; charset=utf-8",
        }
    }

    /// Writes the cues in this format.
    #[must_use]
    pub fn write<'a>(self, cues: impl IntoIterator<Item = Cue<'a>>) -> String {
        let mut out = String::from(if self == Self::Vtt { "WEBVTT\n\n" } else { "" });
        for (index, cue) in cues.into_iter().enumerate() {
            let line = cue.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (start, end) = (self.stamp(cue.span.start), self.stamp(cue.span.end));
            // Writing to a String can't fail.
            let _ = match (self, &cue.speaker) {
                (Self::Text, None) => writeln!(out, "{line}"),
                (Self::Text, Some(speaker)) => writeln!(out, "{speaker}: {line}"),
                (Self::Vtt, None) => writeln!(out, "{start} --> {end}\n{}\n", escaped(&line)),
                (Self::Vtt, Some(speaker)) => {
                    writeln!(out, "{start} --> {end}\n<v {speaker}>{}\n", escaped(&line))
                }
                (Self::Srt, None) => writeln!(out, "{}\n{start} --> {end}\n{line}\n", index + 1),
                (Self::Srt, Some(speaker)) => {
                    writeln!(out, "{}\n{start} --> {end}\n{speaker}: {line}\n", index + 1)
                }
            };
        }
        out
    }

    fn stamp(self, time: MediaTime) -> String {
        let millis = time.as_millis();
        let mark = if self == Self::Srt { ',' } else { '.' };
        let (seconds, rest) = (millis / 1000, millis % 1000);
        format!("{:02}:{:02}:{:02}{mark}{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}

/// In WebVTT `&`, `<` and `>` begin markup (WebVTT 4.2.2), and `-->` would begin a new cue.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vtt_escapes_what_would_be_markup() {
        let span = TimeSpan::from_millis(3_600_000, 3_601_250);
        let cue = Cue { span, speaker: None, text: "a --> b\n\n & c" };
        assert_eq!(
            CaptionFormat::Vtt.write([cue]),
            "WEBVTT\n\n01:00:00.000 --> 01:00:01.250\na --&gt; b &amp; c\n\n"
        );
    }

    #[test]
    fn srt_numbers_its_cues_and_names_the_speaker() {
        let span = TimeSpan::from_millis(0, 500);
        let cue = Cue { span, speaker: Some("ch_1".to_owned()), text: "hello" };
        assert_eq!(
            CaptionFormat::Srt.write([cue]),
            "1\n00:00:00,000 --> 00:00:00,500\nch_1: hello\n\n"
        );
    }
}
