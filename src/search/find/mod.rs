//! Finds a plan's places in one tantivy segment: the very words, by their positions.
//!
//! tantivy tells in which channels a term stands and at which positions; what is a row, a passage or
//! close in time is settled here, on positions alone, and the same way for every kind of query.

mod leaf;
mod narrow;
mod spot;
mod together;

use tantivy::{DocAddress, DocId, SegmentReader};

use crate::index::{Columns, IndexSnapshot};

use super::SearchError;
use super::plan::{Grade, Plan};
use leaf::LeafFinder;
pub(super) use leaf::Reading;
pub(super) use spot::{Spot, Tally};
use together::TogetherFinder;

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

/// A plan opened in one tantivy segment. Channels are asked for in rising order.
pub(super) enum Finder<'a> {
    Leaf(Box<LeafFinder<'a>>),
    Row(Vec<Self>),
    Either(Vec<Self>),
    Together(Box<TogetherFinder<'a>>),
    /// Each way with a word missing, and last the whole.
    AllButOne(Vec<Self>),
}

impl<'a> Finder<'a> {
    /// Opens a plan, for some channels only where they are given, in rising order.
    pub(super) fn open(
        plan: &Plan,
        place: Place<'a>,
        only: Option<&[DocId]>,
    ) -> Result<Self, SearchError> {
        let all = |plans: &[Plan]| -> Result<Vec<Self>, SearchError> {
            plans.iter().map(|plan| Self::open(plan, place, only)).collect()
        };
        Ok(match plan {
            Plan::Leaf(leaf) => Self::Leaf(Box::new(LeafFinder::open(leaf, place, only)?)),
            Plan::Row(plans) => Self::Row(all(plans)?),
            Plan::Either(plans) => Self::Either(all(plans)?),
            Plan::Together(together) => {
                Self::Together(Box::new(TogetherFinder::open(together, place, only)?))
            }
            Plan::AllButOne(all) => {
                let ways = all.ways.iter().chain([&all.whole]);
                Self::AllButOne(
                    ways.map(|plan| Self::open(plan, place, only)).collect::<Result<_, _>>()?,
                )
            }
        })
    }

    /// The channels in which it may be, in rising order.
    pub(super) fn channels(&self) -> Vec<DocId> {
        match self {
            Self::Leaf(leaf) => leaf.channels(),
            Self::Row(parts) => common(parts),
            Self::Either(parts) | Self::AllButOne(parts) => {
                let mut all: Vec<DocId> = parts.iter().flat_map(Self::channels).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Self::Together(together) => together.channels(),
        }
    }

    /// Every place in a channel, by first and last position, no two the same.
    pub(super) fn spots(&mut self, channel: DocId) -> Result<Vec<Spot>, SearchError> {
        match self {
            Self::Leaf(leaf) => leaf.spots(channel),
            Self::Row(parts) => in_a_row(parts, channel),
            Self::Either(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(part.spots(channel)?);
                }
                spot::sort(&mut all);
                Ok(all)
            }
            Self::Together(together) => together.spots(channel),
            Self::AllButOne(ways) => all_but_one(ways, channel),
        }
    }

    /// How often it is in a channel and what that counts, at the least cost.
    pub(super) fn tally(&mut self, channel: DocId) -> Result<Tally, SearchError> {
        match self {
            Self::Leaf(leaf) => leaf.tally(channel),
            Self::Together(together) => together.tally(channel),
            _ => Ok(Tally::of(&self.spots(channel)?)),
        }
    }

    /// Every word and phrase of it in a channel, whether close to the others or not.
    pub(super) fn words(&mut self, channel: DocId) -> Result<Vec<Spot>, SearchError> {
        let parts = match self {
            Self::Leaf(_) | Self::Row(_) => return self.spots(channel),
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
            Self::Row(parts) | Self::Either(parts) | Self::AllButOne(parts) => {
                readings_of(parts, channel)
            }
            Self::Together(together) => readings_of(together.parts_mut(), channel),
        }
    }
}

fn readings_of(parts: &mut [Finder<'_>], channel: DocId) -> Vec<Reading> {
    parts.iter_mut().flat_map(|part| part.readings(channel)).collect()
}

/// The channels that all parts have in common.
fn common(parts: &[Finder<'_>]) -> Vec<DocId> {
    let mut parts = parts.iter();
    let Some(mut all) = parts.next().map(Finder::channels) else { return Vec::new() };
    for part in parts {
        let next = part.channels();
        let mut at = 0;
        all.retain(|channel| {
            while next.get(at).is_some_and(|there| there < channel) {
                at += 1;
            }
            next.get(at) == Some(channel)
        });
    }
    all
}

/// The places where each part begins right after the one before.
fn in_a_row(parts: &mut [Finder<'_>], channel: DocId) -> Result<Vec<Spot>, SearchError> {
    let mut rows: Option<Vec<Spot>> = None;
    for part in parts {
        let next = part.spots(channel)?;
        rows = Some(match rows {
            None => next,
            Some(rows) => spot::joined(&rows, &next),
        });
        if rows.as_ref().is_some_and(Vec::is_empty) {
            break;
        }
    }
    Ok(rows.unwrap_or_default())
}

/// The places of the last one, and of the others where that one has none.
fn all_but_one(ways: &mut [Finder<'_>], channel: DocId) -> Result<Vec<Spot>, SearchError> {
    let Some((whole, ways)) = ways.split_last_mut() else { return Ok(Vec::new()) };
    // Neither holds a place within another, so that both rise by first and by last position.
    let mut all = whole.spots(channel)?;
    for way in ways {
        let mut partly = way.spots(channel)?;
        partly.retain(|spot| {
            let next = all.partition_point(|one| one.last < spot.first);
            all.get(next).is_none_or(|one| one.first > spot.last)
        });
        all.extend(partly.into_iter().map(|spot| Spot {
            weight: spot.weight * Grade::Partly.share(),
            grade: Grade::Partly,
            ..spot
        }));
        spot::sort(&mut all);
    }
    Ok(all)
}
