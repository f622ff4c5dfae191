//! Search over a real index in a real folder.

mod doubts;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{QueryError, SearchFilters, SearchPage, SearchQuery, SearchResults, Searcher};
use crate::domain::{EntityKind, RecordingId, TimeSpan};
use crate::index::testing::{MemoryFeed, span_of, transcript};
use crate::index::{Follower, FollowerOptions, SegmentIndex};
use crate::store::StoredTranscript;

struct Archive {
    _dir: TempDir,
    searcher: Searcher,
    index: SegmentIndex,
}

impl Archive {
    async fn of(transcripts: impl IntoIterator<Item = StoredTranscript>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let index = SegmentIndex::open_or_create(dir.path()).unwrap();
        let feed = Arc::new(MemoryFeed::default());
        for transcript in transcripts {
            feed.put(transcript);
        }
        let options = FollowerOptions::default();
        Follower::new(feed, index.clone(), Arc::default(), options).catch_up().await.unwrap();
        Self { _dir: dir, searcher: Searcher::new(index.clone()), index }
    }

    fn search(&self, typed: &str) -> SearchResults {
        self.search_within(typed, &SearchFilters::default(), SearchPage::default())
    }

    fn search_within(
        &self,
        typed: &str,
        filters: &SearchFilters,
        page: SearchPage,
    ) -> SearchResults {
        self.searcher.search(&SearchQuery::parse(typed).unwrap(), filters, page).unwrap()
    }

    /// Recording titles and segment ordinals of every hit shown.
    fn hits(&self, typed: &str) -> Vec<(String, u32)> {
        let recordings = self.search(typed).recordings.into_iter();
        let hits = recordings.flat_map(|recording| {
            let title = recording.title;
            recording.hits.into_iter().map(move |hit| (title.clone(), hit.ordinal))
        });
        let mut hits: Vec<(String, u32)> = hits.collect();
        hits.sort();
        hits
    }
}

fn at(title: &str, ordinals: &[u32]) -> Vec<(String, u32)> {
    ordinals.iter().map(|ordinal| (title.to_owned(), *ordinal)).collect()
}

#[tokio::test]
async fn words_must_all_be_said_in_one_segment_and_phrases_in_their_order() {
    let archive = Archive::of([transcript(
        "c",
        "council.wav",
        &["The city council met.", "council city", "city", "The Council of the city"],
    )])
    .await;
    assert_eq!(archive.hits("city council"), at("Council", &[0, 1, 3]));
    assert_eq!(archive.hits("\"city council\""), at("Council", &[0]));
    assert_eq!(archive.hits("\"city council\" met"), at("Council", &[0]));
    assert_eq!(archive.hits("\"the city\" \"council"), at("Council", &[0, 3]));
    assert!(archive.hits("council absent").is_empty());
}

#[tokio::test]
async fn words_are_found_however_they_are_written() {
    let archive = Archive::of([transcript(
        "c",
        "a.wav",
        &[
            "L’école a twenty-three élèves",
            "Don't send the e-mail to U.S. Straße",
            "It cost $1,000 or 3.5 percent",
            "今日は いい 天気です",
        ],
    )])
    .await;
    for (typed, segment) in [
        ("ecole", 0),
        ("l'ecole", 0),
        ("ÉLÈVES", 0),
        ("twenty three", 0),
        ("\"twenty three eleves\"", 0),
        ("\"a twenty-three\"", 0),
        ("dont", 1),
        ("don’t", 1),
        ("email", 1),
        ("\"the email to US\"", 1),
        ("\"the e-mail to U.S.\"", 1),
        ("strasse", 1),
        ("1000", 2),
        ("1,000", 2),
        ("\"3.5 percent\"", 2),
        ("天気", 3),
        ("\"今日はいい\"", 3),
    ] {
        assert_eq!(archive.hits(typed), at("A", &[segment]), "{typed}");
    }
    for absent in ["35", "日今", "ecol"] {
        assert!(archive.hits(absent).is_empty(), "{absent}");
    }
}

#[tokio::test]
async fn a_redaction_mark_is_not_found_but_shows() {
    let archive =
        Archive::of([transcript("c", "a.wav", &["my name is [NAME] and card [NAME], here"])]).await;
    assert_eq!(archive.search("name").recordings[0].hits[0].matches, [span_of(0, 1)]);
    assert!(archive.hits("\"is name\"").is_empty());
    assert!(archive.hits("\"is and\"").is_empty());
    let snippet = &archive.search("card").recordings[0].hits[0].snippet;
    let marks: Vec<_> = snippet.iter().filter_map(|part| part.redacted).collect();
    assert_eq!(marks, [EntityKind::Name, EntityKind::Name]);
}

