//! The one who writes: replaces and removes whole recordings, and commits with the watermark.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, UserOperation};
use tantivy::{IndexWriter, TantivyError, Term};
use uuid::Uuid;

use crate::domain::RecordingId;
use crate::store::StoredTranscript;

use super::IndexError;
use super::document::documents;
use super::generation::Generation;
use super::watermark::Watermark;

/// Terms wait in this much memory before they are written; tantivy asks for 15 MB at least.
const MEMORY_BYTES: usize = 50_000_000;
/// An index segment with more deleted documents than this share is rewritten without them.
const MAX_DELETED: f32 = 0.1;
/// How often a purge looks whether old files are gone, and how long it does.
const PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PURGE: Duration = Duration::from_secs(600);

/// The right to write one generation of an index. Its calls block.
///
/// Nothing is found before [`commit`](Self::commit), and what was not committed is lost with the
/// writer: whoever follows changes begins again after [`seq`](Self::seq).
pub struct SegmentWriter {
    generation: Arc<Generation>,
    writer: IndexWriter,
    watermark: Watermark,
    _only_one: File,
}

impl SegmentWriter {
    pub(super) fn open(generation: Arc<Generation>) -> Result<Self, IndexError> {
        // One thread: documents of a recording stay together, and the other cores are Whisper's.
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(MEMORY_BYTES)
            .build();
        let (only_one, index) = generation.claim()?;
        let writer: IndexWriter = index.writer_with_options(options)?;
        // What was replaced or deleted stays in its files until they are merged.
        let mut merges = LogMergePolicy::default();
        merges.set_del_docs_ratio_before_merge(MAX_DELETED);
        writer.set_merge_policy(Box::new(merges));
        // Read under the lock: another writer may have committed since the generation was opened.
        let watermark = Watermark::from_payload(index.load_metas()?.payload.as_deref())?;
        let opened = Self { generation, writer, watermark, _only_one: only_one };
        opened.remove_leftovers()?;
        Ok(opened)
    }

    /// The last change that is committed.
    #[must_use]
    pub const fn seq(&self) -> i64 {
        self.watermark.seq
    }

    /// How far the commit has followed which log.
    pub(super) const fn watermark(&self) -> Watermark {
        self.watermark
    }

    /// The number of the generation that is written.
    pub(super) fn generation(&self) -> u64 {
        self.generation.number
    }

    /// Puts a transcript in place of all that the index holds of its recording.
    ///
    /// # Errors
    /// [`IndexError::Engine`] if tantivy can't go on; drop the writer then.
    pub fn replace(&mut self, transcript: &StoredTranscript) -> Result<(), IndexError> {
        // One batch: its documents stay together and in their order, whatever is merged.
        let owner = self.owner(transcript.recording.id);
        let documents = documents(transcript, &self.generation.fields);
        let replaced = std::iter::once(UserOperation::Delete(owner));
        let batch: Vec<_> = replaced.chain(documents.into_iter().map(UserOperation::Add)).collect();
        self.writer.run(batch)?;
        Ok(())
    }

    /// Removes all that the index holds of a recording.
    pub fn remove(&mut self, recording: RecordingId) {
        self.writer.delete_term(self.owner(recording));
    }

    fn owner(&self, recording: RecordingId) -> Term {
        Term::from_field_text(self.generation.fields.owner, &recording.to_string())
    }

    /// Makes everything up to change `seq` of `log` durable and found, together with `seq` itself.
    ///
    /// # Errors
    /// Nothing of it is found then; drop the writer and begin again after [`seq`](Self::seq).
    pub fn commit(&mut self, log: Uuid, seq: i64) -> Result<(), IndexError> {
        let watermark = Watermark::at(log, seq);
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&watermark.to_payload());
        commit.commit()?;
        self.watermark = watermark;
        self.generation.refresh()
    }

    /// Rewrites all files that hold something of documents that were replaced or removed, and
    /// removes the old ones.
    ///
    /// # Errors
    /// [`IndexError::Engine`] if tantivy can't go on, [`IndexError::Io`] if an old file stays
    /// however often it is removed; what was committed stays.
    pub fn purge(&mut self) -> Result<(), IndexError> {
        // Merges that run already may hold what is to go; each of ours begins after them.
        loop {
            let metas = self.generation.index.searchable_segment_metas()?;
            let stale = metas.into_iter().find(|meta| meta.has_deletes());
            let Some(stale) = stale else { break };
            match self.writer.merge(&[stale.id()]).wait() {
                Ok(_) => {}
                // A merge of tantivy's own has taken it meanwhile.
                Err(TantivyError::InvalidArgument(_)) => std::thread::sleep(PAUSE),
                Err(error) => return Err(error.into()),
            }
        }
        // What a reader shows is not removed: let ours show the new files first.
        self.generation.refresh()?;
        // A merge answers a moment before it lets go of what it merged.
        let (mut stale, began) = (self.unneeded()?, Instant::now());
        loop {
            self.remove_leftovers()?;
            let left = self.unneeded()?;
            stale.retain(|file| left.contains(file));
            let Some(file) = stale.iter().next() else { return Ok(()) };
            if began.elapsed() > LONGEST_PURGE {
                return Err(self.generation.still_has(file));
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Removes the files that no commit needs, and that this writer isn't writing: those on
    /// tantivy's list, and those that another writer made after the list was read.
    fn remove_leftovers(&self) -> Result<(), IndexError> {
        self.writer.garbage_collect_files().wait()?;
        // In this order: a file is on the list before it is on the disk.
        let mut unlisted = self.unneeded()?;
        let listed = self.writer.index().directory().list_managed_files();
        unlisted.retain(|file| !listed.contains(file));
        self.generation.remove_files(&unlisted)
    }

    /// The files that no commit needs.
    fn unneeded(&self) -> Result<HashSet<PathBuf>, IndexError> {
        let mut files = self.generation.segment_files()?;
        let metas = self.writer.index().load_metas()?;
        files.retain(|file| !metas.segments.iter().any(|segment| is_needed(file, segment)));
        Ok(files)
    }

    /// Waits for merges, and gives the right to write back.
    pub(super) fn close(self) -> Result<(), IndexError> {
        Ok(self.writer.wait_merging_threads()?)
    }
}

/// Whether a committed segment has this file: of those that say what is deleted, only the last.
fn is_needed(file: &Path, segment: &SegmentMeta) -> bool {
    let is_of_it = file.to_string_lossy().starts_with(&segment.id().uuid_string());
    let says_what_is_deleted = file.extension().is_some_and(|end| end == "del");
    is_of_it && (!says_what_is_deleted || file == segment.relative_path(SegmentComponent::Delete))
}
