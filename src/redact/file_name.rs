//! What may be shown of where a recording lies.
//!
//! People put names and numbers into file names. The bucket keeps its key, for it is what the object
//! is fetched by; what is shown, indexed and logged is this.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::echo::NameWords;
use super::guard::confidentially;
use super::known::Known;
use super::mask::{Place, marked};
use super::{HiddenWords, RedactError, Redactor};
use crate::domain::{EntityKind, Language, MediaKey, MediaTime, TimeSpan};
use crate::transcribe::{RawText, Segment, Word};

/// A day, with or without the time, as recorders and people write it into file names: no number of
/// anybody.
static STAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let day = r"(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])";
    let time = r"(?:[-_ .T]?(?:[01]\d|2[0-3])[-_.]?[0-5]\d(?:[-_.]?[0-5]\d)?)?";
    Regex::new(&format!(r"(?:^|[^0-9])({day}{time})(?:$|[^0-9])")).ok()
});

/// A recording's title and key without personal data.
///
/// Only [`redact`](crate::redact) can make one: its fields are private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownName {
    title: String,
    key: String,
    kinds: Vec<EntityKind>,
}

impl ShownName {
    /// What is shown while nothing is known to be harmless.
    #[must_use]
    pub fn withheld() -> Self {
        Self { title: "Recording".to_owned(), key: "…".to_owned(), kinds: Vec::new() }
    }

    /// What people see.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The key with marks in it, such as `calls/[NAME].wav`.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl ShownName {
    /// What was masked in it, in order.
    #[must_use]
    pub fn kinds(&self) -> &[EntityKind] {
        &self.kinds
    }
}

/// Shown names by key.
#[derive(Debug, Clone, Default)]
pub struct ShownNames(BTreeMap<MediaKey, ShownName>);

impl ShownNames {
    /// The name of this key, withheld where it was not redacted.
    #[must_use]
    pub fn of(&self, key: &MediaKey) -> ShownName {
        self.0.get(key).cloned().unwrap_or_else(ShownName::withheld)
    }
}

impl Redactor {
    /// Redacts keys, before their recordings are heard; [`Redactor::refusing`] withholds them.
    ///
    /// # Errors
    /// As for [`redact`](Self::redact).
    pub fn shown_names<'a>(
        &self,
        keys: impl IntoIterator<Item = &'a MediaKey>,
    ) -> Result<ShownNames, RedactError> {
        if self.refuses() {
            return Ok(ShownNames::default());
        }
        let (english, rules) = (Language::english(), self.by_rules());
        let mut names = BTreeMap::new();
        for key in keys {
            names.insert(key.clone(), rules.named(key, &NameWords::default(), &english)?);
        }
        Ok(ShownNames(names))
    }

    /// Redacts the key of a recording in which this was masked: a name known from the speech is one
    /// in the key.
    ///
    /// # Errors
    /// As for [`redact`](Self::redact).
    pub fn shown_name(
        &self,
        key: &MediaKey,
        hidden: &HiddenWords,
        language: &Language,
    ) -> Result<ShownName, RedactError> {
        self.by_rules().named(key, &hidden.names, language)
    }

    /// Redacts a title and a key that are shown already.
    ///
    /// # Errors
    /// As for [`redact`](Self::redact).
    pub fn shown_again(&self, title: &str, key: &str) -> Result<ShownName, RedactError> {
        let rules = self.by_rules();
        let read = |text: &str| {
            let media = MediaKey { bucket: String::new(), key: text.to_owned() };
            rules.named(&media, &NameWords::default(), &Language::english())
        };
        // A title is read as a key is, and stays as it is written.
        let (title, key) = (read(title)?, read(key)?);
        let kinds = title.kinds.iter().chain(&key.kinds).copied().collect();
        Ok(ShownName { title: title.key, key: key.key, kinds })
    }

    fn named(
        &self,
        media: &MediaKey,
        names: &NameWords,
        language: &Language,
    ) -> Result<ShownName, RedactError> {
        let found = confidentially(|| {
            let mut found = Vec::new();
            // Signs within a number or an address are part of it, or part it from others.
            for separators in [&['/', '_', ' ', '+', ','][..], &['/', '_', ' ', '+', ',', '-', '.']]
            {
                let words = words(&media.key, separators);
                found.extend(self.masked(&media.key, &words, names, language)?);
            }
            Ok::<_, RedactError>(found)
        })
        .unwrap_or_else(|_panicked| {
            let reason = "it panicked".to_owned();
            Err(RedactError::Recognizer { recognizer: "file names", reason })
        })?;
        Ok(shown(media, found))
    }

    /// The stretches of a key that are masked when it is read as these words.
    fn masked(
        &self,
        key: &str,
        words: &[(usize, Range<usize>)],
        names: &NameWords,
        language: &Language,
    ) -> Result<Vec<(EntityKind, Range<usize>)>, RedactError> {
        let span = TimeSpan::new(MediaTime::ZERO, MediaTime::ZERO);
        let word = |(_, bytes): &(usize, Range<usize>)| Word {
            text: RawText::new(key[bytes.clone()].to_owned()),
            span,
            confidence: 1.0,
            alternatives: Vec::new(),
        };
        let segments: Vec<Segment> = words
            .chunk_by(|a, b| a.0 == b.0)
            .map(|part| Segment {
                words: part.iter().map(word).collect(),
                language: language.clone(),
                channel: u16::try_from(part[0].0).ok(),
                suspect: None,
            })
            .collect();
        let (masks, _) = self.masks(&segments, &mut names.clone(), &Known::new())?;
        // Marks that a shown name holds already are no findings.
        let masks = masks.without_marks(&segments);
        let places = segments.iter().enumerate().flat_map(|(segment, part)| {
            (0..part.words.len()).map(move |word| Place { segment, word })
        });
        let kinds: Vec<_> = places.map(|place| masks.kind_at(place)).collect();
        let mut at = 0;
        let mut masked = Vec::new();
        for run in kinds.chunk_by(|a, b| a == b) {
            let range = at..at + run.len();
            at = range.end;
            if let Some(kind) = run[0] {
                masked.push((kind, words[range.start].1.start..words[range.end - 1].1.end));
            }
        }
        Ok(masked)
    }
}

