//! Tells what was said from what Whisper makes up where nothing is.
//!
//! The measures are those of Whisper's own decoder (Radford et al. 2022, section 4.5): how likely
//! there is no speech, the mean logarithm of the tokens' probability, and how well the text
//! compresses, which tells repetitions. What is surely invented is dropped; what is only doubtful
//! is kept and says so.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::invented;
use super::words::HeardWord;
use crate::domain::Suspicion;
use crate::transcribe::Word;

/// From this probability on that there is no speech, text is doubtful.
const NO_SPEECH: f32 = 0.6;
/// Below this mean confidence, text is doubtful.
const UNSURE: f32 = 0.4;
/// Whisper's own bound: text that compresses better than this repeats itself.
const REPETITIVE: f64 = 2.4;
/// So many words in a row tell another language from a mumbled word.
const FOREIGN_WORDS: usize = 5;
/// Words in another language than Whisper was told are about as sure as this.
const FOREIGN_BELOW: f32 = 0.45;

/// Leaves out what is surely invented.
pub(super) fn without_invented(words: Vec<HeardWord>, no_speech: f32) -> Vec<HeardWord> {
    invented::without(words, no_speech)
}

/// Why the words of a segment may not have been said, where that is doubtful.
pub(super) fn suspicion(words: &[Word], no_speech: f32) -> Option<Suspicion> {
    let sum: f32 = words.iter().map(|word| word.confidence).sum();
    let confidence = sum / words.len().max(1) as f32;
    let text: Vec<u8> =
        words.iter().flat_map(|word| [word.text.expose().as_bytes(), b" "].concat()).collect();
    if compression_ratio(&text) > REPETITIVE {
        Some(Suspicion::Repetitive)
    } else if no_speech >= NO_SPEECH {
        Some(Suspicion::NoSpeech)
    } else if confidence < UNSURE {
        Some(Suspicion::Unsure)
    } else {
        None
    }
}

/// Whether a run of words sounds as if it were in another language.
pub(super) fn sounds_foreign(words: &[HeardWord]) -> bool {
    words.windows(FOREIGN_WORDS).any(|run| {
        run.iter().map(|word| word.confidence).sum::<f32>() < FOREIGN_BELOW * FOREIGN_WORDS as f32
    })
}

/// How many times longer a text is than what zlib makes of it.
pub(super) fn compression_ratio(text: &[u8]) -> f64 {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let _ = encoder.write_all(text);
    let compressed = encoder.finish().map_or(0, |bytes| bytes.len());
    text.len() as f64 / compressed.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TimeSpan;
    use crate::transcribe::RawText;

    fn said(text: &str, confidence: f32) -> Vec<Word> {
        let word = |word: &str| Word {
            text: RawText::new(word.to_owned()),
            span: TimeSpan::from_millis(0, 1),
            confidence,
            alternatives: Vec::new(),
        };
        text.split(' ').map(word).collect()
    }

    #[test]
    fn text_is_doubted_for_each_of_whispers_reasons() {
        let speech = "the minister was not in the house when it burned";
        assert_eq!(suspicion(&said(speech, 0.8), 0.1), None);
        assert_eq!(suspicion(&said(speech, 0.8), 0.7), Some(Suspicion::NoSpeech));
        assert_eq!(suspicion(&said(speech, 0.3), 0.1), Some(Suspicion::Unsure));
        let loops = ["and then the bell rang"; 12].join(" ");
        assert_eq!(suspicion(&said(&loops, 0.9), 0.1), Some(Suspicion::Repetitive));
    }

    #[test]
    fn one_mumbled_word_does_not_sound_foreign() {
        let words = |confidences: &[f32]| -> Vec<HeardWord> {
            confidences.iter().map(|one| HeardWord::new("word".to_owned(), *one)).collect()
        };
        assert!(!sounds_foreign(&words(&[0.9, 0.1, 0.8, 0.9, 0.7, 0.2])));
        assert!(sounds_foreign(&words(&[0.9, 0.4, 0.3, 0.5, 0.2, 0.4, 0.9])));
    }
}
