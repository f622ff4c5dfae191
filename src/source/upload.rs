//! Writes an object whose length is not known beforehand.

use std::io::{self, Write};

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use tokio::runtime::Handle;

use super::SourceError;
use crate::domain::MediaKey;

/// S3's parts are at least 5 MiB, but for the last.
const PART_BYTES: usize = 8 << 20;

/// An object being written; it appears whole, by [`Upload::finish`], or not at all.
///
/// Writing blocks the thread. What is dropped unfinished is aborted.
#[derive(Debug)]
pub struct Upload {
    client: Client,
    key: MediaKey,
    mime: String,
    runtime: Handle,
    buffer: Vec<u8>,
    upload_id: Option<String>,
    parts: Vec<CompletedPart>,
}

impl Upload {
    pub(super) fn new(client: Client, key: MediaKey, mime: String) -> Self {
        let runtime = Handle::current();
        Self { client, key, mime, runtime, buffer: Vec::new(), upload_id: None, parts: Vec::new() }
    }

    /// Writes what is left and makes the object appear.
    ///
    /// # Errors
    /// Whatever the store answers; then there is no object.
    pub fn finish(mut self) -> Result<(), SourceError> {
        let runtime = self.runtime.clone();
        runtime.block_on(async {
            if self.upload_id.is_none() {
                return self.put_whole().await;
            }
            if !self.buffer.is_empty() {
                self.send_part().await?;
            }
            self.complete().await
        })
    }

    async fn put_whole(&mut self) -> Result<(), SourceError> {
        let body = std::mem::take(&mut self.buffer);
        let put = self.client.put_object().bucket(&self.key.bucket).key(&self.key.key);
        let put = put.content_type(&self.mime).body(body.into()).send().await;
        put.map(drop).map_err(|error| SourceError::of(&self.key, error))
    }

    async fn send_part(&mut self) -> Result<(), SourceError> {
        let id = match &self.upload_id {
            Some(id) => id.clone(),
            None => self.begin().await?,
        };
        let number = i32::try_from(self.parts.len() + 1).unwrap_or(i32::MAX);
        let body = std::mem::take(&mut self.buffer);
        let part = self.client.upload_part().bucket(&self.key.bucket).key(&self.key.key);
        let part = part.upload_id(id).part_number(number).body(body.into()).send().await;
        let part = part.map_err(|error| SourceError::of(&self.key, error))?;
        let done = CompletedPart::builder().part_number(number).set_e_tag(part.e_tag);
        self.parts.push(done.build());
        Ok(())
    }

    async fn begin(&mut self) -> Result<String, SourceError> {
        let begin = self.client.create_multipart_upload().bucket(&self.key.bucket);
        let begin = begin.key(&self.key.key).content_type(&self.mime).send().await;
        let begun = begin.map_err(|error| SourceError::of(&self.key, error))?;
        let id = begun.upload_id.ok_or_else(|| SourceError::Unavailable {
            place: self.key.to_string(),
            reason: "the store began an upload without an id".to_owned(),
        })?;
        self.upload_id = Some(id.clone());
        Ok(id)
    }

    async fn complete(&mut self) -> Result<(), SourceError> {
        let parts = std::mem::take(&mut self.parts);
        let parts = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
        let complete = self.client.complete_multipart_upload().bucket(&self.key.bucket);
        let complete = complete.key(&self.key.key).set_upload_id(self.upload_id.clone());
        let done = complete.multipart_upload(parts).send().await;
        done.map_err(|error| SourceError::of(&self.key, error))?;
        self.upload_id = None;
        Ok(())
    }
}

impl Write for Upload {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PART_BYTES {
            let runtime = self.runtime.clone();
            runtime.block_on(self.send_part()).map_err(io::Error::other)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(id) = self.upload_id.take() else { return };
        let abort = self.client.abort_multipart_upload().bucket(&self.key.bucket);
        let abort = abort.key(&self.key.key).upload_id(id);
        self.runtime.spawn(async move {
            // The store clears what is left of an upload that could not be aborted either.
            let _ = abort.send().await;
        });
    }
}
