//! How much was found, and how much of it was right.

use crate::material::Spoken;
use crate::phrases::Phrase;

/// A way to search.
pub struct Way {
    pub name: &'static str,
    pub alternatives: bool,
    pub widened: bool,
}

pub const WAYS: [Way; 4] = [
    Way { name: "plain", alternatives: false, widened: false },
    Way { name: "with alternatives", alternatives: true, widened: false },
    Way { name: "widened", alternatives: false, widened: true },
    Way { name: "widened, with alternatives", alternatives: true, widened: true },
];

/// What was found of each phrase.
pub struct Score {
    found: Vec<Vec<usize>>,
    /// Of each phrase, the recordings in which it is said, whether or not they were found.
    right: Vec<Vec<(usize, bool)>>,
    firsts: (usize, usize),
    hits: (usize, usize),
}

impl Score {
    pub fn of(phrases: &[Phrase], find: impl Fn(&Phrase) -> Vec<usize>) -> Self {
        let found: Vec<Vec<usize>> = phrases.iter().map(find).collect();
        let (mut firsts, mut hits, mut right) = ((0, 0), (0, 0), Vec::new());
        for (phrase, found) in phrases.iter().zip(&found) {
            let mut said: Vec<usize> = phrase.said_in.iter().copied().collect();
            said.sort_unstable();
            right.push(said.iter().map(|at| (*at, found.contains(at))).collect());
            let is_right = |at: &&usize| phrase.said_in.contains(*at);
            hits.0 += found.iter().filter(is_right).count();
            hits.1 += found.len();
            firsts.0 += found.first().iter().filter(|at| is_right(at)).count();
            firsts.1 += usize::from(!found.is_empty());
        }
        Self { found, right, firsts, hits }
    }

    fn places(&self) -> impl Iterator<Item = bool> {
        self.right.iter().flatten().map(|(_, is_found)| *is_found)
    }

    /// A row of the table.
    pub fn against(&self, plain: &Self) -> String {
        let recall = (self.places().filter(|is_found| *is_found).count(), self.places().count());
        let missed = plain.places().zip(self.places()).filter(|(before, _)| !before);
        let (mut regained, mut missing) = (0, 0);
        for (_, now) in missed {
            missing += 1;
            regained += usize::from(now);
        }
        let [recall, regained, firsts, hits] =
            [recall, (regained, missing), self.firsts, self.hits].map(share);
        format!("{recall} | {regained} | {firsts} | {hits}")
    }

    /// What plain search misses, and the first wrong answers.
    pub fn tell(&self, other: &Self, phrases: &[Phrase], spoken: &[Spoken]) {
        let name =
            |at: &usize| spoken[*at].file.file_name().unwrap().to_string_lossy().into_owned();
        for (at, phrase) in phrases.iter().enumerate() {
            let missed = self.right[at].iter().filter(|(_, is_found)| !is_found).count();
            let regained = self.right[at].iter().zip(&other.right[at]);
            let regained = regained.filter(|(before, now)| !before.1 && now.1).count();
            let wrong = other.found[at].first().filter(|first| !phrase.said_in.contains(first));
            if missed > 0 || wrong.is_some() {
                println!(
                    "{:32} missed {missed}, then found {regained}{}",
                    phrase.text,
                    wrong.map_or_else(String::new, |first| format!(", first is {}", name(first)))
                );
            }
        }
    }
}

fn share((part, whole): (usize, usize)) -> String {
    format!("{:.1} % ({part} of {whole})", 100.0 * part as f64 / whole.max(1) as f64)
}