#[tokio::test]
async fn a_hit_tells_when_its_words_are_said() {
    let archive = Archive::of([transcript(
        "c",
        "a.wav",
        &["nothing", "budget x x the twenty-three new budget — lines x budget"],
    )])
    .await;
    let hit = |typed: &str| archive.search(typed).recordings[0].hits[0].clone();
    let words = |first: u64, last: u64| -> TimeSpan { span_of(1, first).union(span_of(1, last)) };

    let one = hit("budget");
    assert_eq!(one.matches, [span_of(1, 0), span_of(1, 6), span_of(1, 10)]);
    assert_eq!(one.span, span_of(1, 0));
    assert_eq!((one.ordinal, one.segment_span), (1, words(0, 10)));

    let phrase = hit("\"twenty three new budget lines\"");
    assert_eq!(phrase.matches, [words(4, 8)]);
    assert_eq!(phrase.span, words(4, 8));

    let both = hit("lines budget");
    assert_eq!(both.matches, [span_of(1, 0), span_of(1, 6), span_of(1, 8), span_of(1, 10)]);
    assert_eq!(both.span, words(6, 8));
}

#[tokio::test]
async fn hits_are_counted_in_full_and_shown_in_part_by_time() {
    let said: Vec<String> = (0..600).map(|n| format!("word{n} budget")).collect();
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let long = transcript("c", "long.wav", &said);
    let id = long.recording.id;
    let archive =
        Archive::of([long, transcript("c", "short.wav", &["budget budget budget"])]).await;
    let results = archive.search("budget");
    assert_eq!((results.total_hits, results.total_recordings), (601, 2));
    let shown = results.recordings.iter().find(|recording| recording.recording == id).unwrap();
    assert_eq!((shown.hit_count, shown.hits.len()), (600, 5));
    assert!(shown.hits.is_sorted_by_key(|hit| hit.span.start));

    let filters = SearchFilters { recording: Some(id), ..SearchFilters::default() };
    let results = archive.search_within("budget", &filters, SearchPage::default());
    assert_eq!((results.total_hits, results.total_recordings), (600, 1));
    let ordinals: Vec<u32> = results.recordings[0].hits.iter().map(|hit| hit.ordinal).collect();
    assert_eq!(ordinals, (0..500).collect::<Vec<u32>>());
}

#[tokio::test]
async fn pages_hold_every_recording_once_and_the_best_first() {
    let recordings = (0..25).map(|n| {
        let said = format!("budget {}", "x ".repeat(n));
        transcript("c", &format!("{n}.wav"), &[&said])
    });
    let archive = Archive::of(recordings).await;
    let mut seen = BTreeSet::new();
    let mut before = f32::INFINITY;
    for offset in [0, 10, 20, 30] {
        let page = SearchPage { limit: 10, offset, hits_per_recording: 1 };
        let results = archive.search_within("budget", &SearchFilters::default(), page);
        assert_eq!(results.total_recordings, 25);
        for recording in results.recordings {
            assert!(recording.score <= before);
            before = recording.score;
            assert!(seen.insert(recording.recording), "a recording is shown twice");
        }
    }
    assert_eq!(seen.len(), 25);
    assert_eq!(archive.search("budget").recordings[0].title, "0");
}

#[tokio::test]
async fn filters_narrow_by_collection_and_by_the_segments_language() {
    let mut bilingual = transcript("interviews", "b.wav", &["radio here", "radio ici"]);
    bilingual.segments[1].language = "fr".parse().unwrap();
    let archive = Archive::of([
        bilingual,
        transcript("council", "c.wav", &["radio"]),
        transcript("lectures", "l.wav", &["radio"]),
    ])
    .await;
    let hits = |collections: &[&str], languages: &[&str]| {
        let filters = SearchFilters {
            collections: collections.iter().map(|name| name.parse().unwrap()).collect(),
            languages: languages.iter().map(|code| code.parse().unwrap()).collect(),
            ..SearchFilters::default()
        };
        let results = archive.search_within("radio", &filters, SearchPage::default());
        (results.total_recordings, results.total_hits)
    };
    assert_eq!(hits(&[], &[]), (3, 4));
    assert_eq!(hits(&["council"], &[]), (1, 1));
    assert_eq!(hits(&["council", "interviews"], &[]), (2, 3));
    assert_eq!(hits(&["council", "interviews"], &["fr"]), (1, 1));
    assert_eq!(hits(&[], &["fr", "en"]), (3, 4));
    assert_eq!(hits(&["nowhere"], &[]), (0, 0));
}

#[tokio::test]
async fn a_filter_does_not_change_the_score() {
    let archive = Archive::of([transcript("a", "a.wav", &["radio here"])]).await;
    let filters =
        SearchFilters { collections: vec!["a".parse().unwrap()], ..SearchFilters::default() };
    let narrowed = archive.search_within("radio", &filters, SearchPage::default());
    assert_eq!(narrowed.recordings[0].score, archive.search("radio").recordings[0].score);
}

