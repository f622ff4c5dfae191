//! Which cues are of usernames and passwords.

use crate::domain::EntityKind;
use crate::redact::Canonical;
use crate::redact::cues::{DigitCue, Mention};

/// What may be a word as well as a number.
const WORDS_TOO: [&str; 7] =
    ["clave", "passcode", "passcodes", "d'acces", "acceso", "access", "zugangscode"];

/// Whether a cue is of the kind; "clave" is a password as well as a PIN.
pub(super) fn names(words: &Canonical, mention: &Mention, kind: EntityKind) -> bool {
    let is_both = || {
        kind == EntityKind::Password
            && mention.cue == DigitCue::Of(EntityKind::Pin)
            && words.tokens()[mention.start..mention.end]
                .iter()
                .any(|word| WORDS_TOO.contains(&word.text()))
    };
    mention.cue == DigitCue::Of(kind) || is_both()
}

/// Whether a cue is of what is said in words of one's own choice.
pub(super) fn is_told(cue: DigitCue) -> bool {
    matches!(
        cue,
        DigitCue::Of(
            EntityKind::Username | EntityKind::Password | EntityKind::Email | EntityKind::Url
        )
    )
}
