//! A query as the terms of one index: what to look up, and how the places are put together.

use std::cell::RefCell;
use std::collections::HashMap;

use tantivy::Term;
use tantivy::schema::Field;

use crate::index::{
    CHANNEL_OWNER, IndexSnapshot, MAX_JOINED_PARTS, Stems, WordTerms, joined_term, possible_stem,
    sound_key, word_terms,
};

use super::SearchError;
use super::query::{FieldTest, Filter, Group, Node, Slot, Within};
use super::vocabulary::{MAX_EXPANDED, Vocabulary, text, usual_distance};

/// Words of a query must stand within so many words of one another: some twenty seconds.
pub(super) const PASSAGE_WORDS: u32 = 50;
/// Of fewer sounds too many words are made, for a search that nobody asked to go by sound.
const LEAST_SOUNDS: usize = 3;
/// A word in more than one of so many channels is common, and known to the recognizer,
const COMMON_SHARE: u32 = 8;
/// if it is in more than so many.
const COMMON_FROM: u32 = 1_000;
/// Lists of more channels than so many times all of them are wide.
const WIDE: u64 = 2;
/// What people say before they go on, and what a recognizer makes of a name's first vowel.
const VOWELS: [&str; 5] = ["oh", "o", "ah", "uh", "eh"];

/// How a word was found, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// As it is written.
    Exact,
    /// In another form.
    Stem,
    /// In nearly the same letters.
    Fuzzy,
    /// By another reading of what was heard.
    Possible,
    /// By what sounds alike.
    Sounds,
    /// By all words but one.
    Partly,
}

impl Grade {
    /// What a place counts that was found so.
    pub(super) const fn share(self) -> f32 {
        match self {
            Self::Exact => 1.0,
            Self::Stem => 0.7,
            Self::Fuzzy => 0.4,
            Self::Possible => 0.05,
            Self::Sounds => 0.01,
            // Less than the whole of it counts at the least, however often it is said.
            Self::Partly => 0.3,
        }
    }
}

/// How to find something.
#[derive(Debug, Clone)]
pub(super) enum Plan {
    Leaf(Leaf),
    /// One right after the other.
    Row(Vec<Plan>),
    Either(Vec<Plan>),
    Together(Together),
    AllButOne(Box<AllButOne>),
}

impl Plan {
    /// How much its words say together.
    pub(super) fn rarity(&self) -> f32 {
        match self {
            Self::Leaf(leaf) => leaf.rarity,
            Self::Row(parts) => parts.iter().map(Self::rarity).sum(),
            Self::Either(ways) => ways.iter().map(Self::rarity).reduce(f32::min).unwrap_or(0.0),
            Self::Together(together) => together.parts.iter().map(Self::rarity).sum(),
            Self::AllButOne(all) => all.whole.rarity(),
        }
    }

    /// Whether it takes longer to go through its lists than to ask them for one channel after
    /// another, where something else tells which.
    pub(super) fn is_wide(&self) -> bool {
        match self {
            Self::Leaf(leaf) => leaf.is_wide,
            Self::Row(parts) | Self::Either(parts) => parts.iter().any(Self::is_wide),
            Self::Together(together) => together.parts.iter().any(Self::is_wide),
            Self::AllButOne(all) => all.ways.iter().chain([&all.whole]).any(Self::is_wide),
        }
    }
}

/// What is asked for, and elsewhere what lacks a word of it.
#[derive(Debug, Clone)]
pub(super) struct AllButOne {
    pub(super) whole: Plan,
    /// Without each word that may be missing.
    pub(super) ways: Vec<Plan>,
}

/// A word, in every way in which it is found.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) lists: Vec<TermList>,
    /// The word as it is written, where a list holds other forms too.
    pub(super) exact: Option<Term>,
    /// Whether no two lists have a place in common.
    pub(super) are_apart: bool,
    /// Whether its lists together have many times more channels than there are.
    pub(super) is_wide: bool,
    /// How much the word says: its inverse document frequency.
    pub(super) rarity: f32,
    pub(super) sure: Vec<SureTest>,
}

