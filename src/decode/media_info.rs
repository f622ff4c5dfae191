//! What decoding hands on.

use crate::domain::{MediaKind, MediaTime};

/// What a file says about itself.
///
/// Its tags are raw, as what is said is: they may name people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaInfo {
    /// Whether there is a picture.
    pub kind: MediaKind,
    /// The codec's short name, such as `mp3` or `opus`.
    pub codec: String,
    /// Samples a second, as recorded.
    pub sample_rate: u32,
    /// Channels, as recorded.
    pub channels: u16,
    /// The length that the header claims, if it does; the truth is known after decoding.
    pub claimed_duration: Option<MediaTime>,
    /// Bits a second of the sound, where the header tells; 0 is never told.
    pub bit_rate: Option<u32>,
    /// What its writer noted, in the file's order; at most one of a kind.
    pub tags: Vec<MediaTag>,
}

/// What a tag is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TagKind {
    /// The work's name.
    Title,
    /// Who made it or speaks in it.
    Artist,
    /// The series or record it is part of.
    Album,
    /// When it was recorded, as written.
    Date,
    /// Anything else that was noted.
    Comment,
}

impl TagKind {
    /// Its name in the database and in answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Artist => "artist",
            Self::Album => "album",
            Self::Date => "date",
            Self::Comment => "comment",
        }
    }
}

/// A tag of a file. Raw: it can't be printed, and only redaction hands it on.
#[derive(Clone, PartialEq, Eq)]
pub struct MediaTag {
    /// What it is about.
    pub kind: TagKind,
    value: String,
}

impl MediaTag {
    /// The longest value that is kept, in characters.
    pub const MAX_CHARS: usize = 1000;

    /// Keeps a value, its words with one space between them, up to [`Self::MAX_CHARS`].
    ///
    /// Control characters are taken for spaces: lists are written with NULs between their parts.
    #[must_use]
    pub fn new(kind: TagKind, value: &str) -> Self {
        let is_between = |char: char| char.is_whitespace() || char.is_control();
        let mut kept = String::new();
        for word in value.split(is_between).filter(|word| !word.is_empty()) {
            if !kept.is_empty() {
                kept.push(' ');
            }
            kept.extend(word.chars().take(Self::MAX_CHARS));
            if kept.len() > 4 * Self::MAX_CHARS {
                break;
            }
        }
        Self { kind, value: kept.chars().take(Self::MAX_CHARS).collect() }
    }

    /// The value, for redaction alone.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.value
    }
}

impl std::fmt::Debug for MediaTag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} bytes", self.kind.name(), self.value.len())
    }
}

/// A run of samples, one vector a channel, all of one length.
#[derive(Clone)]
pub struct PcmChunk {
    /// Samples a second.
    pub rate: u32,
    /// Where it starts, in samples from the recording's start at `rate`.
    pub start: u64,
    /// The samples by channel, in -1.0 to 1.0.
    pub channels: Vec<Vec<f32>>,
}
