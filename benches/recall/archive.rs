//! An index over what was heard.

use earmark::domain::{
    Language, MediaKey, MediaKind, MediaTime, ModelUse, ObjectVersion, RecordingId, TranscriptId,
};
use earmark::index::SegmentIndex;
use earmark::search::{Matched, SearchFilters, SearchPage, SearchQuery, Searcher};
use earmark::store::{Playback, StoredFacts, StoredRecording, StoredSegment, StoredTranscript};
use tempfile::TempDir;

pub struct Archive {
    searcher: Searcher,
    ids: Vec<RecordingId>,
    _folder: TempDir,
}

impl Archive {
    pub fn of(heard: &[Vec<StoredSegment>]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = SegmentIndex::open_or_create(folder.path()).unwrap();
        let mut writer = index.writer().unwrap();
        let mut ids = Vec::new();
        for (number, segments) in heard.iter().enumerate() {
            let transcript = transcript(number, segments.clone());
            ids.push(transcript.recording.id);
            writer.replace(&transcript).unwrap();
        }
        writer.commit(uuid::Uuid::nil(), 1).unwrap();
        drop(writer);
        index.refresh().unwrap();
        Self { searcher: Searcher::new(index), ids, _folder: folder }
    }

    pub fn without_alternatives(heard: &[Vec<StoredSegment>]) -> Self {
        let mut heard = heard.to_vec();
        let words = heard.iter_mut().flatten().flat_map(|segment| &mut segment.words);
        words.for_each(|word| word.alternatives.clear());
        Self::of(&heard)
    }

    /// The ten best recordings, by number; those alone that say it, unless it is to be widened.
    pub fn find(&self, phrase: &str, widened: bool) -> Vec<usize> {
        let typed = if phrase.contains(' ') { format!("\"{phrase}\"") } else { phrase.to_owned() };
        let Ok(query) = SearchQuery::parse(&typed) else { return Vec::new() };
        let page = SearchPage { limit: 100, ..SearchPage::default() };
        let found = self.searcher.search(&query, &SearchFilters::default(), page).unwrap();
        found
            .recordings
            .iter()
            .filter(|one| widened || one.hits.iter().any(|hit| is_said(hit.matched)))
            .map(|one| self.ids.iter().position(|id| *id == one.recording).unwrap())
            .take(10)
            .collect()
    }
}

const fn is_said(matched: Matched) -> bool {
    matches!(matched, Matched::Word | Matched::Alternative)
}

fn transcript(number: usize, segments: Vec<StoredSegment>) -> StoredTranscript {
    let collection = "recall".parse().unwrap();
    let media = MediaKey { bucket: "bench".to_owned(), key: format!("{number}.wav") };
    let id = RecordingId::of(&collection, &media);
    let version =
        ObjectVersion { etag: None, version_id: None, size_bytes: 1, last_modified: None };
    let recording = StoredRecording {
        id,
        transcript: TranscriptId::of(id, &version),
        collection,
        title: media.title(),
        kind: MediaKind::Audio,
        duration: segments.last().map_or(MediaTime::ZERO, |last| last.span.end),
        language: Language::english(),
        model: ModelUse::default(),
        ingested_at: chrono::DateTime::UNIX_EPOCH,
        playback: Playback { media: media.clone(), mime: "audio/ogg".to_owned() },
        facts: StoredFacts::default(),
        media,
        version,
    };
    StoredTranscript { recording, segments, spans: Vec::new() }
}
