//! Shows work as it goes on: bars on a terminal, a line for each recording elsewhere.

use std::collections::{HashMap, HashSet};
use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use tokio_util::sync::CancellationToken;

use crate::domain::{JobId, RecordingId};
use crate::store::{ListFilter, RecordingState, RecordingSummary, RunningJob, StatusReport, Store};

/// How often the bars are drawn.
const TICK: Duration = Duration::from_millis(250);
/// Recordings read at once.
const PAGE: u32 = 200;

/// Watches the queue until nothing waits or runs, or `cancel`.
pub(super) async fn until_idle(store: &Store, cancel: &CancellationToken) -> anyhow::Result<()> {
    let mut view = View::new()?;
    let is_settled = |status: &StatusReport| status.queued == 0 && status.running.is_empty();
    loop {
        let status = store.status().await?;
        view.show(&status, &recordings(store).await?);
        if is_settled(&status) {
            break;
        }
        if cancel.run_until_cancelled(tokio::time::sleep(TICK)).await.is_none() {
            break;
        }
    }
    view.clear();
    Ok(())
}

/// Every recording that is not gone.
pub(super) async fn recordings(store: &Store) -> anyhow::Result<Vec<RecordingSummary>> {
    listed(store, &ListFilter::default()).await
}

/// Every recording that the filter lets through.
pub(super) async fn listed(
    store: &Store,
    filter: &ListFilter,
) -> anyhow::Result<Vec<RecordingSummary>> {
    let mut all: Vec<RecordingSummary> = Vec::new();
    loop {
        let after = all.last().map(|summary| summary.id);
        let page = store.list_recordings(filter, after, PAGE).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// How long it takes yet, after a comma: to the second below two minutes, else to the minute.
pub(super) fn about(left: Duration) -> String {
    match left.as_secs() {
        seconds @ 0..120 => format!(", {seconds} s left"),
        seconds if seconds < 7_200 => format!(", {} min left", seconds.div_ceil(60)),
        seconds => format!(", {} h {} min left", seconds / 3600, seconds % 3600 / 60),
    }
}

struct View {
    bars: MultiProgress,
    total: ProgressBar,
    jobs: HashMap<JobId, ProgressBar>,
    /// What was settled before is not told.
    told: Option<HashSet<RecordingId>>,
    is_terminal: bool,
}

impl View {
    fn new() -> anyhow::Result<Self> {
        let bars = MultiProgress::new();
        let total = bars.add(ProgressBar::new(0));
        total.set_style(ProgressStyle::with_template(
            "{bar:40} {pos}/{len} recordings  {elapsed}  {msg}",
        )?);
        let is_terminal = std::io::stderr().is_terminal();
        Ok(Self { bars, total, jobs: HashMap::new(), told: None, is_terminal })
    }

    fn show(&mut self, status: &StatusReport, recordings: &[RecordingSummary]) {
        let is_settled = |summary: &&RecordingSummary| summary.state != RecordingState::Pending;
        let settled: Vec<_> = recordings.iter().filter(is_settled).collect();
        self.total.set_length(recordings.len() as u64);
        self.total.set_position(settled.len() as u64);
        self.total.set_message(format!("{} waiting", status.queued));
        let ids = settled.iter().map(|summary| summary.id).collect();
        let told = self.told.replace(ids);
        let is_news = |id: &RecordingId| told.as_ref().is_some_and(|told| !told.contains(id));
        for summary in settled.iter().filter(|summary| is_news(&summary.id)) {
            self.tell(summary, settled.len(), recordings.len());
        }
        self.jobs.retain(|id, bar| {
            let is_running = status.running.iter().any(|job| job.id == *id);
            if !is_running {
                bar.finish_and_clear();
            }
            is_running
        });
        for job in &status.running {
            self.show_job(job);
        }
    }

    fn show_job(&mut self, job: &RunningJob) {
        let Some((_, title)) = &job.recording else { return };
        let bar = self.jobs.entry(job.id).or_insert_with(|| {
            let bar = self.bars.add(ProgressBar::new(1000));
            if let Ok(style) = ProgressStyle::with_template("  {bar:38} {percent:>3}% {msg}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_position(u64::from(job.permille));
        let stage = job.stage.map_or("", |stage| stage.name());
        let left = job.remaining.map(about).unwrap_or_default();
        bar.set_message(format!("{title} ({stage}{left})"));
    }

    fn tell(&self, summary: &RecordingSummary, settled: usize, all: usize) {
        let line = match &summary.failure {
            Some(failure) => {
                format!("failed: {}: {}; {}", summary.media, failure.message, failure.code.advice())
            }
            None => format!("searchable: {}", summary.title),
        };
        if self.is_terminal {
            // Bars may be hidden while text goes to the same terminal.
            drop(self.bars.println(line));
        } else {
            eprintln!("[{settled}/{all}] {line}");
        }
    }

    fn clear(&self) {
        drop(self.bars.clear());
    }
}
