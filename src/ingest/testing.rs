//! A bucket in memory, and a pipeline over it with a scripted recognizer.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt as _};

use super::{
    Archive, ArchiveWriter, CollectionPlan, Models, Page, Pipeline, PipelineOptions, Plans, Worker,
    WorkerOptions,
};
use crate::decode::DecodeOptions;
use crate::domain::{ChannelMode, MediaKey, ObjectVersion, SoundCheck, SoundPolicy};
use crate::source::{ListedObject, MediaInput, SourceError};
use crate::store::testing::collection;
use crate::store::{LeasePolicy, Store};
use crate::transcribe::Transcriber;

/// Objects of a page in the test listing.
const PAGE: usize = 3;

type Objects = Arc<Mutex<BTreeMap<MediaKey, (Bytes, u64)>>>;

/// A bucket in memory. ETags count writes.
#[derive(Clone, Default)]
pub(super) struct MemoryArchive {
    objects: Objects,
    /// Fails the listing after so many pages.
    pub(super) fails_after_pages: Option<usize>,
    /// Leaves ETags out of listings.
    pub(super) lists_no_etag: bool,
    /// Answers reads with an error of the store.
    pub(super) is_down: bool,
}

impl MemoryArchive {
    pub(super) fn write(&self, key: &str, body: &[u8]) {
        self.write_to(&MediaKey { bucket: "media".into(), key: key.into() }, body);
    }

    fn write_to(&self, key: &MediaKey, body: &[u8]) {
        let mut objects = self.objects.lock().unwrap();
        let writes = objects.get(key).map_or(0, |(_, writes)| *writes) + 1;
        objects.insert(key.clone(), (Bytes::copy_from_slice(body), writes));
    }

    pub(super) fn delete(&self, key: &str) {
        let key = MediaKey { bucket: "media".into(), key: key.into() };
        self.objects.lock().unwrap().remove(&key);
    }

    /// The names of derived objects, without the folders of their run.
    pub(super) fn derived(&self) -> Vec<String> {
        let objects = self.objects.lock().unwrap();
        let keys = objects.keys().filter(|key| key.bucket == "derived");
        keys.filter_map(|key| key.key.rsplit('/').next().map(str::to_owned)).collect()
    }

    pub(super) fn read(&self, key: &MediaKey) -> Option<Bytes> {
        self.objects.lock().unwrap().get(key).map(|(body, _)| body.clone())
    }

    fn version(&self, key: &MediaKey) -> Option<ObjectVersion> {
        let objects = self.objects.lock().unwrap();
        let (body, writes) = objects.get(key)?;
        Some(ObjectVersion {
            etag: Some(format!("etag-{writes}")),
            version_id: None,
            size_bytes: body.len() as u64,
            last_modified: chrono::DateTime::from_timestamp(i64::try_from(*writes).unwrap(), 0),
        })
    }
}

#[async_trait]
impl Archive for MemoryArchive {
    fn list(&self, bucket: &str, prefix: &str) -> BoxStream<'static, Page> {
        let keys: Vec<MediaKey> = self.objects.lock().unwrap().keys().cloned().collect();
        let listed = keys.into_iter().filter(|k| k.bucket == bucket && k.key.starts_with(prefix));
        let listed = listed.filter_map(|key| {
            let mut version = self.version(&key)?;
            if self.lists_no_etag {
                version.etag = None;
            }
            Some(ListedObject { key, version })
        });
        let listed: Vec<ListedObject> = listed.collect();
        let mut pages: Vec<Page> = listed.chunks(PAGE).map(|page| Ok(page.to_vec())).collect();
        if let Some(count) = self.fails_after_pages {
            pages.truncate(count);
            pages.push(Err(down()));
        }
        stream::iter(pages).boxed()
    }

    async fn head(&self, key: &MediaKey) -> Result<ObjectVersion, SourceError> {
        self.version(key).ok_or_else(|| SourceError::NotFound(key.clone()))
    }

    fn open(&self, key: &MediaKey, version: &ObjectVersion) -> Box<dyn MediaInput> {
        let failure = match self.version(key) {
            _ if self.is_down => Some(down()),
            None => Some(SourceError::NotFound(key.clone())),
            Some(now) if now.etag != version.etag => Some(SourceError::Replaced(key.clone())),
            Some(_) => None,
        };
        let body = Cursor::new(self.read(key).unwrap_or_default());
        Box::new(MemoryInput { body, byte_len: version.size_bytes, failure })
    }

    async fn put(&self, key: &MediaKey, body: Bytes, _mime: &str) -> Result<(), SourceError> {
        self.write_to(key, &body);
        Ok(())
    }

    fn upload(&self, key: &MediaKey, _mime: &str) -> Box<dyn ArchiveWriter> {
        Box::new(MemoryUpload { archive: self.clone(), key: key.clone(), body: Vec::new() })
    }

    async fn delete_prefix(&self, bucket: &str, prefix: &str) -> Result<(), SourceError> {
        let mut objects = self.objects.lock().unwrap();
        objects.retain(|key, _| key.bucket != bucket || !key.key.starts_with(prefix));
        Ok(())
    }
}

