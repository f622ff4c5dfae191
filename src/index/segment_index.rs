//! The index as every process holds it: snapshots to search, and at most one writer.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use serde::Serialize;
use tantivy::schema::Value;
use tantivy::{DocAddress, SegmentReader, TantivyDocument};

use super::IndexError;
use super::columns::{Columns, WordTimes};
use super::document::IndexedRecording;
use super::generation::{self, Generation, Shown};
use super::schema::{CHUNK_POSITIONS, Fields, SCHEMA_VERSION};
use super::segment_writer::SegmentWriter;
use super::words::{self, IndexedWord};

/// A folder's search index. Clones are the same index.
#[derive(Clone)]
pub struct SegmentIndex {
    inner: Arc<Inner>,
}

struct Inner {
    dir: PathBuf,
    current: RwLock<Arc<Generation>>,
}

/// What the status page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct IndexStatus {
    /// The last change in Postgres that a search finds.
    pub watermark: i64,
    /// How many segments can be found.
    pub documents: u64,
    /// The version of what is written.
    pub schema_version: u32,
    /// How often the index was made anew in this folder.
    pub generation: u64,
}

impl SegmentIndex {
    /// Opens the index in `dir`, or makes an empty one at watermark 0. Blocks: it reads every file.
    ///
    /// # Errors
    /// An error that [`is_rebuildable`](IndexError::is_rebuildable) if the files are damaged or
    /// another version's.
    pub fn open_or_create(dir: &Path) -> Result<Self, IndexError> {
        fs::create_dir_all(dir).map_err(IndexError::io(dir))?;
        let lock = generation::lock(dir)?;
        let generation = match generation::current(dir)? {
            Some(number) => open_patiently(dir, number)?,
            None => create_current(dir)?,
        };
        drop(lock);
        Ok(Self::of(dir, generation))
    }

    /// Opens the index in `dir`; one that is damaged or another version's is replaced by an empty
    /// one at watermark 0, which the follower fills. Blocks.
    ///
    /// # Errors
    /// An error only where a new index would not help either.
    pub fn open_or_rebuild(dir: &Path) -> Result<Self, IndexError> {
        match Self::open_or_create(dir) {
            Err(error) if error.is_rebuildable() => {
                tracing::warn!(%error, "starting an empty search index in its place");
            }
            opened => return opened,
        }
        let lock = generation::lock(dir)?;
        let generation = create_current(dir)?;
        generation::remove(dir, |number| number < generation.number)?;
        drop(lock);
        Ok(Self::of(dir, generation))
    }

