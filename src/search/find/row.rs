//! Parts of which each begins right after the one before.

use tantivy::DocId;

use crate::search::SearchError;
use crate::search::plan::Plan;

use super::spots::Spots;
use super::{Finder, Place, Scope, open_all};

/// A row opened in one tantivy segment.
pub(in crate::search) struct RowFinder<'a> {
    pub(super) parts: Vec<Finder<'a>>,
    /// Those in which all parts are.
    pub(super) channels: Vec<DocId>,
    /// How many places of each part there are in a channel.
    counts: Vec<u32>,
    next: Spots,
    joined: Spots,
}

impl<'a> RowFinder<'a> {
    pub(super) fn open(
        plans: &[Plan],
        place: Place<'a>,
        scope: Scope<'_>,
    ) -> Result<Self, SearchError> {
        let (parts, channels) = open_all(plans, place, scope)?;
        let (next, joined) = <(Spots, Spots)>::default();
        Ok(Self { parts, channels, counts: Vec::new(), next, joined })
    }

    /// Joins from the rarest part outwards, the rarer side first: where two parts don't meet, the
    /// places of the common ones are never read.
    pub(super) fn spots(&mut self, channel: DocId, into: &mut Spots) -> Result<(), SearchError> {
        into.clear();
        self.counts.clear();
        self.counts.extend(self.parts.iter_mut().map(|part| part.about(channel)));
        let rarest = (0..self.parts.len()).min_by_key(|part| self.counts[*part]);
        let Some(rarest) = rarest.filter(|part| self.counts[*part] > 0) else { return Ok(()) };
        self.parts[rarest].spots(channel, into)?;
        let (mut from, mut until) = (rarest, rarest + 1);
        while !into.is_empty() && until - from < self.parts.len() {
            let before = from.checked_sub(1).map(|part| self.counts[part]);
            let after = self.counts.get(until).copied();
            if before.is_some_and(|before| after.is_none_or(|after| before < after)) {
                from -= 1;
                self.parts[from].spots(channel, &mut self.next)?;
                self.joined.join(&mut self.next, into);
            } else {
                self.parts[until].spots(channel, &mut self.next)?;
                self.joined.join(into, &mut self.next);
                until += 1;
            }
            std::mem::swap(into, &mut self.joined);
        }
        Ok(())
    }

    /// About how many places there are: see [`Finder::about`].
    pub(super) fn about(&mut self, channel: DocId) -> u32 {
        self.parts.iter_mut().map(|part| part.about(channel)).min().unwrap_or(0)
    }
}
