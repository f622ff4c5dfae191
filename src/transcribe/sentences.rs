//! Cuts a run of words into segments about a sentence long.

use super::Word;

/// A silence that always ends a segment.
const BREAKING_PAUSE_MILLIS: u64 = 1_200;
/// A silence at which a long segment may end.
const SHORT_PAUSE_MILLIS: u64 = 200;
/// From this length on a segment ends at the next short pause or comma.
const LONG_MILLIS: u64 = 12_000;
/// From this many words on, likewise.
const LONG_WORDS: usize = 30;
/// No segment has more words than this.
const MOST_WORDS: usize = 50;
/// No segment is longer than this, unless one word is.
const LONGEST_MILLIS: u64 = 20_000;

/// Words that end in a full stop without ending a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "jr.", "sr.", "vs.", "no.", "mt.", "gen.", "sen.",
    "rep.", "gov.", "capt.", "lt.", "col.", "etc.", "e.g.", "i.e.", "a.m.", "p.m.", "u.s.", "z.b.",
    "bzw.", "hr.", "fr.", "nr.", "m.", "mme.", "sra.", "dra.", "d.h.",
];

/// Cuts `words` after the ends of sentences, at long pauses, and where a segment grows too long.
pub(super) fn split(words: Vec<Word>) -> Vec<Vec<Word>> {
    let mut segments = Vec::new();
    let mut current: Vec<Word> = Vec::new();
    for word in words {
        if ends_before(&current, &word) {
            segments.push(std::mem::take(&mut current));
        }
        current.push(word);
    }
    if !current.is_empty() {
        segments.push(current);
    }
    segments
}

/// Whether the segment that holds `current` ends before `next`.
fn ends_before(current: &[Word], next: &Word) -> bool {
    let (Some(first), Some(last)) = (current.first(), current.last()) else { return false };
    let pause = next.span.start.as_millis().saturating_sub(last.span.end.as_millis());
    let millis = next.span.end.as_millis().saturating_sub(first.span.start.as_millis());
    let is_long = millis > LONG_MILLIS || current.len() >= LONG_WORDS;
    let is_too_long = millis > LONGEST_MILLIS || current.len() >= MOST_WORDS;
    pause >= BREAKING_PAUSE_MILLIS
        || ends_sentence(last.text.expose(), next.text.expose())
        || is_too_long
        || (is_long && (pause >= SHORT_PAUSE_MILLIS || ends_clause(last.text.expose())))
}

fn ends_sentence(word: &str, next: &str) -> bool {
    let bare = word.trim_end_matches(['"', '\'', '”', '’', '»', ')']);
    if bare.ends_with(['。', '?', '？', '!', '！', '．', '।', '؟', '۔', '…']) {
        return true;
    }
    let is_number = bare.trim_end_matches('.').chars().all(|c| c.is_numeric());
    let is_abbreviation = ABBREVIATIONS.contains(&bare.to_lowercase().as_str());
    let goes_on = next.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    bare.ends_with('.') && !is_number && !is_abbreviation && !goes_on
}

fn ends_clause(word: &str) -> bool {
    word.ends_with([',', ';', ':', '、', '，', '；', '：', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TimeSpan;
    use crate::transcribe::RawText;

    fn words(text: &str, millis_each: u64) -> Vec<Word> {
        let mut at = 0;
        let mut words = Vec::new();
        for word in text.split(' ') {
            let span = TimeSpan::from_millis(at, at + millis_each);
            at += millis_each;
            words.push(Word {
                text: RawText::new(word.to_owned()),
                span,
                confidence: 1.0,
                alternatives: Vec::new(),
            });
        }
        words
    }

    fn texts(segments: &[Vec<Word>]) -> Vec<String> {
        let join = |words: &Vec<Word>| {
            words.iter().map(|word| word.text.expose()).collect::<Vec<_>>().join(" ")
        };
        segments.iter().map(join).collect()
    }

    #[test]
    fn a_segment_ends_with_its_sentence() {
        let segments = split(words("Is it Dr. Moreau? Yes. He came at 5. We left.", 300));
        assert_eq!(texts(&segments), ["Is it Dr. Moreau?", "Yes.", "He came at 5. We left."]);
    }

    #[test]
    fn a_pause_ends_a_segment_even_in_mid_sentence() {
        let mut said = words("one two three four", 300);
        for word in &mut said[2..] {
            word.span = TimeSpan::from_millis(
                word.span.start.as_millis() + 1500,
                word.span.end.as_millis() + 1500,
            );
        }
        assert_eq!(texts(&split(said)), ["one two", "three four"]);
    }

    #[test]
    fn speech_without_any_punctuation_is_still_cut() {
        let said = words(&vec!["and"; 400].join(" "), 250);
        let segments = split(said);
        assert_eq!(segments.iter().map(Vec::len).sum::<usize>(), 400);
        for segment in &segments {
            let (first, last) = (segment.first().unwrap(), segment.last().unwrap());
            assert!(segment.len() <= MOST_WORDS);
            assert!(first.span.union(last.span).millis() <= LONGEST_MILLIS);
        }
    }

    #[test]
    fn a_long_segment_ends_at_a_comma() {
        let mut said = words(&vec!["and"; 60].join(" "), 250);
        said[34].text = RawText::new("well,".to_owned());
        assert_eq!(split(said)[0].len(), 35);
    }
}
