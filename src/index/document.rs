//! A recording as documents: one a channel, each followed by its words in runs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Field;

use crate::domain::{CollectionName, Language, MediaKey, MediaKind, MediaTime, RecordingId};
use crate::store::{StoredRecording, StoredSegment, StoredTranscript, StoredWord};

use super::schema::{
    CHANNEL_OWNER, CHUNK_POSITIONS, Fields, Numbers, date_code, language_code, suspect_code,
};
use super::stems::Stems;
use super::terms::{ChannelTerms, unplaced};
use super::words::{Run, in_parts};

/// What a hit shows of its recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexedRecording {
    /// Its id.
    pub id: RecordingId,
    /// The collection it belongs to.
    pub collection: CollectionName,
    /// Where the original lies.
    pub media: MediaKey,
    /// What people see.
    pub title: String,
    /// Sound alone, or with a picture.
    pub kind: MediaKind,
    /// Its length.
    pub duration: MediaTime,
    /// The language most of it is in.
    pub language: Language,
    /// When it was transcribed, to the second.
    pub ingested_at: DateTime<Utc>,
    /// When it was recorded, as far as anything tells.
    pub date: DateTime<Utc>,
}

impl From<&StoredRecording> for IndexedRecording {
    fn from(recording: &StoredRecording) -> Self {
        let stored = recording.clone();
        let to_second = |time: DateTime<Utc>| {
            DateTime::from_timestamp(time.timestamp(), 0).unwrap_or(stored.ingested_at)
        };
        Self {
            date: to_second(recorded_at(recording)),
            ingested_at: to_second(stored.ingested_at),
            id: stored.id,
            collection: stored.collection,
            media: stored.media,
            title: stored.title,
            kind: stored.kind,
            duration: stored.duration,
            language: stored.language,
        }
    }
}

/// When a recording was made: as its file says, else when the object was written, else when it was
/// transcribed.
fn recorded_at(recording: &StoredRecording) -> DateTime<Utc> {
    let mut tags = recording.facts.tags.iter().filter(|tag| tag.kind == "date");
    let noted = tags.find_map(|tag| noted_date(&tag.text));
    noted.or(recording.version.last_modified).unwrap_or(recording.ingested_at)
}

/// Reads `2024`, `2024-03` or `2024-03-01`, whatever follows.
fn noted_date(text: &str) -> Option<DateTime<Utc>> {
    let mut numbers = text.trim().split(|c: char| !c.is_ascii_digit()).map(str::parse::<u32>);
    let year = numbers.next()?.ok().filter(|year| (1860..=9999).contains(year))?;
    let month = numbers.next().and_then(Result::ok).unwrap_or(1);
    let day = numbers.next().and_then(Result::ok).unwrap_or(1);
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some(date.and_hms_opt(0, 0, 0)?.and_utc())
}

/// The documents of a recording, in the order in which they must stand; none where nothing is said.
pub(super) fn documents(transcript: &StoredTranscript, fields: &Fields) -> Vec<TantivyDocument> {
    let recording = IndexedRecording::from(&transcript.recording);
    let mut channels: BTreeMap<Option<u16>, Vec<&StoredSegment>> = BTreeMap::new();
    for segment in &transcript.segments {
        channels.entry(segment.channel).or_default().push(segment);
    }
    let mut documents = Vec::new();
    for (channel, segments) in channels {
        let mut said = Said::new(fields);
        said.about(&recording, channel, documents.len());
        for segment in segments {
            said.push(segment);
        }
        documents.extend(said.finish(recording.id));
    }
    documents
}

/// What one channel says, being written.
struct Said<'a> {
    fields: &'a Fields,
    numbers: &'a Numbers,
    channel: TantivyDocument,
    terms: ChannelTerms,
    position: u32,
    run: Run,
    runs: Vec<Run>,
    sure: (u64, u64),
    has_suspects: bool,
    languages: BTreeSet<&'a str>,
}

impl<'a> Said<'a> {
    fn new(fields: &'a Fields) -> Self {
        Self {
            fields,
            numbers: &fields.numbers,
            channel: TantivyDocument::default(),
            terms: ChannelTerms::default(),
            position: 0,
            run: Run::at(0),
            runs: Vec::new(),
            sure: (0, 0),
            has_suspects: false,
            languages: BTreeSet::new(),
        }
    }

