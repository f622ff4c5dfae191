//! Forms of words, numbers, sounds, other scripts; completion, and what was meant.

use super::archive::{Archive, at};
use crate::index::testing::transcript;
use crate::search::{Matched, Widened};

#[tokio::test]
async fn a_word_is_found_in_other_forms_and_a_quoted_one_is_not() {
    let mut french = transcript("c", "f.wav", &["les élections municipales"]);
    french.segments[0].language = "fr".parse().unwrap();
    let archive =
        Archive::of([transcript("c", "a.wav", &["the budgets", "a budget", "budgeting"]), french])
            .await;
    assert_eq!(archive.hits("budget"), at("A", &[0, 1, 2]));
    assert_eq!(archive.hits("\"budget\""), at("A", &[1]));
    assert_eq!(archive.hits("election municipal"), at("F", &[0]));
    let best = archive.search("budget").recordings[0].hits.len();
    assert_eq!(best, 3);
}

#[tokio::test]
async fn a_number_is_found_however_it_is_said() {
    let archive = Archive::of([transcript(
        "c",
        "a.wav",
        &["in twenty twenty we", "in 2020 we", "in 20 20 we", "two thousand and twenty", "2021"],
    )])
    .await;
    for typed in ["2020", "twenty twenty", "\"20 20\"", "two thousand twenty"] {
        assert_eq!(archive.hits(typed), at("A", &[0, 1, 2, 3]), "{typed}");
    }
    assert_eq!(archive.hits("\"in 2020 we\""), at("A", &[0, 1, 2]));
    assert_eq!(archive.hits("\"in twenty twenty we\""), at("A", &[0, 1, 2]));
    assert_eq!(archive.hits("2021"), at("A", &[4]));
}

#[tokio::test]
async fn what_sounds_alike_is_found_when_asked_for_and_where_little_else_is() {
    let archive = Archive::of([
        transcript("c", "a.wav", &["and then oh, cover said so", "nothing"]),
        transcript("c", "b.wav", &["doctor Smyth was here"]),
    ])
    .await;
    let asked = archive.search("sounds:okafor");
    let hit = &asked.recordings[0].hits[0];
    assert_eq!((asked.total_hits, asked.widened, hit.matched), (1, None, Matched::Sounds));
    assert_eq!(hit.matches.len(), 1);
    assert_eq!(hit.snippet[1].text, "oh, cover");
    let wide = archive.search("smith");
    assert_eq!((wide.total_hits, wide.widened), (1, Some(Widened::Sounds)));
    assert_eq!(wide.recordings[0].hits[0].matched, Matched::Sounds);
    assert_eq!(archive.search("doctor okafor").total_hits, 0, "not in one recording");
    assert_eq!(archive.search("smyth").widened, None);
}

#[tokio::test]
async fn a_name_is_found_as_it_was_misheard_and_not_by_words_that_are_spelled_otherwise() {
    let archive = Archive::of([
        transcript("c", "a.wav", &["broken by shimon and his cousin"]),
        transcript("c", "b.wav", &["the boat belonged to lindquist"]),
        transcript("c", "c.wav", &["they spend the summer at the sea"]),
    ])
    .await;
    for (typed, title) in [("szymon", "A"), ("lindqvist", "B"), ("\"belonged to lindqvist\"", "B")]
    {
        let found = archive.search(typed);
        assert_eq!((found.total_hits, found.widened), (1, Some(Widened::Sounds)), "{typed}");
        assert_eq!(found.recordings[0].title, title);
        assert_eq!(found.recordings[0].hits[0].matched, Matched::Sounds);
    }
    assert_eq!(archive.search("sounds:xiomara").total_hits, 1, "asked for, it is found");
    assert_eq!(archive.search("xiomara").total_hits, 0);
}

#[tokio::test]
async fn a_word_that_is_said_all_the_time_in_a_large_archive_is_not_looked_for_by_its_sound() {
    let heard = ["by the harbour okafor", "by the herbar okafor"];
    let told = ["a.wav", "b.wav"].into_iter().zip(heard);
    let few: Vec<_> = told.map(|(key, said)| transcript("c", key, &[said])).collect();
    let typed = "\"harbour okofer\"";
    assert_eq!(Archive::of(few.clone()).await.search(typed).total_hits, 2);
    let others = (0..1_001).map(|number| transcript("c", &format!("{number}"), &["the harbour"]));
    let found = Archive::of(few.into_iter().chain(others)).await.search(typed);
    assert_eq!((found.total_hits, found.widened), (1, Some(Widened::Sounds)));
    assert_eq!(found.recordings[0].title, "A");
}

#[tokio::test]
async fn scripts_without_spaces_are_found_by_any_part_of_them() {
    let mut thai = transcript("c", "t.wav", &["สวัสดีครับ"]);
    thai.segments[0].language = "th".parse().unwrap();
    let archive =
        Archive::of([transcript("c", "j.wav", &["東京都 の天気", "京都の天気"]), thai]).await;
    assert_eq!(archive.hits("京都"), at("J", &[0, 1]));
    assert_eq!(archive.hits("東京"), at("J", &[0]));
    assert_eq!(archive.hits("都の天"), at("J", &[0, 1]));
    assert_eq!(archive.hits("天"), at("J", &[0, 1]));
    assert_eq!(archive.hits("ดีครับ"), at("T", &[0]));
}

#[tokio::test]
async fn what_is_typed_is_completed_from_the_archive_and_never_with_what_was_redacted() {
    let archive = Archive::of([
        transcript("c", "a.wav", &["Okafor and the ocean", "[NAME] here"]),
        transcript("c", "b.wav", &["Okafor, again"]),
        transcript("c", "d.wav", &["okra"]),
    ])
    .await;
    let completed = |typed: &str| -> Vec<(String, String, u32)> {
        let completions = archive.searcher.suggest(typed, 8).unwrap().completions.into_iter();
        completions.map(|one| (one.text, one.query, one.recordings)).collect()
    };
    let row = |text: &str, query: &str, count| (text.to_owned(), query.to_owned(), count);
    assert_eq!(completed("the ok"), [row("Okafor", "the Okafor", 2), row("okra", "the okra", 1)]);
    assert_eq!(completed("\"the oc"), [row("ocean", "\"the ocean", 1)]);
    for nothing in ["", "the ", "zz", "lang:e", "ok*", "na"] {
        assert!(completed(nothing).is_empty(), "{nothing}");
    }
}

#[tokio::test]
async fn a_word_that_is_not_there_is_answered_with_one_that_is() {
    let archive = Archive::of([transcript("c", "a.wav", &["the municipal budget"])]).await;
    let meant = |typed: &str| archive.search(typed).did_you_mean;
    assert_eq!(meant("muncipal budget"), Some("municipal budget".to_owned()));
    assert_eq!(meant("municipal"), None);
    assert_eq!(meant("\"muncipal budget\""), None);
    let suggestions = archive.searcher.suggest("muncipal", 8).unwrap();
    assert_eq!(suggestions.did_you_mean, Some("municipal".to_owned()));
}
