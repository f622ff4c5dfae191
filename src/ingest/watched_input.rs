//! Media that remembers why it could not be read, and stops when the job is called off.
//!
//! Decoders meet an I/O error anywhere and may tell it as a damaged file. What the input itself
//! noted is the truth: without it, a store that did not answer would condemn the recording.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use super::{IngestError, RunControl};
use crate::source::{MediaInput, SourceError};
use crate::store::{FailureCode, Stage};

/// The first error that an input met.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadFault(Arc<Mutex<Option<IngestError>>>);

impl ReadFault {
    /// Gives the error that the input met, or else the one that the stage told.
    pub(super) fn or(&self, told: IngestError) -> IngestError {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or(told)
    }

    fn note(&self, error: IngestError) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }
}

/// An input whose errors are noted.
pub(super) struct WatchedInput {
    input: Box<dyn MediaInput>,
    control: RunControl,
    fault: ReadFault,
}

impl WatchedInput {
    pub(super) fn new(input: Box<dyn MediaInput>, control: RunControl) -> (Self, ReadFault) {
        let fault = ReadFault::default();
        (Self { input, control, fault: fault.clone() }, fault)
    }
}

impl Read for WatchedInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.control.is_cancelled() {
            self.fault.note(IngestError::Cancelled);
            return Err(io::Error::other("the work was called off"));
        }
        self.input.read(buffer).inspect_err(|error| {
            if error.kind() != io::ErrorKind::Interrupted {
                self.fault.note(told(error));
            }
        })
    }
}

impl Seek for WatchedInput {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        // A seek asks nothing of the store; one before the start is the file's fault.
        self.input.seek(to)
    }
}

impl MediaInput for WatchedInput {
    fn byte_len(&self) -> u64 {
        self.input.byte_len()
    }
}

fn told(error: &io::Error) -> IngestError {
    let source = error.get_ref().and_then(|inner| inner.downcast_ref::<SourceError>());
    source.map_or_else(
        || IngestError::failed(Stage::Decode, FailureCode::ReadFailed, error, true),
        |source| IngestError::of_source(Stage::Decode, source),
    )
}
