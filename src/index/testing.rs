//! What tests of the index and of search are built from: transcripts with known times, and a feed
//! in memory.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use uuid::Uuid;

use crate::domain::{
    EntityKind, Language, MediaKey, MediaKind, MediaTime, ModelUse, ObjectVersion, ParseError,
    RecordingId, TimeSpan, TranscriptId,
};
use crate::store::{
    Change, ChangeKind, Playback, StoreError, StoredAlternative, StoredFacts, StoredRecording,
    StoredSegment, StoredTranscript, StoredWord,
};

use super::ChangeFeed;

/// Word `i` of segment `s` is said from `s·100,000 + i·500` ms on, for 400 ms.
pub(crate) fn span_of(segment: u64, word: u64) -> TimeSpan {
    let start = segment * 100_000 + word * 500;
    TimeSpan::from_millis(start, start + 400)
}

pub(crate) fn words(text: &str) -> Vec<StoredWord> {
    words_of(0, text)
}

fn words_of(segment: u64, text: &str) -> Vec<StoredWord> {
    let word = |(i, text): (usize, &str)| StoredWord {
        text: text.to_owned(),
        span: span_of(segment, i as u64),
        confidence: 1.0,
        redacted: EntityKind::ALL.iter().copied().find(|kind| text.starts_with(kind.mark())),
        alternatives: Vec::new(),
        is_listed: false,
    };
    text.split_whitespace().enumerate().map(word).collect()
}

/// The first word of a first segment, of which the recognizer was not sure.
pub(crate) fn doubtful(text: &str, confidence: f32, others: &[(&str, f32)]) -> StoredWord {
    let others = others.iter().map(|(text, probability)| StoredAlternative {
        text: (*text).to_owned(),
        probability: *probability,
    });
    StoredWord { confidence, alternatives: others.collect(), ..words(text).remove(0) }
}

pub(crate) fn transcript(collection: &str, key: &str, segments: &[&str]) -> StoredTranscript {
    let collection = collection.parse().unwrap();
    let media = MediaKey { bucket: "archive".to_owned(), key: key.to_owned() };
    let id = RecordingId::of(&collection, &media);
    let version = ObjectVersion {
        etag: Some("1".to_owned()),
        version_id: None,
        size_bytes: 1,
        last_modified: None,
    };
    let segment = |(s, text): (usize, &&str)| {
        let words = words_of(s as u64, text);
        let end = words.last().map_or(MediaTime::ZERO, |word| word.span.end);
        StoredSegment {
            ordinal: u32::try_from(s).unwrap(),
            span: TimeSpan::new(span_of(s as u64, 0).start, end),
            language: Language::english(),
            channel: None,
            text: words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "),
            words,
            suspect: None,
        }
    };
    StoredTranscript {
        segments: segments.iter().enumerate().map(segment).collect(),
        spans: Vec::new(),
        recording: StoredRecording {
            id,
            transcript: TranscriptId::of(id, &version),
            collection,
            title: media.title(),
            media,
            version,
            kind: MediaKind::Audio,
            duration: MediaTime::from_millis(segments.len() as u64 * 100_000),
            language: Language::english(),
            model: ModelUse { name: "test".to_owned(), ..ModelUse::default() },
            ingested_at: chrono::DateTime::from_timestamp(1_700_000_000, 0).unwrap(),
            playback: Playback {
                media: MediaKey { bucket: "derived".to_owned(), key: "rendition.opus".to_owned() },
                mime: "audio/ogg".to_owned(),
            },
            facts: StoredFacts::default(),
        },
    }
}

/// Postgres' part, in memory: every write is a change.
#[derive(Default)]
pub(crate) struct MemoryFeed {
    state: Mutex<FeedState>,
}

#[derive(Default)]
struct FeedState {
    changes: Vec<Change>,
    transcripts: HashMap<RecordingId, StoredTranscript>,
    identity: Uuid,
    unreadable: Option<RecordingId>,
    is_down: bool,
}

impl MemoryFeed {
    pub(crate) fn put(&self, transcript: StoredTranscript) -> RecordingId {
        let id = transcript.recording.id;
        let mut state = self.state.lock().unwrap();
        state.transcripts.insert(id, transcript);
        state.log(id, ChangeKind::Upserted);
        id
    }

    pub(crate) fn delete(&self, recording: RecordingId) {
        let mut state = self.state.lock().unwrap();
        state.transcripts.remove(&recording);
        state.log(recording, ChangeKind::Deleted);
    }

    /// Makes a row hold what this version can't read.
    pub(crate) fn spoil(&self, recording: RecordingId) {
        self.state.lock().unwrap().unreadable = Some(recording);
    }

    /// Makes the database refuse, or answer again.
    pub(crate) fn set_down(&self, is_down: bool) {
        self.state.lock().unwrap().is_down = is_down;
    }

    /// Forgets everything: the same database as it was before, or another one.
    pub(crate) fn reset(&self, identity: Uuid) {
        *self.state.lock().unwrap() = FeedState { identity, ..FeedState::default() };
    }

    fn read<T>(&self, read: impl FnOnce(&FeedState) -> T) -> Result<T, StoreError> {
        let state = self.state.lock().unwrap();
        if state.is_down {
            return Err(StoreError::Database(sqlx::Error::PoolClosed));
        }
        Ok(read(&state))
    }
}

impl FeedState {
    fn log(&mut self, recording: RecordingId, kind: ChangeKind) {
        let seq = i64::try_from(self.changes.len()).unwrap() + 1;
        self.changes.push(Change { seq, recording, kind });
    }
}

#[async_trait]
impl ChangeFeed for MemoryFeed {
    async fn changes_after(&self, seq: i64, limit: u32) -> Result<Vec<Change>, StoreError> {
        self.read(|state| {
            let after = state.changes.iter().filter(|change| change.seq > seq);
            after.take(limit as usize).copied().collect()
        })
    }

    async fn identity(&self) -> Result<Uuid, StoreError> {
        self.read(|state| state.identity)
    }

    async fn latest_seq(&self) -> Result<i64, StoreError> {
        self.read(|state| state.changes.last().map_or(0, |change| change.seq))
    }

    async fn transcript(
        &self,
        recording: RecordingId,
    ) -> Result<Option<StoredTranscript>, StoreError> {
        self.read(|state| {
            if state.unreadable == Some(recording) {
                return Err(StoreError::Corrupt(ParseError("`xx` is unknown".to_owned())));
            }
            Ok(state.transcripts.get(&recording).cloned())
        })?
    }
}
