//! Which country's number is meant.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::DigitCue;
use crate::domain::EntityKind;
use crate::redact::canonical::Token;
use crate::redact::vocabulary;

/// The social security number of the United States, where their name stands near what another
/// country calls its own: "sur le formulaire américain, le numéro de sécurité sociale".
pub(super) fn of_country(tokens: &[Token], phrase: Range<usize>, cue: DigitCue) -> DigitCue {
    const BEFORE: usize = 30;
    const AFTER: usize = 6;
    let is_social = || {
        tokens[phrase.clone()].iter().any(|token| {
            let text = token.text();
            matches!(text, "securite" | "secu" | "seguridad")
                || text.starts_with("sozialversicherung")
        })
    };
    let near = phrase.start.saturating_sub(BEFORE)..tokens.len().min(phrase.end + AFTER);
    let is_american = || tokens[near].iter().any(|token| is_american(token.text()));
    if cue == DigitCue::Of(EntityKind::NationalId) && is_social() && is_american() {
        return DigitCue::Of(EntityKind::Ssn);
    }
    cue
}

/// Whether a word names the United States, what is of them, or a place there.
fn is_american(word: &str) -> bool {
    static PLACES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        vocabulary::words(
            "amerika etats-unis unis usa unidos eeuu staaten estadounidense etats-unien us irs \
             alabama alaska arizona arkansas california californie kalifornien carolina caroline \
             colorado connecticut dakota delaware florida floride georgia hawaii idaho illinois \
             indiana iowa kansas kentucky louisiana louisiane maine maryland massachusetts michigan \
             minnesota mississippi missouri montana nebraska nevada jersey york ohio oklahoma oregon \
             pennsylvania pennsylvanie texas utah vermont virginia virginie washington wisconsin \
             wyoming chicago boston houston dallas miami seattle denver atlanta phoenix \
             philadelphia philadelphie detroit vegas orleans francisco angeles brooklyn manhattan",
        )
    });
    let word = word.strip_prefix("l'").unwrap_or(word);
    ["american", "americain", "amerikan"].iter().any(|stem| word.starts_with(stem))
        || PLACES.contains(word)
}
