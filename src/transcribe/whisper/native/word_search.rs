//! Which words may stand in a place: unlike a search for texts, it tells words apart, and not what
//! may come after them.

use rten_gemm::GemmError;

use super::decoder::{Decoder, Told};
use super::search::{Way, likeliest};
use super::vocabulary::Vocabulary;
use crate::kernels::{Kernels, softmax};

/// Ways to go on with a word that are followed at most, at each step.
const BEAMS: usize = 4;
/// What is less probable is not followed.
const LEAST: f32 = 0.02;
/// Tokens that a word may have.
const LONGEST: usize = 6;

/// Looks for words in several places at once: that takes hardly longer than in one.
pub(super) struct WordSearch<'a> {
    pub(super) kernels: &'a Kernels,
    pub(super) decoder: &'a Decoder,
    pub(super) vocabulary: &'a Vocabulary,
}

impl WordSearch<'_> {
    /// The words that may stand in each place, or end those that are begun there, with the
    /// logarithm of their probability; a place is what was told and the token to tell next.
    pub(super) fn words(
        &self,
        places: Vec<(Told<'_>, usize)>,
        is_begun: &[bool],
    ) -> Result<Vec<Vec<Way>>, GemmError> {
        let mut words = vec![Vec::new(); places.len()];
        let mut open: Vec<_> = (0..places.len()).map(|place| (place, Way::default())).collect();
        let (mut told, mut next): (Vec<_>, Vec<_>) = places.into_iter().unzip();
        for _ in 0..=LONGEST {
            // At the end of a text as long as there is place for, no word can be longer.
            let has_place = told.iter().all(|told| told.count() < self.decoder.places());
            if open.is_empty() || !has_place {
                break;
            }
            let tokens: Vec<&[usize]> = next.iter().map(std::slice::from_ref).collect();
            let rows = self.decoder.tell(self.kernels, (&mut told, &tokens), &mut |_, _, _| ())?;
            let scores = self.decoder.scores(self.kernels, &rows)?;
            let scores = scores.chunks_exact(self.vocabulary.used());
            let ways = std::mem::take(&mut open).into_iter().zip(std::mem::take(&mut told));
            next.clear();
            for (((place, way), known), scores) in ways.zip(scores) {
                let is_word = is_begun[place] || !way.tokens.is_empty();
                let (ended, longer) = self.split(&way, is_word, scores.to_vec());
                words[place].extend(ended);
                next.extend(longer.iter().filter_map(|way| way.tokens.last().copied()));
                told.extend(std::iter::repeat_n(known, longer.len()));
                open.extend(longer.into_iter().map(|way| (place, way)));
            }
        }
        Ok(words)
    }

    /// The way as a word that is over, if it is one, and the ways to go on with it.
    fn split(&self, way: &Way, is_word: bool, mut scores: Vec<f32>) -> (Option<Way>, Vec<Way>) {
        scores.truncate(self.vocabulary.text_end() + 1);
        softmax(&mut scores);
        let mut ended = None;
        if is_word {
            let is_end = |id: &usize| self.vocabulary.ends_word(*id);
            let mut over = 0.0;
            for id in (0..scores.len()).filter(is_end) {
                over += std::mem::take(&mut scores[id]);
            }
            ended = self.follow(way, None, over);
        }
        // The end of the text begins no word.
        scores.truncate(self.vocabulary.text_end());
        let likeliest = likeliest(&scores, BEAMS).into_iter();
        let ways = likeliest.filter_map(|id| self.follow(way, Some(id), scores[id]));
        (ended, ways.collect())
    }

    /// The way with one more token, if it is probable enough.
    fn follow(&self, way: &Way, token: Option<usize>, probability: f32) -> Option<Way> {
        let score = way.score + probability.ln();
        let tokens = way.tokens.iter().copied().chain(token).collect();
        (score >= LEAST.ln()).then_some(Way { tokens, score })
    }
}