/// The places of one term.
#[derive(Debug, Clone)]
pub(super) struct TermList {
    pub(super) term: Term,
    /// How many positions it takes up.
    pub(super) width: u32,
    pub(super) grade: Grade,
}

/// A least and a greatest confidence, or that it is not between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct SureTest {
    least: u8,
    most: u8,
    is_negated: bool,
}

impl SureTest {
    pub(super) const fn accepts(self, sure: u8) -> bool {
        (self.least <= sure && sure <= self.most) != self.is_negated
    }
}

/// Parts within some distance.
#[derive(Debug, Clone)]
pub(super) struct Together {
    pub(super) parts: Vec<Plan>,
    pub(super) limit: Limit,
    pub(super) without: Vec<Plan>,
    pub(super) filters: Vec<Filter>,
}

/// How far apart parts may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// A passage from the first to the last; what is one part anyway may be longer.
    Passage,
    /// So many words from the first to the last.
    Words(u32),
    /// So many words between them.
    Gap(u32),
    /// So many milliseconds from the first to the last.
    Millis(u64),
}

impl Limit {
    /// How many words there may be from the first to the last, where the parts don't change that.
    pub(super) const fn words(self) -> Option<u32> {
        match self {
            Self::Passage => Some(PASSAGE_WORDS),
            Self::Words(most) => Some(most),
            Self::Gap(_) | Self::Millis(_) => None,
        }
    }
}

