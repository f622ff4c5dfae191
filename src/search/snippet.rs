//! The words around a match, with the matched ones marked as data, never as markup.

use crate::index::IndexedWord;

use super::hits::SnippetPart;
use super::matcher::SegmentMatch;

/// About so many words are shown.
const WORDS: usize = 40;
/// At least so many of them stand before a match that is longer than the snippet.
const BEFORE: usize = 5;

/// The parts of a snippet, and whether the segment goes on before and after.
pub(super) struct Snippet {
    pub(super) parts: Vec<SnippetPart>,
    pub(super) is_cut_before: bool,
    pub(super) is_cut_after: bool,
}

impl Snippet {
    /// Cuts a segment around its best match.
    pub(super) fn of(words: &[IndexedWord], found: &SegmentMatch) -> Self {
        let (start, end) = window(words.len(), (found.best.first, found.best.last));
        let highlighted = found.words();
        let mut parts: Vec<SnippetPart> = Vec::new();
        for (place, word) in words.iter().enumerate().take(end).skip(start) {
            let is_highlighted = highlighted.contains(&place);
            let other = found.other(place).and_then(|other| word.alternatives.get(other));
            let goes_on = |part: &SnippetPart| {
                let is_plain = part.redacted.is_none() && part.alternative.is_none();
                is_plain && part.highlighted == is_highlighted
            };
            match parts.last_mut() {
                Some(part) if goes_on(part) && word.redacted.is_none() && other.is_none() => {
                    part.text.push(' ');
                    part.text.push_str(&word.text);
                }
                _ => parts.push(SnippetPart {
                    text: word.text.clone(),
                    highlighted: is_highlighted,
                    alternative: other.map(|other| other.text.clone()),
                    redacted: word.redacted,
                    start: word.span.start,
                }),
            }
        }
        Self { parts, is_cut_before: start > 0, is_cut_after: end < words.len() }
    }
}

/// The words to show: the match in the middle, as far as the segment's ends allow.
fn window(words: usize, (first, last): (usize, usize)) -> (usize, usize) {
    let matched = last - first + 1;
    let before = (WORDS.saturating_sub(matched) / 2).max(BEFORE);
    let start = first.saturating_sub(before).min(words.saturating_sub(WORDS));
    (start, (start + WORDS).min(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::EntityKind;
    use crate::index::testing;
    use crate::search::SearchQuery;

    fn snippet(query: &str, text: &str) -> Snippet {
        let words: Vec<IndexedWord> = testing::words(text).iter().map(IndexedWord::from).collect();
        let found = SegmentMatch::of(&SearchQuery::parse(query).unwrap(), &words, 0).unwrap();
        Snippet::of(&words, &found)
    }

    #[test]
    fn matched_words_and_marks_are_parts_of_their_own() {
        let parts = snippet("\"b c\" <e>", "a b, c d [NAME] [SSN] <e>").parts;
        let shown: Vec<(&str, bool)> =
            parts.iter().map(|part| (part.text.as_str(), part.highlighted)).collect();
        assert_eq!(
            shown,
            [
                ("a", false),
                ("b, c", true),
                ("d", false),
                ("[NAME]", false),
                ("[SSN]", false),
                ("<e>", true)
            ]
        );
        assert_eq!(parts[3].redacted, Some(EntityKind::Name));
        assert_eq!(parts[1].start.as_millis(), 500);
    }

    #[test]
    fn a_long_segment_is_cut_around_the_match_at_word_bounds() {
        let text: Vec<String> = (0..200).map(|n| format!("w{n}")).collect();
        for (query, first, last) in
            [("w100", "w81", "w120"), ("w0", "w0", "w39"), ("w199", "w160", "w199")]
        {
            let snippet = snippet(query, &text.join(" "));
            let shown: Vec<&str> =
                snippet.parts.iter().flat_map(|part| part.text.split(' ')).collect();
            assert_eq!((shown[0], shown[39], shown.len()), (first, last, 40));
            assert_eq!(snippet.is_cut_before, first != "w0");
            assert_eq!(snippet.is_cut_after, last != "w199");
        }
    }

    #[test]
    fn a_match_longer_than_the_snippet_shows_from_its_start() {
        let text: Vec<String> = (0..200).map(|n| format!("w{n}")).collect();
        let snippet = snippet("w10 w190", &text.join(" "));
        assert!(snippet.parts.iter().any(|part| part.highlighted && part.text == "w10"));
    }
}
