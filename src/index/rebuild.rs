//! Builds a new index beside the current one, and swaps them: `earmark reindex`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::generation::{self, Generation};
use super::replay::{Replay, ReplayOptions, off_thread, with_writer};
use super::segment_writer::SegmentWriter;
use super::{ChangeFeed, IndexError};

const OPTIONS: ReplayOptions =
    ReplayOptions { batch: 500, commit_interval: Duration::from_secs(30) };

/// How far a rebuild is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RebuildProgress {
    /// The last change that is in the new index.
    pub seq: i64,
    /// The last change there was when the rebuild began.
    pub latest: i64,
}

/// What a rebuild made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RebuildReport {
    /// How many segments can be found.
    pub documents: u64,
    /// The last change in the new index.
    pub watermark: i64,
    /// The new generation's number.
    pub generation: u64,
    /// How long it took.
    pub took: Duration,
}

/// Builds a new index in `dir` from the whole feed and puts it in place of the current one, which
/// answers until then. Processes that have it open change over at their next refresh.
///
/// # Errors
/// [`IndexError::Locked`] if a rebuild is running. Whatever the error, the current index stays.
pub async fn rebuild(
    feed: &impl ChangeFeed,
    dir: &Path,
    on_progress: &(dyn Fn(RebuildProgress) + Send + Sync),
) -> Result<RebuildReport, IndexError> {
    let began = Instant::now();
    let (log, latest) = (feed.identity().await?, feed.latest_seq().await?);
    let dir = dir.to_owned();
    let (build, writer) = off_thread(move || Build::begin(dir)).await?;
    let writer = Arc::new(Mutex::new(writer));
    let on_commit = |seq| on_progress(RebuildProgress { seq, latest });
    let replay = Replay { feed, log, writer: &writer, options: OPTIONS, on_commit: &on_commit };
    replay.run().await?;
    // An empty feed has made no commit yet.
    with_writer(&writer, move |writer| writer.commit(log, writer.seq())).await?;
    let watermark = with_writer(&writer, |writer| Ok(writer.seq())).await?;
    let (documents, generation) = off_thread(move || {
        let writer = Arc::into_inner(writer).and_then(|writer| writer.into_inner().ok());
        writer.ok_or(IndexError::Interrupted)?.close()?;
        build.publish()
    })
    .await?;
    let report = RebuildReport { documents, watermark, generation, took: began.elapsed() };
    tracing::info!(documents, watermark, generation, "the search index was rebuilt");
    Ok(report)
}

/// A generation that nobody sees yet. One that is not published is removed by the next rebuild.
struct Build {
    dir: PathBuf,
    generation: Arc<Generation>,
    _only_one: File,
}

impl Build {
    fn begin(dir: PathBuf) -> Result<(Self, SegmentWriter), IndexError> {
        fs::create_dir_all(&dir).map_err(IndexError::io(&dir))?;
        let only_one = generation::lock_rebuild(&dir)?;
        let lock = generation::lock(&dir)?;
        // A pointer that can't be read is no reason not to rebuild, but then nothing is removed.
        if let Ok(current) = generation::current(&dir) {
            generation::remove(&dir, |number| current.is_none_or(|current| number > current))?;
        }
        let generation = Arc::new(Generation::create(&dir, generation::next(&dir)?)?);
        drop(lock);
        let writer = SegmentWriter::open(Arc::clone(&generation))?;
        Ok((Self { dir, generation, _only_one: only_one }, writer))
    }

    fn publish(self) -> Result<(u64, u64), IndexError> {
        let number = self.generation.number;
        let lock = generation::lock(&self.dir)?;
        if !generation::path_of(&self.dir, number).is_dir() {
            return Err(IndexError::Interrupted);
        }
        generation::point_to(&self.dir, number)?;
        drop(lock);
        self.generation.refresh()?;
        Ok((self.generation.documents()?, number))
    }
}
