//! Search over a real index in a real folder.

mod archive;
mod doubts;
mod drafts;
mod language;
mod partly;
mod ranking;
mod scan;

use std::time::{Duration, Instant};

use super::{QueryError, SearchFilters, SearchPage, SearchQuery};
use crate::domain::{EntityKind, TimeSpan};
use crate::index::testing::{span_of, transcript};
use archive::{Archive, at};

#[tokio::test]
async fn words_must_all_be_said_close_together_and_phrases_in_their_order() {
    let far = format!("city {} council", "x ".repeat(60));
    let archive = Archive::of([transcript(
        "c",
        "council.wav",
        &["The city council met.", &far, "x", &"y ".repeat(60), "The Council of the city"],
    )])
    .await;
    assert_eq!(archive.hits("city council"), at("Council", &[0, 4]));
    assert_eq!(archive.hits("\"city council\""), at("Council", &[0]));
    assert_eq!(archive.hits("\"city council\" met"), at("Council", &[0]));
    assert_eq!(archive.hits("\"the city\" \"council"), at("Council", &[0, 4]));
    assert!(archive.hits("council absent").is_empty());
}

#[tokio::test]
async fn a_phrase_runs_over_the_end_of_a_segment_but_not_into_another_channel_or_recording() {
    let mut two = transcript("c", "b.wav", &["the river froze", "no the river", "froze here"]);
    two.segments[1].channel = Some(1);
    let archive =
        Archive::of([transcript("c", "a.wav", &["and the", "river froze", "that winter"]), two])
            .await;
    let results = archive.search("\"the river froze that\"");
    assert_eq!((results.total_hits, results.total_recordings), (1, 1));
    let hit = &results.recordings[0].hits[0];
    assert_eq!((hit.ordinal, hit.last_ordinal), (0, 2));
    assert_eq!(hit.span, span_of(0, 1).union(span_of(2, 0)));
    assert_eq!(hit.segment_span, span_of(0, 0).union(span_of(2, 1)));
    let shown: Vec<_> = hit.snippet.iter().map(|p| (p.text.as_str(), p.highlighted)).collect();
    assert_eq!(shown, [("and", false), ("the river froze that", true), ("winter", false)]);
    assert_eq!(archive.search("\"froze froze here\"").total_hits, 1, "on one channel");
    assert!(archive.surely("\"river froze here\"").is_empty(), "on two channels");
    assert_eq!(archive.search("\"froze no\"").total_hits, 0);
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
        ("\"a 23 eleves\"", 0),
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
        ("はい", 3),
    ] {
        assert_eq!(archive.surely(typed), at("A", &[segment]), "{typed}");
    }
    for absent in ["35", "日今", "\"ecol\""] {
        assert!(archive.surely(absent).is_empty(), "{absent}");
    }
}

#[tokio::test]
async fn a_redaction_mark_is_not_found_but_shows_and_is_found_by_its_kind() {
    let archive =
        Archive::of([transcript("c", "a.wav", &["my name is [NAME] and card [NAME], here"])]).await;
    assert_eq!(archive.search("name").recordings[0].hits[0].matches, [span_of(0, 1)]);
    assert!(archive.surely("\"is name\"").is_empty());
    assert!(archive.surely("\"is and\"").is_empty());
    let snippet = &archive.search("card").recordings[0].hits[0].snippet;
    let marks: Vec<_> = snippet.iter().filter_map(|part| part.redacted).collect();
    assert_eq!(marks, [EntityKind::Name, EntityKind::Name]);
    let redacted = archive.search("redacted:name card");
    assert_eq!(redacted.recordings[0].hits[0].span, span_of(0, 5).union(span_of(0, 6)));
    assert_eq!(archive.search("redacted:NAME").total_hits, 2);
    assert_eq!(archive.search("redacted:SSN").total_hits, 0);
}