#[tokio::test]
async fn strange_queries_are_answered_quickly_and_never_panic() {
    let archive = Archive::of([transcript(
        "c",
        "a.wav",
        &[
            "a b c (x) \u{202b}שלום עולם\u{202c} 🎉 naïve",
            "the the the the the the the the the the",
        ],
    )])
    .await;
    let long = "the ".repeat(30);
    let typed = [
        "(((((((((((a",
        "a AND NOT (b OR",
        "a:b",
        "terms:[a TO *]",
        "\\",
        "\"",
        "\"\"\"",
        "-a",
        "+",
        "a* b?",
        "\u{0}a",
        "שלום",
        "\u{202e}a",
        "🎉",
        "naive 🎉",
        "a\u{301}\u{301}\u{301}",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "%00",
        "\u{fdfa}",
        "\u{feff}a",
        "a\u{2028}b",
        &format!("\"{long}\""),
        &"\u{301}".repeat(1000),
        &"'".repeat(1000),
        &"a-".repeat(16),
        &"(".repeat(10_000_000),
        &"\u{1f468}\u{200d}".repeat(500),
    ];
    for typed in typed {
        let began = Instant::now();
        if let Ok(query) = SearchQuery::parse(typed) {
            let filters = SearchFilters::default();
            archive.searcher.search(&query, &filters, SearchPage::default()).unwrap();
        }
        let start: String = typed.chars().take(20).collect();
        assert!(began.elapsed() < Duration::from_millis(500), "{start:?}");
    }
    assert_eq!(archive.hits("שלום"), at("A", &[0]));
    assert_eq!(archive.hits("naive 🎉"), at("A", &[0]));
    assert_eq!(SearchQuery::parse("((("), Err(QueryError::Empty));
}

#[tokio::test]
async fn an_answer_is_written_in_snake_case_with_spans_in_milliseconds() {
    let mut said = transcript("c", "a.mp4", &["hello [SSN]"]);
    said.segments[0].channel = Some(1);
    let id = said.recording.id;
    let archive = Archive::of([said]).await;
    let mut results = archive.search("hello");
    results.took = Duration::from_micros(1500);
    results.recordings[0].score = 1.0;
    assert_eq!(
        serde_json::to_value(results).unwrap(),
        serde_json::json!({
            "total_hits": 1, "total_recordings": 1, "took_ms": 1.5,
            "recordings": [{
                "recording": id.to_string(), "title": "A", "collection": "c", "language": "en",
                "kind": "audio", "duration": 100_000, "hit_count": 1, "score": 1.0,
                "hits": [{
                    "ordinal": 0, "segment_span": {"start": 0, "end": 900},
                    "span": {"start": 0, "end": 400}, "matches": [{"start": 0, "end": 400}],
                    "channel": 1, "language": "en", "matched": "word", "confidence": 1.0,
                    "suspect": null,
                    "snippet": [
                        {"text": "hello", "highlighted": true, "redacted": null, "start": 0},
                        {"text": "[SSN]", "highlighted": false, "redacted": "SSN", "start": 500},
                    ],
                    "is_cut_before": false, "is_cut_after": false,
                }],
            }],
        })
    );
}

/// A small generator of numbers (`SplitMix64`, Steele et al. 2014): the same corpus every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize % limit
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Each word as it is written, and the plain terms that a reader would say it has.
const VOCABULARY: [(&str, &str); 10] = [
    ("Alpha,", "alpha"),
    ("béta", "beta"),
    ("gamma-delta", "gamma delta"),
    ("DELTA!", "delta"),
    ("—", ""),
    ("[NAME]", "|"),
    ("gamma", "gamma"),
    ("Epsilon?", "epsilon"),
    ("«beta»", "beta"),
    ("delta/alpha", "delta alpha"),
];

/// Recordings of random words, and for each segment its plain terms.
struct Corpus {
    transcripts: Vec<StoredTranscript>,
    scanned: Vec<(RecordingId, u32, Vec<&'static str>)>,
}

impl Corpus {
    fn random(dice: &mut Dice) -> Self {
        let mut corpus = Self { transcripts: Vec::new(), scanned: Vec::new() };
        for number in 0..12 {
            let (written, plain): (Vec<String>, Vec<Vec<&str>>) =
                (0..dice.below(8)).map(|_| random_segment(dice)).unzip();
            let segments: Vec<&str> = written.iter().map(String::as_str).collect();
            let transcript = transcript("c", &format!("{number}.wav"), &segments);
            let id = transcript.recording.id;
            corpus.transcripts.push(transcript);
            let plain = (0..).zip(plain).map(|(ordinal, plain)| (id, ordinal, plain));
            corpus.scanned.extend(plain);
        }
        corpus
    }

