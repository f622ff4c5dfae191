//! Why a recording is not searchable, in words that a person can act on.

use std::fmt;
use std::str::FromStr;

use crate::domain::ParseError;

macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Its name in the database and in answers.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl FromStr for $name {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err(ParseError(format!("`{text}` is not known to this version"))),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

named! {
    /// Where a job is, or where it failed.
    Stage {
        /// The bucket is listed.
        Crawl = "crawl",
        /// The object is opened.
        Open = "open",
        /// Its format is found out and its sound decoded.
        Decode = "decode",
        /// Speech is recognized.
        Transcribe = "transcribe",
        /// Personal data is found and masked.
        Redact = "redact",
        /// The sound for playback is made.
        Rendition = "rendition",
        /// Transcript and captions are written.
        Save = "save",
    }
}

named! {
    /// What went wrong, stable for scripts.
    FailureCode {
        /// The object holds nothing.
        EmptyFile = "empty_file",
        /// A format that this build does not read.
        UnsupportedFormat = "unsupported_format",
        /// A format that takes ffmpeg, which is not there.
        NeedsFfmpeg = "needs_ffmpeg",
        /// Damaged, or not a recording.
        MalformedMedia = "malformed_media",
        /// No sound in it.
        NoAudio = "no_audio",
        /// Beyond a configured limit.
        LimitReached = "limit_reached",
        /// Reading broke off.
        ReadFailed = "read_failed",
        /// The object is gone.
        ObjectGone = "object_gone",
        /// The object was replaced during the work.
        ObjectReplaced = "object_replaced",
        /// The store refuses us.
        AccessDenied = "access_denied",
        /// There is no such bucket.
        NoBucket = "no_bucket",
        /// The store does not answer.
        ObjectStoreFailed = "object_store_failed",
        /// The model is missing or damaged.
        ModelUnavailable = "model_unavailable",
        /// Speech recognition failed.
        TranscriptionFailed = "transcription_failed",
        /// A recognizer of personal data failed; nothing was kept.
        RedactionFailed = "redaction_failed",
        /// The sound for playback could not be made.
        RenditionFailed = "rendition_failed",
        /// Personal data is heard in the sound for playback, however much was silenced.
        StillAudible = "still_audible",
        /// Postgres refused or did not answer.
        DatabaseFailed = "database_failed",
        /// The program has a fault that this recording shows.
        Crashed = "crashed",
        /// The worker died on it again and again.
        WorkerDied = "worker_died",
    }
}

impl FailureCode {
    /// What the archive's owner can do about it.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::EmptyFile => "upload the recording again: the object has no bytes",
            Self::UnsupportedFormat => "convert it to WAV, FLAC, MP3, M4A, Opus, MP4 or WebM",
            Self::NeedsFfmpeg => "install ffmpeg (`apt-get install ffmpeg`), then retry",
            Self::MalformedMedia => "play the file; if it is damaged, upload it again",
            Self::NoAudio => "remove it from the collection, or upload a version with sound",
            Self::LimitReached => "raise the limit in `[limits]`, or split the recording",
            Self::ReadFailed | Self::ObjectStoreFailed => {
                "check that the object store answers, then retry"
            }
            Self::ObjectGone | Self::ObjectReplaced => "nothing: the next crawl follows the bucket",
            Self::AccessDenied => "check the credentials and the bucket's policy, then retry",
            Self::NoBucket => "make the bucket, or correct the configuration, then retry",
            Self::ModelUnavailable => "run `earmark models pull`, then retry",
            Self::DatabaseFailed => "check that Postgres answers and has room, then retry",
            Self::StillAudible => {
                "use a larger model, or `[collection.redaction] verify = \"off\"` if you trust its \
                 times, then retry"
            }
            Self::TranscriptionFailed | Self::RedactionFailed | Self::RenditionFailed => {
                "retry; if it fails again, report it with the log"
            }
            Self::Crashed | Self::WorkerDied => {
                "check the machine's memory and the log, then retry; report it if it fails again"
            }
        }
    }
}

/// A failure as it is kept and shown. Never carries transcript text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where.
    pub stage: Stage,
    /// What.
    pub code: FailureCode,
    /// In words, for a person.
    pub message: String,
    /// Whether the same work may succeed later.
    pub retryable: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_german_words_for_every_failure() {
        let words = include_str!("../../static/js/strings/de-server.js");
        let source = include_str!("failure.rs");
        let (_, codes) = source.split_once("FailureCode {").unwrap();
        let (codes, _) = codes.split_once("\n    }").unwrap();
        let names: Vec<&str> = codes.split('"').skip(1).step_by(2).collect();
        assert!(names.len() >= 20 && names.iter().all(|name| name.parse::<FailureCode>().is_ok()));
        for name in names {
            assert!(words.contains(&format!("\n  {name}: [")), "{name}");
        }
    }

    #[test]
    fn a_name_from_a_newer_version_is_an_error_and_not_a_guess() {
        assert_eq!("worker_died".parse(), Ok(FailureCode::WorkerDied));
        assert!("sunspots".parse::<FailureCode>().is_err());
        assert_eq!("rendition".parse(), Ok(Stage::Rendition));
    }
}
