use whisper_rs::{WhisperVadContext, WhisperVadContextParams};

use super::super::tests::voice_model;
use super::*;

/// Hums, hisses, and is silent by turns, so that all of the network is at work.
fn sound(samples: usize) -> Vec<f32> {
    let mut noise = 1_u32;
    let at = |index: usize| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let hiss = noise as f32 / u32::MAX as f32 - 0.5;
        let t = index as f32 / 16_000.0;
        let voice = (1..12).map(|n| (t * 780.0 * n as f32).sin() / n as f32).sum::<f32>();
        let syllable = (t * 25.0).sin().max(0.0);
        match (t * 2.0) as u32 % 3 {
            0 => 0.3 * voice * syllable + 0.01 * hiss,
            1 => 0.2 * hiss,
            _ => 0.0,
        }
    };
    (0..samples).map(at).collect()
}

#[test]
fn every_frame_is_as_likely_speech_as_whisper_cpp_says() {
    let Some(path) = voice_model() else { return };
    let samples = sound(SAMPLES * 400 + 100);
    let ours = Silero::open(&path).unwrap().probabilities(&samples).unwrap();
    let mut params = WhisperVadContextParams::new();
    params.set_n_threads(1);
    let mut theirs = WhisperVadContext::new(path.to_str().unwrap(), params).unwrap();
    theirs.detect_speech(&samples).unwrap();
    let theirs = theirs.probabilities();
    assert_eq!((ours.len(), theirs.len()), (401, 401));
    let most = theirs.iter().copied().fold(0.0, f32::max);
    let least = theirs.iter().copied().fold(1.0, f32::min);
    assert!(most - least > 0.2, "the sound must tell something: {least} to {most}");
    for (frame, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        // Theirs rounds what goes through the convolutions to 16 bits.
        assert!((ours - theirs).abs() < 0.02, "frame {frame}: {ours}, {theirs}");
    }
}

#[test]
fn a_file_that_is_no_such_model_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("model.bin");
    for bytes in [&b""[..], b"lmgg\x0a\0\0\0whisper-16", &[0xff; 4000]] {
        std::fs::write(&path, bytes).unwrap();
        assert!(Silero::open(&path).is_err());
    }
}
