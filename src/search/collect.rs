//! Goes through every channel that may hold a query, and groups what is found by recording.

use tantivy::DocId;

use crate::index::IndexSnapshot;

use super::SearchError;
use super::find::{Finder, Place, Tally};
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

/// A recording in which the query is said.
#[derive(Debug)]
pub(super) struct Found {
    /// The number of its tantivy segment.
    pub(super) place: u32,
    /// Its first document.
    pub(super) recording: DocId,
    /// Its channels in which the query is said.
    pub(super) channels: Vec<DocId>,
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
    let all = |places: &[Place<'_>]| {
        let mut found = Vec::new();
        places.iter().try_for_each(|place| collect_in(*place, plan, usual, &mut found))?;
        Ok(found)
    };
    if positions < PARALLEL_FROM {
        return all(&places);
    }
    let shares = shares(places);
    std::thread::scope(|scope| {
        let all = &all;
        let threads: Vec<_> =
            shares.iter().map(|share| scope.spawn(move || all(share.as_slice()))).collect();
        let mut found = Vec::new();
        for thread in threads {
            let share = thread.join().map_err(|_| SearchError::interrupted())?;
            found.extend(share?);
        }
        Ok(found)
    })
}

/// Shares tantivy's segments out, about equally, to as many threads as there are cores for.
fn shares(mut places: Vec<Place<'_>>) -> Vec<Vec<Place<'_>>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
    let mut shares: Vec<(u64, Vec<Place<'_>>)> = (0..cores).map(|_| (0, Vec::new())).collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.columns.all_positions()));
    for place in places {
        if let Some(least) = shares.iter_mut().min_by_key(|(positions, _)| *positions) {
            least.0 += place.columns.all_positions();
            least.1.push(place);
        }
    }
    shares.into_iter().map(|(_, share)| share).collect()
}

fn collect_in(
    place: Place<'_>,
    plan: &Plan,
    usual: f32,
    found: &mut Vec<Found>,
) -> Result<(), SearchError> {
    let mut finder = Finder::open(plan, place, None)?;
    let is_of_words = !matches!(plan, Plan::Together(group) if group.parts.is_empty());
    let columns = place.columns;
    for channel in finder.channels() {
        if !place.is_alive(channel) {
            continue;
        }
        let tally = tally(&mut finder, place, channel)?;
        if tally.count == 0 && is_of_words {
            continue;
        }
        let score = score(tally, place, channel, usual);
        let recording = columns.first_document(channel);
        match found.last_mut() {
            // A recording's channels follow one another.
            Some(last) if (last.place, last.recording) == (place.number, recording) => {
                last.channels.push(channel);
                last.count += tally.count;
                last.score = last.score.max(score);
            }
            _ => found.push(Found {
                place: place.number,
                recording,
                channels: vec![channel],
                count: tally.count,
                score,
                date: columns.date.first(channel).unwrap_or(0),
                added: columns.added.first(channel).unwrap_or(0),
                tie: columns.tie.first(channel).unwrap_or(0),
            }),
        }
    }
    Ok(())
}

fn tally(finder: &mut Finder<'_>, place: Place<'_>, channel: DocId) -> Result<Tally, SearchError> {
    if !place.columns.has_suspects(channel) {
        return finder.tally(channel);
    }
    let table = place.columns.segment_table(channel);
    let mut spots = finder.spots(channel)?;
    for spot in &mut spots {
        if table.suspect(table.at(spot.first)).is_some() {
            spot.weight *= SUSPECT_SHARE;
        }
    }
    Ok(Tally::of(&spots))
}

/// BM25, over places as they count: what is said often counts more, but ever less so, and what is
/// said surely more than what is not.
fn score(tally: Tally, place: Place<'_>, channel: DocId, usual: f32) -> f32 {
    if tally.best <= 0.0 {
        return 0.0;
    }
    let often = tally.sum / tally.best;
    let length = place.columns.positions(channel) as f32 / usual;
    let sure = place.columns.mean_sure.first(channel).unwrap_or(255) as f32 / 255.0;
    let saturated = often * (K1 + 1.0) / (often + K1 * (1.0 - B + B * length));
    tally.best * saturated * (0.6 + 0.4 * sure)
}
