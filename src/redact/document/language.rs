//! In which language the parts of a document are, where nobody tells: numbers as words, and what is
//! said around them, are known by language, and what is read in a wrong one is hardly redacted.

use std::sync::LazyLock;

use lingua::{Language as Known, LanguageDetector, LanguageDetectorBuilder};

use crate::domain::Language;
use crate::redact::mask::marked;

/// How likely a part's language must be, of 1, and how many letters it must have; one that has less, such
/// as "4471, W.", is in the language of the part before it.
const SURE: f64 = 0.5;
const LETTERS: usize = 6;
/// So many bytes tell as much as all.
const ENOUGH: usize = 2000;

/// Knows the languages in which spoken numbers are known.
static DETECTOR: LazyLock<LanguageDetector> = LazyLock::new(|| {
    let known = [Known::English, Known::French, Known::German, Known::Spanish];
    LanguageDetectorBuilder::from_languages(&known).build()
});

/// The language of each part, of which some are told.
pub(super) fn languages_of(parts: &[(Option<&Language>, &str)]) -> Vec<Language> {
    let parts: Vec<(Language, bool)> =
        parts.iter().map(|(told, text)| likeliest(*told, text)).collect();
    let sure = |part: &&(Language, bool)| part.1;
    let mut last = parts.iter().find(sure).map(|(language, _)| language.clone());
    let language = |(language, is_sure): (Language, bool)| {
        if is_sure {
            last = Some(language.clone());
        }
        last.clone().unwrap_or(language)
    };
    parts.into_iter().map(language).collect()
}

/// The likeliest language of a text, and whether that is sure.
fn likeliest(told: Option<&Language>, text: &str) -> (Language, bool) {
    if let Some(told) = told {
        return (told.clone(), true);
    }
    let mut read = String::new();
    // A mark is no word of any language: what is redacted once is read the same again.
    for word in text.split_whitespace().filter(|word| marked(word).is_none()) {
        if read.len() > ENOUGH {
            break;
        }
        read.extend(word.chars().take(ENOUGH).chain([' ']));
    }
    let likely = DETECTOR.compute_language_confidence_values(&*read);
    // In order, the likeliest first; all are 0 where the text has no letter.
    let likeliest = likely.first().copied().filter(|(_, share)| *share > 0.0);
    let (known, share) = likeliest.unwrap_or((Known::English, 0.0));
    let language = known.iso_code_639_1().to_string().parse();
    let letters = read.chars().filter(|letter| letter.is_alphabetic()).take(LETTERS).count();
    (language.unwrap_or_else(|_| Language::english()), share >= SURE && letters == LETTERS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(parts: &[&str]) -> Vec<String> {
        let parts: Vec<_> = parts.iter().map(|text| (None, *text)).collect();
        languages_of(&parts).iter().map(|language| language.code().to_owned()).collect()
    }

    #[test]
    fn each_part_is_in_a_language_of_its_own() {
        let parts = [
            "Le code PIN est quatre quatre sept un.",
            "Can you read that back to me?",
            "Meine Nummer ist null eins sieben sechs.",
            "Mi número de cuenta es doce treinta y cuatro.",
        ];
        assert_eq!(codes(&parts), ["fr", "en", "de", "es"]);
    }

    #[test]
    fn what_could_be_any_is_in_the_language_of_what_is_said_before_or_else_after() {
        assert_eq!(codes(&["4471.", "", "Dites votre code confidentiel."]), ["fr", "fr", "fr"]);
        assert_eq!(codes(&["¿Me da su número de DNI?", "0 0, 2 6 2, 6 8 5, W."]), ["es", "es"]);
        assert_eq!(codes(&["…", "123"]), ["en", "en"]);
        assert_eq!(codes(&["Das ist die", "[PHONE] [CREDIT_DEBIT_NUMBER]"]), ["de", "de"]);
        assert_eq!(codes(&[]), Vec::<String>::new());
    }

    #[test]
    fn what_is_told_counts() {
        let french: Language = "fr".parse().unwrap();
        let parts = [(Some(&french), "Good morning to all of you."), (None, "12 34")];
        assert_eq!(languages_of(&parts), [french.clone(), french.clone()]);
    }
}
