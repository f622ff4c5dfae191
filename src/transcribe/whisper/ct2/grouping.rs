//! Which batches are heard together, and how much of Whisper's window they take.

use super::super::recognizer::Question;
use super::features::HOP;

/// So many batches are waited for, so that each run has some.
pub(super) const AT_ONCE: usize = 8;
/// So many are heard in one run, which reads the decoder's weights once for all; the encoder's
/// memory grows with them (some 20 MB each with `base`).
const TOGETHER: usize = 4;
/// Frames of 10 ms in Whisper's window of 30 s.
pub(super) const ALL_FRAMES: usize = 3_000;
/// Silence after the sound, in frames, without which Whisper repeats itself.
const MARGIN: usize = 200;
/// Sound is filled up with silence to a multiple of so many frames; the least of them is not less
/// than a clip of a second or two wants in order not to be misheard.
const STEP: usize = 200;
const LEAST: usize = 800;

/// Questions that are heard together: those of the same task, and of sound that is filled up to the
/// same length. What is heard in a batch then does not depend on what it is heard with, but for the
/// share of each other reading: the decoder goes on as long as the longest batch of a run takes.
///
/// There are as many groups as runs that go on at once, where there is that much to hear.
pub(super) fn groups(questions: &[Question<'_>], runs: usize) -> Vec<Vec<usize>> {
    let key = |index: usize| {
        let question = &questions[index];
        (question.language_only, question.language, frames_of(question.samples.len()))
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for index in 0..questions.len() {
        let fits = |group: &&mut Vec<usize>| group.len() < TOGETHER && key(group[0]) == key(index);
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    while groups.len() < runs
        && let Some(largest) = groups.iter_mut().max_by_key(|group| group.len())
        && largest.len() > 1
    {
        let half = largest.split_off(largest.len() / 2);
        groups.push(half);
    }
    groups
}

/// Frames worth looking at for so many samples.
pub(super) fn frames_of(samples: usize) -> usize {
    let frames = samples.div_ceil(HOP) + MARGIN;
    frames.next_multiple_of(STEP).clamp(LEAST, ALL_FRAMES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_of_a_language_and_about_a_length_are_heard_together() {
        let sound = vec![0.0; 16_000 * 15];
        let terms = super::super::super::terms::Terms::default();
        let question = |seconds: usize, language: &'static str| Question {
            samples: &sound[..seconds * 16_000],
            language,
            languages: 0,
            chooser: None,
            language_only: false,
            terms: &terms,
        };
        let asked = [question(14, "en"), question(3, "en"), question(13, "en"), question(14, "fr")];
        assert_eq!(groups(&asked, 2), [vec![0, 2], vec![1], vec![3]]);
        assert_eq!(groups(&asked[..1], 4), [vec![0]]);
        let alike = [asked[0], asked[0], asked[2]];
        assert_eq!(groups(&alike, 2), [vec![0], vec![1, 2]]);
    }
}
