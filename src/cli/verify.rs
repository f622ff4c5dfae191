//! `earmark verify`: today's recognizers over everything that is stored.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use tokio::sync::Notify;

use super::{VerifyArgs, progress};
use crate::app::{self, App};
use crate::config::RedactionPolicy;
use crate::domain::{CollectionName, RecordingId};
use crate::index::{Follower, FollowerOptions, IndexError, SegmentIndex};
use crate::ingest::Sweeper;
use crate::redact::Redactor;
use crate::store::{RecordingSummary, SaveOutcome};
use crate::verify::{
    Checked, Finding, Mender, Place, Redactors, Unchecked, Verifier, index_findings,
};

/// Personal data was found, and is still there.
const FOUND: u8 = 4;
/// Nothing was found, but not everything could be looked through.
const NOT_CHECKED: u8 = 5;
/// How long another process may take to rewrite the index that it holds.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was found and what became of it.
#[derive(Default)]
struct Outcome {
    checked: usize,
    findings: Vec<Finding>,
    mended: BTreeSet<RecordingId>,
    unchecked: Vec<Unchecked>,
}

/// Looks through everything; with `--fix` mends what is found.
pub(super) async fn run(app: &App, args: &VerifyArgs, is_json: bool) -> anyhow::Result<ExitCode> {
    let mender = mender(app, args).await?;
    let recordings = recordings(app, args).await?;
    let wanted: BTreeSet<RecordingId> = recordings.iter().map(|one| one.id).collect();
    let mut outcome = Outcome::default();
    let index = app.index().await?;
    follow(app, &index).await?;
    let mut by_recording: BTreeMap<RecordingId, Vec<Finding>> = BTreeMap::new();
    for finding in in_index(&index, &mender.verifier).await? {
        if wanted.contains(&finding.recording) {
            by_recording.entry(finding.recording).or_default().push(finding);
        }
    }
    let bar = bar(recordings.len())?;
    for summary in &recordings {
        bar.set_message(summary.collection.to_string());
        let mut checked = mender.verifier.check(summary).await?;
        checked.findings.extend(by_recording.remove(&summary.id).unwrap_or_default());
        if args.fix && !checked.findings.is_empty() {
            mend(&mender, summary, &checked, &mut outcome).await;
        }
        outcome.checked += 1;
        outcome.findings.append(&mut checked.findings);
        outcome.unchecked.append(&mut checked.unchecked);
        bar.inc(1);
    }
    bar.finish_and_clear();
    // What the index holds of recordings that are gone is mended by following.
    outcome.findings.extend(by_recording.into_values().flatten());
    if !outcome.mended.is_empty() {
        clean_up(app, index).await?;
    }
    tell(&outcome, is_json)?;
    Ok(status(&outcome))
}

async fn mender(app: &App, args: &VerifyArgs) -> anyhow::Result<Mender> {
    let config = app.config.clone();
    let needs_ears = args.audio || args.fix;
    let loading = tokio::task::spawn_blocking(move || {
        let unplanned = RedactionPolicy::default();
        let model = app::name_model(&config, [&unplanned])?;
        let unplanned = Redactor::new(&app::redaction_options(&unplanned), model.as_ref())?;
        let (plans, unplanned) = (Arc::new(App::plans(&config)?), Arc::new(unplanned));
        let models = if needs_ears { Some(app::models(&config)?) } else { None };
        let ears = models.map(|models| app::ears(config, models));
        anyhow::Ok((Redactors { plans, unplanned }, ears))
    });
    let (redactors, ears) = loading.await??;
    let verifier = Verifier {
        store: app.store.clone(),
        archive: Arc::new(app.objects.clone()),
        redactors,
        decode: app::decode_options(&app.config)?,
        ears: ears.clone().filter(|_| args.audio),
    };
    Ok(Mender { verifier, ears, work_dir: app::work_dir(&app.config)? })
}

async fn recordings(app: &App, args: &VerifyArgs) -> anyhow::Result<Vec<RecordingSummary>> {
    let named = args.collections.iter().map(|name| name.parse::<CollectionName>());
    let collections: Vec<CollectionName> = named.collect::<Result<_, _>>()?;
    let mut recordings = progress::recordings(&app.store).await?;
    recordings.retain(|one| collections.is_empty() || collections.contains(&one.collection));
    Ok(recordings)
}