    fn of(dir: &Path, generation: Generation) -> Self {
        let current = RwLock::new(Arc::new(generation));
        Self { inner: Arc::new(Inner { dir: dir.to_owned(), current }) }
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    /// What can be found now; it stays the same however long it is held.
    #[must_use]
    pub fn snapshot(&self) -> IndexSnapshot {
        let generation = self.current();
        IndexSnapshot { shown: generation.shown(), generation }
    }

    /// How far the index is.
    #[must_use]
    pub fn status(&self) -> IndexStatus {
        let generation = self.current();
        IndexStatus {
            watermark: generation.shown_seq(),
            documents: generation.documents().unwrap_or_else(|error| {
                tracing::error!(%error, "the search index can't be counted");
                0
            }),
            schema_version: SCHEMA_VERSION,
            generation: generation.number,
        }
    }

    /// Shows the newest commit, and a rebuilt index in place of the old one, whichever process made
    /// them. Blocks.
    ///
    /// # Errors
    /// What was shown before goes on being shown.
    pub fn refresh(&self) -> Result<(), IndexError> {
        let number = generation::current(self.dir())?
            .ok_or_else(|| IndexError::Damaged("the index folder was emptied".to_owned()))?;
        let shown = self.current();
        if shown.number == number {
            return shown.refresh();
        }
        let generation = Arc::new(open_patiently(self.dir(), number)?);
        *self.inner.current.write().unwrap_or_else(PoisonError::into_inner) = generation;
        tracing::info!(generation = number, "a rebuilt search index answers");
        Ok(())
    }

    /// Claims the right to write, which ends when the writer is dropped. Blocks.
    ///
    /// # Errors
    /// [`IndexError::Locked`] if another writer has it.
    pub fn writer(&self) -> Result<SegmentWriter, IndexError> {
        let generation = self.current();
        let writer = SegmentWriter::open(Arc::clone(&generation))?;
        let lock = generation::lock(self.dir())?;
        generation::remove(self.dir(), |number| number < generation.number)?;
        drop(lock);
        Ok(writer)
    }

    pub(super) fn current(&self) -> Arc<Generation> {
        Arc::clone(&self.inner.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for SegmentIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SegmentIndex")
            .field("dir", &self.inner.dir)
            .field("status", &self.status())
            .finish()
    }
}

/// What can be found at one instant. Clones are the same instant.
#[derive(Clone)]
pub struct IndexSnapshot {
    shown: Arc<Shown>,
    generation: Arc<Generation>,
}

impl IndexSnapshot {
    pub(crate) fn fields(&self) -> &Fields {
        &self.generation.fields
    }

    /// tantivy's segments with their columns.
    pub(crate) fn index_segments(&self) -> impl Iterator<Item = (&SegmentReader, &Columns)> {
        let columns = self.shown.columns.iter().map(AsRef::as_ref);
        self.shown.searcher.segment_readers().iter().zip(columns)
    }

    /// The columns in which a channel stands.
    pub(crate) fn columns(&self, channel: DocAddress) -> Option<&Columns> {
        self.shown.columns.get(channel.segment_ord as usize).map(AsRef::as_ref)
    }

    /// Reads what a hit shows of the recording that a channel belongs to.
    pub(crate) fn recording(&self, channel: DocAddress) -> Result<IndexedRecording, IndexError> {
        let document: TantivyDocument = self.shown.searcher.doc(channel)?;
        let about = document.get_first(self.fields().about).and_then(|about| about.as_str());
        let about = about.and_then(|about| serde_json::from_str(about).ok());
        about.ok_or_else(|| IndexError::Damaged("a stored recording".to_owned()))
    }

    /// Reads the words of a channel from position `first` up to, but not including, `end`, and
    /// those beside them that have no position.
    pub(crate) fn words(
        &self,
        channel: DocAddress,
        (first, end): (u32, u32),
    ) -> Result<Vec<IndexedWord>, IndexError> {
        let times = self.columns(channel).ok_or_else(damaged)?.words(channel.doc_id);
        let from = first / CHUNK_POSITIONS;
        let mut words = Vec::new();
        for run in from..=end.saturating_sub(1).max(first) / CHUNK_POSITIONS {
            let (begins, here) = self.run(channel, run, times, (first, end))?;
            // A word of many parts may begin in a run and end in the next.
            if run == from && run > 0 && begins > first {
                words = self.run(channel, run - 1, times, (first, end))?.1;
            }
            words.extend(here);
        }
        Ok(words)
    }

    /// The words of a channel's run number `run` from position `first` to `end`, and the position of
    /// the run's first word.
    fn run(
        &self,
        channel: DocAddress,
        run: u32,
        times: WordTimes<'_>,
        window: (u32, u32),
    ) -> Result<(u32, Vec<IndexedWord>), IndexError> {
        let address = DocAddress::new(channel.segment_ord, channel.doc_id + 1 + run);
        let document: TantivyDocument = self.shown.searcher.doc(address)?;
        let text = |field| document.get_first(field).and_then(|value| value.as_str());
        let (text, others) = (text(self.fields().text), text(self.fields().other_readings));
        let bytes = document.get_first(self.fields().words).and_then(|value| value.as_bytes());
        let (text, others) = text.zip(others).ok_or_else(damaged)?;
        let packed = (text, others, bytes.ok_or_else(damaged)?);
        let begins = words::first_position(packed).ok_or_else(damaged)?;
        Ok((begins, words::unpack(packed, window, &|position| times.timed(position))?))
    }
}

fn damaged() -> IndexError {
    IndexError::Damaged("a recording's words".to_owned())
}

/// Opens a generation that another process may be writing: files that it merges away while we look
/// are not damage, so damage has to show three times.
fn open_patiently(dir: &Path, number: u64) -> Result<Generation, IndexError> {
    for _ in 0..2 {
        match Generation::open(dir, number) {
            Err(IndexError::Damaged(_)) => std::thread::sleep(Duration::from_millis(50)),
            other => return other,
        }
    }
    Generation::open(dir, number)
}

fn create_current(dir: &Path) -> Result<Generation, IndexError> {
    let generation = Generation::create(dir, generation::next(dir)?)?;
    generation::point_to(dir, generation.number)?;
    Ok(generation)
}
