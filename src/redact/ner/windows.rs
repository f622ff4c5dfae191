//! Cuts a channel's words into stretches that the model reads at a time.
//!
//! The model was made for some hundred pieces; a stretch ends with a sentence where one ends late
//! in it, else it overlaps the next, and a word counts as read where more stands around it.

use std::ops::Range;

/// At most so many pieces at a time: cost grows with length, and recall falls.
const MOST_PIECES: usize = 112;
/// Where no sentence ends, so many pieces are read twice.
const OVERLAP: usize = 24;
/// A sentence that ends after so many pieces ends the stretch, so that the next need not overlap.
const ENOUGH_PIECES: usize = 56;

/// Words to read, and those among them that count.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) read: Range<usize>,
    pub(super) counted: Range<usize>,
}

/// Plans the stretches over words of so many pieces each, the flag telling where a sentence ends.
pub(super) fn windows(words: &[(usize, bool)]) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    let mut start = 0;
    let mut counted_from = 0;
    while counted_from < words.len() {
        let full = full_end(words, start);
        let stop = (start..full).rev().find(|&at| words[at].1).map(|at| at + 1);
        let is_enough = |end: &usize| {
            *end > counted_from
                && words[start..*end].iter().map(|word| word.0).sum::<usize>() >= ENOUGH_PIECES
        };
        let (end, next) = match stop.filter(is_enough) {
            _ if full == words.len() => (full, full),
            Some(end) => (end, end),
            None => (full, overlap_start(words, full).max(start + 1)),
        };
        // Of the words read twice, the first half counts here and the second in the next.
        let counted_to = if next == end { end } else { (next + end).div_ceil(2) };
        let counted_to = counted_to.max(counted_from + 1).min(end);
        windows.push(Window { read: start..end, counted: counted_from..counted_to });
        counted_from = counted_to;
        start = next.min(counted_to);
    }
    windows
}

/// As far as the pieces fit, one word at least.
fn full_end(words: &[(usize, bool)], start: usize) -> usize {
    let mut pieces = 0;
    let fits = words[start..].iter().take_while(|(count, _)| {
        pieces += count;
        pieces <= MOST_PIECES
    });
    start + fits.count().max(1)
}

fn overlap_start(words: &[(usize, bool)], end: usize) -> usize {
    let mut pieces = 0;
    let back = words[..end].iter().rev().take_while(|(count, _)| {
        pieces += count;
        pieces <= OVERLAP
    });
    end - back.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every word counts once, and is read where it counts.
    fn check(words: &[(usize, bool)]) -> Vec<Window> {
        let windows = windows(words);
        let mut next = 0;
        for window in &windows {
            assert_eq!(window.counted.start, next, "{window:?}");
            assert!(window.counted.end > next, "{window:?}");
            assert!(window.read.start <= window.counted.start, "{window:?}");
            assert!(window.counted.end <= window.read.end, "{window:?}");
            let pieces: usize = words[window.read.clone()].iter().map(|word| word.0).sum();
            assert!(pieces <= MOST_PIECES || window.read.len() == 1, "{window:?}");
            next = window.counted.end;
        }
        assert_eq!(next, words.len());
        windows
    }

    #[test]
    fn every_word_counts_once_whatever_the_words_are() {
        check(&[]);
        check(&[(1, false)]);
        check(&[(1, false); 1000]);
        check(&[(1, true); 1000]);
        check(&[(500, false); 3]);
        check(&[(25, false); 40]);
        let mixed: Vec<_> = (0..500).map(|at| (at % 7 + 1, at % 13 == 0)).collect();
        check(&mixed);
    }

    #[test]
    fn sentences_are_not_read_twice() {
        let words: Vec<_> = (0..300).map(|at| (1, at % 10 == 9)).collect();
        let windows = check(&words);
        assert!(windows.iter().all(|window| window.read == window.counted), "{windows:?}");
    }
}
