//! Finds a plan's places in one tantivy segment: the very words, by their positions.
//!
//! tantivy tells in which channels a term stands and at which positions; what is a row, a passage or
//! close in time is settled here, on positions alone, and the same way for every kind of query.

mod leaf;
mod marks;
mod narrow;
mod row;
mod spot;
mod spots;
mod together;

use tantivy::{DocAddress, DocId, SegmentReader};

use crate::index::{Columns, IndexSnapshot};

use super::SearchError;
use super::plan::{Grade, Plan};
use leaf::LeafFinder;
pub(super) use leaf::Reading;
use row::RowFinder;
pub(super) use spot::{Spot, Tally};
pub(super) use spots::Spots;
use together::TogetherFinder;

/// Less than one in so many channels are few.
const FEW: usize = 8;

/// One tantivy segment of a snapshot.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) snapshot: &'a IndexSnapshot,
    pub(super) number: u32,
    pub(super) reader: &'a SegmentReader,
    pub(super) columns: &'a Columns,
}

impl<'a> Place<'a> {
    /// Every tantivy segment of a snapshot.
    pub(super) fn all(snapshot: &'a IndexSnapshot) -> impl Iterator<Item = Self> {
        let segments = (0..).zip(snapshot.index_segments());
        segments.map(move |(number, (reader, columns))| Self { snapshot, number, reader, columns })
    }

    pub(super) const fn address(&self, channel: DocId) -> DocAddress {
        DocAddress { segment_ord: self.number, doc_id: channel }
    }

    /// Whether a channel was neither replaced nor removed.
    pub(super) fn is_alive(&self, channel: DocId) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(channel))
    }
}

/// Which channels of a tantivy segment are looked into.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'a> {
    /// Those from one document up to, but not including, another.
    Between(DocId, DocId),
    /// These, in rising order.
    These(&'a [DocId]),
    /// Those that are asked for, which something else tells: `channels` has none.
    Asked,
}

impl<'a> Scope<'a> {
    /// The same, or of a stretch only these channels if they are few.
    fn within(self, channels: Option<&'a [DocId]>, place: Place<'_>) -> Self {
        match (self, channels) {
            (Self::Between(first, end), Some(channels)) => {
                let all = &place.columns.channels;
                let before = |document| all.partition_point(|facts| facts.channel < document);
                let is_few = channels.len() * FEW < before(end) - before(first);
                if is_few { Self::These(channels) } else { self }
            }
            _ => self,
        }
    }
}

