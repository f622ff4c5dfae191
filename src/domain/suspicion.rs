//! Why a segment's words may not have been said.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ParseError;

/// Why a segment is doubtful: it is kept, marked, and ranked lower by search.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Suspicion {
    /// The model thinks that nobody speaks there.
    NoSpeech,
    /// The model guessed: its mean log probability is low.
    Unsure,
    /// The words repeat themselves, as a model that loops does.
    Repetitive,
}

impl Suspicion {
    /// Every reason there is.
    pub const ALL: &[Self] = &[Self::NoSpeech, Self::Unsure, Self::Repetitive];

    /// The reason's name, such as `no_speech`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoSpeech => "no_speech",
            Self::Unsure => "unsure",
            Self::Repetitive => "repetitive",
        }
    }
}

impl FromStr for Suspicion {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        let known = Self::ALL.iter().copied().find(|one| one.name() == name);
        known.ok_or_else(|| ParseError(format!("`{name}` is not a reason for suspicion")))
    }
}

impl fmt::Display for Suspicion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
