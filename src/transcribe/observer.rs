//! Who is told how a transcription goes.

use std::ops::ControlFlow;

use super::Segment;
use crate::domain::MediaTime;

/// Follows a transcription while it runs. A closure that takes a time is one that only watches.
pub trait Observer {
    /// Sound has been heard up to `until`, which never goes back. Called several times a second:
    /// it may keep a lease alive, and by answering [`ControlFlow::Break`] it calls the work off.
    fn heard(&mut self, until: MediaTime) -> ControlFlow<()>;

    /// These segments, which follow those of the last call, are all that is said before `until`
    /// and change no more: a later transcription that begins at `until`
    /// ([`TranscribeOptions::from`](super::TranscribeOptions::from)) gives the rest. What is heard
    /// again ([`TranscribeOptions::again`](super::TranscribeOptions::again)) is told so too.
    fn finished(&mut self, segments: &[Segment], until: MediaTime) {
        let _ = (segments, until);
    }
}

impl<F: FnMut(MediaTime) -> ControlFlow<()>> Observer for F {
    fn heard(&mut self, until: MediaTime) -> ControlFlow<()> {
        self(until)
    }
}