/// Makes plans for one snapshot.
pub(super) struct Planner<'a> {
    snapshot: &'a IndexSnapshot,
    vocabulary: Vocabulary<'a>,
    stems: Vec<Stems>,
    /// How many channels there are.
    channels: u32,
    /// Whether words are also looked for by what sounds like them.
    sounds: bool,
    /// What they are heard as: a phrase is also looked for without each of its words in turn, and the
    /// dictionaries need be gone through but once.
    misheard: RefCell<HashMap<String, Vec<String>>>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(snapshot: &'a IndexSnapshot, sounds: bool) -> Result<Self, SearchError> {
        let (fields, vocabulary) = (snapshot.fields(), Vocabulary::of(snapshot));
        let channels = vocabulary.frequency(&Term::from_field_text(fields.owner, CHANNEL_OWNER))?;
        let languages = vocabulary.beginning(fields.language, b"", usize::MAX, &|key| {
            std::str::from_utf8(key).ok()?.parse().ok()
        })?;
        let stems = languages.iter().map(Stems::of).collect();
        let misheard = RefCell::default();
        Ok(Self { snapshot, vocabulary, stems, channels, sounds, misheard })
    }

    /// How many channels there are.
    pub(super) const fn channels(&self) -> u32 {
        self.channels
    }

    /// The plan of a group, whose words must be as sure as asked.
    pub(super) fn group(&self, group: &Group, sure: &[SureTest]) -> Result<Plan, SearchError> {
        let mut tests = sure.to_vec();
        let mut filters = Vec::new();
        for filter in &group.filters {
            match filter.test {
                FieldTest::Confidence(least, most) => {
                    tests.push(SureTest { least, most, is_negated: filter.is_negated });
                }
                _ => filters.push(filter.clone()),
            }
        }
        let parts = self.all(&group.parts, &tests)?;
        let without = self.all(&group.without, &[])?;
        let limit = Limit::Passage;
        Ok(Plan::Together(Together { parts, limit, without, filters }))
    }

    fn all(&self, nodes: &[Node], sure: &[SureTest]) -> Result<Vec<Plan>, SearchError> {
        nodes.iter().map(|node| self.node(node, sure)).collect()
    }

    fn node(&self, node: &Node, sure: &[SureTest]) -> Result<Plan, SearchError> {
        match node {
            Node::Word(word) => self.word(word, false, sure),
            Node::Number(_, spellings) => self.spellings(spellings, sure),
            Node::Phrase(slots) => self.phrase(slots, sure),
            Node::Loose(words, gap) => {
                let parts = words.iter().map(|word| self.word(word, true, sure));
                Ok(together(parts.collect::<Result<_, _>>()?, Limit::Gap(*gap)))
            }
            Node::Prefix(start) => self.prefix(start, sure),
            Node::Fuzzy(word, distance) => self.fuzzy(word, *distance, sure),
            Node::Sounds(word) => self.sounds(word, sure),
            Node::Redacted(kind) => {
                let mark = kind.name().to_lowercase();
                let term = Term::from_field_text(self.snapshot.fields().marks, &mark);
                self.leaf(vec![list(term, Grade::Exact)], None, sure).map(Plan::Leaf)
            }
            Node::Near(parts, within) => {
                let limit = match within {
                    Within::Words(words) => Limit::Words(*words),
                    Within::Millis(millis) => Limit::Millis(*millis),
                };
                Ok(together(self.all(parts, sure)?, limit))
            }
            Node::All(group) => self.group(group, sure),
            Node::Either(parts) => self.all(parts, sure).map(Plan::Either),
        }
    }

    fn phrase(&self, slots: &[Slot], sure: &[SureTest]) -> Result<Plan, SearchError> {
        let slot = |slot: &Slot| match slot {
            Slot::Word(word) => self.word(word, true, sure),
            Slot::Prefix(start) => self.prefix(start, sure),
            Slot::Number(_, spellings) => self.spellings(spellings, sure),
        };
        Ok(row(slots.iter().map(slot).collect::<Result<_, _>>()?))
    }

    /// Rows of terms, of which one must stand there.
    fn spellings(&self, spellings: &[Vec<String>], sure: &[SureTest]) -> Result<Plan, SearchError> {
        let spelled = |spelling: &Vec<String>| -> Result<Plan, SearchError> {
            let terms = spelling.iter().map(|term| self.term(term, true, sure).map(Plan::Leaf));
            Ok(row(terms.collect::<Result<_, _>>()?))
        };
        Ok(either(spellings.iter().map(spelled).collect::<Result<_, _>>()?))
    }

    /// A word as typed, joined (`e-mail` as `email`), and with elisions apart (`l'école` as `l
    /// école`).
    fn word(&self, word: &str, is_exact: bool, sure: &[SureTest]) -> Result<Plan, SearchError> {
        let terms = word_terms(word);
        let mut spellings: Vec<Vec<String>> = Vec::new();
        for spell in [as_typed, joined, apart] {
            let spelling = spell(&terms);
            if !spelling.is_empty() && !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
        let spelled = |spelling: &Vec<String>| -> Result<Plan, SearchError> {
            let terms = spelling.iter().map(|term| self.term(term, is_exact, sure).map(Plan::Leaf));
            Ok(row(terms.collect::<Result<_, _>>()?))
        };
        let mut ways: Vec<Plan> = spellings.iter().map(spelled).collect::<Result<_, _>>()?;
        if let [only] = terms.parts.as_slice()
            && self.goes_by_sound(&only.term)?
        {
            ways.extend(self.in_two(&only.term, sure)?);
        }
        Ok(either(ways))
    }

    /// One term in every way in which it is found.
    fn term(&self, term: &str, is_exact: bool, sure: &[SureTest]) -> Result<Leaf, SearchError> {
        let fields = self.snapshot.fields();
        let of = |field: Field, text: &str| Term::from_field_text(field, text);
        let mut lists = Vec::new();
        let exact = of(fields.terms, term);
        if is_exact {
            lists.push(list(exact.clone(), Grade::Exact));
            lists.push(list(of(fields.possible, term), Grade::Possible));
        } else {
            for stem in self.stems_of(term) {
                lists.push(list(of(fields.stems, &stem), Grade::Stem));
                lists.push(list(of(fields.possible, &possible_stem(&stem)), Grade::Possible));
            }
        }
        let stems = lists.len() / 2;
        for parts in 2..=MAX_JOINED_PARTS {
            let term = of(fields.joined, &joined_term(parts, term));
            lists.push(TermList { term, width: parts as u32, grade: Grade::Exact });
        }
        let goes_by_sound = self.goes_by_sound(term)?;
        if goes_by_sound && sound_key(term).is_some_and(|key| key.len() >= LEAST_SOUNDS) {
            let alike = self.misheard(term, &exact)?;
            lists.extend(
                alike.into_iter().map(|other| list(of(fields.terms, &other), Grade::Sounds)),
            );
        }
        let mut leaf = self.leaf(lists, (!is_exact).then_some(exact), sure)?;
        leaf.are_apart = stems == 1 && !goes_by_sound;
        Ok(leaf)
    }

    fn misheard(&self, term: &str, exact: &Term) -> Result<Vec<String>, SearchError> {
        if let Some(known) = self.misheard.borrow().get(term) {
            return Ok(known.clone());
        }
        let is_said = self.vocabulary.frequency(exact)? > 0;
        let alike = self.vocabulary.misheard(term, is_said)?;
        self.misheard.borrow_mut().insert(term.to_owned(), alike.clone());
        Ok(alike)
    }

    /// Whether a word is looked for by what sounds like it too: not one that is said all the time,
    /// for which too much would be found, and which is rarely misheard.
    fn goes_by_sound(&self, term: &str) -> Result<bool, SearchError> {
        let common = COMMON_FROM.max(self.channels / COMMON_SHARE);
        let exact = Term::from_field_text(self.snapshot.fields().terms, term);
        Ok(self.sounds && self.vocabulary.frequency(&exact)? <= common)
    }

    /// The stems of a term in every language of the archive.
    fn stems_of(&self, term: &str) -> Vec<String> {
        let mut stems: Vec<String> =
            self.stems.iter().map(|stems| stems.stem(term).into_owned()).collect();
        stems.sort_unstable();
        stems.dedup();
        if stems.is_empty() { vec![term.to_owned()] } else { stems }
    }

    fn prefix(&self, start: &str, sure: &[SureTest]) -> Result<Plan, SearchError> {
        let mut parts = as_typed(&word_terms(start));
        let Some(last) = parts.pop() else { return Ok(Plan::Either(Vec::new())) };
        let begin = parts.iter().map(|term| self.term(term, true, sure).map(Plan::Leaf));
        let mut plans: Vec<Plan> = begin.collect::<Result<_, _>>()?;
        let fields = self.snapshot.fields();
        let terms =
            self.vocabulary.beginning(fields.terms, last.as_bytes(), MAX_EXPANDED, &text)?;
        let of = |term: &String| {
            let grade = if *term == last { Grade::Exact } else { Grade::Stem };
            list(Term::from_field_text(fields.terms, term), grade)
        };
        plans.push(Plan::Leaf(self.leaf(terms.iter().map(of).collect(), None, sure)?));
        Ok(row(plans))
    }

    /// Words that differ by so many letters; by none if they are short, by two if they are long.
    fn fuzzy(
        &self,
        word: &str,
        distance: Option<u8>,
        sure: &[SureTest],
    ) -> Result<Plan, SearchError> {
        let of = |term: &String| -> Result<Plan, SearchError> {
            let distance = distance.unwrap_or_else(|| usual_distance(term));
            let fields = self.snapshot.fields();
            let near = self.vocabulary.near(term, distance)?;
            let lists = near.iter().map(|(other, _)| {
                let grade = if other == term { Grade::Exact } else { Grade::Fuzzy };
                list(Term::from_field_text(fields.terms, other), grade)
            });
            self.leaf(lists.collect(), None, sure).map(Plan::Leaf)
        };
        Ok(row(as_typed(&word_terms(word)).iter().map(of).collect::<Result<_, _>>()?))
    }

    fn sounds(&self, word: &str, sure: &[SureTest]) -> Result<Plan, SearchError> {
        let of = |term: &String| -> Result<Plan, SearchError> {
            let fields = self.snapshot.fields();
            let lists = self.vocabulary.sounding(term)?.into_iter().map(|other| {
                let grade = if other == *term { Grade::Exact } else { Grade::Sounds };
                list(Term::from_field_text(fields.terms, &other), grade)
            });
            let mut ways = vec![Plan::Leaf(self.leaf(lists.collect(), None, sure)?)];
            ways.extend(self.in_two(term, sure)?);
            Ok(either(ways))
        };
        Ok(row(as_typed(&word_terms(word)).iter().map(of).collect::<Result<_, _>>()?))
    }

    /// A term heard as two words: `okafor` as `oh cover`.
    fn in_two(&self, term: &str, sure: &[SureTest]) -> Result<Vec<Plan>, SearchError> {
        let Some(key) = sound_key(term).filter(|key| key.len() > 2) else { return Ok(Vec::new()) };
        let field = self.snapshot.fields().terms;
        let leaf = |terms: Vec<String>| {
            let lists = terms.iter().map(|t| list(Term::from_field_text(field, t), Grade::Sounds));
            self.leaf(lists.collect(), None, sure).map(Plan::Leaf)
        };
        let mut ways = Vec::new();
        for at in 1..key.len() {
            let (first, second) = key.split_at(at);
            let first = match first {
                "A" => VOWELS.map(str::to_owned).to_vec(),
                _ if first.len() > 1 => self.vocabulary.with_key(first)?,
                _ => continue,
            };
            let second =
                if second.len() > 1 { self.vocabulary.with_key(second)? } else { Vec::new() };
            if !first.is_empty() && !second.is_empty() {
                ways.push(Plan::Row(vec![leaf(first)?, leaf(second)?]));
            }
        }
        Ok(ways)
    }

    /// Keeps the lists that are anywhere in the index, and weighs them.
    fn leaf(
        &self,
        lists: Vec<TermList>,
        exact: Option<Term>,
        sure: &[SureTest],
    ) -> Result<Leaf, SearchError> {
        let mut kept = Vec::new();
        let (mut frequency, mut channels) = (0_u32, 0_u64);
        for list in lists {
            let own = self.vocabulary.frequency(&list.term)?;
            channels += u64::from(own);
            if own > 0 {
                if list.grade < Grade::Possible {
                    frequency = frequency.saturating_add(own);
                }
                kept.push(list);
            }
        }
        let (all, with) = (self.channels as f32, frequency.clamp(1, self.channels.max(1)) as f32);
        let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
        let is_wide = channels > WIDE * u64::from(self.channels);
        Ok(Leaf { lists: kept, exact, are_apart: false, is_wide, rarity, sure: sure.to_vec() })
    }
}

const fn list(term: Term, grade: Grade) -> TermList {
    TermList { term, width: 1, grade }
}

fn row(mut plans: Vec<Plan>) -> Plan {
    if plans.len() == 1 { plans.remove(0) } else { Plan::Row(plans) }
}

fn either(mut plans: Vec<Plan>) -> Plan {
    if plans.len() == 1 { plans.remove(0) } else { Plan::Either(plans) }
}

const fn together(parts: Vec<Plan>, limit: Limit) -> Plan {
    Plan::Together(Together { parts, limit, without: Vec::new(), filters: Vec::new() })
}

fn as_typed(word: &WordTerms) -> Vec<String> {
    word.parts.iter().map(|part| part.term.clone()).collect()
}

fn joined(word: &WordTerms) -> Vec<String> {
    word.joined.clone().map_or_else(|| as_typed(word), |joined| vec![joined])
}

fn apart(word: &WordTerms) -> Vec<String> {
    let pieces = word.parts.iter().flat_map(|part| {
        if part.pieces.is_empty() { vec![part.term.clone()] } else { part.pieces.clone() }
    });
    pieces.collect()
}
