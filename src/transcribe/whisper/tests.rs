//! Real models on real recordings; loudly skipped where either is not there.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::*;
use crate::decode::{DecodeError, SPEECH_RATE};
use crate::domain::{Language, MediaTime, SpeechEngine};

const SECOND: usize = SPEECH_RATE as usize;
const VOICE_MODEL: &str = "ggml-silero-v6.2.0.bin";

/// Samples in memory, in blocks of odd length.
struct Samples(Vec<f32>, usize);

impl SpeechSource for Samples {
    fn next_block(&mut self) -> Result<Option<Vec<f32>>, DecodeError> {
        let block: Vec<f32> = self.0.iter().skip(self.1).take(4001).copied().collect();
        self.1 += block.len();
        Ok((!block.is_empty()).then_some(block))
    }
}

fn models_dir() -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "tests are told where the models lie")]
    let told = std::env::var("EARMARK_MODELS_DIR").ok();
    told.map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("var/models"), PathBuf::from)
}

/// The file, or nothing and a loud word about it.
fn found(path: PathBuf) -> Option<PathBuf> {
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: `{}` is not there", path.display());
    None
}

fn model(name: &str) -> Option<WhisperTranscriber> {
    model_in(name, SpeechEngine::Auto)
}

/// Where the voice activity model lies, if it is there.
pub(super) fn voice_model() -> Option<PathBuf> {
    found(models_dir().join(VOICE_MODEL))
}

/// Where the model of this name lies, if it is there.
pub(super) fn model_file(name: &str) -> Option<PathBuf> {
    found(models_dir().join(format!("ggml-{name}.bin")))
}

fn model_in(name: &str, engine: SpeechEngine) -> Option<WhisperTranscriber> {
    let model = model_file(name)?;
    let vad_model = voice_model()?;
    let options = WhisperOptions {
        name: name.to_owned(),
        sha256: String::new(),
        model,
        vad_model,
        engine,
        threads: 1,
    };
    Some(WhisperTranscriber::load(options).unwrap())
}

/// A recording of 16 kHz, 16 bit and one channel.
fn recording(name: &str) -> Option<Vec<f32>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/audio");
    let bytes = std::fs::read(found(folder.join(name))?).unwrap();
    let data = bytes.windows(4).position(|four| four == b"data").unwrap() + 8;
    let sample = |pair: &[u8]| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0;
    Some(bytes[data..].chunks_exact(2).map(sample).collect())
}

/// "And so, my fellow Americans, ask not what your country can do for you …", 11 seconds.
fn kennedy() -> Option<Vec<f32>> {
    recording("whisper.cpp__jfk.wav")
}

fn silence(seconds: usize) -> Vec<f32> {
    vec![0.0; seconds * SECOND]
}

/// White noise at about -40 dB, the same each time.
fn noise(seconds: usize) -> Vec<f32> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (f32::from((state >> 16) as u16) / 32_768.0 - 1.0) * 0.02
    };
    (0..seconds * SECOND).map(|_| next()).collect()
}

fn on(_: MediaTime) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn transcribed(model: &WhisperTranscriber, sound: Vec<f32>) -> Transcript {
    model.transcribe(&mut Samples(sound, 0), &TranscribeOptions::default(), &mut on).unwrap()
}

/// The words without punctuation, in lower case, with their starts in seconds.
fn words(transcript: &Transcript) -> Vec<(String, f64)> {
    let words = transcript.segments.iter().flat_map(|segment| &segment.words);
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    words
        .map(|word| (bare(word.text.expose()).to_lowercase(), word.span.start.as_secs_f64()))
        .collect()
}

fn assert_contract(transcript: &Transcript) {
    let mut last = MediaTime::ZERO;
    for segment in &transcript.segments {
        assert!(!segment.words.is_empty());
        for word in &segment.words {
            assert!(word.span.start >= last && word.span.end > word.span.start);
            assert!(!word.text.expose().trim().is_empty());
            assert!((0.0..=1.0).contains(&word.confidence));
            last = word.span.end;
        }
    }
}

