//! Several recognizers that hear a batch each, at once.
//!
//! Two recognizers on a thread each are quicker than one on two threads, which would wait for one
//! another after every layer.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use whisper_rs::WhisperContext;

use super::recognizer::{Heard, Question, Recognizer};
use crate::transcribe::TranscribeError;

/// How often whoever waits is asked whether to go on.
const TICK: Duration = Duration::from_millis(200);
/// More recognizers would only take memory (some 100 MB each with `base`).
const MOST_RECOGNIZERS: usize = 4;

/// What hears one recording.
pub(super) trait Ears {
    /// How many batches are best heard at once.
    fn at_once(&self) -> usize;

    /// Whether it tells the language before it hears the words, where that is not known yet
    /// ([`Question::chooser`]).
    fn tells_language(&self) -> bool {
        false
    }

    /// Answers the questions, in their order; `tick` is asked all the while whether to go on.
    ///
    /// # Errors
    /// [`TranscribeError::Cancelled`] when `tick` says so, [`TranscribeError::Engine`] when
    /// Whisper fails.
    fn hear(
        &mut self,
        questions: &[Question<'_>],
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Heard>, TranscribeError>;
}

/// The recognizers of one recording.
pub(super) struct Crew<'m> {
    recognizers: Vec<Recognizer<'m>>,
    threads: usize,
}

impl<'m> Crew<'m> {
    /// Makes the recognizers for `threads` threads.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when there is no memory for them.
    pub(super) fn new(
        context: &'m WhisperContext,
        threads: usize,
        has_alignment: bool,
    ) -> Result<Self, TranscribeError> {
        let threads = threads.max(1);
        let recognizers = (0..threads.min(MOST_RECOGNIZERS))
            .map(|_| Recognizer::new(context, has_alignment))
            .collect::<Result<_, _>>()?;
        Ok(Self { recognizers, threads })
    }

    fn hear_at_once(
        &mut self,
        questions: &[Question<'_>],
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Heard>, TranscribeError> {
        let stop = &Arc::new(AtomicBool::new(false));
        let threads = (self.threads / questions.len().max(1)).max(1);
        let asked = questions.iter().zip(&mut self.recognizers);
        let works =
            asked.map(|(question, recognizer)| move || recognizer.hear(*question, threads, stop));
        attend(works.collect(), stop, tick)
    }
}

impl Ears for Crew<'_> {
    fn at_once(&self) -> usize {
        self.recognizers.len()
    }

    fn hear(
        &mut self,
        questions: &[Question<'_>],
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Heard>, TranscribeError> {
        let mut heard = Vec::with_capacity(questions.len());
        for some in questions.chunks(self.recognizers.len()) {
            heard.extend(self.hear_at_once(some, tick)?);
        }
        Ok(heard)
    }
}

/// Does `works`, each on a thread of its own, and asks `tick` all the while whether to go on: if
/// not, `stop` is set, which they are to heed.
///
/// # Errors
/// [`TranscribeError::Cancelled`] when `tick` says so, the first error of `works`, and
/// [`TranscribeError::Engine`] when one of them panics.
pub(super) fn attend<T: Send>(
    works: Vec<impl FnOnce() -> Result<T, TranscribeError> + Send>,
    stop: &AtomicBool,
    tick: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Vec<T>, TranscribeError> {
    let done = thread::scope(|scope| {
        // Each thread holds an end until it is done or has panicked, which ends the wait.
        let (working, wait) = mpsc::channel::<()>();
        let runs = works.into_iter().map(|work| {
            let working = working.clone();
            scope.spawn(move || {
                let _working = working;
                work()
            })
        });
        let runs: Vec<_> = runs.collect();
        drop(working);
        while wait.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
            if tick().is_break() {
                stop.store(true, Ordering::Relaxed);
            }
        }
        let panicked = |_| TranscribeError::Engine("the recognizer panicked".to_owned());
        runs.into_iter().map(|run| run.join().map_err(panicked)?).collect::<Result<Vec<_>, _>>()
    });
    if stop.load(Ordering::Relaxed) { Err(TranscribeError::Cancelled) } else { done }
}
