//! Silero's voice activity detection: how likely somebody speaks, 512 samples at a time.
//!
//! A spectrum, four convolutions and an LSTM, in whisper.cpp's arrangement and out of its file
//! (`whisper_vad_detect_speech`). That runs the network for each frame by itself; here all but the
//! LSTM is done for many frames at once, in a third of the time.

use std::fmt::Display;
use std::path::Path;

use rten::ThreadPool;
use rten_gemm::{GemmError, GemmExecutor};

use super::gate::FRAME;
use super::layer::Layer;
use super::tensors::{Fields, Tensor, Tensors};

/// What the file says it is.
const KIND: &[u8] = b"silero-16k";
/// Samples in a frame.
const SAMPLES: usize = FRAME as usize;
/// Samples that are mirrored at both ends of a frame.
const PAD: usize = 64;
/// The spectrum's windows: so many samples, so far from one another, so many a frame.
const WINDOW: usize = 256;
const HOP: usize = 128;
const WINDOWS: usize = (SAMPLES + 2 * PAD - WINDOW) / HOP + 1;
/// Frequencies of a window: their real parts come first, then the imaginary ones.
const BINS: usize = WINDOW / 2 + 1;
/// Positions that come into each convolution, and every how manieth it gives.
const CONVOLUTIONS: [(usize, usize); 4] = [(WINDOWS, 1), (WINDOWS, 2), (2, 2), (1, 1)];
/// The LSTM's memory.
const CELLS: usize = 128;
/// Frames that are looked at together: what they take stays in the processor's cache.
const AT_ONCE: usize = 64;

/// The detector; it remembers nothing from one call to the next.
pub(super) struct Silero {
    gemm: GemmExecutor,
    threads: ThreadPool,
    spectrum: Layer,
    encoder: [Layer; 4],
    /// The LSTM's four gates out of what comes in.
    gates: Layer,
    /// What each cell of the memory adds to the gates, cell after cell.
    recurrent: Vec<f32>,
    /// What each cell says about speech, and the last bias.
    speech: (Vec<f32>, f32),
}

/// What the LSTM remembers.
struct Memory {
    hidden: [f32; CELLS],
    cells: [f32; CELLS],
}

