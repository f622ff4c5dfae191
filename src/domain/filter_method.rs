//! What becomes of words that a collection lists.

use serde::{Deserialize, Serialize};

/// What a vocabulary filter does with its words, as Amazon Transcribe names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FilterMethod {
    /// `***` stands in their place.
    Mask,
    /// They are left out.
    Remove,
    /// They stay, and are told to be listed.
    Tag,
}

impl FilterMethod {
    /// What stands in the place of a masked word.
    pub const MASK: &'static str = "***";
}