#[tokio::test]
async fn a_hit_tells_when_its_words_are_said_and_where_in_the_recording() {
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
    assert!((one.place - 0.5).abs() < 0.001, "{}", one.place);

    let phrase = hit("\"twenty three new budget lines\"");
    assert_eq!(phrase.matches, [words(4, 8)]);
    assert_eq!(phrase.span, words(4, 8));

    let both = hit("lines budget");
    assert_eq!(both.matches, [span_of(1, 0), span_of(1, 6), span_of(1, 8), span_of(1, 10)]);
    assert_eq!(both.span, words(6, 8));
    let recording = &archive.search("budget").recordings[0];
    assert_eq!((recording.hit_count, recording.density.len()), (3, 60));
    assert_eq!(recording.density[29..32], [0, 2, 1]);
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
    assert_eq!((results.total_hits, results.total_recordings), (603, 2));
    let shown = results.recordings.iter().find(|recording| recording.recording == id).unwrap();
    assert_eq!((shown.hit_count, shown.hits.len(), shown.more), (600, 5, true));
    assert!(shown.hits.is_sorted_by_key(|hit| hit.span.start));
    let short = results.recordings.iter().find(|recording| recording.recording != id).unwrap();
    assert_eq!((short.hit_count, short.hits.len(), short.more), (3, 1, false));

    let filters = SearchFilters { recording: Some(id), ..SearchFilters::default() };
    let results = archive.search_within("budget", &filters, SearchPage::default());
    assert_eq!((results.total_hits, results.total_recordings), (600, 1));
    let ordinals: Vec<u32> = results.recordings[0].hits.iter().map(|hit| hit.ordinal).collect();
    assert_eq!(ordinals, (0..500).collect::<Vec<u32>>());
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
        "\"",
        "\"\"\"",
        "a* b?",
        "*",
        "**a**",
        "~ a~ a~2 a~99",
        "near(near(near(a, 1s) b, 2s) c",
        "near(,) near(a,,,)",
        "\"a b\"~99999999999",
        "confidence:>1 date:>9999 duration:<0 a",
        "redacted: sounds: lang: a",
        "sounds:a sounds:שלום sounds:the",
        "\u{0}a",
        "שלום",
        "\u{202e}a",
        "🎉",
        "naive 🎉",
        "a\u{301}\u{301}\u{301}",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
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
        let cut: String = typed.chars().take(1000).collect();
        archive.searcher.suggest(&cut, 8).unwrap();
        let start: String = typed.chars().take(20).collect();
        assert!(began.elapsed() < Duration::from_millis(1500), "{start:?}");
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
    let page = SearchPage { facets: true, ..SearchPage::default() };
    let mut results = archive.search_within("hello )", &SearchFilters::default(), page);
    results.took = Duration::from_micros(1500);
    results.recordings[0].score = 1.0;
    results.recordings[0].density.truncate(2);
    assert_eq!(
        serde_json::to_value(results.facets.take()).unwrap(),
        serde_json::json!({
            "collection": [{"value": "c", "count": 1}],
            "language": [{"value": "en", "count": 1}],
            "month": [{"value": "2023-11", "count": 1}],
            "channel": [{"value": "1", "count": 1}],
            "kind": [{"value": "audio", "count": 1}],
        })
    );
    let hits = serde_json::to_value(results.recordings[0].hits.drain(..).collect::<Vec<_>>());
    assert_eq!(
        serde_json::to_value(results).unwrap(),
        serde_json::json!({
            "total_hits": 1, "total_recordings": 1, "took_ms": 1.5, "next_cursor": null,
            "understood": "hello", "did_you_mean": null, "widened": null,
            "problems": [
                {"start": 6, "end": 7, "message": "nothing is open that this would close"},
            ],
            "recordings": [{
                "recording": id.to_string(), "title": "A", "collection": "c", "language": "en",
                "kind": "audio", "duration": 100_000, "date": "2023-11-14T22:13:20Z",
                "added": "2023-11-14T22:13:20Z",
                "hit_count": 1, "more": false, "density": [1, 0], "score": 1.0,
                "hits": [],
            }],
        })
    );
    assert_eq!(
        hits.unwrap(),
        serde_json::json!([{
            "ordinal": 0, "last_ordinal": 0, "segment_span": {"start": 0, "end": 900},
            "span": {"start": 0, "end": 400}, "matches": [{"start": 0, "end": 400}],
            "place": 0.0, "channel": 1, "language": "en", "matched": "word",
            "confidence": 1.0, "suspect": null,
            "snippet": [
                {"text": "hello", "highlighted": true, "redacted": null, "start": 0},
                {"text": "[SSN]", "highlighted": false, "redacted": "SSN", "start": 500},
            ],
            "is_cut_before": false, "is_cut_after": false,
        }])
    );
}
