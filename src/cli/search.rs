//! `earmark search` and `earmark reindex`.

use anyhow::Context as _;
use indicatif::ProgressBar;

use super::SearchArgs;
use crate::app::App;
use crate::config::Config;
use crate::domain::Suspicion;
use crate::index::{SegmentIndex, rebuild};
use crate::search::{
    Matched, SearchFilters, SearchHit, SearchPage, SearchQuery, Searcher, SnippetPart,
};

/// Searches the index in the data folder; `serve` or `up` keeps it fresh.
pub(super) fn search(config: &Config, args: &SearchArgs, is_json: bool) -> anyhow::Result<()> {
    let query = SearchQuery::parse(&args.words.join(" "))?;
    let mut filters = SearchFilters::default();
    filters.collections =
        args.collection.iter().map(|name| name.parse()).collect::<Result<_, _>>()?;
    filters.languages = args.language.iter().map(|code| code.parse()).collect::<Result<_, _>>()?;
    filters.suspect = args.suspect;
    filters.min_confidence = args.min_confidence;
    let folder = config.index_dir();
    let index = SegmentIndex::open_or_create(&folder)
        .with_context(|| format!("the index in `{}` can't be opened", folder.display()))?;
    let page = SearchPage { limit: args.limit, sort: args.sort, ..SearchPage::default() };
    let results = Searcher::new(index).search(&query, &filters, page)?;
    if is_json {
        println!("{}", serde_json::to_string_pretty(&results)?);
        return Ok(());
    }
    for problem in &results.problems {
        eprintln!("{}-{}: {}", problem.start + 1, problem.end, problem.message);
    }
    if let Some(better) = &results.did_you_mean {
        println!("did you mean: {better}");
    }
    for recording in &results.recordings {
        println!("{} ({}, {})", recording.title, recording.collection, recording.duration);
        for hit in &recording.hits {
            println!("  {:>7}  {}", hit.span.start.to_string(), sentence(hit));
        }
    }
    println!("{} hits in {} recordings", results.total_hits, results.total_recordings);
    Ok(())
}

fn sentence(hit: &SearchHit) -> String {
    let mark = |text: &str, is_match: bool| match is_match {
        true => console::style(text).bold().to_string(),
        false => text.to_owned(),
    };
    let part = |part: &SnippetPart| {
        let text = mark(&part.text, part.highlighted);
        let other = part.alternative.as_ref();
        other.map_or_else(|| text.clone(), |other| format!("{text} (possibly “{other}”)"))
    };
    let parts: Vec<_> = hit.snippet.iter().map(part).collect();
    let doubt = hit.suspect.map_or("", |suspect| match suspect {
        Suspicion::NoSpeech => "  (likely no speech)",
        Suspicion::Unsure => "  (unsure)",
        Suspicion::Repetitive => "  (repeats itself)",
    });
    let sound = if hit.matched == Matched::Sounds { "  (sounds alike)" } else { "" };
    parts.join(" ") + sound + doubt
}

/// Builds the index anew beside the old one, which answers until the swap.
pub(super) async fn reindex(app: &App) -> anyhow::Result<()> {
    let bar = ProgressBar::new(0);
    let report = rebuild(&app.store, &app.config.index_dir(), &|progress| {
        bar.set_length(u64::try_from(progress.latest).unwrap_or(0));
        bar.set_position(u64::try_from(progress.seq).unwrap_or(0));
    })
    .await?;
    bar.finish_and_clear();
    println!("{} segments in {:.1} s", report.documents, report.took.as_secs_f64());
    Ok(())
}
