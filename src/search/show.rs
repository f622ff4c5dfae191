//! Makes hits of what was found: which words, when, and how surely.

use std::collections::{BTreeMap, HashMap};

use tantivy::DocId;

use crate::domain::{MediaTime, TimeSpan};
use crate::index::{IndexSnapshot, IndexedWord, SegmentTable, Stems, WordTimes};

use super::SearchError;
use super::collect::{Found, SUSPECT_SHARE};
use super::find::{Finder, Place, Reading, Scope, Spot, Spots};
use super::hits::{Matched, RecordingHits, SearchHit};
use super::plan::{Grade, Plan};
use super::snippet::{self, Marked};

/// A recording is counted in so many equal parts.
const PARTS: usize = 60;

/// Which hits of a recording are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// At most so many.
    pub(super) hits: usize,
    /// The earliest instead of the best.
    pub(super) earliest: bool,
}

/// Makes the hits of some recordings, in their order.
pub(super) fn show(
    snapshot: &IndexSnapshot,
    plan: &Plan,
    found: &[Found],
    shown: Shown,
) -> Result<Vec<RecordingHits>, SearchError> {
    let mut said = HashMap::new();
    for place in Place::all(snapshot) {
        let here = found.iter().filter(|found| found.place == place.number);
        let mut channels: Vec<DocId> = here.flat_map(|found| found.channels.clone()).collect();
        channels.sort_unstable();
        if channels.is_empty() {
            continue;
        }
        let mut finder = Finder::open(plan, place, Scope::These(&channels))?;
        for channel in channels {
            said.insert((place.number, channel), Said::of(&mut finder, place, channel)?);
        }
    }
    let recordings = found.iter().map(|found| {
        let channels = found.channels.iter();
        let said = channels.filter_map(|channel| said.get(&(found.place, *channel)));
        recording(snapshot, found, &said.collect::<Vec<_>>(), shown)
    });
    recordings.collect()
}

/// What a channel says of a query.
struct Said<'a> {
    place: Place<'a>,
    channel: DocId,
    spots: Vec<Spot>,
    /// The matched words and phrases.
    words: Vec<Spot>,
    readings: Vec<Reading>,
    table: SegmentTable,
    times: WordTimes<'a>,
}

impl<'a> Said<'a> {
    fn of(finder: &mut Finder<'a>, place: Place<'a>, channel: DocId) -> Result<Self, SearchError> {
        let mut spots = Spots::default();
        finder.spots(channel, &mut spots)?;
        Ok(Self {
            place,
            channel,
            spots: spots.iter().collect(),
            words: finder.words(channel)?,
            readings: finder.readings(channel),
            table: place.columns.segment_table(channel),
            times: place.columns.words(channel),
        })
    }

    /// The best place in each segment, and how good it is.
    fn candidates(&self) -> Vec<Candidate<'_, 'a>> {
        let mut best: BTreeMap<usize, (f32, Spot)> = BTreeMap::new();
        for spot in &self.spots {
            let segment = self.table.at(spot.first);
            let suspect = self.table.suspect(segment);
            let doubt = if suspect.is_some() { SUSPECT_SHARE } else { 1.0 };
            let sure = f32::from(self.times.least_sure(spot.first, spot.last)) / 255.0;
            let rank = spot.weight * doubt * (0.6 + 0.4 * sure);
            let entry = best.entry(segment).or_insert((rank, *spot));
            if rank > entry.0 {
                *entry = (rank, *spot);
            }
        }
        best.into_iter()
            .map(|(segment, (rank, spot))| Candidate { said: self, segment, rank, spot })
            .collect()
    }
}

/// A segment with its best place.
struct Candidate<'s, 'a> {
    said: &'s Said<'a>,
    segment: usize,
    rank: f32,
    spot: Spot,
}

impl Candidate<'_, '_> {
    fn start(&self) -> u64 {
        self.said.times.start(self.spot.first)
    }
}