#[test]
fn words_after_a_long_silence_keep_their_times() {
    let (Some(model), Some(speech)) = (model("tiny.en-q5_1"), kennedy()) else { return };
    let sound = [silence(40), speech, silence(5)].concat();
    let heard = transcribed(&model, sound);
    assert_contract(&heard);
    assert_eq!(heard.duration, MediaTime::from_millis(56_000));
    assert_eq!(heard.language, Language::english());
    // Where the sound rises after each pause of the recording, seen in its waveform.
    let truth = [("and", 0.32), ("ask", 3.28), ("not", 4.0), ("what", 5.42), ("ask", 8.18)];
    let words = words(&heard);
    let mut after = words.iter();
    for (word, start) in truth {
        let found = after.find(|(text, _)| text == word).map(|(_, at)| at - 40.0);
        let at = found.unwrap_or(f64::INFINITY);
        assert!((at - start).abs() < 0.3, "`{word}` is said at {start} and was put at {at}");
    }
}

#[test]
fn silence_and_noise_give_no_words() {
    let Some(model) = model("tiny.en-q5_1") else { return };
    let heard = transcribed(&model, [silence(20), noise(30), silence(1)].concat());
    assert!(heard.segments.is_empty());
    assert_eq!(heard.language, Language::undetermined());
    assert_eq!(heard.duration, MediaTime::from_millis(51_000));
    assert!(transcribed(&model, Vec::new()).segments.is_empty());
    assert!(transcribed(&model, vec![f32::NAN; 100]).segments.is_empty());
}

