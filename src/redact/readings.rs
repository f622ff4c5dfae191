//! Which other readings of doubtful words may be kept.
//!
//! An alternative is text like any other: it must not say what redaction hides. Each is therefore
//! read in place of its word by the same recognizers, first alone, then together with the others
//! nearby, for whoever reads the transcript may put any of them together. A reading that has a
//! single word masked more than the best guess has is dropped, and with it every alternative of the
//! other words that it masks. So no choice among the kept ones reads as personal data that the best
//! guess does not hide. The model for names and addresses reads them alone only. Recognizers look some words around themselves, so a reading is read with the
//! words around it and not with the whole recording: alternatives cost by their number.

use std::collections::HashMap;
use std::ops::Range;

use super::cues::Heard;
use super::echo::NameWords;
use super::known::{Known, KnownWords};
use super::mask::{Masks, Place};
use super::merge::merge;
use super::redactor::{Context, by_channel, find};
use super::repeated::Numbers;
use super::{Canonical, Found, NameModel, Recognizer, RedactError, RedactedAlternative};
use crate::domain::{EntityKind, Language};
use crate::transcribe::{Alternative, Segment, Word};

/// Alternatives this many words apart may make one piece of personal data: as far as a cue reaches,
/// and a few fillers.
pub(super) const REACH: usize = 16;
/// Words that a reading is read with, before and after: what recognizers look at from `REACH` away.
const CONTEXT: usize = 64;
/// Words that the model reads an alternative with, before and after: it is slow, and needs no more.
const NEAR: usize = 10;
/// Alternatives that the model reads together: it is quicker so.
const AT_ONCE: usize = 16;
/// At most so many alternatives of one word are looked at.
const MOST_A_WORD: usize = 3;
/// At most so many alternatives are kept within `REACH`, likeliest first, so that all their
/// combinations can be read. Where more words are doubtful nothing certain was said anyway.
const MOST_NEARBY: usize = 5;
/// So many alternatives may make a cue together: "social", "security".
const MOST_IN_CUE: usize = 2;
/// A longer one is no word.
const MOST_CHARS: usize = 64;

/// The alternatives that may be kept, by the place of their word.
pub(super) type Readings = HashMap<Place, Vec<RedactedAlternative>>;

/// An alternative that says what redaction hides.
pub(super) struct Refused {
    pub(super) place: Place,
    pub(super) kind: EntityKind,
}

/// What became of the alternatives.
pub(super) struct Read {
    /// Those that may be kept.
    pub(super) kept: Readings,
    /// Those that say too much.
    pub(super) refused: Vec<Refused>,
    /// Where one taught a name.
    pub(super) taught: Vec<Place>,
}

/// Finds the alternatives that may be kept beside what is masked, and those that say too much.
/// `names` are those found in the best guess.
///
/// # Errors
/// As for redaction itself: where a recognizer can't read an alternative, nothing may be kept.
pub(super) fn readings(
    (recognizers, model): (&[Box<dyn Recognizer>], Option<&NameModel>),
    (segments, known): (&[Segment], &Known),
    masks: &Masks,
    (names, context): (NameWords, &Context),
) -> Result<Read, RedactError> {
    let heard = context.heard.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..]));
    let mut lines: Vec<Line> = by_channel(segments)
        .into_iter()
        .zip(heard)
        .map(|(indexes, heard)| {
            let channel = indexes.first().and_then(|&first| segments[first].channel);
            let known = known.get(&channel).cloned().unwrap_or_default();
            Line::new((segments, &indexes), (masks, heard), &known)
        })
        .filter(|line| !line.candidates.is_empty())
        .collect();
    if !recognizers.is_empty() {
        let numbers = &context.numbers;
        let mut reader = Reader { recognizers, names, numbers, has_learnt: false };
        for line in &mut lines {
            line.thin_out();
            line.read_by_model(model, &mut reader)?;
            line.read_alone(&mut reader)?;
            line.read_together(&mut reader)?;
        }
        // A name may have been found in an alternative only now, or on another channel.
        lines.iter_mut().for_each(|line| line.drop_names(&reader.names));
    }
    let taught = lines.iter_mut().flat_map(|line| std::mem::take(&mut line.taught)).collect();
    let refused = lines.iter().flat_map(Line::refused).collect();
    let mut kept = Readings::new();
    for (place, one) in lines.iter().flat_map(Line::kept) {
        kept.entry(place).or_default().push(one);
    }
    Ok(Read { kept, refused, taught })
}

