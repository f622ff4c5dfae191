//! Whole indexes side by side, and the pointer to the one that answers.
//!
//! ```text
//! index/current          {"schema_version":1,"generation":2}, replaced by a rename
//! index/generation-1/    the old one: removed by the next writer
//! index/generation-2/    a tantivy index, and the lock of the one who writes it
//! ```
//!
//! A rebuild fills a new generation while the current one answers; one rename swaps them, and every
//! process notices at its next refresh.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use tantivy::index::SegmentId;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Index, IndexReader, ReloadPolicy, Searcher, TERMINATED, TantivyError, Term};

use super::IndexError;
use super::columns::Columns;
use super::schema::{CHANNEL_OWNER, Fields, SCHEMA_VERSION};
use super::watermark::Watermark;

const POINTER: &str = "current";
const PREFIX: &str = "generation-";

/// What can be found at one instant.
pub(super) struct Shown {
    pub(super) searcher: Searcher,
    /// The columns of each tantivy segment, in the searcher's order.
    pub(super) columns: Vec<Arc<Columns>>,
}

/// One tantivy index and its reader.
pub(super) struct Generation {
    path: PathBuf,
    pub(super) number: u64,
    pub(super) fields: Fields,
    pub(super) index: Index,
    reader: IndexReader,
    shown: RwLock<Arc<Shown>>,
    /// The commit that the reader shows, and its watermark.
    shown_opstamp: AtomicU64,
    shown_seq: AtomicI64,
}

impl Generation {
    /// Makes an empty generation in a new folder.
    pub(super) fn create(dir: &Path, number: u64) -> Result<Self, IndexError> {
        let path = path_of(dir, number);
        fs::create_dir_all(&path).map_err(IndexError::io(&path))?;
        let (schema, fields) = Fields::build();
        let index = Index::create_in_dir(&path, schema)?;
        Self::with_reader(path, number, fields, index)
    }

    /// Opens a generation and checks every file's sum, so that damage is an error here and not a
    /// panic in a search.
    pub(super) fn open(dir: &Path, number: u64) -> Result<Self, IndexError> {
        let path = path_of(dir, number);
        if !path.is_dir() {
            return Err(missing(number));
        }
        let index = Index::open_in_dir(&path)?;
        let (schema, fields) = Fields::build();
        if index.schema() != schema {
            return Err(IndexError::Incompatible("its fields are others".to_owned()));
        }
        let damaged = index.validate_checksum()?;
        if !damaged.is_empty() {
            return Err(IndexError::Damaged(format!("{} files have changed", damaged.len())));
        }
        Self::with_reader(path, number, fields, index)
    }

    fn with_reader(
        path: PathBuf,
        number: u64,
        fields: Fields,
        index: Index,
    ) -> Result<Self, IndexError> {
        let metas = index.load_metas()?;
        let seq = Watermark::from_payload(metas.payload.as_deref())?.seq;
        let reader: IndexReader =
            index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let shown = RwLock::new(Arc::new(Shown::of(&reader, &fields, None)?));
        let (shown_opstamp, shown_seq) = (AtomicU64::new(metas.opstamp), AtomicI64::new(seq));
        Ok(Self { path, number, fields, index, reader, shown, shown_opstamp, shown_seq })
    }

    /// The index as it is on disk, for the one who may write it: [`IndexError::Locked`] while
    /// another does.
    ///
    /// tantivy reads its list of files once, when it opens an index. Whoever took over with a list
    /// from before would neither remove what a killed writer left, which a later commit then
    /// stumbles over, nor what the one before it wrote.
    pub(super) fn claim(&self) -> Result<(File, Index), IndexError> {
        if !self.path.is_dir() {
            return Err(missing(self.number));
        }
        let lock = try_lock(&self.path, "writer.lock")?;
        Ok((lock, Index::open_in_dir(&self.path)?))
    }

    /// The names of the files that hold segments, those in use and others.
    pub(super) fn segment_files(&self) -> Result<HashSet<PathBuf>, IndexError> {
        let entries = fs::read_dir(&self.path).map_err(IndexError::io(&self.path))?;
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let is_of_segment = |name: &String| {
            name.split_once('.').is_some_and(|(id, _)| SegmentId::from_uuid_string(id).is_ok())
        };
        Ok(names.filter(is_of_segment).map(PathBuf::from).collect())
    }

