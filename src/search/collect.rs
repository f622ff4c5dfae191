//! Goes through every channel that may hold a query, and groups what is found by recording.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use smallvec::{SmallVec, smallvec};
use tantivy::DocId;

use crate::index::{ChannelFacts, IndexSnapshot};

use super::SearchError;
use super::find::{Finder, Place, Scope, Spots, Tally};
use super::plan::Plan;

/// What a place in a doubtful segment counts: what differs between two segments that say the same
/// otherwise is less.
pub(super) const SUSPECT_SHARE: f32 = 0.15;
/// How soon more of the same counts less, and how much length counts (BM25's usual numbers).
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// Archives of fewer positions are gone through before a second thread would have begun.
const PARALLEL_FROM: u64 = 2_000_000;
/// One search takes no more of a machine than this.
const MAX_THREADS: usize = 4;
/// So many threads go through larger ones. The system reads files to tell how many cores there are.
static CORES: LazyLock<usize> =
    LazyLock::new(|| std::thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS));
/// A thread's part is cut into so many shares, that none is left waiting for another with a long one.
const SHARES: usize = 4;

/// A recording in which the query is said.
#[derive(Debug)]
pub(super) struct Found {
    /// The number of its tantivy segment.
    pub(super) place: u32,
    /// Its first document.
    pub(super) recording: DocId,
    /// Its channels in which the query is said.
    pub(super) channels: SmallVec<[DocId; 2]>,
    pub(super) count: usize,
    pub(super) score: f32,
    /// As the index writes it.
    pub(super) date: u64,
    pub(super) added: u64,
    /// Decides between equals, and is its own.
    pub(super) tie: u64,
}

/// Finds every recording in which a plan holds, in no order.
pub(super) fn collect(
    snapshot: &IndexSnapshot,
    plan: &Plan,
    channels: u32,
) -> Result<Vec<Found>, SearchError> {
    let places: Vec<Place<'_>> = Place::all(snapshot).collect();
    let positions: u64 = places.iter().map(|place| place.columns.all_positions()).sum();
    let usual = (positions as f32 / channels.max(1) as f32).max(1.0);
    let (threads, size) = match positions < PARALLEL_FROM {
        true => (1, positions),
        false => (*CORES, positions / (*CORES * SHARES) as u64),
    };
    collect_shares(&shares(&places, size), threads, &|share| collect_in(share, plan, usual))
}

/// Goes through shares with so many threads; whoever is through with one takes the next.
pub(super) fn collect_shares(
    shares: &[Share<'_>],
    threads: usize,
    collect: &(impl Fn(&Share<'_>) -> Result<Vec<Found>, SearchError> + Sync),
) -> Result<Vec<Found>, SearchError> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<Found>, SearchError> {
        let mut found = Vec::new();
        while let Some(share) = shares.get(next.fetch_add(1, Ordering::Relaxed)) {
            found.append(&mut collect(share)?);
        }
        Ok(found)
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut found = work()?;
        for other in others {
            found.append(&mut other.join().map_err(|_| SearchError::interrupted())??);
        }
        Ok(found)
    })
}

/// Channels of a tantivy segment that follow one another.
pub(super) struct Share<'a> {
    place: Place<'a>,
    channels: &'a [ChannelFacts],
}

/// Cuts tantivy's segments between recordings into shares of about so many positions, the largest
/// first.
pub(super) fn shares<'a>(places: &[Place<'a>], positions: u64) -> Vec<Share<'a>> {
    let mut shares: Vec<(u64, Share<'a>)> = Vec::new();
    for place in places {
        let mut size = 0;
        let is_of_share = |before: &ChannelFacts, next: &ChannelFacts| {
            size += u64::from(before.positions);
            let is_full = size > positions && before.first_document != next.first_document;
            size = if is_full { 0 } else { size };
            !is_full
        };
        for channels in place.columns.channels.chunk_by(is_of_share) {
            let size = channels.iter().map(|facts| u64::from(facts.positions)).sum();
            shares.push((size, Share { place: *place, channels }));
        }
    }
    shares.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    shares.into_iter().map(|(_, share)| share).collect()
}

/// Finds every recording of a share in which a plan holds; `usual` is how many positions a channel
/// has on average.
pub(super) fn collect_in(
    share: &Share<'_>,
    plan: &Plan,
    usual: f32,
) -> Result<Vec<Found>, SearchError> {
    let Share { place, channels } = *share;
    let mut found: Vec<Found> = Vec::new();
    let Some((first, last)) = channels.first().zip(channels.last()) else { return Ok(found) };
    let scope = Scope::Between(first.channel, last.channel + 1);
    let mut finder = Finder::open(plan, place, scope)?;
    let is_of_words = !matches!(plan, Plan::Together(group) if group.parts.is_empty());
    let mut all = channels.iter();
    let mut spots = Spots::default();
    for channel in finder.channels() {
        let Some(facts) = all.find(|facts| facts.channel == channel) else { continue };
        if !place.is_alive(channel) {
            continue;
        }
        let tally = tally(&mut finder, place, facts, &mut spots)?;
        if tally.count == 0 && is_of_words {
            continue;
        }
        let score = score(tally, facts, usual);
        match found.last_mut() {
            // A recording's channels follow one another.
            Some(last) if (last.place, last.recording) == (place.number, facts.first_document) => {
                last.channels.push(channel);
                last.count += tally.count;
                last.score = last.score.max(score);
            }
            _ => found.push(Found {
                place: place.number,
                recording: facts.first_document,
                channels: smallvec![channel],
                count: tally.count,
                score,
                date: facts.date,
                added: facts.added,
                tie: facts.tie,
            }),
        }
    }
    Ok(found)
}

fn tally(
    finder: &mut Finder<'_>,
    place: Place<'_>,
    facts: &ChannelFacts,
    spots: &mut Spots,
) -> Result<Tally, SearchError> {
    if !facts.has_suspects {
        return finder.tally(facts.channel, spots);
    }
    let table = place.columns.segment_table(facts.channel);
    finder.spots(facts.channel, spots)?;
    let tally = spots.iter().fold(Tally::default(), |tally, spot| {
        let is_suspect = table.suspect(table.at(spot.first)).is_some();
        tally.with(1, spot.weight * if is_suspect { SUSPECT_SHARE } else { 1.0 })
    });
    Ok(tally)
}

/// BM25, over places as they count: what is said often counts more, but ever less so, and what is
/// said surely more than what is not.
fn score(tally: Tally, facts: &ChannelFacts, usual: f32) -> f32 {
    if tally.best <= 0.0 {
        return 0.0;
    }
    let often = tally.sum / tally.best;
    let length = facts.positions as f32 / usual;
    let sure = f32::from(facts.mean_sure) / 255.0;
    let saturated = often * (K1 + 1.0) / (often + K1 * (1.0 - B + B * length));
    tally.best * saturated * (0.6 + 0.4 * sure)
}