    fn about(&mut self, recording: &IndexedRecording, channel: Option<u16>, back: usize) {
        let (fields, numbers) = (self.fields, self.numbers);
        self.channel.add_text(fields.recording, recording.id.to_string());
        self.channel.add_text(fields.collection, recording.collection.as_str());
        self.channel.add_text(fields.kind, kind_name(recording.kind));
        self.channel.add_text(fields.title, &recording.title);
        self.channel.add_text(fields.about, serde_json::json!(recording).to_string());
        self.channel.add_u64(numbers.back, back as u64);
        self.channel.add_u64(numbers.tie, recording.id.0.as_u64_pair().0);
        self.channel.add_u64(numbers.duration, recording.duration.as_millis());
        self.channel.add_u64(numbers.date, date_code(recording.date));
        self.channel.add_u64(numbers.added, date_code(recording.ingested_at));
        if let Some(channel) = channel {
            self.channel.add_u64(numbers.channel, channel.into());
        }
    }

    fn push(&mut self, segment: &'a StoredSegment) {
        let numbers = self.numbers;
        let mut add = |field: Field, value: u64| self.channel.add_u64(field, value);
        add(numbers.segment_position, self.position.into());
        add(numbers.segment_ordinal, segment.ordinal.into());
        add(numbers.segment_start, segment.span.start.as_millis());
        add(numbers.segment_length, segment.span.millis());
        add(numbers.segment_language, language_code(&segment.language));
        add(numbers.segment_suspect, suspect_code(segment.suspect));
        self.has_suspects |= segment.suspect.is_some();
        self.languages.insert(segment.language.code());
        let stems = Stems::of(&segment.language);
        for word in &segment.words {
            self.push_word(word, &stems);
        }
    }

    fn push_word(&mut self, word: &StoredWord, stems: &Stems) {
        let width = self.terms.push(self.position, word, stems);
        while self.position / CHUNK_POSITIONS > self.runs.len() as u32 {
            let next = Run::at(self.position);
            self.runs.push(std::mem::replace(&mut self.run, next));
        }
        self.run.push(word, width);
        let sure = in_parts(word.confidence).into();
        for _ in 0..width {
            self.channel.add_u64(self.numbers.word_start, word.span.start.as_millis());
            self.channel.add_u64(self.numbers.word_length, word.span.millis());
            self.channel.add_u64(self.numbers.word_sure, sure);
            self.sure = (self.sure.0 + sure, self.sure.1 + 1);
        }
        self.position += width;
    }

    fn finish(mut self, id: RecordingId) -> Vec<TantivyDocument> {
        let (sum, count) = self.sure;
        self.channel.add_u64(self.numbers.mean_sure, sum.checked_div(count).unwrap_or(255));
        self.channel.add_u64(self.numbers.has_suspects, self.has_suspects.into());
        for language in self.languages {
            self.channel.add_text(self.fields.language, language);
        }
        self.runs.push(self.run);
        // A word of many parts may end in a run in which none begins.
        while (self.runs.len() as u32) * CHUNK_POSITIONS < self.position {
            self.runs.push(Run::at(self.position));
        }
        let terms = self.terms;
        let rows = [
            (self.fields.terms, terms.terms),
            (self.fields.joined, terms.joined),
            (self.fields.stems, terms.stems),
            (self.fields.possible, terms.possible),
            (self.fields.marks, terms.marks),
        ];
        for (field, row) in rows {
            if let Some(tokens) = row.into_tokens() {
                self.channel.add_pre_tokenized_text(field, tokens);
            }
        }
        self.channel.add_pre_tokenized_text(self.fields.lexicon, unplaced(terms.lexicon));
        self.channel.add_text(self.fields.owner, CHANNEL_OWNER);
        let run = |run: Run| {
            let mut document = TantivyDocument::default();
            document.add_text(self.fields.text, run.text);
            document.add_bytes(self.fields.words, &run.bytes);
            document.add_text(self.fields.other_readings, run.other_readings);
            document
        };
        let mut documents = vec![self.channel];
        documents.extend(self.runs.into_iter().map(run));
        for document in &mut documents {
            document.add_text(self.fields.owner, id.to_string());
        }
        documents
    }
}

/// How a kind is written.
pub(crate) const fn kind_name(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Audio => "audio",
        MediaKind::Video => "video",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_files_note_it() {
        for (text, date) in [
            ("2024-03-01", Some("2024-03-01")),
            ("2024-03-01T10:00:00Z", Some("2024-03-01")),
            ("2024:03:01", Some("2024-03-01")),
            ("1987", Some("1987-01-01")),
            ("1987-06", Some("1987-06-01")),
            ("2024-13-01", None),
            ("[NAME]", None),
            ("87", None),
            ("", None),
        ] {
            let read = noted_date(text).map(|date| date.date_naive().to_string());
            assert_eq!(read.as_deref(), date, "{text}");
        }
    }
}