/// The words of a key: the folder that each is in, and its bytes. The extension is none, and
/// neither is a date or a mark.
fn words(key: &str, separators: &[char]) -> Vec<(usize, Range<usize>)> {
    let name = key.rfind('/').map_or(0, |slash| slash + 1);
    let end = key[name..].rfind('.').filter(|dot| *dot > 0).map_or(key.len(), |dot| name + dot);
    let mut stamps: Vec<Range<usize>> = STAMP.as_ref().map_or_else(Vec::new, |stamp| {
        stamp.captures_iter(key).filter_map(|found| Some(found.get(1)?.range())).collect()
    });
    stamps.extend(marks(key));
    let mut words = Vec::new();
    let mut start = 0;
    for (at, sign) in key[..end].char_indices().chain([(end, '/')]) {
        let is_stamp = stamps.iter().any(|stamp| stamp.contains(&at));
        if !separators.contains(&sign) && !is_stamp && at < end {
            continue;
        }
        if start < at {
            words.push((key[..start].matches('/').count(), start..at));
        }
        start = at + sign.len_utf8();
    }
    words
}

/// Where marks stand that were put there before.
fn marks(key: &str) -> impl Iterator<Item = Range<usize>> {
    key.match_indices('[').filter_map(|(start, _)| {
        let end = start + key[start..].find(']')? + 1;
        marked(&key[start..end]).map(|_| start..end)
    })
}