#[test]
fn a_run_is_called_off_in_the_middle_of_a_batch() {
    let (Some(model), Some(speech)) = (model("tiny.en-q5_1"), kennedy()) else { return };
    let sound = [speech.clone(), speech].concat();
    let mut asked = Vec::new();
    let mut stop = |time: MediaTime| {
        asked.push((time, Instant::now()));
        if asked.len() > 88 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = TranscribeOptions::default();
    let result = model.transcribe(&mut Samples(sound, 0), &options, &mut stop);
    // 88 blocks come before the end of the sound; what is asked then, is asked while Whisper runs.
    assert!(matches!(result, Err(TranscribeError::Cancelled)));
    assert!(asked.windows(2).all(|pair| pair[0].0 <= pair[1].0), "progress goes back");
    let stopped = asked.last().unwrap().1.elapsed();
    assert!(stopped < Duration::from_secs(5), "{stopped:?}");
}

#[test]
fn one_model_serves_two_recordings_at_once() {
    let (Some(model), Some(speech)) = (model("tiny.en-q5_1"), kennedy()) else { return };
    let run = || words(&transcribed(&model, speech.clone()));
    let (first, second) = thread::scope(|scope| {
        let (a, b) = (scope.spawn(run), scope.spawn(run));
        (a.join().unwrap(), b.join().unwrap())
    });
    assert!(first.len() > 15);
    assert_eq!(first, second);
}

#[test]
fn each_engine_hears_the_same_words_at_about_the_same_time() {
    let Some(speech) = kennedy() else { return };
    let heard = [SpeechEngine::Native, SpeechEngine::WhisperCpp].map(|engine| {
        let transcript = transcribed(&model_in("tiny.en-q5_1", engine)?, speech.clone());
        assert_contract(&transcript);
        Some((words(&transcript), transcript.model.settings["engine"].clone()))
    });
    let [Some((quick, first)), Some((slow, second))] = heard else { return };
    assert_eq!((first.as_str(), second.as_str()), ("native", "whisper.cpp"));
    let texts = |words: &[(String, f64)]| -> Vec<String> {
        words.iter().map(|(word, _)| word.clone()).collect()
    };
    assert_eq!(texts(&quick), texts(&slow));
    let far = quick.iter().zip(&slow).filter(|(a, b)| (a.1 - b.1).abs() > 0.25);
    assert!(far.count() <= 1, "{quick:?} {slow:?}");
}

#[test]
fn a_file_that_is_cut_short_is_refused_with_its_reason() {
    let Some(whole) = found(models_dir().join("ggml-tiny.en-q5_1.bin")) else { return };
    let Some(vad_model) = voice_model() else { return };
    let cut = tempfile::NamedTempFile::new().unwrap();
    let bytes = std::fs::read(whole).unwrap();
    std::fs::write(cut.path(), &bytes[..bytes.len() / 2]).unwrap();
    for engine in [SpeechEngine::Auto, SpeechEngine::Native] {
        let error = WhisperTranscriber::load(WhisperOptions {
            name: "tiny.en".to_owned(),
            sha256: String::new(),
            model: cut.path().to_owned(),
            vad_model: vad_model.clone(),
            engine,
            threads: 1,
        });
        let error = error.err().unwrap().to_string();
        assert!(error.contains("can't be loaded") && error.contains("pull it again"), "{error}");
    }
}

#[test]
fn a_recording_that_changes_its_language_gets_both() {
    let (Some(model), Some(english)) = (model("base-q5_1"), kennedy()) else { return };
    let Some(french) = recording("azure_fr-FR_testing__audio.wav") else { return };
    let heard = transcribed(&model, [english, silence(1), french].concat());
    assert_contract(&heard);
    let mut languages: Vec<_> = heard.segments.iter().map(|one| one.language.code()).collect();
    languages.dedup();
    assert_eq!(languages, ["en", "fr"]);
    assert_eq!(heard.language.code(), "fr");
    let words = words(&heard);
    assert!(words.iter().any(|(word, at)| word == "country" && *at < 12.0));
    assert!(words.iter().any(|(word, at)| word == "cliquez" && (11.5..14.0).contains(at)));
}

#[test]
fn a_model_that_is_not_there_is_named_with_advice() {
    let options = WhisperOptions {
        name: "base".to_owned(),
        sha256: String::new(),
        model: PathBuf::from("/nowhere/base.bin"),
        vad_model: PathBuf::from("/nowhere/silero.bin"),
        engine: SpeechEngine::Auto,
        threads: 0,
    };
    let error = WhisperTranscriber::load(options).err().unwrap().to_string();
    assert!(error.contains("`base`") && error.contains("earmark models pull"), "{error}");
}

#[test]
fn memory_does_not_grow_with_the_recordings_length() {
    let Some(speech) = kennedy() else { return };
    let Some(voice) = voice_model() else { return };
    let mut listener = Listener::open(&voice, 28).unwrap();
    let (mut most, mut batches, mut speech_millis) = (0, 0, 0);
    for minute in 0..8 {
        let sound = if minute == 5 { silence(120) } else { speech.repeat(4) };
        listener.push(&sound).unwrap();
        most = most.max(listener.held_samples());
        while let Some(batch) = listener.next_batch() {
            assert!(batch.samples().len() <= 30 * SECOND);
            (batches, speech_millis) = (batches + 1, speech_millis + batch.speech_millis());
        }
    }
    listener.finish().unwrap();
    assert!(most < 100 * SECOND, "{} s held", most / SECOND);
    assert!(batches >= 10 && speech_millis > 150_000, "{batches} batches, {speech_millis} ms");
}

#[test]
fn listening_ahead_gives_the_same_batches_and_never_many_at_once() {
    let (Some(voice_model), Some(speech)) = (found(models_dir().join(VOICE_MODEL)), kennedy())
    else {
        return;
    };
    let sound = [speech, silence(4)].concat().repeat(24);
    let batches = |looks: usize| {
        let listener = Listener::open(&voice_model, 14).unwrap();
        let (mut source, mut watch) = (Samples(sound.clone(), 0), on);
        let mut ahead = Ahead::new(listener, &mut source, &mut watch);
        let mut batches = Vec::new();
        while let Some(batch) = ahead.next_batch(None).unwrap() {
            batches.push((batch.begins(), batch.ends()));
            for _ in 0..looks {
                assert!(ahead.heard(batch.begins()).is_continue());
            }
            // One run of the detector may complete several.
            assert!(ahead.ready() < ahead::MOST_READY + 5);
        }
        batches
    };
    let once = batches(0);
    assert!(once.len() >= 24);
    assert_eq!(batches(1), once);
    assert_eq!(batches(20), once);
}