    /// Removes files of this generation by their names.
    pub(super) fn remove_files<'a>(
        &self,
        names: impl IntoIterator<Item = &'a PathBuf>,
    ) -> Result<(), IndexError> {
        for path in names.into_iter().map(|name| self.path.join(name)) {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(IndexError::io(&path)(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// An old file that can't be got rid of.
    pub(super) fn still_has(&self, name: &Path) -> IndexError {
        IndexError::io(&self.path.join(name))(io::ErrorKind::ResourceBusy.into())
    }

    /// What can be found now.
    pub(super) fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows the newest commit, whichever process made it.
    pub(super) fn refresh(&self) -> Result<(), IndexError> {
        // Read before the reader is reloaded, so that the watermark is never ahead of what is shown.
        let metas = self.index.load_metas()?;
        if metas.opstamp == self.shown_opstamp.load(Ordering::Acquire) {
            return Ok(());
        }
        let seq = Watermark::from_payload(metas.payload.as_deref())?.seq;
        self.reader.reload()?;
        let next = Arc::new(Shown::of(&self.reader, &self.fields, Some(&self.shown()))?);
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = next;
        self.shown_seq.store(seq, Ordering::Release);
        self.shown_opstamp.store(metas.opstamp, Ordering::Release);
        Ok(())
    }

    /// How many segments of transcripts can be found.
    pub(super) fn documents(&self) -> Result<u64, IndexError> {
        self.shown().documents(&self.fields)
    }

    /// The last change that a search finds.
    pub(super) fn shown_seq(&self) -> i64 {
        self.shown_seq.load(Ordering::Acquire)
    }
}

impl Shown {
    /// Shows what the reader does; columns that were open before stay open.
    fn of(
        reader: &IndexReader,
        fields: &Fields,
        before: Option<&Self>,
    ) -> Result<Self, IndexError> {
        let searcher = reader.searcher();
        let open_before = |id: SegmentId| {
            let before = before?;
            let mut readers = before.searcher.segment_readers().iter();
            readers.position(|reader| reader.segment_id() == id).map(|at| &before.columns[at])
        };
        let columns = searcher.segment_readers().iter().map(|reader| {
            open_before(reader.segment_id())
                .map_or_else(|| Columns::open(reader, fields).map(Arc::new), |c| Ok(Arc::clone(c)))
        });
        let columns = columns.collect::<Result<_, _>>()?;
        Ok(Self { searcher, columns })
    }

    /// How many segments of transcripts can be found.
    pub(super) fn documents(&self, fields: &Fields) -> Result<u64, IndexError> {
        let channels = Term::from_field_text(fields.owner, CHANNEL_OWNER);
        let mut count = 0;
        for (reader, columns) in self.searcher.segment_readers().iter().zip(&self.columns) {
            let inverted = reader.inverted_index(fields.owner)?;
            let Some(mut found) = inverted
                .read_postings(&channels, IndexRecordOption::Basic)
                .map_err(TantivyError::from)?
            else {
                continue;
            };
            while found.doc() != TERMINATED {
                if reader.alive_bitset().is_none_or(|alive| alive.is_alive(found.doc())) {
                    count += u64::from(columns.segments(found.doc()));
                }
                found.advance();
            }
        }
        Ok(count)
    }
}

#[derive(Serialize, Deserialize)]
struct Pointer {
    schema_version: u32,
    generation: u64,
}

/// The generation that answers, `None` in a folder where none was ever made.
///
/// # Errors
/// [`IndexError::Damaged`] or [`IndexError::Incompatible`] if this version can't use it.
pub(super) fn current(dir: &Path) -> Result<Option<u64>, IndexError> {
    let path = dir.join(POINTER);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(IndexError::Io { path, source }),
    };
    let pointer: Pointer = serde_json::from_slice(&text)
        .map_err(|_| IndexError::Damaged(format!("`{}` can't be read", path.display())))?;
    if pointer.schema_version == SCHEMA_VERSION {
        Ok(Some(pointer.generation))
    } else {
        let found = pointer.schema_version;
        Err(IndexError::Incompatible(format!("version {found}, this one is {SCHEMA_VERSION}")))
    }
}

/// Points to `generation`, at once and durably.
pub(super) fn point_to(dir: &Path, generation: u64) -> Result<(), IndexError> {
    let (path, draft) = (dir.join(POINTER), dir.join("current.new"));
    let pointer = format!(r#"{{"schema_version":{SCHEMA_VERSION},"generation":{generation}}}"#);
    let replace = || {
        let mut file = File::create(&draft)?;
        file.write_all(pointer.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, &path)?;
        File::open(dir)?.sync_all()
    };
    replace().map_err(IndexError::io(&path))
}

/// The folder of a generation.
pub(super) fn path_of(dir: &Path, generation: u64) -> PathBuf {
    dir.join(format!("{PREFIX}{generation}"))
}

/// A number that no generation has had, as far as the folder tells.
pub(super) fn next(dir: &Path) -> Result<u64, IndexError> {
    Ok(all(dir)?.into_iter().max().unwrap_or(0) + 1)
}

/// Removes the generations that `is_unwanted`; what can't be removed now is left for later.
pub(super) fn remove(dir: &Path, is_unwanted: impl Fn(u64) -> bool) -> Result<(), IndexError> {
    for generation in all(dir)?.into_iter().filter(|number| is_unwanted(*number)) {
        if let Err(error) = fs::remove_dir_all(path_of(dir, generation)) {
            tracing::warn!(generation, %error, "an old search index could not be removed");
        }
    }
    Ok(())
}

fn all(dir: &Path) -> Result<Vec<u64>, IndexError> {
    let entries = fs::read_dir(dir).map_err(IndexError::io(dir))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    Ok(names.filter_map(|name| name.strip_prefix(PREFIX)?.parse().ok()).collect())
}

/// Waits until this process alone changes which generations there are.
pub(super) fn lock(dir: &Path) -> Result<File, IndexError> {
    let file = lock_file(dir, "current.lock")?;
    file.lock().map_err(IndexError::io(dir))?;
    Ok(file)
}

/// Claims the one rebuild that may run, or [`IndexError::Locked`].
pub(super) fn lock_rebuild(dir: &Path) -> Result<File, IndexError> {
    try_lock(dir, "rebuild.lock")
}

fn try_lock(dir: &Path, name: &str) -> Result<File, IndexError> {
    let file = lock_file(dir, name)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(IndexError::Locked),
        Err(fs::TryLockError::Error(source)) => Err(IndexError::io(dir)(source)),
    }
}

fn missing(number: u64) -> IndexError {
    IndexError::Damaged(format!("generation {number} is missing"))
}

fn lock_file(dir: &Path, name: &str) -> Result<File, IndexError> {
    let path = dir.join(name);
    File::options()
        .create(true)
        .write(true)
        .truncate(false)
        .open(&path)
        .map_err(IndexError::io(&path))
}
