//! How far words are from where they are truly said, on the demo archive: its voices speak each
//! phoneme for as long as they predicted (`demo/README.md`), so the times are true by construction.

use std::path::Path;

use earmark::domain::Language;
use earmark::transcribe::score::{matches, normalized};
use earmark::transcribe::{TranscribeOptions, WhisperTranscriber};
use serde_json::Value;

use super::hearing::{hear_file, words};

/// A word that was heard rightly, and how late it was put, in milliseconds.
pub struct TimedWord {
    pub start_error: i64,
    pub end_error: i64,
    /// The silence before it, in milliseconds.
    pub pause_before: i64,
}

/// A word as it is compared: what is left of it, its start and its end.
type Timed = (String, i64, i64);

/// Hears one recording of the demo archive, which `truth` tells about.
pub fn of_recording(model: &WhisperTranscriber, root: &Path, truth: &Value) -> Vec<TimedWord> {
    let file = root.join("demo/archive").join(truth["file"].as_str().unwrap());
    let heard = hear_file(model, &file, &TranscribeOptions::default());
    let channels = truth["channels"].as_u64().unwrap();
    let mut timed = Vec::new();
    for channel in 0..channels {
        let said: Vec<Timed> = truth["words"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|word| word["channel"] == channel)
            .flat_map(|word| {
                let at = |key: &str| word[key].as_i64().unwrap();
                let language = word["language"].as_str().unwrap().parse().unwrap();
                first(word["text"].as_str().unwrap(), &language, at("start_ms"), at("end_ms"))
            })
            .collect();
        let heard: Vec<Timed> = words(&heard)
            .filter(|(segment, _)| segment.channel.is_none_or(|of| u64::from(of) == channel))
            .flat_map(|(segment, word)| {
                let at =
                    |time: earmark::domain::MediaTime| i64::try_from(time.as_millis()).unwrap();
                let (start, end) = (at(word.span.start), at(word.span.end));
                first(word.text.expose(), &segment.language, start, end)
            })
            .collect();
        timed.extend(compared(&said, &heard));
    }
    timed
}

fn first(text: &str, language: &Language, start: i64, end: i64) -> Option<Timed> {
    normalized(text, language).into_iter().next().map(|word| (word, start, end))
}

fn compared(said: &[Timed], heard: &[Timed]) -> Vec<TimedWord> {
    let texts = |words: &[Timed]| words.iter().map(|word| word.0.clone()).collect::<Vec<_>>();
    let pairs = matches(&texts(said), &texts(heard));
    let timed = pairs.into_iter().map(|(i, j)| TimedWord {
        start_error: heard[j].1 - said[i].1,
        end_error: heard[j].2 - said[i].2,
        pause_before: said[i].1 - i.checked_sub(1).map_or(0, |before| said[before].2),
    });
    timed.collect()
}

/// The value below which `share` of the errors are, whatever their sign.
pub fn quantile(errors: impl Iterator<Item = i64>, share: f64) -> i64 {
    let mut sizes: Vec<i64> = errors.map(i64::abs).collect();
    sizes.sort_unstable();
    let at = (sizes.len() as f64 * share) as usize;
    sizes.get(at.min(sizes.len().saturating_sub(1))).copied().unwrap_or(0)
}
