//! Languages by their ISO 639-1 codes, as Whisper names them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ParseError;

/// A language: two or three lower-case letters, such as `en` or `yue`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(pattern = "^[a-z]{2,3}$")]
pub struct Language(String);

impl Language {
    /// English.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// ISO 639-2's code for a language that nobody could tell.
    #[must_use]
    pub fn undetermined() -> Self {
        Self("und".to_owned())
    }

    /// The code as text.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Language {
    type Error = ParseError;

    fn try_from(code: String) -> Result<Self, ParseError> {
        if matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_lowercase()) {
            Ok(Self(code))
        } else {
            Err(ParseError(format!("`{code}` is not a language code such as `en` or `fr`")))
        }
    }
}

impl FromStr for Language {
    type Err = ParseError;

    fn from_str(code: &str) -> Result<Self, ParseError> {
        Self::try_from(code.to_owned())
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
