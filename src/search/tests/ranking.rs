//! Which recordings come first, what narrows them, and how they are counted and paged.

use std::collections::BTreeSet;

use super::archive::Archive;
use crate::domain::MediaKind;
use crate::index::testing::transcript;
use crate::search::{SearchFilters, SearchPage, Sort};

fn titles(archive: &Archive, typed: &str, sort: Sort) -> Vec<String> {
    let page = SearchPage { sort, ..SearchPage::default() };
    let results = archive.search_within(typed, &SearchFilters::default(), page);
    results.recordings.into_iter().map(|recording| recording.title).collect()
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
        let page = SearchPage { limit: 10, offset, hits_per_recording: 1, ..SearchPage::default() };
        let results = archive.search_within("budget", &SearchFilters::default(), page);
        assert_eq!(results.total_recordings, 25);
        assert_eq!(results.next_cursor.is_some(), offset < 20);
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
async fn a_cursor_goes_on_where_the_page_before_ended_whatever_came_since() {
    let said = |n: usize| format!("budget {}", "x ".repeat(n));
    let of = |n: usize| transcript("c", &format!("{n}.wav"), &[&said(n)]);
    let mut archive = Archive::of((10..30).map(of)).await;
    let mut seen = Vec::new();
    let mut after = None;
    for round in 0..4 {
        let page = SearchPage { limit: 5, after, ..SearchPage::default() };
        let results = archive.search_within("budget", &SearchFilters::default(), page);
        seen.extend(results.recordings.into_iter().map(|recording| recording.title));
        after = results.next_cursor.map(|cursor| cursor.parse().unwrap());
        // One that ranks before all that were shown, and one that ranks among them.
        archive.feed.put(of(round));
        archive.follower.catch_up().await.unwrap();
    }
    let expected: Vec<String> = (10..30).map(|n| n.to_string()).collect();
    assert_eq!(seen, expected);
    assert_eq!(after, None);
}

#[tokio::test]
async fn close_words_and_many_of_them_rank_higher_but_one_recording_is_one() {
    let far = format!("city {} council", "x ".repeat(30));
    let near = format!("city council {}", "x ".repeat(30));
    let often = format!("{} {}", "city council ".repeat(8), "x ".repeat(16));
    let archive = Archive::of([
        transcript("c", "far.wav", &[&far]),
        transcript("c", "near.wav", &[&near]),
        transcript("c", "often.wav", &[&often]),
    ])
    .await;
    assert_eq!(titles(&archive, "city council", Sort::Relevance), ["Often", "Near", "Far"]);
}

#[tokio::test]
async fn recordings_come_by_date_or_title_where_that_is_asked_for() {
    let mut recordings: Vec<_> = ["b", "a", "d"]
        .iter()
        .map(|key| transcript("c", &format!("{key}.wav"), &["budget"]))
        .collect();
    for (recording, day) in recordings.iter_mut().zip([3, 1, 2]) {
        let date = chrono::DateTime::from_timestamp(day * 86_400, 0);
        recording.recording.version.last_modified = date;
    }
    let archive = Archive::of(recordings).await;
    assert_eq!(titles(&archive, "budget", Sort::Date), ["B", "D", "A"]);
    assert_eq!(titles(&archive, "budget", Sort::Title), ["A", "B", "D"]);
    assert_eq!(titles(&archive, "collection:c", Sort::Relevance), ["B", "D", "A"]);
    let listed = archive.search("date:1970-01-03..1970-01-04");
    assert_eq!((listed.total_recordings, listed.total_hits), (2, 0));
    assert!(listed.recordings.iter().all(|recording| recording.hits.is_empty()));
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
async fn fields_narrow_alike_in_the_query_and_beside_it() {
    let mut video = transcript("c", "v.mp4", &["radio", "radio"]);
    video.recording.kind = MediaKind::Video;
    let mut apart = transcript("c", "s.wav", &["radio", "radio", "radio", "radio"]);
    for (segment, channel) in apart.segments.iter_mut().zip([0, 1, 1, 0]) {
        segment.channel = Some(channel);
    }
    let archive = Archive::of([video, apart]).await;
    for (field, value, hits) in [
        ("kind", "video", 2),
        ("kind", "audio", 4),
        ("channel", "1", 2),
        ("duration", ">=6m", 4),
        ("duration", "..200s", 2),
        ("date", "2023-11", 6),
        ("date", "<2023-11", 0),
    ] {
        let mut filters = SearchFilters::default();
        filters.narrow(field, value).unwrap();
        let beside = archive.search_within("radio", &filters, SearchPage::default());
        let within = archive.search(&format!("radio {field}:{value}"));
        let without = archive.search(&format!("radio -{field}:{value}"));
        assert_eq!((beside.total_hits, within.total_hits), (hits, hits), "{field}:{value}");
        assert_eq!(without.total_hits, 6 - hits, "-{field}:{value}");
    }
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
async fn facets_count_recordings_and_not_pages() {
    let recordings = (0..30).map(|n| {
        let collection = if n < 10 { "calls" } else { "talks" };
        let mut one = transcript(collection, &format!("{n}.wav"), &["radio", "radio ici"]);
        one.segments[1].language = if n < 5 { "fr" } else { "en" }.parse().unwrap();
        one
    });
    let archive = Archive::of(recordings).await;
    let page = SearchPage { limit: 5, facets: true, ..SearchPage::default() };
    let facets = archive.search_within("radio", &SearchFilters::default(), page).facets.unwrap();
    let pairs = |facets: &[crate::search::Facet]| -> Vec<(String, usize)> {
        facets.iter().map(|facet| (facet.value.clone(), facet.count)).collect()
    };
    assert_eq!(pairs(&facets.collection), [("talks".to_owned(), 20), ("calls".to_owned(), 10)]);
    assert_eq!(pairs(&facets.language), [("en".to_owned(), 30), ("fr".to_owned(), 5)]);
    assert_eq!(pairs(&facets.month), [("2023-11".to_owned(), 30)]);
    assert!(facets.channel.is_empty());
}
