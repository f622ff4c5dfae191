//! An S3-compatible object store: AWS, or any other that speaks the protocol.

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::{Stream, TryStreamExt as _, stream};

use super::{RangeReader, S3Options, SourceError, Upload, client};
use crate::domain::{MediaKey, ObjectVersion};

/// A client of an object store; cheap to clone.
#[derive(Debug, Clone)]
pub struct ObjectStore {
    client: Client,
}

/// An object as a listing shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedObject {
    /// Where it lies.
    pub key: MediaKey,
    /// Its version, without an ETag where the store leaves it out of lists.
    pub version: ObjectVersion,
}

/// An object's bytes, or a range of them, as they come.
#[derive(Debug)]
pub struct ObjectBody {
    /// The bytes of the range.
    pub stream: ByteStream,
    /// The first byte's place in the object.
    pub start: u64,
    /// How many bytes come.
    pub len: u64,
    /// The whole object's size in bytes.
    pub total: u64,
    /// The object's entity tag, without quotes.
    pub etag: Option<String>,
}

impl ObjectStore {
    /// Makes a client; nothing is asked of the store yet.
    pub async fn connect(options: &S3Options) -> Self {
        Self { client: client::client(options).await }
    }

    /// Lists a prefix, page by page (at most 1,000 objects each), in the store's own order.
    pub fn list(
        &self,
        bucket: &str,
        prefix: &str,
    ) -> impl Stream<Item = Result<Vec<ListedObject>, SourceError>> + Send + use<> {
        let place = MediaKey { bucket: bucket.to_owned(), key: String::new() };
        let pages =
            self.client.list_objects_v2().bucket(bucket).prefix(prefix).into_paginator().send();
        stream::try_unfold((pages, place), |(mut pages, place)| async move {
            let Some(page) = pages.next().await else { return Ok(None) };
            let page = page.map_err(|error| SourceError::of(&place, error))?;
            let objects = page.contents().iter().filter_map(|object| listed(&place.bucket, object));
            Ok(Some((objects.collect(), (pages, place))))
        })
    }

    /// Asks for an object's version.
    ///
    /// # Errors
    /// [`SourceError::NotFound`] where it is gone, and whatever the store answers.
    pub async fn head(&self, key: &MediaKey) -> Result<ObjectVersion, SourceError> {
        let head = self.client.head_object().bucket(&key.bucket).key(&key.key).send().await;
        let head = head.map_err(|error| SourceError::of(key, error))?;
        Ok(ObjectVersion {
            etag: head.e_tag().map(unquoted),
            version_id: head.version_id().map(str::to_owned),
            size_bytes: head.content_length().and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
            last_modified: head.last_modified().and_then(utc),
        })
    }

    /// Opens an object for reading at any place; reads are pinned to `version`.
    ///
    /// Must be called on a tokio runtime; the reader's own reads block.
    #[must_use]
    pub fn open(&self, key: &MediaKey, version: &ObjectVersion) -> RangeReader {
        RangeReader::new(self.clone(), key.clone(), version.clone())
    }

    /// Reads an object, or the bytes from `range.0` up to and including `range.1` of it.
    ///
    /// With an `etag` the store refuses ([`SourceError::Replaced`]) where the object is another.
    ///
    /// # Errors
    /// Whatever the store answers; [`SourceError::OutOfRange`] where the range is beyond the end.
    pub async fn read(
        &self,
        key: &MediaKey,
        range: Option<(u64, u64)>,
        etag: Option<&str>,
    ) -> Result<ObjectBody, SourceError> {
        let object = self
            .client
            .get_object()
            .bucket(&key.bucket)
            .key(&key.key)
            .set_range(range.map(|(first, last)| format!("bytes={first}-{last}")))
            .set_if_match(etag.map(|tag| format!("\"{tag}\"")))
            .send()
            .await
            .map_err(|error| SourceError::of(key, error))?;
        let len = object.content_length().and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
        let start = range.map_or(0, |(first, _)| first);
        let total = object
            .content_range()
            .and_then(|range| range.rsplit_once('/')?.1.parse().ok())
            .unwrap_or(start + len);
        let etag = object.e_tag().map(unquoted);
        Ok(ObjectBody { stream: object.body, start, len, total, etag })
    }

    /// Writes a small object whole.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub async fn put(&self, key: &MediaKey, body: Bytes, mime: &str) -> Result<(), SourceError> {
        self.client
            .put_object()
            .bucket(&key.bucket)
            .key(&key.key)
            .content_type(mime)
            .body(body.into())
            .send()
            .await
            .map(drop)
            .map_err(|error| SourceError::of(key, error))
    }

    /// Starts writing an object of unknown length; it appears when the upload is finished.
    ///
    /// Must be called on a tokio runtime; writing to the upload blocks.
    #[must_use]
    pub fn upload(&self, key: &MediaKey, mime: &str) -> Upload {
        Upload::new(self.client.clone(), key.clone(), mime.to_owned())
    }

    /// Deletes every object under `prefix`; an empty prefix is refused by doing nothing.
    ///
    /// # Errors
    /// Whatever the store answers; objects deleted before that stay deleted.
    pub async fn delete_prefix(&self, bucket: &str, prefix: &str) -> Result<(), SourceError> {
        if prefix.is_empty() {
            return Ok(());
        }
        let mut pages = Box::pin(self.list(bucket, prefix));
        while let Some(page) = pages.try_next().await? {
            for object in page {
                let key = &object.key;
                let deleted = self.client.delete_object().bucket(bucket).key(&key.key).send().await;
                deleted.map_err(|error| SourceError::of(key, error))?;
            }
        }
        Ok(())
    }

    /// Makes the bucket if it is missing.
    ///
    /// # Errors
    /// Whatever the store answers.
    pub async fn ensure_bucket(&self, bucket: &str) -> Result<(), SourceError> {
        let place = MediaKey { bucket: bucket.to_owned(), key: String::new() };
        match self.client.head_bucket().bucket(bucket).send().await {
            Ok(_) => return Ok(()),
            Err(error) => match SourceError::of(&place, error) {
                SourceError::NoBucket(_) => {}
                other => return Err(other),
            },
        }
        let made = self.client.create_bucket().bucket(bucket).send().await;
        made.map(drop).map_err(|error| SourceError::of(&place, error))
    }
}

fn listed(bucket: &str, object: &aws_sdk_s3::types::Object) -> Option<ListedObject> {
    Some(ListedObject {
        key: MediaKey { bucket: bucket.to_owned(), key: object.key()?.to_owned() },
        version: ObjectVersion {
            etag: object.e_tag().map(unquoted),
            version_id: None,
            size_bytes: object.size().and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
            last_modified: object.last_modified().and_then(utc),
        },
    })
}

fn unquoted(etag: &str) -> String {
    etag.trim_matches('"').to_owned()
}

fn utc(time: &aws_sdk_s3::primitives::DateTime) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(time.secs(), time.subsec_nanos())
}
