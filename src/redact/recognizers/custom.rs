//! What a collection finds by its own patterns and word lists.

use regex::{Regex, RegexBuilder};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::domain::EntityKind;
use crate::redact::phrases::Phrases;
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// What a compiled pattern may take, in bytes.
const MOST_PATTERN_BYTES: usize = 1 << 20;

/// What a collection has redacted besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomRule {
    /// What it finds.
    pub kind: EntityKind,
    /// A regular expression over [`Canonical::text`]: spoken and written numbers are the same
    /// digits there. Its case and accents don't matter.
    pub pattern: Option<String>,
    /// Words and phrases.
    pub words: Vec<String>,
}

/// Finds what a collection's rule says.
pub(in crate::redact) struct CustomRecognizer {
    kind: EntityKind,
    pattern: Option<Regex>,
    phrases: Phrases,
}

impl CustomRecognizer {
    /// Compiles a rule.
    ///
    /// # Errors
    /// [`RedactError::Recognizer`] if its pattern is wrong or too big, or a phrase holds no word.
    pub(in crate::redact) fn new(rule: &CustomRule) -> Result<Self, RedactError> {
        let wrong = |reason| RedactError::Recognizer { recognizer: rule.kind.name(), reason };
        let compile = |pattern: &String| {
            let pattern: String = pattern.nfkd().filter(|char| !is_combining_mark(*char)).collect();
            let mut builder = RegexBuilder::new(&pattern);
            let builder = builder.case_insensitive(true).size_limit(MOST_PATTERN_BYTES);
            builder.build().map_err(|error| wrong(error.to_string()))
        };
        Ok(Self {
            kind: rule.kind,
            pattern: rule.pattern.as_ref().map(compile).transpose()?,
            phrases: Phrases::new(&rule.words).map_err(wrong)?,
        })
    }
}

impl Recognizer for CustomRecognizer {
    fn name(&self) -> &'static str {
        self.kind.name()
    }

    fn kind(&self) -> EntityKind {
        self.kind
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let matches = self.pattern.iter().flat_map(|pattern| pattern.find_iter(words.text()));
        let matches = matches.filter(|matched| !matched.is_empty());
        let tokens = matches.map(|matched| words.tokens_in(matched.range()));
        let tokens = tokens.chain(self.phrases.find(words));
        let (kind, strength) = (self.kind, Strength::Cued);
        Ok(tokens.map(|range| Found { kind, words: words.words_of(range), strength }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CustomKind;
    use crate::redact::RedactionOptions;
    use crate::redact::recognizers::examples::{segment, transcript};
    use crate::redact::testing::redactor_for;

    fn redacted(rule: CustomRule, text: &str) -> String {
        let options = RedactionOptions { custom: vec![rule], ..RedactionOptions::default() };
        let heard = transcript(vec![segment(0, None, "en", text)]);
        redactor_for(&options).redact(heard).unwrap().segments()[0].text()
    }

    #[test]
    fn a_collection_finds_by_its_own_pattern_as_written_and_as_spoken() {
        let rule = || CustomRule {
            kind: EntityKind::Custom(CustomKind::new("CASE").unwrap()),
            pattern: Some(r"\bÄktenzeichen( ?[a-z])? ?(\d ?){4,8}\b".to_owned()),
            words: Vec::new(),
        };
        for said in
            ["aktenzeichen A 4 4 1 9", "Äktenzeichen A4419", "aktenzeichen four four one nine"]
        {
            let text = redacted(rule(), &format!("It is {said} then."));
            assert_eq!(text, "It is [CASE] then.", "{said}");
        }
    }

    #[test]
    fn a_collection_finds_by_its_own_words() {
        let rule = CustomRule {
            kind: EntityKind::Custom(CustomKind::new("PROJECT").unwrap()),
            pattern: None,
            words: vec!["Blue Heron".to_owned(), "halcyon".to_owned()],
        };
        let text = redacted(rule, "We moved the blue, um, heron to Halcyon's lab, a heron.");
        assert_eq!(text, "We moved the [PROJECT] to [PROJECT] lab, a heron.");
    }
}
