//! Recognizers on a thread each, which hear batch after batch while somebody else goes on.
//!
//! Two recognizers on a thread each are quicker than one on two threads, which would wait for one
//! another after every layer.

use std::collections::{HashMap, VecDeque};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::recognizer::{Heard, Question};
use crate::transcribe::TranscribeError;

/// How often whoever waits is asked whether to go on.
const TICK: Duration = Duration::from_millis(200);

/// What hears one batch at a time.
pub(super) trait Ear: Send {
    /// Answers the question, until `stop` is set.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when Whisper fails; what comes once `stop` is set is unspecified.
    fn hear(
        &mut self,
        question: &Question<'_>,
        stop: &Arc<AtomicBool>,
    ) -> Result<Heard, TranscribeError>;
}

/// What was asked, by which its answer is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Ticket(u64);

type Answer = (Ticket, Result<Heard, TranscribeError>);

/// The recognizers of one recording.
pub(super) struct Crew<'s, 't> {
    desk: &'s Desk<'t>,
    answers: Receiver<Answer>,
    /// Answers that nobody has fetched yet.
    ready: HashMap<Ticket, Result<Heard, TranscribeError>>,
    asked: u64,
}

/// Where questions lie until a recognizer is free.
#[derive(Default)]
struct Desk<'t> {
    questions: Mutex<VecDeque<(Ticket, Question<'t>)>>,
    changed: Condvar,
    stop: Arc<AtomicBool>,
}

/// Sends the recognizers home, however the work ends.
struct Closing<'s, 't>(&'s Desk<'t>);

/// Lets `work` ask the recognizers, each on a thread of its own.
pub(super) fn with_crew<'t, R>(
    ears: Vec<Box<dyn Ear + 't>>,
    work: impl FnOnce(Crew<'_, 't>) -> R,
) -> R {
    let desk = Desk::default();
    let (answer, answers) = mpsc::channel();
    thread::scope(|scope| {
        let _closing = Closing(&desk);
        for mut ear in ears {
            let (desk, answer) = (&desk, answer.clone());
            scope.spawn(move || desk.serve(ear.as_mut(), &answer));
        }
        drop(answer);
        work(Crew { desk: &desk, answers, ready: HashMap::new(), asked: 0 })
    })
}

