//! The decoder: what comes after the tokens so far, given the sound (Radford et al. 2022, section
//! 2.2).

use std::ops::Range;

use rten_gemm::{GemmError, GemmInputB};

use super::attention::{HEAD, Memory};
use super::block::{Mlp, SelfAttention};
use super::load::Loader;
use crate::kernels::linear::{Levels, Linear};
use crate::kernels::{Kernels, Norm, add, columns, softmax};

/// The decoder's layers.
pub(super) struct Decoder {
    embeddings: Levels,
    /// The embeddings once more: how well each token fits.
    projection: Linear,
    positions: Vec<f32>,
    blocks: Vec<Block>,
    norm: Norm,
    width: usize,
}

struct Block {
    attention: SelfAttention,
    cross: CrossAttention,
    mlp: Mlp,
}

/// Attention to the sound.
struct CrossAttention {
    norm: Norm,
    query: Linear,
    /// Keys and values, beside one another.
    joined: Linear,
    out: Linear,
}

/// What the decoder remembers of a sound: of each layer, each head.
pub(super) struct Sound(Vec<Vec<Memory>>);

/// What the decoder remembers of the tokens it was told about a sound.
#[derive(Clone)]
pub(super) struct Told<'s> {
    sound: &'s Sound,
    /// Keys and values of each layer.
    layers: Vec<[Vec<f32>; 2]>,
    count: usize,
    width: usize,
}

impl Told<'_> {
    /// How many tokens were told.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// The same after no more than the first `count` tokens.
    pub(super) fn first(&self, count: usize) -> Self {
        let count = self.count.min(count);
        let first = |rows: &Vec<f32>| rows[..count * self.width].to_vec();
        let layers = self.layers.iter().map(|both| both.each_ref().map(first)).collect();
        Self { layers, count, ..*self }
    }
}

/// Is shown layer, head and shares of attention of each token in turn.
pub(super) type Watch<'w> = &'w mut dyn FnMut(usize, usize, &[f32]);

impl Decoder {
    /// Reads the decoder, which knows the first `tokens` tokens.
    pub(super) fn load(loader: &mut Loader<'_>, tokens: usize) -> Result<Self, String> {
        let blocks = (0..loader.file.layers("decoder")).map(|index| {
            let name = format!("decoder.blocks.{index}");
            let part = |part: &str| format!("{name}.cross_attn.{part}");
            let cross = CrossAttention {
                norm: loader.norm(&format!("{name}.cross_attn_ln"))?,
                query: loader.linear(&[&part("query")])?,
                joined: loader.linear(&[&part("key"), &part("value")])?,
                out: loader.linear(&[&part("out")])?,
            };
            let attention = SelfAttention::load(loader, &name)?;
            Ok(Block { attention, cross, mlp: Mlp::load(loader, &name)? })
        });
        let blocks = blocks.collect::<Result<Vec<_>, String>>()?;
        let embeddings = loader.levels("decoder.token_embedding.weight", tokens)?;
        let norm = loader.norm("decoder.ln")?;
        Ok(Self {
            projection: Linear::new(loader.kernels, &embeddings, Vec::new()),
            embeddings,
            positions: loader.values("decoder.positional_embedding")?,
            blocks,
            width: norm.width(),
            norm,
        })
    }

    /// How many tokens there is place for.
    pub(super) const fn places(&self) -> usize {
        self.positions.len() / self.width
    }

    /// Takes in what the encoder made of a sound.
    pub(super) fn listen(&self, kernels: &Kernels, encoded: &[f32]) -> Result<Sound, GemmError> {
        let layers = self.blocks.iter().map(|block| {
            let joined = block.cross.joined.apply(kernels, encoded)?;
            let heads = (0..self.width).step_by(HEAD);
            let memory = |first: usize| {
                Memory::new(kernels, (&joined, 2 * self.width), (first, self.width + first))
            };
            heads.map(memory).collect()
        });
        layers.collect::<Result<_, _>>().map(Sound)
    }

