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

/// What hears batches.
pub(super) trait Ear: Send {
    /// How many it may be asked about at once.
    fn at_once(&self) -> usize {
        1
    }

    /// Answers questions, as many as there are, until `stop` is set. An answer doesn't depend on the
    /// other questions.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when Whisper fails; what comes once `stop` is set is unspecified.
    fn hear(
        &mut self,
        questions: &[Question<'_>],
        stop: &Arc<AtomicBool>,
    ) -> Result<Vec<Heard>, TranscribeError>;
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
struct Desk<'t> {
    /// How many recognizers there are.
    ears: usize,
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
    let (questions, changed, stop) = Default::default();
    let desk = Desk { ears: ears.len().max(1), questions, changed, stop };
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

    /// Answers questions, those first that came first, until the work is over.
    fn serve(&self, ear: &mut dyn Ear, answers: &Sender<Answer>) {
        while let Some((tickets, questions)) = self.next(ear.at_once()) {
            let heard = catch_unwind(AssertUnwindSafe(|| ear.hear(&questions, &self.stop)));
            let panicked = |_| Err(TranscribeError::Engine("the recognizer panicked".to_owned()));
            let heard = match heard.unwrap_or_else(panicked) {
                Ok(heard) => heard.into_iter().map(Ok).collect(),
                Err(error) => all_failed(error, tickets.len()),
            };
            for answer in tickets.into_iter().zip(heard) {
                if answers.send(answer).is_err() {
                    return;
                }
            }
        }
    }

    /// Takes so many questions at most, and no more than leaves as many to each of the others.
    fn next(&self, at_once: usize) -> Option<(Vec<Ticket>, Vec<Question<'t>>)> {
        let mut questions = self.lock();
        while !self.stop.load(Ordering::Relaxed) {
            if !questions.is_empty() {
                let fair = questions.len().div_ceil(self.ears);
                return Some(questions.drain(..fair.min(at_once)).unzip());
            }
            questions = self.changed.wait(questions).unwrap_or_else(PoisonError::into_inner);
        }
        None
    }
}

/// The error for the first of some questions, and for the others that they were asked with it.
fn all_failed(error: TranscribeError, questions: usize) -> Vec<Result<Heard, TranscribeError>> {
    let other = || Err(TranscribeError::Engine("a batch heard beside it failed".to_owned()));
    std::iter::once(Err(error)).chain((1..questions).map(|_| other())).collect()
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

    /// Does what the first sample says: 0 panics, more than 1 goes on until it is stopped. Says how
    /// many it was asked about at once, of so many that it may be.
    struct Scripted(usize);

    impl Ear for Scripted {
        fn at_once(&self) -> usize {
            self.0
        }

        fn hear(
            &mut self,
            questions: &[Question<'_>],
            stop: &Arc<AtomicBool>,
        ) -> Result<Vec<Heard>, TranscribeError> {
            let heard = questions.iter().map(|question| {
                let first = question.samples[0];
                assert!(first > 0.0, "as the test wants it");
                while first > 1.0 && !stop.load(Ordering::Relaxed) {
                    thread::sleep(Duration::from_millis(1));
                }
                let heard_to = Some(questions.len() as u64);
                Heard { no_speech: first, heard_to, ..Heard::default() }
            });
            Ok(heard.collect())
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
        (0..count).map(|_| Box::new(Scripted(1)) as Box<dyn Ear>).collect()
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
    fn a_recognizer_takes_as_many_questions_as_it_may_be_asked_at_once() {
        let terms = Terms::default();
        with_crew(vec![Box::new(Scripted(3)) as Box<dyn Ear>], |mut crew| {
            let asked = [0.1, 0.2, 0.3, 0.4, 0.5].map(|first| question(first, &terms));
            let heard = crew.hear(asked.to_vec(), &mut on).unwrap();
            let heard: Vec<_> = heard.iter().map(|one| (one.no_speech, one.heard_to)).collect();
            let expected = [(0.1, 3), (0.2, 3), (0.3, 3), (0.4, 2), (0.5, 2)];
            assert_eq!(heard, expected.map(|(first, beside)| (first, Some(beside))));
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
