//! Search, measured, beside Postgres' own full-text search over the same rows:
//! `earmark dev -- cargo bench --bench search -- [segments…] [questions…]` (100,000 and all kinds of
//! questions where nothing is said; `three` asks only those with that in their name).
//!
//! Real earnings calls (`EARMARK_SHARED_DATA`), repeated with other words among them, 500 segments a
//! recording, each word with times and a confidence. All is made, indexed and asked in one run; the
//! index lies in a folder that is removed, or in `EARMARK_BENCH_INDEX`, where a later run finds it and
//! only asks (and loads Postgres). Without `DATABASE_URL` Postgres is left out.

#![expect(clippy::unwrap_used, reason = "a measurement fails by panicking")]
#![expect(unreachable_pub, reason = "modules of one binary")]
#![expect(clippy::disallowed_methods, reason = "what is measured is told by the environment")]

mod arrivals;
mod corpus;
mod postgres;
mod questions;
mod times;

use std::path::{Path, PathBuf};
use std::time::Instant;

use earmark::index::{SegmentIndex, SegmentWriter};
use earmark::search::{SearchQuery, Searcher};

use corpus::Corpus;
use postgres::Postgres;
use questions::{Question, questions};
use times::Times;

/// The watermark of an archive that was built, which what arrives later goes on from.
const BUILT: usize = 1 << 40;
/// So many recordings are committed at a time, as when an archive is built anew.
const BATCH: usize = 400;

fn main() {
    let (mut sizes, mut names) = (Vec::new(), Vec::new());
    for argument in std::env::args().skip(1).filter(|argument| !argument.starts_with("--")) {
        match argument.parse() {
            Ok(size) => sizes.push(size),
            Err(_) => names.push(argument),
        }
    }
    if sizes.is_empty() {
        sizes.push(100_000);
    }
    for segments in sizes {
        measure(segments, &names);
    }
}

fn measure(segments: usize, names: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("EARMARK_BENCH_INDEX").map(PathBuf::from);
    let path = kept.as_deref().unwrap_or(folder.path());
    let index = SegmentIndex::open_or_create(path).unwrap();
    if index.status().watermark < BUILT as i64 {
        build(&index, path, segments);
    }
    let mut postgres = Postgres::connect();
    if let Some(postgres) = &mut postgres {
        load(postgres, segments);
    }
    ask(&Searcher::new(index.clone()), postgres.as_ref(), names);
    if is_asked("all, while recordings arrive", names) {
        let asked: Vec<Question> = questions().into_iter().flat_map(|(_, asked)| asked).collect();
        arrivals::while_recordings_arrive(&index, segments, &asked, ours);
    }
    println!("memory: {}", memory());
}

/// Makes the archive and tells what that took.
fn build(index: &SegmentIndex, path: &Path, segments: usize) {
    let mut writer = index.writer().unwrap();
    let (mut json, mut words, mut indexing) = (0, 0, 0.0);
    for (number, recording) in Corpus::read(segments).enumerate() {
        for segment in &recording.segments {
            json += serde_json::to_string(segment).unwrap().len();
            words += segment.words.len();
        }
        let began = Instant::now();
        writer.replace(&recording).unwrap();
        if number % BATCH == BATCH - 1 {
            commit(&mut writer, number);
        }
        indexing += began.elapsed().as_secs_f64();
    }
    let began = Instant::now();
    commit(&mut writer, BUILT);
    drop(writer);
    indexing += began.elapsed().as_secs_f64();
    index.refresh().unwrap();
    let bytes = size_of(path);
    println!("# {segments} segments, {words} words, {:.1} MB of JSON", mega(json));
    println!(
        "Earmark: indexed in {indexing:.1} s, {:.1} MB a million segments, {:.1}% of the JSON",
        mega(bytes) * 1e6 / segments as f64,
        100.0 * bytes as f64 / json as f64
    );
}

/// Gives Postgres the same rows and tells what that took.
fn load(postgres: &mut Postgres, segments: usize) {
    let mut loading = 0.0;
    for recording in Corpus::read(segments) {
        let began = Instant::now();
        postgres.load(&recording);
        loading += began.elapsed().as_secs_f64();
    }
    let began = Instant::now();
    postgres.finish();
    let seconds = loading + began.elapsed().as_secs_f64();
    let size = mega(postgres.size()) * 1e6 / segments as f64;
    println!("Postgres: loaded and indexed in {seconds:.1} s, {size:.1} MB a million segments");
}

fn commit(writer: &mut SegmentWriter, number: usize) {
    writer.commit(uuid::Uuid::nil(), i64::try_from(number).unwrap()).unwrap();
}

/// Asks each kind of question of both, alone and by eight at once.
fn ask(searcher: &Searcher, postgres: Option<&Postgres>, names: &[String]) {
    println!(
        "\n| question | hits | Earmark, 1 client: median / p95 / p99 ms | 8 clients | Postgres, 1 client | 8 clients |"
    );
    println!("|---|---|---|---|---|---|");
    for (name, asked) in questions().into_iter().filter(|(name, _)| is_asked(name, names)) {
        let one = Times::of(1, &asked, |question| ours(searcher, question));
        let eight = Times::of(8, &asked, |question| ours(searcher, question));
        let [theirs, crowded] = [1, 8].map(|clients| {
            let theirs = postgres.and_then(|postgres| postgres.times(clients, &asked));
            theirs.map_or_else(|| "—".to_owned(), |times| times.to_string())
        });
        let hits =
            asked.iter().map(|question| hits(searcher, question)).sum::<usize>() / asked.len();
        println!("| {name} | {hits} | {one} | {eight} | {theirs} | {crowded} |");
    }
    if !is_asked("completion", names) {
        return;
    }
    let typed = ["rev", "inv", "gha", "s", "quart"];
    let suggested = Times::of_each(&typed, |typed| {
        searcher.suggest(typed, 8).unwrap();
    });
    println!("| completion | | {suggested} | | | |");
}

fn is_asked(name: &str, names: &[String]) -> bool {
    names.is_empty() || names.iter().any(|part| name.contains(part))
}

fn ours(searcher: &Searcher, question: &Question) {
    let query = SearchQuery::parse(&question.typed).unwrap();
    searcher.search(&query, &question.filters(), question.page()).unwrap();
}

fn hits(searcher: &Searcher, question: &Question) -> usize {
    let query = SearchQuery::parse(&question.typed).unwrap();
    searcher.search(&query, &question.filters(), question.page()).unwrap().total_hits
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn size_of(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let size = |entry: std::fs::DirEntry| match entry.metadata().unwrap() {
        meta if meta.is_dir() => size_of(&entry.path()),
        meta => meta.len() as usize,
    };
    entries.map(size).sum()
}

/// What this process holds, and how much of it are pages of the index's files.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let wanted = status
        .lines()
        .filter(|line| ["VmHWM", "RssAnon", "RssFile"].iter().any(|name| line.starts_with(name)));
    wanted
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join(", ")
}