/// What reads a variant: the recognizers, and the names that they have found so far.
struct Reader<'a> {
    recognizers: &'a [Box<dyn Recognizer>],
    names: NameWords,
    numbers: &'a Numbers,
    /// Whether the words of a new name were found by the last reading.
    has_learnt: bool,
}

impl Reader<'_> {
    fn find(&mut self, words: &Canonical, count: usize) -> Result<Vec<Found>, RedactError> {
        let mut found = Vec::new();
        for recognizer in self.recognizers {
            found.extend(find(recognizer.as_ref(), words, count)?);
        }
        self.has_learnt = false;
        for name in found.iter().filter(|found| found.kind == EntityKind::Name) {
            self.has_learnt |= self.names.add(words, name.words.clone());
        }
        found.extend(self.names.find(words));
        found.extend(self.numbers.find(words, &found));
        Ok(found)
    }
}

/// The words of one channel, and the other readings of some.
struct Line<'a> {
    words: Vec<(&'a Word, &'a Language)>,
    places: Vec<Place>,
    is_masked: Vec<bool>,
    /// By word, then by rank.
    candidates: Vec<Candidate<'a>>,
    /// What is heard of other channels.
    heard: &'a [Heard],
    /// The words of which another reading taught a name.
    taught: Vec<Place>,
}

/// Another reading of a word.
struct Candidate<'a> {
    word: usize,
    rank: usize,
    alternative: &'a Alternative,
    /// Whether it may still be kept; what stands at a masked word never may.
    is_kept: bool,
    /// Whether an earlier run settled that.
    is_settled: bool,
    /// What it was dropped for, if it says too much.
    says: Option<EntityKind>,
}

impl Candidate<'_> {
    /// Whether it is still to be found out if it may be kept.
    const fn is_open(&self) -> bool {
        self.is_kept && !self.is_settled
    }

    /// Whether the model reads it: one that an earlier run dropped may have taught a name.
    const fn is_for_model(&self) -> bool {
        self.is_open() || (self.is_settled && !self.is_kept)
    }

    fn refuse(&mut self, kind: EntityKind) {
        if self.is_kept {
            self.says = Some(kind);
        }
        self.is_kept = false;
    }
}

