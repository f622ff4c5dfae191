//! Which text fits best: the likeliest token each time, or the best of several ways side by side.

use std::ops::Range;

use rten_gemm::GemmError;

use super::decoder::{Decoder, Told};
use crate::kernels::{Kernels, softmax};

/// How to go on from where the decoder stands.
pub(super) struct Search<'a> {
    pub(super) kernels: &'a Kernels,
    pub(super) decoder: &'a Decoder,
    /// The token that ends a text.
    pub(super) end: usize,
    /// Tokens that a text doesn't have.
    pub(super) never: Range<usize>,
    /// Tokens that a text doesn't begin with.
    pub(super) not_first: &'a [usize],
}

/// Where a text begins.
pub(super) struct Beginning<'s> {
    /// What was told before it.
    pub(super) told: Told<'s>,
    /// How well each token fits first.
    pub(super) scores: Vec<f32>,
    /// Tokens that the text may have.
    pub(super) most: usize,
}

/// A way to go on.
#[derive(Clone, Default)]
pub(super) struct Way {
    pub(super) tokens: Vec<usize>,
    /// The logarithm of its probability.
    pub(super) score: f32,
}

/// A way that may go on, and what the decoder was told on it.
type Open<'s> = (Way, Told<'s>);

impl Search<'_> {
    /// The text after each of some beginnings, the likeliest token each time. The weights are read
    /// once for all of them; what comes of one doesn't depend on the others.
    pub(super) fn likeliest(
        &self,
        beginnings: Vec<Beginning<'_>>,
    ) -> Result<Vec<Vec<usize>>, GemmError> {
        let mut texts = vec![Vec::new(); beginnings.len()];
        let most: Vec<usize> = beginnings.iter().map(|one| one.most).collect();
        let mut scores: Vec<f32> = beginnings.iter().flat_map(|one| &one.scores).copied().collect();
        let mut open: Vec<_> = beginnings.into_iter().map(|one| one.told).enumerate().collect();
        while !open.is_empty() {
            let (mut told, mut places, mut last) = (Vec::new(), Vec::new(), Vec::new());
            let row = scores.len() / open.len();
            for (scores, (place, known)) in scores.chunks_exact_mut(row).zip(open) {
                let text: &mut Vec<usize> = &mut texts[place];
                self.suppress(text.is_empty(), scores);
                let next = likeliest(scores, 1).into_iter().next();
                if let Some(token) = next.filter(|token| *token != self.end)
                    && text.len() < most[place]
                {
                    text.push(token);
                    last.push(token);
                    places.push(place);
                    told.push(known);
                }
            }
            let last: Vec<&[usize]> = last.iter().map(std::slice::from_ref).collect();
            scores = self.tell(&mut told, &last)?;
            open = places.into_iter().zip(told).collect();
        }
        Ok(texts)
    }

    /// The text whose tokens are the most probable in the mean, of those that so many `beams` find.
    pub(super) fn best(
        &self,
        beginning: Beginning<'_>,
        beams: usize,
    ) -> Result<Vec<usize>, GemmError> {
        let Beginning { told, mut scores, most } = beginning;
        let (mut open, mut ended) = (vec![(Way::default(), told)], Vec::new());
        for step in 0..most {
            let next = self.next(step == 0, &open, (&mut scores, 2 * beams));
            let mut ways = Vec::with_capacity(beams);
            for (rank, (from, token, score)) in next.into_iter().enumerate() {
                let mut way = open[from].0.clone();
                way.score = score;
                if token == self.end {
                    ended.extend((rank < beams).then_some(way));
                } else {
                    way.tokens.push(token);
                    ways.push((from, way));
                }
                if ways.len() == beams {
                    break;
                }
            }
            if ended.len() >= beams || ways.is_empty() {
                return Ok(best(ended));
            }
            (open, scores) = self.go_on(open, ways)?;
        }
        ended.extend(open.into_iter().map(|(way, _)| way));
        Ok(best(ended))
    }

    /// The likeliest next tokens of all open ways, as (way, token, score of the way with it).
    fn next(
        &self,
        is_first: bool,
        open: &[Open<'_>],
        (scores, most): (&mut [f32], usize),
    ) -> Vec<(usize, usize, f32)> {
        let mut next = Vec::new();
        let tokens = scores.len() / open.len();
        for (from, (row, (way, _))) in scores.chunks_exact_mut(tokens).zip(open).enumerate() {
            self.suppress(is_first, row);
            softmax(row);
            let score = |token: usize| (from, token, way.score + row[token].ln());
            next.extend(likeliest(row, most).into_iter().map(score));
        }
        next.sort_by(|a, b| b.2.total_cmp(&a.2));
        next.truncate(most);
        next
    }

    /// Tells the decoder the last token of each way, which goes on one of those that are open.
    fn go_on<'s>(
        &self,
        open: Vec<Open<'s>>,
        ways: Vec<(usize, Way)>,
    ) -> Result<(Vec<Open<'s>>, Vec<f32>), GemmError> {
        let mut open: Vec<_> = open.into_iter().map(|(_, told)| Some(told)).collect();
        let mut told: Vec<Told<'s>> = Vec::with_capacity(ways.len());
        for (index, (from, _)) in ways.iter().enumerate() {
            // Whoever comes last from a way may have what it remembers.
            let is_last = ways[index + 1..].iter().all(|(other, _)| other != from);
            let known = &mut open[*from];
            told.extend(if is_last { known.take() } else { known.clone() });
        }
        let last: Vec<&[usize]> =
            ways.iter().map(|(_, way)| &way.tokens[way.tokens.len() - 1..]).collect();
        let scores = self.tell(&mut told, &last)?;
        Ok((ways.into_iter().map(|(_, way)| way).zip(told).collect(), scores))
    }

    fn suppress(&self, is_first: bool, scores: &mut [f32]) {
        scores[self.never.clone()].fill(f32::NEG_INFINITY);
        let not_now = if is_first { self.not_first } else { &[] };
        not_now.iter().for_each(|token| scores[*token] = f32::NEG_INFINITY);
    }

    /// Tells the decoder a token for each; how well each token fits then.
    fn tell(&self, told: &mut [Told<'_>], tokens: &[&[usize]]) -> Result<Vec<f32>, GemmError> {
        let rows = self.decoder.tell(self.kernels, (told, tokens), &mut |_, _, _| ())?;
        self.decoder.scores(self.kernels, &rows)
    }
}

/// The way whose tokens are the most probable in the mean, so that a long one has a chance.
fn best(ways: Vec<Way>) -> Vec<usize> {
    let score = |way: &Way| way.score / way.tokens.len().max(1) as f32;
    ways.into_iter().max_by(|a, b| score(a).total_cmp(&score(b))).unwrap_or_default().tokens
}

/// The `count` largest of `values`, the largest first.
pub(super) fn likeliest(values: &[f32], count: usize) -> Vec<usize> {
    let mut best: Vec<usize> = Vec::with_capacity(count + 1);
    let mut least = f32::NEG_INFINITY;
    for (index, value) in values.iter().enumerate() {
        if *value > least || best.len() < count {
            let at = best.partition_point(|one| values[*one] >= *value);
            best.insert(at, index);
            best.truncate(count);
            if best.len() == count {
                least = values[best[count - 1]];
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_come_first_and_the_earlier_of_two_equals() {
        assert_eq!(likeliest(&[1.0, 5.0, 3.0, 5.0, 4.0], 3), [1, 3, 4]);
        assert_eq!(likeliest(&[1.0], 3), [0]);
        assert_eq!(likeliest(&[f32::NEG_INFINITY, -2.0], 1), [1]);
    }
}
