//! A small BERT that labels pieces of words (Devlin et al. 2019), multiplied in 8 bits.
//!
//! Texts are read beside one another: what looks at a row by itself takes the rows of all of them,
//! so that weights are fetched once for many. The file has its weights in 4 bits, so that 8 lose
//! little. Of the last layer only the rows that are asked for are made.

use std::ops::Range;

use rten_gemm::{GemmError, GemmInputA, GemmInputB, GemmOptions};
use rten_tensor::Matrix;

use super::onnx::{Table, Weights};
use crate::kernels::linear::{Levels, Linear};
use crate::kernels::{Kernels, Norm, add, columns, gelu, softmax};

/// How wide a row is.
const WIDTH: usize = 384;
/// How wide an attention head is.
const HEAD: usize = 32;
/// How wide a layer's widest part is.
const WIDE: usize = 1536;
/// Numbers that go through the widest part at a time: it stays in the processor's cache.
const AT_ONCE: usize = 64 * WIDTH;
const LAYERS: usize = 6;
/// What is added to a variance before it divides.
const LEAST_VARIANCE: f32 = 1e-12;

/// A text to read, and which of its pieces are to be labelled.
#[derive(Default)]
pub(super) struct Text {
    pub(super) pieces: Vec<i32>,
    pub(super) asked: Vec<usize>,
}

/// The model.
pub(super) struct Bert {
    words: Table,
    places: Table,
    /// Of which of two texts a piece is; there is but one.
    sort: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    labels: Linear,
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    answer: Linear,
    norm: Norm,
    up: Linear,
    down: Linear,
    end: Norm,
}

/// The rows of a text, and those of them that ask, among all that ask.
struct Span {
    rows: Range<usize>,
    asking: Range<usize>,
}

impl Bert {
    /// Takes the weights of Rampart's file; the error says in words what is wrong with them.
    pub(super) fn load(weights: &Weights<'_>) -> Result<Self, String> {
        let kernels = Kernels::new();
        let embeddings = |part: &str| format!("bert.embeddings.{part}");
        let sort = weights.table(&embeddings("token_type_embeddings.weight"))?;
        let labels = weights.numbers("classifier.bias")?;
        let layers = (0..LAYERS).map(|at| Layer::load(&kernels, weights, at));
        Ok(Self {
            words: weights.table(&embeddings("word_embeddings.weight"))?,
            places: weights.table(&embeddings("position_embeddings.weight"))?,
            sort: sort.row(0, WIDTH).map(Iterator::collect).ok_or("it lacks a sort")?,
            norm: norm(weights, &embeddings("LayerNorm"))?,
            layers: layers.collect::<Result<_, _>>()?,
            labels: dense(&kernels, &weights.matrix("/classifier/MatMul_Q4")?, labels, WIDTH)?,
        })
    }

    /// How many labels a piece may have.
    pub(super) fn labels(&self) -> usize {
        self.labels.outputs()
    }

    /// The scores of the labels of each piece that is asked for, text after text.
    pub(super) fn read(&self, texts: &[&Text]) -> Result<Vec<f32>, String> {
        let kernels = Kernels::new();
        let mut rows = self.embed(texts)?;
        let (mut asked, mut all, mut some) = (Vec::new(), Vec::new(), Vec::new());
        let mut start = 0;
        for text in texts {
            let (end, first) = (start + text.pieces.len(), asked.len());
            asked.extend(text.asked.iter().map(|at| start + at));
            all.push(Span { rows: start..end, asking: start..end });
            some.push(Span { rows: start..end, asking: first..asked.len() });
            start = end;
        }
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let wrong = |error: GemmError| error.to_string();
        let asking = |rows: &[f32]| {
            let asking = asked.iter().flat_map(|at| &rows[at * WIDTH..(at + 1) * WIDTH]);
            asking.copied().collect()
        };
        for (at, layer) in (1..).zip(&self.layers) {
            let is_last = at == self.layers.len();
            let (asking, texts) =
                if is_last { (asking(&rows), &some) } else { (rows.clone(), &all) };
            rows = layer.apply(&kernels, &rows, asking, texts).map_err(wrong)?;
        }
        self.labels.apply(&kernels, &rows).map_err(wrong)
    }

    fn embed(&self, texts: &[&Text]) -> Result<Vec<f32>, String> {
        let mut rows = Vec::with_capacity(texts.iter().map(|text| text.pieces.len() * WIDTH).sum());
        for (at, piece) in texts.iter().flat_map(|text| text.pieces.iter().enumerate()) {
            let word = usize::try_from(*piece).ok().and_then(|piece| self.words.row(piece, WIDTH));
            let parts = word.zip(self.places.row(at, WIDTH));
            let (word, place) = parts.ok_or("a piece or its place is not the model's")?;
            let sums = word.zip(&self.sort).zip(place);
            rows.extend(sums.map(|((word, sort), place)| word + sort + place));
        }
        Ok(self.norm.apply(&rows))
    }
}

