//! How long things take.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::questions::Question;

/// How long each of many answers took.
pub struct Times(Vec<Duration>);

impl Times {
    /// Asks questions over and over for a while, by so many at once.
    pub fn of(clients: usize, asked: &[Question], answer: impl Fn(&Question) + Sync) -> Self {
        asked.iter().for_each(&answer);
        let (began, most) = (Instant::now(), Duration::from_millis(1500));
        let client = |start: usize| {
            let mut took = Vec::new();
            for question in asked.iter().cycle().skip(start) {
                if took.len() >= asked.len() && (began.elapsed() > most || took.len() >= 400) {
                    return took;
                }
                let began = Instant::now();
                answer(question);
                took.push(began.elapsed());
            }
            took
        };
        let client = &client;
        std::thread::scope(|scope| {
            let clients: Vec<_> =
                (0..clients).map(|start| scope.spawn(move || client(start))).collect();
            Self::sorted(clients.into_iter().flat_map(|client| client.join().unwrap()).collect())
        })
    }

    /// Asks questions over and over until it is to stop.
    pub fn until(stop: &AtomicBool, asked: &[Question], answer: impl Fn(&Question)) -> Self {
        asked.iter().for_each(&answer);
        let mut took = Vec::new();
        for question in asked.iter().cycle() {
            let began = Instant::now();
            answer(question);
            took.push(began.elapsed());
            if stop.load(Ordering::Relaxed) {
                break;
            }
        }
        Self::sorted(took)
    }

    /// Does something with each of some things a hundred times.
    pub fn of_each<T>(things: &[T], act: impl Fn(&T)) -> Self {
        let each = things.iter().cycle().take(things.len() * 100);
        Self::sorted(
            each.map(|thing| {
                let began = Instant::now();
                act(thing);
                began.elapsed()
            })
            .collect(),
        )
    }

    pub fn sorted(mut took: Vec<Duration>) -> Self {
        took.sort_unstable();
        Self(took)
    }

    fn at(&self, share: f64) -> f64 {
        let last = self.0.len() - 1;
        self.0[(last as f64 * share).round() as usize].as_secs_f64() * 1000.0
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} / {:.2} / {:.2}", self.at(0.5), self.at(0.95), self.at(0.99))
    }
}
