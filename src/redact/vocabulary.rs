//! Words that are no names: function words of four languages, and common English ones.

use std::collections::HashSet;
use std::sync::LazyLock;

static FUNCTION: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words(include_str!("words/function.txt")));
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let mut common = words(include_str!("words/common.txt"));
    common.extend(words(include_str!("words/common_fr_de_es.txt")));
    common
});
static ALSO_NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words(include_str!("words/also_names.txt")));
static DEMONYMS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words(include_str!("words/demonyms.txt")));

static GIVEN: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words(include_str!("words/given_names.txt")));
static SURNAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words(include_str!("words/surnames.txt")));

static ROLES: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("words/roles.txt")));

/// The words of a list; lines that begin with `#` are none.
pub(super) fn words(list: &'static str) -> HashSet<&'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

/// Whether the folded word is an article, pronoun, preposition, auxiliary or the like.
pub(super) fn is_function(word: &str) -> bool {
    FUNCTION.contains(word)
}

/// Whether the folded word is common enough that it can't be known for a name by itself; function
/// words are.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.contains(word) || is_function(word)
}

/// Whether the folded word is an English word as well as a name: "stone".
pub(super) fn is_also_name(word: &str) -> bool {
    ALSO_NAMES.contains(word)
}

/// Whether the folded word is a given name somewhere, and no ordinary word.
pub(super) fn is_given_name(word: &str) -> bool {
    GIVEN.contains(word)
}

/// Whether the folded word is a common surname somewhere, and neither a given name nor an ordinary
/// word.
pub(super) fn is_surname(word: &str) -> bool {
    SURNAMES.contains(word)
}

/// Whether the folded word says what somebody is to others, or does: "witness", "tante".
pub(super) fn is_role(word: &str) -> bool {
    ROLES.contains(word)
}

/// Whether the folded word says where somebody is from or what they believe: "Irish".
pub(super) fn is_demonym(word: &str) -> bool {
    DEMONYMS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_folded_words() {
        let rest = DEMONYMS
            .iter()
            .chain(ALSO_NAMES.iter())
            .chain(GIVEN.iter())
            .chain(SURNAMES.iter())
            .chain(ROLES.iter());
        for word in FUNCTION.iter().chain(COMMON.iter()).chain(rest) {
            assert_eq!(crate::redact::canonical::fold_text(word), **word);
        }
        assert!(is_function("je") && is_common("table") && is_common("the"));
        assert!(!is_common("castellan") && is_demonym("irish"));
    }
}