/// A plan opened in one tantivy segment. Channels are asked for in rising order.
pub(super) enum Finder<'a> {
    Leaf(Box<LeafFinder<'a>>),
    Row(Box<RowFinder<'a>>),
    Either(Vec<Self>),
    Together(Box<TogetherFinder<'a>>),
    /// Each way with a word missing, and last the whole.
    AllButOne(Vec<Self>),
}

impl<'a> Finder<'a> {
    /// Opens a plan for some channels.
    pub(super) fn open(
        plan: &Plan,
        place: Place<'a>,
        scope: Scope<'_>,
    ) -> Result<Self, SearchError> {
        let all = |plans: &[Plan]| -> Result<Vec<Self>, SearchError> {
            plans.iter().map(|plan| Self::open(plan, place, scope)).collect()
        };
        Ok(match plan {
            Plan::Leaf(leaf) => Self::Leaf(Box::new(LeafFinder::open(leaf, place, scope)?)),
            Plan::Row(plans) => Self::Row(Box::new(RowFinder::open(plans, place, scope)?)),
            Plan::Either(plans) => Self::Either(all(plans)?),
            Plan::Together(together) => {
                Self::Together(Box::new(TogetherFinder::open(together, place, scope)?))
            }
            Plan::AllButOne(all) => {
                let ways = all.ways.iter().chain([&all.whole]);
                Self::AllButOne(
                    ways.map(|plan| Self::open(plan, place, scope)).collect::<Result<_, _>>()?,
                )
            }
        })
    }

    /// The channels in which it may be, in rising order; none where they are only asked for.
    pub(super) fn channels(&self) -> Vec<DocId> {
        match self {
            Self::Leaf(leaf) => leaf.channels(),
            Self::Row(row) => row.channels.clone(),
            Self::Either(parts) | Self::AllButOne(parts) => {
                let mut all: Vec<DocId> = parts.iter().flat_map(Self::channels).collect();
                // Sorted lists one behind the other, which a stable sort merges.
                all.sort();
                all.dedup();
                all
            }
            Self::Together(together) => together.channels.clone(),
        }
    }

    /// About how many places are to be read in a channel; 0 only where it has none, and more than any
    /// other where that is not known.
    fn about(&mut self, channel: DocId) -> u32 {
        match self {
            Self::Leaf(leaf) => leaf.about(channel),
            Self::Row(row) => row.about(channel),
            Self::Together(together) => together.about(channel),
            Self::Either(parts) | Self::AllButOne(parts) => {
                parts.iter_mut().map(|part| part.about(channel)).fold(0, u32::saturating_add)
            }
        }
    }

    /// Every place in a channel, by first and last position, no two the same.
    pub(super) fn spots(&mut self, channel: DocId, into: &mut Spots) -> Result<(), SearchError> {
        match self {
            Self::Leaf(leaf) => leaf.spots(channel, into),
            Self::Row(row) => row.spots(channel, into),
            Self::Either(parts) => either(parts, channel, into),
            Self::Together(together) => together.spots(channel, into),
            Self::AllButOne(ways) => all_but_one(ways, channel, into),
        }
    }

    /// How often it is in a channel and what that counts, at the least cost; `spots` is room for
    /// places that have to be read.
    pub(super) fn tally(
        &mut self,
        channel: DocId,
        spots: &mut Spots,
    ) -> Result<Tally, SearchError> {
        match self {
            Self::Leaf(leaf) => leaf.tally(channel, spots),
            Self::Together(together) => together.tally(channel, spots),
            _ => {
                self.spots(channel, spots)?;
                Ok(spots.tally())
            }
        }
    }

    /// Every word and phrase of it in a channel, whether close to the others or not.
    pub(super) fn words(&mut self, channel: DocId) -> Result<Vec<Spot>, SearchError> {
        let parts = match self {
            Self::Leaf(_) | Self::Row(_) => {
                let mut spots = Spots::default();
                self.spots(channel, &mut spots)?;
                return Ok(spots.iter().collect());
            }
            Self::Either(parts) | Self::AllButOne(parts) => parts,
            Self::Together(together) => together.parts_mut(),
        };
        let mut all = Vec::new();
        for part in parts {
            all.extend(part.words(channel)?);
        }
        spot::sort(&mut all);
        Ok(all)
    }
}

impl Finder<'_> {
    /// The terms that only other readings have in a channel.
    pub(super) fn readings(&mut self, channel: DocId) -> Vec<Reading> {
        match self {
            Self::Leaf(leaf) => leaf.readings(channel),
            Self::Row(row) => readings_of(&mut row.parts, channel),
            Self::Either(parts) | Self::AllButOne(parts) => readings_of(parts, channel),
            Self::Together(together) => readings_of(together.parts_mut(), channel),
        }
    }
}

fn readings_of(parts: &mut [Finder<'_>], channel: DocId) -> Vec<Reading> {
    parts.iter_mut().flat_map(|part| part.readings(channel)).collect()
}

/// Opens all parts of something, in their order, and tells which channels they have in common. The
/// rarest is opened first, and where it is in few channels the others for these alone. What stands for
/// many words, by sound or by how it begins, is in nearly all channels: it is only asked for those in
/// which something else is.
fn open_all<'a>(
    plans: &[Plan],
    place: Place<'a>,
    scope: Scope<'_>,
) -> Result<(Vec<Finder<'a>>, Vec<DocId>), SearchError> {
    let mut order: Vec<(usize, &Plan)> = plans.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| {
        a.is_wide().cmp(&b.is_wide()).then_with(|| b.rarity().total_cmp(&a.rarity()))
    });
    let (mut parts, mut common): (Vec<_>, Option<Vec<DocId>>) = (Vec::new(), None);
    for (at, plan) in order {
        if plan.is_wide() && common.is_some() {
            parts.push((at, Finder::open(plan, place, Scope::Asked)?));
            continue;
        }
        let part = Finder::open(plan, place, scope.within(common.as_deref(), place))?;
        let channels = part.channels();
        common = Some(common.map_or(channels.clone(), |all| in_both(all, &channels)));
        parts.push((at, part));
    }
    parts.sort_by_key(|(at, _)| *at);
    Ok((parts.into_iter().map(|(_, part)| part).collect(), common.unwrap_or_default()))
}

fn in_both(mut all: Vec<DocId>, others: &[DocId]) -> Vec<DocId> {
    let mut at = 0;
    all.retain(|channel| {
        while others.get(at).is_some_and(|there| there < channel) {
            at += 1;
        }
        others.get(at) == Some(channel)
    });
    all
}

/// The places of all parts.
fn either(parts: &mut [Finder<'_>], channel: DocId, into: &mut Spots) -> Result<(), SearchError> {
    into.clear();
    let mut next = Spots::default();
    for part in parts {
        part.spots(channel, &mut next)?;
        into.mix().append(next.mix());
    }
    into.sort();
    Ok(())
}

/// The places of the last one, and of the others where that one has none.
fn all_but_one(
    ways: &mut [Finder<'_>],
    channel: DocId,
    into: &mut Spots,
) -> Result<(), SearchError> {
    into.clear();
    let Some((whole, ways)) = ways.split_last_mut() else { return Ok(()) };
    whole.spots(channel, into)?;
    let mut partly = Spots::default();
    for way in ways {
        way.spots(channel, &mut partly)?;
        // Neither holds a place within another, so that both rise by first and by last position.
        let all = into.mix();
        partly.retain(|spot| {
            let next = all.partition_point(|one| one.last < spot.first);
            all.get(next).is_none_or(|one| one.first > spot.last)
        });
        all.extend(partly.iter().map(|spot| Spot {
            weight: spot.weight * Grade::Partly.share(),
            grade: Grade::Partly,
            ..spot
        }));
        into.sort();
    }
    Ok(())
}
