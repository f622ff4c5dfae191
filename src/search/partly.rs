//! Where little is found: places that have all words but one, which may have been misheard.

use super::SearchError;
use super::plan::{AllButOne, Plan, Planner};
use super::query::{Group, Node, Slot, Within};

/// Something must be left.
const LEAST_WORDS: usize = 2;
/// Of more words each is left out in no search: that would take as many searches of as many words.
const MOST_WORDS: usize = 8;
/// Words that would be in so many channels if they were strewn at random say too little.
const BY_CHANCE: f32 = 2.0;
/// In a small archive every word is rare: less than this says nothing.
const LEAST_TELLING: f32 = 2.0;
/// A word may be misheard as so many.
const MISHEARD_AS: u32 = 2;

impl Planner<'_> {
    /// `whole`, which is the plan of `group`, and the group without each of its words in turn: those
    /// ways alone whose words would hardly meet by chance. `None` where there is none, and for other
    /// queries than words or one phrase.
    pub(super) fn all_but_one(
        &self,
        group: &Group,
        whole: &Plan,
    ) -> Result<Option<Plan>, SearchError> {
        let words = match group.parts.as_slice() {
            [Node::Phrase(slots)] => slots.len(),
            parts if parts.iter().all(is_word) => parts.len(),
            _ => 0,
        };
        if !(LEAST_WORDS..=MOST_WORDS).contains(&words) {
            return Ok(None);
        }
        let without = |gone: usize| match group.parts.as_slice() {
            [Node::Phrase(slots)] => vec![phrase_without(slots, gone)],
            parts => [&parts[..gone], &parts[gone + 1..]].concat(),
        };
        let plan = |parts| self.group(&Group { parts, ..group.clone() }, &[]);
        let mut ways: Vec<Plan> = (0..words).map(without).map(plan).collect::<Result<_, _>>()?;
        ways.retain(|way| self.is_telling(way));
        if ways.is_empty() {
            return Ok(None);
        }
        Ok(Some(Plan::AllButOne(Box::new(AllButOne { whole: whole.clone(), ways }))))
    }

    /// Whether all the words would hardly be in a channel by chance: the sum of their inverse document
    /// frequencies is the logarithm of the share that would have them.
    fn is_telling(&self, plan: &Plan) -> bool {
        plan.rarity() > (self.channels() as f32 / BY_CHANCE).ln().max(LEAST_TELLING)
    }
}

const fn is_word(node: &Node) -> bool {
    matches!(node, Node::Word(_) | Node::Number(..))
}

/// A phrase in which something else may stand for word number `gone`.
fn phrase_without(slots: &[Slot], gone: usize) -> Node {
    let (before, after) = (&slots[..gone], &slots[gone + 1..]);
    if before.is_empty() || after.is_empty() {
        return Node::Phrase([before, after].concat());
    }
    let longest = u32::try_from(slots.len()).unwrap_or(u32::MAX).saturating_add(MISHEARD_AS - 1);
    let parts = [before, after].map(|part| Node::Phrase(part.to_vec()));
    Node::Near(parts.to_vec(), Within::Words(longest))
}
