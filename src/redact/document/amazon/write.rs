//! Writes Amazon's JSON from what may be kept.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value, json};

use super::{AmazonTranscript, AudioSegment, Item, Kept};
use crate::domain::{EntityKind, MediaTime};
use crate::transcribe::RawText;

/// What stands in a transcript for one item and its punctuation, or for a mark.
struct Piece<'a> {
    kind: Option<EntityKind>,
    items: &'a [Item],
}

impl AmazonTranscript {
    pub(super) fn write(&self, kept: &[Kept]) -> String {
        let piece = |kept: &Kept| Piece { kind: kept.kind, items: &self.items[kept.items.clone()] };
        let pieces: Vec<Piece<'_>> = kept.iter().map(piece).collect();
        let mut results = Map::new();
        if let Some(code) = &self.language_code {
            results.insert("language_code".to_owned(), json!(code));
        }
        results.insert("transcripts".to_owned(), json!([{ "transcript": transcript(&pieces) }]));
        let items = pieces.iter().flat_map(Piece::items);
        results.insert("items".to_owned(), items.collect());
        results.extend(labels("channel_labels", channel_labels(&pieces)));
        results.extend(labels("speaker_labels", speaker_labels(&pieces)));
        let stretches = self.audio_segments.iter().map(|stretch| audio_segment(stretch, &pieces));
        if !self.audio_segments.is_empty() {
            results.insert("audio_segments".to_owned(), stretches.collect());
        }
        json!({ "isRedacted": true, "status": "COMPLETED", "results": results }).to_string()
    }
}

impl Piece<'_> {
    fn first(&self) -> &Item {
        &self.items[0]
    }

    fn start(&self) -> MediaTime {
        self.first().span.start
    }

    fn end(&self) -> MediaTime {
        self.items.iter().map(|item| item.span.end).max().unwrap_or_else(|| self.start())
    }

    /// What follows the last word; what stands between the words of a mark is part of the value,
    /// and so is "punctuation" with a letter or digit in it.
    fn stops(&self) -> impl Iterator<Item = &str> {
        let stops = self.items.last().into_iter().flat_map(|item| &item.stops);
        let may_stay = |stop: &&str| self.kind.is_none() || !stop.contains(char::is_alphanumeric);
        stops.map(RawText::expose).filter(may_stay)
    }

    fn text(&self) -> String {
        let word = self.kind.map_or(self.first().content.expose(), |kind| kind.mark());
        std::iter::once(word).chain(self.stops()).collect()
    }

    /// Its word and the punctuation behind it, each an item.
    fn items(&self) -> Vec<Value> {
        let mut word = self.labelled("pronunciation", self.first().ids.first());
        word.insert("start_time".to_owned(), seconds(self.start()));
        word.insert("end_time".to_owned(), seconds(self.end()));
        word.insert("alternatives".to_owned(), json!([self.alternative()]));
        let last_ids = self.items.last().map_or(&[][..], |item| &item.ids);
        let stops = self.stops().enumerate().map(|(at, stop)| {
            let mut item = self.labelled("punctuation", last_ids.get(at + 1));
            let content = json!([{ "confidence": "0.0", "content": stop }]);
            item.insert("alternatives".to_owned(), content);
            Value::Object(item)
        });
        std::iter::once(Value::Object(word.clone())).chain(stops).collect()
    }

    fn alternative(&self) -> Value {
        // A mark that was there already stays one, so that redacting twice changes nothing.
        let content = self.first().content.expose();
        let was_mark = || EntityKind::ALL.iter().copied().find(|kind| kind.mark() == content);
        match (self.kind.or_else(was_mark), self.first().confidence) {
            (Some(kind), _) => json!({
                "content": kind.mark(),
                "redactions": [{ "category": "PII", "type": kind.name() }],
            }),
            (None, Some(share)) => json!({
                "confidence": share.to_string(), "content": content,
            }),
            (None, None) => json!({ "content": content }),
        }
    }

    fn labelled(&self, kind: &str, id: Option<&u64>) -> Map<String, Value> {
        let mut item = Map::new();
        item.extend(id.map(|id| ("id".to_owned(), json!(id))));
        item.insert("type".to_owned(), json!(kind));
        item.extend(voice(self.first().channel, self.first().speaker));
        item
    }
}

