//! What each way to make whisper.cpp quicker gives, a row each: `run.sh` prepares and calls it.
//!
//! `earmark-ideas LABEL MODELS_DIR ROUNDS FILE…` hears the same batches (raw 16 kHz mono, 32 bit
//! float, at most 30 s a file, the longest first) in every way, round after round, so that a slow
//! moment of the machine meets all alike. Each row changes one thing against the first.

use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use whisper_rs::{
    DtwMode, DtwModelPreset, DtwParameters, FullParams, SamplingStrategy, WhisperContext,
    WhisperContextParameters,
};

#[derive(Clone, Copy)]
struct Way {
    name: &'static str,
    model: &'static str,
    /// Recognizers at once, and threads of each.
    states: usize,
    threads: i32,
    cuts_context: bool,
    has_times: bool,
    flash: bool,
    temperature_step: f32,
    /// Batches in pieces of so many seconds, as if nothing were packed.
    pieces: Option<usize>,
}

const EARMARK: Way = Way {
    name: "as Earmark does it",
    model: "ggml-base-q8_0.bin",
    states: 2,
    threads: 1,
    cuts_context: true,
    has_times: true,
    flash: false,
    temperature_step: 0.4,
    pieces: None,
};

const WAYS: [Way; 10] = [
    EARMARK,
    Way { name: "1 recognizer on 2 threads", states: 1, threads: 2, ..EARMARK },
    Way { name: "whole audio context (1500)", cuts_context: false, ..EARMARK },
    Way { name: "f16", model: "ggml-base-f16.bin", ..EARMARK },
    Way { name: "q5_1", model: "ggml-base-q5_1.bin", ..EARMARK },
    Way { name: "no word times (DTW)", has_times: false, ..EARMARK },
    Way { name: "flash attention, no times", has_times: false, flash: true, ..EARMARK },
    Way { name: "temperature step 0.2", temperature_step: 0.2, ..EARMARK },
    Way { name: "no temperature fallback", temperature_step: 0.0, ..EARMARK },
    Way { name: "not packed: pieces of 5 s", pieces: Some(5), ..EARMARK },
];

fn main() {
    whisper_rs::install_logging_hooks();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [label, models, rounds, files @ ..] = &arguments[..] else { panic!("see run.sh") };
    let rounds: usize = rounds.parse().expect("rounds is a number");
    let batches: Vec<Vec<f32>> = files.iter().map(|file| samples(Path::new(file))).collect();
    let seconds = batches.iter().map(Vec::len).sum::<usize>() as f64 / 16_000.0;
    println!("build: {label}; {seconds:.0} s of speech; {}", whisper_rs::print_system_info());
    let ways: Vec<Way> =
        WAYS.into_iter().filter(|way| Path::new(models).join(way.model).exists()).collect();
    let mut best = vec![f64::MAX; ways.len()];
    let mut words = vec![0; ways.len()];
    for _ in 0..rounds {
        for (index, way) in ways.iter().enumerate() {
            let (took, heard) = hear(*way, Path::new(models), &batches);
            best[index] = best[index].min(took);
            words[index] = heard;
        }
    }
    println!("{:<30} {:>8} {:>8} {:>9} {:>6}", "way", "seconds", "RTF", "of first", "words");
    for ((way, best_of), words) in ways.iter().zip(&best).zip(words) {
        let (rtf, share) = (best_of / seconds, best_of / best[0]);
        println!("{:<30} {best_of:>8.2} {rtf:>8.4} {share:>8.2}x {words:>6}", way.name);
    }
}

/// Seconds for all batches, and how many words were heard. Loading is not counted.
fn hear(way: Way, models: &Path, batches: &[Vec<f32>]) -> (f64, usize) {
    let mut parameters = WhisperContextParameters::new();
    parameters.flash_attn(way.flash);
    if way.has_times {
        let mode = DtwMode::ModelPreset { model_preset: DtwModelPreset::Base };
        parameters.dtw_parameters(DtwParameters { mode, ..DtwParameters::default() });
    }
    let context = WhisperContext::new_with_params(models.join(way.model), parameters).unwrap();
    let pieces: Vec<&[f32]> = match way.pieces {
        Some(seconds) => batches.iter().flat_map(|one| one.chunks(seconds * 16_000)).collect(),
        None => batches.iter().map(Vec::as_slice).collect(),
    };
    let states: Vec<_> = (0..way.states).map(|_| context.create_state().unwrap()).collect();
    let (queue, words) = (Mutex::new(pieces.into_iter()), Mutex::new(0));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for mut state in states {
            let (queue, words) = (&queue, &words);
            scope.spawn(move || {
                loop {
                    let Some(piece) = queue.lock().unwrap().next() else { break };
                    state.full(parameters_of(way, piece.len()), piece).unwrap();
                    let texts = state.as_iter().map(|one| one.to_string());
                    let count = texts.map(|text| text.split_whitespace().count()).sum::<usize>();
                    *words.lock().unwrap() += count;
                }
            });
        }
    });
    let words = *words.lock().unwrap();
    (began.elapsed().as_secs_f64(), words)
}

fn parameters_of(way: Way, samples: usize) -> FullParams<'static, 'static> {
    let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 2 });
    params.set_n_threads(way.threads);
    params.set_language(Some("en"));
    params.set_no_context(true);
    params.set_single_segment(true);
    params.set_token_timestamps(way.has_times);
    params.set_temperature_inc(way.temperature_step);
    params.set_print_progress(false);
    params.set_print_realtime(false);
    params.set_print_special(false);
    params.set_print_timestamps(false);
    if way.cuts_context {
        let positions = (samples / 320 + 128).next_multiple_of(64).clamp(768, 1500);
        params.set_audio_ctx(positions as i32);
    }
    params
}

fn samples(file: &Path) -> Vec<f32> {
    let bytes = std::fs::read(file).unwrap();
    bytes.chunks_exact(4).map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect()
}
