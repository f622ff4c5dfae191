//! Regular expressions over canonical text.

use regex::Regex;

use crate::redact::RedactError;

/// Compiles patterns; `name` is the recognizer's.
///
/// # Errors
/// [`RedactError::Recognizer`] if one is not a regular expression.
pub(super) fn compile(name: &'static str, patterns: &[&str]) -> Result<Vec<Regex>, RedactError> {
    patterns
        .iter()
        .map(|pattern| {
            Regex::new(pattern).map_err(|error| RedactError::Recognizer {
                recognizer: name,
                reason: error.to_string(),
            })
        })
        .collect()
}