fn voice(channel: Option<u16>, speaker: Option<u16>) -> impl Iterator<Item = (String, Value)> {
    let channel = channel.map(|n| ("channel_label".to_owned(), json!(format!("ch_{n}"))));
    let speaker = speaker.map(|n| ("speaker_label".to_owned(), json!(format!("spk_{n}"))));
    channel.into_iter().chain(speaker)
}

fn labels(name: &str, value: Option<Value>) -> Option<(String, Value)> {
    value.map(|value| (name.to_owned(), value))
}

fn transcript(pieces: &[Piece<'_>]) -> String {
    pieces.iter().map(Piece::text).collect::<Vec<_>>().join(" ")
}

fn channel_labels(pieces: &[Piece<'_>]) -> Option<Value> {
    let numbers: BTreeSet<u16> = pieces.iter().filter_map(|piece| piece.first().channel).collect();
    let channel = |number: &u16| {
        let pieces = pieces.iter().filter(|piece| piece.first().channel == Some(*number));
        let items: Vec<Value> = pieces.flat_map(Piece::items).collect();
        json!({ "channel_label": format!("ch_{number}"), "items": items })
    };
    let channels: Vec<Value> = numbers.iter().map(channel).collect();
    let count = channels.len();
    (count > 0).then(|| json!({ "channels": channels, "number_of_channels": count }))
}

fn speaker_labels(pieces: &[Piece<'_>]) -> Option<Value> {
    let speakers: BTreeSet<u16> = pieces.iter().filter_map(|piece| piece.first().speaker).collect();
    let turns = pieces.chunk_by(|a, b| a.first().speaker == b.first().speaker);
    let turn = |turn: &[Piece<'_>]| {
        let speaker = format!("spk_{}", turn[0].first().speaker?);
        let item = |piece: &Piece<'_>| timed(&speaker, piece.start(), piece.end());
        let end = turn.last().map_or(turn[0].end(), Piece::end);
        let mut segment = timed(&speaker, turn[0].start(), end);
        segment["items"] = turn.iter().map(item).collect();
        Some(segment)
    };
    let segments: Vec<Value> = turns.filter_map(turn).collect();
    (!speakers.is_empty()).then(|| json!({ "speakers": speakers.len(), "segments": segments }))
}

fn timed(speaker: &str, start: MediaTime, end: MediaTime) -> Value {
    json!({ "speaker_label": speaker, "start_time": seconds(start), "end_time": seconds(end) })
}

/// A mark that reaches over several stretches stands in the first.
fn audio_segment(stretch: &AudioSegment, pieces: &[Piece<'_>]) -> Value {
    let ids: HashSet<u64> = stretch.items.iter().copied().collect();
    let is_in = |piece: &&Piece<'_>| piece.first().ids.first().is_some_and(|id| ids.contains(id));
    let inside: Vec<&Piece<'_>> = pieces.iter().filter(is_in).collect();
    let text: Vec<String> = inside.iter().map(|piece| piece.text()).collect();
    let items: Vec<Value> = inside.iter().flat_map(|piece| piece.items()).collect();
    let kept: Vec<&Value> = items.iter().filter_map(|item| item.get("id")).collect();
    let mut value = json!({
        "id": stretch.id, "transcript": text.join(" "), "items": kept,
        "start_time": seconds(stretch.span.start), "end_time": seconds(stretch.span.end),
    });
    if let Some(value) = value.as_object_mut() {
        value.extend(voice(stretch.channel, stretch.speaker));
    }
    value
}

/// As Amazon writes times: seconds, as text.
fn seconds(time: MediaTime) -> Value {
    Value::String(format!("{}", time.as_secs_f64()))
}