impl<'t> Crew<'_, 't> {
    /// Asks a question that is answered after those asked before.
    pub(super) fn ask(&mut self, question: Question<'t>) -> Ticket {
        let ticket = self.ticket();
        self.desk.lock().push_back((ticket, question));
        self.desk.changed.notify_one();
        ticket
    }

    /// Waits for an answer, which can be had once; `tick` is asked all the while whether to go on.
    ///
    /// # Errors
    /// [`TranscribeError::Cancelled`] when `tick` says so, [`TranscribeError::Engine`] when
    /// Whisper fails.
    pub(super) fn wait(
        &mut self,
        ticket: Ticket,
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Heard, TranscribeError> {
        loop {
            if let Some(answer) = self.ready.remove(&ticket) {
                return answer;
            }
            match self.answers.recv_timeout(TICK) {
                Ok((ticket, answer)) => drop(self.ready.insert(ticket, answer)),
                Err(RecvTimeoutError::Timeout) if tick().is_break() => {
                    return Err(TranscribeError::Cancelled);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(TranscribeError::Engine("the recognizers are gone".to_owned()));
                }
            }
        }
    }

    /// Answers questions before all that were asked before, in their order.
    ///
    /// # Errors
    /// See [`Crew::wait`].
    pub(super) fn hear(
        &mut self,
        questions: Vec<Question<'t>>,
        tick: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Heard>, TranscribeError> {
        let asked: Vec<_> = questions.into_iter().map(|one| (self.ticket(), one)).collect();
        let tickets: Vec<_> = asked.iter().map(|one| one.0).collect();
        {
            let mut questions = self.desk.lock();
            asked.into_iter().rev().for_each(|one| questions.push_front(one));
        }
        self.desk.changed.notify_all();
        tickets.into_iter().map(|ticket| self.wait(ticket, tick)).collect()
    }

    const fn ticket(&mut self) -> Ticket {
        self.asked += 1;
        Ticket(self.asked)
    }
}

impl<'t> Desk<'t> {
    fn lock(&self) -> MutexGuard<'_, VecDeque<(Ticket, Question<'t>)>> {
        self.questions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers one question after the other until the work is over.
    fn serve(&self, ear: &mut dyn Ear, answers: &Sender<Answer>) {
        while let Some((ticket, question)) = self.next() {
            let heard = catch_unwind(AssertUnwindSafe(|| ear.hear(&question, &self.stop)));
            let panicked = |_| Err(TranscribeError::Engine("the recognizer panicked".to_owned()));
            if answers.send((ticket, heard.unwrap_or_else(panicked))).is_err() {
                break;
            }
        }
    }

    fn next(&self) -> Option<(Ticket, Question<'t>)> {
        let mut questions = self.lock();
        while !self.stop.load(Ordering::Relaxed) {
            if let Some(question) = questions.pop_front() {
                return Some(question);
            }
            questions = self.changed.wait(questions).unwrap_or_else(PoisonError::into_inner);
        }
        None
    }
}

impl Drop for Closing<'_, '_> {
    fn drop(&mut self) {
        // Under the lock, or a recognizer that has just looked would sleep on.
        let questions = self.0.lock();
        self.0.stop.store(true, Ordering::Relaxed);
        drop(questions);
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms::Terms;
    use super::*;

    /// Does what the first sample says: 0 panics, more than 1 goes on until it is stopped.
    struct Scripted;

    impl Ear for Scripted {
        fn hear(
            &mut self,
            question: &Question<'_>,
            stop: &Arc<AtomicBool>,
        ) -> Result<Heard, TranscribeError> {
            let first = question.samples[0];
            assert!(first > 0.0, "as the test wants it");
            while first > 1.0 && !stop.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(1));
            }
            Ok(Heard { no_speech: first, ..Heard::default() })
        }
    }

    fn question(first: f32, terms: &Terms) -> Question<'_> {
        let samples = Arc::new(vec![first]);
        Question {
            samples,
            language: "en",
            languages: 0,
            chooser: None,
            language_only: false,
            terms,
        }
    }

    fn ears<'t>(count: usize) -> Vec<Box<dyn Ear + 't>> {
        (0..count).map(|_| Box::new(Scripted) as Box<dyn Ear>).collect()
    }

    fn on() -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn each_answer_is_had_by_its_ticket_in_any_order() {
        let terms = Terms::default();
        with_crew(ears(2), |mut crew| {
            let tickets = [0.1, 0.2, 0.3].map(|first| crew.ask(question(first, &terms)));
            let between = crew.hear(vec![question(0.4, &terms), question(0.5, &terms)], &mut on);
            let between: Vec<_> = between.unwrap().iter().map(|one| one.no_speech).collect();
            assert_eq!(between, [0.4, 0.5]);
            let heard = [2, 0, 1].map(|at| crew.wait(tickets[at], &mut on).unwrap().no_speech);
            assert_eq!(heard, [0.3, 0.1, 0.2]);
        });
    }

    #[test]
    fn a_recognizer_that_panics_answers_so_and_goes_on() {
        let terms = Terms::default();
        with_crew(ears(1), |mut crew| {
            let (bad, good) = (crew.ask(question(0.0, &terms)), crew.ask(question(0.1, &terms)));
            let error = crew.wait(bad, &mut on).err().unwrap().to_string();
            assert!(error.contains("panicked"), "{error}");
            assert!(crew.wait(good, &mut on).is_ok());
        });
    }

    #[test]
    fn whoever_waits_is_called_off_and_what_is_heard_then_ends() {
        let terms = Terms::default();
        with_crew(ears(2), |mut crew| {
            let endless = crew.ask(question(2.0, &terms));
            let answer = crew.wait(endless, &mut || ControlFlow::Break(()));
            assert!(matches!(answer, Err(TranscribeError::Cancelled)));
        });
    }
}
