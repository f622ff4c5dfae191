//! Words that a collection lists: masked, left out or tagged, in all text that is kept.
//!
//! As with Amazon Transcribe's vocabulary filter the sound stays as it is: this is about what is
//! read and found, not about personal data. A word matches whatever its case, accents and
//! punctuation, and so does each part by which search would find it: `damn` is in `damn-fool`.

use std::collections::HashMap;

use super::known::LISTED;
use super::mask::Place;
use super::readings::Readings;
use super::redactor::by_channel;
use super::{RedactedAlternative, canonical::fold_text};
use crate::domain::FilterMethod;
use crate::transcribe::Segment;

/// Listed words, and what is done with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterOptions {
    /// What is done with them.
    pub method: FilterMethod,
    /// The words, or several in a row.
    pub words: Vec<String>,
}

/// What is done with the words at some places.
pub(super) type Listed = HashMap<Place, FilterMethod>;

/// Finds listed words.
pub(super) struct WordFilter {
    method: FilterMethod,
    /// Each in folded parts.
    phrases: Vec<Vec<String>>,
}

impl WordFilter {
    pub(super) fn new(options: &FilterOptions) -> Self {
        let phrases = options.words.iter().map(|words| {
            parts(words).into_iter().filter_map(|part| part.into_iter().next()).collect()
        });
        let mut phrases: Vec<Vec<String>> =
            phrases.filter(|phrase: &Vec<String>| !phrase.is_empty()).collect();
        // What an earlier run found listed.
        phrases.push(vec![LISTED.to_owned()]);
        Self { method: options.method, phrases }
    }

    /// Finds the listed words; what goes on in the next segment is found too.
    pub(super) fn find(&self, segments: &[Segment]) -> Listed {
        let mut listed = Listed::new();
        for indexes in by_channel(segments) {
            let mut parts_at: Vec<(Place, Vec<String>)> = Vec::new();
            for segment in indexes {
                for (word, said) in segments[segment].words.iter().enumerate() {
                    let place = Place { segment, word };
                    let parts = parts(said.text.expose());
                    parts_at.extend(parts.into_iter().map(|part| (place, part)));
                }
            }
            for at in 0..parts_at.len() {
                for phrase in self.phrases.iter().filter(|one| says(&parts_at[at..], one)) {
                    let said = &parts_at[at..at + phrase.len()];
                    listed.extend(said.iter().map(|(place, _)| (*place, self.method)));
                }
            }
        }
        listed
    }

    /// Leaves out the other readings that hold a part of what is listed, unless it is only tagged.
    pub(super) fn thin_out(&self, readings: &mut Readings) {
        if self.method != FilterMethod::Tag {
            readings.values_mut().for_each(|kept| kept.retain(|one| !self.touches(one)));
        }
    }

    fn touches(&self, reading: &RedactedAlternative) -> bool {
        let listed = |part: &Vec<String>| {
            self.phrases.iter().flatten().any(|word| part.iter().any(|one| one == word))
        };
        parts(&reading.text).iter().any(listed)
    }
}

fn says(parts: &[(Place, Vec<String>)], phrase: &[String]) -> bool {
    let is_part = |((_, part), word): (&(Place, Vec<String>), &String)| part.contains(word);
    parts.len() >= phrase.len() && parts.iter().zip(phrase).all(is_part)
}

/// The parts of a word, folded, each in all forms by which it is found: `l'école` as `lecole` and
/// `ecole`.
fn parts(word: &str) -> Vec<Vec<String>> {
    let folded = fold_text(word);
    let is_gap = |c: char| !c.is_alphanumeric() && c != '\'';
    let part = |raw: &str| {
        let whole = raw.replace('\'', "");
        let pieces = raw.split('\'').filter(|piece| piece.chars().nth(1).is_some());
        let others = pieces.filter(|piece| *piece != whole).map(str::to_owned);
        // "Don" is no part of "don't".
        let others: Vec<String> = if raw.ends_with("n't") { Vec::new() } else { others.collect() };
        std::iter::once(whole.clone()).chain(others).collect::<Vec<_>>()
    };
    let raws = folded.split(is_gap).filter(|raw| raw.contains(char::is_alphanumeric));
    raws.map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::testing::redactor_for;
    use crate::redact::tests::english;
    use crate::redact::{RedactedTranscript, RedactionOptions};

    fn filtered(method: FilterMethod, words: &[&str], text: &str) -> RedactedTranscript {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let filter = Some(FilterOptions { method, words });
        let options = RedactionOptions { filter, ..RedactionOptions::default() };
        let said = english(&text.split('|').collect::<Vec<_>>());
        redactor_for(&options).redact(said).unwrap()
    }

    fn texts(transcript: &RedactedTranscript) -> Vec<String> {
        transcript.segments().iter().map(crate::redact::RedactedSegment::text).collect()
    }

    #[test]
    fn a_mask_stands_for_each_listed_word_however_it_is_written() {
        let masked = filtered(
            FilterMethod::Mask,
            &["darn", "école", "blue moon"],
            "Darn, the DARN-ed l'École! Once in a blue|moon. A darning needle, a blue door.",
        );
        assert_eq!(
            texts(&masked),
            ["***, the *** ***! Once in a ***", "***. A darning needle, a blue door."]
        );
        assert!(masked.segments()[0].words()[0].is_listed());
        assert!(masked.spans().is_empty(), "the sound stays as it is");
    }

    #[test]
    fn removed_words_leave_nothing_and_an_empty_segment_goes() {
        let left = filtered(FilterMethod::Remove, &["um", "uh"], "Um, I think|Uh. Um.|so, uh, yes");
        assert_eq!(texts(&left), ["I think", "so, yes"]);
    }

    #[test]
    fn tagged_words_stay_and_are_told() {
        let tagged = filtered(FilterMethod::Tag, &["acme"], "Acme's rockets don't miss");
        assert_eq!(texts(&tagged), ["Acme's rockets don't miss"]);
        let json = serde_json::to_value(&tagged).unwrap();
        let words = json["segments"][0]["words"].as_array().unwrap();
        assert_eq!(words[0]["vocabulary_filter_match"], true);
        assert!(words[1].get("vocabulary_filter_match").is_none());
    }

    #[test]
    fn redaction_goes_before_and_a_switched_off_one_leaves_the_filter_on() {
        let both = filtered(FilterMethod::Mask, &["castellan"], "My name is Dana Castellan, yes");
        assert_eq!(texts(&both), ["My name is [NAME], yes"]);
        let words = vec!["yes".to_owned()];
        let filter = Some(FilterOptions { method: FilterMethod::Mask, words });
        let off = RedactionOptions { enabled: false, filter, ..RedactionOptions::default() };
        let said = english(&["My name is Dana, yes"]);
        let kept = redactor_for(&off).redact(said).unwrap();
        assert_eq!(texts(&kept), ["My name is Dana, ***"]);
    }

    #[test]
    fn no_is_no_part_of_another_word() {
        let masked = filtered(FilterMethod::Mask, &["don"], "Don, I don't. Don's abandon");
        assert_eq!(texts(&masked), ["***, I don't. *** abandon"]);
    }
}
