//! The object store as ingestion uses it: a seam, so that tests can put a bucket into memory.

use std::io::Write;

use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::BoxStream;

use crate::domain::{MediaKey, ObjectVersion};
use crate::source::{ListedObject, MediaInput, ObjectStore, SourceError, Upload};

/// A page of a listing.
pub type Page = Result<Vec<ListedObject>, SourceError>;

/// A store of objects.
#[async_trait]
pub trait Archive: Send + Sync {
    /// Lists a prefix page by page, in any order; an error ends it.
    fn list(&self, bucket: &str, prefix: &str) -> BoxStream<'static, Page>;

    /// Asks for an object's version.
    async fn head(&self, key: &MediaKey) -> Result<ObjectVersion, SourceError>;

    /// Opens one version of an object; reads block, and fail where it was replaced.
    fn open(&self, key: &MediaKey, version: &ObjectVersion) -> Box<dyn MediaInput>;

    /// Writes a small object whole.
    async fn put(&self, key: &MediaKey, body: Bytes, mime: &str) -> Result<(), SourceError>;

    /// Starts writing an object that appears when it is finished; writing blocks.
    fn upload(&self, key: &MediaKey, mime: &str) -> Box<dyn ArchiveWriter>;

    /// Deletes every object under a prefix that is not empty.
    async fn delete_prefix(&self, bucket: &str, prefix: &str) -> Result<(), SourceError>;
}

/// An object being written; dropped unfinished it never appears.
pub trait ArchiveWriter: Write + Send {
    /// Writes what is left and makes the object appear; blocks.
    ///
    /// # Errors
    /// Whatever the store answers; then there is no object.
    fn finish(self: Box<Self>) -> Result<(), SourceError>;
}

impl ArchiveWriter for Upload {
    fn finish(self: Box<Self>) -> Result<(), SourceError> {
        Self::finish(*self)
    }
}

#[async_trait]
impl Archive for ObjectStore {
    fn list(&self, bucket: &str, prefix: &str) -> BoxStream<'static, Page> {
        Self::list(self, bucket, prefix).boxed()
    }

    async fn head(&self, key: &MediaKey) -> Result<ObjectVersion, SourceError> {
        Self::head(self, key).await
    }

    fn open(&self, key: &MediaKey, version: &ObjectVersion) -> Box<dyn MediaInput> {
        Box::new(Self::open(self, key, version))
    }

    async fn put(&self, key: &MediaKey, body: Bytes, mime: &str) -> Result<(), SourceError> {
        Self::put(self, key, body, mime).await
    }

    fn upload(&self, key: &MediaKey, mime: &str) -> Box<dyn ArchiveWriter> {
        Box::new(Self::upload(self, key, mime))
    }

    async fn delete_prefix(&self, bucket: &str, prefix: &str) -> Result<(), SourceError> {
        Self::delete_prefix(self, bucket, prefix).await
    }
}