impl Silero {
    /// Reads the ggml file at `path`; the error says in words what is wrong with it.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let mut file = tensors_of(path)?;
        let gemm = GemmExecutor::new();
        let mut read = |name: &str, count: usize| {
            let Tensor { values, .. } = file.tensor(&format!("_model.{name}"))?;
            let is_right = values.len() == count;
            is_right.then_some(values).ok_or_else(|| format!("`{name}` has another size"))
        };
        let basis = read("stft.forward_basis_buffer", 2 * BINS * WINDOW)?;
        let spectrum = Layer::new(&gemm, &basis, vec![0.0; 2 * BINS]);
        let mut convolution = |number: usize, inputs: usize, outputs: usize| {
            let name = |part: &str| format!("encoder.{number}.reparam_conv.{part}");
            let weights = read(&name("weight"), inputs * 3 * outputs)?;
            Ok::<_, String>(Layer::convolution(&gemm, &weights, read(&name("bias"), outputs)?))
        };
        let encoder = [
            convolution(0, BINS, 128)?,
            convolution(1, 128, 64)?,
            convolution(2, 64, 64)?,
            convolution(3, 64, CELLS)?,
        ];
        let mut biases = read("decoder.rnn.bias_ih", 4 * CELLS)?;
        let more = read("decoder.rnn.bias_hh", 4 * CELLS)?;
        biases.iter_mut().zip(more).for_each(|(bias, more)| *bias += more);
        let weights = read("decoder.rnn.weight_ih", 4 * CELLS * CELLS)?;
        let gates = Layer::new(&gemm, &weights, biases);
        let by_gate = read("decoder.rnn.weight_hh", 4 * CELLS * CELLS)?;
        let by_cell = (0..CELLS).flat_map(|cell| by_gate[cell..].iter().step_by(CELLS).copied());
        let recurrent = by_cell.collect();
        let bias = read("decoder.decoder.2.bias", 1)?[0];
        let speech = (read("decoder.decoder.2.weight", CELLS)?, bias);
        // One thread: Whisper wants the others.
        let threads = ThreadPool::with_num_threads(1);
        Ok(Self { gemm, threads, spectrum, encoder, gates, recurrent, speech })
    }

    /// How likely somebody speaks in each frame of `samples` (16 kHz), from 0 to 1; the last frame
    /// is filled up with silence.
    ///
    /// # Errors
    /// In words, when the processor can't multiply matrices.
    pub(super) fn probabilities(&self, samples: &[f32]) -> Result<Vec<f32>, String> {
        let mut memory = Memory { hidden: [0.0; CELLS], cells: [0.0; CELLS] };
        let mut probabilities = Vec::with_capacity(samples.len().div_ceil(SAMPLES));
        for frames in samples.chunks(AT_ONCE * SAMPLES) {
            let gates = self.threads.run(|| self.gates_of(frames)).map_err(in_words)?;
            let frames = gates.chunks_exact(4 * CELLS);
            probabilities.extend(frames.map(|gates| self.step(&mut memory, gates)));
        }
        Ok(probabilities)
    }

    /// What comes into the LSTM's gates, frame after frame.
    fn gates_of(&self, samples: &[f32]) -> Result<Vec<f32>, GemmError> {
        let mut windows = Vec::with_capacity(samples.len().div_ceil(HOP) * WINDOW);
        for frame in samples.chunks(SAMPLES) {
            let at = |index: usize| frame.get(index).copied().unwrap_or(0.0);
            let mirrored: [f32; SAMPLES + 2 * PAD] = std::array::from_fn(|index| {
                let index = index.abs_diff(PAD);
                at(index.min(2 * (SAMPLES - 1) - index))
            });
            windows.extend(mirrored.windows(WINDOW).step_by(HOP).flatten());
        }
        let spectra = self.spectrum.apply(&self.gemm, &windows)?;
        let mut rows: Vec<f32> = Vec::with_capacity(spectra.len() / 2);
        for spectrum in spectra.chunks_exact(2 * BINS) {
            let (real, imaginary) = spectrum.split_at(BINS);
            rows.extend(real.iter().zip(imaginary).map(|(re, im)| (re * re + im * im).sqrt()));
        }
        for (layer, shape) in self.encoder.iter().zip(CONVOLUTIONS) {
            rows = layer.convolve(&self.gemm, &rows, shape)?;
            rows.iter_mut().for_each(|value| *value = value.max(0.0));
        }
        self.gates.apply(&self.gemm, &rows)
    }

    /// Takes one frame's gates: the LSTM of Hochreiter and Schmidhuber with a forget gate, in
    /// PyTorch's order (input, forget, cell, output).
    fn step(&self, memory: &mut Memory, gates: &[f32]) -> f32 {
        let mut sums = [0.0; 4 * CELLS];
        sums.copy_from_slice(gates);
        for (hidden, weights) in memory.hidden.iter().zip(self.recurrent.chunks_exact(4 * CELLS)) {
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += hidden * weight);
        }
        let (weights, mut said) = (&self.speech.0, self.speech.1);
        for cell in 0..CELLS {
            let [input, forget, new, output] = [0, 1, 2, 3].map(|gate| sums[gate * CELLS + cell]);
            let kept = sigmoid(forget) * memory.cells[cell] + sigmoid(input) * new.tanh();
            let hidden = sigmoid(output) * kept.tanh();
            (memory.cells[cell], memory.hidden[cell]) = (kept, hidden);
            said += hidden.max(0.0) * weights[cell];
        }
        sigmoid(said)
    }
}

/// The file's tensors, if it is the model that this module runs.
fn tensors_of(path: &Path) -> Result<Tensors, String> {
    let mut read = Fields::open(path)?;
    read.skip(4)?;
    let length = read.size()?;
    if length != KIND.len() || read.bytes(length)? != KIND {
        return Err("it is no voice activity model of Silero's".to_owned());
    }
    // The version; then the frame, its context, and the sizes of the layers, each checked where it
    // is read.
    read.skip(3 * 4)?;
    if read.size()? != SAMPLES {
        return Err("its frames are of another length".to_owned());
    }
    read.skip(4)?;
    let layers = read.size()?;
    read.skip((layers.min(16) * 3 + 4) as u64 * 4)?;
    read.tensors()
}

fn sigmoid(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

fn in_words(error: impl Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests;
