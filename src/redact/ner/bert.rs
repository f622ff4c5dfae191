//! A small BERT that labels pieces of words (Devlin et al. 2019), multiplied by rten's kernels.
//!
//! Texts are read beside one another: what looks at a row by itself takes the rows of all of them,
//! so that weights are fetched once for many. All matrices are as wide as they are high: one of
//! them stays in the processor's cache while the rows go through. Of the last layer only the rows
//! that are asked for are made.

use std::ops::Range;

use rten_gemm::{BiasVector, GemmError, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::{Matrix, NdTensorView};

use super::onnx::{Table, Weights};
use crate::transcribe::product::{Kernels, Norm, add, columns, gelu, softmax};

/// How wide a row is.
const WIDTH: usize = 384;
/// How wide an attention head is.
const HEAD: usize = 32;
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
    labels: Dense,
}

/// A matrix to multiply with, and what is added.
struct Dense {
    weights: PackedBMatrix<f32>,
    bias: Vec<f32>,
}

struct Layer {
    query: Dense,
    key: Dense,
    value: Dense,
    answer: Dense,
    norm: Norm,
    /// The widest part, in slices: each goes up and down again.
    slices: Vec<(Dense, Dense)>,
    end: Norm,
}

/// The rows of a text, and those of them that ask, among all that ask.
struct Span {
    rows: Range<usize>,
    asking: Range<usize>,
}

impl Dense {
    /// Takes the weights of each output in turn.
    fn new(kernels: &Kernels, by_output: &[f32], bias: Vec<f32>) -> Result<Self, String> {
        let shape = [bias.len(), WIDTH];
        if by_output.len() != bias.len() * WIDTH {
            return Err("its weights have another form".to_owned());
        }
        let weights = kernels.pack(NdTensorView::from_data(shape, by_output).transposed());
        Ok(Self { weights, bias })
    }

    fn apply(&self, kernels: &Kernels, rows: &[f32]) -> Result<Vec<f32>, GemmError> {
        let mut outputs = vec![0.0; rows.len() / WIDTH * self.bias.len()];
        self.add_to(kernels, &mut outputs, rows, 0.0)?;
        Ok(outputs)
    }

    /// Adds the outputs to `beta` times what is there.
    fn add_to(
        &self,
        kernels: &Kernels,
        outputs: &mut [f32],
        rows: &[f32],
        beta: f32,
    ) -> Result<(), GemmError> {
        let options =
            GemmOptions { beta, bias: Some(BiasVector::Row(&self.bias)), ..GemmOptions::default() };
        let rows = columns(rows, WIDTH, 0, WIDTH)?;
        kernels.floats.gemm(
            outputs,
            GemmInputA::Unpacked(rows),
            GemmInputB::Packed(&self.weights),
            options,
        )
    }
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
            labels: Dense::new(&kernels, &weights.matrix("/classifier/MatMul_Q4")?, labels)?,
        })
    }

    /// How many labels a piece may have.
    pub(super) fn labels(&self) -> usize {
        self.labels.bias.len()
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
        const UP: &str = "intermediate.dense";
        const DOWN: &str = "output.dense";
        let bias = |part: &str| weights.numbers(&format!("bert.encoder.layer.{at}.{part}.bias"));
        let matrix = |part: &str| {
            let part = part.replace('.', "/");
            weights.matrix(&format!("/bert/encoder/layer.{at}/{part}/MatMul_Q4"))
        };
        let dense = |part: &str| Dense::new(kernels, &matrix(part)?, bias(part)?);
        let norm = |part: &str| norm(weights, &format!("bert.encoder.layer.{at}.{part}.LayerNorm"));
        Ok(Self {
            query: dense("attention.self.query")?,
            key: dense("attention.self.key")?,
            value: dense("attention.self.value")?,
            answer: dense("attention.output.dense")?,
            norm: norm("attention.output")?,
            slices: slices(kernels, (&matrix(UP)?, &bias(UP)?), (&matrix(DOWN)?, bias(DOWN)?))?,
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
        let (mut outputs, mut wide) = (rows.clone(), vec![0.0; rows.len()]);
        for (up, down) in &self.slices {
            up.add_to(kernels, &mut wide, &rows, 0.0)?;
            gelu(&mut wide);
            down.add_to(kernels, &mut outputs, &wide, 1.0)?;
        }
        Ok(self.end.apply(&outputs))
    }
}

/// Cuts the part of a layer that goes up to more numbers and down again, given the weights and
/// biases of both ways.
fn slices(
    kernels: &Kernels,
    (up, up_bias): (&[f32], &[f32]),
    (down, mut down_bias): (&[f32], Vec<f32>),
) -> Result<Vec<(Dense, Dense)>, String> {
    let wide = up_bias.len();
    let cut = up.chunks_exact(WIDTH * WIDTH).zip(up_bias.chunks_exact(WIDTH)).enumerate();
    let slice = |(at, (up, bias)): (usize, (&[f32], &[f32]))| {
        let rows = down.chunks_exact(wide);
        let down: Vec<f32> =
            rows.flat_map(|row| &row[at * WIDTH..(at + 1) * WIDTH]).copied().collect();
        // It is added once.
        let down_bias = std::mem::replace(&mut down_bias, vec![0.0; WIDTH]);
        let up = Dense::new(kernels, up, bias.to_vec())?;
        Ok((up, Dense::new(kernels, &down, down_bias)?))
    };
    cut.map(slice).collect()
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