impl<'a> Line<'a> {
    fn new(
        (segments, indexes): (&'a [Segment], &[usize]),
        (masks, heard): (&Masks, &'a [Heard]),
        known: &KnownWords,
    ) -> Self {
        let (words, places, is_masked) = (vec![], vec![], vec![]);
        let (candidates, taught) = (vec![], vec![]);
        let mut line = Self { words, places, is_masked, candidates, heard, taught };
        for &segment in indexes {
            let language = &segments[segment].language;
            for (at, word) in segments[segment].words.iter().enumerate() {
                let place = Place { segment, word: at };
                let is_masked = masks.covers(place);
                let usable = word.alternatives.iter().filter(|one| is_usable(one, word));
                let (word_at, is_settled) = (line.words.len(), known.is_settled(line.words.len()));
                let candidates = usable.take(MOST_A_WORD).enumerate().map(|(rank, alternative)| {
                    let text = alternative.text.expose();
                    let is_kept = !is_masked && (!is_settled || known.keeps(word_at, text));
                    let says = None;
                    Candidate { word: word_at, rank, alternative, is_kept, is_settled, says }
                });
                line.candidates.extend(candidates);
                line.words.push((word, language));
                line.places.push(place);
                line.is_masked.push(is_masked);
            }
        }
        line
    }

    /// Leaves at most [`MOST_NEARBY`] to keep in any [`REACH`] of words.
    fn thin_out(&mut self) {
        let mut order: Vec<usize> = (0..self.candidates.len()).collect();
        order.sort_by_key(|&at| (self.candidates[at].rank, at));
        let mut chosen = vec![0_usize; self.words.len()];
        for settled in self.candidates.iter().filter(|one| one.is_settled && one.is_kept) {
            chosen[settled.word] += 1;
        }
        for at in order {
            let Candidate { word, is_kept, is_settled, .. } = self.candidates[at];
            if is_settled {
                continue;
            }
            let nearby = word.saturating_sub(REACH)..chosen.len().min(word + REACH + 1);
            let is_crowded = chosen[nearby].iter().sum::<usize>() >= MOST_NEARBY;
            if is_kept && !is_crowded {
                chosen[word] += 1;
            } else {
                self.candidates[at].is_kept = false;
            }
        }
    }

    /// Has the model read each alternative by itself: whether it is a name, or of an address.
    fn read_by_model(
        &mut self,
        model: Option<&NameModel>,
        reader: &mut Reader,
    ) -> Result<(), RedactError> {
        let Some(model) = model else { return Ok(()) };
        for start in (0..self.candidates.len()).step_by(AT_ONCE) {
            let end = self.candidates.len().min(start + AT_ONCE);
            let read: Vec<usize> =
                (start..end).filter(|&at| self.candidates[at].is_for_model()).collect();
            let variants = read.iter().map(|&at| self.variant(&[at], self.near(at)));
            let mut variants: Vec<Canonical> = variants.collect();
            model.read(&mut variants)?;
            for (at, words) in read.into_iter().zip(variants) {
                // One before it may have settled it.
                if self.candidates[at].is_for_model() {
                    self.judge(at, &words, reader)?;
                }
            }
        }
        Ok(())
    }

    /// The words that the model reads an alternative with.
    fn near(&self, at: usize) -> Range<usize> {
        let word = self.candidates[at].word;
        word.saturating_sub(NEAR)..self.words.len().min(word + NEAR + 1)
    }

    /// Drops an alternative that says too much, as the model has read these words around it.
    fn judge(
        &mut self,
        at: usize,
        words: &Canonical,
        reader: &mut Reader,
    ) -> Result<(), RedactError> {
        let (word, around) = (self.candidates[at].word, self.near(at));
        let mut found = reader.find(words, around.len())?;
        self.taught.extend(reader.has_learnt.then_some(self.places[word]));
        // What is beside it was read with all that is around.
        found.retain(|one| one.words.contains(&(word - around.start)));
        self.drop_for(&[at], around.start, found);
        Ok(())
    }

    /// Reads each alternative by itself. One of a masked word is never kept, but may be another
    /// spelling of a name; and one that an earlier run dropped may have taught a name.
    fn read_alone(&mut self, reader: &mut Reader) -> Result<(), RedactError> {
        for at in 0..self.candidates.len() {
            let Candidate { word, is_kept, is_settled, .. } = self.candidates[at];
            let may_teach = self.is_masked[word] || (is_settled && !is_kept);
            if self.candidates[at].is_open() || may_teach {
                self.read(&[at], reader)?;
            }
        }
        Ok(())
    }

    /// Reads every combination of kept alternatives within [`REACH`], the small ones first.
    fn read_together(&mut self, reader: &mut Reader) -> Result<(), RedactError> {
        for anchor in 0..self.candidates.len() {
            let last = self.candidates[anchor].word + REACH;
            let nearby: Vec<usize> = (anchor + 1..self.candidates.len())
                .take_while(|&at| self.candidates[at].word <= last)
                .filter(|&at| self.candidates[at].is_kept)
                .collect();
            if !self.candidates[anchor].is_open() {
                continue;
            }
            let mut subsets: Vec<u32> = (1..1 << nearby.len()).collect();
            subsets.sort_by_key(|subset| subset.count_ones());
            for subset in subsets {
                let members = nearby.iter().enumerate();
                let members = members.filter(|(bit, _)| subset & (1 << bit) != 0);
                let chosen: Vec<usize> =
                    std::iter::once(anchor).chain(members.map(|(_, at)| *at)).collect();
                if self.is_reading(&chosen) {
                    self.read(&chosen, reader)?;
                }
            }
        }
        Ok(())
    }

    /// Whether all of these are still kept, and are of different words.
    fn is_reading(&self, chosen: &[usize]) -> bool {
        let is_apart =
            |pair: &[usize]| self.candidates[pair[0]].word != self.candidates[pair[1]].word;
        chosen.iter().all(|&at| self.candidates[at].is_kept) && chosen.windows(2).all(is_apart)
    }

    /// Reads the words with these alternatives in their places, and drops what says too much.
    fn read(&mut self, chosen: &[usize], reader: &mut Reader) -> Result<(), RedactError> {
        let around = self.around(chosen);
        let variant = self.variant(chosen, around.clone());
        let found = reader.find(&variant, around.len())?;
        if reader.has_learnt {
            self.taught.extend(chosen.iter().map(|&at| self.places[self.candidates[at].word]));
        }
        self.drop_for(chosen, around.start, found);
        // A cue reaches further than alternatives are read together: none may make one.
        if chosen.len() <= MOST_IN_CUE {
            let cues = |words: &Canonical| words.cues().mentions().len();
            if cues(&variant) > cues(&self.variant(&[], around)) {
                chosen.iter().for_each(|&at| self.candidates[at].is_kept = false);
            }
        }
        Ok(())
    }

    /// Drops alternatives that are names, found by now.
    fn drop_names(&mut self, names: &NameWords) {
        for at in 0..self.candidates.len() {
            if self.candidates[at].is_kept {
                let around = self.around(&[at]);
                let found = names.find(&self.variant(&[at], around.clone()));
                self.drop_for(&[at], around.start, found);
            }
        }
    }

    /// The words that these alternatives are read with.
    fn around(&self, chosen: &[usize]) -> Range<usize> {
        let words = || chosen.iter().map(|&at| self.candidates[at].word);
        let (first, last) = (words().min().unwrap_or(0), words().max().unwrap_or(0));
        first.saturating_sub(CONTEXT)..self.words.len().min(last + CONTEXT + 1)
    }

    /// These words, with the alternatives in their places.
    fn variant(&self, chosen: &[usize], around: Range<usize>) -> Canonical {
        let texts = around.clone().map(|at| {
            let (word, language) = self.words[at];
            let other = chosen.iter().find(|&&one| self.candidates[one].word == at);
            let text = other.map_or(&word.text, |&one| &self.candidates[one].alternative.text);
            (text.expose(), language)
        });
        let mut words = Canonical::new(texts);
        let heard: Vec<Heard> = (self.heard.iter())
            .filter(|one| around.contains(&one.word))
            .map(|one| Heard { word: one.word - around.start, ..*one })
            .collect();
        words.hear(&heard);
        words
    }

    fn drop_for(&mut self, chosen: &[usize], start: usize, found: Vec<Found>) {
        let masked: Vec<(usize, EntityKind)> = merge(found)
            .into_iter()
            .flat_map(|masked| {
                let words = masked.words.start + start..masked.words.end + start;
                words.map(move |word| (word, masked.kind))
            })
            .filter(|(word, _)| !self.is_masked[*word])
            .collect();
        let Some(&(_, kind)) = masked.first() else { return };
        let own: Vec<usize> = chosen.iter().map(|&at| self.candidates[at].word).collect();
        for &at in chosen {
            self.candidates[at].refuse(kind);
        }
        for one in &mut self.candidates {
            let masked = masked.iter().find(|(word, _)| *word == one.word);
            if let Some((_, kind)) = masked.filter(|_| !own.contains(&one.word)) {
                one.refuse(*kind);
            }
        }
    }

    fn refused(&self) -> impl Iterator<Item = Refused> {
        self.candidates
            .iter()
            .filter_map(|one| Some(Refused { place: self.places[one.word], kind: one.says? }))
    }

    fn kept(&self) -> impl Iterator<Item = (Place, RedactedAlternative)> {
        self.candidates.iter().filter(|one| one.is_kept).map(|one| {
            let text = one.alternative.text.expose().to_owned();
            let probability = one.alternative.probability.clamp(0.0, 1.0);
            (self.places[one.word], RedactedAlternative { text, probability })
        })
    }
}

/// Whether it is one word, and another one.
fn is_usable(alternative: &Alternative, word: &Word) -> bool {
    let text = alternative.text.expose();
    let is_broken = |c: char| c.is_whitespace() || c.is_control();
    let has_word = text.contains(char::is_alphanumeric) && !text.contains(is_broken);
    let is_short = text.chars().nth(MOST_CHARS).is_none();
    has_word && is_short && alternative.text != word.text && !alternative.probability.is_nan()
}
