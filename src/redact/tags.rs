//! What a file's tags may keep. They name people as speech does: the same recognizers read them,
//! and what is a name in the speech is one in them.

use serde::Serialize;

use super::Canonical;
use super::echo::NameWords;
use super::mask::Masks;
use crate::decode::{MediaTag, TagKind};
use crate::domain::{EntityKind, Language, MediaTime, TimeSpan};
use crate::transcribe::{RawText, Segment, Word};

/// Of a value that was cut off, what comes later is read and not kept: a number that goes on
/// behind the cut is not known for one.
const KEPT_CHARS: usize = 700;

/// A tag that may be kept and shown.
///
/// Only [`redact`](crate::redact) can make one: its fields are private and it can't be
/// deserialized.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RedactedTag {
    kind: &'static str,
    text: String,
}

impl RedactedTag {
    /// What it is about, such as `title`: see [`TagKind::name`].
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// Its words, and the marks of what was redacted, such as `[NAME]`.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Tags as words without a time, each on a channel of its own: none goes on in the next.
pub(super) fn as_segments(tags: &[MediaTag], language: &Language) -> Vec<Segment> {
    let span = TimeSpan::new(MediaTime::ZERO, MediaTime::ZERO);
    let word = |text: &str| Word {
        text: RawText::new(text.to_owned()),
        span,
        confidence: 1.0,
        alternatives: Vec::new(),
    };
    let segment = |(channel, tag): (u16, &MediaTag)| Segment {
        words: tag.raw().split_whitespace().map(word).collect(),
        language: language.clone(),
        channel: Some(channel),
        suspect: None,
    };
    (0..).zip(tags).map(segment).collect()
}

/// Takes in who made the recording, so that the title names them no more than the artist does.
pub(super) fn note_artist(names: &mut NameWords, tags: &[MediaTag], segments: &[Segment]) {
    for (_, segment) in tags.iter().zip(segments).filter(|(tag, _)| tag.kind == TagKind::Artist) {
        let words = segment.words.iter().map(|word| (word.text.expose(), &segment.language));
        names.add(&Canonical::new(words), 0..segment.words.len());
    }
}

/// The tags as they may be kept; an artist is a name whatever it looks like, where names are
/// redacted.
pub(super) fn redacted(
    tags: &[MediaTag],
    (segments, masks): (&[Segment], &Masks),
    hides_names: bool,
) -> Vec<RedactedTag> {
    let text = |index: usize, tag: &MediaTag| {
        if hides_names && tag.kind == TagKind::Artist {
            return EntityKind::Name.mark().to_owned();
        }
        let words = masks.segment(index, &segments[index]).text();
        if tag.raw().chars().count() < MediaTag::MAX_CHARS { words } else { shortened(&words) }
    };
    let tags = tags.iter().enumerate();
    tags.map(|(index, tag)| RedactedTag { kind: tag.kind.name(), text: text(index, tag) }).collect()
}

/// The whole words among the first characters.
fn shortened(text: &str) -> String {
    let mut kept = String::new();
    for word in text.split(' ') {
        if kept.chars().count() + word.chars().count() > KEPT_CHARS {
            break;
        }
        kept.push_str(word);
        kept.push(' ');
    }
    kept.push('…');
    kept
}
