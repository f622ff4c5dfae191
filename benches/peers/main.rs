//! Earmark and whisper.cpp's plain path, timed beside faster-whisper: `run.sh` starts this.
//!
//! Reads lines of `ENGINE<TAB>FILE` and answers each with a line of JSON: the seconds that it took,
//! decoding included and loading not, and what was heard. The models are loaded before the first
//! answer, as faster-whisper's are.

#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]

use std::io::BufRead as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use earmark::decode::{
    DecodeOptions, Decoder, Ffmpeg, Master, MasterOptions, MasterSpeech, ResampledDecoder,
    SPEECH_RATE, mix,
};
use earmark::domain::{ChannelMode, MediaTime, SpeechEngine};
use earmark::source::FileInput;
use earmark::transcribe::models::ModelStore;
use earmark::transcribe::{
    TranscribeOptions, Transcriber as _, WhisperOptions, WhisperTranscriber,
};
use serde_json::json;
use whisper_rs::{FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters};

fn main() {
    earmark::cli::choose_kernels();
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let [threads] = &arguments[..] else {
        eprintln!("benches/peers/run.sh starts this");
        return;
    };
    let engines = Engines::load(threads.parse().unwrap());
    println!("ready");
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (engine, file) = line.split_once('\t').unwrap();
        let began = Instant::now();
        let heard = match engine {
            "earmark" => hear(&engines.earmark, Path::new(file)),
            "earmark-whisper.cpp" => hear(&engines.whisper_cpp, Path::new(file)),
            _ => engines.plain(Path::new(file)),
        };
        println!("{}", json!({ "seconds": began.elapsed().as_secs_f64(), "text": heard }));
    }
}

struct Engines {
    earmark: WhisperTranscriber,
    whisper_cpp: WhisperTranscriber,
    plain: WhisperContext,
    threads: usize,
}

impl Engines {
    #[expect(clippy::disallowed_methods, reason = "a measurement's own environment")]
    fn load(threads: usize) -> Self {
        let dir = std::env::var("EARMARK_MODELS_DIR").expect("EARMARK_MODELS_DIR is set");
        let models = ModelStore::new(dir);
        let base = models.verified("base").unwrap();
        let parameters = WhisperContextParameters::new();
        let plain = WhisperContext::new_with_params(&base.path, parameters).unwrap();
        let load = |engine| {
            WhisperTranscriber::load(WhisperOptions {
                name: "base".to_owned(),
                sha256: base.sum.to_string(),
                model: base.path.clone(),
                vad_model: models.verified("silero-vad").unwrap().path,
                engine,
                threads,
            })
            .unwrap()
        };
        let (earmark, whisper_cpp) =
            (load(SpeechEngine::default()), load(SpeechEngine::WhisperCpp));
        Self { earmark, whisper_cpp, plain, threads }
    }

    /// Everything at its default, as whisper.cpp's own example has it, but for the threads.
    fn plain(&self, file: &Path) -> String {
        let mut stream = ResampledDecoder::new(decoder(file), SPEECH_RATE).unwrap();
        let mut samples = Vec::new();
        while let Some(chunk) = stream.next_chunk().unwrap() {
            samples.extend(mix(&chunk.channels));
        }
        // whisper.cpp refuses less than a second.
        samples.resize(samples.len().max(SPEECH_RATE as usize * 11 / 10), 0.0);
        let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 5 });
        params.set_n_threads(self.threads.try_into().unwrap());
        params.set_language(Some("auto"));
        params.set_print_progress(false);
        params.set_print_realtime(false);
        params.set_print_special(false);
        params.set_print_timestamps(false);
        let mut state = self.plain.create_state().unwrap();
        state.full(params, &samples).unwrap();
        state.as_iter().map(|segment| segment.to_string()).collect()
    }
}

/// As a recording is heard when it is ingested: channels apart where they are, one while it is
/// decoded.
fn hear(earmark: &WhisperTranscriber, file: &Path) -> String {
    let (decoder, options) = (decoder(file), MasterOptions::default());
    if decoder.info().channels == 1 {
        let heard =
            Master::record_while(decoder, &options, |_| {}, |speech| words(earmark, speech, None));
        return heard.unwrap().1;
    }
    let master = Master::record(decoder, &options, |_| {}).unwrap();
    let channels = master.speeches(master.layout_for(ChannelMode::Auto)).into_iter();
    let heard = channels.map(|channel| {
        let mut speech = master.speech(channel).unwrap();
        words(earmark, &mut speech, channel)
    });
    heard.collect::<Vec<_>>().join(" ")
}

fn words(
    earmark: &WhisperTranscriber,
    speech: &mut MasterSpeech<'_>,
    channel: Option<u16>,
) -> String {
    let options = TranscribeOptions { channel, ..TranscribeOptions::default() };
    let heard = earmark.transcribe(speech, &options, &mut |_: MediaTime| ControlFlow::Continue(()));
    let segments = heard.unwrap().segments.into_iter();
    let words = segments.flat_map(|segment| segment.words);
    words.map(|word| word.text.expose().to_owned()).collect::<Vec<_>>().join(" ")
}

fn decoder(file: &Path) -> Decoder {
    let input = Box::new(FileInput::open(file).unwrap());
    let extension = file.extension().map(|e| e.to_string_lossy().into_owned());
    let ffmpeg = Ffmpeg::find("/usr/local/bin:/usr/bin");
    let options = DecodeOptions { ffmpeg, ..DecodeOptions::default() };
    Decoder::open(input, extension.as_deref(), &options).unwrap()
}
