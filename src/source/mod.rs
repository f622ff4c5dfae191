//! Media where it lies: lists a bucket, tells what changed, and reads objects by range.
//!
//! Nothing here keeps a copy of the media on disk.

use std::io::{Read, Seek};

mod error;
pub use error::SourceError;

/// Media that can be read at any place, from S3 or from a local file.
///
/// Reads block; they belong on a blocking thread.
pub trait MediaInput: Read + Seek + Send + Sync {
    /// The whole length in bytes.
    fn byte_len(&self) -> u64;
}