async fn in_index(index: &SegmentIndex, verifier: &Verifier) -> anyhow::Result<Vec<Finding>> {
    let (index, redactors) = (index.clone(), verifier.redactors.clone());
    Ok(tokio::task::spawn_blocking(move || index_findings(&index, &redactors)).await??)
}

async fn mend(
    mender: &Mender,
    summary: &RecordingSummary,
    checked: &Checked,
    outcome: &mut Outcome,
) {
    let reason = match mender.mend(summary, checked).await {
        Ok(SaveOutcome::Saved) => {
            outcome.mended.insert(summary.id);
            return;
        }
        Ok(SaveOutcome::Superseded) => "it was ingested anew meanwhile: verify it again".to_owned(),
        Err(error) => format!("it could not be mended: {error}"),
    };
    let place = checked.findings.first().map_or(Place::Words, |finding| finding.place);
    outcome.unchecked.push(Unchecked { recording: summary.id, place, reason });
}

/// Removes what is left of what was mended: from the index's files, from S3, from Postgres's
/// tables.
async fn clean_up(app: &App, index: SegmentIndex) -> anyhow::Result<()> {
    follow(app, &index).await?;
    let sweeper = Sweeper::new(app.store.clone(), Arc::new(app.objects.clone()), app.sweeping());
    sweeper.sweep().await?;
    app.store.vacuum_texts().await.context("old versions of rows are still in Postgres's tables")
}

/// Brings the index to where Postgres is.
async fn follow(app: &App, index: &SegmentIndex) -> anyhow::Result<()> {
    let latest = app.store.latest_seq().await?;
    let (feed, wake) = (app.store.clone(), Arc::new(Notify::new()));
    let mut follower = Follower::new(feed, index.clone(), wake, FollowerOptions::default());
    match follower.catch_up().await {
        Ok(_) => Ok(()),
        // The process that writes it does the same.
        Err(IndexError::Locked) => follow_other(index, latest).await,
        Err(error) => Err(error.into()),
    }
}

async fn follow_other(index: &SegmentIndex, latest: i64) -> anyhow::Result<()> {
    let waited = tokio::time::timeout(PATIENCE, async {
        loop {
            let look = index.clone();
            tokio::task::spawn_blocking(move || look.refresh()).await??;
            if index.status().watermark >= latest {
                return anyhow::Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    waited.await.context("the process that writes the index does not follow: is it alive?")?
}

fn bar(count: usize) -> anyhow::Result<ProgressBar> {
    let bar = ProgressBar::new(count as u64);
    bar.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} {msg} eta {eta}")?);
    Ok(bar)
}

fn status(outcome: &Outcome) -> ExitCode {
    let is_mended = |finding: &Finding| outcome.mended.contains(&finding.recording);
    match (outcome.findings.iter().all(is_mended), outcome.unchecked.is_empty()) {
        (false, _) => FOUND.into(),
        (true, false) => NOT_CHECKED.into(),
        (true, true) => ExitCode::SUCCESS,
    }
}

fn tell(outcome: &Outcome, is_json: bool) -> anyhow::Result<()> {
    let is_mended = |finding: &Finding| outcome.mended.contains(&finding.recording);
    if is_json {
        let finding = |finding: &Finding| {
            let mut row = json!(finding);
            row["mended"] = json!(is_mended(finding));
            row
        };
        let findings: Vec<_> = outcome.findings.iter().map(finding).collect();
        let report = json!({
            "checked": outcome.checked, "findings": findings, "unchecked": outcome.unchecked,
        });
        println!("{}", serde_json::to_string_pretty(&report)?);
        return Ok(());
    }
    for finding in &outcome.findings {
        let kind = finding.kind.map_or("unknown", |kind| kind.name());
        let at = finding.span.map_or(String::new(), |span| format!(" at {}", span.start));
        let mended = if is_mended(finding) { ": mended" } else { "" };
        println!("{} {kind} in {}{at}{mended}", finding.recording, finding.place.name());
    }
    for one in &outcome.unchecked {
        println!("{} {} not checked: {}", one.recording, one.place.name(), one.reason);
    }
    println!(
        "{} recordings, {} findings, {} mended, {} not checked",
        outcome.checked,
        outcome.findings.len(),
        outcome.findings.iter().filter(|finding| is_mended(finding)).count(),
        outcome.unchecked.len()
    );
    Ok(())
}
