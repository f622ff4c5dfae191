//! Counts recordings by what they have in common.

use std::collections::HashMap;

use tantivy::columnar::StrColumn;

use crate::index::{IndexSnapshot, date_of};

use super::SearchError;
use super::collect::Found;
use super::find::Place;
use super::hits::{Facet, Facets};

/// At most so many values of each kind are given.
const MAX_VALUES: usize = 100;

/// Counts what was found.
pub(super) fn facets(snapshot: &IndexSnapshot, found: &[Found]) -> Result<Facets, SearchError> {
    let [mut collection, mut language, mut kind, mut month, mut channel] =
        std::array::from_fn(|_| HashMap::new());
    for place in Place::all(snapshot) {
        let columns = place.columns;
        let here = || found.iter().filter(|found| found.place == place.number);
        count(&mut collection, &columns.collection, here().map(|found| &found.channels[..1]))?;
        count(&mut kind, &columns.kind, here().map(|found| &found.channels[..1]))?;
        count(&mut language, &columns.language, here().map(|found| found.channels.as_slice()))?;
        for found in here() {
            *month.entry(date_of(found.date).format("%Y-%m").to_string()).or_default() += 1;
            for one in &found.channels {
                if let Some(number) = columns.channel.first(*one) {
                    *channel.entry(number.to_string()).or_default() += 1;
                }
            }
        }
    }
    let mut months = most(month);
    months.sort_by(|a, b| a.value.cmp(&b.value));
    Ok(Facets {
        collection: most(collection),
        language: most(language),
        month: months,
        channel: most(channel),
        kind: most(kind),
    })
}

/// Counts recordings by the entries of a column; each counts once for each of its own.
fn count<'a>(
    counts: &mut HashMap<String, usize>,
    column: &StrColumn,
    recordings: impl Iterator<Item = &'a [u32]>,
) -> Result<(), SearchError> {
    let mut entries: HashMap<u64, usize> = HashMap::new();
    let mut own: Vec<u64> = Vec::new();
    for channels in recordings {
        own.clear();
        own.extend(channels.iter().flat_map(|channel| column.term_ords(*channel)));
        own.sort_unstable();
        own.dedup();
        for entry in &own {
            *entries.entry(*entry).or_default() += 1;
        }
    }
    let mut name = String::new();
    for (entry, count) in entries {
        column.ord_to_str(entry, &mut name)?;
        *counts.entry(name.clone()).or_default() += count;
    }
    Ok(())
}

fn most(counts: HashMap<String, usize>) -> Vec<Facet> {
    let facet = |(value, count)| Facet { value, count };
    let mut facets: Vec<Facet> = counts.into_iter().map(facet).collect();
    facets.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    facets.truncate(MAX_VALUES);
    facets
}
