//! Listens on while batches are heard: whoever waits for Whisper has nothing else to do.

use std::ops::ControlFlow;

use super::batch::Batch;
use super::listener::Listener;
use crate::domain::MediaTime;
use crate::transcribe::{Observer, Segment, SpeechSource, TranscribeError};

/// So many batches are kept ready at most.
pub(super) const MOST_READY: usize = 16;
/// So much sound is listened to each time that somebody who waits looks up: one run of the
/// detector.
const MILLIS_AT_ONCE: u64 = 30_000;

/// Gives a recording's batches to whoever hears them, and tells the observer how far that is.
pub(super) struct Ahead<'a> {
    listener: Listener,
    source: &'a mut dyn SpeechSource,
    observer: &'a mut dyn Observer,
    is_over: bool,
    /// What went wrong, told once the batches before it are heard.
    failed: Option<TranscribeError>,
}

impl<'a> Ahead<'a> {
    /// Begins to listen to `source`.
    pub(super) fn new(
        listener: Listener,
        source: &'a mut dyn SpeechSource,
        observer: &'a mut dyn Observer,
    ) -> Self {
        Self { listener, source, observer, is_over: false, failed: None }
    }

    /// The next batch, or `None` at the end. Whoever asks has heard all before `waits_from`, or
    /// all that it was given.
    ///
    /// # Errors
    /// [`TranscribeError::Cancelled`] when the observer says so, or what listening fails with.
    pub(super) fn next_batch(
        &mut self,
        waits_from: Option<MediaTime>,
    ) -> Result<Option<Batch>, TranscribeError> {
        loop {
            if let Some(batch) = self.listener.next_batch() {
                return Ok(Some(batch));
            }
            if let Some(failed) = self.failed.take() {
                return Err(failed);
            }
            if self.is_over {
                return Ok(None);
            }
            self.listen()?;
            let heard = waits_from.unwrap_or_else(|| self.listener.settled());
            if self.observer.heard(heard).is_break() {
                return Err(TranscribeError::Cancelled);
            }
        }
    }

    /// Tells that all is heard, and gives the recording's length.
    ///
    /// # Errors
    /// [`TranscribeError::Cancelled`] when the observer says so.
    pub(super) fn finish(self) -> Result<MediaTime, TranscribeError> {
        let length = self.listener.length();
        match self.observer.heard(length) {
            ControlFlow::Continue(()) => Ok(length),
            ControlFlow::Break(()) => Err(TranscribeError::Cancelled),
        }
    }

    /// How many batches are ready.
    #[cfg(test)]
    pub(super) fn ready(&self) -> usize {
        self.listener.ready()
    }

    /// Takes one block of the sound.
    fn listen(&mut self) -> Result<(), TranscribeError> {
        match self.source.next_block()? {
            Some(samples) => self.listener.push(&samples),
            None => {
                self.is_over = true;
                self.listener.finish()
            }
        }
    }
}

impl Observer for Ahead<'_> {
    fn heard(&mut self, until: MediaTime) -> ControlFlow<()> {
        let enough = self.listener.length().plus(MILLIS_AT_ONCE);
        while self.listener.ready() < MOST_READY
            && self.listener.length() < enough
            && !self.is_over
            && self.failed.is_none()
        {
            self.failed = self.listen().err();
        }
        self.observer.heard(until)
    }

    fn finished(&mut self, segments: &[Segment], until: MediaTime) {
        self.observer.finished(segments, until);
    }
}