fn recording(
    snapshot: &IndexSnapshot,
    found: &Found,
    said: &[&Said<'_>],
    shown: Shown,
) -> Result<RecordingHits, SearchError> {
    let about = tantivy::DocAddress::new(found.place, found.channels[0]);
    let about = snapshot.recording(about)?;
    let mut candidates: Vec<Candidate<'_, '_>> =
        said.iter().flat_map(|said| said.candidates()).collect();
    let all = candidates.len();
    if shown.earliest {
        candidates.sort_by_key(|one| (one.start(), one.said.channel));
    } else {
        candidates.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(a.start().cmp(&b.start())));
    }
    candidates.truncate(shown.hits);
    candidates.sort_by_key(|one| (one.start(), one.said.channel));
    let hits = candidates.iter().map(|candidate| hit(candidate, about.duration));
    Ok(RecordingHits {
        hits: hits.collect::<Result<_, _>>()?,
        recording: about.id,
        title: about.title,
        collection: about.collection,
        language: about.language,
        kind: about.kind,
        date: about.date,
        added: about.ingested_at,
        hit_count: found.count,
        more: all > shown.hits,
        density: density(said, about.duration),
        duration: about.duration,
        score: found.score,
    })
}

/// How many places are in each part of a recording.
fn density(said: &[&Said<'_>], duration: MediaTime) -> Vec<u32> {
    let mut counts = vec![0; PARTS];
    for said in said {
        for spot in &said.spots {
            let part = share(said.times.start(spot.first), duration) * PARTS as f32;
            counts[(part as usize).min(PARTS - 1)] += 1;
        }
    }
    counts
}

/// How far into a recording a time is, from 0 to 1.
fn share(start: u64, duration: MediaTime) -> f32 {
    (start as f32 / duration.as_millis().max(1) as f32).clamp(0.0, 1.0)
}

fn hit(candidate: &Candidate<'_, '_>, duration: MediaTime) -> Result<SearchHit, SearchError> {
    let Candidate { said, segment, spot, .. } = candidate;
    let (table, columns) = (&said.table, said.place.columns);
    let last = table.at(spot.last).max(*segment);
    let positions = columns.positions(said.channel);
    let bounds = (table.bounds(*segment, positions).0, table.bounds(last, positions).1);
    let window = snippet::window(bounds, (spot.first, spot.last));
    let address = said.place.address(said.channel);
    let mut words = said.place.snapshot.words(address, window)?;
    let segment_span = table.span(*segment).union(table.span(last));
    // What has no position may belong to the segment before.
    words.retain(|word| word.width > 0 || word.span.start >= segment_span.start);
    let is_here = |one: &&Spot| one.first < bounds.1 && one.last >= bounds.0;
    let spots: Vec<Spot> = said.words.iter().filter(is_here).copied().collect();
    let language = table.language(*segment);
    let stems = Stems::of(&language);
    let marked = Marked { spots: &spots, readings: &said.readings, stems: &stems };
    let span = said.times.span(spot.first, spot.last);
    Ok(SearchHit {
        ordinal: table.ordinal(*segment),
        last_ordinal: table.ordinal(last),
        segment_span,
        span,
        place: share(span.start.as_millis(), duration),
        matches: times(&spots, &said.times),
        channel: columns.channel.first(said.channel).and_then(|c| u16::try_from(c).ok()),
        matched: matched(spot.grade),
        confidence: confidence(&words, spot, &marked),
        suspect: table.suspect(*segment),
        snippet: snippet::parts(&words, &marked),
        is_cut_before: window.0 > bounds.0,
        is_cut_after: window.1 < bounds.1,
        language,
    })
}

const fn matched(grade: Grade) -> Matched {
    match grade {
        Grade::Exact | Grade::Stem | Grade::Fuzzy => Matched::Word,
        Grade::Possible => Matched::Alternative,
        Grade::Sounds => Matched::Sounds,
        Grade::Partly => Matched::Partly,
    }
}

/// When each place is said, by time.
fn times(spots: &[Spot], times: &WordTimes<'_>) -> Vec<TimeSpan> {
    let mut spans: Vec<TimeSpan> =
        spots.iter().map(|spot| times.span(spot.first, spot.last)).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// How sure the least sure matching word of a place is.
fn confidence(words: &[IndexedWord], spot: &Spot, marked: &Marked<'_>) -> f32 {
    let here = words.iter().filter(|word| word.stands_in(spot.first, spot.last));
    let sure = here
        .filter(|word| marked.is_marked(word))
        .map(|word| marked.other(word).map_or(word.confidence, |other| other.probability));
    sure.fold(1.0, f32::min)
}