fn norm(weights: &Weights<'_>, name: &str) -> Result<Norm, String> {
    let part = |part: &str| weights.numbers(&format!("{name}.{part}"));
    Ok(Norm::new(part("weight")?, part("bias")?).with_least_variance(LEAST_VARIANCE))
}

impl Layer {
    fn load(kernels: &Kernels, weights: &Weights<'_>, at: usize) -> Result<Self, String> {
        let bias = |part: &str| weights.numbers(&format!("bert.encoder.layer.{at}.{part}.bias"));
        let matrix = |part: &str| {
            let part = part.replace('.', "/");
            weights.matrix(&format!("/bert/encoder/layer.{at}/{part}/MatMul_Q4"))
        };
        let dense = |part: &str, inputs| dense(kernels, &matrix(part)?, bias(part)?, inputs);
        let norm = |part: &str| norm(weights, &format!("bert.encoder.layer.{at}.{part}.LayerNorm"));
        Ok(Self {
            query: dense("attention.self.query", WIDTH)?,
            key: dense("attention.self.key", WIDTH)?,
            value: dense("attention.self.value", WIDTH)?,
            answer: dense("attention.output.dense", WIDTH)?,
            norm: norm("attention.output")?,
            up: dense("intermediate.dense", WIDTH)?,
            down: dense("output.dense", WIDE)?,
            end: norm("output")?,
        })
    }

    /// What becomes of the rows that ask.
    fn apply(
        &self,
        kernels: &Kernels,
        rows: &[f32],
        mut asking: Vec<f32>,
        texts: &[Span],
    ) -> Result<Vec<f32>, GemmError> {
        let queries = self.query.apply(kernels, &asking)?;
        let keys = self.key.apply(kernels, rows)?;
        let values = self.value.apply(kernels, rows)?;
        let mut answers = vec![0.0; queries.len()];
        for text in texts {
            let of = |rows: &Range<usize>| rows.start * WIDTH..rows.end * WIDTH;
            let (queries, answers) = (&queries[of(&text.asking)], &mut answers[of(&text.asking)]);
            ask(kernels, queries, (&keys[of(&text.rows)], &values[of(&text.rows)]), answers)?;
        }
        add(&mut asking, &self.answer.apply(kernels, &answers)?);
        let rows = self.norm.apply(&asking);
        let mut outputs = rows.clone();
        for (rows, outputs) in rows.chunks(AT_ONCE).zip(outputs.chunks_mut(AT_ONCE)) {
            let mut wide = self.up.apply(kernels, rows)?;
            gelu(&mut wide);
            add(outputs, &self.down.apply(kernels, &wide)?);
        }
        Ok(self.end.apply(&outputs))
    }
}

/// A layer of weights that the file has of each output in turn.
fn dense(
    kernels: &Kernels,
    by_output: &[f32],
    bias: Vec<f32>,
    inputs: usize,
) -> Result<Linear, String> {
    if by_output.len() != bias.len() * inputs {
        return Err("its weights have another form".to_owned());
    }
    Ok(Linear::new(kernels, &Levels::new(kernels, by_output, inputs), bias))
}

/// What some rows of a text learn from all of them.
fn ask(
    kernels: &Kernels,
    queries: &[f32],
    (keys, values): (&[f32], &[f32]),
    answers: &mut [f32],
) -> Result<(), GemmError> {
    let (asking, count) = (queries.len() / WIDTH, keys.len() / WIDTH);
    if asking == 0 {
        return Ok(());
    }
    let mut scores = vec![0.0; asking * count];
    let mut answer = vec![0.0; asking * HEAD];
    let scale = (HEAD as f32).sqrt().recip();
    for first in (0..WIDTH).step_by(HEAD) {
        let head = |rows| columns(rows, WIDTH, first, HEAD);
        let options = GemmOptions { alpha: scale, ..GemmOptions::default() };
        kernels.floats.gemm(
            &mut scores,
            GemmInputA::Unpacked(head(queries)?),
            GemmInputB::Unpacked(head(keys)?.transposed()),
            options,
        )?;
        scores.chunks_exact_mut(count).for_each(softmax);
        let shares: Matrix<'_> = columns(&scores, count, 0, count)?;
        kernels.multiply(&mut answer, shares, GemmInputB::Unpacked(head(values)?))?;
        for (row, answer) in answers.chunks_exact_mut(WIDTH).zip(answer.chunks_exact(HEAD)) {
            row[first..first + HEAD].copy_from_slice(answer);
        }
    }
    Ok(())
}
