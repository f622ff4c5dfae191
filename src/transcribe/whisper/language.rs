//! Settles which language a batch is in.

use whisper_rs::{get_lang_id, get_lang_str};

use super::header::ModelHeader;
use crate::domain::Language;
use crate::transcribe::{TranscribeError, TranscribeOptions};

/// Below this probability a batch may hold more than one language.
const DOUBTED_BELOW: f32 = 0.98;

/// Below this probability the language of a recording's beginning is a mere guess.
const GUESS_BELOW: f32 = 0.3;

/// So much speech is taken at its word.
const ENOUGH_MILLIS: u64 = 8_000;

/// A language that Whisper knows: its number there and its code.
type Known = (usize, &'static str);

/// Knows which languages may be spoken, and which one was spoken last.
#[derive(Debug, Clone)]
pub(super) struct LanguageChooser {
    /// Those that may be spoken, at least one.
    allowed: Vec<Known>,
    /// Languages that the model knows.
    languages: u32,
    /// The last one heard.
    current: Option<&'static str>,
}

impl LanguageChooser {
    /// Restricts the model's languages to those of `options`, where any are named; an English-only
    /// model has one. What was spoken before the recording's part at hand is in `options` too.
    ///
    /// # Errors
    /// [`TranscribeError::Engine`] when the model knows none of those wanted.
    pub(super) fn new(
        options: &TranscribeOptions,
        header: ModelHeader,
    ) -> Result<Self, TranscribeError> {
        let wanted = &options.languages;
        let languages = header.languages();
        if !header.is_multilingual() {
            return Ok(Self { allowed: vec![(0, "en")], languages, current: None });
        }
        let allowed: Vec<Known> = if wanted.is_empty() {
            (0..languages).filter_map(known).collect()
        } else {
            wanted
                .iter()
                .filter_map(|language| number(language, languages))
                .filter_map(known)
                .collect()
        };
        if allowed.is_empty() {
            let codes: Vec<_> = wanted.iter().map(Language::code).collect();
            let codes = codes.join(", ");
            return Err(TranscribeError::Engine(format!(
                "the model knows none of the languages `{codes}`"
            )));
        }
        let mut chooser = Self { allowed, languages, current: None };
        chooser.take_up(options.spoken_before.as_ref());
        Ok(chooser)
    }

    /// Goes on after speech in `before`.
    pub(super) fn take_up(&mut self, before: Option<&Language>) {
        let before = before.and_then(|one| number(one, self.languages));
        self.current = before.and_then(known).map(|known| known.1);
    }

    /// Whether there is anything to choose.
    pub(super) fn is_fixed(&self) -> bool {
        self.allowed.len() == 1
    }

    /// How many languages the model knows.
    pub(super) const fn languages(&self) -> u32 {
        self.languages
    }

    /// The language spoken last.
    pub(super) const fn current(&self) -> Option<&'static str> {
        self.current
    }

    /// The language to try first.
    pub(super) fn guess(&self) -> &'static str {
        self.current.unwrap_or(self.allowed[0].1)
    }

    /// The language of a batch by its scores, where nothing is known from before.
    pub(super) fn told_by(&self, scores: &[f32]) -> &'static str {
        self.opinion(scores).settle(ENOUGH_MILLIS, None)
    }

    /// Notes that words were said in `language`.
    pub(super) const fn spoke(&mut self, language: &'static str) {
        self.current = Some(language);
    }

    /// Reads Whisper's scores, which stand by Whisper's number for a language.
    pub(super) fn opinion(&self, scores: &[f32]) -> Opinion {
        let probabilities = softmax(&self.allowed, scores);
        let best = probabilities.iter().max_by(|a, b| a.1.total_cmp(&b.1)).copied();
        let (language, probability) = best.unwrap_or((self.guess(), 0.0));
        Opinion { language, probability, fallback: self.allowed[0].1 }
    }
}

/// What Whisper takes a stretch of speech for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Opinion {
    language: &'static str,
    /// How probable it is among those that may be spoken.
    probability: f32,
    /// What is taken where nothing is known: the first of those that may be spoken.
    fallback: &'static str,
}

impl Opinion {
    /// Whether another language may be spoken in a part of it.
    pub(super) fn is_doubtful(self) -> bool {
        self.probability < DOUBTED_BELOW
    }

    /// The language of `speech_millis` of speech that follow on speech in language `before`.
    ///
    /// The shorter they are, the more it takes to believe in a change.
    pub(super) fn settle(self, speech_millis: u64, before: Option<&'static str>) -> &'static str {
        if self.probability >= clear_at(speech_millis) {
            self.language
        } else if self.probability >= GUESS_BELOW {
            before.unwrap_or(self.language)
        } else {
            before.unwrap_or(self.fallback)
        }
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

/// Whisper's number for a language, if the model knows it.
fn number(language: &Language, languages: u32) -> Option<u32> {
    let number = u32::try_from(get_lang_id(language.code())?).ok()?;
    (number < languages).then_some(number)
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
        LanguageChooser {
            allowed: codes.iter().map(number).collect(),
            languages: 99,
            current: None,
        }
    }

    #[test]
    fn the_first_batch_is_taken_at_its_word() {
        let chooser = chooser(&["en", "fr", "de"]);
        let heard = chooser.opinion(&scores(&chooser, "fr", 0.4));
        assert_eq!(heard.settle(900, None), "fr");
    }

    #[test]
    fn a_short_doubtful_batch_does_not_change_the_language_and_a_long_one_does() {
        let chooser = chooser(&["en", "fr"]);
        let french = chooser.opinion(&scores(&chooser, "fr", 0.8));
        assert_eq!(french.settle(800, Some("en")), "en");
        assert_eq!(french.settle(10_000, Some("en")), "fr");
    }

    #[test]
    fn what_is_not_clearly_one_language_may_hold_another() {
        let chooser = chooser(&["en", "fr"]);
        assert!(chooser.opinion(&scores(&chooser, "en", 0.8)).is_doubtful());
        assert!(!chooser.opinion(&scores(&chooser, "en", 0.995)).is_doubtful());
    }

    #[test]
    fn a_language_that_is_not_allowed_is_never_chosen() {
        let chooser = chooser(&["en", "fr"]);
        let mut heard = scores(&chooser, "en", 0.9);
        heard[usize::try_from(get_lang_id("de").unwrap()).unwrap()] = 50.0;
        assert_eq!(chooser.opinion(&heard).settle(10_000, None), "en");
    }
}
