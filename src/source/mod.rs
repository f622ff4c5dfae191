//! Media where it lies: lists a bucket, tells what changed, and reads objects by range.
//!
//! Nothing here keeps a copy of the media on disk.

use std::io::{Read, Seek};

mod client;
mod diff;
mod error;
mod file_input;
mod object_store;
mod range_reader;
mod upload;

pub use client::S3Options;
pub use diff::{ObjectChange, diff_page};
pub use error::SourceError;
pub use file_input::FileInput;
pub use object_store::{ListedObject, ObjectBody, ObjectStore};
pub use range_reader::RangeReader;
pub use upload::Upload;

/// Media that can be read at any place, from S3 or from a local file.
///
/// Reads block; they belong on a blocking thread.
pub trait MediaInput: Read + Seek + Send + Sync {
    /// The whole length in bytes.
    fn byte_len(&self) -> u64;
}
