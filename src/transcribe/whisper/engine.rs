//! What runs the Whisper model.

use std::collections::BTreeMap;
use std::ffi::c_int;
use std::path::Path;

use tracing::warn;
use whisper_rs::{DtwMode, DtwParameters, WhisperContext, WhisperContextParameters};

use super::crew::Ear;
use super::header::ModelHeader;
use super::native::{NativeEar, NativeModel};
use super::recognizer::Recognizer;
use super::terms::Terms;
use crate::domain::SpeechEngine;
use crate::transcribe::{TranscribeError, Vocabulary};

/// More recognizers of whisper.cpp would only take memory (some 100 MB each with `base`).
const MOST_RECOGNIZERS: usize = 4;

/// A model in one of the engines.
pub(super) enum Loaded {
    Native { model: Box<NativeModel>, threads: usize },
    WhisperCpp { context: WhisperContext, has_alignment: bool, threads: usize },
}

impl Loaded {
    /// Loads the ggml file at `path`; the error says in words why that can't be.
    pub(super) fn load(
        engine: SpeechEngine,
        path: &Path,
        header: ModelHeader,
        threads: usize,
    ) -> Result<Self, String> {
        if engine != SpeechEngine::WhisperCpp {
            match NativeModel::load(path, header) {
                Ok(model) => return Ok(Self::Native { model: Box::new(model), threads }),
                Err(reason) if engine == SpeechEngine::Native => return Err(reason),
                Err(reason) => warn!(
                    model = %path.display(),
                    reason,
                    "Earmark can't run this model itself; whisper.cpp does, more slowly"
                ),
            }
        }
        let mut parameters = WhisperContextParameters::new();
        if let Some(model_preset) = header.alignment_heads() {
            let mode = DtwMode::ModelPreset { model_preset };
            parameters.dtw_parameters(DtwParameters { mode, ..DtwParameters::default() });
        }
        let context =
            WhisperContext::new_with_params(path, parameters).map_err(|error| error.to_string())?;
        let has_alignment = header.alignment_heads().is_some();
        Ok(Self::WhisperCpp { context, has_alignment, threads })
    }

    /// How long a batch may be, in seconds: the encoder's work grows faster than its length;
    /// whisper.cpp's costs about the same however short.
    pub(super) const fn longest_batch(&self) -> u64 {
        match self {
            Self::Native { .. } => 20,
            Self::WhisperCpp { .. } => 28,
        }
    }

    /// So many batches are asked about before the first of them is settled: enough that recognizers
    /// seldom wait for one another, and no more than a killed worker may lose.
    pub(super) fn most_asked(&self) -> usize {
        match self {
            Self::Native { .. } => 8,
            Self::WhisperCpp { .. } => self.recognizers() + 1,
        }
    }

    /// How many batches are heard at once.
    fn recognizers(&self) -> usize {
        match self {
            Self::Native { threads, .. } | Self::WhisperCpp { threads, .. } => {
                (*threads).clamp(1, MOST_RECOGNIZERS)
            }
        }
    }

    /// Whether it tells the language before it hears the words, where that is not known yet
    /// ([`Question::chooser`](super::recognizer::Question::chooser)).
    pub(super) const fn tells_language(&self) -> bool {
        matches!(self, Self::Native { .. })
    }

    /// What hears one recording, each a batch at a time.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when there is no memory for it.
    pub(super) fn ears(&self) -> Result<Vec<Box<dyn Ear + '_>>, TranscribeError> {
        let recognizers = self.recognizers();
        let ear = |_| -> Result<Box<dyn Ear + '_>, TranscribeError> {
            Ok(match self {
                Self::Native { model, .. } => Box::new(NativeEar::new(model)),
                Self::WhisperCpp { context, has_alignment, threads } => {
                    let threads = (threads / recognizers).max(1);
                    Box::new(Recognizer::new(context, threads, *has_alignment)?)
                }
            })
        };
        (0..recognizers).map(ear).collect()
    }

    /// A collection's names and terms in the model's tokens.
    pub(super) fn terms(&self, vocabulary: &Vocabulary) -> Terms {
        let tokenize = |text: &str, most: usize| match self {
            Self::Native { model, .. } => {
                let tokens = model.tokens(text, most).into_iter();
                tokens.filter_map(|token| c_int::try_from(token).ok()).collect()
            }
            Self::WhisperCpp { context, .. } => context.tokenize(text, most).unwrap_or_default(),
        };
        Terms::new(&tokenize, vocabulary)
    }

    /// The settings that may change what is heard, as they are kept with transcripts.
    pub(super) fn settings(&self) -> BTreeMap<String, String> {
        let engine = match self {
            Self::Native { .. } => "native",
            Self::WhisperCpp { .. } => "whisper.cpp",
        };
        let settings = [("engine", engine), ("search", "greedy")];
        settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    }
}
