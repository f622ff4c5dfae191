//! Settles which language a batch is in.

use whisper_rs::{get_lang_id, get_lang_str};

use super::header::ModelHeader;
use crate::domain::Language;
use crate::transcribe::TranscribeError;

/// A language that Whisper knows: its number there and its code.
type Known = (usize, &'static str);

/// Remembers the language spoken so far, which only clear evidence changes.
#[derive(Debug)]
pub(super) struct LanguageChooser {
    /// Those that may be spoken, at least one.
    allowed: Vec<Known>,
    /// The last one heard.
    current: Option<&'static str>,
}

impl LanguageChooser {
    /// Restricts the model's languages to `wanted`, where any are; an English-only model has one.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when the model knows none of those wanted.
    pub(super) fn new(
        wanted: &[Language],
        header: ModelHeader,
        is_multilingual: bool,
    ) -> Result<Self, TranscribeError> {
        if !is_multilingual {
            return Ok(Self { allowed: vec![(0, "en")], current: None });
        }
        let allowed: Vec<Known> = if wanted.is_empty() {
            (0..header.languages()).filter_map(known).collect()
        } else {
            let numbers = wanted.iter().filter_map(|language| get_lang_id(language.code()));
            let numbers = numbers.filter_map(|number| u32::try_from(number).ok());
            numbers.filter(|number| *number < header.languages()).filter_map(known).collect()
        };
        if allowed.is_empty() {
            let codes: Vec<_> = wanted.iter().map(Language::code).collect();
            let codes = codes.join(", ");
            return Err(TranscribeError::Engine(format!(
                "the model knows none of the languages `{codes}`"
            )));
        }
        Ok(Self { allowed, current: None })
    }

    /// Whether there is anything to choose.
    pub(super) fn is_fixed(&self) -> bool {
        self.allowed.len() == 1
    }

    /// The language to try first.
    pub(super) fn guess(&self) -> &'static str {
        self.current.unwrap_or(self.allowed[0].1)
    }

    /// Settles the language of a batch with `speech_millis` of speech by Whisper's scores, which
    /// stand by Whisper's number for a language.
    pub(super) fn settle(&mut self, scores: &[f32], speech_millis: u64) -> &'static str {
        let probabilities = softmax(&self.allowed, scores);
        let best = probabilities.iter().max_by(|a, b| a.1.total_cmp(&b.1)).copied();
        let (language, probability) = best.unwrap_or((self.guess(), 0.0));
        let is_clear = self.current.is_none() || probability >= clear_at(speech_millis);
        let settled = if is_clear { language } else { self.guess() };
        self.current = Some(settled);
        settled
    }
}

/// How probable another language must be before a batch with so much speech is taken for it.
const fn clear_at(speech_millis: u64) -> f32 {
    match speech_millis {
        0..1_000 => 0.97,
        1_000..3_000 => 0.9,
        3_000..8_000 => 0.7,
        _ => 0.5,
    }
}

fn known(number: u32) -> Option<Known> {
    let code = get_lang_str(i32::try_from(number).ok()?)?;
    Some((usize::try_from(number).ok()?, code))
}

/// The scores of the allowed languages as probabilities that sum to 1.
fn softmax(allowed: &[Known], scores: &[f32]) -> Vec<(&'static str, f32)> {
    let score = |number: usize| scores.get(number).copied().unwrap_or(f32::NEG_INFINITY);
    let most = allowed.iter().map(|one| score(one.0)).fold(f32::NEG_INFINITY, f32::max);
    let raised: Vec<_> = allowed.iter().map(|one| (one.1, (score(one.0) - most).exp())).collect();
    let sum: f32 = raised.iter().map(|one| one.1).sum();
    raised.into_iter().map(|(code, value)| (code, value / sum)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores that give one language a probability and share the rest among the others.
    fn scores(chooser: &LanguageChooser, code: &str, probability: f32) -> Vec<f32> {
        let others = (chooser.allowed.len() - 1) as f32;
        let mut scores = vec![f32::NEG_INFINITY; 100];
        for (number, other) in &chooser.allowed {
            let share = if *other == code { probability } else { (1.0 - probability) / others };
            scores[*number] = share.ln();
        }
        scores
    }

    fn chooser(codes: &[&'static str]) -> LanguageChooser {
        let number =
            |code: &&'static str| (usize::try_from(get_lang_id(code).unwrap()).unwrap(), *code);
        LanguageChooser { allowed: codes.iter().map(number).collect(), current: None }
    }

    #[test]
    fn the_first_batch_is_taken_at_its_word() {
        let mut chooser = chooser(&["en", "fr", "de"]);
        let heard = scores(&chooser, "fr", 0.4);
        assert_eq!(chooser.settle(&heard, 900), "fr");
        assert_eq!(chooser.guess(), "fr");
    }

    #[test]
    fn a_short_doubtful_batch_does_not_change_the_language_and_a_long_one_does() {
        let mut chooser = chooser(&["en", "fr"]);
        let english = scores(&chooser, "en", 0.9);
        assert_eq!(chooser.settle(&english, 10_000), "en");
        let french = scores(&chooser, "fr", 0.8);
        assert_eq!(chooser.settle(&french, 800), "en");
        assert_eq!(chooser.settle(&french, 10_000), "fr");
    }

    #[test]
    fn a_language_that_is_not_allowed_is_never_chosen() {
        let mut chooser = chooser(&["en", "fr"]);
        let mut heard = scores(&chooser, "en", 0.9);
        heard[usize::try_from(get_lang_id("de").unwrap()).unwrap()] = 50.0;
        assert_eq!(chooser.settle(&heard, 10_000), "en");
    }
}
