//! One segment as a document: what the index holds, and what a hit is made of.

use chrono::{DateTime, Utc};
use tantivy::TantivyDocument;
use tantivy::schema::{Field, Value};

use crate::domain::{
    CollectionName, Language, MediaKey, MediaKind, MediaTime, RecordingId, Suspicion, TimeSpan,
};
use crate::store::{StoredRecording, StoredSegment};

use super::IndexError;
use super::schema::{Fields, suspect_code, suspect_of};
use super::terms::SegmentTerms;
use super::words::{self, IndexedWord};

/// What a hit shows of its recording.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

impl From<&StoredRecording> for IndexedRecording {
    fn from(recording: &StoredRecording) -> Self {
        let stored = recording.clone();
        let ingested_at = DateTime::from_timestamp(stored.ingested_at.timestamp(), 0);
        Self {
            id: stored.id,
            collection: stored.collection,
            media: stored.media,
            title: stored.title,
            kind: stored.kind,
            duration: stored.duration,
            language: stored.language,
            ingested_at: ingested_at.unwrap_or(stored.ingested_at),
        }
    }
}

/// A segment with its recording: one document of the index.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentDocument {
    /// The recording it belongs to.
    pub recording: IndexedRecording,
    /// Its place in the transcript, from 0.
    pub ordinal: u32,
    /// When it is said.
    pub span: TimeSpan,
    /// The language spoken.
    pub language: Language,
    /// The channel, where channels were transcribed apart.
    pub channel: Option<u16>,
    /// Its words in order.
    pub words: Vec<IndexedWord>,
    /// Why they may not have been said, where that is doubtful.
    pub suspect: Option<Suspicion>,
}

impl SegmentDocument {
    /// Makes the document of a stored segment.
    #[must_use]
    pub fn new(recording: &IndexedRecording, segment: &StoredSegment) -> Self {
        Self {
            recording: recording.clone(),
            ordinal: segment.ordinal,
            span: segment.span,
            language: segment.language.clone(),
            channel: segment.channel,
            words: segment.words.iter().map(IndexedWord::from).collect(),
            suspect: segment.suspect,
        }
    }

    pub(super) fn to_tantivy(&self, fields: &Fields) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        let recording = &self.recording;
        document.add_text(fields.recording, recording.id.to_string());
        document.add_text(fields.collection, recording.collection.as_str());
        document.add_text(fields.bucket, &recording.media.bucket);
        document.add_text(fields.key, &recording.media.key);
        document.add_text(fields.title, &recording.title);
        document.add_text(fields.kind, kind_name(recording.kind));
        document.add_u64(fields.duration_ms, recording.duration.as_millis());
        document.add_text(fields.recording_language, recording.language.code());
        let ingested_at = tantivy::DateTime::from_timestamp_secs(recording.ingested_at.timestamp());
        document.add_date(fields.ingested_at, ingested_at);
        document.add_u64(fields.ordinal, u64::from(self.ordinal));
        document.add_u64(fields.start_ms, self.span.start.as_millis());
        document.add_u64(fields.end_ms, self.span.end.as_millis());
        document.add_text(fields.language, self.language.code());
        if let Some(channel) = self.channel {
            document.add_u64(fields.channel, u64::from(channel));
        }
        document.add_u64(fields.suspect, suspect_code(self.suspect));
        self.add_words(fields, &mut document);
        document
    }

    /// Adds the words: to show, to be found, and how sure they are.
    fn add_words(&self, fields: &Fields, document: &mut TantivyDocument) {
        let texts: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        document.add_text(fields.text, texts.join(" "));
        document.add_bytes(fields.words, &words::pack(&self.words));
        document.add_text(fields.other_readings, words::other_readings(&self.words));
        let sure = || self.words.iter().flat_map(IndexedWord::in_parts);
        document.add_u64(fields.least_sure, sure().min().unwrap_or(0).into());
        document.add_u64(fields.most_sure, sure().max().unwrap_or(0).into());
        let SegmentTerms { apart, joined, possible } = SegmentTerms::of(&self.words);
        document.add_pre_tokenized_text(fields.terms, apart.into_tokens());
        if !joined.terms.is_empty() {
            document.add_pre_tokenized_text(fields.joined_terms, joined.into_tokens());
        }
        if !possible.others.is_empty() {
            document.add_pre_tokenized_text(fields.possible_terms, possible.reading.into_tokens());
        }
    }

    pub(super) fn from_tantivy(
        fields: &Fields,
        document: &TantivyDocument,
    ) -> Result<Self, IndexError> {
        read(fields, document).ok_or_else(|| IndexError::Damaged("a stored segment".to_owned()))?
    }
}

/// Reads a document back; `None` where a field is missing or holds what it can't.
fn read(
    fields: &Fields,
    document: &TantivyDocument,
) -> Option<Result<SegmentDocument, IndexError>> {
    let text = |field: Field| document.get_first(field)?.as_str();
    let number = |field: Field| document.get_first(field)?.as_u64();
    let packed = document.get_first(fields.words)?.as_bytes()?.to_owned();
    let words = match words::unpack(text(fields.text)?, text(fields.other_readings)?, &packed) {
        Ok(words) => words,
        Err(error) => return Some(Err(error)),
    };
    let ingested_at = document.get_first(fields.ingested_at)?.as_datetime()?;
    let recording = IndexedRecording {
        id: text(fields.recording)?.parse().ok()?,
        collection: text(fields.collection)?.parse().ok()?,
        media: MediaKey {
            bucket: text(fields.bucket)?.to_owned(),
            key: text(fields.key)?.to_owned(),
        },
        title: text(fields.title)?.to_owned(),
        kind: kind_named(text(fields.kind)?)?,
        duration: MediaTime::from_millis(number(fields.duration_ms)?),
        language: text(fields.recording_language)?.parse().ok()?,
        ingested_at: DateTime::from_timestamp(ingested_at.into_timestamp_secs(), 0)?,
    };
    Some(Ok(SegmentDocument {
        recording,
        ordinal: u32::try_from(number(fields.ordinal)?).ok()?,
        span: TimeSpan::from_millis(number(fields.start_ms)?, number(fields.end_ms)?),
        language: text(fields.language)?.parse().ok()?,
        channel: number(fields.channel).and_then(|channel| u16::try_from(channel).ok()),
        words,
        suspect: suspect_of(number(fields.suspect)?)?,
    }))
}

const fn kind_name(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Audio => "audio",
        MediaKind::Video => "video",
    }
}

fn kind_named(name: &str) -> Option<MediaKind> {
    [MediaKind::Audio, MediaKind::Video].into_iter().find(|kind| kind_name(*kind) == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::testing::{doubtful, transcript};

    #[test]
    fn a_document_comes_back_as_it_went_in() {
        let mut stored = transcript("interviews", "a.mp4", &["My name is [NAME], l'été"]);
        stored.recording.kind = MediaKind::Video;
        stored.segments[0].channel = Some(1);
        stored.segments[0].suspect = Some(Suspicion::Repetitive);
        stored.segments[0].words[0] = doubtful("My", 0.2, &[("Mai", 0.4), ("Mein", 0.0)]);
        let (_, fields) = Fields::build();
        let document = SegmentDocument::new(&(&stored.recording).into(), &stored.segments[0]);
        let back = SegmentDocument::from_tantivy(&fields, &document.to_tantivy(&fields)).unwrap();
        assert_eq!(back, document);
    }
}