fn down() -> SourceError {
    SourceError::Unavailable { place: "s3://media".into(), reason: "it is down".into() }
}

struct MemoryInput {
    body: Cursor<Bytes>,
    byte_len: u64,
    failure: Option<SourceError>,
}

impl Read for MemoryInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.failure.take() {
            Some(failure) => Err(io::Error::other(failure)),
            None => self.body.read(buffer),
        }
    }
}

impl Seek for MemoryInput {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.body.seek(to)
    }
}

impl MediaInput for MemoryInput {
    fn byte_len(&self) -> u64 {
        self.byte_len
    }
}

struct MemoryUpload {
    archive: MemoryArchive,
    key: MediaKey,
    body: Vec<u8>,
}

impl Write for MemoryUpload {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.body.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl ArchiveWriter for MemoryUpload {
    fn finish(self: Box<Self>) -> Result<(), SourceError> {
        self.archive.write_to(&self.key, &self.body);
        Ok(())
    }
}

/// A WAV file: 16 kHz, so many channels, a quiet tone for so many seconds.
pub(super) fn wav(seconds: u32, channels: u16) -> Vec<u8> {
    let samples = seconds * 16_000;
    let data_bytes = samples * u32::from(channels) * 2;
    let mut out = Vec::new();
    out.extend_from_slice(b"RIFF");
    out.extend_from_slice(&(36 + data_bytes).to_le_bytes());
    out.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0");
    out.extend_from_slice(&channels.to_le_bytes());
    out.extend_from_slice(&16_000u32.to_le_bytes());
    out.extend_from_slice(&(32_000 * u32::from(channels)).to_le_bytes());
    out.extend_from_slice(&(channels * 2).to_le_bytes());
    out.extend_from_slice(b"\x10\0data");
    out.extend_from_slice(&data_bytes.to_le_bytes());
    for at in 0..samples {
        let level = if at / 20 % 2 == 0 { 800i16 } else { -800 };
        (0..channels).for_each(|_| out.extend_from_slice(&level.to_le_bytes()));
    }
    out
}

/// The test collection's plan: everything of the bucket `media`.
pub(super) fn plan() -> CollectionPlan {
    CollectionPlan {
        bucket: "media".to_owned(),
        prefix: String::new(),
        languages: Vec::new(),
        channels: ChannelMode::Auto,
        model: "scripted".to_owned(),
        vocabulary: Arc::default(),
        redactor: super::tests::redactor(),
        // What is scripted is heard whatever was silenced.
        sound: SoundPolicy { check: SoundCheck::Off, ..SoundPolicy::default() },
    }
}

/// A WAV file of noise, 16 kHz and one channel, for so many seconds.
pub(super) fn noise(seconds: u32) -> Vec<u8> {
    let mut file = wav(seconds, 1);
    let mut state = 1_u32;
    for sample in file[44..].chunks_exact_mut(2) {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        sample.copy_from_slice(&(state >> 22).to_le_bytes()[..2]);
    }
    file
}

/// A worker that stops when nothing is left to do.
pub(super) fn worker(
    store: &Store,
    archive: &MemoryArchive,
    transcriber: Arc<dyn Transcriber>,
    plan: CollectionPlan,
) -> Worker {
    worker_of((store, archive), transcriber, plan, Duration::from_millis(1))
}

/// A worker that tries again after an hour what failed, and waits.
pub(super) fn worker_that_waits(
    store: &Store,
    archive: &MemoryArchive,
    transcriber: Arc<dyn Transcriber>,
    plan: CollectionPlan,
) -> Worker {
    worker_of((store, archive), transcriber, plan, Duration::from_secs(3600))
}

fn worker_of(
    (store, archive): (&Store, &MemoryArchive),
    transcriber: Arc<dyn Transcriber>,
    plan: CollectionPlan,
    backoff: Duration,
) -> Worker {
    let options = PipelineOptions {
        derived_bucket: "derived".to_owned(),
        derived_prefix: "earmark/".to_owned(),
        work_dir: std::env::temp_dir(),
        decode: DecodeOptions::default(),
        checkpoint_every: Duration::ZERO,
    };
    let plans = Arc::new(Plans::from([(collection(), plan)]));
    let archive = Arc::new(archive.clone());
    let pipeline = Pipeline::new(store.clone(), archive, Models::only(transcriber), plans, options);
    let policy = LeasePolicy { lease: Duration::from_secs(30), max_attempts: 3, backoff };
    let options = WorkerOptions {
        policy,
        poll: Duration::from_millis(20),
        until_idle: backoff < Duration::from_secs(1),
        ..WorkerOptions::default()
    };
    Worker::new(Arc::new(pipeline), options)
}