    /// Where every clause is said in a row, by looking at every segment.
    fn scan(&self, clauses: &[Vec<&str>]) -> BTreeSet<(RecordingId, u32)> {
        let says = |plain: &[&str], clause: &[&str]| {
            plain.windows(clause.len()).any(|window| window == clause)
        };
        let matches = |plain: &[&str]| clauses.iter().all(|clause| says(plain, clause));
        let found = self.scanned.iter().filter(|(_, _, plain)| matches(plain));
        found.map(|(id, ordinal, _)| (*id, *ordinal)).collect()
    }
}

fn random_segment(dice: &mut Dice) -> (String, Vec<&'static str>) {
    let words: Vec<_> = (0..=dice.below(9)).map(|_| VOCABULARY[dice.below(10)]).collect();
    let written: Vec<&str> = words.iter().map(|word| word.0).collect();
    let plain = words.iter().flat_map(|word| word.1.split_whitespace()).collect();
    (written.join(" "), plain)
}

#[tokio::test]
async fn every_answer_agrees_with_a_plain_scan_of_random_archives() {
    let terms = ["alpha", "beta", "gamma", "delta", "epsilon"];
    let mut answered = 0;
    for seed in 0..6 {
        let mut dice = Dice(seed);
        let corpus = Corpus::random(&mut dice);
        let archive = Archive::of(corpus.transcripts.clone()).await;
        for _ in 0..60 {
            let clauses: Vec<Vec<&str>> = (0..=dice.below(3))
                .map(|_| (0..=dice.below(3)).map(|_| dice.pick(&terms)).collect())
                .collect();
            let quoted = |clause: &Vec<&str>| format!("\"{}\"", clause.join(" "));
            let typed = clauses.iter().map(quoted).collect::<Vec<_>>().join(" ");
            let page = SearchPage { limit: 100, offset: 0, hits_per_recording: 500 };
            let results = archive.search_within(&typed, &SearchFilters::default(), page);
            let hits = || {
                let recordings = results.recordings.iter();
                recordings.flat_map(|r| r.hits.iter().map(|hit| (r.recording, hit)))
            };
            let found: BTreeSet<_> = hits().map(|(id, hit)| (id, hit.ordinal)).collect();
            assert_eq!(found, corpus.scan(&clauses), "seed {seed}, {typed}");
            assert_eq!(results.total_hits, found.len());
            for (_, hit) in hits() {
                assert!(hit.matches.iter().any(|time| time.start == hit.span.start), "{typed}");
                assert!(hit.matches.iter().any(|time| time.end == hit.span.end), "{typed}");
            }
            answered += found.len();
        }
    }
    assert!(answered > 500, "only {answered} hits: the corpora test too little");
}

#[test]
#[ignore = "a measurement: needs ../shared/data and a minute"]
fn latency_over_a_hundred_thousand_segments() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let began = Instant::now();
    let archive = runtime.block_on(Archive::of(bench_corpus(100_000)));
    let documents = archive.index.status().documents;
    println!("{documents} segments indexed in {:?}", began.elapsed());
    for typed in
        ["revenue", "the", "ghana dividend", "\"second quarter\"", "\"of the\"", "the and of to in"]
    {
        let query = SearchQuery::parse(typed).unwrap();
        let (filters, page) = (SearchFilters::default(), SearchPage::default());
        let worked = on_cpu();
        let mut times: Vec<Duration> = (0..200)
            .map(|_| archive.searcher.search(&query, &filters, page).unwrap().took)
            .collect();
        let cpu = (on_cpu() - worked) / 200;
        times.sort();
        let results = archive.searcher.search(&query, &filters, page).unwrap();
        println!(
            "{typed:20} {:6} hits {:4} recordings  median {:?}  p95 {:?}  cpu {cpu:?}",
            results.total_hits, results.total_recordings, times[100], times[190]
        );
    }
}

/// How long this thread has run, which tells more than the clock where others share the cores.
fn on_cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(stat.split(' ').next().unwrap().parse().unwrap())
}

/// Real earnings calls, repeated under other keys, 250 segments a recording.
fn bench_corpus(segments: usize) -> Vec<StoredTranscript> {
    let path = "/work/shared/data/transcripts/earnings22_segments.jsonl.gz";
    let lines = std::process::Command::new("zcat").arg(path).output().unwrap().stdout;
    let texts: Vec<String> = String::from_utf8(lines)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| line["text"].as_str().unwrap().to_owned())
        .collect();
    let all: Vec<&str> = texts.iter().map(String::as_str).cycle().take(segments).collect();
    let recordings = all.chunks(250).enumerate();
    recordings.map(|(n, said)| transcript("calls", &format!("call-{n}.wav"), said)).collect()
}
