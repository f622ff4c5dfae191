//! A text's tokens with their times and probabilities, and whether they can be believed.

use super::super::doubt;
use super::super::recognizer::Token;
use super::vocabulary::Vocabulary;

/// Whisper's own bounds (Radford et al. 2022, section 4.5), beyond which a text is heard again with
/// more silence after it and more hypotheses: it repeats itself, or its tokens are improbable.
const REPETITIVE: f64 = 2.4;
const IMPROBABLE: f32 = -1.0;
/// The alignment is early by so many centiseconds (`EARMARK_ENGINE=native`, the integration
/// test `words_begin_where_they_are_said`: starts are 72 ms off without it and 38 ms with it).
const ALIGNMENT_LEAD: u64 = 6;

/// The tokens of a text with their `probabilities` and times: `starts` says in which step of 0.02 s
/// each begins, and where the last one ends.
pub(super) fn timed(
    vocabulary: &Vocabulary,
    ids: &[usize],
    (probabilities, starts): (&[f32], &[usize]),
) -> Vec<Token> {
    let last = starts.last().copied().unwrap_or(0);
    let at = |index: usize| {
        let lead = if index == 0 { 0 } else { ALIGNMENT_LEAD };
        starts.get(index).copied().unwrap_or(last) as u64 * 2 + lead
    };
    let token = |(index, id): (usize, &usize)| {
        Some(Token {
            id: i32::try_from(*id).ok()?,
            bytes: vocabulary.bytes(*id)?.to_vec(),
            probability: probabilities.get(index).copied().unwrap_or(0.0),
            start: at(index),
            end: at(index + 1),
        })
    };
    ids.iter().enumerate().filter_map(token).collect()
}

/// Whether a text is to be heard again with more effort.
pub(super) fn is_doubtful(tokens: &[Token]) -> bool {
    if tokens.is_empty() {
        return false;
    }
    let text: Vec<u8> = tokens.iter().flat_map(|token| token.bytes.iter().copied()).collect();
    let sum: f32 = tokens.iter().map(|token| token.probability.max(1e-9).ln()).sum();
    doubt::compression_ratio(&text) > REPETITIVE || sum / (tokens.len() as f32) < IMPROBABLE
}
