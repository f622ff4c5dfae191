//! Counts recordings by what they have in common.

use std::collections::HashMap;

use chrono::Datelike as _;
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
    let [mut collection, mut language, mut kind] = std::array::from_fn(|_| HashMap::new());
    let (mut months, mut channel) = (HashMap::new(), HashMap::new());
    for place in Place::all(snapshot) {
        let columns = place.columns;
        let here = || found.iter().filter(|found| found.place == place.number);
        count(&mut collection, &columns.collection, here().map(|found| &found.channels[..1]))?;
        count(&mut kind, &columns.kind, here().map(|found| &found.channels[..1]))?;
        count(&mut language, &columns.language, here().map(|found| found.channels.as_slice()))?;
        for found in here() {
            let date = date_of(found.date);
            *months.entry((date.year(), date.month())).or_default() += 1;
            for one in &found.channels {
                if let Some(number) = columns.channel.first(*one) {
                    *channel.entry(number).or_default() += 1;
                }
            }
        }
    }
    let mut months = most(months, |(year, month)| format!("{year:04}-{month:02}"));
    months.sort_by(|a, b| a.value.cmp(&b.value));
    let own = |name: String| name;
    Ok(Facets {
        collection: most(collection, own),
        language: most(language, own),
        month: months,
        channel: most(channel, |number: u64| number.to_string()),
        kind: most(kind, own),
    })
}

/// Counts recordings by the entries of a column; each counts once for each of its own.
fn count<'a>(
    counts: &mut HashMap<String, usize>,
    column: &StrColumn,
    recordings: impl Iterator<Item = &'a [u32]>,
) -> Result<(), SearchError> {
    let mut entries = vec![0; column.num_terms()];
    let mut own: Vec<u64> = Vec::new();
    for channels in recordings {
        own.clear();
        own.extend(channels.iter().flat_map(|channel| column.term_ords(*channel)));
        own.sort_unstable();
        own.dedup();
        for entry in &own {
            entries[*entry as usize] += 1;
        }
    }
    let mut name = String::new();
    for (entry, count) in (0..).zip(entries).filter(|(_, count)| *count > 0) {
        column.ord_to_str(entry, &mut name)?;
        *counts.entry(name.clone()).or_default() += count;
    }
    Ok(())
}

fn most<T>(counts: HashMap<T, usize>, name: impl Fn(T) -> String) -> Vec<Facet> {
    let facet = |(value, count)| Facet { value: name(value), count };
    let mut facets: Vec<Facet> = counts.into_iter().map(facet).collect();
    facets.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    facets.truncate(MAX_VALUES);
    facets
}
