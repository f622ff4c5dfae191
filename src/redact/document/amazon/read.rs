//! Reads Amazon's JSON; of what it does not know it takes nothing.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::error::Category;

use super::{AmazonTranscript, AudioSegment, Item};
use crate::domain::{Language, MediaTime, TimeSpan};
use crate::redact::DocumentError;
use crate::transcribe::RawText;

/// No recording is longer, in seconds.
const MAX_SECONDS: f64 = 1e6;

#[derive(Deserialize)]
struct Document {
    results: Results,
}

#[derive(Deserialize)]
struct Results {
    items: Vec<RawItem>,
    language_code: Option<String>,
    speaker_labels: Option<SpeakerLabels>,
    #[serde(default)]
    audio_segments: Vec<RawAudioSegment>,
}

#[derive(Deserialize)]
struct RawItem {
    id: Option<u64>,
    #[serde(rename = "type")]
    kind: ItemKind,
    start_time: Option<Number>,
    end_time: Option<Number>,
    alternatives: Vec<RawAlternative>,
    channel_label: Option<String>,
    speaker_label: Option<String>,
    language_code: Option<String>,
}

#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum ItemKind {
    Pronunciation,
    Punctuation,
}

#[derive(Deserialize)]
struct RawAlternative {
    content: String,
    confidence: Option<Number>,
}

#[derive(Deserialize)]
struct SpeakerLabels {
    #[serde(default)]
    segments: Vec<SpeakerSegment>,
}

#[derive(Deserialize)]
struct SpeakerSegment {
    #[serde(default)]
    items: Vec<SpeakerItem>,
}

#[derive(Deserialize)]
struct SpeakerItem {
    start_time: Option<Number>,
    speaker_label: Option<String>,
}

#[derive(Deserialize)]
struct RawAudioSegment {
    id: u64,
    start_time: Number,
    end_time: Number,
    items: Vec<u64>,
    channel_label: Option<String>,
    speaker_label: Option<String>,
}

/// Amazon writes numbers as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Text(String),
    Plain(f64),
}

impl Number {
    fn value(&self) -> Option<f64> {
        match self {
            Self::Text(text) => text.parse().ok(),
            Self::Plain(number) => Some(*number),
        }
    }

    fn time(&self) -> Option<MediaTime> {
        let seconds = self.value().filter(|seconds| (0.0..=MAX_SECONDS).contains(seconds));
        seconds.map(MediaTime::from_secs_f64)
    }
}

impl AmazonTranscript {
    pub(in crate::redact::document) fn parse(
        text: &str,
        language: Option<&Language>,
    ) -> Result<Self, DocumentError> {
        let document: Document =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| unlike(&e))?;
        let results = document.results;
        let speakers = speakers(results.speaker_labels);
        let language_code = results.language_code.filter(|code| is_language_code(code));
        let own = language_code.as_deref().and_then(language_of);
        Ok(Self {
            items: items(results.items, &speakers)?,
            language: own.or_else(|| language.cloned()),
            language_code,
            audio_segments: results.audio_segments.iter().filter_map(audio_segment).collect(),
        })
    }
}

/// Serde's own message may quote the document, so only the place of the fault is told.
fn unlike(error: &serde_json::Error) -> DocumentError {
    let problem = match error.classify() {
        Category::Data => "something is missing there, or is of another type",
        Category::Eof => "it ends too soon",
        Category::Syntax | Category::Io => "it is not valid JSON",
    };
    DocumentError::NotTranscribe { line: error.line(), column: error.column(), problem }
}

fn items(
    raw: Vec<RawItem>,
    speakers: &HashMap<MediaTime, u16>,
) -> Result<Vec<Item>, DocumentError> {
    let mut items: Vec<Item> = Vec::new();
    for (index, raw) in raw.into_iter().enumerate() {
        // Other readings are dropped: only the best is redacted, and only that is written.
        let Some(best) = raw.alternatives.into_iter().next() else { continue };
        let content = RawText::new(best.content);
        if raw.kind == ItemKind::Punctuation
            && let Some(word) = items.last_mut()
        {
            word.stops.push(content);
            word.ids.extend(raw.id);
            continue;
        }
        let times = (raw.start_time.as_ref(), raw.end_time.as_ref());
        let (start, end) = match (times, &raw.kind) {
            ((Some(start), Some(end)), _) => (start.time(), end.time()),
            (_, ItemKind::Punctuation) => (Some(MediaTime::ZERO), Some(MediaTime::ZERO)),
            _ => (None, None),
        };
        let (Some(start), Some(end)) = (start, end) else {
            return Err(DocumentError::NoTime(index));
        };
        let speaker = raw.speaker_label.as_deref().and_then(|label| number(label, "spk_"));
        items.push(Item {
            ids: raw.id.into_iter().collect(),
            content,
            stops: Vec::new(),
            span: TimeSpan::new(start, end.max(start)),
            confidence: best.confidence.and_then(|number| share(&number)),
            channel: raw.channel_label.as_deref().and_then(|label| number(label, "ch_")),
            speaker: speaker.or_else(|| speakers.get(&start).copied()),
            language: raw.language_code.as_deref().and_then(language_of),
        });
    }
    Ok(items)
}

#[expect(clippy::cast_possible_truncation, reason = "a share needs no more digits")]
fn share(number: &Number) -> Option<f32> {
    number.value().filter(|share| (0.0..=1.0).contains(share)).map(|share| share as f32)
}

/// Older documents name the speakers beside the items, by their start.
fn speakers(labels: Option<SpeakerLabels>) -> HashMap<MediaTime, u16> {
    let segments = labels.map(|labels| labels.segments).unwrap_or_default();
    let speaker = |item: &SpeakerItem| {
        let start = item.start_time.as_ref()?.time()?;
        Some((start, number(item.speaker_label.as_deref()?, "spk_")?))
    };
    segments.iter().flat_map(|segment| segment.items.iter().filter_map(speaker)).collect()
}

fn audio_segment(raw: &RawAudioSegment) -> Option<AudioSegment> {
    Some(AudioSegment {
        id: raw.id,
        span: TimeSpan::new(raw.start_time.time()?, raw.end_time.time()?),
        items: raw.items.clone(),
        channel: raw.channel_label.as_deref().and_then(|label| number(label, "ch_")),
        speaker: raw.speaker_label.as_deref().and_then(|label| number(label, "spk_")),
    })
}

/// The number in a label such as `ch_0`; a label of another form might be a name.
fn number(label: &str, prefix: &str) -> Option<u16> {
    label.strip_prefix(prefix)?.parse().ok()
}

/// The language of a code such as `en-US`.
fn language_of(code: &str) -> Option<Language> {
    code.split('-').next()?.parse().ok()
}

fn is_language_code(code: &str) -> bool {
    code.len() <= 12 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