/// Puts marks in the places of what was found.
fn shown(media: &MediaKey, mut found: Vec<(EntityKind, Range<usize>)>) -> ShownName {
    found.sort_by_key(|(_, range)| (range.start, std::cmp::Reverse(range.end)));
    let mut merged: Vec<(EntityKind, Range<usize>)> = Vec::new();
    for (kind, range) in found {
        match merged.last_mut().filter(|(_, last)| range.start < last.end) {
            Some((_, last)) => last.end = last.end.max(range.end),
            None => merged.push((kind, range)),
        }
    }
    // Private signs stand for the marks while a title is made of the key.
    let sign = |number: usize| char::from_u32(0xE000 + number as u32 % 0x1900).unwrap_or('…');
    let is_private = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c);
    // Of the same length in bytes, so that the ranges stay right.
    let mut key = media.key.replace(is_private, "\u{FFFD}");
    for (number, (_, range)) in merged.iter().enumerate().rev() {
        key.replace_range(range.clone(), &sign(number).to_string());
    }
    let title = MediaKey { bucket: String::new(), key: key.clone() }.title();
    let marked = |text: String| {
        merged
            .iter()
            .enumerate()
            .fold(text, |text, (number, (kind, _))| text.replace(sign(number), kind.mark()))
    };
    let kinds = merged.iter().map(|(kind, _)| *kind).collect();
    ShownName { title: marked(title), key: marked(key), kinds }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::testing::redactor;

    fn shown_key(key: &str) -> (String, String) {
        let media = MediaKey { bucket: "calls".to_owned(), key: key.to_owned() };
        let name = redactor().shown_names([&media]).unwrap().of(&media);
        (name.key, name.title)
    }

    #[test]
    fn numbers_and_addresses_in_a_file_name_are_masked() {
        for (key, expected, title) in [
            ("calls/ssn-987-65-4320.wav", "calls/[SSN].wav", "[SSN]"),
            ("call_415-555-0142_b.mp3", "call_[PHONE]_b.mp3", "Call [PHONE] b"),
            ("jane.roe@example.com/one.wav", "[EMAIL]/one.wav", "One"),
            (
                "card 4111 1111 1111 1111.wav",
                "card [CREDIT_DEBIT_NUMBER].wav",
                "Card [CREDIT_DEBIT_NUMBER]",
            ),
        ] {
            assert_eq!(shown_key(key), (expected.to_owned(), title.to_owned()), "{key}");
        }
    }

    #[test]
    fn dates_folders_and_plain_names_stay() {
        for key in [
            "2024/council_meeting-may.ogg",
            "rec-2024-05-03_14-15-00.wav",
            "20240503141500.wav",
            "archive/tape-0042/side-b.flac",
            "no-extension",
            "été/à.wav",
            "",
        ] {
            assert_eq!(shown_key(key).0, key);
        }
    }

    #[test]
    fn what_is_shown_already_stays_unless_something_is_found_in_it() {
        let (title, key) = ("Call [PHONE] b", "card_[CREDIT_DEBIT_NUMBER]_b.mp3");
        let again = redactor().shown_again(title, key).unwrap();
        assert_eq!((again.title(), again.key(), again.kinds()), (title, key, &[][..]));
        let again = redactor().shown_again("[NAME] at 415-555-0142", key).unwrap();
        assert_eq!((again.title(), again.kinds()), ("[NAME] at [PHONE]", &[EntityKind::Phone][..]));
    }

    #[test]
    fn who_can_redact_nothing_shows_no_name() {
        let media = MediaKey { bucket: "b".into(), key: "talks/thistlewood-2.wav".into() };
        let shown = Redactor::refusing().shown_names([&media]).unwrap().of(&media);
        assert_eq!(shown, ShownName::withheld());
    }

    #[test]
    fn a_name_known_from_the_speech_is_masked_in_the_key() {
        let redactor = redactor();
        let said = "Hello, my name is Peregrine Thistlewood.".split(' ');
        let words = said.map(|text| Word {
            text: RawText::new(text.to_owned()),
            span: TimeSpan::from_millis(0, 10),
            confidence: 1.0,
            alternatives: Vec::new(),
        });
        let language = Language::english();
        let segment = Segment {
            words: words.collect(),
            language: language.clone(),
            channel: None,
            suspect: None,
        };
        let transcript = crate::transcribe::Transcript {
            segments: vec![segment],
            language: language.clone(),
            duration: MediaTime::ZERO,
            model: crate::domain::ModelUse::default(),
        };
        let (_, _, hidden) = redactor.redact_recording(transcript, &[]).unwrap();
        let media = MediaKey { bucket: "b".into(), key: "talks/thistlewood-2.wav".into() };
        let name = redactor.shown_name(&media, &hidden, &language).unwrap();
        assert_eq!(name.key(), "talks/[NAME].wav");
        assert_eq!(redactor.shown_names([&media]).unwrap().of(&media).key(), media.key);
    }
}