    /// Before any token is told about a sound.
    pub(super) fn nothing_told<'s>(&self, sound: &'s Sound) -> Told<'s> {
        let layers = vec![Default::default(); self.blocks.len()];
        Told { sound, layers, count: 0, width: self.width }
    }

    /// Tells each of `told` its `tokens`, all at once; gives a row for each token, which is the
    /// same as if it were told alone.
    pub(super) fn tell(
        &self,
        kernels: &Kernels,
        (told, tokens): (&mut [Told<'_>], &[&[usize]]),
        watch: Watch<'_>,
    ) -> Result<Vec<f32>, GemmError> {
        let mut rows = Vec::new();
        for (told, tokens) in told.iter_mut().zip(tokens) {
            for token in *tokens {
                let position = &self.positions[told.count * self.width..][..self.width];
                let embedding = self.embeddings.row(*token);
                rows.extend(embedding.zip(position).map(|(value, position)| value + position));
                told.count += 1;
            }
        }
        for (layer, block) in self.blocks.iter().enumerate() {
            let joined = block.attention.joined(kernels, &rows)?;
            let mut answers = vec![0.0; rows.len()];
            let mut from = 0;
            for (told, tokens) in told.iter_mut().zip(tokens) {
                let to = from + tokens.len();
                let joined = &joined[from * 3 * self.width..to * 3 * self.width];
                let answers = &mut answers[from * self.width..to * self.width];
                self.remember(kernels, &mut told.layers[layer], (joined, answers))?;
                from = to;
            }
            block.attention.add(kernels, &mut rows, &answers)?;
            let mut watch = |head: usize, shares: &[f32]| watch(layer, head, shares);
            let queries = block.cross.queries(kernels, &rows)?;
            let mut from = 0;
            for (told, tokens) in told.iter().zip(tokens) {
                let place = from * self.width..(from + tokens.len()) * self.width;
                let heads = &told.sound.0[layer];
                let asked = (&queries[place.clone()], &mut answers[place]);
                block.cross.ask(kernels, heads, asked, &mut watch)?;
                from += tokens.len();
            }
            block.cross.add(kernels, &mut rows, &answers)?;
            block.mlp.add(kernels, &mut rows)?;
        }
        Ok(rows)
    }

    /// Keeps the keys and values of new tokens, each of which asks itself and those before it.
    fn remember(
        &self,
        kernels: &Kernels,
        [keys, values]: &mut [Vec<f32>; 2],
        (joined, answers): (&[f32], &mut [f32]),
    ) -> Result<(), GemmError> {
        let width = self.width;
        let before = keys.len() / width;
        for row in joined.chunks_exact(3 * width) {
            keys.extend_from_slice(&row[width..2 * width]);
            values.extend_from_slice(&row[2 * width..]);
        }
        let (count, asking) = (keys.len() / width, answers.len() / width);
        let mut scores = vec![0.0; asking * count];
        let mut answer = vec![0.0; asking * HEAD];
        for first in (0..width).step_by(HEAD) {
            let queries = columns(joined, 3 * width, first, HEAD)?;
            let known = columns(keys, width, first, HEAD)?.transposed();
            kernels.multiply(&mut scores, queries, GemmInputB::Unpacked(known))?;
            for (index, row) in scores.chunks_exact_mut(count).enumerate() {
                let (past, future) = row.split_at_mut(before + index + 1);
                softmax(past);
                future.fill(0.0);
            }
            let shares = columns(&scores, count, 0, count)?;
            let known = columns(values, width, first, HEAD)?;
            kernels.multiply(&mut answer, shares, GemmInputB::Unpacked(known))?;
            for (row, answer) in answers.chunks_exact_mut(width).zip(answer.chunks_exact(HEAD)) {
                row[first..first + HEAD].copy_from_slice(answer);
            }
        }
        Ok(())
    }

    /// How well each token fits after each of `rows`, as a logarithm.
    pub(super) fn scores(&self, kernels: &Kernels, rows: &[f32]) -> Result<Vec<f32>, GemmError> {
        self.projection.apply(kernels, &self.norm.apply(rows))
    }

    /// The rows with these numbers.
    pub(super) fn rows<'r>(&self, rows: &'r [f32], range: Range<usize>) -> &'r [f32] {
        &rows[range.start * self.width..range.end * self.width]
    }
}

impl CrossAttention {
    /// What the rows ask.
    fn queries(&self, kernels: &Kernels, rows: &[f32]) -> Result<Vec<f32>, GemmError> {
        self.query.apply(kernels, &self.norm.apply(rows))
    }

    /// Writes what the heads' memories answer to queries.
    fn ask(
        &self,
        kernels: &Kernels,
        heads: &[Memory],
        (queries, answers): (&[f32], &mut [f32]),
        watch: &mut dyn FnMut(usize, &[f32]),
    ) -> Result<(), GemmError> {
        let width = self.norm.width();
        for (head, memory) in heads.iter().enumerate() {
            let queries = columns(queries, width, head * HEAD, HEAD)?;
            let mut watch = |shares: &[f32]| watch(head, shares);
            memory.ask(kernels, queries, (answers, width, head * HEAD), &mut watch)?;
        }
        Ok(())
    }

    /// Adds the answers to the rows.
    fn add(&self, kernels: &Kernels, rows: &mut [f32], answers: &[f32]) -> Result<(), GemmError> {
        add(rows, &self.out.apply(kernels, answers)?);
        Ok(())
    }
}
