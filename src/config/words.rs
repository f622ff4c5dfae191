//! The words of a `[[collection]]`: what is likely to be said, and what is not to be shown as said.

use std::path::Path;

use serde::Deserialize;

use super::{CollectionConfig, ConfigError};
use crate::domain::FilterMethod;

/// More terms than a recognizer can be told of would only slow it down.
const MOST_TERMS: usize = 1_000;
/// Longer ones are no names or terms.
const MOST_CHARS: usize = 100;

/// A name or term: `"Okafor"`, or with hints what it may be misheard as.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "WrittenTerm")]
pub struct TermConfig {
    /// How it is written.
    pub text: String,
    /// How it might be misheard.
    pub sounds_like: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "write a term as \"Okafor\" or { text = …, sounds_like = [ … ] }")]
enum WrittenTerm {
    Text(String),
    WithHints(TermWithHints),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermWithHints {
    text: String,
    #[serde(default)]
    sounds_like: Vec<String>,
}

impl From<WrittenTerm> for TermConfig {
    fn from(term: WrittenTerm) -> Self {
        match term {
            WrittenTerm::Text(text) => Self { text, sounds_like: Vec::new() },
            WrittenTerm::WithHints(TermWithHints { text, sounds_like }) => {
                Self { text, sounds_like }
            }
        }
    }
}

/// What becomes of listed words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilterConfig {
    /// What is done with them.
    pub method: FilterMethod,
    /// The words, or several in a row.
    pub words: Vec<String>,
}

impl CollectionConfig {
    /// The names and terms that are likely to be said: those of the list, then those of the file.
    ///
    /// # Errors
    /// When the file can't be read, or a term is empty or far too long.
    pub fn terms(&self) -> Result<Vec<TermConfig>, ConfigError> {
        let mut terms = self.vocabulary.clone();
        check_terms(&terms).map_err(|problem| self.invalid("vocabulary", problem))?;
        if let Some(file) = &self.vocabulary_file {
            let read =
                terms_of_file(file).map_err(|problem| self.invalid("vocabulary_file", problem))?;
            terms.extend(read);
        }
        if terms.len() > MOST_TERMS {
            let problem = format!("has {} terms: leave at most {MOST_TERMS}", terms.len());
            return Err(self.invalid("vocabulary", problem));
        }
        Ok(terms)
    }

    pub(super) fn check_words(&self) -> Result<(), ConfigError> {
        self.terms()?;
        let Some(filter) = &self.vocabulary_filter else { return Ok(()) };
        if filter.words.is_empty() {
            let problem = "is empty: list words, or leave `vocabulary_filter` out".to_owned();
            return Err(self.invalid("vocabulary_filter.words", problem));
        }
        let has_letters = |word: &&String| word.contains(char::is_alphanumeric);
        match filter.words.iter().find(|word| !has_letters(word)) {
            None => Ok(()),
            Some(word) => {
                let problem = format!("holds `{word}`, which is no word: take it out");
                Err(self.invalid("vocabulary_filter.words", problem))
            }
        }
    }

    fn invalid(&self, field: &str, problem: String) -> ConfigError {
        ConfigError::Invalid { key: format!("collection.{}.{field}", self.name), problem }
    }
}

/// Reads a file of terms: one a line, after `=` what it may be misheard as, parted by commas. Empty
/// lines and those that begin with `#` are left out.
///
/// # Errors
/// Says in words what is wrong and what to do.
pub fn terms_of_file(file: &Path) -> Result<Vec<TermConfig>, String> {
    let path = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("`{path}` can't be read ({error}): name a text file"))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let terms: Vec<TermConfig> = lines.filter(|line| !line.starts_with('#')).map(term).collect();
    check_terms(&terms).map_err(|problem| format!("`{path}`: {problem}"))?;
    Ok(terms)
}

fn term(line: &str) -> TermConfig {
    let (text, hints) = line.split_once('=').unwrap_or((line, ""));
    let hints = hints.split(',').map(str::trim).filter(|hint| !hint.is_empty());
    TermConfig { text: text.trim().to_owned(), sounds_like: hints.map(str::to_owned).collect() }
}

fn check_terms(terms: &[TermConfig]) -> Result<(), String> {
    let texts = terms.iter().flat_map(|term| std::iter::once(&term.text).chain(&term.sounds_like));
    for text in texts {
        if !text.contains(char::is_alphanumeric) {
            return Err(format!("holds `{text}`, which is no word: take it out"));
        }
        if text.chars().nth(MOST_CHARS).is_some() {
            let beginning: String = text.chars().take(20).collect();
            return Err(format!(
                "holds `{beginning}…`, which is longer than {MOST_CHARS} characters: write a name \
                 or a term, not a sentence"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn collection(lines: &str) -> CollectionConfig {
        let text = format!("[[collection]]\nname = 'calls'\nbucket = 'b'\n{lines}\n");
        Config::from_toml(&text, "test").unwrap().collections.remove(0)
    }

    #[test]
    fn terms_are_written_plainly_or_with_hints_or_in_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "# people\n\nNdiaye = en dye, an die\nTenerife Norte\n")
            .unwrap();
        let collection = collection(&format!(
            "vocabulary = ['Okafor', {{ text = 'Szczepański', sounds_like = ['shchepanski'] }}]\n\
             vocabulary_file = '{}'",
            file.path().display()
        ));
        let written = |text: &str, hints: &[&str]| TermConfig {
            text: text.to_owned(),
            sounds_like: hints.iter().map(|hint| (*hint).to_owned()).collect(),
        };
        assert_eq!(
            collection.terms().unwrap(),
            [
                written("Okafor", &[]),
                written("Szczepański", &["shchepanski"]),
                written("Ndiaye", &["en dye", "an die"]),
                written("Tenerife Norte", &[]),
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_key_and_cure() {
        let cases = [
            ("vocabulary = ['—']", "`collection.calls.vocabulary` holds `—`"),
            ("vocabulary_file = '/nowhere/terms'", "`/nowhere/terms` can't be read"),
            (
                "vocabulary_filter = { method = 'mask', words = [] }",
                "`collection.calls.vocabulary_filter.words` is empty: list words",
            ),
            ("vocabulary_filter = { method = 'tag', words = ['?!'] }", "`?!`, which is no word"),
        ];
        for (line, expected) in cases {
            let problem = collection(line).check_words().unwrap_err().to_string();
            assert!(problem.contains(expected), "{line}\n{problem}");
        }
        let text = "[[collection]]\nname = 'calls'\nbucket = 'b'\n\
                    vocabulary_filter = { method = 'hide', words = ['a'] }";
        let problem = Config::from_toml(text, "test").unwrap_err().to_string();
        assert!(problem.contains("hide") && problem.contains("mask"), "{problem}");
    }
}
