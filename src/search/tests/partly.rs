//! Where little is found: all words but one.

use super::archive::Archive;
use crate::index::testing::transcript;
use crate::search::{Matched, SearchFilters, SearchPage, Widened};

/// What was heard where "they spent the summer at Okonkwo far from the city" was said, among others.
async fn archive() -> Archive {
    let mut all = vec![transcript(
        "c",
        "a.wav",
        &["they spent the summer at carrot cake", "far from the city", "the summer was long"],
    )];
    for number in 0..30 {
        let said = ["we were far from home", "and from the city they went", "the end of it all"];
        all.push(transcript("c", &format!("b{number}.wav"), &said));
    }
    Archive::of(all).await
}

#[tokio::test]
async fn a_word_that_was_misheard_is_passed_over_where_the_others_tell_enough() {
    let archive = archive().await;
    for typed in [
        "\"summer at okonkwo far\"",
        "\"spent the summer at okonkwo\"",
        "\"okonkwo spent the summer\"",
        "\"the summer at okonkwo\"",
        "spent summer okonkwo",
    ] {
        let found = archive.search(typed);
        assert_eq!(found.widened, Some(Widened::Partly), "{typed}");
        assert_eq!((found.total_recordings, found.total_hits), (1, 1), "{typed}");
        let best = &found.recordings[0].hits[0];
        assert_eq!((found.recordings[0].title.as_str(), best.matched), ("A", Matched::Partly));
    }
}

#[tokio::test]
async fn where_the_other_words_are_said_everywhere_nothing_is_passed_over() {
    let archive = archive().await;
    for typed in ["\"okonkwo from the\"", "okonkwo the from", "\"okonkwo city\"", "okonkwo end"] {
        assert_eq!(archive.search(typed).total_hits, 0, "{typed}");
    }
    let nine = "spent summer okonkwo at the far from city long";
    assert_eq!(archive.search(nine).total_hits, 0, "more words than are tried");
}

#[tokio::test]
async fn what_has_all_words_comes_first_and_counts_once() {
    let mut all = vec![
        transcript("c", "a.wav", &["green herring market hall, green herring market hall"]),
        transcript("c", "b.wav", &["a green herring market"]),
    ];
    let others =
        (0..30).map(|number| transcript("c", &format!("c{number}.wav"), &["no hall at all"]));
    all.extend(others);
    let archive = Archive::of(all).await;
    let found = archive.search("\"green herring market hall\"");
    assert_eq!((found.total_hits, found.widened), (3, Some(Widened::Partly)));
    let told: Vec<_> =
        found.recordings.iter().map(|one| (one.title.as_str(), one.hit_count)).collect();
    assert_eq!(told, [("A", 2), ("B", 1)]);
    assert_eq!(found.recordings[0].hits[0].matched, Matched::Word);
    assert_eq!(found.recordings[1].hits[0].matched, Matched::Partly);
}

#[tokio::test]
async fn a_search_that_keeps_to_its_words_finds_nothing_else() {
    let archive = archive().await;
    for (typed, widened) in [
        ("\"summer at okonkwo far\"", Widened::Partly),
        ("karrot", Widened::Sounds),
        ("spent summer okonkwo", Widened::Partly),
    ] {
        assert_eq!(archive.search(typed).widened, Some(widened), "{typed}");
        let page = SearchPage { widens: false, ..SearchPage::default() };
        let found = archive.search_within(typed, &SearchFilters::default(), page);
        assert_eq!((found.total_hits, found.widened), (0, None), "{typed}");
    }
}
