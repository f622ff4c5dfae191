//! A text's tokens with their times and probabilities, and whether they can be believed.

use ct2rs::sys::WhisperAlignmentResult;

use super::super::doubt;
use super::super::recognizer::Token;
use super::vocabulary::Vocabulary;

/// All tokens that the decoder has places for.
const PLACES: usize = 448;
/// Whisper's own bounds (Radford et al. 2022, section 4.5), beyond which a text is heard again with
/// more silence after it and more hypotheses: it repeats itself, or its tokens are improbable.
const REPETITIVE: f64 = 2.4;
const IMPROBABLE: f32 = -1.0;
/// The alignment is early by so many centiseconds (`EARMARK_ENGINE=ctranslate2`, the integration
/// test `words_begin_where_they_are_said`: starts are 72 ms off without it and 38 ms with it).
const ALIGNMENT_LEAD: u64 = 6;

/// The tokens of a text with their times and probabilities.
pub(super) fn aligned(
    vocabulary: &Vocabulary,
    ids: &[usize],
    aligned: &WhisperAlignmentResult,
) -> Vec<Token> {
    // Where each token of the text begins, in steps of 0.02 s; after the last one comes its end.
    let mut starts: Vec<u64> = Vec::with_capacity(ids.len() + 1);
    for pair in &aligned.alignments {
        let (token, step) = (usize::try_from(pair.token_x), u64::try_from(pair.frame_x));
        if let (Ok(token), Ok(step)) = (token, step)
            && token >= starts.len()
        {
            starts.resize(token + 1, step);
        }
    }
    let last = starts.last().copied().unwrap_or(0);
    let at = |index: usize| {
        let lead = if index == 0 { 0 } else { ALIGNMENT_LEAD };
        starts.get(index).copied().unwrap_or(last) * 2 + lead
    };
    let token = |(index, id): (usize, &usize)| {
        Some(Token {
            id: i32::try_from(*id).ok()?,
            bytes: vocabulary.bytes(*id)?.to_vec(),
            probability: aligned.text_token_probs.get(index).copied().unwrap_or(0.0),
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

/// CTranslate2's limit of length for so many tokens after the opening: it takes half of the limit,
/// or what the opening leaves of it, whichever is less.
pub(super) fn places(opening: usize, tokens: usize) -> usize {
    (tokens * 2).max(opening + tokens).min(PLACES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ctranslate2s_limit_of_length_leaves_room_for_the_tokens() {
        // It takes half of the limit, or what the opening leaves of it.
        for (opening, tokens) in [(3, 24), (3, 220), (100, 30)] {
            let limit = places(opening, tokens);
            assert_eq!((limit / 2).min(limit - opening), tokens, "{opening} {tokens}");
        }
        assert_eq!(places(100, 400), PLACES);
    }
}
