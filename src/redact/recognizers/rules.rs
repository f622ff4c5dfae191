//! Recognizers that decide run by run: of digits, or of letters and digits.

use crate::domain::EntityKind;
use crate::redact::{Canonical, CodeRun, DigitRun, Found, Recognizer, RedactError, Strength};

/// Finds runs of digits by a rule.
pub(super) struct DigitRule {
    pub(super) name: &'static str,
    pub(super) kind: EntityKind,
    /// How sure it is that a run is of the kind, if it is at all.
    pub(super) rule: fn(&DigitRun) -> Option<Strength>,
}

impl Recognizer for DigitRule {
    fn name(&self) -> &'static str {
        self.name
    }

    fn kind(&self) -> EntityKind {
        self.kind
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let found = |run: &DigitRun| {
            let strength = (self.rule)(run)?;
            Some(Found { kind: self.kind, words: words.words_of(run.tokens.clone()), strength })
        };
        Ok(words.digit_runs().iter().filter_map(found).collect())
    }
}

/// Finds runs of letters and digits by a rule.
pub(super) struct CodeRule {
    pub(super) name: &'static str,
    pub(super) kind: EntityKind,
    /// How sure it is that a run is of the kind, if it is at all.
    pub(super) rule: fn(&CodeRun) -> Option<Strength>,
}

impl Recognizer for CodeRule {
    fn name(&self) -> &'static str {
        self.name
    }

    fn kind(&self) -> EntityKind {
        self.kind
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let found = |run: &CodeRun| {
            let strength = (self.rule)(run)?;
            Some(Found { kind: self.kind, words: words.words_of(run.tokens.clone()), strength })
        };
        Ok(words.code_runs().iter().filter_map(found).collect())
    }
}
