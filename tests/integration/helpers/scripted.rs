//! Recordings of which the recognizer says what a test tells it to, doubts included.

use std::sync::Arc;

use earmark::domain::{ChannelMode, ModelUse, SoundCheck, SoundPolicy, Suspicion, TimeSpan};
use earmark::ingest::{
    CollectionPlan, Models, Pipeline, PipelineOptions, Plans, Worker, WorkerOptions,
};
use earmark::redact::{NameModel, RedactionOptions, Redactor};
use earmark::store::Store;
use earmark::transcribe::models::ModelStore;
use earmark::transcribe::{Alternative, RawText, ScriptedTranscriber, Segment, Word};
use tokio_util::sync::CancellationToken;

use super::{Bed, sound};

/// A segment from a second on, two words a second; a doubtful word is written with its confidence
/// and its other readings: `smooth|0.4|Smyth|Smith`.
pub fn said(second: u64, language: &str, text: &str) -> Segment {
    let word = |(at, text): (u64, &str)| {
        let mut parts = text.split('|');
        let start = second * 1000 + at * 500;
        Word {
            text: RawText::new(parts.next().unwrap().to_owned()),
            span: TimeSpan::from_millis(start, start + 400),
            confidence: parts.next().map_or(0.95, |confidence| confidence.parse().unwrap()),
            alternatives: parts
                .map(|other| Alternative {
                    text: RawText::new(other.to_owned()),
                    probability: 0.25,
                })
                .collect(),
        }
    };
    Segment {
        words: (0..).zip(text.split(' ')).map(word).collect(),
        language: language.parse().unwrap(),
        channel: None,
        suspect: None,
    }
}

/// The same, which may not have been said.
pub fn doubted(suspect: Suspicion, segment: Segment) -> Segment {
    Segment { suspect: Some(suspect), ..segment }
}

/// The model that heard them.
pub fn model() -> ModelUse {
    ModelUse {
        name: "scripted".to_owned(),
        sha256: "5f".repeat(32),
        settings: [("beam".to_owned(), "5".to_owned())].into(),
    }
}

/// A redactor with the real model.
fn redactor(options: &RedactionOptions) -> Redactor {
    let models = ModelStore::new(super::variable("EARMARK_MODELS_DIR"));
    let model = NameModel::load(&models.verified(NameModel::NAME).unwrap()).unwrap();
    Redactor::new(options, Some(&model)).unwrap()
}

impl Bed {
    /// Puts a minute of silence into the bucket and has it heard as these segments.
    pub async fn hear(&self, key: &str, segments: Vec<Segment>) {
        self.hear_with(key, segments, &RedactionOptions::default()).await;
    }

    /// The same, redacted as these options say.
    pub async fn hear_with(&self, key: &str, segments: Vec<Segment>, redaction: &RedactionOptions) {
        self.put(key, sound::wav(&vec![0.0; 60 * 16_000])).await;
        let (status, _, log) = self.run(&["crawl", "--now"]);
        assert_eq!(status, 0, "{log}");
        let plan = CollectionPlan {
            bucket: self.bucket.clone(),
            prefix: String::new(),
            languages: Vec::new(),
            channels: ChannelMode::Auto,
            model: "scripted".to_owned(),
            vocabulary: Arc::default(),
            redactor: Arc::new(redactor(redaction)),
            // What is scripted is heard whatever was silenced.
            sound: SoundPolicy { check: SoundCheck::Off, ..SoundPolicy::default() },
        };
        let options = PipelineOptions {
            derived_bucket: self.derived.clone(),
            work_dir: self.folder.path().to_owned(),
            ..PipelineOptions::default()
        };
        self.objects.ensure_bucket(&self.derived).await.unwrap();
        let pipeline = Pipeline::new(
            Store::from_pool(self.pool.clone()),
            Arc::new(self.objects.clone()),
            Models::only(Arc::new(ScriptedTranscriber::with_segments(segments).heard_by(model()))),
            Arc::new(Plans::from([("test".parse().unwrap(), plan)])),
            options,
        );
        let options = WorkerOptions { until_idle: true, ..WorkerOptions::default() };
        Worker::new(Arc::new(pipeline), options).run(CancellationToken::new()).await;
        let heard = self.count("SELECT count(*) FROM recordings WHERE state <> 'searchable'").await;
        assert_eq!(heard, 0, "{key} was not heard");
    }
}
