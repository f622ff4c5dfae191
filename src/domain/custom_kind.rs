//! Kinds of personal data that a collection adds by its own recognizers.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::ParseError;

/// The longest name, in characters.
const MOST_CHARS: usize = 32;
/// So many kinds may be added in one archive: each name is kept until the process ends.
const MOST_KINDS: usize = 256;

static KNOWN: Mutex<BTreeMap<&'static str, CustomKind>> = Mutex::new(BTreeMap::new());

/// A kind that Earmark does not bring, such as `PROJECT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomKind {
    name: &'static str,
    mark: &'static str,
}

impl CustomKind {
    /// The kind of this name: capitals, digits and `_`, a capital first.
    ///
    /// # Errors
    /// Says what a name looks like, or that there are too many kinds.
    pub fn new(name: &str) -> Result<Self, ParseError> {
        let is_inner =
            |char: char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_';
        let is_name = name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.chars().all(is_inner)
            && (2..=MOST_CHARS).contains(&name.len());
        if !is_name {
            return Err(ParseError(format!(
                "`{name}` is no name for a kind: write 2 to {MOST_CHARS} capitals, digits and `_`, \
                 as `PROJECT`"
            )));
        }
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kind) = known.get(name) {
            return Ok(*kind);
        }
        if known.len() >= MOST_KINDS {
            let problem = format!("`{name}` is one kind too many: {MOST_KINDS} may be added");
            return Err(ParseError(problem));
        }
        // Kept for good, so that a kind is as light as those that Earmark brings; bounded above.
        let mark: &'static str = Box::leak(format!("[{name}]").into_boxed_str());
        let kind = Self { name: &mark[1..mark.len() - 1], mark };
        known.insert(kind.name, kind);
        Ok(kind)
    }

    /// The kind of this name, if there is one already.
    #[must_use]
    pub fn known(name: &str) -> Option<Self> {
        KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied()
    }

    /// The name, such as `PROJECT`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// What stands in the text, such as `[PROJECT]`.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        self.mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_known_by_its_name() {
        let kind = CustomKind::new("PROJECT_X2").unwrap();
        assert_eq!((kind.name(), kind.mark()), ("PROJECT_X2", "[PROJECT_X2]"));
        assert_eq!(CustomKind::new("PROJECT_X2").unwrap(), kind);
        assert_eq!(CustomKind::known("PROJECT_X2"), Some(kind));
        assert_eq!(CustomKind::known("PROJECT_X3"), None);
        let long = "X".repeat(33);
        for wrong in ["", "X", "project", "2X", "A B", "A-B", "ÄB", long.as_str()] {
            let problem = CustomKind::new(wrong).unwrap_err().to_string();
            assert!(problem.contains("as `PROJECT`"), "{problem}");
        }
    }
}
