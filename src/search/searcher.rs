//! Asks the index and makes hits of what it finds.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::time::Instant;

use tantivy::DocId;

use crate::index::{IndexSnapshot, SegmentIndex};

use super::SearchError;
use super::collect::{Found, collect};
use super::facets::facets;
use super::find::Place;
use super::hits::{SearchResults, Widened};
use super::plan::{Plan, Planner};
use super::query::{Group, SearchQuery};
use super::request::{Cursor, MAX_HITS_PER_RECORDING, SearchFilters, SearchPage, Sort};
use super::show::{Shown, show};
use super::suggest::better_query;

/// Fewer recordings than these are few: what sounds alike is looked for too.
const FEW: usize = 3;

/// Answers queries over whatever the index holds at that moment.
#[derive(Debug, Clone)]
pub struct Searcher {
    pub(super) index: SegmentIndex,
}

/// Everything that was found, and how.
struct Asked {
    plan: Plan,
    found: Vec<Found>,
    widened: Option<Widened>,
}

impl Searcher {
    /// Makes a searcher over an index that somebody else keeps fresh.
    #[must_use]
    pub const fn new(index: SegmentIndex) -> Self {
        Self { index }
    }

    /// Finds the recordings in which the query is said, the best first. Blocks for milliseconds:
    /// call it where blocking is allowed.
    ///
    /// # Errors
    /// A [`SearchError`] if the index can't be read.
    pub fn search(
        &self,
        query: &SearchQuery,
        filters: &SearchFilters,
        page: SearchPage,
    ) -> Result<SearchResults, SearchError> {
        let began = Instant::now();
        let page = page.within_limits();
        let snapshot = self.index.snapshot();
        let mut group = query.group.clone();
        group.filters.extend(filters.as_filters());
        let mut asked = ask(&snapshot, &group, page.widens)?;
        let is_listing = group.parts.is_empty();
        let by = if is_listing { page.sort.of_list() } else { page.sort };
        let Range { start: begin, end } = order(&snapshot, &mut asked.found, by, page)?;
        let is_one = filters.recording.is_some();
        let hits = if is_one { MAX_HITS_PER_RECORDING } else { page.hits_per_recording };
        let shown = Shown { hits, earliest: is_one };
        let recordings = show(&snapshot, &asked.plan, &asked.found[begin..end], shown)?;
        let next = (begin < end && end < asked.found.len())
            .then(|| Cursor { shown: end, last: asked.found[end - 1].tie }.to_string());
        let is_little = asked.found.len() < FEW;
        Ok(SearchResults {
            total_hits: asked.found.iter().map(|found| found.count).sum(),
            total_recordings: asked.found.len(),
            recordings,
            next_cursor: next,
            understood: query.understood(),
            problems: query.problems().to_vec(),
            did_you_mean: if is_little { better_query(&snapshot, query)? } else { None },
            widened: asked.widened,
            facets: page.facets.then(|| facets(&snapshot, &asked.found)).transpose()?,
            took: began.elapsed(),
        })
    }
}

/// Finds all that is asked for; where that is little and it `widens`, what sounds alike too, and
/// where that is still little, what has all words but one.
fn ask(snapshot: &IndexSnapshot, group: &Group, widens: bool) -> Result<Asked, SearchError> {
    let planner = Planner::new(snapshot, false)?;
    let plan = planner.group(group, &[])?;
    let found = collect(snapshot, &plan, planner.channels())?;
    let mut asked = Asked { plan, found, widened: None };
    if !widens || !asked.is_little() || group.parts.is_empty() {
        return Ok(asked);
    }
    let alike = Planner::new(snapshot, true)?;
    asked.widen(snapshot, &alike, alike.group(group, &[])?, Widened::Sounds)?;
    if asked.is_little()
        && let Some(plan) = planner.all_but_one(group, &asked.plan)?
    {
        asked.widen(snapshot, &planner, plan, Widened::Partly)?;
    }
    Ok(asked)
}

impl Asked {
    const fn is_little(&self) -> bool {
        self.found.len() < FEW
    }

    /// Takes a wider plan if more is found by it.
    fn widen(
        &mut self,
        snapshot: &IndexSnapshot,
        planner: &Planner<'_>,
        plan: Plan,
        by: Widened,
    ) -> Result<(), SearchError> {
        let found = collect(snapshot, &plan, planner.channels())?;
        let count = |found: &[Found]| found.iter().map(|found| found.count).sum::<usize>();
        if count(&found) > count(&self.found) {
            *self = Self { plan, found, widened: Some(by) };
        }
        Ok(())
    }
}

/// Puts what a page shows in order, equal recordings always in the same, and tells where it is.
fn order(
    snapshot: &IndexSnapshot,
    found: &mut [Found],
    by: Sort,
    page: SearchPage,
) -> Result<Range<usize>, SearchError> {
    let tie = |a: &Found, b: &Found| a.tie.cmp(&b.tie);
    Ok(match by {
        Sort::Relevance => {
            put(found, page, |a, b| b.score.total_cmp(&a.score).then_with(|| tie(a, b)))
        }
        Sort::Date => put(found, page, |a, b| b.date.cmp(&a.date).then_with(|| tie(a, b))),
        Sort::Added => put(found, page, |a, b| b.added.cmp(&a.added).then_with(|| tie(a, b))),
        Sort::Title => {
            let titles = titles(snapshot, found)?;
            let title = |one: &Found| titles.get(&(one.place, one.recording));
            put(found, page, |a, b| title(a).cmp(&title(b)).then_with(|| tie(a, b)))
        }
    })
}

/// Puts those up to the page's end in order, and the rest in none: of twenty thousand, twenty are shown.
fn put(
    found: &mut [Found],
    page: SearchPage,
    order: impl Fn(&Found, &Found) -> Ordering,
) -> Range<usize> {
    let begin = begin(found, page, &order);
    let end = (begin + page.limit).min(found.len());
    if (1..found.len()).contains(&end) {
        found.select_nth_unstable_by(end - 1, &order);
    }
    found[..end].sort_unstable_by(&order);
    begin..end
}

/// Where a page begins: after the recording with which the one before ended, if it is still found.
fn begin(found: &[Found], page: SearchPage, order: impl Fn(&Found, &Found) -> Ordering) -> usize {
    let begin = page.after.map_or(page.offset, |cursor| {
        let last = found.iter().find(|found| found.tie == cursor.last);
        last.map_or(cursor.shown, |last| {
            1 + found.iter().filter(|one| order(one, last) == Ordering::Less).count()
        })
    });
    begin.min(found.len())
}

/// The titles of recordings, by place and first document.
fn titles(
    snapshot: &IndexSnapshot,
    found: &[Found],
) -> Result<HashMap<(u32, DocId), String>, SearchError> {
    let mut titles = HashMap::with_capacity(found.len());
    for place in Place::all(snapshot) {
        let column = &place.columns.title;
        for one in found.iter().filter(|found| found.place == place.number) {
            let mut title = String::new();
            if let Some(entry) = column.ords().first(one.channels[0]) {
                column.ord_to_str(entry, &mut title)?;
            }
            titles.insert((one.place, one.recording), title.to_lowercase());
        }
    }
    Ok(titles)
}
