//! What a search makes of what a transcript doubts, over a real index.

use super::archive::Archive;
use crate::domain::Suspicion;
use crate::index::testing::{doubtful, span_of, transcript};
use crate::search::{Matched, SearchFilters, SearchHit, SearchPage, SearchResults, SuspectFilter};
use crate::store::StoredTranscript;

/// The titles of what is found, the best first.
fn titles(results: &SearchResults) -> Vec<&str> {
    results.recordings.iter().map(|recording| recording.title.as_str()).collect()
}

fn only(results: SearchResults) -> SearchHit {
    let mut hits = results.recordings.into_iter().flat_map(|recording| recording.hits);
    let hit = hits.next().expect("a hit");
    assert!(hits.next().is_none(), "one hit only");
    hit
}

fn suspicious(key: &str, text: &str, suspect: Suspicion) -> StoredTranscript {
    let mut transcript = transcript("c", key, &[text]);
    transcript.segments[0].suspect = Some(suspect);
    transcript
}

/// "Smooth seas all day", where the first word may be "Smyth" or "Smith's".
fn smooth(key: &str) -> StoredTranscript {
    let mut transcript = transcript("c", key, &["smooth seas all day"]);
    transcript.segments[0].words[0] = doubtful("smooth", 0.4, &[("Smyth", 0.3), ("Smith's", 0.1)]);
    transcript
}

fn surely(min_confidence: &str) -> SearchFilters {
    let min_confidence = min_confidence.parse().unwrap();
    SearchFilters { min_confidence, ..SearchFilters::default() }
}

#[tokio::test]
async fn doubtful_segments_stand_behind_those_that_say_the_same_at_greater_length() {
    let archive = Archive::of([
        suspicious("a.wav", "budget", Suspicion::NoSpeech),
        suspicious("b.wav", &"budget ".repeat(9), Suspicion::Repetitive),
        transcript("c", "c.wav", &[&format!("the budget {}", "and so on ".repeat(20))]),
    ])
    .await;
    let results = archive.search("budget");
    assert_eq!(titles(&results)[0], "C");
    assert_eq!((results.total_hits, results.total_recordings), (11, 3));
    let suspect: Vec<_> = results.recordings.iter().map(|one| one.hits[0].suspect).collect();
    assert_eq!(suspect[0], None);
    assert!(suspect.contains(&Some(Suspicion::NoSpeech)), "{suspect:?}");
}

#[tokio::test]
async fn doubtful_segments_can_be_left_out_or_looked_for_alone() {
    let all = Suspicion::ALL.iter().enumerate();
    let mut said: Vec<_> =
        all.map(|(n, one)| suspicious(&format!("{n}.wav"), "budget", *one)).collect();
    said.push(transcript("c", "sure.wav", &["budget"]));
    let archive = Archive::of(said).await;
    let hits = |suspect| {
        let filters = SearchFilters { suspect, ..SearchFilters::default() };
        archive.search_within("budget", &filters, SearchPage::default()).total_hits
    };
    assert_eq!([SuspectFilter::Any, SuspectFilter::No, SuspectFilter::Only].map(hits), [4, 1, 3]);
}

#[tokio::test]
async fn what_the_best_guess_missed_is_found_at_its_time_and_said_to_be_possible() {
    let archive = Archive::of([smooth("a.wav")]).await;
    let hit = only(archive.search("smyth"));
    assert_eq!((hit.matched, hit.matches.as_slice()), (Matched::Alternative, &[span_of(0, 0)][..]));
    assert!((hit.confidence - 0.3).abs() < 0.01, "{}", hit.confidence);
    let part = &hit.snippet[0];
    assert_eq!((part.text.as_str(), part.highlighted), ("smooth", true));
    assert_eq!(part.alternative.as_deref(), Some("Smyth"));
    assert_eq!(hit.snippet[1].text, "seas all day");

    let said = only(archive.search("smooth"));
    assert_eq!((said.matched, said.snippet[0].alternative.as_deref()), (Matched::Word, None));
    assert!((said.confidence - 0.4).abs() < 0.01, "{}", said.confidence);
}

#[tokio::test]
async fn a_phrase_reaches_across_words_and_other_readings() {
    let archive = Archive::of([smooth("a.wav")]).await;
    let hit = only(archive.search("\"smith seas all\""));
    assert_eq!(hit.matched, Matched::Alternative);
    assert_eq!(hit.span, span_of(0, 0).union(span_of(0, 2)));
    let read: Vec<_> = hit.snippet.iter().map(|part| part.alternative.as_deref()).collect();
    assert_eq!(read, [Some("Smith's"), None, None]);
    assert_eq!(only(archive.search("day smyth")).matched, Matched::Alternative);
    assert_eq!(archive.search("\"smooth smyth\"").total_hits, 0);
    assert_eq!(archive.search("\"smyth all\"").total_hits, 0);
}

#[tokio::test]
async fn what_is_said_stands_before_what_may_have_been() {
    let long = format!("{} and Smyth", "on and on ".repeat(30));
    let archive = Archive::of([smooth("a.wav"), transcript("c", "b.wav", &[&long])]).await;
    let results = archive.search("smyth");
    assert_eq!(titles(&results), ["B", "A"]);
    let [said, possible] = results.recordings.as_slice() else { panic!("two recordings") };
    assert!(said.score > possible.score);
    assert_eq!(said.hits[0].matched, Matched::Word);
}

#[tokio::test]
async fn only_what_was_heard_surely_enough_is_found_and_counted() {
    let mut clear = transcript("c", "b.wav", &["smooth seas", "rough seas"]);
    clear.segments[1].words[0] = doubtful("rough", 0.2, &[("smooth", 0.9)]);
    let archive = Archive::of([smooth("a.wav"), clear]).await;
    let found = |typed: &str, least: &str| {
        let results = archive.search_within(typed, &surely(least), SearchPage::default());
        let hits = results.recordings.into_iter().flat_map(|recording| recording.hits);
        hits.filter(|hit| hit.matched != Matched::Sounds).count()
    };
    assert_eq!(["0", "0.4", "0.5", "0.95"].map(|least| found("smooth", least)), [3, 3, 2, 1]);
    assert_eq!(["0", "0.3", "0.4"].map(|least| found("smyth", least)), [1, 1, 0]);
    assert_eq!(found("\"smooth seas\"", "0.5"), 2);
    assert_eq!(found("seas", "1"), 3);
    let results = archive.search_within("smooth", &surely("0.5"), SearchPage::default());
    let hits: Vec<_> =
        results.recordings[0].hits.iter().map(|hit| (hit.ordinal, hit.matched)).collect();
    assert_eq!(titles(&results), ["B"]);
    assert_eq!(hits, [(0, Matched::Word), (1, Matched::Alternative)]);
    assert!(results.recordings[0].hits.iter().all(|hit| hit.confidence >= 0.5));
}
