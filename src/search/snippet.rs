//! The words around a match, with the matched ones marked as data, never as markup.

use crate::index::{IndexedWord, Stems};

use super::find::{Reading, Spot};
use super::hits::SnippetPart;

/// About so many words are shown.
const WORDS: u32 = 40;
/// At least so many of them stand before a match that is longer than the snippet.
const BEFORE: u32 = 5;

/// What is marked in a snippet, and how.
pub(super) struct Marked<'a> {
    /// The matched words and phrases.
    pub(super) spots: &'a [Spot],
    /// What only other readings say.
    pub(super) readings: &'a [Reading],
    pub(super) stems: &'a Stems,
}

impl Marked<'_> {
    pub(super) fn is_marked(&self, word: &IndexedWord) -> bool {
        self.spots.iter().any(|spot| word.stands_in(spot.first, spot.last))
    }

    /// The other reading by which a word matched, where it is that.
    pub(super) fn other<'w>(
        &self,
        word: &'w IndexedWord,
    ) -> Option<&'w crate::index::OtherReading> {
        let readings = self.readings.iter();
        let mut here =
            readings.filter(|reading| word.stands_in(reading.position, reading.position));
        here.find_map(|reading| {
            word.alternatives.iter().find(|other| reading.is_in(&other.text, self.stems))
        })
    }
}

/// Makes the parts of a snippet.
pub(super) fn parts(words: &[IndexedWord], marked: &Marked<'_>) -> Vec<SnippetPart> {
    let mut parts: Vec<SnippetPart> = Vec::new();
    for word in words {
        let is_highlighted = marked.is_marked(word);
        let other = if is_highlighted { marked.other(word) } else { None };
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
    parts
}

/// The positions to show of those from `begin` to, but not including, `end`: the match in the
/// middle, as far as the ends allow.
pub(super) fn window((begin, end): (u32, u32), (first, last): (u32, u32)) -> (u32, u32) {
    let matched = last - first + 1;
    let before = (WORDS.saturating_sub(matched) / 2).max(BEFORE);
    let latest = end.saturating_sub(WORDS).max(begin);
    let start = first.saturating_sub(before).max(begin).min(latest);
    (start, (start + WORDS).min(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_segment_is_cut_around_the_match() {
        for (spot, shown) in [
            ((1100, 1100), (1081, 1121)),
            ((1000, 1000), (1000, 1040)),
            ((1199, 1199), (1160, 1200)),
            ((1010, 1190), (1005, 1045)),
        ] {
            assert_eq!(window((1000, 1200), spot), shown, "{spot:?}");
        }
        assert_eq!(window((7, 12), (9, 9)), (7, 12));
    }
}
