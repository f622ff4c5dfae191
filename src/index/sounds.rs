//! How a word sounds, roughly: words with the same key are heard for one another.

use rphonetic::{DoubleMetaphone, Encoder};

/// Longer keys are cut, since long words differ by more than a sound.
const MAX_KEY_CHARS: usize = 8;
/// Shorter keys say nothing: `A` is `eye`, `you` and `how`.
const MIN_KEY_CHARS: usize = 2;

/// The key of a folded term, by Double Metaphone (Philips 2000), or `None` where it has none that
/// says anything.
pub(crate) fn sound_key(term: &str) -> Option<String> {
    if !term.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let key = DoubleMetaphone::new(Some(MAX_KEY_CHARS)).encode(term);
    (key.len() >= MIN_KEY_CHARS).then_some(key)
}

/// Every key of a folded term: names that are read in two ways have two ("Szymon" is `SMN` in English
/// and `XMN` in Polish).
pub(crate) fn sound_keys(term: &str) -> Vec<String> {
    let first = sound_key(term);
    let other =
        first.as_ref().map(|_| DoubleMetaphone::new(Some(MAX_KEY_CHARS)).encode_alternate(term));
    let mut keys: Vec<String> = first.into_iter().chain(other).collect();
    keys.retain(|key| key.len() >= MIN_KEY_CHARS);
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_heard_for_one_another_have_one_key() {
        for (said, heard) in [("smith", "smyth"), ("okafor", "okofer"), ("catherine", "kathryn")] {
            assert!(sound_key(said).is_some());
            assert_eq!(sound_key(said), sound_key(heard), "{said} {heard}");
        }
        assert_ne!(sound_key("budget"), sound_key("basket"));
    }

    #[test]
    fn a_name_that_is_read_in_two_ways_has_two_keys() {
        assert!(sound_keys("szymon").contains(&sound_key("shimon").unwrap_or_default()));
        assert_eq!(sound_keys("okafor").len(), 1);
        assert!(sound_keys("you").is_empty());
    }

    #[test]
    fn what_sounds_like_too_little_or_is_not_latin_has_none() {
        for term in ["", "eye", "2020", "город", "a1"] {
            assert_eq!(sound_key(term), None, "{term}");
        }
    }
}
