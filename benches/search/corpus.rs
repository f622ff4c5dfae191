//! Recordings without end, out of real earnings calls.

use std::path::PathBuf;
use std::process::Command;

use earmark::domain::{
    Language, MediaKey, MediaKind, MediaTime, ModelUse, ObjectVersion, RecordingId, TimeSpan,
    TranscriptId,
};
use earmark::store::{
    Playback, StoredFacts, StoredRecording, StoredSegment, StoredTranscript, StoredWord,
};

/// So many segments are a recording.
const SEGMENTS: usize = 500;

/// Recordings made of what was really said, with other words among them.
pub struct Corpus {
    texts: Vec<String>,
    vocabulary: Vec<String>,
    made: usize,
    segments: usize,
    dice: Dice,
}

impl Corpus {
    /// Reads what was said; so many segments come of it.
    pub fn read(segments: usize) -> Self {
        let folder = std::env::var("EARMARK_SHARED_DATA").unwrap_or("../shared/data".to_owned());
        let file = PathBuf::from(folder).join("transcripts/earnings22_segments.jsonl.gz");
        let lines = Command::new("zcat").arg(file).output().unwrap().stdout;
        let text = |line: &str| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["text"].as_str().unwrap().to_owned()
        };
        let texts: Vec<String> = String::from_utf8(lines).unwrap().lines().map(text).collect();
        let mut vocabulary: Vec<String> =
            texts.iter().flat_map(|text| text.split(' ')).map(str::to_owned).collect();
        vocabulary.sort_unstable();
        vocabulary.dedup();
        Self { texts, vocabulary, made: 0, segments, dice: Dice(7) }
    }

    /// What comes after so many segments, without end.
    pub fn after(segments: usize) -> Self {
        Self { made: segments, ..Self::read(usize::MAX) }
    }

    /// The first time round all is as it was said; after that every twelfth word is another, one in
    /// four of these of no other recording.
    fn varied(&mut self, text: &str) -> String {
        if self.made < self.texts.len() {
            return text.to_owned();
        }
        let words = text.split(' ').map(|word| match self.dice.below(48) {
            0 => format!("{word}{}", self.dice.below(200_000)),
            1..4 => self.vocabulary[self.dice.below(self.vocabulary.len())].clone(),
            _ => word.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn segment(&mut self, ordinal: usize, clock: &mut u64) -> StoredSegment {
        let text = self.texts[self.made % self.texts.len()].clone();
        let text = self.varied(&text);
        self.made += 1;
        let start = *clock;
        let mut word = |text: &str| {
            let begin = *clock + self.dice.below(120) as u64;
            let end = begin + 80 + 45 * text.len() as u64 + self.dice.below(90) as u64;
            *clock = end;
            StoredWord {
                text: text.to_owned(),
                span: TimeSpan::from_millis(begin, end),
                confidence: 1.0
                    - self.dice.below(400) as f32 / 1000.0 * (self.dice.below(3) / 2) as f32,
                redacted: None,
                alternatives: Vec::new(),
                is_listed: false,
            }
        };
        let words: Vec<StoredWord> = text.split(' ').map(&mut word).collect();
        *clock += 400;
        StoredSegment {
            ordinal: u32::try_from(ordinal).unwrap(),
            span: TimeSpan::from_millis(start, *clock - 400),
            language: Language::english(),
            channel: None,
            text,
            words,
            suspect: None,
        }
    }
}

impl Iterator for Corpus {
    type Item = StoredTranscript;

    fn next(&mut self) -> Option<StoredTranscript> {
        if self.made >= self.segments {
            return None;
        }
        let number = self.made / SEGMENTS;
        let count = SEGMENTS.min(self.segments - self.made);
        let mut clock = 0;
        let segments = (0..count).map(|ordinal| self.segment(ordinal, &mut clock)).collect();
        let recording = recording(number, MediaTime::from_millis(clock));
        Some(StoredTranscript { recording, segments, spans: Vec::new() })
    }
}

fn recording(number: usize, duration: MediaTime) -> StoredRecording {
    let collection = ["calls", "talks", "council", "lectures"][number % 4].parse().unwrap();
    let media = MediaKey { bucket: "bench".to_owned(), key: format!("call-{number}.wav") };
    let id = RecordingId::of(&collection, &media);
    let day = i64::try_from(number % 1500).unwrap();
    let date = chrono::DateTime::from_timestamp(1_600_000_000 + day * 86_400, 0).unwrap();
    let version =
        ObjectVersion { etag: None, version_id: None, size_bytes: 1, last_modified: Some(date) };
    StoredRecording {
        id,
        transcript: TranscriptId::of(id, &version),
        collection,
        title: media.title(),
        kind: if number.is_multiple_of(10) { MediaKind::Video } else { MediaKind::Audio },
        duration,
        language: Language::english(),
        model: ModelUse::default(),
        ingested_at: date,
        playback: Playback { media: media.clone(), mime: "audio/ogg".to_owned() },
        facts: StoredFacts::default(),
        media,
        version,
    }
}

/// A small generator of numbers (`SplitMix64`, Steele et al. 2014): the same corpus every time.
struct Dice(u64);

impl Dice {
    const fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize % limit
    }
}
