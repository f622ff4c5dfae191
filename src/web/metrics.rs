//! What Prometheus is told, as OpenMetrics text. Collections, states and kinds are the only labels:
//! no name, title, key or query ever is one.

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::index::IndexStatus;
use crate::store::Measures;

/// Bounds of the search times that are told apart, in seconds.
const SEARCH_SECONDS: [f64; 11] =
    [0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.25, 1.0, 5.0];

/// What this process has counted since it began; cheap to clone, all clones count together.
#[derive(Debug, Clone)]
pub struct Metrics {
    search_seconds: Histogram,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { search_seconds: Histogram::new(SEARCH_SECONDS) }
    }
}

/// What is asked for when somebody wants to know.
pub(super) struct Reading {
    pub(super) measures: Measures,
    pub(super) index: IndexStatus,
    pub(super) latest_change: i64,
    pub(super) behind_seconds: f64,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RecordingLabels {
    collection: String,
    state: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    kind: String,
    state: String,
}

impl Metrics {
    /// Counts a search that was answered.
    pub fn search_took(&self, took: Duration) {
        self.search_seconds.observe(took.as_secs_f64());
    }

    /// All of it as OpenMetrics text.
    pub(super) fn text(&self, reading: Reading) -> Result<String, fmt::Error> {
        let mut registry = Registry::with_prefix("earmark");
        registry.register_with_unit(
            "search",
            "How long searches took in the index",
            Unit::Seconds,
            self.search_seconds.clone(),
        );
        index(registry.sub_registry_with_prefix("index"), &reading);
        recordings(&mut registry, &reading.measures);
        jobs(&mut registry, reading.measures);
        let mut text = String::new();
        encode(&mut text, &registry)?;
        Ok(text)
    }
}

fn index(registry: &mut Registry, reading: &Reading) {
    let behind = Gauge::<f64, std::sync::atomic::AtomicU64>::default();
    behind.set(reading.behind_seconds);
    registry.register_with_unit(
        "behind",
        "How long the oldest change waits that can not be found yet",
        Unit::Seconds,
        behind,
    );
    let changes: Gauge = Gauge::default();
    changes.set((reading.latest_change - reading.index.watermark).max(0));
    registry.register("behind_changes", "Changes that can not be found yet", changes);
    let documents: Gauge = Gauge::default();
    documents.set(signed(reading.index.documents));
    registry.register("documents", "Documents in the index", documents);
}

fn recordings(registry: &mut Registry, measures: &Measures) {
    let (counts, bytes) = (Family::default(), Family::default());
    let seconds = Family::<RecordingLabels, Gauge<f64, std::sync::atomic::AtomicU64>>::default();
    for one in &measures.recordings {
        let labels =
            RecordingLabels { collection: one.collection.clone(), state: one.state.clone() };
        let set = |family: &Family<RecordingLabels, Gauge>, value| {
            family.get_or_create(&labels).set(signed(value));
        };
        set(&counts, one.count);
        set(&bytes, one.bytes);
        seconds.get_or_create(&labels).set(one.duration_ms as f64 / 1000.0);
    }
    registry.register("recordings", "Recordings by state", counts);
    let help = "Sizes of the recordings' objects";
    registry.register_with_unit("recordings", help, Unit::Bytes, bytes);
    registry.register_with_unit("recordings", "Length of recordings", Unit::Seconds, seconds);
}

fn jobs(registry: &mut Registry, measures: Measures) {
    let counts = Family::<JobLabels, Gauge>::default();
    for (kind, state, count) in measures.jobs {
        counts.get_or_create(&JobLabels { kind, state }).set(signed(count));
    }
    registry.register("jobs", "Jobs by state; those that ended long ago are forgotten", counts);
    let wait = Gauge::<f64, std::sync::atomic::AtomicU64>::default();
    wait.set(measures.longest_wait_seconds);
    registry.register_with_unit(
        "jobs_longest_wait",
        "How long the job that is due for longest waits",
        Unit::Seconds,
        wait,
    );
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::RecordingMeasure;

    #[test]
    fn what_is_counted_is_told() {
        let metrics = Metrics::default();
        metrics.search_took(Duration::from_millis(3));
        let measures = Measures {
            recordings: vec![RecordingMeasure {
                collection: "calls".to_owned(),
                state: "failed".to_owned(),
                count: 2,
                bytes: 5000,
                duration_ms: 1500,
            }],
            jobs: vec![("ingest".to_owned(), "delayed".to_owned(), 4)],
            longest_wait_seconds: 0.5,
        };
        let index = IndexStatus { watermark: 7, documents: 11, schema_version: 1, generation: 1 };
        let reading = Reading { measures, index, latest_change: 9, behind_seconds: 1.25 };
        let text = metrics.text(reading).unwrap();
        for line in [
            "earmark_search_seconds_bucket{le=\"0.0025\"} 0",
            "earmark_search_seconds_bucket{le=\"0.005\"} 1",
            "earmark_search_seconds_count 1",
            "earmark_index_behind_seconds 1.25",
            "earmark_index_behind_changes 2",
            "earmark_recordings{collection=\"calls\",state=\"failed\"} 2",
            "earmark_recordings_bytes{collection=\"calls\",state=\"failed\"} 5000",
            "earmark_recordings_seconds{collection=\"calls\",state=\"failed\"} 1.5",
            "earmark_jobs{kind=\"ingest\",state=\"delayed\"} 4",
            "earmark_jobs_longest_wait_seconds 0.5",
            "# EOF",
        ] {
            assert!(text.lines().any(|told| told == line), "`{line}` is not in\n{text}");
        }
    }
}
