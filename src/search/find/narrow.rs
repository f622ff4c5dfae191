//! What narrows a query: by recording and channel at once, by passage where it is said.

use tantivy::DocId;
use tantivy::columnar::StrColumn;

use crate::index::{SegmentTable, date_code, kind_name, language_code};
use crate::search::SearchError;
use crate::search::query::{FieldTest, Filter};
use crate::search::request::SuspectFilter;

use super::Place;
use super::spots::Spots;

/// Filters opened in one tantivy segment.
pub(in crate::search) struct Narrowing {
    /// What holds for a channel as a whole.
    channels: Vec<(bool, ChannelTest)>,
    /// What holds for a segment of a transcript.
    segments: Vec<(bool, SegmentTest)>,
}

enum ChannelTest {
    /// One of some entries of a column's dictionary.
    Recording(Vec<u64>),
    Collection(Vec<u64>),
    Kind(Vec<u64>),
    Channel(Vec<u64>),
    Date(u64, u64),
    Duration(u64, u64),
}

enum SegmentTest {
    /// The codes, and their entries in the column of a channel's languages.
    Language(Vec<u64>, Vec<u64>),
    Suspect(SuspectFilter),
}

impl Narrowing {
    pub(super) fn open(filters: &[Filter], place: Place<'_>) -> Result<Self, SearchError> {
        let mut narrowing = Self { channels: Vec::new(), segments: Vec::new() };
        let columns = place.columns;
        for Filter { is_negated, test, .. } in filters {
            let channel = match test {
                FieldTest::Recording(id) => {
                    ChannelTest::Recording(entries(&columns.recording, [id.to_string()])?)
                }
                FieldTest::Collection(names) => {
                    let names = names.iter().map(|name| name.as_str().to_owned());
                    ChannelTest::Collection(entries(&columns.collection, names)?)
                }
                FieldTest::Kind(kinds) => {
                    let kinds = kinds.iter().map(|kind| kind_name(*kind).to_owned());
                    ChannelTest::Kind(entries(&columns.kind, kinds)?)
                }
                FieldTest::Channel(numbers) => ChannelTest::Channel(numbers.clone()),
                FieldTest::Date(from, until) => {
                    ChannelTest::Date(from.map_or(0, date_code), until.map_or(u64::MAX, date_code))
                }
                FieldTest::Duration(least, most) => ChannelTest::Duration(*least, *most),
                FieldTest::Language(languages) => {
                    let codes = languages.iter().map(language_code).collect();
                    let names = languages.iter().map(|language| language.code().to_owned());
                    let entries = entries(&columns.language, names)?;
                    narrowing.segments.push((*is_negated, SegmentTest::Language(codes, entries)));
                    continue;
                }
                FieldTest::Suspect(which) => {
                    narrowing.segments.push((*is_negated, SegmentTest::Suspect(*which)));
                    continue;
                }
                // Words are as sure as asked, or not found: see `LeafFinder`.
                FieldTest::Confidence(..) => continue,
            };
            narrowing.channels.push((*is_negated, channel));
        }
        Ok(narrowing)
    }

    /// Whether a channel may hold what is looked for.
    pub(super) fn takes_channel(&self, place: Place<'_>, channel: DocId) -> bool {
        let takes =
            |(is_negated, test): &(bool, ChannelTest)| test.holds(place, channel) != *is_negated;
        self.channels.iter().all(takes)
            && self.segments.iter().all(|(not, test)| test.may_hold(place, channel, *not))
    }

    /// Whether every place in a channel that is taken is taken too.
    pub(super) fn is_of_channels(&self, place: Place<'_>, channel: DocId) -> bool {
        self.segments.iter().all(|(not, test)| test.holds_for_all(place, channel, *not))
    }

    /// Keeps what stands in a segment that is taken.
    pub(super) fn keep(&self, place: Place<'_>, channel: DocId, spots: &mut Spots) {
        if spots.is_empty() || self.is_of_channels(place, channel) {
            return;
        }
        let table = place.columns.segment_table(channel);
        spots.retain(|spot| {
            let segment = table.at(spot.first);
            self.segments.iter().all(|(not, test)| test.holds(&table, segment) != *not)
        });
    }
}

impl ChannelTest {
    fn holds(&self, place: Place<'_>, channel: DocId) -> bool {
        let columns = place.columns;
        let has = |column: &StrColumn, wanted: &[u64]| {
            column.ords().first(channel).is_some_and(|entry| wanted.contains(&entry))
        };
        match self {
            Self::Recording(wanted) => has(&columns.recording, wanted),
            Self::Collection(wanted) => has(&columns.collection, wanted),
            Self::Kind(wanted) => has(&columns.kind, wanted),
            Self::Channel(wanted) => wanted.contains(&columns.channel.first(channel).unwrap_or(0)),
            Self::Date(from, until) => {
                columns.date.first(channel).is_some_and(|date| (*from..*until).contains(&date))
            }
            Self::Duration(least, most) => {
                columns.duration.first(channel).is_some_and(|time| (*least..=*most).contains(&time))
            }
        }
    }
}

impl SegmentTest {
    fn holds(&self, table: &SegmentTable, segment: usize) -> bool {
        match self {
            Self::Language(wanted, _) => wanted.contains(&table.language_code(segment)),
            Self::Suspect(which) => which.takes(table.suspect(segment).is_some()),
        }
    }

    /// Whether some segment of a channel may pass.
    fn may_hold(&self, place: Place<'_>, channel: DocId, is_negated: bool) -> bool {
        match self {
            Self::Language(_, wanted) => {
                let mut languages = place.columns.language.term_ords(channel);
                languages.any(|language| wanted.contains(&language) != is_negated)
            }
            Self::Suspect(which) => {
                let may = |is_suspect| which.takes(is_suspect) != is_negated;
                may(false) || (place.columns.has_suspects(channel) && may(true))
            }
        }
    }

    /// Whether every segment of a channel passes.
    fn holds_for_all(&self, place: Place<'_>, channel: DocId, is_negated: bool) -> bool {
        match self {
            Self::Language(_, wanted) => {
                let mut languages = place.columns.language.term_ords(channel);
                languages.all(|language| wanted.contains(&language) != is_negated)
            }
            Self::Suspect(which) => {
                let may = |is_suspect| which.takes(is_suspect) != is_negated;
                may(false) && (!place.columns.has_suspects(channel) || may(true))
            }
        }
    }
}

/// The places of names in a column's dictionary; what is not there narrows to nothing.
fn entries(
    column: &StrColumn,
    names: impl IntoIterator<Item = String>,
) -> Result<Vec<u64>, SearchError> {
    let mut entries = Vec::new();
    for name in names {
        entries.extend(column.dictionary().term_ord(name)?);
    }
    Ok(entries)
}
